"""`/api/v1/chart`: start, counts, expand, between. The workbench uses the same four."""

from __future__ import annotations

from typing import Any

from ironriver import search
from ironriver.access import Action
from ironriver.search import LinkCounts, Page
from ironriver.web import signed_in
from ironriver.web.api.schemas import BetweenIn, CountsOut, ExpandIn, LinesOut, PartOut, StartIn
from ironriver.web.api.wire import Wire, read
from ironriver.web.guard import guarded
from ironriver.web.pages.chart import expanded_part
from ironriver.web.pages.first_chart import first_part, lines_part

wire = Wire("chart", "A chart, one step at a time, with true counts.")


@wire.call("/start", "POST", takes=StartIn, gives=PartOut)
@guarded(Action.OPEN_CHART)
def start() -> dict[str, Any]:
    """Return one thing and what hangs on it by links that lead to few things."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    begun = search.chart_start(actor, read(StartIn())["id"], ledger=ledger)
    return first_part(actor, begun, ledger=ledger)


@wire.call("/counts", "POST", takes=StartIn, gives=CountsOut)
@guarded(Action.OPEN_CHART)
def counts() -> LinkCounts:
    """Return how many things hang on one thing, by link and direction, before anything is drawn."""
    return search.link_counts(signed_in.actor(), read(StartIn())["id"], ledger=signed_in.platform().ledger)


@wire.call("/expand", "POST", takes=ExpandIn, gives=PartOut)
@guarded(Action.OPEN_CHART)
def expand() -> dict[str, Any]:
    """Return one page of neighbours by one link, latest first."""
    actor, ledger, asked = signed_in.actor(), signed_in.platform().ledger, read(ExpandIn())
    page = Page(after=asked["after"], limit=asked["limit"])
    part = search.expand(actor, asked["id"], asked["link"], asked["direction"], ledger=ledger, page=page)
    return expanded_part(actor, part, ledger=ledger)


@wire.call("/between", "POST", takes=BetweenIn, gives=LinesOut)
@guarded(Action.OPEN_CHART)
def between() -> dict[str, Any]:
    """Return the lines that join what came in with each other and with what was drawn before."""
    asked = read(BetweenIn())
    ledger = signed_in.platform().ledger
    return lines_part(search.links_between(signed_in.actor(), asked["fresh"], asked["drawn"], ledger=ledger))
