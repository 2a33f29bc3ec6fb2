"""One release: viewed as the partner, proposed, decided by another person, taken as a file, recalled, confirmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ironriver import exchange, review
from ironriver.access import Action, approvals, find_account, may
from ironriver.exchange import NewRelease, Release
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import t
from ironriver.web.pages.exchange import asked_of, dossier_rows, object_rows, shown_queries
from ironriver.web.views.exchange import SAID_IN_FORM, profile_page

blueprint = Blueprint("releases", __name__)


@blueprint.post("/exchange/profiles/<profile_id>/releases")
@guarded(Action.PREPARE_RELEASE)
def prepare(profile_id: str) -> BaseResponse | tuple[str, int] | str:
    """View as the partner, or propose what was viewed."""
    actor, ledger, new = signed_in.actor(), signed_in.platform().ledger, _new(profile_id)
    profile = exchange.find_profile(actor, profile_id, ledger=ledger)
    try:
        if typed("step") != "propose":
            view = exchange.preview(actor, new, ledger=ledger, confirmed=review.confirmed_finding)
            return profile_page(profile, _typed_form(), asked_of(view, new))
        made = exchange.propose_release(actor, new, ledger=ledger, confirmed=review.confirmed_finding)
    except SAID_IN_FORM as error:
        return profile_page(profile, refused("release", error)), error.status
    flash(t("exchange.proposed"), "ok")
    return redirect(f"/exchange/releases/{made.id}", HTTPStatus.SEE_OTHER)


@blueprint.get("/exchange/releases/<release_id>")
@guarded(Action.VIEW_EXCHANGE)
def release(release_id: str) -> str:
    """Show a release: what left, what was taken out, who decided, whether it was recalled."""
    return _page(release_id)


@blueprint.post("/exchange/releases/<release_id>/decision")
@guarded(Action.APPROVE)
def decide(release_id: str) -> BaseResponse | tuple[str, int]:
    """Approve or refuse what another person prepared."""
    given: dict[str, Any] = {"reason": typed("reason"), "ledger": _ledger()}
    act: Callable[..., Release] = exchange.refuse_release
    if typed("decision") == "approve":
        act, given = exchange.approve_release, {**given, "confirmed": review.confirmed_finding}
    return _done(release_id, "decision", lambda: act(*_who(release_id), **given))


@blueprint.post("/exchange/releases/<release_id>/hand-over")
@guarded(Action.APPROVE)
def hand_over(release_id: str) -> BaseResponse | tuple[str, int]:
    """Hand over an approved release again, where a crash came between."""
    return _done(release_id, "hand-over", lambda: exchange.hand_over(*_who(release_id), ledger=_ledger()))


@blueprint.post("/exchange/releases/<release_id>/recall")
@guarded(Action.APPROVE)
def recall(release_id: str) -> BaseResponse | tuple[str, int]:
    """Take a release back, with the reason that the partner reads."""
    reason = typed("reason")
    return _done(release_id, "recall", lambda: exchange.recall(*_who(release_id), reason=reason, ledger=_ledger()))


@blueprint.post("/exchange/releases/<release_id>/acknowledge")
@guarded(Action.PREPARE_RELEASE)
def acknowledge(release_id: str) -> BaseResponse | tuple[str, int]:
    """Record that the partner has confirmed a recall."""
    return _done(release_id, "acknowledge", lambda: exchange.acknowledge(*_who(release_id), ledger=_ledger()))


@blueprint.post("/exchange/releases/<release_id>/bundle")
@guarded(Action.VIEW_EXCHANGE)
def bundle(release_id: str) -> Response:
    """Send the bundle of a release, or of its recall, as it was approved."""
    actor = signed_in.actor()
    found, text = exchange.bundle_of(actor, release_id, ledger=_ledger())
    if found.recall_sha256:
        text = exchange.recall_bundle(actor, release_id, ledger=_ledger())
    answer = Response(text, mimetype="application/stix+json;version=2.1")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return answer


def _page(release_id: str, sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), _ledger()
    found, text = exchange.bundle_of(actor, release_id, ledger=ledger)
    waiting = {one.id for one in approvals.waiting(actor, ledger=ledger)} if may(actor, Action.APPROVE) else set()
    names = {id_: account.name for id_ in (found.prepared_by, found.decided_by, found.recalled_by)
             if id_ and (account := find_account(ledger, id=id_))}  # fmt: skip
    return render_template(
        "exchange/release.html",
        release=found,
        names=names,
        objects=object_rows(json.loads(text)["objects"]),
        changes=dossier_rows(exchange.dossier_of(actor, release_id, ledger=ledger)),
        decides=found.proposal in waiting and found.state == "proposed",
        approver=may(actor, Action.APPROVE),
        prepares=may(actor, Action.PREPARE_RELEASE),
        form_of=picker(sent),
        marking_level=int(found.tlp),
        queries=shown_queries(("exchange.release", {"id": found.id})),
    )


def _done(release_id: str, form: str, act: Callable[[], Release]) -> BaseResponse | tuple[str, int]:
    try:
        act()
    except SAID_IN_FORM as error:
        return _page(release_id, refused(form, error)), error.status
    flash(t(f"exchange.done_{form.replace('-', '_')}"), "ok")
    return redirect(f"/exchange/releases/{release_id}", HTTPStatus.SEE_OTHER)


def _who(release_id: str) -> tuple[Actor, str]:
    return signed_in.actor(), release_id


def _ledger() -> Ledger:
    return signed_in.platform().ledger


def _typed_form() -> Form:
    kept = {key: value for key, value in request.form.items() if key not in ("csrf_token", "step")}
    return Form(name="release", values=kept, chosen={key: request.form.getlist(key) for key in kept})


def _new(profile_id: str) -> NewRelease:
    kind = typed("subject_kind")
    return NewRelease(
        profile_id=profile_id,
        subject_kind=kind,
        # The address of a page is taken as well as an id.
        subject=typed("subject") if kind == "corridors" else typed("subject").rstrip("/").rpartition("/")[2],
        title=typed("title"),
        purpose=typed("purpose"),
        reason=typed("reason"),
        flavour=exchange.Flavour.CORE if typed("flavour") == "core" else exchange.Flavour.FULL,
        granted=frozenset(request.form.getlist("granted")),
        collection_id="" if typed("collection_id") == "file" else typed("collection_id")[:40],
    )
