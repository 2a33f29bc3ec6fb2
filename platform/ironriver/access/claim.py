"""Setting up an account with a one-time code: own password, then a second factor. Also after both were lost.

No account ever works with a password alone outside demo mode: until the second factor is confirmed, the code stays
good and sign-in is refused. The first administrator of a deployment comes in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.access.accounts import (
    Account,
    AccountState,
    NewAccount,
    all_accounts,
    create_account,
    find_account,
)
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.passwords import check_password
from ironriver.access.refusals import SlowDown, code_does_not_fit, not_accepted
from ironriver.access.second_factor import Enrolment, new_enrolment
from ironriver.access.sign_in import Visit, failed, is_welcome
from ironriver.errors import Conflict, Invalid, Say
from ironriver.model.actor import Role, system_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who claims an account, and with which one-time code."""

    login: str
    code: str


def first_administrator(access: Access) -> tuple[str, str] | None:
    """Return login and a fresh one-time code of an administrator while none has ever set a password.

    `None` once one has: from then on administrators make accounts. For the console only.
    """
    chiefs = [
        account
        for account in all_accounts(access.ledger)
        if Role.ADMINISTRATOR in account.roles and account.state is AccountState.ACTIVE and not account.demo
    ]
    for account in chiefs:
        known = access.credentials.find(account.id)
        if known is not None and known.password_set is not None:
            return None
    if not chiefs:
        return None
    return chiefs[0].login, access.credentials.issue_code(chiefs[0].id)


def administrator_of(access: Access, *, agency: str, login: str, name: str) -> str:
    """Make the first administrator of a further agency and return his one-time code. For the console only.

    `Conflict` where the agency has an active administrator already: he makes further accounts.
    """
    new = NewAccount(login=login, name=name, agency=agency, roles=frozenset({Role.ADMINISTRATOR}))
    for account in all_accounts(access.ledger):
        is_chief = Role.ADMINISTRATOR in account.roles and account.state is AccountState.ACTIVE
        if is_chief and account.agency == agency:
            raise Conflict(
                Say(
                    en=f"{agency} has an administrator already ({account.login}). He makes further accounts.",
                    es=f"{agency} ya tiene administrador ({account.login}). Él crea las demás cuentas.",
                )
            )
    actor = system_actor("console")
    account_id = create_account(actor, new, ledger=access.ledger)
    made = Event(event="account_added", outcome="success", actor=actor.id, origin=actor.origin, object=account_id)
    access.note(made)
    return access.credentials.issue_code(account_id)


def claim(access: Access, given: Claim, password: str, visit: Visit) -> Enrolment:
    """Set the password and return what an authenticator needs. Refuses like a sign-in, and counts like one.

    `Invalid` names what is wrong with the password; the code stays good then.
    """
    account = _claimant(access, given, visit)
    check_password(
        password, about=(account.login, *account.name.split(), account.agency), extra_list=access.block_list
    )
    enrolment = new_enrolment(account.login, access.settings.origin_name)
    access.credentials.drop_factor(account.id)
    access.credentials.set_password(account.id, password)
    access.credentials.set_factor(account.id, enrolment.secret)
    access.sessions.revoke_account(account.id, "password set")
    access.note(Event(event="password_set", outcome="success", actor=account.id, origin=visit.origin))
    return enrolment


def confirm(access: Access, given: Claim, totp: str, visit: Visit) -> list[str]:
    """Confirm the second factor with its first code and void the one-time code; return the recovery codes.

    `Invalid` when the code does not fit: the authenticator's clock may be wrong.
    """
    account = _claimant(access, given, visit)
    codes = access.credentials.confirm_factor(account.id, totp)
    if codes is None:
        raise code_does_not_fit()
    access.credentials.use_code(account.id)
    access.note(Event(event="factor_set", outcome="success", actor=account.id, origin=visit.origin))
    return codes


def skip_factor(access: Access, given: Claim, visit: Visit) -> None:
    """In demo mode, void the one-time code without a second factor. `Invalid` elsewhere."""
    if not access.settings.demo:
        raise Invalid(
            Say(
                en="A second factor is needed here. Scan the picture with an authenticator.",
                es="Aquí se exige un segundo factor. Escanee la imagen con un autenticador.",
            )
        )
    access.credentials.use_code(_claimant(access, given, visit).id)


def _claimant(access: Access, given: Claim, visit: Visit) -> Account:
    try:
        access.throttle.check(visit.address)
    except SlowDown:
        access.note(Event(event="claim", outcome="refused", origin=visit.origin, reason="address"))
        raise
    account = find_account(access.ledger, login=given.login)
    key = account.id if account else access.log.masked(given.login)
    reserved = access.credentials.reserve_attempt(key) is not None
    if (
        account is not None
        and reserved
        and is_welcome(access, account)
        and access.credentials.code_agrees(account.id, given.code)
    ):
        access.credentials.forget_attempts(account.id)
        return account
    failed(access, account, key, visit)
    raise not_accepted()
