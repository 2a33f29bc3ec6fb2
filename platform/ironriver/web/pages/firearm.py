"""The firearm page: chain, serial cells, facts, checks, candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ironriver.search import Check, FirearmPage, Leg, SerialReading, Stop
from ironriver.web import as_read, chain
from ironriver.web.formats import show_date, show_number
from ironriver.web.look import language, t
from ironriver.web.pages.hits import HitRow, hit_rows
from ironriver.web.pages.things import (
    FactRow,
    Query,
    SourceRow,
    about_of,
    doubt_text,
    fact_rows,
    mark_for,
    page_address,
    queries,
    source_rows,
    title_of,
    word_or,
)

#: Role of a stop → mark where the record names nobody.
_ROLE_MARKS: Mapping[str, str] = {
    "maker": "maker",
    "importer": "organisation",
    "distributor": "distributor",
    "dealer": "dealer",
    "purchaser": "person",
    "possessor": "person",
    "recovery": "recovery",
}
#: State of a cell → class that draws it.
_CELLS = {"known": "read", "unreadable": "unread", "gap": "skipped", "restored": "restored", "doubtful": "doubtful"}

#: Summaries offered as buttons; a gun traced more often than that is found in the list of traces.
MOST_TRACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMark:
    """One position of a serial."""

    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialRow:
    """One reading of one component."""

    component: str
    source: int
    how: str
    cells: tuple[CellMark, ...]
    said: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One thing to look at before a short time-to-crime is read as one."""

    is_done: bool
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLink:
    """A trace of this gun, whose summary is a page of its own."""

    id: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirearmSheet:
    """What the firearm template draws."""

    id: str
    serial: str
    about: str
    flags: tuple[str, ...]
    tlp: int
    drawing: chain.Drawing
    legs_recorded: int
    legs_all: int
    chain_note: str
    serials: tuple[SerialRow, ...]
    facts: tuple[FactRow, ...]
    cautions: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    checks_title: str
    checks: tuple[CheckRow, ...]
    candidates: tuple[HitRow, ...]
    candidates_text: str
    traces: tuple[TraceLink, ...]
    shown: tuple[Query, ...]


def firearm_sheet(page: FirearmPage) -> FirearmSheet:
    """Return a firearm page as its template draws it."""
    said = language()
    days = page.time_to_crime.days if page.time_to_crime else None
    held_back = [t("records.held_back", n=page.held_back)] if page.held_back else []
    open_candidates = hit_rows(page.candidates)
    return FirearmSheet(
        id=page.firearm.id,
        serial=as_read.serial(page.firearm.label) or t("records.no_serial"),
        about=about_of(page.firearm),
        flags=tuple(doubt_text(flag) for flag in page.firearm.flags),
        tlp=page.tlp,
        drawing=_drawing(page),
        legs_recorded=page.chain.recorded,
        legs_all=page.chain.total,
        chain_note=_chain_note(page),
        serials=tuple(_reading(reading) for reading in page.readings),
        facts=tuple(fact_rows(page.facts)),
        cautions=tuple(held_back),
        sources=tuple(source_rows(page.sources)),
        checks_title=t("records.checks_days", n=show_number(days, said))
        if days is not None
        else t("records.checks"),
        checks=tuple(_check(check) for check in page.checks),
        candidates=open_candidates,
        candidates_text=t(
            "records.candidates",
            joined=sum(one.id != page.firearm.id for one in page.members),
            open=len(open_candidates),
        ),
        traces=tuple(TraceLink(id=one.thing.id, number=one.thing.label) for one in page.traces[:MOST_TRACES]),
        shown=tuple(queries(page.shown)),
    )


def _chain_note(page: FirearmPage) -> str:
    numbers = ", ".join(str(number) for number in page.chain.sources)
    if page.time_to_crime and page.time_to_crime.reason:
        return page.time_to_crime.reason.in_language(language())
    return t("records.chain_note", sources=numbers) if numbers else t("records.chain_unsourced")


def _drawing(page: FirearmPage) -> chain.Drawing:
    """Draw the chain. Each unknown leg gets a stop of its own, so that what nobody knows can be seen."""
    stops: list[chain.Stop] = []
    legs: list[chain.Leg] = []
    at: dict[str, int] = {}
    for number, stop in enumerate(page.chain.stops):
        at.setdefault(stop.role, len(stops))
        stops.append(_stop(stop))
        if number == len(page.chain.legs):
            break
        leg = page.chain.legs[number]
        if leg.recorded:
            legs.append(_leg(leg))
        else:
            stops.append(_unknown_stop())
            legs += [chain.Leg(is_known=False), chain.Leg(is_known=False)]
    return chain.draw_chain(stops, legs, _span(page, at))


def _unknown_stop() -> chain.Stop:
    return chain.Stop(kind="unknown", name=t("records.unknown"), role=t("records.unknown_who"), is_unknown=True)


def _stop(stop: Stop) -> chain.Stop:
    said = language()
    role = stop.title.in_language(said)
    if stop.thing is None:
        return chain.Stop(
            kind=_ROLE_MARKS.get(stop.role, "unknown"),
            name=role,
            role=t("records.not_named"),
            sources=(stop.source_no,) if stop.source_no else (),
        )
    thing = stop.thing
    is_recovery = thing.kind == "Recovery"
    place = about_of(thing)
    date = show_date(stop.date, said)
    return chain.Stop(
        kind=_ROLE_MARKS.get(stop.role) or mark_for(thing),
        name=t("kind.recovered") if is_recovery else title_of(thing),
        role=", ".join(part for part in ((place, date) if is_recovery else (role, _whereabouts(stop))) if part),
        href=page_address(thing.kind, thing.id),
        sources=(stop.source_no,) if stop.source_no else (),
    )


def _whereabouts(stop: Stop) -> str:
    if stop.thing is None or stop.thing.kind == "Person":
        return ""
    properties = stop.thing.properties
    licence = f"FFL {properties['key']}" if stop.thing.kind == "Dealer" and properties.get("key") else ""
    town = as_read.calm(str(properties.get("city") or "")) or str(properties.get("state") or "")
    return ", ".join(part for part in (licence, town) if part)


def _leg(leg: Leg) -> chain.Leg:
    if not leg.recorded:
        return chain.Leg(is_known=False)
    if leg.kind == "possessed":
        return chain.Leg()  # the stop says it: possessor at recovery
    said = language()
    words = f"{leg.title.in_language(said)} {show_date(leg.date, said)}".strip()
    if leg.guns > 1:
        words += t("records.one_of", n=leg.guns)
    return chain.Leg(label=words[:1].upper() + words[1:])


def _span(page: FirearmPage, at: Mapping[str, int]) -> chain.Span | None:
    ttc = page.time_to_crime
    if ttc is None or ttc.days is None or "recovery" not in at or "purchaser" not in at:
        return None
    said = language()
    return chain.Span(
        first=at["purchaser"],
        last=at["recovery"],
        text=t("records.ttc", n=show_number(ttc.days, said)),
        rest=f", {ttc.title.in_language(said)}",
        note=t("records.ttc_note"),
    )


def _reading(reading: SerialReading) -> SerialRow:
    said = language()
    how = [word_or("method", reading.method), reading.examiner, show_date(reading.date, said)]
    return SerialRow(
        component=word_or("component", reading.component),
        source=reading.source_no,
        how=", ".join(part for part in how if part),
        cells=tuple(
            CellMark(text="?" if cell.state == "unreadable" else cell.char, state=_CELLS.get(cell.state, "read"))
            for cell in reading.cells
        ),
        said=t("records.reads", value=reading.value),
        note=" ".join(note.in_language(said) for note in reading.notes),
    )


def _check(check: Check) -> CheckRow:
    said = language()
    return CheckRow(
        is_done=check.state != "not_asked", label=check.title.in_language(said), value=check.say.in_language(said)
    )
