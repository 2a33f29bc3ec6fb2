"""Who stands behind an API token at this request."""

from __future__ import annotations

from dataclasses import replace

from ironriver import clock
from ironriver.access.accounts import find_account
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.refusals import SlowDown, token_not_accepted
from ironriver.access.sign_in import Visit, check_case, failed, is_welcome
from ironriver.model.actor import Actor


def actor_for_token(access: Access, text: str, visit: Visit, *, case: str = "", purpose: str = "") -> Actor:
    """Return the actor of an API token, limited to the token's actions, or raise `SignInNeeded` (401).

    `case` (id or number) and `purpose` are given per request; `Invalid` if they do not fit. Wrong secrets count
    against the owner like wrong passwords, and against the address.
    """
    try:
        access.throttle.check(visit.address)
    except SlowDown:
        access.note(Event(event="token", outcome="refused", origin=visit.origin, reason="address"))
        raise
    owner = access.tokens.owner(text)
    account = find_account(access.ledger, id=owner.account) if owner else None
    if owner is None or account is None:
        failed(access, None, access.log.masked(text), visit)
        raise token_not_accepted()
    token = access.tokens.find(text)
    if token is None:
        access.credentials.reserve_attempt(account.id)
        failed(access, account, account.id, visit)
        raise token_not_accepted()
    if not token.is_good(clock.now()) or not is_welcome(access, account):
        # The right secret, too late: no guess, so it does not count towards a lock.
        access.note(Event(event="token", outcome="failure", actor=account.id, origin=visit.origin, object=owner.id))
        raise token_not_accepted()
    access.tokens.touch(token)
    actor = account.as_actor(origin=visit.origin, request_id=visit.request_id)
    if case:
        actor = actor.on(case=check_case(account, case, purpose).id, purpose=purpose)
    return replace(actor, only=frozenset(str(action) for action in token.actions))
