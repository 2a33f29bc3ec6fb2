"""Figures carry their wholes, small cells cannot be found, exclusions follow ATF: without a graph."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid, Say
from ironriver.tracing.statistics import _Counted, _median, _steps, excluded_as
from ironriver.tracing.statistics_chart import draw_bars
from ironriver.tracing.statistics_period import crimes, narrowed, read_period
from ironriver.tracing.statistics_results import FLOOR, Figure, Table, Whole, fold_small, hide_small
from ironriver.tracing.statistics_texts import BANDS

NAME = Say(en="guns", es="armas")


def whole(count: int) -> Whole:
    return Whole(name=NAME, count=count)


def say(text: str) -> Say:
    return Say(en=text, es=text)


def test_there_is_no_figure_without_a_whole() -> None:
    with pytest.raises(TypeError):
        Figure(count=3)  # type: ignore[call-arg]
    assert [field.name for field in dataclasses.fields(Figure)] == ["count", "of"]


@pytest.mark.parametrize(("count", "of"), [(4, 3), (-1, 3)])
def test_a_part_larger_than_its_whole_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no part of"):
        Figure(count=count, of=whole(of))


def test_an_empty_whole_has_no_share() -> None:
    figure = Figure(count=0, of=whole(0))
    assert figure.share is None
    assert figure.interval is None


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(214, 2241, 0.0840, 0.1083), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055)],
)
def test_wilson_intervals(count: int, of: int, low: float, high: float) -> None:
    assert Figure(count=count, of=whole(of)).interval == pytest.approx((low, high), abs=0.0003)


@given(st.lists(st.integers(1, 60), max_size=30))
def test_folding_shows_no_small_cell_and_loses_nothing(counts: list[int]) -> None:
    total = sum(counts)
    cells = [(say(f"s{at:02}"), count) for at, count in enumerate(counts)]
    shown, folded = fold_small(cells, whole(total))
    named = shown[:-1] if folded else shown
    assert all(cell.figure is not None and cell.figure.count >= FLOOR for cell in named)
    assert len(named) + folded == len(cells)
    rest = total - sum(cell.figure.count for cell in named if cell.figure)
    if folded:
        # What subtraction finds is a sum of at least two cells that is not small, unless there was nothing else.
        assert (folded >= 2 and rest >= FLOOR) or not named
    else:
        assert rest == 0


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_hiding_keeps_the_order_and_no_single_hidden_cell(counts: list[int]) -> None:
    cells = [(say(f"b{at}"), count) for at, count in enumerate(counts)]
    shown, hidden = hide_small(cells, whole(sum(counts)))
    assert [cell.label.en for cell in shown] == [label.en for label, _ in cells]
    assert hidden == sum(cell.figure is None for cell in shown)
    for cell in shown:
        assert cell.figure is None or cell.figure.count == 0 or cell.figure.count >= FLOOR
    assert hidden != 1 or len(counts) == 1


def test_a_small_cell_among_zeros_hides_them_all() -> None:
    shown, hidden = hide_small([(say("a"), 0), (say("b"), 4), (say("c"), 0)], whole(4))
    assert hidden == 3
    assert all(cell.figure is None for cell in shown)


@pytest.mark.parametrize(
    ("basis", "why"),
    [
        ("buyback", "buyback"), ("Buy-Back", "buyback"), ("turned in", "turned_in"), ("TURNED_IN", "turned_in"),
        ("stolen report", "not_recovered"), ("private sale", "not_recovered"), ("recovered", ""), ("found", ""),
        ("", ""), ("canje", "buyback"), ("entregada", "turned_in"),
    ],
)  # fmt: skip
def test_what_counts_in_no_share(basis: str, why: str) -> None:
    assert excluded_as(basis) == why


def row(outcome: str, basis: str, traces: int, *, days: int = -1, source: str = "AZ") -> dict[str, Any]:
    return {"outcome": outcome, "basis": basis, "source_state": source, "days": days, "traces": traces}


def counted(*traces: dict[str, Any], duplicates: tuple[dict[str, Any], ...] = (), recovered: int = 200) -> _Counted:
    return _Counted.of({"recoveries": [{"recoveries": recovered}], "traces": traces, "duplicates": duplicates})


def test_the_funnel_adds_up() -> None:
    made = counted(
        row("purchaser_identified", "recovered", 50, days=0),
        row("dealer_only", "recovered", 20),
        row("not_traced", "recovered", 15),
        row("purchaser_identified", "buyback", 4, days=0),
        row("not_traced", "turned in", 3),
        duplicates=(row("not_traced", "recovered", 5),),
    )
    steps = {step.key: step for step in _steps(made)}
    assert {key: step.figure.count for key, step in steps.items()} == {
        "recovered": 200, "submitted": 92, "eligible": 80, "traced": 70, "known": 50,
    }  # fmt: skip
    assert [steps[key].figure.of.count for key in ("submitted", "eligible", "traced", "known")] == [200, 92, 80, 70]
    assert made.excluded == {"duplicate": 5, "buyback": 4, "turned_in": 3}
    assert sum(made.sources.values()) == sum(made.days.values()) == 50
    for key, above in (("traced", "eligible"), ("known", "traced")):
        lost = steps[above].figure.count - steps[key].figure.count
        assert sum(cell.figure.count for cell in steps[key].fell if cell.figure) == lost


def test_an_excluded_duplicate_is_left_out_once() -> None:
    both = row("not_traced", "buyback", 2)
    made = counted(both, duplicates=(both,))
    assert made.excluded["duplicate"] == 2
    assert made.excluded["buyback"] == 0
    assert made.eligible == 0


def test_traces_without_a_recovery_on_record_do_not_break_the_funnel() -> None:
    steps = _steps(counted(row("", "recovered", 12), recovered=3))
    assert [step.figure.count for step in steps[:2]] == [12, 12]


def test_nothing_at_all_is_a_funnel_of_zeros() -> None:
    assert [step.figure.count for step in _steps(counted(recovered=0))] == [0] * 5


def test_the_median_is_a_band_and_says_of_how_many() -> None:
    days = counted(
        row("purchaser_identified", "", 6, days=0),
        row("purchaser_identified", "", 5, days=91),
        row("purchaser_identified", "", 9, days=1095),
        row("purchaser_identified", "", 90, days=-1),
    ).days
    assert "3 to under 7 months" in _median(days).en
    assert "20" in _median(days).en
    assert "fewer than 10" in _median(counted(row("purchaser_identified", "", 9, days=0)).days).en


TODAY = date(2026, 11, 20)


def test_periods() -> None:
    period = read_period({"area": " az "}, today=TODAY)
    assert (period.since, period.until, period.area, period.year) == ("2021-01-01", "2027-01-01", "AZ", "")
    year = read_period({"in_year": "2023", "since": "1999-01-01"}, today=TODAY)
    assert (year.since, year.until, year.year) == ("2023-01-01", "2024-01-01", "2023")
    assert read_period({"since": "2023-01-01", "until": "2024-01-01"}, today=TODAY) == year
    assert read_period({"since": "2023-01-01", "until": "2024-01-02"}, today=TODAY).year == ""


def test_places_crimes_and_agencies() -> None:
    typed = {"land": "méxico", "area": "son", "crime": "52", "ori": "mxson9901"}
    period = read_period(typed, today=TODAY)
    assert (period.land, period.area, period.crime, period.ori) == ("MX", "SON", "52", "MXSON9901")
    assert narrowed(period, "es") == "MX · SON · Delitos con armas · MXSON9901"
    assert narrowed(read_period({}, today=TODAY), "en") == ""
    assert read_period({"land": "GT"}, today=TODAY).of_recoveries
    assert not read_period({"crime": "09"}, today=TODAY).of_recoveries
    assert not read_period({"ori": "AZ0100300"}, today=TODAY).of_recoveries
    assert all(code.isdecimal() and len(code) == 2 and say.en != say.es for code, say in crimes().items())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"since": "x"}, "since"), ({"until": "2026-13-01"}, "until"),
        ({"since": "2026-01-01", "until": "2026-01-01"}, "until"), ({"area": "ARIZONA"}, "area"),
        ({"area": "A1"}, "area"), ({"in_year": "26"}, "in_year"), ({"in_year": "²⁰²⁵"}, "in_year"),
        ({"in_year": "9" * 30}, "in_year"), ({"land": "Narnia"}, "land"), ({"crime": "5"}, "crime"),
        ({"crime": "99"}, "crime"), ({"ori": "AZ01"}, "ori"), ({"ori": "AZ01003-0"}, "ori"),
    ],
)  # fmt: skip
def test_limits_that_cannot_be_read_name_their_field(given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_period(given, today=TODAY)
    assert set(caught.value.fields) == {field}


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        read_period({"since": "x", "area": "12", "ori": "1", "land": "??"}, today=TODAY)
    assert set(caught.value.fields) == {"since", "area", "ori", "land"}


def test_without_recoveries_the_funnel_begins_with_what_was_submitted() -> None:
    made = counted(row("purchaser_identified", "recovered", 12), recovered=0)
    steps = _steps(made, of_recoveries=False)
    assert [step.key for step in steps] == ["submitted", "eligible", "traced", "known"]
    assert steps[0].figure.of.count == steps[0].figure.count == 12


def table(*counts: int, label: str = "Under 3 months") -> Table:
    of = whole(sum(counts))
    cells, hidden = hide_small([(say(label), count) for count in counts], of)
    return Table(key="ttc", title=NAME, of=of, cells=cells, folded=hidden)


def test_the_drawing_is_the_same_each_time_and_escapes() -> None:
    evil = table(20, 40, label="<script>")
    assert draw_bars(evil, "en") == draw_bars(evil, "en")
    assert "<script>" not in draw_bars(evil, "en")
    assert draw_bars(evil, "en").count('class="bar"') == 2


def test_hidden_cells_have_no_bar() -> None:
    assert draw_bars(table(6, 7, 40), "en").count('class="bar"') == 1
    assert draw_bars(table(0), "en").count('class="bar"') == 0


def test_the_bands_are_in_order() -> None:
    edges = [days for days, _ in BANDS if days >= 0]
    assert edges == sorted(edges) == [0, 91, 213, 365, 730, 1095]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_of_the_drawing_ends_in_dots_where_small_ones_are_folded(language: str) -> None:
    of = whole(200)
    cells, folded = fold_small([(say("Texas"), 160), *((say(f"S{n}"), 8) for n in range(5))], of)
    drawn = draw_bars(Table(key="states", title=NAME, of=of, cells=cells, folded=folded), language)
    assert {"en": f">{folded} others<", "es": f">otros {folded}<"}[language] in drawn
    assert "…" not in drawn
