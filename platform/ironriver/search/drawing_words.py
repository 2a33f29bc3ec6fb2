"""Where the words of each line of a drawn chart stand: on it, clear of marks, names and each other; else beside it.

The same rule as on the screen (`frontend/src/chart/spots.ts`), for the paper that leaves it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Point = tuple[float, float]
#: Left, top, right, bottom in chart units.
Edges = tuple[float, float, float, float]

_HALF_HIGH = 7.0
_RING = 9.0
#: Average width of half a letter at 10.5 units.
_HALF_LETTER = 2.9
#: Tried along the line, nearest to its middle first, as shares of its length.
_ALONG = (0.0, 0.1, -0.1, 0.18, -0.18, 0.26, -0.26, 0.33, -0.33)
_CELL = 120.0
#: With more lines than this only places on the line are tried.
_MANY = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """The words of one line, its middle and its ends; `has_ring`: a ring with "?" stands at its middle."""

    id: str
    label: str
    has_ring: bool
    middle: Point
    start: Point
    end: Point

    @property
    def length(self) -> float:
        """From end to end."""
        return math.dist(self.start, self.end)


def around(at: Point, wide: float, high: float) -> Edges:
    """Return the box around a point, by its half width and half height."""
    return (at[0] - wide, at[1] - high, at[0] + wide, at[1] + high)


def spots_of(lines: Iterable[LineWords], taken: Iterable[Edges]) -> dict[str, Point]:
    """Return the middle of the words of each line. Unknown legs choose first, then short lines, then by id."""
    grid = _Taken()
    for box in taken:
        grid.add(box)
    spots: dict[str, Point] = {}
    ordered = sorted(lines, key=lambda one: (not one.has_ring, round(one.length, 3), one.id))
    for line in ordered:
        if line.has_ring:
            grid.add(around(line.middle, _RING, _RING))
        if not line.label:
            continue
        half = len(line.label) * _HALF_LETTER + 2
        spots[line.id] = grid.freest(_tried(line, half, beside=len(ordered) <= _MANY), half)
        grid.add(around(spots[line.id], half, _HALF_HIGH))
    return spots


class _Taken:
    """Boxes that are taken, by the cells of the plane that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Edges]] = defaultdict(list)

    def add(self, box: Edges) -> None:
        for cell in _cells(box):
            self._cells[cell].append(box)

    def freest(self, places: Iterable[Point], half: float) -> Point:
        """Return the first place whose words lie on nothing, else that on which they cover least."""
        best = (math.inf, (0.0, 0.0))
        for at in places:
            over = self._over(around(at, half, _HALF_HIGH))
            if over < best[0]:
                best = (over, at)
            if not over:
                break
        return best[1]

    def _over(self, box: Edges) -> float:
        near = {other for cell in _cells(box) for other in self._cells.get(cell, ())}
        return math.fsum(_shared(box, other) for other in near)


def _shared(a: Edges, b: Edges) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _cells(box: Edges) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (math.floor(side / _CELL) for side in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _tried(line: LineWords, half: float, *, beside: bool) -> Iterator[Point]:
    (x, y), up, aside = line.middle, _RING + _HALF_HIGH + 1, _RING + half + 2
    if line.has_ring:
        yield from ((x, y + up), (x, y - up), (x + aside, y), (x - aside, y))
        return
    dx, dy = line.end[0] - line.start[0], line.end[1] - line.start[1]
    along = [(x + share * dx, y + share * dy) for share in _ALONG]
    yield from along
    if not beside:
        return
    length = line.length or 1.0
    nx, ny = -dy / length, dx / length
    by = half * abs(nx) + _HALF_HIGH * abs(ny) + 3
    yield from ((px + sign * by * nx, py + sign * by * ny) for px, py in along for sign in (1, -1))
