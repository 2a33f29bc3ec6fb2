"""Dealer and person pages as facts on the left and tables on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ironriver.search import DealerPage, ObservationRow, PersonEvent, PersonPage, Related, Thing
from ironriver.web import as_read
from ironriver.web.formats import show_date, show_number
from ironriver.web.language import has_word
from ironriver.web.look import language, t
from ironriver.web.pages.things import (
    INNER,
    FactRow,
    Query,
    SourceRow,
    about_of,
    doubt_text,
    fact_rows,
    page_address,
    queries,
    source_rows,
    title_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell of a table."""

    text: str
    href: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table."""

    title: str
    count_text: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    #: Words and address of the pages before and after this one.
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One count with what it counts."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingSheet:
    """What the dealer and person template draws."""

    id: str
    kind: str
    title: str
    about: str
    flags: tuple[str, ...]
    tlp: int
    facts: tuple[FactRow, ...]
    sources: tuple[SourceRow, ...]
    figures: tuple[Figure, ...]
    figures_note: str
    tables: tuple[Table, ...]
    shown: tuple[Query, ...]


def dealer_sheet(page: DealerPage, *, is_later: bool = False) -> ThingSheet:
    """Return a dealer page as its template draws it."""
    counts = page.counts
    return ThingSheet(
        id=page.dealer.id,
        kind="dealer",
        title=title_of(page.dealer),
        about=about_of(page.dealer),
        flags=tuple(doubt_text(flag) for flag in page.dealer.flags),
        tlp=page.tlp,
        facts=tuple(fact_rows(page.licence)),
        sources=tuple(source_rows(page.sources)),
        figures=(
            Figure(label=t("dealer.sales"), count=counts.sales),
            Figure(label=t("dealer.undated"), count=counts.undated_sales),
            Figure(label=t("dealer.traces"), count=counts.traces),
            Figure(label=t("dealer.ttc_known"), count=counts.ttc_known),
            Figure(label=t("dealer.within"), count=counts.within_three_years),
        ),
        figures_note=counts.volume.in_language(language()),
        tables=(
            _sales(page, is_later=is_later),
            _observations(page.observations, more="search.dealer_observations" in cut_short(page)),
        ),
        shown=tuple(queries(page.shown)),
    )


def person_sheet(page: PersonPage) -> ThingSheet:
    """Return a person page: roles, never types. A list of which only the first rows were read says so."""
    cut = cut_short(page)
    events_cut = not cut.isdisjoint({"search.person_purchases", "search.person_recoveries"})
    note = t("person.roles_note")
    return ThingSheet(
        id=page.person.id,
        kind="person",
        title=title_of(page.person),
        about=about_of(page.person),
        flags=tuple(doubt_text(flag) for flag in page.person.flags),
        tlp=page.tlp,
        facts=tuple(fact_rows(page.facts, without=INNER)),
        sources=tuple(source_rows(page.sources)),
        figures=tuple(Figure(label=t(f"person_role.{role}"), count=count) for role, count in page.roles.items()),
        figures_note=f"{_count(len(page.events), more=True)}; {note}" if events_cut else note,
        tables=(
            _events(page.events, more=events_cut),
            _contacts(page.contacts, more="search.person_contacts" in cut),
            _observations(page.observations, more="search.person_observations" in cut),
        ),
        shown=tuple(queries(page.shown)),
    )


def cut_short(page: DealerPage | PersonPage) -> frozenset[str]:
    """Return the questions of a page that gave as many rows as they may."""
    return frozenset(one.statement for one in page.shown if one.is_cut)


def _count(n: int, *, more: bool = False) -> str:
    return t("records.first_rows" if more else "records.rows", n=show_number(n, language()))


def _link(thing: Thing | None, *, mono: bool = False) -> TableCell:
    if thing is None:
        return TableCell(text=t("records.not_named"), style="quiet")
    return TableCell(
        text=title_of(thing),
        href=page_address(thing.kind, thing.id),
        style="mono key" if mono else "key",
    )


def _date(value: str) -> TableCell:
    return TableCell(text=show_date(value, language()) or t("records.no_date"))


def _days(value: int | None) -> TableCell:
    return TableCell(text="" if value is None else show_number(value, language()), style="num")


def _source(number: int, line: int | None) -> TableCell:
    text = (
        t("records.src_line", n=number, line=line)
        if number and line is not None
        else (str(number) if number else "")
    )
    return TableCell(text=text, href=f"#source-{number}" if number else "")


def _sales(page: DealerPage, *, is_later: bool) -> Table:
    rows = tuple(
        (
            _date(sale.date),
            _link(sale.firearm, mono=True),
            _link(sale.purchaser),
            TableCell(text=show_date(sale.recovered, language())),
            _days(sale.ttc_days),
            _source(sale.source_no, sale.line),
        )
        for sale in page.sales
    )
    heads = ("table.sold", "kind.firearm", "table.purchaser", "table.recovered", "table.days", "records.src")
    return Table(
        title=t("dealer.sales_title"),
        count_text=_count(len(rows), more=bool(page.next_after) and not is_later),
        heads=tuple(t(head) for head in heads),
        rows=rows,
        ways=tuple(_ways(page, is_later=is_later)),
    )


def _ways(page: DealerPage, *, is_later: bool) -> Iterator[tuple[str, str]]:
    here = page_address(page.dealer.kind, page.dealer.id)
    if is_later:
        yield t("dealer.newest_sales"), here
    if page.next_after:
        yield t("dealer.earlier_sales"), f"{here}?{urlencode({'after': page.next_after})}"


def _observations(observations: Sequence[ObservationRow], *, more: bool) -> Table:
    said = language()
    rows = tuple(
        (
            TableCell(text=_attribute(one, said)),
            TableCell(text=_dated_value(one), style="key"),
            TableCell(text=show_date(one.valid_from, said)),
            TableCell(text=show_date(one.valid_to, said) or t("records.until_now")),
            _source(one.source_no, one.line),
        )
        for one in observations
    )
    heads = ("records.fact", "records.value", "table.from", "table.to", "records.src")
    return Table(
        title=t("records.dated"),
        count_text=_count(len(rows), more=more),
        heads=tuple(t(head) for head in heads),
        rows=rows,
    )


def _attribute(one: ObservationRow, said: str) -> str:
    """Return the title of a dated fact; those of the dealer list that are no property have words of their own."""
    key = f"attribute.{one.attribute}"
    return t(key) if has_word(key) else one.title.in_language(said)


def _dated_value(one: ObservationRow) -> str:
    if one.attribute == "listed":
        return t("attribute.listed_yes") if one.value == "yes" else one.value
    return as_read.calm(one.value, codes=True)


def _events(events: Sequence[PersonEvent], *, more: bool) -> Table:
    said = language()
    rows = tuple(
        (
            _date(event.date),
            TableCell(text=event.title.in_language(said)),
            _link(event.firearm, mono=True),
            _link(event.other),
            _source(event.source_no, event.line),
        )
        for event in events
    )
    heads = ("table.date", "table.role", "kind.firearm", "table.with", "records.src")
    return Table(
        title=t("person.events"),
        count_text=_count(len(rows), more=more),
        heads=tuple(t(head) for head in heads),
        rows=rows,
    )


def _contacts(contacts: Sequence[Related], *, more: bool) -> Table:
    said = language()
    rows = tuple(
        (
            TableCell(text=one.title.in_language(said)),
            TableCell(text=title_of(one.thing), style="key mono" if one.thing.kind == "Phone" else "key"),
            TableCell(text=t("person.holders", n=one.holders) if one.holders > 1 else ""),
            _source(one.source_no, one.line),
        )
        for one in contacts
    )
    heads = ("records.fact", "records.value", "table.shared", "records.src")
    return Table(
        title=t("person.contacts"),
        count_text=_count(len(rows), more=more),
        heads=tuple(t(head) for head in heads),
        rows=rows,
    )
