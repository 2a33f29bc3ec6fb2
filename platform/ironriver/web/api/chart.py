"""`/api/v1/chart`: start, counts, expand. The workbench uses the same three."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from ironriver import search
from ironriver.access import Action
from ironriver.search import LinkCounts, Page
from ironriver.web import signed_in
from ironriver.web.api.schemas import CountsOut, ExpandIn, PartOut, StartIn
from ironriver.web.api.wire import read
from ironriver.web.guard import guarded
from ironriver.web.pages.chart import expanded_part, first_part

blueprint = Blueprint("api_chart", __name__, description="A chart, one step at a time, with true counts.")


@blueprint.route("/start", methods=["POST"])
@guarded(Action.OPEN_CHART)
@blueprint.doc(requestBody={"content": {"application/json": {"schema": StartIn}}})
@blueprint.response(200, PartOut)
def start() -> dict[str, Any]:
    """Return one thing and what hangs on it by links that lead to few things."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    begun = search.chart_start(actor, read(StartIn())["id"], ledger=ledger)
    return first_part(actor, begun, ledger=ledger)


@blueprint.route("/counts", methods=["POST"])
@guarded(Action.OPEN_CHART)
@blueprint.doc(requestBody={"content": {"application/json": {"schema": StartIn}}})
@blueprint.response(200, CountsOut)
def counts() -> LinkCounts:
    """Return how many things hang on one thing, by link and direction, before anything is drawn."""
    return search.link_counts(signed_in.actor(), read(StartIn())["id"], ledger=signed_in.platform().ledger)


@blueprint.route("/expand", methods=["POST"])
@guarded(Action.OPEN_CHART)
@blueprint.doc(requestBody={"content": {"application/json": {"schema": ExpandIn}}})
@blueprint.response(200, PartOut)
def expand() -> dict[str, Any]:
    """Return one page of neighbours by one link, latest first."""
    actor, ledger, asked = signed_in.actor(), signed_in.platform().ledger, read(ExpandIn())
    page = Page(after=asked["after"], limit=asked["limit"])
    part = search.expand(actor, asked["id"], asked["link"], asked["direction"], ledger=ledger, page=page)
    return expanded_part(actor, part, ledger=ledger)
