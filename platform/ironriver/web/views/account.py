"""One's own account: rights, sessions, second factor."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from ironriver import clock
from ironriver.access import Action
from ironriver.access.second_factor import Enrolment, new_enrolment
from ironriver.errors import nothing_here
from ironriver.web import signed_in
from ironriver.web.guard import SIGN_INS, guarded, limiter
from ironriver.web.look import t

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
    opened, me = signed_in.platform().access, signed_in.actor()
    if session_id not in {one.id for one in opened.sessions.of_account(me.id)}:
        raise nothing_here()
    opened.sessions.revoke(session_id, "ended by owner")
    flash(t("account.ended"), "ok")
    return redirect("/account", HTTPStatus.SEE_OTHER)


@blueprint.post("/account/factor")
@guarded(Action.USE_OWN_ACCOUNT)
def new_factor() -> Response | str:
    """Begin a new second factor; it counts once its first code was given. Asks for the password first."""
    here = signed_in.here()
    if here is None or not here.session.is_fresh(clock.now()):
        return redirect("/prove?next=/account&why=confirmation_needed", HTTPStatus.SEE_OTHER)
    enrolment = new_enrolment(here.account.login, "Ironriver")
    signed_in.platform().access.credentials.set_factor(here.account.id, enrolment.secret)
    return _page(enrolment=enrolment)


@blueprint.post("/account/factor/confirm")
@limiter.limit(SIGN_INS)
@guarded(Action.USE_OWN_ACCOUNT)
def confirm_factor() -> str | tuple[str, int]:
    """Take the first code of a new factor and show the recovery codes, once."""
    credentials = signed_in.platform().access.credentials
    codes = credentials.confirm_factor(signed_in.actor().id, request.form.get("code", ""))
    if codes is None:
        return _page(error=t("account.code_wrong")), 422
    return _page(codes=codes)


def _page(*, enrolment: Enrolment | None = None, codes: list[str] | None = None, error: str = "") -> str:
    here = signed_in.here()
    assert here is not None  # noqa: S101 - guarded
    opened = signed_in.platform().access
    credential = opened.credentials.find(here.account.id)
    return render_template(
        "account/account.html",
        account=here.account,
        roles=", ".join(t(f"role.{role}") for role in sorted(here.account.roles)),
        holdings=sorted(here.account.all_holdings()),
        sessions=opened.sessions.of_account(here.account.id),
        current=here.session.id,
        has_factor=bool(credential and credential.factor_confirmed),
        enrolment={"secret": enrolment.secret, "drawing": Markup(enrolment.qr_svg)} if enrolment else None,  # noqa: S704
        codes=codes,
        error=error,
    )
