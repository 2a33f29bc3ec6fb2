"""Accounts, for administrators: who there is, adding, disabling, releasing, clearing, one-time codes.

Every route is privileged: `guarded` asks for the password again when it was last given over ten minutes ago.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ironriver.access import Account, Action, NewAccount, administration, find_account
from ironriver.errors import Conflict, Invalid, NotAllowed, nothing_here
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed, typed_handling, typed_level
from ironriver.web.guard import guarded
from ironriver.web.language import words
from ironriver.web.look import t

blueprint = Blueprint("accounts", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An account with what the credentials tell about its use."""

    account: Account
    roles: str
    is_set_up: bool
    last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A one-time code, shown once."""

    login: str
    code: str


@blueprint.get("/accounts")
@guarded(Action.MANAGE_ACCOUNTS)
def accounts() -> str:
    """List the accounts of my agency, with a form for another one."""
    return _page()


@blueprint.post("/accounts")
@guarded(Action.MANAGE_ACCOUNTS)
def add() -> str | tuple[str, int]:
    """Make an account for a person of my agency and show its one-time code, once."""
    new = NewAccount(
        login=typed("login"),
        name=typed("name"),
        agency=signed_in.actor().agency,
        roles=_roles(),
        holdings=_holdings(),
        max_tlp=typed_level(),
        handling=typed_handling(),
        language=typed("language"),
    )
    try:
        _, code = administration.add_account(signed_in.platform().access, signed_in.actor(), new)
    except _SAID_IN_FORM as error:
        return _page(sent=refused("add", error)), error.status
    return _page(issued=Issued(login=new.login, code=code))


@blueprint.get("/accounts/<login>")
@guarded(Action.MANAGE_ACCOUNTS)
def account(login: str) -> str:
    """Show one account and what can be done with it."""
    return _one_page(login)


@blueprint.post("/accounts/<login>/clearance")
@guarded(Action.MANAGE_ACCOUNTS)
def clearance(login: str) -> Response | tuple[str, int]:
    """Set roles, holdings, highest level and handling codes."""
    cleared = (typed_level(), typed_handling())
    try:
        administration.set_clearance(
            signed_in.platform().access,
            signed_in.actor(),
            login,
            roles=_roles(),
            holdings=_holdings(),
            cleared=cleared,
        )
    except _SAID_IN_FORM as error:
        return _one_page(login, sent=refused("clearance", error)), error.status
    return _back(login, t("accounts.clearance_set"))


@blueprint.post("/accounts/<login>/use")
@guarded(Action.MANAGE_ACCOUNTS)
def use(login: str) -> Response | tuple[str, int]:
    """Disable, enable or release an account."""
    opened, actor, wanted = signed_in.platform().access, signed_in.actor(), typed("do")
    try:
        if wanted == "enable":
            administration.enable(opened, actor, login)
            return _back(login, t("accounts.enabled"))
        if wanted == "unlock":
            administration.unlock(opened, actor, login)
            return _back(login, t("accounts.unlocked"))
        ended = administration.disable_now(opened, actor, login, reason=_reason())
    except _SAID_IN_FORM as error:
        return _one_page(login, sent=refused("use", error)), error.status
    return _back(login, t("accounts.disabled", n=ended))


@blueprint.post("/accounts/<login>/code")
@guarded(Action.MANAGE_ACCOUNTS)
def code(login: str) -> str | tuple[str, int]:
    """Issue a one-time code and show it, once."""
    try:
        fresh = administration.issue_code(signed_in.platform().access, signed_in.actor(), login)
    except _SAID_IN_FORM as error:
        return _one_page(login, sent=refused("use", error)), error.status
    return _one_page(login, issued=Issued(login=login, code=fresh))


def _back(login: str, said: str) -> Response:
    flash(said, "ok")
    return redirect(f"/accounts/{login}", HTTPStatus.SEE_OTHER)


def _page(*, sent: Form | None = None, issued: Issued | None = None) -> str:
    listed = administration.list_accounts(signed_in.platform().access, signed_in.actor())
    people = [one for one in listed if Role.SYSTEM not in one.roles]
    return render_template(
        "accounts/accounts.html",
        accounts=[_listed(one) for one in people],
        form_of=picker(sent),
        issued=issued,
        **_options(),
    )


def _one_page(login: str, *, sent: Form | None = None, issued: Issued | None = None) -> str:
    found = find_account(signed_in.platform().ledger, login=login)
    if found is None or not _is_mine(found):
        raise nothing_here()
    return render_template(
        "accounts/account.html",
        one=_listed(found),
        oneself=found.id == signed_in.actor().id,
        form_of=picker(sent),
        issued=issued,
        **_options(),
    )


def _is_mine(one: Account) -> bool:
    """Whether it is a person of the administrator's own agency: others' accounts are not shown to him."""
    return Role.SYSTEM not in one.roles and one.agency == signed_in.actor().agency


def _listed(one: Account) -> Listed:
    known = signed_in.platform().access.credentials.find(one.id)
    return Listed(
        account=one,
        roles=", ".join(t(f"role.{role}") for role in sorted(one.roles)),
        is_set_up=known is not None and known.password_set is not None,
        last=known.signed_in if known else None,
    )


def _options() -> dict[str, Any]:
    return {
        "roles": [(role.value, t(f"role.{role}")) for role in Role if role is not Role.SYSTEM],
        "levels": [(str(int(level)), level.label) for level in Tlp],
        "claim_address": signed_in.platform().settings.address("/claim"),
        "handlings": [(one.value, one.value) for one in Handling],
    }


def _roles() -> frozenset[Role]:
    return frozenset(Role(one) for one in request.form.getlist("roles") if one in set(Role))


def _holdings() -> frozenset[str]:
    return frozenset(typed("holdings").replace(",", " ").lower().split())


def _reason() -> str:
    if not typed("reason"):
        raise Invalid(words()["accounts.not_disabled"], fields={"reason": words()["accounts.reason_missing"]})
    return typed("reason")
