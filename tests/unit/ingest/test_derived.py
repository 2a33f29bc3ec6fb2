"""What follows from several cells, at its edges: impossible orders are flagged and left as they stand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.ingest.claims import Draft
from ironriver.ingest.derive import DERIVATIONS, days_between
from ironriver.ingest.keys import KEY_RULES, KeyCells, conflicts, maker_of, type_of
from ironriver.ingest.minting import Rows
from ironriver.ingest.revising import is_same, restored, revised
from ironriver.ingest.states import US_CODES, jurisdiction_code
from ironriver.ledger import Row


def draft(name: str, kind: str = "Purchase", day: str = "", precision: str = "day", **given: Any) -> Draft:
    dated = {"date": day, "date_precision": precision} if day else {}
    return Draft(name=name, kind=kind, properties={**dated, **given})


def trace(**nodes: Draft) -> tuple[dict[str, Draft], list[str]]:
    """Derive what follows from a trace row of these nodes; return nodes and doubts."""
    given = {"request": draft("request", "TraceRequest", source_state="AZ"), **nodes}
    doubts: list[str] = []
    DERIVATIONS["trace"](given, doubts)
    return given, doubts


SALE, RECOVERED = draft("purchase", day="2025-08-14"), ("recovery", "Recovery")


# ---- time-to-crime --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sold", "recovered", "days"),
    [
        ("2025-08-14", "2025-12-02", 110),
        ("2025-08-14", "2025-08-14", 0),
        ("2024-02-28", "2024-02-29", 1),
        ("2022-12-02", "2025-12-01", 1095),
        ("1999-12-31", "2000-01-01", 1),
    ],
)
def test_days_stand_on_request_and_recovery(sold: str, recovered: str, days: int) -> None:
    nodes, doubts = trace(purchase=draft("purchase", day=sold), recovery=draft(*RECOVERED, day=recovered))
    assert nodes["request"].properties["ttc_days"] == nodes["recovery"].properties["ttc_days"] == days
    assert doubts == []


def test_a_recovery_before_the_sale_has_no_days_and_is_flagged_once() -> None:
    nodes, doubts = trace(
        purchase=draft("purchase", day="2025-08-14"),
        recovery=draft(*RECOVERED, day="2025-08-13", date_flags=["day_first"]),
    )
    assert "ttc_days" not in nodes["request"].properties
    assert "ttc_days" not in nodes["recovery"].properties
    assert nodes["recovery"].properties["date_flags"] == ["day_first", "recovery_before_sale"]
    assert nodes["recovery"].properties["date"] == "2025-08-13", "nothing is repaired"
    assert doubts == ["recovery_before_sale"]


@pytest.mark.parametrize("precision", ["month", "year", "unknown", ""])
@pytest.mark.parametrize("vague", ["purchase", "recovery"])
def test_no_days_from_dates_that_are_not_known_to_the_day(precision: str, vague: str) -> None:
    given = {
        "purchase": draft("purchase", day="2025-08-14"),
        "recovery": draft(*RECOVERED, day="2025-12-02"),
    }
    given[vague].properties["date_precision"] = precision
    nodes, doubts = trace(**given)
    assert "ttc_days" not in nodes["request"].properties
    assert doubts == []


@pytest.mark.parametrize("missing", ["purchase", "recovery"])
def test_no_days_from_one_event(missing: str) -> None:
    given = {"purchase": draft("purchase", day="2025-08-14"), "recovery": draft(*RECOVERED, day="2025-12-02")}
    del given[missing]
    assert "ttc_days" not in trace(**given)[0]["request"].properties


def test_a_source_state_needs_an_identified_purchaser() -> None:
    assert trace(purchase=draft("purchase"))[0]["request"].properties["source_state"] == "AZ"
    assert "source_state" not in trace()[0]["request"].properties


def test_a_trace_is_complete_when_its_row_has_a_result() -> None:
    assert trace()[0]["request"].properties["status"] == "submitted"
    assert trace(result=draft("result", "TraceResult"))[0]["request"].properties["status"] == "complete"


# ---- order of the chain ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "sold", "doubts"),
    [
        ("2025-06-04", "2025-07-02", "2025-08-14", []),
        ("2025-06-04", "2025-06-04", "2025-06-04", []),
        ("2025-07-03", "2025-07-02", "2025-08-14", ["second_shipment_before_first"]),
        ("2025-06-04", "2025-08-15", "2025-08-14", ["sale_before_shipment"]),
        ("2025-09-01", "2025-09-02", "2025-08-14", ["sale_before_shipment"]),
        ("2025-09-02", "2025-09-01", "2025-08-14", ["sale_before_shipment", "second_shipment_before_first"]),
    ],
)
def test_shipments_out_of_order_are_doubted(first: str, second: str, sold: str, doubts: list[str]) -> None:
    nodes, said = trace(
        first_shipment=draft("first_shipment", "Shipment", first),
        second_shipment=draft("second_shipment", "Shipment", second),
        purchase=draft("purchase", day=sold),
    )
    assert said == doubts
    flags = nodes["purchase"].properties.get("date_flags", [])
    assert flags == (["sale_before_shipment"] if "sale_before_shipment" in doubts else [])
    assert [nodes[name].properties["date"] for name in ("first_shipment", "second_shipment", "purchase")] == [
        *(first, second, sold)
    ]


@given(st.dates(date(1968, 1, 1), date(2026, 1, 1)), st.integers(-3000, 3000))
def test_days_are_those_of_the_calendar_or_none(start: date, days: int) -> None:
    one, other = draft("a", day=start.isoformat()), draft("b", day=(start + timedelta(days=days)).isoformat())
    assert days_between(one, other) == days
    assert days_between(other, one) == -days
    assert days_between(None, other) is days_between(one, None) is None


# ---- reports and readings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "form"),
    [
        ("rifle", "3310.12"),
        ("RIFLE", "3310.12"),
        ("Rifle (AK type)", "3310.12"),
        ("pistol", "3310.4"),
        ("revolver", "3310.4"),
        ("", "3310.4"),
        (None, "3310.4"),
    ],
)
def test_the_form_of_a_multiple_sale_follows_from_the_gun(type_: str | None, form: str) -> None:
    nodes = {"report": draft("report", "MultipleSale"), "firearm": draft("firearm", "Firearm", type=type_)}
    DERIVATIONS["multiple_sale"](nodes, [])
    assert nodes["report"].properties["form"] == form


@pytest.mark.parametrize(("reported", "doubts"), [("2025-08-14", []), ("2025-08-13", ["report_before_transfer"])])
def test_a_report_cannot_come_before_the_transfer(reported: str, doubts: list[str]) -> None:
    nodes = {"report": draft("report", "MultipleSale", reported), "purchase": draft("purchase", day="2025-08-14")}
    said: list[str] = []
    DERIVATIONS["multiple_sale"](nodes, said)
    assert said == doubts


@pytest.mark.parametrize(("given", "part"), [("slide", "slide"), ("", "frame"), (None, "frame")])
def test_a_reading_of_an_unnamed_component_is_of_the_frame(given: str | None, part: str) -> None:
    nodes = {"serial": draft("serial", "Serial", of=given)}
    DERIVATIONS["examination"](nodes, [])
    assert nodes["serial"].properties["of"] == part


# ---- keys -----------------------------------------------------------------------------------------------------


def key(rule: str, *cells: str, **properties: Any) -> tuple[str, str]:
    return KEY_RULES[rule](KeyCells(cells), properties)


@pytest.mark.parametrize(
    ("properties", "strong"),
    [
        ({"serial_usable": True, "canonical": "TKF12045", "maker": "Ruger", "type": "pistol"}, True),
        ({"serial_usable": False, "canonical": "T?F12045", "maker": "Ruger", "type": "pistol"}, False),
        ({"serial_usable": True, "canonical": "TKF12045", "maker": "", "type": "pistol"}, False),
        ({"serial_usable": True, "canonical": "TKF12045", "maker": "Ruger", "type": ""}, False),
        ({"canonical": "TKF12045", "maker": "Ruger", "type": "pistol"}, False),
    ],
)
def test_a_gun_has_a_strong_key_only_by_serial_maker_and_type(properties: dict[str, Any], strong: bool) -> None:
    assert bool(key("firearm", "x", **properties)[0]) is strong


def test_the_tables_code_and_not_the_wording_makes_a_guns_key() -> None:
    gun = {"serial_usable": True, "canonical": "TKF12045", "type": "pistol"}
    one = key("firearm", maker="STURM RUGER & CO", maker_code="RUGER", **gun)
    assert one == key("firearm", maker="Ruger", maker_code="RUGER", **gun)
    assert one != key("firearm", maker="Ruger", maker_code="", **{**gun, "canonical": "TKF12046"})


def test_a_name_is_never_a_key() -> None:
    """Two persons of one name and day of birth stay two until somebody decides."""
    strong, part = key("person", "Whitcombe, Dale", "1990-01-01", folded="WHITCOMBE DALE", dob="1990-01-01")
    assert strong == ""
    assert part == "WHITCOMBE DALE|1990-01-01"
    assert key("person", "Whitcombe, Dale", "", "D 123-45", folded="X")[0] == "id_number:D12345"


@pytest.mark.parametrize(
    ("digits", "strong"),
    [("5205550142", "phone:5205550142"), ("555014", ""), ("5550142", "phone:5550142"), ("", "")],
)
def test_a_phone_needs_seven_digits(digits: str, strong: str) -> None:
    assert key("phone", digits=digits)[0] == strong


@pytest.mark.parametrize(
    ("day", "precision", "part"),
    [("2025-08-14", "day", "2025-08-14"), ("2025-08-01", "month", "?AUG 2025"), ("", "", "?AUG 2025")],
)
def test_sales_of_a_month_are_not_one_sale(day: str, precision: str, part: str) -> None:
    assert key("sale", "Aug 2025", date=day, date_precision=precision) == ("", part)


def test_streets_are_compared_as_written_and_towns_as_resolved() -> None:
    place = {"country": "US", "state": "AZ", "county": "Pima", "city": "Tucson"}
    assert key("address", "1190 W. Sierpe #4", **place) == key("address", "1190 w sierpe 4", **place)
    assert key("address", "1190 W Sierpe", **place) != key("address", "1191 W Sierpe", **place)
    assert key("city", "anything", **place) == key("city", "TUCSON", **place)


@pytest.mark.parametrize(
    ("known", "claimed", "differ"),
    [
        ({"model": "GLOCK 19"}, {"model": "19"}, False),
        ({"model": "G-19"}, {"model": "g 19 gen 5"}, False),
        ({"model": "19"}, {"model": "17"}, True),
        ({"model": ""}, {"model": "17"}, False),
        ({"calibre_code": "9MM"}, {"calibre_code": "40SW"}, True),
        ({"calibre_code": "9MM"}, {}, False),
        ({"calibre_code": "9MM", "model": "19"}, {"calibre_code": "9MM", "model": "19X"}, False),
    ],
)
def test_what_contradicts_and_what_is_only_written_otherwise(
    known: dict[str, Any], claimed: dict[str, Any], differ: bool
) -> None:
    assert conflicts(known, claimed) is differ
    assert conflicts(claimed, known) is differ


def test_codes_win_over_wording() -> None:
    assert maker_of({"maker_code": "RUGER", "maker": "Sturm"}) == "RUGER"
    assert maker_of({"maker": "Núñez & Co."}) == "NUNEZ CO"
    assert type_of({"type": "Pístol"}) == "PISTOL"
    assert maker_of({}) == type_of({}) == ""


# ---- revisions ------------------------------------------------------------------------------------------------

MARK = {"id": "x", "holding": "us-tpd", "tlp": 2, "handling": "", "_labels": ["Recovery"]}
values = st.none() | st.integers(0, 3) | st.sampled_from(["a", "b"]) | st.lists(st.sampled_from("ab"), max_size=2)
payloads = st.dictionaries(st.sampled_from(["date", "city", "flags", "raw", "line"]), values, max_size=5)


def apply(node: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """What the write statements do: `SET n += payload`, where null removes."""
    merged = {**node, **payload}
    return {name: value for name, value in merged.items() if value is not None}


@given(payloads, st.lists(payloads, min_size=1, max_size=4))
def test_revisions_are_taken_back_one_by_one_to_the_very_beginning(
    first: dict[str, Any], later: list[dict[str, Any]]
) -> None:
    node = apply({**MARK, "source_id": "s0"}, first)
    history = [node]
    for number, payload in enumerate(later, 1):
        node = apply(node, revised(node, {**payload, "source_id": f"s{number}"}, f"s{number}"))
        assert len(node["earlier"]) == number
        assert node["changed_by"] == f"s{number}"
        history.append(node)
    for before in reversed(history[:-1]):
        node = apply(node, restored(node))
        assert node == before


def test_a_property_that_the_later_file_does_not_give_is_gone_and_remembered() -> None:
    node = {**MARK, "date": "2025-12-02", "city": "Nogales", "source_id": "s0"}
    after = apply(node, revised(node, {"date": "2025-12-03", "source_id": "s1"}, "s1"))
    assert "city" not in after
    assert json.loads(after["earlier"][0]) == {"city": "Nogales", "date": "2025-12-02", "source_id": "s0"}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"line": 9, "raw": "{}", "source_id": "other"}, True),
        ({"city": None}, True),
        ({"date": "2025-12-03"}, False),
        ({"city": "Nogales"}, False),
    ],
)
def test_the_same_facts_under_another_receipt_are_no_change(changes: dict[str, Any], same: bool) -> None:
    node = {**MARK, "date": "2025-12-02", "source_id": "s0", "line": 3, "raw": "{...}"}
    assert is_same(node, {"date": "2025-12-02", **changes}) is same


# ---- rows and tables ------------------------------------------------------------------------------------------


def test_nodes_are_written_before_the_links_that_need_them() -> None:
    rows = Rows()
    rows.join("OF", ("Purchase", "Firearm"), Row({"id": "l"}))
    rows.add("write.amend_dealer", Row({"id": "d"}))
    rows.put("Purchase", Row({"id": "p"}))
    rows.put("Firearm", Row({"id": "f"}))
    assert [change.statement for change in rows.changes()] == [
        "write.put_firearm",
        "write.put_purchase",
        "write.amend_dealer",
        "write.link_purchase_of_firearm",
    ]


def test_an_id_is_written_once_a_statement_and_the_first_row_stays() -> None:
    rows = Rows()
    for value in ("first", "second"):
        rows.put("Firearm", Row({"id": "f"}, {"model": value}))
    (change,) = rows.changes()
    assert [row.p for row in change.rows] == [{"model": "first"}]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ARIZONA", "AZ"),
        ("WEST VIRGINIA", "WV"),
        ("VIRGINIA", "VA"),
        ("DISTRICT OF COLUMBIA", "DC"),
        ("GUAM & NORTHERN MARIANA ISLANDS", "GU"),
        ("MEXICO", "MEX"),
        ("NEW MEXICO", "NM"),
        ("Arizona", ""),
        ("", ""),
        ("ATLANTIS", ""),
    ],
)
def test_jurisdictions_as_printed(name: str, code: str) -> None:
    assert jurisdiction_code(name) == code


def test_states_and_foreign_countries_are_told_apart() -> None:
    assert len(US_CODES) == 54
    assert {"AZ", "DC", "PR", "VI", "GU"} <= US_CODES
    assert not {"MEX", "CAN", "MX"} & US_CODES
