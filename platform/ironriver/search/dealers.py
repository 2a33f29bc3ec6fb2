"""The dealer page: licence, dated observations, counts with what is missing, and sales page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import Invalid, Say, nothing_here
from ironriver.model.actor import Actor
from ironriver.model.values import read_ffl_number
from ironriver.search.asking import PAGE_ROWS, Asker, Questions, Rows, SourceBook
from ironriver.search.page_results import DealerCounts, DealerPage, Sale
from ironriver.search.results import Fact, ObservationRow
from ironriver.search.things import line_of, maybe, node_facts, raw_cells, strictest, text_of, thing, title_of
from ironriver.search.time_to_crime import THREE_YEARS, days_between

#: Sales on one page.
PAGE = 25
#: Sorts after every date and before none: the key of the first page.
LAST_DATE = "9999-12-31"

_LICENCE = ("key", "number", "region", "district", "county", "type", "expiry", "sequence")
_VOLUME = Say(
    en="Only sales that a source names are here, not all that the dealer made. What was stated of its yearly sales "
    "stands with the dealer indicators. More traces may only mean more sales.",
    es="Aquí solo están las ventas que nombra una fuente, no todas las del comerciante. Lo declarado de sus ventas "
    "anuales está con los indicadores de comerciantes. Más rastreos pueden significar solo más ventas.",
)


def dealer_page(actor: Actor, id_: str, *, ledger: Asker, after: str = "") -> DealerPage:
    """Return the page of one dealer over the union of visible records of the licence.

    `after` is `next_after` of the page before. Raises `NotFound` where it is hidden or absent, `Invalid` for a key
    that no page gave out.
    """
    require(actor, Action.OPEN_DEALER)
    date, before = read_key(after)
    questions = Questions(actor, ledger)
    node = questions.one("search.dealer", "d", id_)
    if node is None:
        raise nothing_here()
    members = questions.same_as("dealer", node)
    ids = [member["id"] for member in members]
    book = SourceBook()
    answers = questions.ask_all(
        {
            "search.dealer_observations": {"ids": ids, "limit": PAGE_ROWS},
            "search.dealer_sale_count": {"ids": ids},
            "search.dealer_undated_count": {"ids": ids},
            "search.dealer_trace_count": {"ids": ids, "three_years": THREE_YEARS},
        }
    )
    licence = _licence(node, book)
    observations = observation_rows("Dealer", answers["search.dealer_observations"], book)
    rows, next_after = _sales(questions, ids, date, before)
    return DealerPage(
        dealer=thing(node),
        members=tuple(thing(member) for member in members[1:]),
        licence=licence,
        observations=observations,
        counts=_counts(answers),
        sales=tuple(_sale(row, book) for row in rows),
        next_after=next_after,
        sources=book.close(questions),
        notices=("innocence",),
        tlp=strictest([*members, *(value for row in rows for value in row.values())]),
        shown=questions.all_shown(),
    )


def read_key(after: str) -> tuple[str, str]:
    """Return (date, id) of a page key; the first page's for an empty one. Raises `Invalid`."""
    if not after:
        return LAST_DATE, ""
    date, sign, id_ = after.partition("~")
    if not sign or not id_ or len(after) > 200:
        raise Invalid(
            Say(
                en="This page address is incomplete. Go back to the first page.",
                es="Esta dirección de página está incompleta. Vuelva a la primera página.",
            )
        )
    return date, id_


def _licence(node: Mapping[str, Any], book: SourceBook) -> tuple[Fact, ...]:
    """The licence in parts, with region and type in words where the number gives them."""
    facts = list(node_facts(node, book, _LICENCE))
    read = read_ffl_number(text_of(node.get("number") or node.get("key")))
    words = {"region": read.region_title, "type": read.type_title}
    return tuple(
        Fact(
            key=fact.key,
            title=fact.title,
            value=_in_words(fact.value, words.get(fact.key)),
            source_no=fact.source_no,
            source_id=fact.source_id,
            line=fact.line,
            raw=fact.raw,
        )
        for fact in facts
    )


def _in_words(value: str, words: Say | None) -> str:
    # Region and type names are proper names of the licensing office; they stand untranslated beside the figure.
    return f"{value} ({words.en})" if words else value


def observation_rows(kind: str, rows: Rows, book: SourceBook) -> tuple[ObservationRow, ...]:
    """Return dated values as a table, by attribute and then by date."""
    return tuple(_observation(kind, row["o"], book) for row in rows)


def _observation(kind: str, node: Mapping[str, Any], book: SourceBook) -> ObservationRow:
    attribute = text_of(node.get("attribute"))
    cells = raw_cells(node)
    return ObservationRow(
        attribute=attribute,
        title=title_of(kind, attribute),
        value=text_of(node.get("value")),
        valid_from=text_of(node.get("valid_from")),
        valid_to=text_of(node.get("valid_to")),
        raw=cells.get(attribute, "") or " ".join(cells.values())[:200],
        source_no=book.number(node),
        line=line_of(node),
    )


def _counts(answers: Mapping[str, Rows]) -> DealerCounts:
    traces = answers["search.dealer_trace_count"][0]
    return DealerCounts(
        sales=answers["search.dealer_sale_count"][0]["sales"],
        undated_sales=answers["search.dealer_undated_count"][0]["sales"],
        traces=traces["traces"],
        within_three_years=traces["within_three_years"],
        ttc_known=traces["ttc_known"],
        volume=_VOLUME,
    )


def _sales(questions: Questions, ids: list[str], date: str, before: str) -> tuple[Rows, str]:
    """One page over the union of members: each gives a page from the same key, and the latest of all stay."""
    rows: Rows = []
    for dealer_id in ids:
        rows += questions.ask(
            "search.dealer_sales_page",
            {"dealer_id": dealer_id, "before_date": date, "before_id": before, "limit": PAGE + 1},
        )
    rows.sort(key=lambda row: (row["p"]["date"], row["p"]["id"]), reverse=True)
    page = rows[:PAGE]
    last = page[-1]["p"] if len(rows) > PAGE else None
    return page, f"{last['date']}~{last['id']}" if last else ""


def _sale(row: Mapping[str, Any], book: SourceBook) -> Sale:
    purchase, recovery = row["p"], row["r"]
    return Sale(
        id=purchase["id"],
        date=text_of(purchase.get("date")),
        firearm=maybe(row["f"]),
        purchaser=maybe(row["x"]),
        recovered=text_of((recovery or {}).get("date")),
        ttc_days=days_between(purchase, recovery),
        source_no=book.number(purchase),
        line=line_of(purchase),
    )
