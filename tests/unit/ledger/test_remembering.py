"""What may be given again until the next act."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

from ironriver.graph import Catalogue
from ironriver.ledger.acts import Head
from ironriver.ledger.remembering import MOST_ANSWERS, MOST_ROWS, MOST_ROWS_IN_ALL, Remembered
from ironriver.search.corridors import MOST_GROUPS

STATEMENT = Catalogue.load().statement("chart.counts_dealer")
OTHER = Catalogue.load().statement("chart.counts_firearm")
TRACES = Catalogue.load().statement("statistics.traces")
HEAD = Head(size=3, frontier=("aa",), at="2026-11-20T14:05:00.000000Z")
LATER = Head(size=4, frontier=("bb",), at="2026-11-20T14:06:00.000000Z")
ASKED = {"id": "dealer_1", "holdings": ["public", "us-tpd"], "max_tlp": 2, "handlings": [""]}
ROWS = [{"link": "dealer_sold_by_of_firearm", "direction": "out", "total": 7}]


def filled() -> Remembered:
    known = Remembered()
    known.keep(STATEMENT, ASKED, HEAD, ROWS)
    return known


def test_the_same_question_at_the_same_head_is_known() -> None:
    assert filled().recall(STATEMENT, ASKED, HEAD) == ROWS


def test_an_act_ends_it() -> None:
    assert filled().recall(STATEMENT, ASKED, LATER) is None


def test_another_log_of_the_same_length_is_another_head() -> None:
    assert filled().recall(STATEMENT, ASKED, replace(HEAD, frontier=("cc",))) is None


def test_everything_the_answer_depends_on_is_part_of_the_question() -> None:
    known = filled()
    changed = {"id": "dealer_2", "holdings": ["public"], "max_tlp": 1, "handlings": ["", "tiahrt"]}
    for name, value in changed.items():
        assert known.recall(STATEMENT, ASKED | {name: value}, HEAD) is None, name
    assert known.recall(OTHER, ASKED, HEAD) is None


def test_what_was_given_cannot_be_changed_from_outside() -> None:
    known = filled()
    given = known.recall(STATEMENT, ASKED, HEAD) or []
    given[0]["total"] = 0
    assert known.recall(STATEMENT, ASKED, HEAD) == ROWS


def test_an_answer_of_an_older_head_never_replaces_newer_ones() -> None:
    known = Remembered()
    known.keep(STATEMENT, ASKED, LATER, ROWS)
    known.keep(STATEMENT, ASKED, HEAD, [])
    assert known.recall(STATEMENT, ASKED, LATER) == ROWS
    assert known.recall(STATEMENT, ASKED, HEAD) is None


def test_long_answers_and_old_ones_are_not_kept() -> None:
    known = filled()
    known.keep(OTHER, ASKED, HEAD, ROWS * (MOST_ROWS + 1))
    assert known.recall(OTHER, ASKED, HEAD) is None
    for number in range(MOST_ANSWERS):
        known.keep(OTHER, ASKED | {"id": f"firearm_{number}"}, HEAD, ROWS)
    assert known.recall(STATEMENT, ASKED, HEAD) is None
    assert known.recall(OTHER, ASKED | {"id": f"firearm_{MOST_ANSWERS - 1}"}, HEAD) == ROWS


def test_what_acts_did_not_touch_holds_at_the_later_head() -> None:
    known = filled()
    known.keep(TRACES, ASKED, HEAD, ROWS)
    known.move_on(HEAD, LATER, frozenset({"TraceForm", "OF"}))
    assert known.recall(TRACES, ASKED, LATER) == ROWS
    assert known.recall(TRACES, ASKED, HEAD) is None
    # Ends of a hub's links stand there without their kinds: any act may have changed them.
    assert known.recall(STATEMENT, ASKED, LATER) is None


def test_what_acts_touched_is_forgotten() -> None:
    for touched in (frozenset({"TraceRequest"}), None):
        known = Remembered()
        known.keep(TRACES, ASKED, HEAD, ROWS)
        known.move_on(HEAD, LATER, touched)
        assert known.recall(TRACES, ASKED, LATER) is None


def test_nothing_moves_on_from_a_head_that_is_not_the_known_one() -> None:
    known = Remembered()
    known.keep(TRACES, ASKED, HEAD, ROWS)
    known.move_on(replace(HEAD, frontier=("cc",)), LATER, frozenset())
    assert known.recall(TRACES, ASKED, LATER) is None
    assert known.recall(TRACES, ASKED, HEAD) == ROWS


def test_rows_of_all_answers_together_stay_bounded() -> None:
    known = Remembered()
    for number in range(MOST_ROWS_IN_ALL // MOST_ROWS + 1):
        known.keep(TRACES, ASKED | {"id": str(number)}, HEAD, ROWS * MOST_ROWS)
    assert known.recall(TRACES, ASKED | {"id": "0"}, HEAD) is None
    assert known.recall(TRACES, ASKED | {"id": "1"}, HEAD) is not None


def test_as_many_rows_as_a_map_may_ask_for_are_kept_in_little_memory() -> None:
    rows = [
        {"year": str(2015 + n % 12), "source_state": "US-" + "AZ"[n % 2], "country": "US", "traces": n}
        for n in range(MOST_GROUPS)
    ]
    known = Remembered()
    tracemalloc.start()
    known.keep(TRACES, ASKED, HEAD, rows)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert known.recall(TRACES, ASKED, HEAD) == rows
    assert held < 150 * len(rows)
