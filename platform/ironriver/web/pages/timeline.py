"""Timelines as their template draws them: the drawing, its twin, what has no date, unknown legs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ironriver.search import Event, Gap, Lane, Timeline
from ironriver.web.formats import show_date, show_number
from ironriver.web.look import language, t
from ironriver.web.maps.lanes import LaneGap, LaneMark, draw_lanes
from ironriver.web.pages.things import Cut, Query, cut_of, line_address, page_address, queries, word_or


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row of the twin."""

    id: str
    iso: str
    date: str
    precision: str
    lane: str
    title: str
    serial: str
    gun_href: str
    with_whom: str
    source_href: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One unknown leg in words."""

    serial: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader limits a timeline to: lanes, one gun, days. Empty is all."""

    lanes: tuple[str, ...] = ()
    gun: str = ""
    since: str = ""
    until: str = ""

    def takes(self, event: Event) -> bool:
        """Whether an event lies within; a rough date does if any of its days might."""
        if (self.lanes and event.lane not in self.lanes) or (self.gun and event.firearm_id != self.gun):
            return False
        if not event.date:
            return not (self.since or self.until)
        last = f"{event.date}-99-99"[:10]
        return (not self.since or last >= self.since) and (not self.until or event.date <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSheet:
    """What the template draws."""

    asked: Asked
    drawing: Markup
    rows: tuple[EventRow, ...]
    undated: tuple[EventRow, ...]
    gaps: tuple[GapRow, ...]
    lanes: tuple[tuple[str, str, int], ...]
    guns: tuple[tuple[str, str], ...]
    showing: str
    whole: str
    held_back: str
    cut_short: bool
    tlp: int
    cut: Cut | None
    shown: Sequence[Query]


def timeline_sheet(found: Timeline, asked: Asked) -> TimelineSheet:
    """Return the page of a timeline within what was asked."""
    events = [one for one in found.events if asked.takes(one)]
    gaps = [one for one in found.gaps if asked.takes(one.start) and asked.takes(one.end)]
    everything = [*found.events, *found.undated]
    return TimelineSheet(
        asked=asked,
        drawing=_drawing(events, gaps),
        rows=tuple(_row(one) for one in events),
        undated=tuple(_row(one) for one in found.undated if asked.takes(one)),
        gaps=tuple(GapRow(serial=one.serial, said=_said(one)) for one in gaps),
        lanes=tuple((lane, _lanes()[lane], sum(one.lane == lane for one in everything)) for lane in Lane),
        guns=tuple(sorted(found.guns, key=lambda gun: (gun[1], gun[0]))),
        showing=t("timeline.showing", n=_n(len(events)), of=_n(len(found.events))),
        whole=t(
            "timeline.whole", guns=_n(len(found.guns)), n=_n(len(found.events)), undated=_n(len(found.undated))
        ),
        held_back=t("timeline.held_back", n=_n(found.held_back)) if found.held_back else "",
        cut_short=found.cut,
        tlp=found.tlp,
        cut=cut_of(found.shown),
        shown=queries(found.shown),
    )


def _lanes() -> Mapping[str, str]:
    return {lane.value: t(f"timeline.lane_{lane}") for lane in Lane}


def _drawing(events: Sequence[Event], gaps: Sequence[Gap]) -> Markup:
    if not events:
        return Markup("")
    marks = {one: _mark(one) for one in events}
    legs = [LaneGap(start=_mark(one.start), end=_mark(one.end), said=f"{one.serial}: {_said(one)}") for one in gaps]
    return draw_lanes(list(marks.values()), legs, _lanes(), t("timeline.drawn", n=len(events), gaps=len(gaps)))


def _mark(one: Event) -> LaneMark:
    said = language()
    words = f"{show_date(one.date, said)}: {one.title.in_language(said)}, {one.serial}"
    return LaneMark(id=one.id, lane=one.lane, date=one.date, said=words)


def _said(one: Gap) -> str:
    if one.days is None:
        return t("timeline.gap_rough")
    return t("timeline.gap" if one.days >= 0 else "timeline.gap_wrong", days=_n(abs(one.days)))


def _row(one: Event) -> EventRow:
    said = language()
    return EventRow(
        id=one.id,
        iso=one.date,
        date=show_date(one.date, said) or t("timeline.no_date"),
        precision=word_or("precision", one.precision) if one.precision else "",
        lane=_lanes()[one.lane],
        title=one.title.in_language(said),
        serial=one.serial or t("records.erased"),
        gun_href=page_address("Firearm", one.firearm_id),
        with_whom=one.with_whom,
        source_href=line_address(one.source_id, one.line),
        where=t("records.line", n=one.line) if one.line is not None else t("timeline.source"),
    )


def _n(count: int) -> str:
    return show_number(count, language())
