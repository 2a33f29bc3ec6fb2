"""Two persons for one act: one proposes, another decides, then it is carried out. The act is fixed by its digest.

Used for releases, subject records, downgrades, shredding, purges. The proposal and the decision are acts; carrying
out is one act that holds the changes and the proposal with both persons, so both stand in one entry. Both are of
one agency: to the approvers of another, the proposal does not exist.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ironriver import clock
from ironriver.access import policy
from ironriver.access.figures import PROPOSAL_LIFE
from ironriver.access.policy import Action
from ironriver.errors import Conflict, Invalid, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Look, Receipt, Row, whole
from ironriver.model.actor import Actor

#: Proposals of one agency that wait; each expires after a week, so more than these nobody makes by hand.
_MOST = 5_000
#: Own ones that are listed at first.
OWN = 50
_SHORTEST_REASON = 10
#: What a room changes in the same act: it looks behind the head lock, and its refusal refuses all.
_More = Callable[[Look], Sequence[Change]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal as of now. `permission` is the action that whoever decides must be allowed."""

    id: str
    act: str
    act_sha256: str
    permission: Action
    reason: str
    state: str
    proposed: str
    proposed_by: str
    #: Of whoever proposed it; only approvers of this agency see and decide it.
    agency: str
    expires: str
    decided: str
    decided_by: str
    decision_reason: str
    carried_out: str

    def is_open(self, now: datetime) -> bool:
        """Return whether it may still be decided on."""
        return self.state == "open" and now < datetime.fromisoformat(self.expires)

    def may_withdraw(self, now: datetime) -> bool:
        """Return whether whoever made it may still take it back: nothing has come of it, and it has not expired."""
        return self.state in ("open", "approved") and now < datetime.fromisoformat(self.expires)


def act_digest(act: Act) -> str:
    """Return the SHA-256 (hex) over name, statements and rows of an act whose changes are known beforehand.

    `Invalid` for an act that decides its changes inside the transaction: nobody could approve what is not known.
    """
    if callable(act.changes):
        raise Invalid(
            Say(
                en="Only an act whose changes are known can be proposed.",
                es="Solo se puede proponer un acto cuyos cambios se conocen.",
            ),
            detail=act.name,
        )
    said = {
        "v": 1,
        "act": act.name,
        "batch": act.batch,
        "changes": [
            {"statement": change.statement, "rows": [[row.s, row.p] for row in change.rows]}
            for change in act.changes
        ],
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(b"ironriver/proposal/1\x00" + text.encode()).hexdigest()


def propose(actor: Actor, act: Act, *, reason: str, ledger: Ledger, permission: Action = Action.APPROVE) -> str:
    """Propose an act with a reason; return the proposal's id. It waits a week for another person."""
    proposal_id, change = proposing(actor, act, reason=reason, ledger=ledger, permission=permission)
    ledger.act(actor, Act(name="access.propose", changes=[change]))
    return proposal_id


def proposing(
    actor: Actor, act: Act, *, reason: str, ledger: Ledger, permission: Action = Action.APPROVE
) -> tuple[str, Change]:
    """Return a new proposal's id and the change that makes it, for a room whose thing names its proposal.

    Both belong into one act: between two of them a crash leaves a thing that nobody can approve or refuse.
    """
    policy.require(actor, Action.PROPOSE)
    proposal_id = ledger.id_for("Proposal", secrets.token_hex(16), actor.agency)
    now = clock.now()
    stored = {
        "act": act.name,
        "act_sha256": act_digest(act),
        "permission": permission.value,
        "reason": _reason(reason),
        "state": "open",
        "proposed": clock.stamp(now),
        "proposed_by": actor.id,
        "expires": clock.stamp(now + PROPOSAL_LIFE),
    }
    return proposal_id, _put("put", proposal_id, stored)


def approve(actor: Actor, proposal_id: str, *, reason: str, ledger: Ledger) -> None:
    """Approve another person's proposal. `NotAllowed` for one's own or without the right; `Conflict` if decided.

    Done again by the same person before it is carried out, it changes nothing: what a crash cut short goes on.
    """
    _decide(actor, proposal_id, "approved", reason, ledger)


def refuse(
    actor: Actor, proposal_id: str, *, reason: str, ledger: Ledger, also: _More | None = None
) -> None:
    """Refuse another person's proposal, with the reason he will read; what `also` returns is in the same act."""
    _decide(actor, proposal_id, "refused", reason, ledger, also=also)


def withdraw(actor: Actor, proposal_id: str, *, ledger: Ledger) -> None:
    """Take one's own proposal back, until it is refused, carried out or expired; approved, it is off as well.

    `NotFound` to everybody but whoever made it.
    """
    policy.require(actor, Action.PROPOSE)

    def changes(look: Look) -> list[Change]:
        proposal = _read(look.read("access.proposal_by_id", {"id": proposal_id}))
        if proposal.proposed_by != actor.id:
            raise nothing_here()
        if not proposal.may_withdraw(clock.now()):
            raise _not_any_more(proposal)
        return [_put("amend", proposal_id, {"state": "withdrawn"})]

    ledger.act(actor, Act(name="access.proposal_withdrawn", changes=changes))


def carry_out(actor: Actor, proposal_id: str, act: Act, *, ledger: Ledger) -> Receipt:
    """Do an approved act, once, by one of its two persons. Its digest must be that of what was approved.

    Checked behind the head lock: expiry, approval, digest, and that nobody has carried it out already.
    """
    digest = act_digest(act)
    changes = [] if callable(act.changes) else list(act.changes)

    def decide(look: Look) -> list[Change]:
        proposal = _read(look.read("access.proposal_by_id", {"id": proposal_id}))
        _may_carry_out(actor, proposal, digest)
        done = {
            "state": "carried_out",
            "carried_out": clock.stamp(),
            "carried_out_by": actor.id,
            "proposed_by": proposal.proposed_by,
            "decided_by": proposal.decided_by,
        }
        return [*changes, _put("amend", proposal_id, done)]

    return ledger.act(actor, Act(name=act.name, changes=decide, act_id=act.act_id, batch=act.batch))


def find_proposal(actor: Actor, proposal_id: str, *, ledger: Ledger) -> Proposal:
    """Return a proposal to the person who made it, or to those who may decide on it. `NotFound` for others."""
    proposal = _read(ledger.look("access.proposal_by_id", {"id": proposal_id}))
    if actor.id != proposal.proposed_by and not _may_decide(actor, proposal):
        raise nothing_here()
    return proposal


def _may_decide(actor: Actor, proposal: Proposal) -> bool:
    return actor.agency == proposal.agency and policy.may(actor, proposal.permission)


def waiting(actor: Actor, *, ledger: Ledger) -> list[Proposal]:
    """Return the open proposals of others of his agency that the actor may decide on, oldest first."""
    asked = {"now": clock.stamp(), "agency": actor.agency, "limit": _MOST + 1}
    found = [_proposal(row) for row in whole(ledger.look("access.proposals_open", asked), _MOST)]
    return [p for p in found if p.proposed_by != actor.id and _may_decide(actor, p)]


def own(actor: Actor, *, ledger: Ledger, limit: int = OWN) -> list[Proposal]:
    """Return what the actor proposed or decided, newest first, in any state, at most `limit`."""
    policy.require(actor, Action.PROPOSE)
    rows = ledger.look("access.proposals_of_account", {"account": actor.id, "limit": limit})
    return [_proposal(row) for row in rows]


def _decide(
    actor: Actor, proposal_id: str, state: str, reason: str, ledger: Ledger, *, also: _More | None = None
) -> None:
    said = _reason(reason)
    before = _read(ledger.look("access.proposal_by_id", {"id": proposal_id}))
    if actor.agency != before.agency:
        raise nothing_here()
    policy.require(actor, before.permission)
    if before.state == state == "approved" and before.decided_by == actor.id:
        return  # a crash came between deciding and carrying out, which checks everything again

    def changes(look: Look) -> list[Change]:
        proposal = _read(look.read("access.proposal_by_id", {"id": proposal_id}))
        if proposal.proposed_by == actor.id:
            raise NotAllowed(
                Say(
                    en="You proposed this yourself. Another person decides.",
                    es="Usted mismo lo propuso. Decide otra persona.",
                )
            )
        if not proposal.is_open(clock.now()):
            raise _not_any_more(proposal)
        decided = {
            "state": state,
            "decided": clock.stamp(),
            "decided_by": actor.id,
            "decision_reason": said,
        }
        return [_put("amend", proposal_id, decided), *(also(look) if also else ())]

    ledger.act(actor, Act(name=f"access.proposal_{state}", changes=changes))


def _may_carry_out(actor: Actor, proposal: Proposal, digest: str) -> None:
    if actor.id not in (proposal.proposed_by, proposal.decided_by):
        raise NotAllowed(
            Say(
                en="One of the two persons who proposed and approved this carries it out.",
                es="Lo ejecuta una de las dos personas que lo propusieron y aprobaron.",
            )
        )
    if proposal.decided_by in ("", proposal.proposed_by):
        raise _not_any_more(proposal)
    if proposal.state != "approved" or clock.now() >= datetime.fromisoformat(proposal.expires):
        raise _not_any_more(proposal)
    if proposal.act_sha256 != digest:
        raise Conflict(
            Say(
                en="This is not what was approved: something has changed since. Propose it again.",
                es="Esto no es lo que se aprobó: algo cambió desde entonces. Propóngalo otra vez.",
            ),
            detail=f"approved {proposal.act_sha256}, given {digest}",
        )


def _not_any_more(proposal: Proposal) -> Conflict:
    if clock.now() >= datetime.fromisoformat(proposal.expires):
        return Conflict(
            Say(en="This proposal has expired. Propose it again.", es="Esta propuesta venció. Propóngalo otra vez.")
        )
    return Conflict(
        Say(
            en=f"This proposal is {proposal.state.replace('_', ' ')}; that step is not open any more, or not yet.",
            es=f"Esta propuesta está {_ES[proposal.state]}; ese paso ya no está abierto, o todavía no.",
        )
    )


_ES = {
    "open": "abierta",
    "approved": "aprobada",
    "refused": "rechazada",
    "carried_out": "ejecutada",
    "withdrawn": "retirada",
}


def _reason(reason: str) -> str:
    if len(reason.strip()) < _SHORTEST_REASON:
        raise Invalid(
            Say(en="A reason is needed that others understand.", es="Se necesita un motivo que otros entiendan."),
            fields={
                "reason": Say(
                    en=f"At least {_SHORTEST_REASON} characters.", es=f"Al menos {_SHORTEST_REASON} caracteres."
                )
            },
        )
    return reason.strip()


def _put(verb: str, proposal_id: str, stored: dict[str, Any]) -> Change:
    return Change(statement=f"write.{verb}_proposal", rows=[Row(s={"id": proposal_id}, p=stored)])


def _read(rows: list[dict[str, Any]]) -> Proposal:
    if not rows:
        raise nothing_here()
    return _proposal(rows[0])


def _proposal(row: Mapping[str, Any]) -> Proposal:
    return Proposal(
        id=row["id"],
        act=row["act"],
        act_sha256=row["act_sha256"],
        permission=Action(row["permission"]),
        reason=row["reason"],
        state=row["state"],
        proposed=row["proposed"],
        proposed_by=row["proposed_by"],
        agency=row["agency"] or "",
        expires=row["expires"],
        decided=row["decided"] or "",
        decided_by=row["decided_by"] or "",
        decision_reason=row["decision_reason"] or "",
        carried_out=row["carried_out"] or "",
    )
