"""What imports really store is what the ontology says: labels, links, property names and types."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ironriver import ingest
from ironriver.graph import Database
from ironriver.model.actor import Role
from ironriver.model.kinds import KINDS, LINKS, MARKING, RECEIPT, Data, Kind, Link, Property, PropertyType
from tests.world import World

TRACES = """trace_number,requested,requesting_agency,ori,priority,serial,maker,model,calibre,type,importer,\
recovery_date,recovery_place,recovery_city,recovery_county,recovery_state,recovery_country,recovery_category,\
possessor_name,possessor_dob,possessor_sex,vehicle_plate,completed,outcome,shipped_by,shipped_to_distributor,\
ship_date,distributor,invoice,dealer_ffl,dealer_name,dealer_city,dealer_state,dealer_ship_date,purchase_date,\
purchaser_name,purchaser_dob,purchaser_race,purchaser_street,purchaser_city,purchaser_state,purchaser_zip,purchaser_phone
T1,3/4/2024,Tucson,AZ0100000,Routine,TXF12O45,Glock,19,9mm,Pistol,,2/1/2024,1 Main,Tucson,Pima,AZ,US,Found,\
"Roe, Rex",1/2/1990,M,ABC123,4/1/2024,purchaser_identified,Glock,Acme,1/2/2019,Acme,77,7-86-01234,Desert Invented,\
Tucson,AZ,2/2/2019,3/3/2019,"Poe, Ann",5/6/1985,W,2 Oak,Tucson,AZ,85701,520-555-0143
T2,25/4/24,Tucson,AZ0100000,Urgent,?XF99*,Norinco,SKS,45,Rifle,Century,2024,,Nogales,,SON,MX,Seized,\
Juan García López,,,,,dealer_only,,,,,,7-86-1234,,,,,02/30/2020,,,,,,,,
"""
BALLISTICS = """lead_number,status,serial,maker,model,calibre,event_number,event_kind,event_date,event_city,\
event_state,event_country,site,examiner,confirmed
L1,lead,TXF12045,Glock,19,9mm,E1,casing,2/1/2024,Tucson,AZ,US,Lab,,
L2,hit,TXF12045,Glock,19,9mm,E2,casing,2/2/24,Nogales,SON,MX,Lab,P. Smith,3/2/2024
"""
THEFTS = """report_number,report_date,theft_date,kind,dealer_ffl,serial,maker,model,calibre,type
R1,1/3/2024,1/2/2024,burglary,7-86-01234,KK4471,Ruger,LCP,380,Pistol
"""
STORED: dict[PropertyType, tuple[type, ...]] = {
    PropertyType.STRING: (str,),
    PropertyType.STRINGS: (list,),
    PropertyType.INT: (int,),
    PropertyType.FLOAT: (float,),
    PropertyType.BOOL: (bool,),
    PropertyType.DATE: (str,),
}


@pytest.fixture
def imported(world: World, tmp_path: Path) -> Database:
    """A graph into which three small files were imported."""
    actor = replace(world.actor, roles=world.actor.roles | {Role.TRACER, Role.SUPERVISOR, Role.ADMINISTRATOR})
    for kind, text in (("traces", TRACES), ("ballistics", BALLISTICS), ("thefts", THEFTS)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        ingest.import_file(
            actor, path, ledger=world.ledger, kind=kind, name=path.name, authority="consent", brought_by="A. Test"
        )
    return world.database


def wrong(stored: dict[str, Any], known: dict[str, Property]) -> list[str]:
    """Names that no table has, and values of another type than the table says."""
    return [
        f"{name}={value!r}"
        for name, value in stored.items()
        if name not in known or not isinstance(value, STORED[known[name].type])
    ]


def known_of_kind(kind: Kind) -> dict[str, Property]:
    """Everything a node of this kind may hold besides its id."""
    marking = MARKING if kind.marked else {}
    receipt = RECEIPT if kind.data is Data.CASE else {}
    return {**marking, **receipt, **kind.properties}


def known_of_link(link: Link) -> dict[str, Property]:
    """Everything a link may hold besides its id."""
    case = {**MARKING, **RECEIPT} if link.data is Data.CASE else {}
    return {**case, **link.properties}


def test_imports_store_what_the_tables_name_and_nothing_else(imported: Database) -> None:
    nodes = imported.read(
        "MATCH (n) WHERE n.id IS NOT NULL RETURN labels(n) AS labels, properties(n) AS p LIMIT 5000"
    )
    seen, breaches = set(), []
    for node in nodes:
        label = node["labels"][0]
        if label in {"Head", "Entry", "SchemaFile"} or label not in KINDS:
            continue
        seen.add(label)
        rest = {name: value for name, value in node["p"].items() if name != "id"}
        breaches += [f"{label}.{one}" for one in wrong(rest, known_of_kind(KINDS[label]))]
    assert breaches == []
    assert {"Firearm", "Serial", "Person", "ProtectedTraits", "Purchase", "Recovery", "TraceRequest"} <= seen
    assert {"TraceResult", "Dealer", "BallisticEvent", "Theft", "Key", "Source", "Batch", "Account"} <= seen


def test_imports_join_what_the_tables_join(imported: Database) -> None:
    edges = imported.read(
        "MATCH (a)-[r]->(b) "
        "RETURN labels(a)[0] AS a, type(r) AS type, labels(b)[0] AS b, properties(r) AS p LIMIT 5000"
    )
    known = {(link.from_kind, link.type, link.to_kind): link for link in LINKS}
    breaches = []
    for edge in edges:
        link = known.get((edge["a"], edge["type"], edge["b"]))
        if link is None:
            breaches.append(f"({edge['a']})-[{edge['type']}]->({edge['b']})")
            continue
        rest = {name: value for name, value in edge["p"].items() if name != "id"}
        breaches += [f"{link.stem}.{one}" for one in wrong(rest, known_of_link(link))]
    assert breaches == []
    assert len(edges) >= 20


def test_every_case_node_and_link_says_whose_it_is(imported: Database) -> None:
    case = [kind.name for kind in KINDS.values() if kind.data is Data.CASE]
    rows = imported.read(
        "MATCH (n) WHERE any(label IN labels(n) WHERE label IN $case) "
        "AND (n.id IS NULL OR n.holding IS NULL OR n.tlp IS NULL OR n.handling IS NULL) "
        "RETURN labels(n) AS labels LIMIT 5",
        {"case": case},
    )
    assert rows == []
    access = [link.type for link in LINKS if link.data is Data.ACCESS]
    assert (
        imported.read(
            "MATCH ()-[r]->() WHERE NOT type(r) IN $access "
            "AND (r.id IS NULL OR r.holding IS NULL OR r.tlp IS NULL OR r.handling IS NULL) "
            "RETURN type(r) AS type LIMIT 5",
            {"access": access},
        )
        == []
    )


def test_protected_traits_lie_on_their_own_node_only(imported: Database) -> None:
    names = list(KINDS["ProtectedTraits"].properties)
    rows = imported.read(
        "MATCH (n) WHERE NOT n:ProtectedTraits AND any(name IN $names WHERE n[name] IS NOT NULL) "
        "RETURN labels(n) AS labels LIMIT 5",
        {"names": names},
    )
    assert rows == []
    assert imported.read("MATCH (t:ProtectedTraits)-[:OF]->(:Person) RETURN count(t) AS n LIMIT 1") == [{"n": 2}]
