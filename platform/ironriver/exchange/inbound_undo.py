"""A decision on a draft taken back by the person who made it: the draft waits again, what it brought in is gone."""

from __future__ import annotations

from ironriver.access import Action, require
from ironriver.errors import Conflict, NotAllowed, Say
from ironriver.exchange.inbound import Draft, check_reason, decide, find_draft
from ironriver.exchange.inbound_stages import Stage
from ironriver.ingest import take_back
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor

#: States that a person's decision leads to.
DECIDED = ("accepted", "refused")


def may_undo(actor: Actor, draft: Draft) -> bool:
    """Return whether this person decided this draft, and so may take it back."""
    return draft.state in DECIDED and draft.decided_by == actor.id


def undo_decision(actor: Actor, draft_id: str, *, reason: str, ledger: Ledger) -> Draft:
    """Take back one's own decision, with the reason; the draft stands where it stood before.

    The ledger keeps both decisions. A firearm that was accepted is taken out again: `Conflict` where something was
    built on it since, `NotAllowed` for another person's decision. Asked again after a crash, it goes on.
    """
    require(actor, Action.REVIEW_INBOUND)
    draft = find_draft(actor, draft_id, ledger=ledger)
    if draft.state not in DECIDED or not draft.decided_by:
        raise Conflict(Say(en="Nobody has decided this, so there is nothing to take back.",
                           es="Nadie ha decidido esto; no hay nada que deshacer."))  # fmt: skip
    if not may_undo(actor, draft):
        raise NotAllowed(
            Say(
                en="Only the person who decided may take it back. Ask that person.",
                es="Solo quien decidió puede deshacerlo. Pídaselo a esa persona.",
            )
        )
    check_reason(reason)
    if draft.imported_as:
        take_back(actor, draft.imported_as, ledger=ledger)
    before = "draft" if draft.stage == Stage.NONE else "held"
    said = {"state": before, "imported_as": "", "reason": reason.strip()}
    return decide(actor, draft, said, ledger, by="")
