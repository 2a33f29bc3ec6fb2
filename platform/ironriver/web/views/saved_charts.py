"""Saved charts: opened on the workbench, renamed, and given out as SVG, PDF, CSV and the record itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Literal

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ironriver import documents, search
from ironriver.access import Action
from ironriver.errors import Invalid
from ironriver.search import OpenedChart, draw_chart, draw_sheets, legend_line, saved_text, styles_of
from ironriver.web import signed_in
from ironriver.web.forms import typed
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages import chart_picture
from ironriver.web.views.workbench import workbench_page

blueprint = Blueprint("saved_charts", __name__)

#: Room of one sheet on paper, in CSS pixels: upright, between the running head and foot.
_SHEET = {"letter": (660.0, 620.0), "a4": (640.0, 680.0)}


@blueprint.get("/charts/<chart_id>")
@guarded(Action.OPEN_CHART)
def chart(chart_id: str) -> str:
    """Open a saved chart on the workbench; `version` names an older one."""
    opened = _opened(chart_id)
    return workbench_page(chart_id=opened.chart.id, version=opened.n, title=opened.chart.title)


@blueprint.post("/charts/<chart_id>/title")
@guarded(Action.SAVE_CHART)
def rename(chart_id: str) -> AnyResponse:
    """Give a chart another title; a title that is none is said on the page of its case."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    opened = search.open_chart(actor, chart_id, ledger=ledger)
    try:
        search.rename_chart(actor, chart_id, typed("title"), ledger=ledger)
        flash(t("charts.renamed"), "ok")
    except Invalid as error:
        flash(error.say.in_language(language()), "danger")
    return redirect(f"/cases/{opened.chart.case_id}#charts", HTTPStatus.SEE_OTHER)


@blueprint.get("/charts/<chart_id>/chart.svg")
@guarded(Action.OPEN_CHART)
def svg(chart_id: str) -> Response:
    """Return the chart on one page; `paper` is `letter` or `a4`."""
    opened, values, printed = _printed(chart_id)
    drawn = chart_picture.picture(opened, values, printed.frame())
    return _file(draw_chart(drawn, language=_said(), paper=printed.paper), "image/svg+xml", "chart.svg")


@blueprint.get("/charts/<chart_id>/chart.pdf")
@guarded(Action.OPEN_CHART)
def pdf(chart_id: str) -> Response:
    """Return the chart as PDF/A, in sheets where it is large, with its list and the record attached."""
    opened, values, printed = _printed(chart_id)
    drawn = chart_picture.picture(opened, values, printed.frame())
    width, height = _SHEET[printed.paper]
    html = printed.to_html(
        "chart.html",
        chart=drawn,
        sheets=draw_sheets(drawn, width=width, height=height),
        lines=[(style, legend_line(style, _said())) for style in styles_of(drawn)],
        saved=saved_text(drawn, _said()),
        record=chart_picture.chart_record(opened, values),
        kind=lambda code: t(f"kind.{code}"),
        word=lambda name: t(f"charts.{name}"),
    )
    return _file(printed.to_pdf(html), "application/pdf", "chart.pdf")


@blueprint.get("/charts/<chart_id>/chart.csv")
@guarded(Action.OPEN_CHART)
def rows(chart_id: str) -> Response:
    """Return the chart's list for spreadsheets."""
    opened, values, printed = _printed(chart_id)
    return _file(chart_picture.chart_rows(opened, values, printed.frame()), "text/csv", "chart.csv")


@blueprint.get("/charts/<chart_id>/chart.json")
@guarded(Action.OPEN_CHART)
def record(chart_id: str) -> Response:
    """Return the record whose digest stands on every form of the chart."""
    _, _, printed = _printed(chart_id)
    return _file(printed.record.content, "application/json", "chart.json")


def charts_panel(case_id: str) -> str:
    """Return the panel of a case's charts; nothing to whom charts are not open."""
    actor = signed_in.actor()
    found = search.charts_of_case(actor, case_id, ledger=signed_in.platform().ledger)
    return render_template("cases/charts.html", charts=found)


def _opened(chart_id: str) -> OpenedChart:
    version = request.args.get("version", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 6 else 0
    return search.open_chart(signed_in.actor(), chart_id, ledger=signed_in.platform().ledger, n=number)


def _printed(chart_id: str) -> tuple[OpenedChart, dict[str, Any], documents.PrintedRecord]:
    opened = _opened(chart_id)
    actor, platform = signed_in.actor(), signed_in.platform()
    values = chart_picture.chart_values(actor, opened, ledger=platform.ledger)
    options = chart_picture.options_for(opened.case, platform.settings.demo, request.args)
    told = chart_picture.chart_record(opened, values)
    return opened, values, chart_picture.printed(actor, opened, told, options)


def _said() -> Literal["en", "es"]:
    return "es" if language() == "es" else "en"


def _file(content: str | bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    # The name of a file travels further than its content: no title, no case.
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
