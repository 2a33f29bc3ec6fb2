"""What administrators do with accounts: make, disable, release, clear, issue codes. Each is an act and an event.

Callers on the web have asked for the password again (`authorise` with a privileged action). Nobody changes his own
clearance: that takes another administrator (separation of duties). An administrator keeps the accounts of his own
agency only, and gives none of another's holdings; the product itself (the system actor) is bound by neither.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ironriver import clock
from ironriver.access.accounts import (
    Account,
    AccountState,
    NewAccount,
    all_accounts,
    amend_account,
    check_new,
    clearance,
    create_account,
    find_account,
)
from ironriver.access.cases import Openness
from ironriver.access.events import Event
from ironriver.access.figures import INACTIVE_AFTER
from ironriver.access.opened import Access
from ironriver.access.policy import Action, actions_of, may, require
from ironriver.access.sessions import Session
from ironriver.access.tokens import Token
from ironriver.errors import Conflict, Invalid, NotAllowed, Say, nothing_here
from ironriver.model.actor import Actor, Role, system_actor
from ironriver.model.marking import PUBLIC, Handling, Tlp

#: Members of one case that are looked at.
_MOST_MEMBERS = 1_000


def add_account(access: Access, actor: Actor, new: NewAccount) -> tuple[str, str]:
    """Make an account; return its id and the one-time code to hand over in person (72 hours).

    Demonstration accounts are refused outside demo mode; accounts of another agency and holdings that are not his
    agency's to give, `NotAllowed`.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    if new.demo and not access.settings.demo:
        raise Invalid(
            Say(
                en="Demonstration accounts exist in demo mode only.",
                es="Las cuentas de demostración existen solo en modo de demostración.",
            )
        )
    check_new(new)
    if not _is_his(actor, new.agency):
        raise _not_his_agency(new.agency)
    _check_holdings(access, actor, new.holdings)
    account_id = create_account(actor, new, ledger=access.ledger)
    _note(access, actor, "account_added", account_id)
    return account_id, access.credentials.issue_code(account_id)


def issue_code(access: Access, actor: Actor, login: str) -> str:
    """Return a new one-time code for somebody who lost password or device; his sessions and tokens end."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _known(access, actor, login)
    _not_oneself(actor, account)
    cut_off(access, account.id, "code issued")
    _note(access, actor, "code_issued", account.id)
    return access.credentials.issue_code(account.id)


def disable_now(access: Access, actor: Actor, login: str, *, reason: str) -> int:
    """Disable an account: sessions and tokens end first, then the act is written. Returns how many sessions ended.

    Works although the database is down (sessions end and the credential locks before anything else); the act
    then raises `Unavailable` and has to be repeated. `Conflict` for the last administrator of an agency.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _known(access, actor, login)
    _keep_an_administrator(access, account)
    access.credentials.lock(account.id)
    ended = cut_off(access, account.id, "disabled")
    _amend(
        access,
        actor,
        account.id,
        {"state": AccountState.DISABLED.value, "revoked": clock.stamp()},
        "disable_account",
    )
    _note(access, actor, "account_disabled", account.id, reason)
    return ended


def enable(access: Access, actor: Actor, login: str) -> None:
    """Let a disabled account be used again, with the password it had."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _known(access, actor, login)
    _not_oneself(actor, account)
    access.credentials.release(account.id)
    _amend(access, actor, account.id, {"state": AccountState.ACTIVE.value, "revoked": None}, "enable_account")
    _note(access, actor, "account_enabled", account.id)


def unlock(access: Access, actor: Actor, login: str) -> None:
    """Release an account that failed attempts have locked (CJIS AC-7: nothing else does). Never one's own."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _known(access, actor, login)
    _not_oneself(actor, account)
    if account.state is AccountState.DISABLED:
        raise Invalid(
            Say(
                en=f"{account.login} is disabled, not locked. Enable it if that decision is over.",
                es=f"{account.login} está deshabilitada, no bloqueada. Habilítela si esa decisión terminó.",
            )
        )
    access.credentials.release(account.id)
    if account.state is AccountState.LOCKED:
        _amend(access, actor, account.id, {"state": AccountState.ACTIVE.value}, "unlock_account")
    _note(access, actor, "unlock", account.id)


def set_clearance(
    access: Access,
    actor: Actor,
    login: str,
    *,
    roles: frozenset[Role],
    holdings: frozenset[str],
    cleared: tuple[Tlp, frozenset[Handling]],
) -> None:
    """Set roles, holdings, highest TLP and handling codes; the person's sessions and tokens end at once."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _known(access, actor, login)
    _not_oneself(actor, account)
    if not roles or Role.SYSTEM in roles:
        raise Invalid(
            Say(en="Give at least one role that people have.", es="Dé al menos una función que tengan personas.")
        )
    _check_holdings(access, actor, holdings)
    _amend(access, actor, account.id, clearance(roles, holdings, *cleared), "set_clearance")
    cut_off(access, account.id, "clearance changed")
    _note(access, actor, "clearance_set", account.id)


def cut_off(access: Access, account_id: str, why: str) -> int:
    """End every session and token of an account in all processes. Returns how many sessions ended."""
    access.tokens.revoke(account_id)
    return access.sessions.revoke_account(account_id, why)


def list_sessions(access: Access, actor: Actor, login: str = "") -> list[Session]:
    """Return the sessions that are open: one's own, his agency's for an administrator, anybody's for an auditor."""
    own = find_account(access.ledger, id=actor.id)
    if own is not None and login == own.login:
        require(actor, Action.USE_OWN_ACCOUNT)
        return access.sessions.of_account(own.id)
    if Role.AUDITOR in actor.roles:
        require(actor, Action.REVIEW_ACCESS)
        return access.sessions.of_account(_anybody(access, login).id if login else "")
    require(actor, Action.MANAGE_ACCOUNTS)
    if login:
        return access.sessions.of_account(_known(access, actor, login).id)
    his = {account.id for account in list_accounts(access, actor)}
    return [session for session in access.sessions.of_account() if session.account in his]


def list_accounts(access: Access, actor: Actor) -> list[Account]:
    """Return the accounts that the actor manages, by login: those of his agency."""
    require(actor, Action.MANAGE_ACCOUNTS)
    return [account for account in all_accounts(access.ledger) if _is_his(actor, account.agency)]


def make_token(
    access: Access, actor: Actor, *, name: str, actions: frozenset[Action], life: timedelta
) -> tuple[str, Token]:
    """Make an API token for oneself; return its text (shown once) and the row. Only actions one may do oneself."""
    require(actor, Action.USE_OWN_ACCOUNT)
    beyond = {action for action in actions if not may(actor, action)}
    if beyond:
        require(actor, min(beyond))
    text, token = access.tokens.make(actor.id, name=name, actions=actions, life=life)
    _note(access, actor, "token_made", token.id)
    return text, token


def make_program_token(
    access: Access, actor: Actor, login: str, *, name: str, life: timedelta
) -> tuple[str, Token]:
    """Make the token with which a partner's program fetches and sends; return its text (shown once) and the row.

    A program never signs in, so the administrator who keeps its account does this for it. `NotFound` for an account
    of another agency, `Invalid` for one that is not a program: nobody makes tokens for another person.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _known(access, actor, login)
    if account.roles != {Role.PARTNER_PROGRAM}:
        raise Invalid(
            Say(
                en=f"{login} is a person's account. Its owner makes tokens with `ironriver accounts token`.",
                es=f"{login} es la cuenta de una persona. Su titular crea fichas con `ironriver accounts token`.",
            )
        )
    text, token = access.tokens.make(account.id, name=name, actions=actions_of(account.roles), life=life)
    _note(access, actor, "token_made", token.id)
    return text, token


def list_tokens(access: Access, actor: Actor) -> list[Token]:
    """Return one's own tokens that were not revoked, newest first, without their secrets."""
    require(actor, Action.USE_OWN_ACCOUNT)
    return access.tokens.of_account(actor.id)


def revoke_token(access: Access, actor: Actor, token_id: str) -> None:
    """End a token of one's own."""
    require(actor, Action.USE_OWN_ACCOUNT)
    if not access.tokens.revoke(actor.id, token_id):
        raise nothing_here()
    _note(access, actor, "token_revoked", token_id)


def disable_inactive(access: Access) -> list[str]:
    """Disable accounts that nobody used for ninety days (CJIS AC-2(3)); for the worker, daily. Returns logins."""
    actor, disabled = system_actor("worker"), []
    since = clock.now() - INACTIVE_AFTER
    for account in all_accounts(access.ledger):
        if account.state is not AccountState.ACTIVE or account.demo or Role.SYSTEM in account.roles:
            continue
        if _last_use(access, account) < since:
            access.credentials.lock(account.id)
            cut_off(access, account.id, "inactive")
            changed = {"state": AccountState.DISABLED.value, "revoked": clock.stamp()}
            _amend(access, actor, account.id, changed, "disable_inactive")
            _note(access, actor, "account_disabled", account.id, "inactive")
            disabled.append(account.login)
    return disabled


def _last_use(access: Access, account: Account) -> datetime:
    known = access.credentials.find(account.id)
    created = datetime.fromisoformat(account.created) if account.created else clock.now()
    return max(created, known.signed_in) if known and known.signed_in else created


def _known(access: Access, actor: Actor, login: str) -> Account:
    """Return an account that the actor may manage. Other agencies' are to him as if they were not."""
    account = find_account(access.ledger, login=login)
    if account is None or Role.SYSTEM in account.roles or not _is_his(actor, account.agency):
        raise nothing_here()
    return account


def _anybody(access: Access, login: str) -> Account:
    account = find_account(access.ledger, login=login)
    if account is None or Role.SYSTEM in account.roles:
        raise nothing_here()
    return account


def _is_his(actor: Actor, agency: str) -> bool:
    return Role.SYSTEM in actor.roles or actor.agency == agency


def own_holdings(access: Access, actor: Actor, holdings: frozenset[str]) -> frozenset[str]:
    """Return those of the holdings that belong to the actor's agency, and `public`."""
    agencies = {account.agency for account in all_accounts(access.ledger)} | {actor.agency}
    return frozenset(one for one in holdings if one == PUBLIC or _owner(one, agencies) == actor.agency)


def _check_holdings(access: Access, actor: Actor, holdings: frozenset[str]) -> None:
    """Refuse holdings that are not the actor's agency's to give: its own, its joint cases' and `public` are."""
    if Role.SYSTEM in actor.roles:
        return
    others = holdings - own_holdings(access, actor, holdings)
    foreign = {one for one in others if not _is_joint(access, actor, one)}
    if foreign:
        names = ", ".join(sorted(foreign))
        raise NotAllowed(
            Say(
                en=f"These holdings are not your agency's to give: {names}. Give its own, those of its joint "
                "cases, or public; another agency opens its own by an agreement.",
                es=f"Su dependencia no puede dar estas titularidades: {names}. Dé las propias, las de sus casos "
                "conjuntos o public; otra dependencia abre las suyas por convenio.",
            )
        )


def _is_joint(access: Access, actor: Actor, holding: str) -> bool:
    """Return whether this is the holding of a joint case that somebody of the actor's agency is a member of."""
    if not holding.startswith("case:"):
        return False
    asked = {"id": holding.replace(":", "_", 1), "limit": _MOST_MEMBERS}
    return any(
        case["openness"] == Openness.JOINT.value and actor.agency in {one["agency"] for one in case["members"]}
        for case in access.ledger.look("access.case_by_id", asked)
    )


def _owner(holding: str, agencies: set[str]) -> str:
    """Return the agency whose holding this is (`us-tpd`, `us-tpd-mou`); the longest name where several begin it."""
    return max((a for a in agencies if holding == a or holding.startswith(f"{a}-")), key=len, default="")


def _not_his_agency(agency: str) -> NotAllowed:
    return NotAllowed(
        Say(
            en=f"You keep the accounts of your own agency. One of {agency} is made by an administrator there.",
            es=f"Usted lleva las cuentas de su propia dependencia. Una de {agency} la crea su administrador.",
        )
    )


def _not_oneself(actor: Actor, account: Account) -> None:
    if actor.id == account.id:
        raise NotAllowed(
            Say(
                en="Nobody changes his own account in this way. Ask another administrator.",
                es="Nadie cambia su propia cuenta de este modo. Pídalo a otro administrador.",
            )
        )


def _keep_an_administrator(access: Access, account: Account) -> None:
    """Refuse to take an agency's last active administrator away: nobody could make or release accounts there."""
    left = {
        one.id
        for one in all_accounts(access.ledger)
        if one.agency == account.agency and Role.ADMINISTRATOR in one.roles and one.state is AccountState.ACTIVE
    }
    if left == {account.id}:
        raise Conflict(
            Say(
                en=f"{account.login} is the last administrator of {account.agency}. Make another one first.",
                es=f"{account.login} es la última cuenta de administración de {account.agency}. Cree otra antes.",
            )
        )


def _amend(access: Access, actor: Actor, account_id: str, changed: dict[str, Any], why: str) -> None:
    amend_account(actor, account_id, changed, ledger=access.ledger, why=why)


def _note(access: Access, actor: Actor, event: str, about: str, reason: str = "") -> None:
    access.note(
        Event(event=event, outcome="success", actor=actor.id, origin=actor.origin, object=about, reason=reason)
    )
