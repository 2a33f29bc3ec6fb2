"""Signing in and out, and who stands behind a session at this request."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ironriver import clock
from ironriver.access.accounts import Account, AccountState, Membership, amend_account, find_account, normal_login
from ironriver.access.credentials import Proof
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.passwords import is_blocked
from ironriver.access.policy import PRIVILEGED, Action, require
from ironriver.access.purposes import PURPOSES
from ironriver.access.refusals import (
    SlowDown,
    confirmation_needed,
    not_accepted,
    screen_locked,
    sign_in_needed,
)
from ironriver.access.sessions import NewSession, Session, SessionKind, Standing
from ironriver.errors import Invalid, Say
from ironriver.model.actor import Actor, system_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Where a request comes from. `acted` is false for background polling, which does not count as use."""

    address: str = ""
    agent: str = ""
    request_id: str = ""
    acted: bool = True
    door: str = "web"

    @property
    def origin(self) -> str:
        """The origin as actors and events carry it, e.g. `web:10.1.2.3`."""
        return f"{self.door}:{self.address}" if self.address else self.door


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What a successful sign-in gives. `secret` goes into the cookie and nowhere else."""

    secret: str
    session: Session
    account: Account
    #: The password has come onto the block-list since it was set: ask for another one.
    password_blocked: bool
    #: The session before this one, to show when and from where.
    last: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who is here at this request: the actor for the rooms, and what the frame of a page shows."""

    actor: Actor
    session: Session
    account: Account
    #: The case worked on, if it is still open to the person.
    case: Membership | None


def sign_in(
    access: Access,
    login: str,
    proof: Proof,
    visit: Visit,
    *,
    kind: SessionKind = SessionKind.WEB,
    replacing: str = "",
) -> SignedIn:
    """Begin a session, or raise the one refusal that says nothing (`SignInNeeded`, 401; `SlowDown`, 429).

    `replacing` is the session secret that the browser came with, if any: it is void afterwards.
    """
    account = prove(access, find_account(access.ledger, login=login), login, proof, visit)
    new = NewSession(
        account=account.id, kind=kind, rights=account.rights(), address=visit.address, agent=visit.agent
    )
    secret, session = access.sessions.begin(new, replacing=replacing)
    _note(access, "sign_in", "success", visit, actor=account.id, object=session.id)
    return SignedIn(
        secret=secret,
        session=session,
        account=account,
        password_blocked=is_blocked(proof.password, extra_list=access.block_list),
        last=access.sessions.last_before(session),
    )


def prove(access: Access, account: Account | None, login: str, proof: Proof, visit: Visit) -> Account:
    """Return the account if the proof is right and it may come in; else count, record and refuse.

    Nobody's login, a locked or a disabled account cost the same work and give the same answer.
    """
    try:
        access.throttle.check(visit.address)
    except SlowDown:
        _note(access, "sign_in", "refused", visit, reason="address")
        raise
    key = account.id if account else access.log.masked(normal_login(login))
    reserved = access.credentials.reserve_attempt(key) is not None
    may = account is not None and reserved and is_welcome(access, account)
    right = access.credentials.agrees(key if may else None, proof, factor_needed=not access.settings.demo)
    if right and account is not None:
        access.credentials.attempt_succeeded(account.id)
        return account
    failed(access, account, key, visit)
    raise not_accepted()


def failed(access: Access, account: Account | None, key: str, visit: Visit) -> None:
    """Count a failed attempt against address and account, record it, and lock the account if it was the fifth."""
    access.throttle.failed(visit.address)
    _note(access, "sign_in", "failure", visit, actor=key, reason=account.state if account else "nobody")
    if access.credentials.attempt_failed(key) and account is not None:
        _note(access, "lock", "success", visit, actor=account.id, reason="failures")
        access.sessions.revoke_account(account.id, "locked")
        if account.state is AccountState.ACTIVE:
            amend_account(
                system_actor(visit.origin),
                account.id,
                {"state": AccountState.LOCKED.value},
                ledger=access.ledger,
                why="lock_account",
            )


def present(access: Access, secret: str, visit: Visit) -> Present:
    """Return who stands behind a session secret now, or raise `SignInNeeded` or `ScreenLocked` (401).

    Account, cases and agreements are read anew each time, so what was taken away is gone at the next request.
    """
    session = access.sessions.find(secret) if secret else None
    if session is None:
        raise sign_in_needed()
    account = find_account(access.ledger, id=session.account)
    if account is None or not is_welcome(access, account) or account.rights() != session.rights:
        access.sessions.revoke(session.id, "rights changed")
        raise sign_in_needed()
    standing = access.sessions.standing(session)
    if standing is Standing.ENDED:
        raise sign_in_needed()
    if standing is Standing.LOCKED:
        raise screen_locked()
    if visit.acted:
        access.sessions.touch(session)
    return on_case(account, session, account.as_actor(origin=visit.origin, request_id=visit.request_id))


def on_case(account: Account, session: Session, actor: Actor) -> Present:
    """Return the presence with the session's case, if the person is still a member and it is still open."""
    case = account.membership(session.case)
    if case is None or not case.is_open:
        return Present(actor=actor, session=session, account=account, case=None)
    return Present(
        actor=actor.on(case=case.id, purpose=session.purpose), session=session, account=account, case=case
    )


def actor_for(access: Access, secret: str, visit: Visit) -> Actor:
    """Return only the actor of `present`."""
    return present(access, secret, visit).actor


def authorise(access: Access, secret: str, action: Action, visit: Visit) -> Present:
    """Return who is here if he may do this; what every guarded route calls.

    Beside the refusals of `present` and of `policy.require`: `ConfirmationNeeded` (401) for a privileged action
    when password (and code) were last given more than `figures.PRIVILEGED_WITHIN` ago.
    """
    here = present(access, secret, visit)
    require(here.actor, action)
    if action in PRIVILEGED and not here.session.is_fresh(clock.now()):
        raise confirmation_needed()
    return here


def reauthenticate(access: Access, secret: str, proof: Proof, visit: Visit) -> Session:
    """Open a locked screen, or confirm for a privileged function. Failures count like those of a sign-in.

    The twelve hours since sign-in are not renewed. Returns the session as it is now.
    """
    session = access.sessions.find(secret) if secret else None
    if session is None or access.sessions.standing(session) is Standing.ENDED:
        raise sign_in_needed()
    account = find_account(access.ledger, id=session.account)
    prove(access, account, account.login if account else "", proof, visit)
    access.sessions.prove(session)
    _note(access, "confirm", "success", visit, actor=session.account, object=session.id)
    return replace(session, seen=clock.now(), proved=clock.now())


def sign_out(access: Access, secret: str, visit: Visit) -> None:
    """End the session of this secret; nothing happens if there is none."""
    session = access.sessions.find(secret) if secret else None
    if session is not None and access.sessions.revoke(session.id, "sign-out"):
        _note(access, "sign_out", "success", visit, actor=session.account, object=session.id)


def work_on(access: Access, secret: str, *, case: str, purpose: str, visit: Visit) -> Present:
    """Set the case (id or number; empty: none) and purpose of a session; `Invalid` says which is wrong."""
    here = present(access, secret, visit)
    membership = check_case(here.account, case, purpose) if case else None
    access.sessions.work_on(
        here.session, case=membership.id if membership else "", purpose=purpose if membership else ""
    )
    _note(access, "work_on", "success", visit, actor=here.account.id, object=case, reason=purpose)
    return present(access, secret, visit)


def check_case(account: Account, case: str, purpose: str) -> Membership:
    """Return the membership if the case is open, the person a member, and the purpose on the list."""
    membership = account.membership(case)
    fields = {}
    if membership is None or not membership.is_open:
        # Not a member, closed, or no such case: the same words.
        fields["case"] = Say(
            en="No open case of yours has this number.", es="Ningún caso abierto de usted tiene ese número."
        )
    if purpose not in PURPOSES:
        fields["purpose"] = Say(en="Choose the purpose from the list.", es="Elija la finalidad de la lista.")
    if fields or membership is None:
        raise Invalid(
            Say(
                en="Case and purpose were not set. See the fields.",
                es="No se fijaron caso y finalidad. Vea los campos.",
            ),
            fields=fields,
        )
    return membership


def is_welcome(access: Access, account: Account) -> bool:
    """Return whether an account may be used at all now.

    Not when locked or disabled; demonstration accounts, whose password is published, in demo mode only.
    """
    return account.state is AccountState.ACTIVE and (access.settings.demo or not account.demo)


def _note(access: Access, event: str, outcome: str, visit: Visit, **more: str) -> None:
    access.note(Event(event=event, outcome=outcome, origin=visit.origin, request_id=visit.request_id, **more))
