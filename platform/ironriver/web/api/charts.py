"""`/api/v1/charts`: things by id with the lines between them; save a chart, open it again."""

from __future__ import annotations

from typing import Any

from ironriver import search
from ironriver.access import Action
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search import ChartContents, ChartDraft, Drawn, OpenedChart, Placed, SavedChart
from ironriver.web import signed_in
from ironriver.web.api.schemas import PartOut
from ironriver.web.api.schemas_charts import OpenedOut, OpenIn, SavedOut, SaveIn, ThingsIn
from ironriver.web.api.wire import Wire, read
from ironriver.web.formats import show_time
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages.chart import counts_of, cut_values, edge_values, node_values, told_by_others
from ironriver.web.pages.chart_picture import chart_values

wire = Wire("charts", "Charts as they are saved under a case.")


@wire.call("/things", "POST", takes=ThingsIn, gives=PartOut)
@guarded(Action.OPEN_CHART)
def things() -> dict[str, Any]:
    """Return the named things that are open to the caller, with the lines between them."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    return _part(actor, search.chart_things(actor, read(ThingsIn())["ids"], ledger=ledger), ledger)


@wire.call("/save", "POST", takes=SaveIn, gives=SavedOut)
@guarded(Action.SAVE_CHART)
def save() -> dict[str, Any]:
    """Save a chart under the case that the caller works on: a new one, or the next version of one."""
    asked = read(SaveIn())
    contents = ChartContents(
        nodes=tuple(Placed(**node) for node in asked["nodes"]),
        edges=tuple(asked["edges"]),
        hidden=tuple(asked["hidden"]),
        collapsed=tuple(asked["collapsed"]),
    )
    draft = ChartDraft(
        title=asked["title"],
        contents=contents,
        chart_id=asked["chart"],
        seen=asked["seen"],
    )
    return _saved(search.save_chart(signed_in.actor(), draft, ledger=signed_in.platform().ledger))


@wire.call("/open", "POST", takes=OpenIn, gives=OpenedOut)
@guarded(Action.OPEN_CHART)
def open_() -> dict[str, Any]:
    """Return a saved chart as the caller may see it today."""
    actor, ledger, asked = signed_in.actor(), signed_in.platform().ledger, read(OpenIn())
    opened = search.open_chart(actor, asked["chart"], ledger=ledger, n=asked["version"])
    return {**_saved(opened.chart), **chart_values(actor, opened, ledger=ledger), **_opened(opened)}


def _part(actor: Actor, drawn: Drawn, ledger: Ledger) -> dict[str, Any]:
    totals = {id_: found.total for id_, found in counts_of(actor, drawn.nodes, ledger).items()}
    edges, told = told_by_others(drawn.edges)
    return {
        "nodes": node_values(drawn.nodes, edges, totals, told),
        "edges": [edge_values(edge) for edge in edges],
        "cut": cut_values(drawn.shown),
        "left": 0,
        "total": len(drawn.nodes),
        "after": "",
    }


def _saved(chart: SavedChart) -> dict[str, Any]:
    at = show_time(chart.saved, language())
    return {
        "chart": chart.id,
        "title": chart.title,
        "version": chart.n,
        "case": chart.case_id,
        "tlp": chart.tlp,
        "text": t("script.saved", n=chart.n, at=at, name=chart.saved_by_name),
    }


def _opened(opened: OpenedChart) -> dict[str, Any]:
    off = set(opened.contents.hidden)
    return {
        "version": opened.n,
        "latest": opened.chart.n,
        "places": [
            {"id": node.id, "x": node.x, "y": node.y, "pinned": node.pinned}
            for node in opened.contents.nodes
            if node.id not in off
        ],
        "collapsed": list(opened.contents.collapsed),
        "more": opened.more,
        "cut": cut_values(opened.shown),
    }
