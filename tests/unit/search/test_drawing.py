"""A chart on a page: everything that must stand on it, nothing that runs, and the same bytes for the same chart."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver import documents
from ironriver.search.drawing import LEGEND_LINES, LegendMark, Picture, draw_chart, draw_sheets, styles_of
from ironriver.search.drawing_shapes import Box, DrawnLine, DrawnThing, bounds, draw_parts, number

MARK = '<circle r="14" fill="#fff" stroke="#000"/>'


def thing(id_: str, x: float = 0, y: float = 0, **more: object) -> DrawnThing:
    return replace(DrawnThing(id=id_, x=x, y=y, mark=MARK, label=id_.upper()), **more)


def line(start: str, end: str, style: str = "recorded", **more: object) -> DrawnLine:
    return replace(DrawnLine(id=f"{style}:{start}:{end}", from_id=start, to_id=end, style=style), **more)


def picture(things: list[DrawnThing], lines: list[DrawnLine], **more: object) -> Picture:
    options = documents.PrintOptions(language="en", case="IR-2026-0417", demo=True)
    frame = documents.make_frame(
        "Link chart",
        "C-1",
        documents.record_of({"a": 1}),
        options.occasion(tlp="TLP:AMBER", asked_by="J. Marchetti", cut=("2026-11-20T14:05:00Z", "cut_1234567890")),
        language="en",
    )
    drawn = Picture(
        frame=frame,
        subtitle="Two buyers",
        showing="Showing 2 of 7 in reach",
        notes=("Unknown legs: 1.",),
        things=tuple(things),
        lines=tuple(lines),
        legend=(LegendMark(mark=MARK, word="Person", count=2),),
    )
    return replace(drawn, **more)


TWO = [thing("a"), thing("b", 400, 60, pinned=True, undrawn=1161)]


def texts(svg: str) -> str:
    return " ".join("".join(one.itertext()) for one in ET.fromstring(svg).iter() if one.tag.endswith("text"))  # noqa: S314


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_page_has_marking_notice_denominator_digest_and_cut(paper: str) -> None:
    svg = draw_chart(picture(TWO, [line("a", "b", "unknown_leg", label="110 days")]), language="en", paper=paper)
    said = texts(svg)
    assert said.count("LAW ENFORCEMENT SENSITIVE | TLP:AMBER | CASE IR-2026-0417") == 2
    for words in ("Showing 2 of 7 in reach", "in no way suggests", "2026-11-20 14:05 UTC cut_12345678"):
        assert words in said
    for words in ("Unknown legs: 1.", "110 days", "?", "+1,161", "Unknown leg: nobody recorded", "Person 2"):
        assert words in said
    assert picture(TWO, []).frame.grouped_digest in said
    assert 'role="img"' in svg


@given(st.randoms())
def test_the_same_chart_is_the_same_bytes_whatever_order_it_came_in(rng: random.Random) -> None:
    things = [thing(f"t{n}", 40.0 * n, 17.3 * (n % 3)) for n in range(6)]
    lines = [line(f"t{n}", f"t{(n * 2 + 1) % 6}") for n in range(6)] + [line("t0", "t1", "lead")]
    first = draw_chart(picture(things, lines), language="es", paper="a4")
    rng.shuffle(things)
    rng.shuffle(lines)
    assert draw_chart(picture(things, lines), language="es", paper="a4") == first


@given(st.text(max_size=30))
def test_whatever_a_thing_is_called_the_file_is_read_as_one_picture(name: str) -> None:
    printable = "".join(char for char in name if char.isprintable())
    svg = draw_chart(picture([thing("a", label=printable), thing("b", 90)], []), language="en", paper="letter")
    assert "script" not in {one.tag.rpartition("}")[2] for one in ET.fromstring(svg).iter()}  # noqa: S314


def test_names_are_words_never_elements() -> None:
    parts = draw_parts([thing("a", label="<script>1</script>", sub='"&')], [])
    assert "<script" not in parts
    assert "&lt;script&gt;" in parts


@pytest.mark.parametrize("style", [style for style, _ in LEGEND_LINES])
def test_each_style_of_line_is_told_apart_without_colour(style: str) -> None:
    others = {draw_parts(TWO, [line("a", "b", other)]) for other, _ in LEGEND_LINES if other != style}
    drawn = draw_parts(TWO, [line("a", "b", style)])
    assert drawn not in others
    assert set(re.findall(r"#[0-9a-f]{3,6}", drawn)) <= {"#000", "#444", "#fff"}
    assert styles_of(picture(TWO, [line("a", "b", style)])) == [style]


def test_lines_between_the_same_two_things_stay_apart() -> None:
    both = draw_parts(TWO, [line("a", "b", label="one"), line("a", "b", "lead", label="two")])
    paths = re.findall(r'd="(M[^"]*Q[^"]*)"', both)
    assert len(set(paths)) == len(paths) == 2


def test_a_line_to_what_is_not_drawn_is_not_drawn() -> None:
    assert draw_parts(TWO, [line("a", "gone")]) == draw_parts(TWO, [])


def test_bounds_hold_every_thing_and_an_empty_chart_has_some() -> None:
    box = bounds(TWO)
    assert box.x < 0
    assert box.x + box.width > 400
    assert box.y + box.height > 60
    assert bounds([]).width > 0


def test_a_small_chart_is_one_sheet_and_a_large_one_is_cut_without_a_gap() -> None:
    assert len(draw_sheets(picture(TWO, []), width=660, height=620)) == 1
    wide = [thing(f"t{n}", 128.0 * n, 92.0 * (n % 20)) for n in range(60)]
    sheets = draw_sheets(picture(wide, []), width=660, height=620)
    assert len(sheets) > 2
    views = [re.search(r'viewBox="([^"]+)"', one) for one in sheets]
    boxes = [
        Box(*(), **dict(zip(("x", "y", "width", "height"), map(float, v[1].split()), strict=True)))
        for v in views
        if v
    ]
    for one in wide:
        assert any(b.x <= one.x <= b.x + b.width and b.y <= one.y <= b.y + b.height for b in boxes[1:]), one.id


@pytest.mark.parametrize("away", [20_000, 1_000_000])
def test_things_far_apart_are_no_million_sheets(away: float) -> None:
    far = [thing("a", -away, -away), thing("b", away, away)]
    assert len(draw_sheets(picture(far, []), width=660, height=620)) == 1


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.01, "0"), (2.25, "2.2"), (-3.5, "-3.5")])
def test_figures_are_short(value: float, text: str) -> None:
    assert number(value) == text
