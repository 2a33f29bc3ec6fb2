"""A map as SVG: land, curved lines weighted by count, places by how well they are known, names that fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ironriver.web.maps.outlines import land
from ironriver.web.maps.projection import WIDTH, Window

#: Widest and thinnest line, in units of the drawing; area of a ring follows its count.
WIDEST, THINNEST = 9.0, 1.4
LARGEST, SMALLEST = 17.0, 5.5
#: How far the middle of a line is bent aside, as a share of its length.
BEND = 0.16
#: Places nearer than this are drawn as one.
CLUSTER = 24.0
_CHAR, _TALL = 6.1, 15.0
_NAMES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """A line from place to place (longitude, latitude), with its count and what it is called when read aloud."""

    id: str
    start: tuple[float, float]
    end: tuple[float, float]
    count: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMark:
    """A place. `sort`: sale or recovery; `rough` where only the state or country is known."""

    id: str
    at: tuple[float, float]
    count: int
    name: str
    sort: str
    rough: bool


@dataclass(slots=True)
class _Paper:
    """Boxes that are taken: what would lie on another name is left to the table."""

    taken: list[tuple[float, float, float, float]]

    def fits(self, x: float, y: float, wide: float) -> bool:
        """Whether a box of this width, its left middle here, lies free; then it is taken."""
        box = (x, y - _TALL / 2, x + wide, y + _TALL / 2)
        if box[0] < 0 or box[2] > WIDTH:
            return False
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self.taken):
            return False
        self.taken.append(box)
        return True


def draw_map(window: Window, lines: Sequence[MapLine], marks: Sequence[MapMark], title: str) -> Markup:
    """Return the map; what lies outside of the window is left out (`outside` says how much)."""
    seen = [one for one in lines if window.holds(*one.start) and window.holds(*one.end)]
    places = cluster(window, [one for one in marks if window.holds(*one.at)])
    paper = _Paper([])
    most = max((one.count for one in seen), default=1)
    drawn = [_line(window, one, most) for one in reversed(seen)]
    rings = [_mark(one, max((two.count for two in places), default=1)) for one in places]
    names = [_counted(window, one, paper) for one in seen[:_NAMES]] + [_name(one, paper) for one in places[:_NAMES]]
    return Markup(
        '<svg class="map-drawing" viewBox="0 0 {w:.0f} {h:.0f}" role="img" aria-label="{title}">'
        '<rect class="sea" width="{w:.0f}" height="{h:.0f}"/>{land}<g>{drawn}</g><g>{rings}</g><g>{names}</g></svg>'
    ).format(
        w=WIDTH, h=window.height, title=title, land=land(window), drawn=Markup("").join(drawn),
        rings=Markup("").join(rings), names=Markup("").join(names),
    )  # fmt: skip


def outside(window: Window, lines: Sequence[MapLine], marks: Sequence[MapMark]) -> tuple[int, int]:
    """Return how many lines and places the window leaves out."""
    gone = sum(not (window.holds(*one.start) and window.holds(*one.end)) for one in lines)
    return gone, sum(not window.holds(*one.at) for one in marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One ring of the drawing: a place, or several that lie too close to tell apart."""

    mark: MapMark
    x: float
    y: float
    count: int
    places: int


def cluster(window: Window, marks: Sequence[MapMark]) -> list[Spot]:
    """Join places of one sort that lie nearer than `CLUSTER`, the largest first; counts are kept."""
    spots: list[Spot] = []
    cells: dict[tuple[int, int], list[int]] = {}
    for mark in sorted(marks, key=lambda one: (-one.count, one.id)):
        x, y = window.spot(*mark.at)
        cell = (int(x // CLUSTER), int(y // CLUSTER))
        around = [(cell[0] + dx, cell[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        beside = sorted(number for one in around for number in cells.get(one, ()))
        near = next((number for number in beside if _is_near(spots[number], mark, x, y)), None)
        if near is None:
            cells.setdefault(cell, []).append(len(spots))
            spots.append(Spot(mark=mark, x=x, y=y, count=mark.count, places=1))
        else:
            old = spots[near]
            spots[near] = replace(old, count=old.count + mark.count, places=old.places + 1)
    return spots


def _is_near(spot: Spot, mark: MapMark, x: float, y: float) -> bool:
    return spot.mark.sort == mark.sort and math.hypot(spot.x - x, spot.y - y) < CLUSTER


def bend(window: Window, one: MapLine) -> tuple[float, float, float, float, float, float]:
    """Return start, control point and end of a line's curve."""
    (ax, ay), (bx, by) = window.spot(*one.start), window.spot(*one.end)
    long = math.hypot(bx - ax, by - ay)
    if long < 1:  # sold and recovered in one place: a loop says so
        return ax, ay, ax + 40, ay - 40, bx, by
    return ax, ay, (ax + bx) / 2 + (by - ay) * BEND, (ay + by) / 2 - (bx - ax) * BEND, bx, by


def _line(window: Window, one: MapLine, most: int) -> Markup:
    ax, ay, cx, cy, bx, by = bend(window, one)
    wide = max(THINNEST, WIDEST * math.sqrt(one.count / most))
    angle = math.degrees(math.atan2(by - cy, bx - cx))
    path = f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}"
    return Markup(
        '<g class="corridor" data-id="{}"><title>{}</title><path class="hit" d="{}"/>'
        '<path class="way" d="{}" stroke-width="{:.1f}"/>'
        '<path class="tip" d="M0 0l-{t:.1f} -{u:.1f}v{v:.1f}z" '
        'transform="translate({:.1f} {:.1f}) rotate({:.1f})"/></g>'
    ).format(one.id, one.said, path, path, wide, bx, by, angle, t=6 + wide, u=3 + wide / 2, v=6 + wide)


def _mark(spot: Spot, most: int) -> Markup:
    size = max(SMALLEST, LARGEST * math.sqrt(spot.count / most))
    kind = "place-sale" if spot.mark.sort == "sale" else "place-recovery"
    rough = " rough" if spot.mark.rough else ""
    shape = (
        Markup('<rect x="{:.1f}" y="{:.1f}" width="9" height="9"/>').format(spot.x - 4.5, spot.y - 4.5)
        if spot.mark.sort == "sale"
        else Markup('<circle cx="{x}" cy="{y}" r="{:.1f}"/><circle class="core" cx="{x}" cy="{y}" r="2"/>').format(
            size, x=spot.x, y=spot.y
        )
    )
    return Markup('<g class="place {}{}" data-id="{}"><title>{} {}</title>{}</g>').format(
        kind, rough, spot.mark.id, _called(spot), spot.count, shape
    )


def _called(spot: Spot) -> str:
    return spot.mark.name + (f" +{spot.places - 1}" if spot.places > 1 else "")


def _name(spot: Spot, paper: _Paper) -> Markup:
    text = f"{_called(spot)} {spot.count}" if spot.mark.sort != "sale" else _called(spot)
    wide = _CHAR * len(text)
    for x, anchor, left in ((spot.x + 14, "start", spot.x + 14), (spot.x - 14, "end", spot.x - 14 - wide)):
        if paper.fits(left, spot.y, wide):
            return Markup('<text class="map-name" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
                x, spot.y + 4, anchor, text
            )
    return Markup("")


def _counted(window: Window, one: MapLine, paper: _Paper) -> Markup:
    """The count on the middle of a line."""
    ax, ay, cx, cy, bx, by = bend(window, one)
    x, y = ax / 4 + cx / 2 + bx / 4, ay / 4 + cy / 2 + by / 4
    wide = _CHAR * len(str(one.count)) + 10
    if not paper.fits(x - wide / 2, y, wide):
        return Markup("")
    return Markup(
        '<g class="map-count" data-id="{}"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="16" rx="3"/>'
        '<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text></g>'
    ).format(one.id, x - wide / 2, y - 8, wide, x, y + 4, one.count)
