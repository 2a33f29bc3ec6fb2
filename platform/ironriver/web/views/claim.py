"""Setting up an account with a one-time code: own password, then a second factor. Before anybody is signed in."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request
from markupsafe import Markup

from ironriver.access import Action, Enrolment, SignInNeeded
from ironriver.access import claim as claiming
from ironriver.errors import IronriverError
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed, unlike
from ironriver.web.guard import SIGN_INS, guarded, limiter
from ironriver.web.look import t

blueprint = Blueprint("claim", __name__)


@blueprint.get("/claim")
@guarded(Action.ENTER)
def claim_page() -> str:
    """Ask for login, one-time code and a new password."""
    return _password_form()


@blueprint.post("/claim")
@limiter.limit(SIGN_INS)
@guarded(Action.ENTER)
def claim() -> str | tuple[str, int]:
    """Set the password and show what the authenticator needs; a form with a gap is not counted as an attempt."""
    incomplete = unlike("claim", "login", "code")
    if incomplete is not None:
        return _password_form(incomplete), HTTPStatus.UNPROCESSABLE_ENTITY
    opened, visit = signed_in.platform().access, signed_in.visit()
    given = claiming.Claim(login=typed("login"), code=typed("code"))
    try:
        enrolment = claiming.claim(opened, given, request.form["password"], visit)
        if opened.settings.demo:
            claiming.skip_factor(opened, given, visit)
            return done(t("claim.done_title"))
    except IronriverError as error:
        return _password_form(_refused("claim", error)), error.status
    return _factor_form(given, enrolment)


@blueprint.post("/claim/confirm")
@limiter.limit(SIGN_INS)
@guarded(Action.ENTER)
def confirm() -> str | tuple[str, int]:
    """Take the first code of the second factor; show the recovery codes, once."""
    given = claiming.Claim(login=typed("login"), code=typed("one_time"))
    if not (given.login and given.code):
        return _password_form(), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        codes = claiming.confirm(signed_in.platform().access, given, typed("code"), signed_in.visit())
    except SignInNeeded as error:
        return _password_form(_refused("claim", error)), error.status
    except IronriverError as error:
        return _factor_form(given, None, refused("factor", error)), error.status
    return done(t("claim.done_title"), codes)


def done(heading: str, codes: list[str] | None = None) -> str:
    """Return the page that says what was set, and leads to the sign-in."""
    return render_template("entry/done.html", heading=heading, codes=codes)


def _refused(name: str, error: IronriverError) -> Form:
    form = refused(name, error)
    if not isinstance(error, SignInNeeded):
        return form
    return Form(name=name, values=form.values, refusal=t("claim.not_accepted"))


def _password_form(sent: Form | None = None) -> str:
    return render_template("entry/claim.html", step="password", form_of=picker(sent))


def _factor_form(given: claiming.Claim, enrolment: Enrolment | None, sent: Form | None = None) -> str:
    return render_template(
        "entry/claim.html",
        step="factor",
        login=given.login,
        # It stays good until the factor is confirmed, and the page that holds it is never stored.
        one_time=given.code,
        enrolment={"secret": enrolment.secret, "drawing": Markup(enrolment.qr_svg)} if enrolment else None,  # noqa: S704
        form_of=picker(sent),
    )
