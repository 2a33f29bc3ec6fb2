"""No read of case data scans a label or the whole store: the plan of each is asked for and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ironriver.graph import Catalogue, Database
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
    return {s.name: list(operators(open_database.explain(s, some_params(s.params)))) for s in case_reads(catalogue)}


def some_params(names: tuple[str, ...]) -> dict[str, Any]:
    seen = narrow_actor().visibility()
    return {name: seen.get(name, ["x"] if name in LISTS else 1 if name in NUMBERS else "x") for name in names}


LISTS = ("ids", "canonicals", "digits", "states")
NUMBERS = ("limit", "line", "year", "three_years")


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def test_no_read_scans(plans: dict[str, list[str]], catalogue: Catalogue) -> None:
    excepted = {name for name in plans if "scan" in catalogue[name].header.exceptions}
    scanning = {name: ops for name, ops in plans.items() if set(ops) & set(SCANS) and name not in excepted}
    assert scanning == {}


def test_no_read_multiplies_unjoined_parts(plans: dict[str, list[str]]) -> None:
    assert [name for name, ops in plans.items() if "CartesianProduct" in ops] == []


def test_exceptions_are_few(catalogue: Catalogue) -> None:
    excepted = {s.name for s in case_reads(catalogue) if "scan" in s.header.exceptions}
    assert excepted <= {"search.sources", "ingest.flow_totals", "ingest.flows_of_year"}


def test_hub_counts_are_answered_by_the_covering_index(plans: dict[str, list[str]]) -> None:
    assert "NodeIndexSeek" in plans["search.dealer_sale_count"]
    assert "Expand(All)" not in plans["search.dealer_sale_count"]


def test_a_page_of_sales_needs_no_full_sort(plans: dict[str, list[str]]) -> None:
    assert "NodeIndexSeek" in plans["search.dealer_sales_page"]


def test_every_taught_parameter_is_used(catalogue: Catalogue) -> None:
    used = {name for statement in case_reads(catalogue) for name in statement.params}
    assert set(CHOICES) <= used
