"""Subject records: nobody becomes the subject of one without a written basis of suspicion, and two people.

28 CFR 23: the basis is recorded at entry with its source and date, and the record is validated or purged within
five years. Until a second person approves, nothing is open: what stands in the graph is a proposal and says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ironriver import clock
from ironriver.access import Action, approvals, require
from ironriver.errors import Conflict, Invalid, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Row, whole
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, strictest
from ironriver.review.decisions import Standing
from ironriver.review.dossiers import open_dossier

#: Years until a record is validated or purged (28 CFR 23.20(h)).
YEARS = 5
_SHORTEST = 20
#: Subject records of one finding: one of each person it is about, each written by hand and approved by another.
_MOST = 2_000
#: A proposal is listed for every approver of the agency, whatever his clearance: what the record says, which is
#: marked, is not said there again.
_ON_THE_RECORD = "Its basis stands on the record. / Su base consta en el registro."


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Why: the basis in words, where it is recorded, and its date (ISO)."""

    text: str
    source: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One subject record as of now; `is_open` only after a second person approved."""

    id: str
    holding: str
    tlp: int
    handling: str
    person_id: str
    finding_id: str
    state: str
    basis: str
    basis_source: str
    basis_date: str
    validate_by: str
    author: str
    author_name: str
    proposed: str
    proposal: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the record is open."""
        return self.state == "open"


def propose_subject(actor: Actor, finding_id: str, person_id: str, basis: Basis, *, ledger: Ledger) -> str:
    """Propose a subject record of a person whom a confirmed finding is about; return its id.

    On a case and for a purpose only. `Invalid` without a basis, its source and date; `NotFound` where the finding
    is not about that person; `Conflict` where it is not confirmed.
    """
    require(actor, Action.DRAFT_REFERRAL)
    require(actor, Action.OPEN_PERSON)
    dossier = open_dossier(actor, finding_id, ledger=ledger)
    if person_id not in dossier.finding.subject_ids or not person_id.startswith("person_"):
        raise nothing_here()
    if dossier.docket.standing is not Standing.CONFIRMED:
        raise Conflict(
            Say(
                en="A subject record needs a confirmed finding. Judge it first.",
                es="Un registro de persona investigada exige un hallazgo confirmado. Dictamínelo primero.",
            )
        )
    if any(one.person_id == person_id for one in subjects_of(actor, finding_id, ledger=ledger)):
        raise Conflict(
            Say(
                en="There is a subject record of this person from this finding.",
                es="Ya hay un registro de esta persona a partir de este hallazgo.",
            )
        )
    day = _checked(basis)
    nonce = secrets.token_hex(16)
    subject_id = ledger.id_for("SubjectRecord", f"proposed:{nonce}", dossier.marking.holding)
    opening = _opening(subject_id, day)
    proposal, proposing = approvals.proposing(actor, opening, reason=_ON_THE_RECORD, ledger=ledger)
    stored = {
        "person_id": person_id,
        "finding_id": finding_id,
        "state": "proposed",
        "basis": basis.text.strip(),
        "basis_source": basis.source.strip(),
        "basis_date": day.isoformat(),
        "proposal": proposal,
        "author": actor.id,
        "author_name": actor.name,
        "proposed": clock.stamp(),
        "validate_by": _validate_by(day),
    }
    marked = strictest(dossier.marking, dossier.marking.tlp, Handling.CFR28_23).as_properties()
    link_id = ids.relationship_id("CONCERNS", subject_id, person_id)
    link = {"id": link_id, "from": subject_id, "to": person_id, **marked}
    changes = [
        proposing,
        Change(statement="write.put_subject_record", rows=[Row(s={"id": subject_id, **marked}, p=stored)]),
        Change(statement="write.link_subject_record_concerns_person", rows=[Row(s=link)]),
    ]
    ledger.act(actor, Act(name="review.propose_subject", changes=changes))
    return subject_id


def open_subject(actor: Actor, subject_id: str, reason: str, *, ledger: Ledger) -> Subject:
    """Approve a proposed subject record as the second person, and open it."""
    require(actor, Action.VIEW_REVIEW)
    rows = ledger.ask(actor, "review.subject", {"id": subject_id}).rows
    if not rows:
        raise nothing_here()
    subject = _subject_of(rows[0]["s"])
    require(actor, Action.APPROVE, subject)
    if actor.id == subject.author:
        raise NotAllowed(
            Say(
                en="You proposed this yourself. Another person decides.",
                es="Usted mismo lo propuso. Decide otra persona.",
            )
        )
    approvals.approve(actor, subject.proposal, reason=reason, ledger=ledger)
    act = _opening(subject.id, date.fromisoformat(subject.basis_date))
    approvals.carry_out(actor, subject.proposal, act, ledger=ledger)
    return _subject_of(ledger.ask(actor, "review.subject", {"id": subject_id}).rows[0]["s"])


def subjects_of(actor: Actor, finding_id: str, *, ledger: Ledger) -> tuple[Subject, ...]:
    """Return the subject records, proposed or open, that came of a finding."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "review.subjects_of_finding", {"finding_id": finding_id, "limit": _MOST + 1})
    return tuple(_subject_of(row["s"]) for row in whole(answer.rows, _MOST))


def _opening(subject_id: str, day: date) -> Act:
    row = Row(s={"id": subject_id}, p={"state": "open", "validate_by": _validate_by(day)})
    return Act(name="review.open_subject", changes=[Change(statement="write.amend_subject_record", rows=[row])])


def _validate_by(day: date) -> str:
    return date(day.year + YEARS, day.month, min(day.day, 28)).isoformat()


def _checked(basis: Basis) -> date:
    fields: dict[str, Say] = {}
    day = clock.today()
    if len(basis.text.strip()) < _SHORTEST:
        fields["basis"] = Say(
            en=f"Basis: say in at least {_SHORTEST} characters which facts give reasonable suspicion.",
            es=f"Base: diga en al menos {_SHORTEST} caracteres qué hechos dan sospecha razonable.",
        )
    if len(basis.source.strip()) < 3:
        fields["basis_source"] = Say(
            en="Say where the basis is recorded: report, number.", es="Diga dónde consta la base: informe, número."
        )
    try:
        day = date.fromisoformat(basis.date)
    except ValueError:
        fields["basis_date"] = Say(en="Date of the basis, as 2026-11-20.", es="Fecha de la base, como 2026-11-20.")
    if day > clock.today():
        fields["basis_date"] = Say(en="The date lies in the future.", es="La fecha está en el futuro.")
    if fields:
        raise Invalid(
            Say(
                en="No subject record without a recorded basis. See the fields.",
                es="Sin base registrada no hay registro de persona. Vea los campos.",
            ),
            fields=fields,
        )
    return day


def _subject_of(row: Mapping[str, Any]) -> Subject:
    return Subject(**{name: row[name] for name in Subject.__slots__ if row.get(name) is not None})
