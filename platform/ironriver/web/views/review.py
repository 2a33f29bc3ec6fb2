"""The review queue: findings, claims, judgements, random checks, error rates, subject records."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ironriver import review
from ironriver.access import Action
from ironriver.errors import Conflict, Invalid, NotAllowed
from ironriver.model.marking import Tlp
from ironriver.review import Basis, NewReferral, QueueFilter, Step, Verdict
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import t
from ironriver.web.pages import review as shaping
from ironriver.web.pages.things import queries_of

blueprint = Blueprint("review", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@blueprint.get("/review")
@guarded(Action.VIEW_REVIEW)
def queue() -> str:
    """Show the findings that wait, by band and strength, with filters and true counts."""
    chosen = asked_filter()
    page = review.read_queue(signed_in.actor(), chosen, ledger=signed_in.platform().ledger)
    return render_template(
        "review/queue.html",
        page=page,
        rows=shaping.queue_rows(page.rows, signed_in.actor().id),
        chosen=chosen,
        filters=shaping.filters(page, chosen),
        kept=kept_query(),
        more=shaping.page_key(page.more),
        shown=queries_of(page.answers),
        cut=shaping.cut_of(page.cut),
        filtered=bool(request.query_string),
        marking_level=_level(page),
    )


@blueprint.get("/review/findings/<finding_id>")
@guarded(Action.VIEW_REVIEW)
def finding(finding_id: str) -> str:
    """Show one finding: both columns, what would change it, its limits, and what people did with it."""
    return _page(finding_id)


@blueprint.post("/review/findings/<finding_id>/claim")
@guarded(Action.JUDGE_FINDING)
def claim(finding_id: str) -> Response | tuple[str, int]:
    """Take a finding."""
    ledger, actor = signed_in.platform().ledger, signed_in.actor()
    return _done(finding_id, "claim", lambda: review.claim(actor, finding_id, ledger=ledger), "review.done_claim")


@blueprint.post("/review/findings/<finding_id>/release")
@guarded(Action.JUDGE_FINDING)
def release(finding_id: str) -> Response | tuple[str, int]:
    """Give a finding back."""
    ledger, actor = signed_in.platform().ledger, signed_in.actor()
    doing = lambda: review.release(actor, finding_id, ledger=ledger)  # noqa: E731 - shorter than a function
    return _done(finding_id, "claim", doing, "review.done_release")


@blueprint.post("/review/findings/<finding_id>/judge")
@guarded(Action.JUDGE_FINDING)
def judge(finding_id: str) -> Response | tuple[str, int]:
    """Confirm, dismiss or ask for more."""
    ledger, actor = signed_in.platform().ledger, signed_in.actor()
    step = Step(typed("do")) if typed("do") in ("confirm", "dismiss", "need_more") else Step.NEED_MORE
    verdict = Verdict(
        step=step,
        text=typed("text"),
        facts=typed("facts"),
        reason=typed("reason") if step is Step.DISMISS else "",
        looked_at=tuple(request.form.getlist("looked_at")),
    )
    doing = lambda: review.judge(actor, finding_id, verdict, ledger=ledger)  # noqa: E731 - shorter than a function
    return _done(finding_id, "judge", doing, f"review.done_{step}")


@blueprint.post("/review/findings/<finding_id>/referrals")
@guarded(Action.DRAFT_REFERRAL)
def draft(finding_id: str) -> Response | tuple[str, int]:
    """Draft a referral of a confirmed finding."""
    new = NewReferral(
        sort=typed("sort"),
        recipient=typed("recipient"),
        contact=typed("contact"),
        summary=typed("summary"),
        charges=tuple(request.form.getlist("charges")),
    )
    try:
        made = review.draft_referral(signed_in.actor(), finding_id, new, ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _page(finding_id, refused("draft", error)), error.status
    flash(t("referral.drafted_now"), "ok")
    return redirect(f"/referrals/{made}", HTTPStatus.SEE_OTHER)


@blueprint.post("/review/findings/<finding_id>/subjects")
@guarded(Action.DRAFT_REFERRAL)
def propose_subject(finding_id: str) -> Response | tuple[str, int]:
    """Propose a subject record with its basis."""
    ledger, actor = signed_in.platform().ledger, signed_in.actor()
    basis = Basis(text=typed("basis"), source=typed("basis_source"), date=typed("basis_date"))
    person = typed("person")
    return _done(
        finding_id,
        "subject",
        lambda: review.propose_subject(actor, finding_id, person, basis, ledger=ledger),
        "review.subject_made",
    )


@blueprint.post("/review/findings/<finding_id>/subjects/<subject_id>/open")
@guarded(Action.APPROVE)
def open_subject(finding_id: str, subject_id: str) -> Response | tuple[str, int]:
    """Approve and open a subject record as the second person."""
    ledger, actor, reason = signed_in.platform().ledger, signed_in.actor(), typed("reason")
    return _done(
        finding_id,
        "open_subject",
        lambda: review.open_subject(actor, subject_id, reason, ledger=ledger),
        "review.subject_opened",
    )


@blueprint.get("/review/rates")
@guarded(Action.VIEW_REVIEW)
def rates() -> str:
    """Show what decided findings say about the detectors."""
    return _rates_page()


@blueprint.post("/review/checks")
@guarded(Action.RUN_DETECTORS)
def draw() -> Response | tuple[str, int]:
    """Draw random checks."""
    each = request.form.get("each", review.EACH, type=int) or review.EACH
    try:
        drawn = review.draw_checks(signed_in.actor(), each=each, ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _rates_page(refused("draw", error)), error.status
    flash(t("review.drawn_now", n=drawn), "ok")
    return redirect("/review/rates", HTTPStatus.SEE_OTHER)


def asked_filter() -> QueueFilter:
    """Return the filter of this address; what cannot be read is as if it were not there."""
    asked = request.args
    return QueueFilter(
        detectors=tuple(one for one in asked.getlist("detector") if one),
        bands=tuple(one for one in asked.getlist("band") if one),
        standings=tuple(one for one in asked.getlist("standing") if one),
        mine=asked.get("mine") == "yes",
        checks=asked.get("checks") == "yes",
        **shaping.after_of(asked.get("after", "")),
    )


def _level(page: review.QueuePage) -> int:
    """A list is marked by the strictest thing on it, and never below AMBER."""
    return max([int(Tlp.AMBER), *(row.finding.tlp for row in page.rows)])


def kept_query() -> str:
    """Return the filter as it goes along from finding to finding."""
    text = request.query_string.decode("ascii", "replace")
    return f"?{text}" if text else ""


def _done(finding_id: str, name: str, doing: Callable[[], object], said: str) -> Response | tuple[str, int]:
    try:
        doing()
    except _SAID_IN_FORM as error:
        return _page(finding_id, refused(name, error)), error.status
    flash(t(said), "ok")
    return redirect(f"/review/findings/{finding_id}{kept_query()}", HTTPStatus.SEE_OTHER)


def _page(finding_id: str, sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    dossier = review.open_dossier(actor, finding_id, ledger=ledger)
    about, named = review.subjects_named(actor, finding_id, ledger=ledger)
    page = review.read_queue(actor, asked_filter(), ledger=ledger)
    answers = (*dossier.answers, named)
    return render_template(
        "review/finding.html",
        page=shaping.finding_sheet(dossier, about, actor),
        rows=shaping.queue_rows(page.rows, actor.id),
        beside=shaping.neighbours(page.rows, finding_id),
        queue=page,
        like_this=shaping.like_this(review.detector_rates(actor, ledger=ledger), dossier.finding.detector.value),
        referrals=review.referrals_of(actor, finding_id, ledger=ledger),
        subjects=review.subjects_of(actor, finding_id, ledger=ledger),
        choices=shaping.choices(dossier.finding.detector.value),
        kept=kept_query(),
        form_of=picker(sent),
        shaping=shaping,
        shown=queries_of(answers),
        cut=shaping.cut_of(dossier.cut),
        marking_level=max(dossier.finding.tlp, _level(page)),
    )


def _rates_page(sent: Form | None = None) -> str:
    found = review.detector_rates(signed_in.actor(), ledger=signed_in.platform().ledger)
    return render_template(
        "review/rates.html",
        page=shaping.rates_sheet(found),
        form_of=picker(sent),
        least=review.LEAST_DECIDED,
        each=review.EACH,
        shown=queries_of(found.answers),
        cut=shaping.cut_of((found.answers[0].cut.at, found.answers[0].cut.id)),
    )
