"""Who stands behind a partner's program: its token, the agreements that name it today, and nothing more."""

from __future__ import annotations

from dataclasses import replace

from ironriver.access.accounts import Account, find_account
from ironriver.access.api import actor_for_token
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.refusals import token_not_accepted
from ironriver.access.sign_in import Visit
from ironriver.model.actor import Actor, Role


def actor_for_program(access: Access, text: str, visit: Visit, *, login: str = "") -> Actor:
    """Return the actor of a partner's program, or raise `SignInNeeded` (401).

    Its holdings are the agencies whose agreements name it today: what those released to it belongs to them. An
    account with any other role is refused, for with that role the holdings would open more than collections.
    Revoking the agreement, striking the account or ending its token counts from the next request.
    """
    actor = actor_for_token(access, text, visit)
    account = find_account(access.ledger, id=actor.id)
    if account is None or account.roles != {Role.PARTNER_PROGRAM} or (login and login != account.login):
        access.note(Event(event="token", outcome="failure", actor=actor.id, origin=visit.origin, reason="program"))
        raise token_not_accepted()
    return replace(actor, holdings=_releasing(access, account))


def _releasing(access: Access, account: Account) -> frozenset[str]:
    reaching = [g for g in account.grants if account.max_tlp <= g.max_tlp and account.handling <= g.handling]
    found = [access.ledger.look("access.agreement_by_id", {"id": g.agreement, "limit": 1}) for g in reaching]
    return frozenset(str(rows[0]["agency"]) for rows in found if rows)
