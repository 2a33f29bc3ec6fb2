"""A chart's things and lines as SVG elements: black on white, meaning by shape, dash and word."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ironriver.search.drawing_words import Edges, LineWords, Point, around, spots_of

#: Room around the things for marks and words, in chart units (one unit is one CSS pixel at 100 %).
MARGIN = 72.0
#: What stands in a ring on a line: nobody is recorded there, or an examiner found that there is no link.
RINGS = {"unknown_leg": "?", "excluded": "×"}
_DASHES = {"lead": "8 3 1.6 3", "unknown_leg": "7 5", "inferred": "1.5 4"}
_FONT = "'Public Sans','Paper Sans','Public Sans Variable',sans-serif"
_MONO = "'Roboto Mono','Paper Mono','Roboto Mono Variable',monospace"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnThing:
    """One thing: its mark (SVG elements centred on 0, radius 14), name, role or date, links that are not drawn."""

    id: str
    x: float
    y: float
    mark: str
    label: str
    sub: str = ""
    is_mono: bool = False
    pinned: bool = False
    undrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """One line: `style` as on the chart, `label` its words, `count` the records it stands for."""

    id: str
    from_id: str
    to_id: str
    style: str
    label: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A line from the edge of one mark to the edge of another, bent towards `control`."""

    start: Point
    control: Point
    end: Point

    @property
    def middle(self) -> Point:
        """Where it is half way."""
        x, y = ((a + 2 * c + b) / 4 for a, c, b in zip(self.start, self.control, self.end, strict=True))
        return x, y


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in chart units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def view(self) -> str:
        """The value of `viewBox`."""
        return " ".join(number(one) for one in (self.x, self.y, self.width, self.height))


def bounds(things: Iterable[DrawnThing]) -> Box:
    """Return the rectangle that holds every thing with its words."""
    at = [(thing.x, thing.y) for thing in things] or [(0.0, 0.0)]
    xs, ys = [x for x, _ in at], [y for _, y in at]
    return Box(
        x=min(xs) - MARGIN,
        y=min(ys) - MARGIN / 2,
        width=max(xs) - min(xs) + 2 * MARGIN,
        height=max(ys) - min(ys) + 1.3 * MARGIN,
    )


def draw_parts(things: Sequence[DrawnThing], lines: Sequence[DrawnLine]) -> str:
    """Return the SVG elements of a chart, lines beneath things, both in the order of their ids."""
    places = {thing.id: (thing.x, thing.y) for thing in things}
    kept = sorted((line for line in lines if {line.from_id, line.to_id} <= set(places)), key=lambda line: line.id)
    bends = _bends(kept)
    ways = {line.id: _way(places[line.from_id], places[line.to_id], bends[line.id]) for line in kept}
    spots = spots_of(
        [_words_of(line, ways[line.id]) for line in kept], [box for one in things for box in _boxes(one)]
    )
    drawn = [_line(line, ways[line.id], spots.get(line.id)) for line in kept]
    drawn += [_thing(thing) for thing in sorted(things, key=lambda thing: thing.id)]
    return "".join(drawn)


def words(text: str, x: float, y: float, *, weight: int = 400, size: float = 10.5, mono: bool = False) -> str:
    """Return one line of text with a white halo, centred on x."""
    if not text:
        return ""
    form = (
        f'x="{number(x)}" y="{number(y)}" text-anchor="middle" font-family="{_MONO if mono else _FONT}" '
        f'font-size="{number(size)}" font-weight="{weight}"'
    )
    # The halo is a text of its own: not every program that draws SVG paints a stroke beneath its letters.
    halo = f'<text aria-hidden="true" {form} fill="#fff" stroke="#fff" stroke-width="3" stroke-linejoin="round">'
    return f'{halo}{escape(text)}</text><text {form} fill="#000">{escape(text)}</text>'


def number(value: float) -> str:
    """Return a figure with at most one decimal, never `-0`."""
    text = f"{value + 0.0:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _thing(thing: DrawnThing) -> str:
    pin = '<path d="M-16 -21l4 5l-4 5l-4 -5z" fill="#000"/>' if thing.pinned else ""
    more = ""
    if thing.undrawn:
        text = f"+{thing.undrawn:,}"
        wide = 8 + 6.2 * len(text)
        more = (
            f'<rect x="9" y="-25" width="{number(wide)}" height="15" rx="7.5" fill="#000"/>'
            f'<text x="{number(9 + wide / 2)}" y="-14" text-anchor="middle" font-family="{_FONT}" font-size="10.5" '
            f'font-weight="650" fill="#fff">{text}</text>'
        )
    named = words(thing.label, 0, 30, weight=600, size=11, mono=thing.is_mono)
    at = f"translate({number(thing.x)} {number(thing.y)})"
    return f'<g transform="{at}">{thing.mark}{pin}{named}{words(thing.sub, 0, 42)}{more}</g>'


def _bends(lines: Sequence[DrawnLine]) -> Mapping[str, float]:
    """How far each line is bent aside, so that several lines between the same two things stay apart."""
    pairs: dict[tuple[str, str], list[DrawnLine]] = {}
    for line in lines:
        pairs.setdefault((min(line.from_id, line.to_id), max(line.from_id, line.to_id)), []).append(line)
    found = {}
    for pair, some in pairs.items():
        for place, line in enumerate(some):
            aside = 34.0 * (place - (len(some) - 1) / 2)
            found[line.id] = aside if line.from_id == pair[0] else -aside
    return found


def _way(a: Point, b: Point, bend: float) -> _Way:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    control = ((a[0] + b[0]) / 2 - uy * bend, (a[1] + b[1]) / 2 + ux * bend)
    return _Way(start=_toward(a, control, 19), control=control, end=_toward(b, control, 21))


def _words_of(line: DrawnLine, way: _Way) -> LineWords:
    ringed = line.style in RINGS
    return LineWords(id=line.id, label=line.label, has_ring=ringed, middle=way.middle, start=way.start, end=way.end)


def _boxes(thing: DrawnThing) -> list[Edges]:
    """What no line's words may lie on: a thing's mark, and its name with the line under it."""
    half = max(len(thing.label) * (3.4 if thing.is_mono else 3.1), len(thing.sub) * 2.8) + 2
    low = thing.y + (45 if thing.sub else 33)
    return [around((thing.x, thing.y), 16, 16), (thing.x - half, thing.y + 20, thing.x + half, low)]


def _line(line: DrawnLine, way: _Way, spot: Point | None) -> str:
    path = f"M{_at(way.start)}Q{_at(way.control)} {_at(way.end)}"
    width = 1.4 if line.style != "recorded" else min(1.4 + math.log2(max(line.count, 1)), 5)
    stroke = 'fill="none" stroke="#000"' if line.style in ("hit", "lead") else 'fill="none" stroke="#444"'
    if line.style == "hit":
        inner = 'fill="none" stroke="#fff" stroke-width="2.2"'
        drawn = f'<path d="{path}" {stroke} stroke-width="5"/><path d="{path}" {inner}/>'
    else:
        dash = f' stroke-dasharray="{_DASHES[line.style]}"' if line.style in _DASHES else ""
        drawn = f'<path d="{path}" {stroke} stroke-width="{number(width)}"{dash}/>'
    if line.style in ("recorded", "unknown_leg"):
        drawn += _head(way.control, way.end)
    return drawn + _said(line, way.middle, spot or way.middle)


def _said(line: DrawnLine, middle: Point, spot: Point) -> str:
    said = words(line.label, spot[0], spot[1] + 3.5)
    sign = RINGS.get(line.style)
    if sign is None:
        return said
    x, y = middle
    ring = f'<circle cx="{number(x)}" cy="{number(y)}" r="8" fill="#fff" stroke="#444" stroke-width="1.2"/>'
    return f"{ring}{words(sign, x, y + 3.8, weight=600)}{said}"


def _head(before: tuple[float, float], tip: tuple[float, float]) -> str:
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    sides = [(tip[0] - 8 * math.cos(angle + turn), tip[1] - 8 * math.sin(angle + turn)) for turn in (-0.42, 0.42)]
    return f'<path d="M{_at(tip)}L{_at(sides[0])}L{_at(sides[1])}z" fill="#444"/>'


def _toward(at: tuple[float, float], other: tuple[float, float], by: float) -> tuple[float, float]:
    length = math.hypot(other[0] - at[0], other[1] - at[1]) or 1.0
    return (at[0] + by * (other[0] - at[0]) / length, at[1] + by * (other[1] - at[1]) / length)


def _at(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"
