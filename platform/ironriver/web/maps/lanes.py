"""A timeline as SVG: lanes by kind, dates as precise as they are known, unknown legs dashed, years beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

LEFT, RIGHT, TOP, LANE = 170.0, 985.0, 14.0, 34.0
#: Marks of one lane that lie nearer than this are drawn as one with their number.
NEAR = 11.0
#: Unknown legs that carry their days; with more, the table says them.
LABELLED = 8
#: Years that still get a line each.
_MOST_YEARS = 30
#: A shorter stretch has lines by month, or by quarter where there are more months than this.
_SHORT = timedelta(days=3 * 365)
_MOST_MONTHS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneMark:
    """One event: its lane, its date as ISO text of a year, month or day, and what it is called."""

    id: str
    lane: str
    date: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneGap:
    """An unknown leg from one mark to another."""

    start: LaneMark
    end: LaneMark
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """First and last day of a drawing."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return where a day stands."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + share * (RIGHT - LEFT), 1)


def days_of(text: str) -> tuple[date, date]:
    """Return the first and last day that a date of a year, month or day may mean."""
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if len(text) == 7:
        first = date.fromisoformat(text + "-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = date.fromisoformat(text[:10])
    return day, day


def span_of(marks: Sequence[LaneMark]) -> Span:
    """Return the days from before the first to after the last event, a twentieth more on both sides."""
    ends = [day for mark in marks for day in days_of(mark.date)]
    first, last = min(ends), max(ends)
    more = timedelta(days=max(15, (last - first).days // 20))
    return Span(first=first - more, last=last + more)


def draw_lanes(marks: Sequence[LaneMark], gaps: Sequence[LaneGap], lanes: Mapping[str, str], title: str) -> Markup:
    """Return the timeline of at least one event; lanes in the order given, also those that are empty."""
    span = span_of(marks)
    tall = TOP + LANE * len(lanes)
    rows = {name: TOP + LANE * (number + 0.5) for number, name in enumerate(lanes)}
    is_short = span.last - span.first < _SHORT
    parts = _months(span, tall) if is_short else _years(span, tall)
    parts += [_lane(rows[name], word) for name, word in lanes.items()]
    parts += [_gap(one, span, rows, number < LABELLED) for number, one in enumerate(gaps)]
    for name, row in rows.items():
        parts += _marks([one for one in marks if one.lane == name], span, row)
    return Markup(
        '<svg class="timeline-drawing" viewBox="0 0 1000 {h:.0f}" role="img" aria-label="{title}" '
        'data-first="{first}" data-last="{last}" data-left="{left:.0f}" data-right="{right:.0f}">'
        '<rect class="brush" x="0" y="{top:.0f}" width="0" height="{inner:.0f}"/>{parts}</svg>'
    ).format(
        h=tall + 30,
        title=title,
        first=span.first,
        last=span.last,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        inner=LANE * len(lanes),
        parts=Markup("").join(parts),
    )


def _years(span: Span, tall: float) -> list[Markup]:
    years = range(span.first.year + 1, span.last.year + 1)
    step = max(1, -(-len(years) // _MOST_YEARS))
    return [_line(span.at(date(year, 1, 1)), tall, str(year)) for year in years[::step]]


def _months(span: Span, tall: float) -> list[Markup]:
    """Lines at the first days of months, written alike in every language: `2025-07`."""
    months = range(span.first.year * 12 + span.first.month, span.last.year * 12 + span.last.month)
    step = 1 if len(months) <= _MOST_MONTHS else 3
    firsts = [date(one // 12, one % 12 + 1, 1) for one in months if one % step == 0]
    return [_line(span.at(day), tall, f"{day:%Y-%m}") for day in firsts]


def _line(x: float, tall: float, said: str) -> Markup:
    return Markup(
        '<line class="grid" x1="{x}" x2="{x}" y1="{}" y2="{}"/><text class="axis" x="{x}" y="{}" '
        'text-anchor="middle">{}</text>'
    ).format(TOP, tall, tall + 18, said, x=x)


def _lane(y: float, word: str) -> Markup:
    return Markup(
        '<line class="lane" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text class="lane-name" x="8" y="{}">{}</text>'
    ).format(LEFT, RIGHT, y + 4, word, y=y)


def _gap(one: LaneGap, span: Span, rows: Mapping[str, float], labelled: bool) -> Markup:
    x1, x2 = span.at(days_of(one.start.date)[0]), span.at(days_of(one.end.date)[1])
    y1, y2 = rows[one.start.lane], rows[one.end.lane]
    drawn = Markup('<g class="gap"><title>{}</title><line x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        one.said, x1, y1, x2, y2
    )
    if labelled:
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        drawn += Markup(
            '<circle cx="{x:.1f}" cy="{y:.1f}" r="8"/><text x="{x:.1f}" y="{:.1f}" text-anchor="middle">?</text>'
        ).format(y + 4, x=x, y=y)
    return drawn + Markup("</g>")


def _marks(marks: Sequence[LaneMark], span: Span, y: float) -> list[Markup]:
    """Draw bars of rough dates beneath, days above: days that lie near are one mark, equal rough dates one bar."""
    days: list[list[LaneMark]] = []
    bars: dict[str, list[LaneMark]] = {}
    for mark in sorted(marks, key=lambda one: (one.date, one.id)):
        if len(mark.date) < 10:
            bars.setdefault(mark.date, []).append(mark)
        elif days and _middle(mark, span) - _middle(days[-1][0], span) < NEAR:
            days[-1].append(mark)
        else:
            days.append([mark])
    # Years before their months: the wider bar lies beneath.
    wide = sorted(bars.values(), key=lambda group: (len(group[0].date), group[0].date))
    return [_mark(group, span, y) for group in (*wide, *days)]


def _middle(mark: LaneMark, span: Span) -> float:
    first, last = days_of(mark.date)
    return (span.at(first) + span.at(last)) / 2


def _mark(group: Sequence[LaneMark], span: Span, y: float) -> Markup:
    one = group[0]
    said = one.said if len(group) == 1 else f"{one.said} (+{len(group) - 1})"
    head = Markup('<g class="event lane-{}" data-id="{}"><title>{}</title>').format(one.lane, one.id, said)
    if len(one.date) < 10:
        first, last = (span.at(day) for day in days_of(one.date))
        wide = max(last - first, 4.0)
        shape = Markup('<rect class="rough" x="{}" y="{:.1f}" width="{:.1f}" height="12" rx="2"/>').format(
            first, y - 6, wide
        )
    else:
        shape = Markup('<circle cx="{x:.1f}" cy="{y:.1f}" r="{}"/>').format(
            5.5 if len(group) == 1 else 8, x=_middle(one, span), y=y
        )
    if len(group) > 1:
        shape += Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
            _middle(one, span), y + 4, len(group)
        )
    return head + shape + Markup("</g>")
