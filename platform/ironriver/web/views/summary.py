"""The trace summary: on screen, as PDF, as the record itself."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, render_template, request

from ironriver import documents, tracing
from ironriver.access import Action
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.look import language
from ironriver.web.pages.summary import summary_sheet

blueprint = Blueprint("summary", __name__)

_OTHER: dict[str, Literal["en", "es"]] = {"en": "es", "es": "en"}


@blueprint.get("/traces/<trace_id>/summary")
@guarded(Action.VIEW_SUMMARY)
def summary(trace_id: str) -> str:
    """Show everything the trace says, and what it does not prove; `both` puts the two languages side by side."""
    found = tracing.trace_summary(signed_in.actor(), trace_id, ledger=signed_in.platform().ledger)
    said = language()
    languages = (said, _OTHER[said]) if "both" in request.args else (said,)
    return render_template(
        "summary/summary.html",
        page=summary_sheet(found, languages),
        cut=documents_cut(found),
        marking_level=max(found.tlp, int(Tlp.AMBER)),
    )


@blueprint.get("/traces/<trace_id>/summary.pdf")
@guarded(Action.VIEW_SUMMARY)
def paper(trace_id: str) -> Response:
    """Return the same report as PDF/A. `language`, `both` and `paper` choose the form."""
    found = tracing.trace_summary(signed_in.actor(), trace_id, ledger=signed_in.platform().ledger)
    here = signed_in.here()
    options = documents.PrintOptions(
        language="es" if request.args.get("language", language()) == "es" else "en",
        both="both" in request.args,
        paper="a4" if request.args.get("paper") == "a4" else "letter",
        case=here.case.number if here and here.case else "",
        demo=signed_in.platform().settings.demo,
    )
    answer = Response(tracing.print_summary(signed_in.actor(), found, options), mimetype="application/pdf")
    # The name of a file travels further than its content: no trace number, no serial.
    answer.headers["Content-Disposition"] = 'attachment; filename="trace-summary.pdf"'
    return answer


@blueprint.get("/traces/<trace_id>/summary.json")
@guarded(Action.VIEW_SUMMARY)
def record(trace_id: str) -> Response:
    """Return the record whose digest stands on the paper."""
    found = tracing.trace_summary(signed_in.actor(), trace_id, ledger=signed_in.platform().ledger)
    answer = Response(documents.record_of(tracing.as_record(found)).content, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="trace-summary.json"'
    return answer


def documents_cut(found: tracing.TraceSummary) -> object:
    """Return the data cut as the context bar shows it."""
    from ironriver.web.pages.things import Cut

    return Cut(at=found.cut[0], id=found.cut[1][:12])
