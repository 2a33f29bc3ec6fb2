"""Case files as they are found again: to whom the case, the marking, and every holding they tell of are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ironriver.access import Action, require
from ironriver.access.cases import find_case
from ironriver.errors import NotAllowed, Say, nothing_here
from ironriver.ledger import Ledger, whole
from ironriver.model.actor import Actor
from ironriver.reports.records import CaseFile, FileState, Story, read_story

#: Case files of one case; each is made by hand.
MOST = 2_000
_TEXTS = ("case_id", "case_number", "title", "record", "proposal", "made", "made_by", "made_by_name", "handling")


def case_files(actor: Actor, case_id: str, *, ledger: Ledger) -> tuple[CaseFile, ...]:
    """Return the case files of a case that are open to the actor, latest first."""
    require(actor, Action.OPEN_CASE_FILE)
    case = find_case(actor, case_id, ledger=ledger)
    answer = ledger.ask(actor, "reports.case_files_of_case", {"case_id": case.id, "limit": MOST + 1})
    found = (file_of(row["c"]) for row in whole(answer.rows, MOST))
    return tuple(one for one in found if is_open_to(actor, one))


def case_file(actor: Actor, file_id: str, *, ledger: Ledger) -> tuple[CaseFile, Story]:
    """Return a case file and what it says. `NotFound` where it, its case or one of its holdings is not open."""
    require(actor, Action.OPEN_CASE_FILE)
    answer = ledger.ask(actor, "reports.case_file", {"id": file_id})
    found = file_of(answer.rows[0]["c"]) if answer.rows else None
    if found is None or not is_open_to(actor, found):
        raise nothing_here()
    find_case(actor, found.case_id, ledger=ledger)
    _works_on(actor, found)
    with ledger.vault.open(found.record) as stored:
        return found, read_story(stored.read())


def _works_on(actor: Actor, file: CaseFile) -> None:
    """A case file names persons: it is read on its own case, for that case's purpose."""
    if actor.case != file.case_id:
        raise NotAllowed(
            Say(
                en=f"This case file belongs to case {file.case_number}. Choose that case above to read it.",
                es=f"Este expediente pertenece al caso {file.case_number}. Elija ese caso arriba para leerlo.",
            )
        )


def is_open_to(actor: Actor, file: CaseFile) -> bool:
    """Return whether the actor sees every holding that the file tells of; its marking the statement has checked."""
    return set(file.inputs) <= set(actor.holdings)


def file_of(node: Mapping[str, Any]) -> CaseFile:
    """Return a stored case file."""
    return CaseFile(
        id=node["id"],
        inputs=tuple(node.get("inputs") or ()),
        firearms=int(node.get("firearms") or 0),
        sentences=int(node.get("sentences") or 0),
        state=FileState(node.get("state") or "draft"),
        holding=node["holding"],
        tlp=int(node["tlp"]),
        **{name: str(node.get(name) or "") for name in _TEXTS},
    )
