"""Records through the front door, on the real engine."""

import json
from dataclasses import replace

import pytest

from ironriver.errors import Invalid, NotAllowed
from ironriver.ingest.load_records import RecordLoader
from ironriver.model.marking import Marking, Tlp
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers


def test_a_trace_becomes_the_chain_from_maker_to_recovery(bring, query, tmp_path):
    made = bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    assert (made.added, made.rejected, made.state) == (1, 0, "closed")
    chain = query(
        "MATCH (f:Firearm)-[:MADE_BY]->(m), (s:Shipment)-[:OF]->(f), (s)-[:SHIPPED_TO]->(d:Dealer)<-[:SOLD_BY]-"
        "(p:Purchase)-[:OF]->(f)<-[:OF]-(r:Recovery)<-[:FOR]-(t:TraceRequest), (b:Person)-[:BOUGHT]->(p) "
        "RETURN f.canonical, d.key, p.date, r.date, t.ttc_days, t.source_state, p.dealer_id = d.id"
    )
    assert chain == [("PCK4471", "7-86-00042", "2025-02-01", "2026-05-20", 473, "AZ", True)]


def test_every_fact_carries_marking_and_receipt(bring, query, tmp_path):
    made = bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    facts = "WHERE NOT n:Source AND NOT n:Batch AND NOT n:Key AND n.holding = 'us-tpd'"
    bare = query(
        f"MATCH (n) {facts} AND (n.source_id <> $source OR n.line <> 2 OR n.tlp <> 2 OR n.handling <> 'tiahrt') "
        "RETURN labels(n)",
        source=made.source_id,
    )
    links = query(
        "MATCH ()-[r]->() WHERE r.source_id IS NULL OR r.line <> 2 OR r.tlp <> 2 OR r.handling <> 'tiahrt' "
        "RETURN type(r)"
    )
    assert (bare, links) == ([], [])
    ((raw,),) = query("MATCH (t:TraceRequest) RETURN t.raw")
    assert json.loads(raw)["purchaser_name"] == "Luna Ortega, María 1"


def test_the_same_file_twice_changes_nothing(bring, world, query, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [trace(1), trace(2)])
    first = bring(path, "traces")
    head = world.ledger.head().size
    again = bring(path, "traces")
    assert again.already == first.batch_id
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert world.ledger.head().size == head


def test_the_same_content_with_another_delimiter_changes_no_fact(bring, query, tmp_path):
    rows = [trace(1), trace(2)]
    bring(write_csv(tmp_path / "traces.csv", rows), "traces")
    before = query(
        "MATCH (n) WHERE NOT n:Source AND NOT n:Batch AND NOT n:Entry AND NOT n:Head "
        "RETURN labels(n)[0] AS l, count(*) ORDER BY l"
    )
    again = bring(write_csv(tmp_path / "traces.txt", rows, "|"), "traces")
    assert (again.added, again.changed, again.unchanged, again.already) == (0, 0, 2, "")
    assert before == query(
        "MATCH (n) WHERE NOT n:Source AND NOT n:Batch AND NOT n:Entry AND NOT n:Head "
        "RETURN labels(n)[0] AS l, count(*) ORDER BY l"
    )


def test_a_later_answer_changes_the_request_and_keeps_what_stood(bring, query, tmp_path):
    unanswered = dict.fromkeys(
        (
            "completed",
            "outcome",
            "purchase_date",
            "purchaser_name",
            "purchaser_street",
            "purchaser_city",
            "purchaser_phone",
            "purchaser_race",
        ),
        "",
    )
    bring(write_csv(tmp_path / "one.csv", [trace(1, **unanswered)]), "traces")
    assert query("MATCH (t:TraceRequest) RETURN t.status, t.earlier") == [("submitted", None)]
    made = bring(write_csv(tmp_path / "two.csv", [trace(1)]), "traces")
    assert (made.added, made.changed) == (0, 1)
    ((status, earlier),) = query(
        "MATCH (t:TraceRequest)<-[:ANSWERS]-(:TraceResult)-[:NAMES]->(:Purchase) RETURN t.status, t.earlier"
    )
    assert status == "complete"
    assert json.loads(earlier[0])["status"] == "submitted"


def test_two_traces_of_one_gun_share_gun_and_purchase_but_not_the_person(bring, query, tmp_path):
    second = trace(2, serial="pck-4471", purchaser_name="Luna Ortega, María 1")
    bring(write_csv(tmp_path / "traces.csv", [trace(1), second]), "traces")
    assert query("MATCH (f:Firearm) RETURN count(f)") == [(1,)]
    assert query("MATCH (p:Purchase)<-[:BOUGHT]-(b:Person) RETURN count(DISTINCT p), count(DISTINCT b)") == [(1, 2)]


def test_an_id_number_joins_a_person_and_a_name_does_not(bring, query, tmp_path):
    same = {"purchaser_name": "Luna, María", "purchaser_dob": "03/04/1999"}
    rows = [
        trace(1, **same),
        trace(2, **same),
        trace(3, **same, purchaser_id_number="D-77"),
        trace(4, **same, purchaser_id_number="d 77"),
    ]
    bring(write_csv(tmp_path / "traces.csv", rows), "traces")
    assert query("MATCH (:Purchase)<-[:BOUGHT]-(p:Person) RETURN count(DISTINCT p)") == [(3,)]


def test_a_shared_phone_is_one_node(bring, query, tmp_path):
    rows = [trace(1, purchaser_phone="(520) 555-0142"), trace(2, purchaser_phone="520.555.0142")]
    bring(write_csv(tmp_path / "traces.csv", rows), "traces")
    assert query("MATCH (p:Person)-[:HAS_PHONE]->(t:Phone) RETURN count(DISTINCT p), count(DISTINCT t)") == [(2, 1)]


@pytest.mark.parametrize(
    ("changed", "guns"),
    [({"type": "rifle"}, 2), ({"calibre": ".40 S&W"}, 2), ({"model": "26"}, 2), ({"maker": "Taurus"}, 2), ({}, 1)],
)
def test_one_serial_on_two_descriptions_is_two_guns(bring, query, tmp_path, changed, guns):
    bring(write_csv(tmp_path / "traces.csv", [trace(1), trace(2, serial="PCK4471", **changed)]), "traces")
    assert query("MATCH (f:Firearm) RETURN count(f)") == [(guns,)]


def test_a_conflict_is_counted_as_a_candidate(bring, tmp_path):
    rows = [trace(1), trace(2, serial="PCK4471", model="26")]
    assert bring(write_csv(tmp_path / "traces.csv", rows), "traces").candidates == 1


@pytest.fixture
def decided_twice(monkeypatch):
    """Each act is decided twice, as when it had too many rows or the engine was busy."""
    once = RecordLoader.changes

    def twice(self, look, claims, tally):
        once(self, look, claims, tally.copy())
        return once(self, look, claims, tally)

    monkeypatch.setattr(RecordLoader, "changes", twice)


@pytest.mark.usefixtures("decided_twice")
def test_a_conflict_is_counted_once_and_still_when_an_act_is_decided_again(bring, query, tmp_path):
    rows = [trace(1), trace(2, serial="PCK4471", model="26")]
    assert bring(write_csv(tmp_path / "traces.csv", rows), "traces").candidates == 1
    assert query("MATCH (f:Firearm) RETURN count(f)") == [(2,)]


@pytest.mark.usefixtures("decided_twice")
def test_a_doubt_is_counted_once_when_an_act_is_decided_again(bring, tmp_path):
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    read = {"report_number": "X1", "date": "07/01/2026", "examiner": "Ibarra", "method": "magneto-optical"}
    read |= {"component": "slide", "serial_read": "PCK4471", "maker": "Taurus", "trace_number": "T2026-0001"}
    made = bring(write_csv(tmp_path / "exams.csv", [read]), "examinations")
    assert made.doubts == {"trace_contradicts_exhibit": 1}


def test_numbers_duplicated_by_design_are_never_joined(bring, query, tmp_path):
    twin = {"serial": "1234a", "maker": "Mauser", "model": "K98", "calibre": "8mm Mauser", "type": "rifle"}
    bring(write_csv(tmp_path / "traces.csv", [trace(1, **twin), trace(2, **twin)]), "traces")
    assert query("MATCH (f:Firearm) RETURN count(f)") == [(2,)]


def test_a_dealer_of_the_public_list_is_the_one_that_sold(bring, query, tmp_path):
    bring(write_dealers(tmp_path / "dealers_2026-01.txt", [dealer(42)]), "dealers")
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    assert query("MATCH (d:Dealer)<-[:SOLD_BY]-() RETURN d.holding, d.name") == [("public", "VEGA 42")]


def test_a_later_list_joins_an_agencys_dealer_by_rule(bring, query, tmp_path):
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    bring(write_dealers(tmp_path / "dealers_2026-01.txt", [dealer(42)]), "dealers")
    assert query(
        "MATCH (a:Dealer)-[r:SAME_AS]->(b:Dealer) RETURN a.holding, b.holding, r.holding, r.basis, r.tlp"
    ) == [("us-tpd", "public", "us-tpd", "licence key", 2)]


def test_a_multiple_sale_tells_of_the_same_purchase(bring, query, tmp_path):
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    rows = [
        {
            "report_number": "M-1",
            "report_date": "02/02/2025",
            "dealer_ffl": "7-86-00042",
            "serial": serial,
            "maker": "Glock",
            "model": "19",
            "calibre": "9mm",
            "type": "pistol",
            "transfer_date": "02/01/2025",
            "transferee_name": "Luna Ortega, María",
        }
        for serial in ("PCK4471", "PCK4472")
    ]
    made = bring(write_csv(tmp_path / "sales.csv", rows), "multiple-sales")
    assert made.added == 2
    assert query("MATCH (m:MultipleSale)-[:INCLUDES]->(p:Purchase) RETURN count(DISTINCT m), count(p)") == [(1, 2)]
    assert query("MATCH (p:Purchase) RETURN count(p)") == [(2,)]
    assert query(
        "MATCH (:MultipleSale)-[:INCLUDES]->(:Purchase)<-[:BOUGHT]-(b) WHERE b.line > 1 AND b.name = "
        "'Luna Ortega, María' RETURN count(DISTINCT b)"
    ) == [(1,)]


def test_a_theft_and_a_ballistic_lead_find_the_gun(bring, query, tmp_path):
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    theft = {
        "report_number": "R1",
        "report_date": "03/01/2025",
        "theft_date": "02/20/2025",
        "kind": "burglary",
        "dealer_ffl": "7-86-00042",
        "serial": "PCK4471",
        "maker": "GLOCK",
        "type": "pistol",
    }
    bring(write_csv(tmp_path / "thefts.csv", [theft]), "thefts")
    lead = {
        "lead_number": "L1",
        "status": "lead",
        "serial": "PCK4471",
        "maker": "Glock",
        "calibre": "9mm",
        "event_number": "E1",
        "event_date": "04/01/2026",
        "event_city": "Tucson",
        "event_state": "AZ",
    }
    bring(write_csv(tmp_path / "ballistics.csv", [lead]), "ballistics")
    assert query("MATCH (:Theft)-[:OF]->(f:Firearm)-[:LEAD]->(:BallisticEvent) RETURN count(f)") == [(1,)]
    assert query("MATCH (f:Firearm) RETURN count(f)") == [(1,)]


def test_an_examination_adds_a_reading_and_holds_back_a_contradicted_trace(bring, query, tmp_path):
    bring(write_csv(tmp_path / "traces.csv", [trace(1), trace(2)]), "traces")
    read = {
        "report_number": "X1",
        "date": "07/01/2026",
        "examiner": "Ibarra",
        "method": "magneto-optical",
        "component": "slide",
        "serial_read": "PCK4471",
        "maker": "Glock",
        "trace_number": "T2026-0001",
    }
    rows = [
        read,
        {**read, "report_number": "X2", "trace_number": "T2026-0002", "maker": "Taurus"},
        {**read, "report_number": "X3", "trace_number": "T2026-9999"},
    ]
    made = bring(write_csv(tmp_path / "exams.csv", rows), "examinations")
    assert (made.added, made.rejected, made.doubts) == (2, 1, {"trace_contradicts_exhibit": 1})
    assert [(one.line, one.reason) for one in made.rejects] == [(4, "unknown_trace")]
    assert query("MATCH (s:Serial {of: 'slide'})-[:ON]->(f:Firearm) RETURN count(s), count(DISTINCT f)") == [(2, 2)]
    assert query("MATCH (r:TraceResult)-[:ANSWERS]->(t) RETURN t.number, r.held_back ORDER BY t.number") == [
        ("T2026-0001", None),
        ("T2026-0002", True),
    ]


def test_a_given_marking_is_on_every_fact(bring, query, tmp_path):
    marking = Marking(holding="us-tpd", tlp=Tlp.RED, handling="grand_jury")
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces", marking=marking)
    assert query("MATCH (n:TraceRequest)-[r]-() RETURN DISTINCT n.tlp, n.handling, r.tlp, r.handling") == [
        (4, "grand_jury", 4, "grand_jury")
    ]


def test_nobody_imports_for_another_agency(bring, world, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [trace(1)])
    with pytest.raises(NotAllowed):
        bring(path, "traces", marking=Marking(holding="mx-fge-son", tlp=Tlp.AMBER))
    with pytest.raises(NotAllowed):
        bring(path, "traces", actor=replace(world.actor, roles=frozenset()))


@pytest.mark.parametrize("missing", ["authority", "brought_by"])
def test_authority_and_bringer_are_asked_for(bring, tmp_path, missing):
    with pytest.raises(Invalid) as caught:
        bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces", **{missing: " "})
    assert missing in caught.value.fields
    assert "leaked" in caught.value.say.en
