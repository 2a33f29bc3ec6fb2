"""Statistics: the funnel, shares of it, and the published tables beside, never added."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, render_template, request

from ironriver import clock, documents, tracing
from ironriver.access import Action
from ironriver.errors import Invalid
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form
from ironriver.web.guard import guarded
from ironriver.web.look import language
from ironriver.web.pages.statistics import statistics_sheet

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
@guarded(Action.VIEW_STATISTICS)
def statistics() -> str | tuple[str, int]:
    """Show every figure with what it is a part of; a limit that cannot be read comes back in its field."""
    try:
        period = _period()
    except Invalid as error:
        said = language()
        errors = {name: say.in_language(said) for name, say in error.fields.items()}
        form = Form(name="limits", values=_typed(), errors=errors, refusal=error.say.in_language(said))
        return render_template("statistics/refused.html", form=form, crimes=_crimes()), error.status
    found = tracing.trace_statistics(signed_in.actor(), period, ledger=_ledger())
    year = request.args.get("year", "")
    published = tracing.published_tables(
        signed_in.actor(), int(year) if year.isdecimal() and len(year) == 4 else None, ledger=_ledger()
    )
    sheet = statistics_sheet(found, published, language())
    return render_template(
        "statistics/statistics.html",
        page=sheet,
        form=Form(name="limits", values=_shown(period)),
        crimes=_crimes(),
        cut=sheet.cut,
        marking_level=int(Tlp.AMBER),
    )


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


def _typed() -> dict[str, str]:
    return {name: request.args.get(name, "")[:40] for name in tracing.STATISTICS_LIMITS}


def _shown(period: tracing.Period) -> dict[str, str]:
    """Return the limits as the form shows them: a whole year alone, since it would take the place of its days."""
    own = {"in_year": period.year, "since": "", "until": ""} if period.year else {}
    return {**asdict(period), **own}


def _period() -> tracing.Period:
    return tracing.read_period(_typed(), today=clock.today())


def _asked() -> tracing.Statistics:
    return tracing.trace_statistics(signed_in.actor(), _period(), ledger=_ledger())


def _crimes() -> list[tuple[str, str]]:
    said = language()
    return [(code, word.in_language(said)) for code, word in tracing.crimes().items()]
