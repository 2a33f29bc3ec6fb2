"""Every read of `cypher/search` against the story, asserted as tuples of ids, in order."""

from __future__ import annotations

from typing import Any

import pytest

from ironriver.graph import Catalogue, Database
from tests.cypher.story import tell
from tests.cypher.worlds import narrow_actor, write
from tests.world import empty

LIMIT = {"limit": 100}
GUN, DEALERS, BUYER = {"ids": ["firearm_a"]}, {"ids": ["dealer_p", "dealer_q"]}, {"ids": ["person_w"]}
NEAR = {"canonicals": ["TKF12045", "T?F12045"]}

#: Statement → (parameters without visibility and limit, expected rows: ids of nodes, scalars as they are).
EXPECTED: dict[str, tuple[dict[str, Any], list[tuple[Any, ...]]]] = {
    "firearm": ({"id": "firearm_a"}, [("firearm_a",)]),
    "dealer": ({"id": "dealer_p"}, [("dealer_p",)]),
    "person": ({"id": "person_w"}, [("person_w",)]),
    "source": ({"id": "source_trace"}, [("source_trace",)]),
    "batch": ({"id": "batch_one"}, [("batch_one",)]),
    "firearm_candidates": (
        {**NEAR, "near": ["TKF12045"], "skeleton": "TKF12045", "fragment": "KF120"},
        [
            ("canonical", None, "firearm_m"),
            ("canonical", None, "firearm_a"),
            ("fragment", None, "firearm_a"),
            ("fragment", None, "firearm_swap"),
            ("reading", "serial_slide", "firearm_a"),
            ("reading fragment", "serial_slide", "firearm_a"),
            ("skeleton", None, "firearm_a"),
        ],
    ),
    "firearm_by_canonical": (NEAR, [("firearm_m",), ("firearm_a",)]),
    "firearm_by_skeleton": ({"skeleton": "TKF12045"}, [("firearm_a",)]),
    "firearm_by_serial_text": ({"query": "T?F12045"}, [("firearm_m",), ("firearm_a",), ("firearm_w",)]),
    "firearm_by_fragment": ({"fragment": "KF120"}, [("firearm_a",), ("firearm_swap",)]),
    "firearm_by_reading": (NEAR, [("serial_frame", "firearm_a"), ("serial_slide", "firearm_a")]),
    "firearm_by_reading_fragment": ({"fragment": "KF120"}, [("serial_slide", "firearm_a")]),
    "person_by_name": ({"query": "whitcombe*"}, [("person_w",)]),
    "dealer_by_name": ({"query": "palo AND fierro"}, [("dealer_p",), ("dealer_q",)]),
    "organisation_by_name": ({"query": "lakeshore"}, [("organisation_box",)]),
    "dealer_by_key": ({"key": "7-86-01234"}, [("dealer_p",), ("dealer_q",)]),
    "trace_by_number": ({"number": "25-118822"}, [("trace_1", "firearm_a")]),
    "phone_by_digits": ({"digits": ["5205550142"]}, [("phone_one",)]),
    "vehicle_by_plate": ({"plate": "SYN4417"}, [("vehicle_one",)]),
    "multiple_sale_by_number": ({"number": "MS-2025-1107"}, [("multiple_1",)]),
    "firearm_same_as": (GUN, [("firearm_a", "r_same_as_firearm_m_firearm_a", "firearm_m")]),
    "dealer_same_as": (
        {"ids": ["dealer_p"]},
        [("dealer_p", "r_same_as_dealer_q_dealer_p", "dealer_q")],
    ),
    "person_same_as": (BUYER, []),
    "firearm_observations": (GUN, [("observation_f", "firearm_a")]),
    "dealer_observations": (DEALERS, [("observation_d", "dealer_p")]),
    "person_observations": (BUYER, [("observation_x", "person_w")]),
    "firearm_serials": (GUN, [("serial_frame", "firearm_a"), ("serial_slide", "firearm_a")]),
    "firearm_makers": (GUN, [("MADE_BY", "r_made_by_firearm_a_organisation_maker", "organisation_maker")]),
    "firearm_shipments": (
        GUN,
        [("shipment_1", "organisation_maker", "organisation_box"), ("shipment_2", "organisation_box", "dealer_p")],
    ),
    "firearm_purchases": (GUN, [("purchase_1", "dealer_p", "person_w")]),
    "firearm_recoveries": (GUN, [("recovery_1", "place_n", "person_r", "vehicle_one")]),
    "firearm_traces": (GUN, [("trace_1", "agency_fgr", "result_1", "purchase_1")]),
    "firearm_thefts": ({"ids": ["firearm_w"]}, [("theft_1", "dealer_p")]),
    "firearm_multiple_sales": (GUN, [("multiple_1", 2)]),
    "firearm_ballistics": (GUN, [("LEAD", "r_lead_firearm_a_ballistic_1", "ballistic_1")]),
    "firearm_documents": (GUN, [("document_1",)]),
    "sources_by_id": ({"ids": ["source_trace", "source_secret"]}, [("source_trace",)]),
    "dealer_sale_count": (DEALERS, [(4,)]),
    "dealer_undated_count": (DEALERS, [(1,)]),
    "dealer_trace_count": ({**DEALERS, "three_years": 1095}, [(1, 1, 1)]),
    "dealer_sales_page": (
        {"dealer_id": "dealer_p", "before_date": "9999-12-31", "before_id": ""},
        [("purchase_2", "firearm_swap", "person_w", None), ("purchase_1", "firearm_a", "person_w", "recovery_1")],
    ),
    "person_purchases": (
        BUYER,
        [("purchase_1", "firearm_a", "dealer_p"), ("purchase_2", "firearm_swap", "dealer_p")],
    ),
    "person_recoveries": ({"ids": ["person_r"]}, [("recovery_1", "firearm_a", "place_n")]),
    "person_contacts": (
        BUYER,
        [
            ("HAS_ADDRESS", "r_has_address_person_w_place_home", "place_home", 1),
            ("HAS_PHONE", "r_has_phone_person_w_phone_one", "phone_one", 2),
        ],
    ),
    "person_documents": (BUYER, [("document_1",)]),
    "sources": (
        {"before": "9999-12-31T23:59:59.999999Z", "before_id": ""},
        [("source_lab",), ("source_trace",)],
    ),
    "batches": ({"states": ["open", "closed"]}, [("batch_two", None), ("batch_one", "source_trace")]),
    "batches_of_source": ({"source_id": "source_trace"}, [("batch_one",)]),
    "source_line": ({"source_id": "source_trace", "line": 3}, [("recovery_1",)]),
    "traces_since": ({"since": "2025-12-01"}, [("trace_1", "firearm_a", "result_1")]),
    "chart_saved": ({"id": "chart_one"}, [("chart_one",)]),
    "chart_now": ({"id": "chart_one"}, [(2, "Marchetti", "2026-01-09T00:00:00.000000Z")]),
    "charts_of_case": ({"case_id": "case_1"}, [("chart_one",)]),
    "chart_version": ({"chart_id": "chart_one", "n": 2}, [("chartversion_one",)]),
    "chart_versions": (
        {"chart_id": "chart_one"},
        [("chartversion_one", 2, "Two buyers", "2026-01-09T00:00:00.000000Z", "Marchetti", 2)],
    ),
    "trace_funnel": ({"since": "2025-12-01"}, [(1, 1, 1)]),
}


@pytest.fixture(scope="module")
def told(open_database: Database, catalogue: Catalogue) -> Database:
    """The story, written once for this module."""
    empty(open_database, catalogue)
    write(tell(), open_database, catalogue)
    return open_database


def test_every_search_statement_has_an_expectation(catalogue: Catalogue) -> None:
    reads = {name.removeprefix("search.") for name in catalogue if name.startswith("search.")}
    assert reads == set(EXPECTED)


@pytest.mark.parametrize("name", list(EXPECTED))
def test_rows(told: Database, catalogue: Catalogue, name: str) -> None:
    statement = catalogue.statement(f"search.{name}")
    params, expected = EXPECTED[name]
    seen = {k: v for k, v in narrow_actor().visibility().items() if k in statement.params}
    limit = {k: v for k, v in LIMIT.items() if k in statement.params}
    rows = told.read(statement, {**params, **seen, **limit})
    assert [tuple(plain(value) for value in row.values()) for row in rows] == expected
    assert all(tuple(row) == statement.returns for row in rows)


@pytest.mark.parametrize("name", [name for name, (params, _) in EXPECTED.items() if "id" in params])
def test_one_of_nothing_is_nothing(told: Database, catalogue: Catalogue, name: str) -> None:
    """Hidden and absent look the same."""
    statement = catalogue.statement(f"search.{name}")
    seen = {k: v for k, v in narrow_actor().visibility().items() if k in statement.params}
    for id_ in ("firearm_secret", "person_secret", "source_secret", "nobody"):
        assert told.read(statement, {"id": id_, **seen}) == []


def test_a_page_of_sales_ends_where_its_key_says(told: Database, catalogue: Catalogue) -> None:
    statement = catalogue.statement("search.dealer_sales_page")
    key = {"dealer_id": "dealer_p", "before_date": "2025-08-14", "before_id": "purchase_2"}
    rows = told.read(statement, {**key, **narrow_seen(), "limit": 5})
    assert [row["p"]["id"] for row in rows] == ["purchase_1"]


def narrow_seen() -> dict[str, Any]:
    return {k: v for k, v in narrow_actor().visibility().items() if k != "tlps"}


def plain(value: Any) -> Any:
    """A node or relationship by its id; everything else as it is."""
    return value["id"] if isinstance(value, dict) else value
