"""Agreements (MOU): what my agency opens to named persons of a partner, until when, and ending one at once.

Every route is privileged: `guarded` asks for the password again when it was last given over ten minutes ago.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from ironriver import clock
from ironriver.access import Action
from ironriver.access import agreements as room
from ironriver.access.agreements import Agreement, NewAgreement
from ironriver.errors import Conflict, Invalid, NotAllowed
from ironriver.model.marking import Handling, Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed, typed_handling, typed_level
from ironriver.web.guard import guarded
from ironriver.web.language import words
from ironriver.web.look import t

blueprint = Blueprint("agreements", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@blueprint.get("/agreements")
@guarded(Action.MANAGE_AGREEMENTS)
def agreements() -> str:
    """List the agreements of my agency, with a form for another one."""
    return _page()


@blueprint.post("/agreements")
@guarded(Action.MANAGE_AGREEMENTS)
def sign() -> Response | tuple[str, int]:
    """Record a signed agreement. It names nobody yet, so it opens nothing."""
    try:
        new = NewAgreement(
            number=typed("number"),
            name=typed("name"),
            partner=typed("partner").lower(),
            authority=typed("authority"),
            holdings=frozenset(typed("holdings").replace(",", " ").lower().split()),
            max_tlp=typed_level(),
            handling=typed_handling(),
            signed=_day("signed"),
            reattest_by=_day("reattest_by"),
            expires=_day("expires"),
            referral_contact=typed("referral_contact"),
        )
        made = room.sign_agreement(signed_in.platform().access, signed_in.actor(), new)
    except _SAID_IN_FORM as error:
        return _page(refused("sign", error)), error.status
    return _back(made, t("agreements.signed_now"))


@blueprint.get("/agreements/<agreement_id>")
@guarded(Action.MANAGE_AGREEMENTS)
def agreement(agreement_id: str) -> str:
    """Show what one agreement gives, to whom, until when."""
    return _one_page(agreement_id)


@blueprint.post("/agreements/<agreement_id>/persons")
@guarded(Action.MANAGE_AGREEMENTS)
def name_person(agreement_id: str) -> Response | tuple[str, int]:
    """Name a person of the partner; he signs in again, and what the agreement opens is open to him."""
    opened, actor, login = signed_in.platform().access, signed_in.actor(), typed("login")
    try:
        room.name_user(opened, actor, agreement_id, login)
    except _SAID_IN_FORM as error:
        return _one_page(agreement_id, refused("name", error)), error.status
    return _back(agreement_id, t("agreements.named_now", login=login))


@blueprint.post("/agreements/<agreement_id>/persons/strike")
@guarded(Action.MANAGE_AGREEMENTS)
def strike_person(agreement_id: str) -> Response:
    """Take a person out; his sessions and tokens end at once."""
    ended = room.strike_user(signed_in.platform().access, signed_in.actor(), agreement_id, typed("login"))
    return _back(agreement_id, t("agreements.struck_now", login=typed("login"), n=ended))


@blueprint.post("/agreements/<agreement_id>/confirm")
@guarded(Action.MANAGE_AGREEMENTS)
def confirm(agreement_id: str) -> Response | tuple[str, int]:
    """Confirm the list of persons until a later day."""
    try:
        room.reattest(signed_in.platform().access, signed_in.actor(), agreement_id, until=_day("until"))
    except _SAID_IN_FORM as error:
        return _one_page(agreement_id, refused("confirm", error)), error.status
    return _back(agreement_id, t("agreements.confirmed_now"))


@blueprint.post("/agreements/<agreement_id>/end")
@guarded(Action.MANAGE_AGREEMENTS)
def end(agreement_id: str) -> Response | tuple[str, int]:
    """End an agreement now: everybody it names loses what it opened, and his sessions."""
    try:
        if not typed("reason"):
            raise Invalid(words()["agreements.not_ended"], fields={"reason": words()["accounts.reason_missing"]})
        opened, actor = signed_in.platform().access, signed_in.actor()
        ended = room.revoke_agreement(opened, actor, agreement_id, reason=typed("reason"))
    except _SAID_IN_FORM as error:
        return _one_page(agreement_id, refused("end", error)), error.status
    return _back(agreement_id, t("agreements.ended_now", n=ended))


def _back(agreement_id: str, said: str) -> Response:
    flash(said, "ok")
    return redirect(f"/agreements/{agreement_id}", HTTPStatus.SEE_OTHER)


def _page(sent: Form | None = None) -> str:
    found = room.all_agreements(signed_in.platform().access, signed_in.actor())
    return render_template(
        "agreements/agreements.html",
        agreements=[(one, _state(one)) for one in found],
        form_of=picker(sent),
        levels=[(str(int(level)), level.label) for level in Tlp],
        handlings=[(one.value, one.value) for one in Handling],
        today=clock.today().isoformat(),
    )


def _one_page(agreement_id: str, sent: Form | None = None) -> str:
    found = room.find_agreement(signed_in.platform().access, signed_in.actor(), agreement_id)
    state = _state(found)
    is_over = state in {"revoked", "expired"}
    return render_template(
        "agreements/agreement.html", one=found, state=state, form_of=picker(sent), is_over=is_over
    )


def _state(one: Agreement) -> str:
    """Return the word of what an agreement is today: what its dates say counts, not only what is stored."""
    today = clock.today()
    if one.state != "active":
        return "revoked"
    if one.holds_on(today):
        return "active"
    if one.signed > today.isoformat():
        return "not_yet"
    return "expired" if one.expires < today.isoformat() else "unconfirmed"


def _day(name: str) -> date:
    try:
        return date.fromisoformat(typed(name))
    except ValueError:
        raise Invalid(words()["agreements.day_missing"], fields={name: words()["agreements.day"]}) from None
