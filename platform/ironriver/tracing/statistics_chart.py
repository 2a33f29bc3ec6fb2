"""Bars of a table, drawn on the server: the same bytes for the same figures, on screen and on paper."""

from __future__ import annotations

from markupsafe import Markup, escape

from ironriver.tracing.statistics_results import Table

_STROKE = Markup('stroke="#17212b" fill="none"')
_ROW, _BAR, _LEFT, _WIDE = 26, 14, 190, 560


def draw_bars(table: Table, language: str) -> Markup:
    """Return an SVG of the shares with 95 % intervals; hidden cells are hatched words, not bars.

    Decorative for screen readers: the table that says the same stands beside it.
    """
    high = len(table.cells) * _ROW + 24
    shares = [cell.figure.interval[1] for cell in table.cells if cell.figure and cell.figure.interval]
    top = max([*shares, 0.1])
    parts = [
        Markup('<svg class="bars" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">').format(_WIDE, high)
    ]
    parts += [_grid(top, high)]
    for at, cell in enumerate(table.cells):
        y = at * _ROW + 6
        label = (cell.short or cell.label).in_language(language)
        parts.append(
            Markup('<text class="bar-label" x="{}" y="{}" text-anchor="end" font-size="11">{}</text>').format(
                _LEFT - 8, y + 11, escape(label if len(label) < 32 else label[:30] + "…")
            )
        )
        if cell.figure is None or cell.figure.share is None or cell.figure.interval is None:
            continue
        wide = _at(cell.figure.share, top) - _LEFT
        low, up = (_at(end, top) for end in cell.figure.interval)
        parts.append(
            Markup('<rect class="bar" x="{}" y="{}" width="{:.1f}" height="{}" fill="#8fb3c2"/>').format(
                _LEFT, y, wide, _BAR
            )
        )
        middle = y + _BAR / 2
        parts.append(
            Markup('<path class="bar-reach" d="M{:.1f} {}h{:.1f}M{:.1f} {}v8M{:.1f} {}v8" {}/>').format(
                low, middle, up - low, low, middle - 4, up, middle - 4, _STROKE
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def _at(share: float, top: float) -> float:
    return _LEFT + (_WIDE - _LEFT - 30) * share / top


def _grid(top: float, high: int) -> Markup:
    step = next(step for step in (0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if top / step <= 6 or step == 0.5)
    lines = []
    share = 0.0
    while share <= top + 1e-9:
        x = _at(share, top)
        lines.append(
            Markup(
                '<path class="bar-grid" d="M{:.1f} 0V{}" stroke="#d9dee4"/>'
                '<text class="bar-axis" x="{:.1f}" y="{}" text-anchor="middle" font-size="10.5">{:.0f} %</text>'
            ).format(x, high - 20, x, high - 6, share * 100)
        )
        share += step
    return Markup("").join(lines)
