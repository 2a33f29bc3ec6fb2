"""Words of lines on paper: clear of names and each other, beside a line without a place, the same in any order."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.search.drawing_shapes import DrawnLine, DrawnThing, draw_parts
from ironriver.search.drawing_words import Edges, LineWords, Point, around, spots_of

MARK = '<circle r="14" fill="#fff" stroke="#000"/>'


def line(id_: str, start: Point, end: Point, **more: object) -> LineWords:
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    made = LineWords(id=id_, label="14 Aug 2025", has_ring=False, middle=middle, start=start, end=end)
    return replace(made, **more)


def over(a: Edges, b: Edges) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def words_at(at: Point) -> Edges:
    return around(at, 11 * 2.9, 6)


def test_words_stand_at_the_middle_where_there_is_room() -> None:
    assert spots_of([line("a", (0, 0), (200, 0))], [])["a"] == (100, 0)
    assert spots_of([line("a", (0, 0), (200, 0), label="")], []) == {}


def test_words_give_way_along_the_line_and_then_beside_it() -> None:
    name = (-60.0, 30.0, 60.0, 50.0)
    at = spots_of([line("a", (0, 0), (0, 90))], [name])["a"]
    assert at[0] == 0
    assert not over(words_at(at), name)
    blocked = (-2.0, 0.0, 2.0, 90.0)
    aside = spots_of([line("a", (0, 0), (0, 90))], [blocked])["a"]
    assert abs(aside[0]) > 30
    assert not over(words_at(aside), blocked)


@pytest.mark.parametrize(("taken", "sign"), [([], 1), ([(40.0, 10.0, 160.0, 30.0)], -1)])
def test_days_of_an_unknown_leg_stand_under_its_ring_or_over_it(taken: list[Edges], sign: int) -> None:
    leg = line("leg", (0, 0), (200, 0), has_ring=True, label="110 days")
    assert sign * (spots_of([leg], taken)["leg"][1]) > 10


@given(st.randoms())
def test_many_words_keep_clear_of_each_other_in_any_order(rng: random.Random) -> None:
    lines = [line(f"l{n:02}", (0, n * 6), (400, 60 + n * 3)) for n in range(12)]
    spots = spots_of(lines, [])
    boxes = [words_at(at) for at in spots.values()]
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if over(a, b)]
    rng.shuffle(lines)
    assert spots_of(lines, []) == spots


def test_on_paper_a_date_does_not_lie_on_a_long_second_line() -> None:
    gun = DrawnThing(id="gun", x=100, y=0, mark=MARK, label="TKF12045", sub="HP-9 Compact, 9mm Luger", is_mono=True)
    buyer = DrawnThing(id="buyer", x=0, y=90, mark=MARK, label="Whitcombe Dale R", sub="purchaser of record")
    sold = DrawnLine(id="s", from_id="buyer", to_id="gun", style="recorded", label="14 Aug 2025")
    found = re.search(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>14 Aug 2025', draw_parts([gun, buyer], [sold]))
    assert found is not None
    words = words_at((float(found[1]), float(found[2]) - 3.5))
    assert not over(words, (100 - 66, 20, 100 + 66, 45))
    assert not over(words, (-16, 74, 16, 106))
