"""Referrals: the list, one with its packet, the second person's decision, its way, its paper."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ironriver import documents, review
from ironriver.access import Action, may
from ironriver.errors import Conflict, Invalid, NotAllowed
from ironriver.model.marking import Tlp
from ironriver.review import ReferralMove
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages import referrals as shaping
from ironriver.web.pages.review import cut_of
from ironriver.web.pages.things import queries_of

blueprint = Blueprint("referrals", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@blueprint.get("/referrals")
@guarded(Action.VIEW_REVIEW)
def listed() -> str:
    """List referrals, last changed first."""
    after = (request.args.get("after", ""), request.args.get("after_id", ""))
    page = review.referral_page(signed_in.actor(), after=after, ledger=signed_in.platform().ledger)
    return render_template(
        "review/referrals.html",
        page=page,
        shaping=shaping,
        shown=queries_of(page.answers),
        marking_level=max([int(Tlp.AMBER), *(one.tlp for one in page.referrals)]),
    )


@blueprint.get("/referrals/<referral_id>")
@guarded(Action.VIEW_REVIEW)
def show(referral_id: str) -> str:
    """Show one referral with both columns of its packet."""
    return _page(referral_id)


@blueprint.post("/referrals/<referral_id>/move")
@guarded(Action.DRAFT_REFERRAL)
def move(referral_id: str) -> BaseResponse | tuple[str, int]:
    """Put a draft to a second person, note that it went out, an answer, an outcome; or withdraw it."""
    ledger, actor, note, asked = signed_in.platform().ledger, signed_in.actor(), typed("note"), typed("do")
    doing: dict[str, Callable[[], object]] = {
        "propose": lambda: review.propose_referral(actor, referral_id, note, ledger=ledger),
        "send": lambda: review.send_referral(actor, referral_id, note, ledger=ledger),
        "answer": lambda: review.answer_referral(actor, referral_id, note, ledger=ledger),
        "close": lambda: review.close_referral(actor, referral_id, typed("outcome"), note, ledger=ledger),
        "withdraw": lambda: review.withdraw_referral(actor, referral_id, note, ledger=ledger),
    }
    return _done(referral_id, asked if asked in doing else "propose", doing.get(asked, doing["propose"]))


@blueprint.post("/referrals/<referral_id>/decision")
@guarded(Action.APPROVE)
def decide(referral_id: str) -> BaseResponse | tuple[str, int]:
    """Approve or refuse as the second person."""
    ledger, actor, reason = signed_in.platform().ledger, signed_in.actor(), typed("reason")
    if typed("do") == "approve":
        return _done(
            referral_id, "decide", lambda: review.approve_referral(actor, referral_id, reason, ledger=ledger)
        )
    return _done(referral_id, "decide", lambda: review.refuse_referral(actor, referral_id, reason, ledger=ledger))


@blueprint.get("/referrals/<referral_id>/paper.pdf")
@guarded(Action.VIEW_REVIEW)
def paper(referral_id: str) -> Response:
    """Return the referral as PDF/A."""
    here = signed_in.here()
    options = documents.PrintOptions(
        language="es" if request.args.get("language", language()) == "es" else "en",
        both="both" in request.args,
        paper="a4" if request.args.get("paper") == "a4" else "letter",
        case=here.case.number if here and here.case else "",
        demo=signed_in.platform().settings.demo,
    )
    found = review.find_referral(signed_in.actor(), referral_id, ledger=signed_in.platform().ledger)
    answer = Response(review.print_referral(signed_in.actor(), found, options), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="referral.pdf"'
    return answer


def _done(referral_id: str, name: str, doing: Callable[[], object]) -> BaseResponse | tuple[str, int]:
    try:
        doing()
    except _SAID_IN_FORM as error:
        return _page(referral_id, refused(name, error)), error.status
    flash(t("referral.done"), "ok")
    return redirect(f"/referrals/{referral_id}", HTTPStatus.SEE_OTHER)


def _page(referral_id: str, sent: Form | None = None) -> str:
    actor = signed_in.actor()
    found = review.find_referral(actor, referral_id, ledger=signed_in.platform().ledger)
    referral = found.referral
    drafts, approves = may(actor, Action.DRAFT_REFERRAL), may(actor, Action.APPROVE)
    moves = {
        one.value
        for one in review.REFERRAL_WAYS
        if referral.may(one, actor) and (approves if one in _SECOND else drafts)
    }
    return render_template(
        "review/referral.html",
        found=found,
        referral=referral,
        moves=moves,
        is_own=actor.id == referral.author,
        shaping=shaping,
        columns=shaping.packet_columns(referral.packet),
        form_of=picker(sent),
        shown=queries_of(found.answers),
        cut=cut_of(found.cut),
        marking_level=max(referral.tlp, int(Tlp.AMBER)),
    )


_SECOND = (ReferralMove.APPROVE, ReferralMove.REFUSE)
