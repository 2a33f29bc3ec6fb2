"""The referral list of a trace: on screen, as CSV, as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from ironriver import documents, tracing
from ironriver.access import Action
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.look import language
from ironriver.web.pages.things import Cut, queries_of

blueprint = Blueprint("referral_list", __name__)


@blueprint.get("/traces/<trace_id>/referral-list")
@guarded(Action.VIEW_SUMMARY)
def page(trace_id: str) -> str:
    """Show whom to call, and nothing of what they hold."""
    found, said = _found(trace_id), language()
    return render_template(
        "summary/referral_list.html",
        found=found,
        asked=[tracing.SHARINGS[one].in_language(said) for one in found.asked],
        hits=[(hit, [tracing.SHARINGS[one].in_language(said) for one in hit.sharings]) for hit in found.hits],
        notes=[note.in_language(said) for note in tracing.REFERRAL_NOTES],
        shown=queries_of(found.answers),
        cut=Cut(at=found.cut[0], id=found.cut[1][:12]),
        marking_level=max(found.tlp, int(Tlp.AMBER)),
    )


@blueprint.get("/traces/<trace_id>/referral-list.csv")
@guarded(Action.VIEW_SUMMARY)
def rows(trace_id: str) -> Response:
    """Return the list for a spreadsheet."""
    said = "es" if request.args.get("language", language()) == "es" else "en"
    text = documents.to_csv(tracing.referral_rows(_found(trace_id), said))
    answer = Response(text.encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="referral-list.csv"'
    return answer


@blueprint.get("/traces/<trace_id>/referral-list.pdf")
@guarded(Action.VIEW_SUMMARY)
def paper(trace_id: str) -> Response:
    """Return the list as PDF/A."""
    here = signed_in.here()
    options = documents.PrintOptions(
        language="es" if request.args.get("language", language()) == "es" else "en",
        both="both" in request.args,
        paper="a4" if request.args.get("paper") == "a4" else "letter",
        case=here.case.number if here and here.case else "",
        demo=signed_in.platform().settings.demo,
    )
    content = tracing.print_referral_list(signed_in.actor(), _found(trace_id), options)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="referral-list.pdf"'
    return answer


def _found(trace_id: str) -> tracing.ReferralList:
    return tracing.referral_list(signed_in.actor(), trace_id, ledger=signed_in.platform().ledger)
