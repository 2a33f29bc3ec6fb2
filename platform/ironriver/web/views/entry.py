"""Signing in and out, the locked screen, the confirmation before privileged functions, language and theme."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from ironriver import access
from ironriver.access import DEMO_PASSWORD, Action, Proof
from ironriver.errors import IronriverError
from ironriver.web import signed_in
from ironriver.web.guard import SIGN_INS, guarded, limiter
from ironriver.web.kept import Kept, travelling
from ironriver.web.language import LANGUAGES
from ironriver.web.look import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, language, t

blueprint = Blueprint("entry", __name__)

#: A year; neither cookie says anything about a case.
LOOK_SECONDS = 31_536_000


@blueprint.get("/sign-in")
@guarded(Action.ENTER)
def sign_in_page() -> str:
    """Show the sign-in form with the system-use banner (CJIS AC-8)."""
    return _sign_in_form(next_page=safe_next(request.args.get("next")))


@blueprint.post("/sign-in")
@limiter.limit(SIGN_INS)
@guarded(Action.ENTER)
def sign_in() -> Response | tuple[str, int]:
    """Begin a session; the banner must be accepted."""
    form, next_page = request.form, safe_next(request.form.get("next"))
    login = form.get("login", "").strip()
    if form.get("consent") != "yes":
        return _sign_in_form(next_page=next_page, login=login, refusal=t("entry.consent_missing")), 422
    proof = Proof(password=form.get("password", ""), code=form.get("code", "").strip())
    opened = signed_in.platform().access
    try:
        entered = access.sign_in(opened, login, proof, signed_in.visit(), replacing=signed_in.secret())
    except IronriverError as error:
        refusal = error.say.in_language(language())
        return _sign_in_form(next_page=next_page, login=login, refusal=refusal), error.status
    signed_in.begin(entered.secret)
    return redirect(next_page, HTTPStatus.SEE_OTHER)


def _sign_in_form(*, next_page: str, login: str = "", refusal: str = "") -> str:
    return render_template(
        "entry/sign_in.html",
        next=next_page,
        login=login,
        refusal=refusal,
        people=_demo_people(),
        demo_password=DEMO_PASSWORD,
        back=request.full_path.rstrip("?") if request.method == "GET" else "/sign-in",
    )


def _demo_people() -> list[dict[str, str]]:
    platform = signed_in.platform()
    if not platform.settings.demo:
        return []
    return [
        {
            "login": person.login,
            "role": ", ".join(t(f"role.{role}") for role in sorted(person.roles)),
            "agency": person.agency,
        }
        for person in access.all_accounts(platform.ledger)
        if person.demo
    ]


@blueprint.get("/prove")
@guarded(Action.ENTER)
def prove_page() -> str:
    """Ask for the password once more: the screen was locked, or something privileged is wanted."""
    return prove_form(safe_next(request.args.get("next")), request.args.get("why", ""))


@blueprint.post("/prove")
@limiter.limit(SIGN_INS)
@guarded(Action.ENTER)
def prove() -> Response | tuple[str, int]:
    """Open the screen again."""
    next_page = safe_next(request.form.get("next"))
    proof = Proof(password=request.form.get("password", ""), code=request.form.get("code", "").strip())
    try:
        access.reauthenticate(signed_in.platform().access, signed_in.secret(), proof, signed_in.visit())
    except IronriverError as error:
        kept = travelling()
        why = "confirmation_needed" if kept else ""
        return prove_form(next_page, why, error.say.in_language(language()), kept=kept), error.status
    kept = travelling()
    if kept is not None and safe_next(kept.address) == kept.address:
        return render_template("entry/send.html", kept=kept), HTTPStatus.OK
    return redirect(next_page, HTTPStatus.SEE_OTHER)


def prove_form(next_page: str, why: str, refusal: str = "", *, kept: Kept | None = None) -> str:
    """Return the page that asks for the password once more, with a form that waits for it if there is one."""
    confirming = why == "confirmation_needed"
    return render_template(
        "entry/prove.html",
        next=next_page,
        kept=kept,
        refusal=refusal,
        heading=t("entry.confirm_title" if confirming else "entry.locked_title"),
        sentence=t("entry.confirm" if confirming else "entry.locked"),
    )


@blueprint.post("/sign-out")
@guarded(Action.ENTER)
def sign_out() -> Response:
    """End the session here and in the table."""
    access.sign_out(signed_in.platform().access, signed_in.secret(), signed_in.visit())
    signed_in.end()
    return redirect("/sign-in", HTTPStatus.SEE_OTHER)


@blueprint.post("/look")
@guarded(Action.ENTER)
def set_look() -> Response:
    """Set language or theme for this browser and go back."""
    response = make_response(redirect(safe_next(request.form.get("back")), HTTPStatus.SEE_OTHER))
    tls = signed_in.platform().settings.tls
    for name, allowed, cookie in (
        ("language", LANGUAGES, LANGUAGE_COOKIE),
        ("theme", THEMES, THEME_COOKIE),
    ):
        value = request.form.get(name, "")
        if value in allowed:
            response.set_cookie(cookie, value, max_age=LOOK_SECONDS, secure=tls, httponly=True, samesite="Lax")
            g.pop("language", None)
    return response


def safe_next(address: str | None) -> str:
    """Return an address of this site, never another one's (no open redirect)."""
    asked = address or "/"
    try:
        parts = urlsplit(asked)
    except ValueError:  # an address that cannot be read, such as `//[`
        return "/"
    if not asked.isprintable():  # line ends do not go into a header
        return "/"
    elsewhere = parts.scheme or parts.netloc or asked.startswith(("//", "/\\"))
    return "/" if elsewhere or not asked.startswith("/") else asked
