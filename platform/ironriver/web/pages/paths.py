"""Paths as the template draws them: hop by hop in words, the weakest link named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ironriver.model.kinds import kind_of_id
from ironriver.search import DRAWN, LINK_GROUPS, MOST_HOPS, MOST_PATHS, Found, Hop, Limits, Paths, Thing, Way
from ironriver.web.formats import show_date, show_number
from ironriver.web.look import language, t
from ironriver.web.pages.things import (
    Query,
    SourceRow,
    about_of,
    line_address,
    mark_for,
    page_address,
    queries,
    source_rows,
    title_of,
)

LONGEST_ID = 80
#: Candidates listed for one end.
LISTED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StopText:
    """One thing on the way."""

    id: str
    mark: str
    title: str
    about: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HopText:
    """One hop in words; `where` and `href` lead to the line of its source."""

    start: StopText
    end: StopText
    title: str
    means: str
    not_shown: str
    style: str
    date: str
    days: str
    source_no: int
    where: str
    href: str
    is_weakest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WayText:
    """One path; `weakest` counts from 1, 0 where no hop is weaker than the others."""

    hops: tuple[HopText, ...]
    why: str
    weakest: int
    tlp: int
    crosses_unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsSheet:
    """What the template draws."""

    start: StopText
    end: StopText
    finding: str
    ways: tuple[WayText, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    shown: tuple[Query, ...]
    tlp: int


def limits_of(given: Mapping[str, str], groups: list[str], without: list[str]) -> Limits:
    """Return what the address asks for. What cannot be read as a number becomes 0, which `find_paths` refuses."""
    ids = [part for text in without for part in text.replace(",", " ").split()]
    return Limits(
        most=_number(given.get("most", ""), 3),
        hops=_number(given.get("hops", ""), MOST_HOPS),
        links=tuple(group for group in LINK_GROUPS if group in groups) or ("chain",),
        in_time=given.get("order", "time") != "any",
        without=tuple(dict.fromkeys(id_[:LONGEST_ID] for id_ in ids)),
    )


def _number(text: str, otherwise: int) -> int:
    return (int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0) if text else otherwise


def is_id(text: str) -> bool:
    """True for something that looks like the id of a thing that a path may end in."""
    kind = kind_of_id(text)
    return kind is not None and kind.name in DRAWN


def candidates(found: Found) -> list[StopText]:
    """Return what was found that a path may end in, best first."""
    hits = [hit.thing for group in found.groups for hit in group.hits]
    return [_stop(thing) for thing in hits if thing.kind in DRAWN][:LISTED]


def choices() -> dict[str, tuple[int, ...]]:
    """Return the numbers of the form's lists."""
    return {"most": tuple(range(1, MOST_PATHS + 1)), "hops": tuple(range(1, MOST_HOPS + 1))}


def paths_sheet(found: Paths) -> PathsSheet:
    """Return the page in the reader's language."""
    said = language()
    closed = frozenset(source.id for source in found.sources if source.hidden)
    return PathsSheet(
        start=_stop(found.start),
        end=_stop(found.end),
        finding=found.finding.in_language(said),
        ways=tuple(_way(way, closed) for way in found.ways),
        notes=tuple(note.in_language(said) for note in found.notes),
        sources=tuple(source_rows(found.sources)),
        shown=tuple(queries(found.shown)),
        tlp=max([found.start.tlp, found.end.tlp, *(way.tlp for way in found.ways)]),
    )


def _way(way: Way, closed: frozenset[str]) -> WayText:
    return WayText(
        hops=tuple(_hop(hop, closed, is_weakest=at == way.weakest) for at, hop in enumerate(way.hops)),
        why=way.why.in_language(language()),
        weakest=0 if way.weakest is None else way.weakest + 1,
        tlp=way.tlp,
        crosses_unknown=way.crosses_unknown,
    )


def _hop(hop: Hop, closed: frozenset[str], *, is_weakest: bool) -> HopText:
    """Word one hop; a source that is not open to the reader (`closed`) is numbered, and its line is no link."""
    said = language()
    return HopText(
        start=_stop(hop.start),
        end=_stop(hop.end),
        title=hop.title.in_language(said),
        means=hop.means.in_language(said),
        not_shown=hop.does_not_show.in_language(said),
        style=hop.style,
        date=show_date(hop.date, said) if hop.date else "",
        days=t("paths.days", n=show_number(hop.days, said)) if hop.days is not None else "",
        source_no=hop.source_no,
        where=t("paths.line", n=hop.line) if hop.line else t("paths.source"),
        href="" if hop.source_id in closed else line_address(hop.source_id, hop.line),
        is_weakest=is_weakest,
    )


def _stop(thing: Thing) -> StopText:
    kind = t(f"paths.kind_{thing.kind.lower()}") if thing.kind in ("Purchase", "Shipment", "Recovery") else ""
    title = f"{kind} {show_date(thing.label, language())}".strip() if kind else title_of(thing)
    return StopText(
        id=thing.id,
        mark=mark_for(thing),
        title=title,
        about="" if thing.kind in ("Purchase", "Shipment") else about_of(thing),
        href=page_address(thing.kind, thing.id),
    )
