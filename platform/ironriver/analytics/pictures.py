"""The funnel and the curve of times, drawn on the server: the same bytes for the same figures.

Decorative for screen readers: the table that says the same stands beside each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

WIDE, HIGH, LEFT, LOW = 640, 316, 44, 50
#: Dealers drawn besides those that are flagged: more is a blot.
MOST_DOTS = 1_500
#: Highest ratio of the funnel; what lies above is drawn at the edge.
TOP_RATIO = 8.0


def draw_times(shares: Sequence[Mapping[str, Any]], axis: str = "") -> Markup:
    """Return the corrected share by years with its 95 % band, and the naive one dashed; `axis` names the years."""
    if not shares:
        return Markup("")
    last = float(shares[-1]["years"])

    def at(years: float, share: float) -> tuple[float, float]:
        return LEFT + (WIDE - LEFT - 12) * years / last, HIGH - LOW - (HIGH - LOW - 12) * share

    rows = [{"years": 0, "share": 0, "low": 0, "high": 0, "naive": 0}, *shares]
    high = [at(row["years"], row["high"]) for row in rows]
    low = [at(row["years"], row["low"]) for row in reversed(rows)]
    parts = [_open(), *_shares_grid(at, last)]
    parts.append(_filled("plot-band", [*high, *low]))
    parts.append(_line("plot-plain", [at(row["years"], row["naive"]) for row in rows]))
    parts.append(_line("plot-line", [at(row["years"], row["share"]) for row in rows]))
    parts.append(_tick((LEFT + WIDE) / 2, HIGH - 1, axis, anchor="middle"))
    return Markup("").join([*parts, Markup("</svg>")])


def draw_funnel(figures: Mapping[str, Any], axis: str = "") -> Markup:
    """Return dealers by expected traces and ratio, rings within the bands of honest ones, triangles where flagged.

    `axis` says under the drawing what is counted across.
    """
    limits = figures.get("limits") or []
    if not limits:
        return Markup("")
    least, most = math.log(limits[0][0]), math.log(limits[-1][0])

    def at(expected: float, ratio: float) -> tuple[float, float]:
        across = (math.log(max(expected, limits[0][0])) - least) / max(most - least, 1e-9)
        up = min(ratio, TOP_RATIO) / TOP_RATIO
        return LEFT + (WIDE - LEFT - 12) * across, HIGH - LOW - (HIGH - LOW - 12) * up

    parts = [_open(), *_bands(at, limits), *_funnel_grid(at, limits[0][0], limits[-1][0])]
    parts.append(_tick((LEFT + WIDE) / 2, HIGH - 1, axis, anchor="middle"))
    parts += [_ring(at(row["expected"], row["ratio"])) for row in _within(figures["dealers"])]
    flagged = [row for row in figures["dealers"] if row["standing"] == "flagged"]
    parts += [_triangle(at(row["expected"], row["ratio"])) for row in flagged]
    return Markup("").join([*parts, Markup("</svg>")])


def _within(dealers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    within = (row for row in dealers if row["standing"] == "within")
    return sorted(within, key=lambda row: -row["expected"])[:MOST_DOTS]


def _bands(at: Any, limits: Sequence[Sequence[float]]) -> list[Markup]:  # noqa: ANN401 - a local function
    """Where 99.8 % and 95 % of honest dealers lie, and the line of those exactly as expected."""
    parts = []
    for name, low, high in (("outer", 3, 4), ("inner", 1, 2)):
        edges = [[at(row[0], row[place]) for row in limits] for place in (low, high)]
        parts.append(_filled(f"plot-{name}", [*edges[0], *reversed(edges[1])]))
        parts += [_line(f"plot-limit plot-limit-{name}", edge) for edge in edges]
    return [*parts, _line("plot-even", [at(limits[0][0], 1.0), at(limits[-1][0], 1.0)])]


def _ring(place: tuple[float, float]) -> Markup:
    return Markup('<circle class="plot-ring" cx="{:.1f}" cy="{:.1f}" r="2.5"/>').format(*place)


def _triangle(place: tuple[float, float]) -> Markup:
    x, y = place
    return Markup('<path class="plot-above" d="M{:.1f} {:.1f}l5 9h-10z"/>').format(x, y - 5)


def _filled(name: str, points: Sequence[tuple[float, float]]) -> Markup:
    return Markup('<path class="{}" d="{}Z"/>').format(name, _path(points))


def _line(name: str, points: Sequence[tuple[float, float]]) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(name, _path(points))


def _open() -> Markup:
    return Markup('<svg class="bars" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">').format(WIDE, HIGH)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _tick(x: float, y: float, text: str, *, anchor: str) -> Markup:
    return Markup(
        '<text class="bar-axis" x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="10.5">{}</text>'
    ).format(x, y, anchor, text)


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    return _line("bar-grid", [start, end])


def _shares_grid(at: Any, last: float) -> list[Markup]:  # noqa: ANN401 - a local function
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        start = at(0, share)
        parts += [_rule(start, at(last, share)), _tick(LEFT - 6, start[1] + 4, f"{share:.0%}", anchor="end")]
    parts += [_tick(at(year, 0)[0], HIGH - LOW + 18, str(year), anchor="middle") for year in range(int(last) + 1)]
    return parts


def _funnel_grid(at: Any, least: float, most: float) -> list[Markup]:  # noqa: ANN401 - a local function
    parts = []
    for ratio in (0, 1, 2, 4, 6, 8):
        start = at(least, ratio)
        parts += [_rule(start, at(most, ratio)), _tick(LEFT - 6, start[1] + 4, f"{ratio}×", anchor="end")]
    marks = [one for one in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if least <= one <= most]
    parts += [_tick(at(one, 0)[0], HIGH - LOW + 18, f"{one:g}", anchor="middle") for one in marks]
    return parts
