"""Facts and readings: each value beside its source, its line and the cell as written; protected cells nowhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ironriver.model.kinds import KINDS
from ironriver.search.asking import SourceBook
from ironriver.search.firearm_facts import firearm_facts, serial_cells, serial_readings
from ironriver.search.results import Fact
from ironriver.search.things import as_written, first_of, is_protected, kind_of, line_of, maybe, text_of, thing

Row = dict[str, Any]
EMPTY: dict[str, list[Row]] = {
    f"search.firearm_{name}": [] for name in ("serials", "shipments", "purchases", "recoveries", "traces")
}


def node(label: str, id_: str, **given: Any) -> Row:
    return {"_labels": [label], "id": id_, "holding": "us-tpd", "tlp": 2, "handling": "", **given}


GUN = node("Firearm", "f", serial="TKF12045", maker="Harrow & Pike", source_id="one", line=4)


def facts(firearm: Row = GUN, **answers: list[Row]) -> dict[str, Fact]:
    found = firearm_facts(
        firearm, {**EMPTY, **{f"search.firearm_{name}": rows for name, rows in answers.items()}}, SourceBook()
    )
    return {fact.key: fact for fact in found}


def sale(**given: Any) -> Row:
    purchase = node("Purchase", "p", date="2025-08-14", source_id="one", line=4, **given)
    dealer = node("Dealer", "d", business_name="Palo Fierro Arms", key="7-86-01234")
    return {"p": purchase, "d": dealer, "x": node("Person", "x", name="Whitcombe, Dale R.")}


def test_only_what_some_source_says_is_a_row() -> None:
    assert list(facts()) == ["serial", "maker"]
    assert facts({**GUN, "maker": "", "serial": None}) == {}


def test_rows_come_in_the_order_of_a_guns_life() -> None:
    found = facts(
        traces=[{"t": node("TraceRequest", "t", number="25-118822")}],
        recoveries=[{"r": node("Recovery", "r", date="2025-12-02", city="Nogales"), "l": None, "x": None}],
        purchases=[sale()],
        shipments=[{"s": node("Shipment", "s", date="2025-06-04")}],
    )
    assert list(found) == [
        *("serial", "maker", "shipped", "dealer", "sold", "purchaser", "recovered", "place", "trace")
    ]


def test_a_value_carries_source_line_and_grade_of_its_own_event() -> None:
    found = facts(purchases=[sale(grade="B", raw=json.dumps({"purchase_date": "08/14/2025"}))])
    sold = found["sold"]
    assert (sold.value, sold.source_id, sold.line, sold.raw, sold.grade) == (
        *("2025-08-14", "one", 4, "08/14/2025"),
        "B",
    )


def test_cells_are_found_on_another_thing_of_the_same_line() -> None:
    """One line of a file became gun, sale and person; its cells are kept on one of them."""
    gun = {**GUN, "raw": json.dumps({"purchaser_name": "WHITCOMBE DALE R", "serial": "tkf-12045"})}
    found = facts(gun, purchases=[sale()])
    assert found["purchaser"].raw == "WHITCOMBE DALE R"
    assert found["serial"].raw == "tkf-12045"


@pytest.mark.parametrize(("source", "line"), [("two", 4), ("one", 5), ("", 4)])
def test_cells_of_another_line_or_source_are_not_borrowed(source: str, line: int) -> None:
    gun = {**GUN, "raw": json.dumps({"purchaser_name": "SOMEBODY ELSE"})}
    row = sale()
    row["p"] |= {"source_id": source, "line": line}
    assert facts(gun, purchases=[row])["purchaser"].raw == ""


def test_flags_become_doubts_of_the_value_they_are_about() -> None:
    gun = {**GUN, "serial_flags": ["letter_o"]}
    recovered = node("Recovery", "r", date="2025-12-02", date_flags=["day_first"], serial_flags=["no"])
    found = facts(gun, recoveries=[{"r": recovered, "l": None, "x": None}])
    assert found["serial"].doubts == ("letter_o",)
    assert found["recovered"].doubts == ("day_first",)
    assert found["maker"].doubts == ()


def test_a_place_is_told_by_its_own_node_first() -> None:
    recovered = node("Recovery", "r", date="2025-12-02", city="Typed", state="XX", country="MX")
    place = node("Place", "l", name="Nogales", city="Nogales", state="SON", country="MX")
    assert facts(recoveries=[{"r": recovered, "l": place, "x": None}])["place"].value == "Nogales, SON, MX"
    assert facts(recoveries=[{"r": recovered, "l": None, "x": None}])["place"].value == "Typed, XX, MX"


def test_one_event_in_two_rows_is_told_once_and_two_events_twice() -> None:
    row = sale()
    found = firearm_facts(GUN, {**EMPTY, "search.firearm_purchases": [row, row]}, SourceBook())
    assert [fact.key for fact in found].count("sold") == 1
    other = sale()
    other["p"] = {**other["p"], "id": "p2"}
    found = firearm_facts(GUN, {**EMPTY, "search.firearm_purchases": [row, other]}, SourceBook())
    assert [fact.key for fact in found].count("sold") == 2


def test_readings_take_the_place_of_the_guns_own_serial() -> None:
    slide = node("Serial", "s", of="slide", value="TKF12O45", source_id="lab")
    found = facts(serials=[{"s": slide}])
    assert "serial" not in found
    assert found["serial_reading"].value == "TKF12O45"
    assert (found["serial_reading"].title.en, found["serial_reading"].title.es) == (
        "Slide serial",
        "Serie: corredera",
    )


def test_titles_are_in_both_languages() -> None:
    for fact in facts(purchases=[sale()]).values():
        assert fact.title.en
        assert fact.title.en != fact.title.es or fact.key in {"model"}


# ---- readings and cells ---------------------------------------------------------------------------------------


def test_without_readings_the_guns_own_serial_is_one_on_the_frame() -> None:
    (only,) = serial_readings(GUN, [], SourceBook())
    assert (only.component, only.value, only.source_no, only.line) == ("frame", "TKF12045", 1, 4)
    assert serial_readings({**GUN, "serial": ""}, [], SourceBook()) == ()


@pytest.mark.parametrize("value", ["T2F12O45", "O1", "12O", "A0O"])
def test_a_letter_o_beside_figures_is_doubted_and_said(value: str) -> None:
    (reading,) = serial_readings({**GUN, "serial": value}, [], SourceBook())
    assert "doubtful" in {cell.state for cell in reading.cells}
    assert [note.es for note in reading.notes] == ["Escrita con la letra O; se lee como cero."]


@pytest.mark.parametrize("value", ["BOB", "TKF12045", "O", ""])
def test_a_letter_o_among_letters_is_one(value: str) -> None:
    assert "doubtful" not in {cell.state for cell in serial_cells(value, "")}


@pytest.mark.parametrize(
    ("value", "positions", "states"),
    [
        ("AB", "kr", ["known", "restored"]),
        ("AB", "kl", ["known", "restored"]),
        ("AB", "kd", ["known", "doubtful"]),
        ("AB", "kg", ["known", "gap"]),
        ("AB", "ku", ["known", "unreadable"]),
        ("AB", "kz", ["known", "known"]),  # a sign that nobody defined changes nothing
        ("AB", "k", ["known", "known"]),  # too few signs: none is used, not the first ones
        ("AB", "krk", ["known", "known"]),
        ("A B", "kr", ["known", "restored"]),  # blanks are no position
        ("A-B", "krk", ["known", "restored", "known"]),
        ("A?", "kk", ["known", "unreadable"]),  # what is not read cannot be known, whatever the sign says
        ("A*", "kk", ["known", "gap"]),
    ],
)
def test_positions(value: str, positions: str, states: list[str]) -> None:
    assert [cell.state for cell in serial_cells(value, positions)] == states


def test_underscores_and_question_marks_look_alike() -> None:
    assert [cell.char for cell in serial_cells("t_F?1", "")] == ["T", "?", "F", "?", "1"]


# ---- things ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_protected_traits_are_no_cells_under_any_heading(kind: str) -> None:
    for name, prop in KINDS[kind].properties.items():
        if prop.protected:
            for column in (name, f"purchaser_{name}", f"possessor_{name}", f"transferee_{name}"):
                assert is_protected(column)
                assert as_written({"raw": json.dumps({column: "x"})}, (column,)) == ""


@pytest.mark.parametrize("column", ["purchaser_name", "model", "trace", "sextant", "grace", "height_of_barrel"])
def test_other_columns_are_kept(column: str) -> None:
    assert not is_protected(column)
    assert as_written({"raw": json.dumps({column: "x"})}, (column,)) == "x"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ("", ""), (0, "0"), (False, "False"), (["a", "b"], "a, b"), ((1,), "1"), ([], "")],
)
def test_stored_values_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("given", "line"), [(None, None), ({}, None), ({"line": "4"}, None), ({"line": 0}, 0), ({"line": 9}, 9)]
)
def test_lines_are_figures_or_nothing(given: Row | None, line: int | None) -> None:
    assert line_of(given) == line


def test_what_has_no_label_of_the_ontology_is_unknown_and_does_not_break() -> None:
    stray = {"id": "z", "_labels": ["Elsewhere"]}
    assert kind_of(stray) == "Unknown"
    assert (thing(stray).label, thing(stray).kind, thing(stray).tlp) == ("", "Unknown", 0)
    assert maybe(None) is None


def test_the_first_that_says_something() -> None:
    assert first_of({"a": "", "b": None, "c": "x", "d": "y"}, ("a", "b", "c", "d")) == "x"
    assert first_of({}, ("a",)) == ""


def test_flags_of_every_sort_are_gathered_with_shredding_last() -> None:
    one = node("Person", "x", serial_flags=["a"], date_flags=["b"], name_flags=["c"], shredded=True)
    assert thing(one).flags == ("a", "b", "c", "shredded")
