"""The funnel and the curve of times, drawn on the server: the same bytes for the same figures.

Decorative for screen readers: the table that says the same stands beside each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

WIDE, HIGH, LEFT, LOW = 640, 300, 44, 34
#: Dealers drawn besides those that are flagged: more is a blot.
MOST_DOTS = 1_500
#: Highest ratio of the funnel; what lies above is drawn at the edge.
TOP_RATIO = 8.0


def draw_times(shares: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the corrected share by years with its 95 % band, and the naive one dashed."""
    if not shares:
        return Markup("")
    last = float(shares[-1]["years"])

    def at(years: float, share: float) -> tuple[float, float]:
        return LEFT + (WIDE - LEFT - 12) * years / last, HIGH - LOW - (HIGH - LOW - 12) * share

    rows = [{"years": 0, "share": 0, "low": 0, "high": 0, "naive": 0}, *shares]
    high = [at(row["years"], row["high"]) for row in rows]
    low = [at(row["years"], row["low"]) for row in reversed(rows)]
    parts = [_open(), *_shares_grid(at, last)]
    parts.append(Markup('<path d="{}Z" fill="#8fb3c2" opacity="0.45"/>').format(_path([*high, *low])))
    line = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"{}/>')
    dashed = Markup(' stroke-dasharray="5 4"')
    parts.append(line.format(_path([at(row["years"], row["naive"]) for row in rows]), "#a05a00", dashed))
    parts.append(line.format(_path([at(row["years"], row["share"]) for row in rows]), "#1f5f7a", ""))
    return Markup("").join([*parts, Markup("</svg>")])


def draw_funnel(figures: Mapping[str, Any]) -> Markup:
    """Return dealers by expected traces and ratio between the limits of honest ones; flagged ones are filled."""
    limits = figures.get("limits") or []
    if not limits:
        return Markup("")
    least, most = math.log(limits[0][0]), math.log(limits[-1][0])

    def at(expected: float, ratio: float) -> tuple[float, float]:
        across = (math.log(max(expected, limits[0][0])) - least) / max(most - least, 1e-9)
        return LEFT + (WIDE - LEFT - 12) * across, HIGH - LOW - (HIGH - LOW - 12) * min(
            ratio, TOP_RATIO
        ) / TOP_RATIO

    parts = [_open(), *_funnel_grid(at, limits[0][0], limits[-1][0])]
    for place, stroke in ((1, "6 3"), (2, "6 3"), (3, "2 3"), (4, "2 3")):
        path = _path([at(row[0], row[place]) for row in limits])
        parts.append(
            Markup('<path d="{}" fill="none" stroke="#5a6b7a" stroke-dasharray="{}"/>').format(path, stroke)
        )
    known = [row for row in figures["dealers"] if row["standing"] in ("flagged", "within")]
    flagged = [row for row in known if row["standing"] == "flagged"]
    others = [row for row in known if row["standing"] != "flagged"]
    for row in sorted(others, key=lambda row: -row["expected"])[:MOST_DOTS]:
        x, y = at(row["expected"], row["ratio"])
        parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2" fill="none" stroke="#5a8299"/>').format(x, y))
    for row in flagged:
        x, y = at(row["expected"], row["ratio"])
        parts.append(
            Markup('<path d="M{:.1f} {:.1f}l5 5l-5 5l-5 -5z" fill="#b3261e" stroke="#17212b"/>').format(x, y - 5)
        )
    return Markup("").join([*parts, Markup("</svg>")])


def _open() -> Markup:
    return Markup('<svg class="bars" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">').format(WIDE, HIGH)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _tick(x: float, y: float, text: str, *, anchor: str) -> Markup:
    return Markup(
        '<text class="bar-axis" x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="10.5">{}</text>'
    ).format(x, y, anchor, text)


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    return Markup('<path class="bar-grid" d="{}" stroke="#d9dee4"/>').format(_path([start, end]))


def _shares_grid(at: Any, last: float) -> list[Markup]:  # noqa: ANN401 - a local function
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        start = at(0, share)
        parts += [_rule(start, at(last, share)), _tick(LEFT - 6, start[1] + 4, f"{share:.0%}", anchor="end")]
    parts += [_tick(at(year, 0)[0], HIGH - 14, str(year), anchor="middle") for year in range(int(last) + 1)]
    return parts


def _funnel_grid(at: Any, least: float, most: float) -> list[Markup]:  # noqa: ANN401 - a local function
    parts = []
    for ratio in (0, 1, 2, 4, 6, 8):
        start = at(least, ratio)
        parts += [_rule(start, at(most, ratio)), _tick(LEFT - 6, start[1] + 4, f"{ratio}×", anchor="end")]
    marks = [one for one in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if least <= one <= most]
    parts += [_tick(at(one, 0)[0], HIGH - 14, f"{one:g}", anchor="middle") for one in marks]
    return parts
