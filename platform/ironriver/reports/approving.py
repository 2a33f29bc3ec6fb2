"""A second person approves the bytes of a case file: the proposal fixes the digest of its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ironriver import clock
from ironriver.access import Action, approvals, find_account, require
from ironriver.errors import Conflict, Invalid, NotAllowed, Say
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model.actor import Actor
from ironriver.reports.records import CaseFile, FileState
from ironriver.reports.stored import case_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The second person, and when."""

    name: str
    at: str


def propose_case_file(actor: Actor, file_id: str, reason: str, *, ledger: Ledger) -> str:
    """Ask another person to approve a draft; return the proposal's id. `Conflict` if it is no draft any more.

    Once the request before has lapsed, it may be asked for again.
    """
    require(actor, Action.MAKE_CASE_FILE)
    file, _ = case_file(actor, file_id, ledger=ledger)
    if not has_lapsed(file, ledger=ledger):
        _must_be(file, FileState.DRAFT)
    proposal, proposing = approvals.proposing(actor, _approval(file), reason=reason, ledger=ledger)
    amended = {"state": FileState.PROPOSED.value, "proposal": proposal}

    def decide(look: Look) -> list[Change]:
        now = look.read("reports.case_file_now", {"id": file.id})
        if not now or (now[0]["state"], now[0]["proposal"] or "") != (file.state, file.proposal):
            raise _moved()
        return [proposing, _amend(file.id, amended)]

    ledger.act(actor, Act(name="reports.propose", changes=decide))
    return proposal


def has_lapsed(file: CaseFile, *, ledger: Ledger) -> bool:
    """Return whether it waits for approval that nobody can give: the request was withdrawn, or its week is over."""
    if file.state is not FileState.PROPOSED:
        return False
    rows = ledger.look("access.proposal_by_id", {"id": file.proposal})
    is_late = not rows or clock.now() >= datetime.fromisoformat(rows[0]["expires"])
    return is_late or rows[0]["state"] not in ("open", "approved")


def approve_case_file(actor: Actor, file_id: str, reason: str, *, ledger: Ledger) -> None:
    """Approve a case file that others made and proposed. `NotAllowed` for one's own, `Conflict` if it moved."""
    file = _of_others(actor, file_id, ledger)
    if not reason.strip():
        raise Invalid(
            Say(en="Write what you have checked.", es="Escriba qué revisó."),
            fields={"reason": Say(en="Write what you have checked.", es="Escriba qué revisó.")},
        )
    approvals.approve(actor, file.proposal, reason=reason, ledger=ledger)
    approvals.carry_out(actor, file.proposal, _approval(file), ledger=ledger)


def refuse_case_file(actor: Actor, file_id: str, reason: str, *, ledger: Ledger) -> None:
    """Send a case file back that others made and proposed, with the reason they read; it is a draft again."""
    file = _of_others(actor, file_id, ledger)
    back = _amend(file.id, {"state": FileState.DRAFT.value, "proposal": ""})
    approvals.refuse(actor, file.proposal, reason=reason, ledger=ledger, also=lambda _: [back])


def _of_others(actor: Actor, file_id: str, ledger: Ledger) -> CaseFile:
    """Return a proposed file to a second person: not to who proposed it, nor to who made it and let another ask."""
    require(actor, Action.APPROVE)
    file, _ = case_file(actor, file_id, ledger=ledger)
    _must_be(file, FileState.PROPOSED)
    if file.made_by == actor.id:
        raise NotAllowed(
            Say(
                en="You made this yourself. Another person decides.", es="Usted mismo lo hizo. Decide otra persona."
            )
        )
    return file


def approval_of(file: CaseFile, *, ledger: Ledger) -> Approval | None:
    """Return who approved it and when, from the proposal that both persons stand in; None before."""
    rows = ledger.look("access.proposal_by_id", {"id": file.proposal}) if file.state is FileState.APPROVED else []
    if not rows:
        return None
    account = find_account(ledger, id=rows[0]["decided_by"])
    return Approval(name=account.name if account else "", at=str(rows[0]["decided"]))


def _approval(file: CaseFile) -> Act:
    """The act that is proposed, approved and carried out: its digest holds the record's."""
    return Act(
        name="reports.approve",
        changes=[_amend(file.id, {"state": FileState.APPROVED.value, "record": file.record})],
    )


def _amend(file_id: str, stored: dict[str, str]) -> Change:
    return Change(statement="write.amend_case_file", rows=[Row(s={"id": file_id}, p=stored)])


def _must_be(file: CaseFile, state: FileState) -> None:
    if file.state is not state:
        raise _moved()


def _moved() -> Conflict:
    return Conflict(
        Say(
            en="Somebody has moved this case file on meanwhile. Open it again.",
            es="Alguien avanzó este expediente mientras tanto. Ábralo de nuevo.",
        )
    )
