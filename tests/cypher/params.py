"""Parameters for every read of case data, drawn from a graph. A new parameter name must be taught here."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Any

from ironriver.graph import Statement
from ironriver.model.actor import Actor
from ironriver.model.kinds import LINKS
from ironriver.search import CHART_LINKS, DRAWN
from tests.cypher.worlds import DATES, POOLS, SERIALS, Graph, ids_of, lines_of

QUERIES = ("TKF12045~1", "T?F1*", "(dale OR dale*)", "palo AND (fierro OR fierro*)", "lakeshore~1", "T*", "nunez")

#: What properties without a pool hold.
_WORDS = ("alpha", "beta", "gamma")
Choice = Callable[[random.Random, Graph], Any]

#: Parameter → a value. Ids are chosen by the label that the statement names.
CHOICES: Mapping[str, Choice] = {
    "start_id": lambda rng, graph: rng.choice(ids_of(graph, list(DRAWN))),
    "end_id": lambda rng, graph: rng.choice(ids_of(graph, list(DRAWN))),
    "hops": lambda rng, _: rng.choice((2, 3, 4)),
    "types": lambda _r, _g: sorted({link.type for link in LINKS}),
    "withheld": lambda rng, _: rng.choice(([], ["HAS_PHONE", "HAS_ADDRESS"])),
    "without": lambda rng, graph: rng.sample(ids_of(graph, ["Person"]), 1),
    "limit": lambda rng, _: rng.choice((2, 5, 500)),
    "query": lambda rng, _: rng.choice(QUERIES),
    "canonicals": lambda _r, _g: list(SERIALS),
    "near": lambda _r, _g: list(SERIALS),
    "skeleton": lambda rng, _: rng.choice(POOLS["skeleton"]),
    "fragment": lambda rng, _: rng.choice(("120", "F12", "369")),
    "number": lambda rng, _: rng.choice(POOLS["number"]),
    "key": lambda rng, _: rng.choice(POOLS["key"]),
    "digits": lambda _r, _g: list(POOLS["digits"]),
    "plate": lambda rng, _: rng.choice(SERIALS),
    "states": lambda _r, _g: list(POOLS["state"]),
    "since": lambda rng, _: rng.choice(DATES),
    "year": lambda rng, _: rng.choice(POOLS["year"]),
    "until": lambda _r, _g: "2027-01-01",
    "area": lambda rng, _: rng.choice(("", "AZ", "SON")),
    "land": lambda rng, _: rng.choice(("", "US", "MX")),
    "crime": lambda rng, _: rng.choice(("", "52")),
    "ori": lambda rng, _: rng.choice(("", "AZ9990417")),
    "line": lambda rng, _: rng.randint(1, 3),
    "contact_cap": lambda rng, _: rng.choice((2, 12)),
    "dealer_cap": lambda rng, _: rng.choice((2, 60)),
    "firearm_cap": lambda _r, _g: 6,
    "type": lambda rng, _: rng.choice(("P", "", "alpha")),
    "three_years": lambda _r, _g: 1095,
    "before": lambda _r, _g: "9999-12-31T23:59:59.999999Z",
    "begun": lambda _r, _g: "9999-12-31T23:59:59.999999Z",
    "before_id": lambda rng, _: rng.choice(("", "zzz")),
    "before_date": lambda rng, _: rng.choice(("9999-12-31", "2025-12-02")),
    "after_date": lambda rng, _: rng.choice(("9999-12-31", "2025-12-02")),
    "after_id": lambda rng, _: rng.choice(("", "zzz")),
    "dealer_id": lambda rng, graph: rng.choice(ids_of(graph, ["Dealer"])),
    "source_id": lambda rng, graph: rng.choice(ids_of(graph, ["Source"])),
    "case_id": lambda rng, _: rng.choice(POOLS["case_id"]),
    "chart_id": lambda rng, _: rng.choice(POOLS["chart_id"]),
    "n": lambda rng, _: rng.choice(POOLS["n"]),
    "account": lambda rng, _: rng.choice(POOLS["offered_to"]),
    "agency": lambda rng, _: rng.choice(POOLS["agency"]),
    "but_id": lambda rng, _: rng.choice(("", "zzz")),
    "serial_key": lambda rng, _: rng.choice(POOLS["serial_key"]),
    "numbers": lambda _r, _g: list(POOLS["number"]),
    "priorities": lambda _r, _g: list(POOLS["priority"]),
    "unit": lambda rng, _: rng.choice(("", *POOLS["unit"])),
    "due_before": lambda rng, _: rng.choice(POOLS["due"]),
    "now": lambda rng, _: rng.choice(POOLS["due"]),
    "tab": lambda rng, _: rng.choice(("", *_WORDS)),
    "profile_id": lambda rng, _: rng.choice(_WORDS),
    "stix_ids": lambda _r, _g: list(_WORDS),
    "finding_id": lambda rng, graph: rng.choice(ids_of(graph, ["Finding"])),
    "detectors": lambda _r, _g: list(POOLS["detector"]),
    "bands": lambda _r, _g: list(POOLS["band"]),
    "standings": lambda _r, _g: [*POOLS["state"], "reopened"],
    "holder": lambda rng, _: rng.choice(("", "actor_1")),
    "checks": lambda rng, _: rng.random() < 0.2,
    "rank": lambda rng, _: rng.choice((9, 1)),
    "run_id": lambda rng, _: rng.choice(("", *_WORDS)),
    "strength": lambda rng, _: rng.choice((1e18, 4.0)),
    "keys": lambda _r, _g: list(POOLS["key"]),
    "folded_names": lambda _r, _g: list(_WORDS),
    "days": lambda rng, _: rng.choice((30, 4000)),
    "firearm_id": lambda rng, graph: rng.choice(ids_of(graph, ["Firearm"])),
    "cases": lambda _r, _g: list(POOLS["case_id"]),
    "query_id": lambda rng, _: rng.choice(_WORDS),
    "least": lambda rng, _: rng.choice((1, 2)),
    "kinds": lambda _r, _g: ["Firearm", "Person", "Purchase"],
    "births": lambda _r, _g: list(DATES),
    "people": lambda _r, _g: [f"{name}|{born}" for name in _WORDS for born in DATES],
    "country": lambda rng, _: rng.choice(_WORDS),
    "uuid": lambda rng, _: rng.choice(_WORDS),
    "partner": lambda rng, _: rng.choice(_WORDS),
    "collection_id": lambda rng, _: rng.choice(_WORDS),
    "after": lambda _r, _g: "",
    "stix_types": lambda rng, _: rng.choice(([], list(_WORDS))),
    "every": lambda rng, _: rng.choice((True, False)),
    "shelf": lambda rng, _: rng.choice(("", "newest")),
    "opening": lambda rng, _: rng.choice((True, None)),
    "stamps": lambda rng, _: rng.choice(([], list(_WORDS))),
    "state": lambda rng, _: rng.choice(POOLS["state"][2:4]),
    "city": lambda rng, _: rng.choice(_WORDS),
    "street": lambda rng, _: rng.choice(_WORDS).upper(),
}
_SEEN = ("holdings", "max_tlp", "tlps", "handlings")


def params_for(statement: Statement, graph: Graph, actor: Actor, rng: random.Random) -> dict[str, Any]:
    """Return one set of parameters, the actor's visibility included."""
    values: dict[str, Any] = {k: v for k, v in actor.visibility().items() if k in statement.params}
    for name in statement.params:
        if name in _SEEN:
            continue
        if name == "id":
            values[name] = some_id(graph, labels_at(statement, name), actor, rng)
        elif name in ("from_id", "to_id"):
            values |= ends_of_a_line(statement, graph, actor, rng)
        elif name in ("from_ids", "to_ids"):
            values[name] = ids_of(graph, [label_in(statement, name)])
        elif name == "ids":
            values[name] = ids_of(graph, labels_of_ids(statement))
        elif name in CHOICES:
            values[name] = CHOICES[name](rng, graph)
        else:
            raise AssertionError(f"{statement.name}: teach tests/cypher/params.py what ${name} may be")
    return values


def some_id(graph: Graph, kinds: list[str], actor: Actor, rng: random.Random) -> str:
    """Mostly an id of something visible, sometimes of something hidden."""
    ids = ids_of(graph, kinds)
    visible = [id_ for id_ in ids if graph.sees(actor, id_)]
    return rng.choice(visible if visible and rng.random() < 0.8 else ids)


def ends_of_a_line(statement: Statement, graph: Graph, actor: Actor, rng: random.Random) -> dict[str, str]:
    """Return the ends of a line of the link whose evidence is asked for; mostly of a visible one."""
    lines = lines_of(graph, CHART_LINKS[statement.name.removeprefix("chart.evidence_")])
    visible = [line for line in lines if all(graph.sees(actor, part) for part in line.parts())]
    line = rng.choice(visible if visible and rng.random() < 0.8 else lines)
    return {"from_id": line.start, "to_id": line.end}


def labels_at(statement: Statement, param: str) -> list[str]:
    """Return the label of the node whose id this parameter is."""
    found = re.search(r"\(\w+:(\w+) \{id: \$" + param + r"\}\)", statement.text)
    assert found, f"{statement.name}: no node takes ${param}"
    return [found[1]]


def label_in(statement: Statement, param: str) -> str:
    """Return the label of the nodes whose ids this parameter lists."""
    found = re.search(r"(\w+)\.id IN \$" + param, statement.text)
    labels = re.search(r"\(" + found[1] + r":(\w+)", statement.text) if found else None
    assert labels, f"{statement.name}: nothing takes ${param}"
    return labels[1]


def labels_of_ids(statement: Statement) -> list[str]:
    """Return the labels of the nodes whose ids $ids lists; for a denormalised id, the kind that it names."""
    found = re.search(r"(\w+)\.(id|dealer_id) IN \$ids", statement.text)
    assert found, f"{statement.name}: nothing takes $ids"
    if found[2] == "dealer_id":
        return ["Dealer"]
    labels = re.search(r"\(" + found[1] + r":(\w+)", statement.text)
    assert labels, statement.name
    return [labels[1]]
