"""One's own account: rights, sessions, password, second factor."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from ironriver import clock
from ironriver.access import (
    Account,
    Action,
    ConfirmationNeeded,
    Enrolment,
    Proof,
    SignInNeeded,
    administration,
    case_holding,
    upkeep,
)
from ironriver.errors import Invalid, IronriverError
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed, unlike
from ironriver.web.guard import SIGN_INS, guarded, limiter
from ironriver.web.look import t
from ironriver.web.views.claim import done

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@guarded(Action.USE_OWN_ACCOUNT)
def account() -> str:
    """Show what I may see, where I am signed in, and my second factor."""
    return _page()


@blueprint.post("/account/sessions/<session_id>/end")
@guarded(Action.USE_OWN_ACCOUNT)
def end_session(session_id: str) -> Response:
    """End one of my other sessions."""
    upkeep.end_session(signed_in.platform().access, signed_in.actor(), session_id)
    flash(t("account.ended"), "ok")
    return redirect("/account", HTTPStatus.SEE_OTHER)


@blueprint.post("/account/tokens/<token_id>/end")
@guarded(Action.USE_OWN_ACCOUNT)
def end_token(token_id: str) -> Response:
    """End one of my API tokens."""
    administration.revoke_token(signed_in.platform().access, signed_in.actor(), token_id)
    flash(t("tokens.ended"), "ok")
    return redirect("/account", HTTPStatus.SEE_OTHER)


@blueprint.post("/account/factor")
@guarded(Action.USE_OWN_ACCOUNT)
def new_factor() -> Response | str:
    """Begin a new second factor; it counts once its first code was given. Asks for the password first."""
    try:
        enrolment = upkeep.begin_factor(signed_in.platform().access, signed_in.secret(), signed_in.visit())
    except ConfirmationNeeded:
        return redirect("/prove?next=/account&why=confirmation_needed", HTTPStatus.SEE_OTHER)
    return _page(enrolment=enrolment)


@blueprint.post("/account/factor/confirm")
@limiter.limit(SIGN_INS)
@guarded(Action.USE_OWN_ACCOUNT)
def confirm_factor() -> str | tuple[str, int]:
    """Take the first code of a new factor and show the recovery codes, once."""
    opened, code = signed_in.platform().access, request.form.get("code", "")
    try:
        codes = upkeep.confirm_factor(opened, signed_in.secret(), code, signed_in.visit())
    except Invalid:
        return _page(error=t("account.code_wrong")), HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(codes=codes)


@blueprint.post("/account/password")
@limiter.limit(SIGN_INS)
@guarded(Action.USE_OWN_ACCOUNT)
def change_password() -> str | tuple[str, int]:
    """Change my password; every session ends, this one too. A form with a gap is not counted as an attempt."""
    incomplete = unlike("password", "old_password")
    if incomplete is not None:
        return _page(sent=incomplete), HTTPStatus.UNPROCESSABLE_ENTITY
    old, opened = Proof(password=request.form["old_password"], code=typed("code")), signed_in.platform().access
    try:
        upkeep.change_password(opened, signed_in.secret(), old, request.form["password"], signed_in.visit())
    except SignInNeeded as error:
        return _page(sent=Form(name="password", refusal=t("password.not_changed"))), error.status
    except IronriverError as error:
        return _page(sent=refused("password", error)), error.status
    signed_in.end()
    return done(t("password.changed_title"))


def _page(
    *,
    enrolment: Enrolment | None = None,
    codes: list[str] | None = None,
    error: str = "",
    sent: Form | None = None,
) -> str:
    here = signed_in.here()
    assert here is not None  # noqa: S101 - guarded
    opened = signed_in.platform().access
    return render_template(
        "account/account.html",
        account=here.account,
        roles=", ".join(t(f"role.{role}") for role in sorted(here.account.roles)),
        holdings=_holdings(here.account),
        sessions=opened.sessions.of_account(here.account.id),
        current=here.session.id,
        tokens=administration.list_tokens(opened, here.actor),
        now=clock.now(),
        has_factor=upkeep.has_factor(opened, here.account.id),
        enrolment={"secret": enrolment.secret, "drawing": Markup(enrolment.qr_svg)} if enrolment else None,  # noqa: S704
        codes=codes,
        error=error,
        form_of=picker(sent),
    )


def _holdings(account: Account) -> list[str]:
    """Return the holdings open to the person; that of a case goes by the case's number, its id says nothing."""
    numbers = {case_holding(one.id): t("account.of_case", number=one.number) for one in account.cases}
    return sorted(numbers.get(holding, holding) for holding in account.all_holdings())
