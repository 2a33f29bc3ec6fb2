"""The right pane of the workbench: one thing, or one line between two."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.search import EdgeFacts, NodeFacts
from ironriver.web.formats import show_date, show_number
from ironriver.web.look import language, t
from ironriver.web.pages.things import (
    INNER,
    FactRow,
    Query,
    about_of,
    doubt_text,
    fact_rows,
    line_address,
    mark_for,
    page_address,
    queries,
    title_of,
)

#: Facts that fit the pane; the thing's own page has all.
FITS = 12
#: Parts of a licence number, which stands above them in full.
_LICENCE_PARTS = frozenset({"region", "district", "sequence", "county_code"})
_FOR_PEOPLE = frozenset({"Person", "Dealer", "Firearm", "Recovery"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingPane:
    """What the pane of one thing shows."""

    id: str
    kind: str
    title: str
    about: str
    tlp: int
    flags: tuple[str, ...]
    facts: tuple[FactRow, ...]
    caution: str
    href: str
    shown: tuple[Query, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where one record behind a line stands."""

    title: str
    href: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgePane:
    """What the pane of one line shows, in its fixed order."""

    title: str
    from_title: str
    to_title: str
    is_lead: bool
    means: str
    sources: tuple[Receipt, ...]
    more: str
    confirmed: str
    not_shown: str
    time: str
    tlp: int
    sharing: str
    shown: tuple[Query, ...]


def thing_pane(found: NodeFacts) -> ThingPane:
    """Return the pane of one thing."""
    thing = found.thing
    caution = f"pane.{thing.kind.lower()}" if thing.kind in _FOR_PEOPLE else ""
    return ThingPane(
        id=thing.id,
        kind=mark_for(thing),
        title=title_of(thing),
        about=about_of(thing),
        tlp=thing.tlp,
        flags=tuple(doubt_text(flag) for flag in thing.flags),
        facts=tuple(fact_rows(found.facts, without=INNER | _LICENCE_PARTS)[:FITS]),
        caution=t(caution) if caution else "",
        href=page_address(thing.kind, thing.id),
        shown=tuple(queries(found.shown)),
    )


def _more(found: EdgeFacts, left: int) -> str:
    """Return how many lines of sources the pane leaves out."""
    if found.is_cut:
        return t("records.lines_cut", n=show_number(len(found.records), language()))
    return t("records.lines_left", n=show_number(left, language())) if left > 0 else ""


#: Styles of lines that somebody judged, or a rule: the pane says who, and how far.
_JUDGED = frozenset({"lead", "hit", "excluded", "inferred"})


def edge_pane(found: EdgeFacts) -> EdgePane:
    """Return the pane of one line."""
    said = language()
    by_number = {source.no: source for source in found.sources}
    receipts = []
    for record in found.records:
        source = by_number.get(record.source_no)
        if source is not None and not source.hidden:
            receipts.append(
                Receipt(
                    title=source.name,
                    href=line_address(source.id, record.line),
                    where=t("records.line", n=record.line) if record.line is not None else "",
                )
            )
    dates = [show_date(date, said) for date in dict.fromkeys((found.first, found.last)) if date]
    key = f"edge.is_{found.style}" if found.style in _JUDGED else "edge.is_recorded"
    return EdgePane(
        title=found.title.in_language(said)[:1].upper() + found.title.in_language(said)[1:],
        from_title=title_of(found.start),
        to_title=title_of(found.end),
        is_lead=found.style == "lead",
        means=found.means.in_language(said),
        sources=tuple(receipts[:FITS]),
        more=_more(found, len(receipts) - FITS),
        confirmed=t(key),
        not_shown=found.does_not_show.in_language(said),
        time=" – ".join(dates),
        tlp=found.tlp,
        sharing=t(f"sharing.level_{found.tlp}"),
        shown=tuple(queries(found.shown)),
    )
