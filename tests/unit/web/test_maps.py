"""Drawings of maps and timelines: the same bytes each time, counts kept, rough dates and places drawn as such."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from ironriver.web.maps.drawing import MapLine, MapMark, cluster, draw_map, outside
from ironriver.web.maps.lanes import (
    LEFT,
    RIGHT,
    LaneGap,
    LaneMark,
    Span,
    _months,
    _years,
    days_of,
    draw_lanes,
    span_of,
)
from ironriver.web.maps.projection import WIDTH, WINDOWS

ALL = WINDOWS["all"]
TUCSON, NOGALES, HAITI = (-110.97, 32.22), (-110.94, 31.31), (-72.3, 18.9)


def mark(id_: str, at: tuple[float, float], count: int, *, rough: bool = False, sort: str = "recovery") -> MapMark:
    return MapMark(id=id_, at=at, count=count, name=id_, sort=sort, rough=rough)


def line(id_: str, count: int) -> MapLine:
    return MapLine(id=id_, start=TUCSON, end=HAITI, count=count, said=f"{id_} <{count}>")


@pytest.mark.parametrize("name", sorted(WINDOWS))
def test_windows_put_their_corners_into_the_corners(name: str) -> None:
    window = WINDOWS[name]
    assert window.spot(window.west, window.north) == (0.0, 0.0)
    assert window.spot(window.east, window.south) == (WIDTH, pytest.approx(window.height, abs=0.1))
    assert 500 < window.height < 760


def test_near_places_become_one_and_no_recovery_is_lost() -> None:
    marks = [mark("Tucson", TUCSON, 3), mark("Nogales", NOGALES, 5), mark("Haiti", HAITI, 1)]
    spots = cluster(ALL, marks)
    assert sum(spot.count for spot in spots) == 9
    assert [(spot.mark.id, spot.count, spot.places) for spot in spots] == [("Nogales", 8, 2), ("Haiti", 1, 1)]
    assert len(cluster(WINDOWS["border"], marks[:2])) == 2


def test_sales_and_recoveries_are_never_one() -> None:
    spots = cluster(ALL, [mark("a", TUCSON, 3), mark("b", TUCSON, 3, sort="sale")])
    assert {spot.mark.sort for spot in spots} == {"recovery", "sale"}


def test_the_drawing_is_well_formed_escaped_and_always_the_same() -> None:
    marks = [mark("S&on", TUCSON, 4, rough=True), mark("Haiti", HAITI, 2)]
    drawn = [str(draw_map(ALL, [line("a>b", 9), line("c", 1)], marks, 'Map "x"')) for _ in range(2)]
    assert drawn[0] == drawn[1]
    root = ET.fromstring(drawn[0])  # noqa: S314 - our own drawing
    assert root.get("aria-label") == 'Map "x"'
    assert "style=" not in drawn[0]
    ways = [one for one in root.iter("g") if one.get("class") == "corridor"]
    widths = {one.get("data-id"): float(one[2].get("stroke-width") or 0) for one in ways}
    assert widths["a>b"] == 9.0
    assert widths["c"] == pytest.approx(3.0)
    assert [one.get("data-id") for one in root.iter("g") if "rough" in (one.get("class") or "")] == ["S&on"]


def test_what_lies_outside_is_counted() -> None:
    assert outside(WINDOWS["border"], [line("a", 1)], [mark("Haiti", HAITI, 1), mark("T", TUCSON, 1)]) == (1, 1)
    assert outside(ALL, [line("a", 1)], [mark("Haiti", HAITI, 1)]) == (0, 0)


LANES = {"sold": "Sold", "recovery": "Recovered"}
SOLD = LaneMark(id="s", lane="sold", date="2025-01-10", said="Sold")
FOUND = LaneMark(id="r", lane="recovery", date="2025-06", said="Recovered")


def test_a_date_means_all_its_days() -> None:
    assert days_of("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert days_of("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert days_of("2025-12") == (date(2025, 12, 1), date(2025, 12, 31))
    assert days_of("2025-12-02") == (date(2025, 12, 2), date(2025, 12, 2))


def test_rough_dates_are_bars_over_their_days_and_gaps_are_dashed() -> None:
    drawn = str(draw_lanes([SOLD, FOUND], [LaneGap(start=SOLD, end=FOUND, said="?")], LANES, "T"))
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    bar = next(one for one in root.iter("rect") if one.get("class") == "rough")
    span = span_of([SOLD, FOUND])
    assert float(bar.get("x") or 0) == span.at(date(2025, 6, 1))
    wide = span.at(date(2025, 6, 30)) - span.at(date(2025, 6, 1))
    assert float(bar.get("width") or 0) == pytest.approx(wide, abs=0.1)
    assert sum(one.get("class") == "gap" for one in root.iter("g")) == 1
    assert "style=" not in drawn
    assert root.get("data-first") == str(span.first)


def test_events_too_near_to_tell_apart_carry_their_number() -> None:
    near = [LaneMark(id=f"s{n}", lane="sold", date=f"2025-01-1{n}", said="Sold") for n in range(3)]
    far = LaneMark(id="far", lane="sold", date="2026-01-01", said="Sold")
    drawn = str(draw_lanes([*near, far], [], LANES, "T"))
    assert re.findall(r'data-id="([^"]+)"', drawn) == ["s0", "far"]
    assert ">3</text>" in drawn
    assert "(+2)" in drawn


def test_everything_stands_between_the_edges() -> None:
    span = span_of([SOLD, FOUND])
    for text in ("2025-01-10", "2025-06"):
        assert all(LEFT < span.at(day) < RIGHT for day in days_of(text))


def test_a_rough_date_between_two_near_days_keeps_neither_apart() -> None:
    marks = [
        LaneMark(id=text, lane="sold", date=text, said="Sold")
        for text in ("2025-07-31", "2025-08", "2025-08-01", "2025", "2020-01-01")
    ]
    drawn = str(draw_lanes(marks, [], LANES, "T"))
    # Bars beneath, the widest first; the two days are one mark above them.
    assert re.findall(r'data-id="([^"]+)"', drawn) == ["2025", "2025-08", "2020-01-01", "2025-07-31"]
    assert drawn.count("(+1)") == 1


def test_equal_rough_dates_are_one_bar_with_their_number() -> None:
    marks = [LaneMark(id=f"m{n}", lane="sold", date="2025-08", said="Sold") for n in range(4)]
    drawn = str(draw_lanes([*marks, LaneMark(id="y", lane="sold", date="2025", said="Sold")], [], LANES, "T"))
    assert re.findall(r'data-id="([^"]+)"', drawn) == ["y", "m0"]
    assert drawn.count('class="rough"') == 2
    assert "(+3)" in drawn
    assert ">4</text>" in drawn


@pytest.mark.parametrize(("years", "lines"), [(1, 1), (29, 29), (30, 30), (31, 16), (60, 30), (61, 21)])
def test_up_to_thirty_years_have_a_line_each(years: int, lines: int) -> None:
    span = Span(first=date(1929, 12, 1), last=date(1929 + years, 2, 1))
    told = [int(one) for part in _years(span, 100.0) for one in re.findall(r">(\d{4})</text>", part)]
    assert len(told) == lines
    assert told[0] == 1930


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2025, 5, 20), date(2025, 8, 2), ["2025-06", "2025-07", "2025-08"]),
        (date(2025, 11, 30), date(2026, 1, 1), ["2025-12", "2026-01"]),
        (date(2024, 1, 15), date(2025, 12, 31), [f"{y}-{m:02}" for y in (2024, 2025) for m in (1, 4, 7, 10)][1:]),
        (date(2025, 3, 2), date(2025, 3, 30), []),
    ],
)
def test_a_short_stretch_has_lines_by_month_or_quarter(first: date, last: date, told: list[str]) -> None:
    drawn = "".join(str(part) for part in _months(Span(first=first, last=last), 100.0))
    assert re.findall(r">(\d{4}-\d{2})</text>", drawn) == told
