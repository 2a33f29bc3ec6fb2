"""Claiming, releasing, judging a finding. Every step is an act; nothing that was said is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Action, may, require
from ironriver.errors import Conflict, Invalid, NotAllowed, Say
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.review.decisions import EXPLANATIONS, WAYS, Explanation, Standing, Step
from ironriver.review.dossiers import Dossier, open_dossier
from ironriver.review.records import Docket

_SHORTEST, _LONGEST = 10, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody decided, why, and on which facts: `facts` is the digest that stood on the page he read."""

    step: Step
    text: str
    facts: str
    reason: str = ""
    looked_at: tuple[str, ...] = ()


def claim(actor: Actor, finding_id: str, *, ledger: Ledger) -> Docket:
    """Take a finding to judge it; others see who holds it. `Conflict` where somebody else has it already."""
    require(actor, Action.JUDGE_FINDING)
    dossier = open_dossier(actor, finding_id, ledger=ledger)
    return _do(actor, dossier, Verdict(step=Step.CLAIM, text="", facts=dossier.facts), ledger)


def release(actor: Actor, finding_id: str, *, ledger: Ledger) -> Docket:
    """Give a finding back. Whoever may approve also releases what another holds, so that nothing lies."""
    require(actor, Action.JUDGE_FINDING)
    dossier = open_dossier(actor, finding_id, ledger=ledger)
    return _do(actor, dossier, Verdict(step=Step.RELEASE, text="", facts=dossier.facts), ledger)


def judge(actor: Actor, finding_id: str, verdict: Verdict, *, ledger: Ledger) -> Docket:
    """Confirm, dismiss, or ask for more, as its holder. Dismissing takes a reason from the list and words.

    `Invalid` without reasons; `Conflict` where the facts are others than those that were read.
    """
    require(actor, Action.JUDGE_FINDING)
    dossier = open_dossier(actor, finding_id, ledger=ledger)
    _check(verdict)
    if verdict.facts != dossier.facts:
        raise Conflict(
            Say(
                en="The facts of this finding have changed since you opened it. Read it again before you judge.",
                es="Los hechos de este hallazgo cambiaron desde que lo abrió. Léalo otra vez antes de dictaminar.",
            )
        )
    return _do(actor, dossier, verdict, ledger)


def _check(verdict: Verdict) -> None:
    fields: dict[str, Say] = {}
    if not _SHORTEST <= len(verdict.text.strip()) <= _LONGEST:
        fields["text"] = Say(
            en=f"Reasons: write between {_SHORTEST} and {_LONGEST} characters that others understand.",
            es=f"Motivos: escriba entre {_SHORTEST} y {_LONGEST} caracteres que otros entiendan.",
        )
    if verdict.step is Step.DISMISS and verdict.reason not in set(Explanation):
        fields["reason"] = Say(en="Choose a reason from the list.", es="Elija un motivo de la lista.")
    if fields:
        raise Invalid(
            Say(en="Nothing was decided. See the fields.", es="No se dictaminó nada. Vea los campos."),
            fields=fields,
        )


def _do(actor: Actor, dossier: Dossier, verdict: Verdict, ledger: Ledger) -> Docket:
    docket = dossier.docket
    if not docket.may(verdict.step, actor.id) and not _may_free(actor, docket, verdict.step):
        raise _not_now(docket, verdict.step)
    changes = _changes(actor, dossier, verdict, ledger)

    def decide(look: Look) -> list[Change]:
        rows = look.read("review.last_judgement", {"finding_id": dossier.finding.id})
        if (rows[0]["n"] if rows else 0) != docket.n:
            raise _moved_on()
        return changes

    ledger.act(actor, Act(name=f"review.{verdict.step}", changes=decide))
    return open_dossier(actor, dossier.finding.id, ledger=ledger).docket


def _may_free(actor: Actor, docket: Docket, step: Step) -> bool:
    return step is Step.RELEASE and docket.standing in WAYS[step].begins and may(actor, Action.APPROVE)


def _changes(actor: Actor, dossier: Dossier, verdict: Verdict, ledger: Ledger) -> list[Change]:
    finding, docket = dossier.finding, dossier.docket
    marking = dossier.marking.as_properties()
    number = docket.n + 1
    judgement_id = ledger.id_for("Judgement", f"{finding.id}:{number}", finding.holding)
    stored: dict[str, Any] = {
        "finding_id": finding.id,
        "n": number,
        "step": verdict.step.value,
        "state": WAYS[verdict.step].to.value,
        "is_last": True,
        "at": clock.stamp(),
        "by": actor.id,
        "by_name": actor.name,
        "by_agency": actor.agency,
        "reason": verdict.reason,
        "text": verdict.text.strip(),
        "looked_at": [one for one in verdict.looked_at if one in set(EXPLANATIONS)],
        "facts": verdict.facts,
        "run_id": finding.run_id,
        "detector": finding.detector.value,
        "band": finding.band.value,
    }
    link_id = ids.relationship_id("JUDGES", judgement_id, finding.id)
    link = {"id": link_id, "from": judgement_id, "to": finding.id, **marking}
    changes = [
        Change(statement="write.put_judgement", rows=[Row(s={"id": judgement_id, **marking}, p=stored)]),
        Change(statement="write.link_judgement_judges_finding", rows=[Row(s=link)]),
    ]
    if docket.judgements:
        last = Row(s={"id": docket.judgements[-1].id}, p={"is_last": False})
        changes.append(Change(statement="write.amend_judgement", rows=[last]))
    return changes


def _not_now(docket: Docket, step: Step) -> Conflict | NotAllowed:
    if docket.holder_name:
        return Conflict(
            Say(
                en=f"{docket.holder_name} holds this finding. One person judges at a time; ask for its release.",
                es=f"{docket.holder_name} tiene este hallazgo. Dictamina una persona a la vez; pida que lo suelte.",
            )
        )
    if docket.standing is Standing.GONE:
        return Conflict(
            Say(
                en="A later run no longer states this finding, so nobody needs to judge it. It opens again "
                "by itself when a run states it.",
                es="Una corrida posterior ya no plantea este hallazgo, así que no hay qué dictaminar. Se abre de "
                "nuevo cuando una corrida lo plantee.",
            )
        )
    if WAYS[step].holder and not docket.standing.is_decided:
        return Conflict(
            Say(
                en="Claim the finding first, so that others see who judges it.",
                es="Tome primero el hallazgo, para que otros vean quién dictamina.",
            )
        )
    return Conflict(
        Say(
            en="This finding is decided. Only a change of its facts reopens it.",
            es="Este hallazgo ya está dictaminado. Solo un cambio en los hechos lo reabre.",
        )
    )


def _moved_on() -> Conflict:
    return Conflict(
        Say(
            en="Somebody did something with this finding meanwhile. Look at it again before you go on.",
            es="Alguien hizo algo con este hallazgo mientras tanto. Véalo otra vez antes de seguir.",
        )
    )
