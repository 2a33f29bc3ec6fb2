"""Statistics: the funnel, shares of it, and the published tables beside, never added."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from ironriver import clock, documents, tracing
from ironriver.access import Action
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.look import language
from ironriver.web.pages.statistics import statistics_sheet

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
@guarded(Action.VIEW_STATISTICS)
def statistics() -> str:
    """Show every figure with what it is a part of."""
    found = _asked()
    year = request.args.get("year", "")
    published = tracing.published_tables(
        signed_in.actor(), int(year) if year.isdecimal() and len(year) == 4 else None, ledger=_ledger()
    )
    sheet = statistics_sheet(found, published, language())
    return render_template("statistics/statistics.html", page=sheet, cut=sheet.cut, marking_level=int(Tlp.AMBER))


@blueprint.get("/statistics.csv")
@guarded(Action.VIEW_STATISTICS)
def rows() -> Response:
    """Return the same figures as rows for a spreadsheet."""
    answer = Response(tracing.statistics_rows(_asked(), language()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return answer


@blueprint.get("/statistics.pdf")
@guarded(Action.VIEW_STATISTICS)
def paper() -> Response:
    """Return the same figures as PDF/A with the record attached."""
    options = documents.PrintOptions(
        language="es" if language() == "es" else "en",
        paper="a4" if request.args.get("paper") == "a4" else "letter",
        demo=signed_in.platform().settings.demo,
    )
    answer = Response(tracing.print_statistics(signed_in.actor(), _asked(), options), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="statistics.pdf"'
    return answer


def _ledger() -> tracing.StatisticsAsker:
    ledger: tracing.StatisticsAsker = signed_in.platform().ledger
    return ledger


def _asked() -> tracing.Statistics:
    given = {name: request.args.get(name, "")[:20] for name in ("since", "until", "area")}
    period = tracing.read_period(given["since"], given["until"], given["area"], today=clock.today())
    return tracing.trace_statistics(signed_in.actor(), period, ledger=_ledger())
