"""Calls of a replay are joined only where the same graph comes out."""

from __future__ import annotations

from typing import Any

from ironriver.graph import Catalogue
from ironriver.ledger.joining import JOINED_ROWS, Calls, target_of

CATALOGUE = Catalogue.load()
NAMES = {statement.sha256: name for name, statement in CATALOGUE.items()}


def joined(*calls: tuple[str, list[int]], independent: bool = True) -> list[tuple[str, list[Any]]]:
    """Add calls of catalogue statements and return what is run, by name."""
    collected = Calls()
    for name, rows in calls:
        statement = CATALOGUE[f"write.{name}"]
        given = [{"s": {"id": row}} for row in rows]
        collected.add(statement.text, statement.sha256, given, independent=independent)
    named = [(NAMES[call.sha256].removeprefix("write."), call.rows) for call in collected.all()]
    return [(name, [row["s"]["id"] for row in rows]) for name, rows in named]


def test_what_is_put_and_what_is_linked_is_read_from_the_text() -> None:
    assert target_of(CATALOGUE["write.put_firearm"].text) == ("put", "Firearm")
    bought = CATALOGUE["write.link_person_bought_purchase"]
    assert target_of(bought.text) == ("link", "Person", "Purchase", "BOUGHT")
    assert target_of(CATALOGUE["write.amend_batch"].text) == ("amend", "Batch")


def test_statements_of_every_other_sort_are_not_taken_for_these() -> None:
    for name, statement in CATALOGUE.items():
        if statement.mode != "write" or name.startswith(("write.put_", "write.link_", "write.amend_")):
            continue
        assert target_of(statement.text) == (), name


def test_puts_of_many_acts_are_one_call_and_come_before_links() -> None:
    acts = [("put_firearm", [1]), ("put_person", [2]), ("link_person_bought_purchase", [3]), ("put_purchase", [4])]
    again = [("put_firearm", [5]), ("link_person_bought_purchase", [6])]
    assert joined(*acts, *again) == [
        ("put_firearm", [1, 5]),
        ("put_person", [2]),
        ("put_purchase", [4]),
        ("link_person_bought_purchase", [3, 6]),
    ]


def test_rows_of_one_statement_keep_their_order() -> None:
    assert joined(("put_firearm", [1, 2]), ("put_person", [9]), ("put_firearm", [1])) == [
        ("put_firearm", [1, 2, 1]),
        ("put_person", [9]),
    ]


def test_nothing_passes_a_statement_of_another_sort() -> None:
    assert joined(("put_firearm", [1]), ("drop_firearm", [1]), ("put_firearm", [1])) == [
        ("put_firearm", [1]),
        ("drop_firearm", [1]),
        ("put_firearm", [1]),
    ]


def test_no_put_passes_an_amendment_of_its_kind() -> None:
    assert joined(("put_firearm", [1]), ("amend_firearm", [1]), ("put_firearm", [1])) == [
        ("put_firearm", [1]),
        ("amend_firearm", [1]),
        ("put_firearm", [1]),
    ]


def test_amendments_of_another_kind_are_joined_and_come_last() -> None:
    act = [("put_firearm", [1]), ("amend_batch", [7])]
    assert joined(*act, *act) == [("put_firearm", [1, 1]), ("amend_batch", [7, 7])]


def test_another_text_for_the_same_kind_is_not_passed() -> None:
    put = CATALOGUE["write.put_firearm"]
    calls = Calls()
    for sha256, number in ((put.sha256, 1), ("of an older release", 2), (put.sha256, 3)):
        calls.add(put.text, sha256, [{"s": {"id": number}}], independent=True)
    assert [[row["s"]["id"] for row in call.rows] for call in calls.all()] == [[1], [2], [3]]


def test_rows_that_are_not_independent_are_never_joined() -> None:
    assert joined(("put_firearm", [1]), ("put_firearm", [2]), independent=False) == [
        ("put_firearm", [1]),
        ("put_firearm", [2]),
    ]


def test_neighbours_of_other_sorts_are_joined_as_ever() -> None:
    assert joined(("drop_firearm", [1]), ("drop_firearm", [2])) == [("drop_firearm", [1, 2])]


def test_a_call_has_a_greatest_size() -> None:
    half = list(range(JOINED_ROWS // 2 + 1))
    sizes = [len(rows) for _, rows in joined(("put_firearm", half), ("put_person", [1]), ("put_firearm", half))]
    assert sizes == [len(half), 1, len(half)]
