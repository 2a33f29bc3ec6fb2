"""Which kinds a statement names, and when nobody can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ironriver.graph import Catalogue
from ironriver.graph.catalogue import read_statement
from ironriver.graph.naming import kinds_named

CATALOGUE = Catalogue.load()
HEAD = "// x\n// mode: read      data: ledger      params: limit      returns: a\n"


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("statistics.traces", {"TraceRequest"}),
        ("statistics.recoveries", {"Recovery"}),
        ("statistics.guns", {"TraceRequest", "ABOUT", "Firearm"}),
        ("statistics.duplicates", {"TraceRequest", "TraceResult", "ANSWERS"}),
        ("statistics.dealers", {"TraceRequest", "TraceResult", "ANSWERS", "NAMES", "Purchase"}),
        ("places.corridors", {"TraceRequest"}),
        ("places.recoveries", {"Recovery", "AT", "Place", "IN"}),
        ("timeline.ballistics", {"Firearm", "BallisticEvent", "LEAD", "HIT", "EXCLUDED"}),
        ("write.put_trace_form", {"TraceForm"}),
        ("write.link_trace_step_of_trace_form", {"TraceStep", "OF", "TraceForm"}),
    ],
)
def test_kinds_of_the_catalogue(name: str, kinds: set[str]) -> None:
    assert kinds_named(CATALOGUE.statement(name)) == kinds


def test_every_statement_written_from_the_ontology_names_its_kinds() -> None:
    unnamed = [name for name, one in CATALOGUE.items() if name.startswith("write.") and kinds_named(one) is None]
    assert unnamed == []


@pytest.mark.parametrize("name", ["ledger.fold_nodes", "search.dealer_by_name", "paths.every", "ledger.lock_head"])
def test_what_may_touch_anything(name: str) -> None:
    assert kinds_named(CATALOGUE.statement(name)) is None


@pytest.mark.parametrize(
    "body",
    [
        "MATCH (a:Entry)-[b]-(c:Entry) RETURN a.seq AS a ORDER BY a LIMIT $limit",
        "MATCH (a) WHERE a.seq = 1 RETURN a.seq AS a ORDER BY a LIMIT $limit",
        "MATCH (a:Entry) SET a:Stale RETURN a.seq AS a ORDER BY a LIMIT $limit",
        "MATCH (a:`Entry`) RETURN a.seq AS a ORDER BY a LIMIT $limit",
        "MATCH(a:Entry) RETURN a.seq AS a ORDER BY a LIMIT $limit",
    ],
)
def test_when_nobody_can_tell(body: str) -> None:
    known = CATALOGUE.statement("ledger.read_entries")
    assert kinds_named(replace(known, text=body)) is None


def test_words_in_texts_and_remarks_name_nothing() -> None:
    body = (
        "MATCH (a:Entry)\nWHERE a.act_id <> '(b:Person)' // (c:Dealer)\nRETURN a.seq AS a ORDER BY a LIMIT $limit"
    )
    assert kinds_named(read_statement("x.y", HEAD + body)) == {"Entry"}
