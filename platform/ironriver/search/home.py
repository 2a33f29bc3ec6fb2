"""What came in: newest traces with their denominators, imports, sources, and what one line of a file became."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import nothing_here
from ironriver.model.actor import Actor
from ironriver.search.asking import PAGE_ROWS, Asker, Questions
from ironriver.search.dealers import read_key
from ironriver.search.home_results import (
    BatchRow,
    Funnel,
    RecentTraces,
    SourceLine,
    SourceList,
    SourcePage,
    TraceRow,
)
from ironriver.search.things import maybe, raw_cells, text_of, thing
from ironriver.search.withholding import cells_without_persons

#: Windows tried for "newest traces", in days, until one is filled: most days answer from the first, by index.
WINDOWS = (31, 366, 36_600)
PAGE = 25
STATES = ("open", "closed", "withdrawn", "undone")
_COUNTS = ("total", "done", "added", "changed", "unchanged", "absent", "rejected")
#: Sorts after every time stamp.
_LAST_STAMP = "9999-12-31T23:59:59.999999Z"


def recent_traces(actor: Actor, *, ledger: Asker, until: date, limit: int = PAGE) -> RecentTraces:
    """Return the newest trace requests up to `until` with their results, and the denominators of that window.

    The first window of a month, a year, a century that fills the page (else the last) is the one that counts.
    """
    require(actor, Action.OPEN_FIREARM)
    questions = Questions(actor, ledger)
    since, rows = "", []
    for days in WINDOWS:
        since = (until - timedelta(days=days)).isoformat()
        rows = questions.ask("search.traces_since", {"since": since, "limit": limit})
        if len(rows) >= limit:
            break
    counted = questions.ask("search.trace_funnel", {"since": since})[0]
    return RecentTraces(
        rows=tuple(_trace(row) for row in rows),
        funnel=Funnel(since=since, **{name: int(counted[name]) for name in counted}),
        shown=questions.all_shown(),
    )


def _trace(row: Mapping[str, Any]) -> TraceRow:
    request, result = row["t"], row["u"] or {}
    days = request.get("ttc_days")
    return TraceRow(
        trace=thing(request),
        firearm=maybe(row["f"]),
        date=text_of(request.get("date")),
        completed=text_of(result.get("completed")),
        status=text_of(request.get("status")),
        outcome=text_of(result.get("outcome") or request.get("outcome")),
        ttc_days=days if isinstance(days, int) else None,
        recovery_state=text_of(request.get("recovery_state")),
    )


def recent_batches(actor: Actor, *, ledger: Asker, limit: int = PAGE) -> tuple[BatchRow, ...]:
    """Return the newest imports, open ones among them."""
    require(actor, Action.VIEW_IMPORTS)
    questions = Questions(actor, ledger)
    rows = questions.ask("search.batches", {"states": list(STATES), "limit": limit})
    return tuple(_batch(row["b"], row["s"]) for row in rows)


def batch(actor: Actor, id_: str, *, ledger: Asker) -> BatchRow:
    """Return one import. Raises `NotFound` where hidden or absent."""
    require(actor, Action.VIEW_IMPORTS)
    questions = Questions(actor, ledger)
    node = questions.one("search.batch", "b", id_)
    if node is None:
        raise nothing_here()
    return _batch(node, questions.one("search.source", "s", text_of(node.get("source_id"))))


def sources(actor: Actor, *, ledger: Asker, after: str = "", limit: int = PAGE) -> SourceList:
    """Return sources, newest first; `after` is `next_after` of the page before."""
    require(actor, Action.VIEW_IMPORTS)
    stamp, before = read_key(after)
    questions = Questions(actor, ledger)
    key = {"before": stamp if after else _LAST_STAMP, "before_id": before}
    rows = questions.ask("search.sources", {**key, "limit": limit + 1})
    page = [row["s"] for row in rows[:limit]]
    last = page[-1] if len(rows) > limit else None
    return SourceList(
        sources=tuple(thing(node) for node in page),
        next_after=f"{last['received']}~{last['id']}" if last else "",
        shown=questions.all_shown(),
    )


def source_page(actor: Actor, id_: str, *, ledger: Asker) -> SourcePage:
    """Return one source with its imports. Raises `NotFound` where hidden or absent."""
    require(actor, Action.VIEW_IMPORTS)
    questions = Questions(actor, ledger)
    node = questions.one("search.source", "s", id_)
    if node is None:
        raise nothing_here()
    rows = questions.ask("search.batches_of_source", {"source_id": id_, "limit": PAGE_ROWS})
    return SourcePage(
        source=thing(node),
        batches=tuple(_batch(row["b"], node) for row in rows),
        shown=questions.all_shown(),
    )


def source_line(actor: Actor, id_: str, line: int, *, ledger: Asker) -> SourceLine:
    """Return what one line of a source became, with its cells as written.

    Cells that name or describe a person are withheld until a case and a purpose are chosen; `withheld` says so.
    Raises `NotFound` where the source is hidden or absent, or nothing visible came of the line.
    """
    require(actor, Action.OPEN_FIREARM)
    questions = Questions(actor, ledger)
    node = questions.one("search.source", "s", id_)
    rows = questions.ask("search.source_line", {"source_id": id_, "line": line, "limit": PAGE_ROWS})
    if node is None or not rows:
        raise nothing_here()
    cells: dict[str, str] = {}
    for row in rows:
        cells = {**raw_cells(row["e"]), **cells}
    open_cells = cells if questions.persons_open else cells_without_persons(cells)
    return SourceLine(
        source=thing(node),
        line=line,
        cells=open_cells,
        withheld=len(cells) > len(open_cells),
        things=tuple(thing(row["e"]) for row in rows),
        shown=questions.all_shown(),
    )


def _batch(node: Mapping[str, Any], source: Mapping[str, Any] | None) -> BatchRow:
    return BatchRow(
        id=node["id"],
        kind=text_of(node.get("kind")),
        state=text_of(node.get("state")),
        opened=text_of(node.get("opened")),
        closed=text_of(node.get("closed")),
        source_id=text_of((source or {}).get("id")),
        source_name=text_of((source or {}).get("name")),
        counts={name: int(node.get(name) or 0) for name in _COUNTS},
        properties=thing(node).properties,
    )
