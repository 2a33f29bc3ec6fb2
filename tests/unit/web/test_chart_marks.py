"""Kinds on paper: black and white, nothing that needs a style sheet, and every kind told from every other."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from ironriver.web import drawing
from ironriver.web.api.schemas_charts import OpenIn, SaveIn, ThingsIn
from ironriver.web.pages.chart_picture import paper_mark

KINDS = sorted(drawing.glyphs()["kinds"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_is_whole_without_a_style_sheet(kind: str) -> None:
    mark = paper_mark(kind)
    ET.fromstring(f"<g>{mark}</g>")  # noqa: S314 - our own file
    assert "class=" not in mark
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}", mark)) <= {"#000", "#fff"}


def test_kinds_that_look_alike_on_paper_are_the_same_drawing_on_screen() -> None:
    known = drawing.glyphs()["kinds"]
    for one, other in combinations(KINDS, 2):
        if paper_mark(one) == paper_mark(other):
            assert (known[one]["shape"], known[one]["glyph"]) == (known[other]["shape"], known[other]["glyph"])


def test_an_unknown_kind_is_a_document() -> None:
    assert paper_mark("no such kind") == paper_mark("document")


@pytest.mark.parametrize(
    ("schema", "body", "wrong"),
    [
        (ThingsIn, {"ids": ["a"]}, set()),
        (ThingsIn, {}, {"ids"}),
        (ThingsIn, {"ids": ["a"] * 2_001}, {"ids"}),
        (SaveIn, {"title": "x", "nodes": [{"id": "a", "x": 1, "y": 2.5}]}, set()),
        (SaveIn, {"title": "x", "nodes": [{"id": "a", "x": "NaN", "y": 0}]}, {"nodes"}),
        (SaveIn, {"title": "x", "nodes": [{"id": "a", "x": 1}]}, {"nodes"}),
        (SaveIn, {"nodes": []}, {"title"}),
        (SaveIn, {"title": "x", "nodes": [], "more": 1}, {"more"}),
        (SaveIn, {"title": "x", "nodes": [], "seen": -1}, {"seen"}),
        (OpenIn, {"chart": "c"}, set()),
        (OpenIn, {"chart": "", "version": 0}, {"chart"}),
        (OpenIn, {"chart": "c", "version": "x"}, {"version"}),
    ],
)
def test_what_is_sent_is_checked_before_it_is_used(schema: type, body: dict, wrong: set[str]) -> None:
    assert set(schema().validate(body)) == wrong
