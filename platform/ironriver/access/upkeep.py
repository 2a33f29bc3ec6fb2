"""What a person does with his own password, second factor and sessions."""

from __future__ import annotations

from ironriver import clock
from ironriver.access.credentials import Proof
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.passwords import check_password
from ironriver.access.policy import Action, require
from ironriver.access.refusals import code_does_not_fit, confirmation_needed
from ironriver.access.second_factor import Enrolment, new_enrolment
from ironriver.access.sign_in import Visit, present, prove
from ironriver.errors import nothing_here
from ironriver.model.actor import Actor


def change_password(access: Access, secret: str, old: Proof, new: str, visit: Visit) -> None:
    """Change one's own password; every session and token of the account ends, this one too (CJIS IA-11).

    The old password (and a code) is asked for and counts like a sign-in. `Invalid` says why the new one is refused.
    """
    account = present(access, secret, visit).account
    prove(access, account, account.login, old, visit)
    check_password(new, about=(account.login, *account.name.split(), account.agency), extra_list=access.block_list)
    access.credentials.set_password(account.id, new)
    access.tokens.revoke(account.id)
    access.sessions.revoke_account(account.id, "password changed")
    access.note(Event(event="password_set", outcome="success", actor=account.id, origin=visit.origin))


def begin_factor(access: Access, secret: str, visit: Visit) -> Enrolment:
    """Begin a new second factor; the old one counts until `confirm_factor`. Asks for the password first."""
    here = present(access, secret, visit)
    if not here.session.is_fresh(clock.now()):
        raise confirmation_needed()
    enrolment = new_enrolment(here.account.login, access.settings.origin_name)
    access.credentials.set_factor(here.account.id, enrolment.secret)
    return enrolment


def confirm_factor(access: Access, secret: str, code: str, visit: Visit) -> list[str]:
    """Confirm the new second factor with its first code; return the recovery codes, else `Invalid`."""
    account = present(access, secret, visit).account
    codes = access.credentials.confirm_factor(account.id, code)
    if codes is None:
        raise code_does_not_fit()
    access.note(Event(event="factor_set", outcome="success", actor=account.id, origin=visit.origin))
    return codes


def has_factor(access: Access, account_id: str) -> bool:
    """Return whether a second factor is set up and confirmed."""
    known = access.credentials.find(account_id)
    return known is not None and known.factor_confirmed is not None


def end_session(access: Access, actor: Actor, session_id: str) -> None:
    """End one of one's own sessions. `NotFound` for anybody else's."""
    require(actor, Action.USE_OWN_ACCOUNT)
    if session_id not in {session.id for session in access.sessions.of_account(actor.id)}:
        raise nothing_here()
    access.sessions.revoke(session_id, "ended by its owner")
    access.note(
        Event(event="session_ended", outcome="success", actor=actor.id, origin=actor.origin, object=session_id)
    )
