"""No read of case data scans a label or the whole store: the plan of each is asked for and looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ironriver.graph import Catalogue, Database, Statement
from tests.cypher.interference import case_reads
from tests.cypher.params import CHOICES
from tests.cypher.worlds import narrow_actor
from tests.world import empty

#: Operators that read more than an index would.
SCANS = ("AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "AllRelationshipsScan", "RelationshipTypeScan")


@pytest.fixture(scope="module")
def plans(open_database: Database, catalogue: Catalogue) -> dict[str, list[str]]:
    """Statement → its plan's operators. EXPLAIN runs nothing; types of the parameters decide nothing."""
    empty(open_database, catalogue)
    return {s.name: list(operators(open_database.explain(s, some_params(s)))) for s in case_reads(catalogue)}


def some_params(statement: Statement) -> dict[str, Any]:
    """A value of a fitting type for each parameter: what stands behind IN or UNWIND is a list."""
    seen, lists = narrow_actor().visibility(), set(re.findall(r"(?:\bIN|UNWIND) \$(\w+)", statement.text))
    flags = set(re.findall(r"(?:\(|NOT )\$(\w+) OR", statement.text))
    fitting = dict.fromkeys(flags, True) | {name: ["x"] for name in lists} | dict.fromkeys(NUMBERS, 1)
    return {name: seen.get(name, fitting.get(name, "x")) for name in statement.params}


NUMBERS = ("limit", "line", "year", "three_years")


#: Rooms whose statements read all of a kind by design (detectors, projections) or short lists that people
#: made (findings, releases, saved queries). Owed: a header with its reason for each, as `ingest` and `search` have.
READ_ALL = ("analytics", "exchange", "library", "places", "queries", "reports", "review", "timeline")


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def test_no_read_scans(plans: dict[str, list[str]], catalogue: Catalogue) -> None:
    excepted = {name for name in plans if "scan" in catalogue[name].header.exceptions}
    excepted |= {name for name in plans if name.partition(".")[0] in READ_ALL}
    scanning = {name: ops for name, ops in plans.items() if set(ops) & set(SCANS) and name not in excepted}
    assert scanning == {}


def test_no_read_multiplies_unjoined_parts(plans: dict[str, list[str]]) -> None:
    # A path has two ends, each found by its id: one row beside one row.
    multiplied = [name for name, ops in plans.items() if "CartesianProduct" in ops]
    assert [name for name in multiplied if not name.startswith("paths.")] == []


def test_exceptions_are_few(catalogue: Catalogue) -> None:
    excepted = {s.name for s in case_reads(catalogue) if "scan" in s.header.exceptions}
    assert excepted <= {"search.sources", "ingest.flow_totals", "ingest.flows_of_year"}


def test_hub_counts_are_answered_by_the_covering_index(plans: dict[str, list[str]]) -> None:
    assert "NodeIndexSeek" in plans["search.dealer_sale_count"]
    assert "Expand(All)" not in plans["search.dealer_sale_count"]


def test_a_page_of_sales_needs_no_full_sort(plans: dict[str, list[str]]) -> None:
    assert "NodeIndexSeek" in plans["search.dealer_sales_page"]


def test_a_look_inside_a_text_names_its_index(catalogue: Catalogue) -> None:
    """Where a property has a range index too, the planner sometimes reads that one, and the question fails."""
    inside = [s for s in case_reads(catalogue) if re.search(r"\b(CONTAINS|ENDS WITH|STARTS WITH) \$", s.text)]
    assert {"search.firearm_by_fragment", "search.firearm_by_reading_fragment"} <= {s.name for s in inside}
    assert [s.name for s in inside if "USING TEXT INDEX" not in s.text] == []


@pytest.mark.parametrize("name", ["search.firearm_by_fragment", "search.firearm_by_reading_fragment"])
def test_a_fragment_is_looked_for_in_the_text_index_whatever_the_graph_holds(
    open_database: Database, catalogue: Catalogue, name: str
) -> None:
    """Without the hint one plan in six was wrong: plans depend on what the engine has counted so far."""
    statement, read = catalogue[name], set[str]()
    for size in (0, 1, 10) * 4:
        empty(open_database, catalogue)
        with open_database.writing() as transaction:
            transaction.run(_GUNS, {"size": size})
        open_database.run_schema("CALL db.clearQueryCaches()")
        plan = open_database.explain(statement, some_params(statement))
        read |= {str(step["args"]["Details"]).partition(" INDEX")[0] for step in steps(plan) if is_contains(step)}
    assert read == {"TEXT"}


_GUNS = """UNWIND range(1, $size) AS i
CREATE (f:Firearm {id: 'f' + i, canonical: 'TKF' + i, holding: 'a', tlp: 1, handling: ''})
CREATE (f)<-[:ON {holding: 'a', tlp: 1}]-(:Serial {id: 's' + i, canonical: 'TKF' + i, holding: 'a'})"""


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from steps(child)


def is_contains(step: dict[str, Any]) -> bool:
    return str(step["operatorType"]).startswith("NodeIndexContainsScan")


def test_every_taught_parameter_is_used(catalogue: Catalogue) -> None:
    used = {name for statement in case_reads(catalogue) for name in statement.params}
    assert set(CHOICES) <= used
