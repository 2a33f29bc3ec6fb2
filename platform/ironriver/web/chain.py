"""The chain from maker to recovery as a drawing: where each stop and each leg stands, unknown legs kept visible.

Pure geometry. The template draws it, so that screen, print and tests see the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

#: CSS pixels. The drawing scales with the page; these are its own units.
WIDTH = 1374
MARGIN = 84
LINE_Y = 48
#: Half of a node, and air between node and line.
CLEAR = 24
#: Relative length of a leg by whether anything is known of it.
KNOWN, UNKNOWN = 1.0, 1.15
#: Characters of a name or role that fit beneath a stop.
FITS = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place in the chain: who or what, in which role, and the numbers of the sources that say so."""

    kind: str
    name: str
    role: str
    href: str = ""
    sources: tuple[int, ...] = ()
    #: Nobody knows what stood here.
    is_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What joins a stop to the next one. `label` is empty and `is_known` false where no source says anything."""

    label: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time between two stops, e.g. time-to-crime."""

    first: int
    last: int
    text: str
    rest: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStop:
    """A stop with its place."""

    stop: Stop
    x: float
    names: tuple[str, ...]
    roles: tuple[str, ...]
    source_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLeg:
    """A leg with its two ends; `lines` is its label, stacked upwards."""

    leg: Leg
    start: float
    end: float
    middle: float
    lines: tuple[str, ...]
    has_tip: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSpan:
    """A span with its two ends and the gap that its words need."""

    span: Span
    start: float
    end: float
    gap_start: float
    gap_end: float
    y: float
    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything the template needs."""

    stops: tuple[DrawnStop, ...]
    legs: tuple[DrawnLeg, ...]
    span: DrawnSpan | None
    width: int
    height: float
    line_y: int


def draw_chain(stops: Sequence[Stop], legs: Sequence[Leg], span: Span | None = None) -> Drawing:
    """Lay out n stops and the n - 1 legs between them from left to right."""
    if len(legs) != max(len(stops) - 1, 0):
        raise ValueError("a chain of n stops has n - 1 legs")
    places = _places(legs) if stops else []
    drawn = tuple(_stop(stop, x) for stop, x in zip(stops, places, strict=True))
    lowest = max((stop.source_y for stop in drawn), default=LINE_Y)
    span_y = lowest + 34
    return Drawing(
        stops=drawn,
        legs=tuple(_leg(leg, places, i, stops) for i, leg in enumerate(legs)),
        span=_span(span, places, span_y) if span else None,
        width=WIDTH,
        height=span_y + 30 if span else lowest + 14,
        line_y=LINE_Y,
    )


def _places(legs: Sequence[Leg]) -> list[float]:
    weights = [KNOWN if leg.is_known else UNKNOWN for leg in legs]
    if not weights:
        return [WIDTH / 2]
    # A short chain is not stretched over the whole page: its words would lose sight of each other.
    room = min(WIDTH - 2 * MARGIN, 260 * sum(weights))
    unit = room / sum(weights)
    places = [float(MARGIN)]
    for weight in weights:
        places.append(round(places[-1] + weight * unit, 1))
    return places


def _stop(stop: Stop, x: float) -> DrawnStop:
    names = tuple(wrap(stop.name, FITS, max_lines=2, placeholder=" …")) or ("",)
    roles = tuple(wrap(stop.role, FITS + 3, max_lines=2, placeholder=" …"))
    below = LINE_Y + 36 + 17 * (len(names) - 1) + 16 * len(roles)
    return DrawnStop(stop=stop, x=x, names=names, roles=roles, source_y=below + 9)


def _leg(leg: Leg, places: Sequence[float], index: int, stops: Sequence[Stop]) -> DrawnLeg:
    start, end = places[index] + CLEAR, places[index + 1] - CLEAR
    fits = max(int((end - start) / 5.6), 8)
    return DrawnLeg(
        leg=leg,
        start=start,
        end=end,
        middle=round((start + end) / 2, 1),
        lines=tuple(wrap(leg.label, fits, max_lines=2, placeholder=" …")),
        has_tip=not stops[index + 1].is_unknown,
    )


def _span(span: Span, places: Sequence[float], y: float) -> DrawnSpan:
    start, end = places[span.first], places[span.last]
    middle = round((start + end) / 2, 1)
    half = 3.5 * (len(span.text) + len(span.rest)) + 14
    return DrawnSpan(
        span=span,
        start=start,
        end=end,
        gap_start=max(start + 8, middle - half),
        gap_end=min(end - 8, middle + half),
        y=y,
        middle=middle,
    )
