"""The trace summary as its template draws it: one column a language."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.errors import Say
from ironriver.tracing import SUMMARY_ENDS, SummaryLeg, SummaryRow, SummarySection, TraceSummary
from ironriver.web import as_read
from ironriver.web.formats import show_date
from ironriver.web.language import word
from ironriver.web.pages.things import Query, line_address, queries_of

_MOST_CODE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMark:
    """One fact in one language."""

    label: str
    value: str
    is_mono: bool
    source: int
    where: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the report in one language."""

    id: str
    language: str
    title: str
    rows: tuple[RowMark, ...]
    limit: str
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRow:
    """One leg of the chain in one language."""

    known: bool
    start: str
    end: str
    what: str
    date: str
    invoice: str
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Chain and limits in one language."""

    language: str
    legs: tuple[LegRow, ...]
    limits: tuple[str, ...]
    chain_title: str
    limits_title: str
    unknown: str
    held_back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMark:
    """A numbered source."""

    number: int
    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySheet:
    """What the template draws. `parts` holds, for each part, one column a language."""

    id: str
    number: str
    firearm_id: str
    tlp: int
    both: bool
    parts: tuple[tuple[Part, ...], ...]
    columns: tuple[Column, ...]
    sources: tuple[SourceMark, ...]
    shown: tuple[Query, ...]


def summary_sheet(found: TraceSummary, languages: tuple[str, ...]) -> SummarySheet:
    """Return the report for these languages, the first of which is the page's own."""
    ids = {source.no: source.id for source in found.sources}
    return SummarySheet(
        id=found.id,
        number=found.number or found.id,
        firearm_id=found.firearm_id,
        tlp=found.tlp,
        both=len(languages) > 1,
        parts=tuple(tuple(_part(part, said, ids) for said in languages) for part in found.sections),
        columns=tuple(_column(found, said) for said in languages),
        sources=tuple(
            SourceMark(
                number=one.no,
                id=one.id,
                title=one.name or word("records.hidden_source", languages[0]),
                note=", ".join(text for text in (one.brought_by, show_date(one.received, languages[0])) if text),
            )
            for one in found.sources
        ),
        shown=queries_of(found.answers),
    )


def _part(part: SummarySection, said: str, ids: dict[int, str]) -> Part:
    return Part(
        id=f"{part.key}-{said}",
        language=said,
        title=part.title.in_language(said),
        rows=tuple(_row(row, said, ids) for row in part.rows),
        limit=_text(part.limit, said),
        withheld=_text(part.withheld, said),
    )


def _row(row: SummaryRow, said: str, ids: dict[int, str]) -> RowMark:
    source_id = ids.get(row.source_no, "")
    return RowMark(
        label=row.label.in_language(said),
        value=_value(row, said),
        is_mono=row.how == "serial",
        source=row.source_no,
        where=word("records.line", said, n=row.line) if row.line is not None else "",
        href=line_address(source_id, row.line) if row.line is not None else "",
    )


def _value(row: SummaryRow, said: str) -> str:
    if isinstance(row.value, Say):
        return row.value.in_language(said)
    if row.how == "date":
        return show_date(row.value, said)
    is_code = len(row.value) <= _MOST_CODE and row.value.isalpha()  # a state or a country alone: SON, MX
    return row.value if row.how or is_code else as_read.calm(row.value, codes=True)


def _text(say: Say | None, said: str) -> str:
    return say.in_language(said) if say else ""


def _column(found: TraceSummary, said: str) -> Column:
    held = word("summary.held_back", said, n=found.held_back) if found.held_back else ""
    return Column(
        language=said,
        legs=tuple(_leg(leg, said) for leg in found.legs),
        limits=tuple(limit.in_language(said) for limit in found.limits),
        chain_title=word("records.chain", said),
        limits_title=word("summary.limits", said),
        unknown=word("summary.unknown", said, n=found.unknown_legs, all=len(found.legs)),
        held_back=held,
    )


def _leg(leg: SummaryLeg, said: str) -> LegRow:
    days = f" ({word('summary.days', said, n=leg.days)})" if leg.days is not None else ""
    return LegRow(
        known=leg.known,
        start=_end(leg.start, said),
        end=_end(leg.end, said),
        what=leg.what.in_language(said) + days,
        date=show_date(leg.date, said),
        invoice=leg.invoice,
        source=leg.source_no,
    )


def _end(name: str, said: str) -> str:
    return SUMMARY_ENDS[name].in_language(said) if name in SUMMARY_ENDS else as_read.calm(name)
