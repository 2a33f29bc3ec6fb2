"""Referrals: drafted of a confirmed finding, signed by a second person, sent by print, tracked to their outcome."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ironriver import clock
from ironriver.access import Action, approvals, require
from ironriver.errors import Conflict, Invalid, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking
from ironriver.model.numbers import draw_number
from ironriver.review.charges import Sort, charges_for
from ironriver.review.decisions import Standing
from ironriver.review.dossiers import open_dossier
from ironriver.review.packet import packet_digest, packet_of, packet_text
from ironriver.review.referral_records import Referral, find_referral
from ironriver.review.ways import REFERRAL_WAYS, Outcome, ReferralMove, ReferralState

_SHORTEST, _LONGEST = 10, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """What somebody drafts. `charges` are codes of `charges.toml` that fit the finding and the sort."""

    sort: str
    recipient: str
    contact: str
    summary: str
    charges: tuple[str, ...] = ()


def draft_referral(actor: Actor, finding_id: str, new: NewReferral, *, ledger: Ledger) -> str:
    """Draft a referral of a confirmed finding; return its id. The finding is frozen into it as it stands now.

    `Conflict` where the finding is not confirmed on its present facts; `Invalid` naming what is missing.
    """
    require(actor, Action.DRAFT_REFERRAL)
    dossier = open_dossier(actor, finding_id, ledger=ledger)
    if dossier.docket.standing is not Standing.CONFIRMED:
        raise Conflict(
            Say(
                en="Only a confirmed finding is referred. Judge it first.",
                es="Solo se remite un hallazgo confirmado. Dictamínelo primero.",
            )
        )
    named = _checked(new, dossier.finding.detector.value)
    text = packet_text(packet_of(dossier, named))
    at = clock.stamp()
    stored = {
        "finding_id": finding_id,
        "sort": new.sort,
        "state": ReferralState.DRAFTED.value,
        "agency": actor.agency,
        "recipient": new.recipient.strip(),
        "contact": new.contact.strip(),
        "charges": [one.code for one in named],
        "summary": new.summary.strip(),
        "packet": text,
        "packet_sha256": packet_digest(text),
        "author": actor.id,
        "author_name": actor.name,
        "n": 1,
        "created": at,
        "changed": at,
    }
    return _put(actor, stored, dossier.marking, ledger)


def _put(actor: Actor, stored: Mapping[str, Any], marking: Marking, ledger: Ledger) -> str:
    nonce = secrets.token_hex(16)
    referral_id = ledger.id_for("Referral", f"drafted:{nonce}", marking.holding)
    marked = marking.as_properties()
    link_id = ids.relationship_id("REFERS", referral_id, stored["finding_id"])
    link = {"id": link_id, "from": referral_id, "to": stored["finding_id"], **marked}

    def decide(look: Look) -> list[Change]:
        def is_taken(number: str) -> bool:
            asked = {"agency": actor.agency, "number": number}
            return bool(look.read("review.referral_numbered", asked)[0]["taken"])

        number = draw_number("RF", actor.agency, stored["created"], is_taken)
        row = Row(s={"id": referral_id, **marked}, p={**stored, "number": number})
        return [
            Change(statement="write.put_referral", rows=[row]),
            Change(statement="write.link_referral_refers_finding", rows=[Row(s=link)]),
            *_step(actor, (referral_id, marking, 1), (ReferralMove.DRAFT, ReferralState.DRAFTED, ""), ledger),
        ]

    ledger.act(actor, Act(name="review.draft", changes=decide, act_id=f"review.draft:{nonce}"))
    return referral_id


def propose_referral(actor: Actor, referral_id: str, reason: str, *, ledger: Ledger) -> Referral:
    """Put a draft to a second person, with a reason. What he approves is fixed by the packet's digest."""
    referral = _found(actor, referral_id, ReferralMove.PROPOSE, Action.DRAFT_REFERRAL, ledger)
    proposal, proposing = approvals.proposing(actor, _approving(referral), reason=reason, ledger=ledger)
    move = _Move(to=ReferralMove.PROPOSE, note=reason, changed={"proposal": proposal}, also=[proposing])
    return _make(actor, referral, move, ledger)


def approve_referral(actor: Actor, referral_id: str, reason: str, *, ledger: Ledger) -> Referral:
    """Approve as the second person, and carry it out. `NotAllowed` for whoever drafted it."""
    referral = _second(actor, referral_id, ReferralMove.APPROVE, ledger)
    approvals.approve(actor, referral.proposal, reason=reason, ledger=ledger)
    approvals.carry_out(actor, referral.proposal, _approving(referral), ledger=ledger)
    move = _Move(to=ReferralMove.APPROVE, note=reason, already=ReferralState.APPROVED)
    return _make(actor, referral, move, ledger)


def refuse_referral(actor: Actor, referral_id: str, reason: str, *, ledger: Ledger) -> Referral:
    """Refuse as the second person, with a reason; it is a draft again."""
    referral = _second(actor, referral_id, ReferralMove.REFUSE, ledger)
    back = _making(
        actor, referral, _Move(to=ReferralMove.REFUSE, note=reason, changed={"proposal": None}), ledger
    )
    approvals.refuse(actor, referral.proposal, reason=reason, ledger=ledger, also=back)
    return find_referral(actor, referral.id, ledger=ledger).referral


def send_referral(actor: Actor, referral_id: str, note: str, *, ledger: Ledger) -> Referral:
    """Note that the printed packet went out: how and to whom. Sending is by print for now."""
    referral = _found(actor, referral_id, ReferralMove.SEND, Action.DRAFT_REFERRAL, ledger)
    return _make(actor, referral, _Move(to=ReferralMove.SEND, note=_noted(note)), ledger)


def answer_referral(actor: Actor, referral_id: str, note: str, *, ledger: Ledger) -> Referral:
    """Note what the other agency answered."""
    referral = _found(actor, referral_id, ReferralMove.ANSWER, Action.DRAFT_REFERRAL, ledger)
    return _make(actor, referral, _Move(to=ReferralMove.ANSWER, note=_noted(note)), ledger)


def close_referral(actor: Actor, referral_id: str, outcome: str, note: str, *, ledger: Ledger) -> Referral:
    """Close a referral with what came of it."""
    referral = _found(actor, referral_id, ReferralMove.CLOSE, Action.DRAFT_REFERRAL, ledger)
    if outcome not in set(Outcome):
        choose = Say(en="Choose an outcome from the list.", es="Elija un resultado de la lista.")
        raise Invalid(choose, fields={"outcome": choose})
    move = _Move(to=ReferralMove.CLOSE, note=_noted(note), changed={"outcome": outcome})
    return _make(actor, referral, move, ledger)


def withdraw_referral(actor: Actor, referral_id: str, note: str, *, ledger: Ledger) -> Referral:
    """Withdraw a referral that has not gone out. It stays readable."""
    referral = _found(actor, referral_id, ReferralMove.WITHDRAW, Action.DRAFT_REFERRAL, ledger)
    return _make(actor, referral, _Move(to=ReferralMove.WITHDRAW, note=_noted(note)), ledger)


def _found(actor: Actor, referral_id: str, to: ReferralMove, action: Action, ledger: Ledger) -> Referral:
    referral = find_referral(actor, referral_id, ledger=ledger).referral
    require(actor, action, referral)
    if not referral.may(to, actor):
        raise NotAllowed(
            Say(
                en="This step is not open: look at the referral's way on its page.",
                es="Este paso no está abierto: vea el camino de la remisión en su página.",
            )
        )
    return referral


def _second(actor: Actor, referral_id: str, to: ReferralMove, ledger: Ledger) -> Referral:
    referral = find_referral(actor, referral_id, ledger=ledger).referral
    require(actor, Action.APPROVE, referral)
    if actor.id == referral.author:
        raise NotAllowed(
            Say(
                en="You drafted this yourself. Another person decides.",
                es="Usted mismo la redactó. Decide otra persona.",
            )
        )
    if not referral.may(to, actor) or not referral.proposal:
        raise nothing_here()
    return referral


def _approving(referral: Referral) -> Act:
    """Return the act that the second person approves: it names the packet by its digest."""
    stored = {"state": ReferralState.APPROVED.value, "packet_sha256": referral.packet_sha256}
    row = Row(s={"id": referral.id}, p=stored)
    return Act(name="review.approve_referral", changes=[Change(statement="write.amend_referral", rows=[row])])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """One move: what it changes beside the state, and the state it finds where the approval set that already."""

    to: ReferralMove
    note: str
    changed: Mapping[str, Any] = field(default_factory=dict)
    already: ReferralState | None = None
    also: Sequence[Change] = ()


def _make(actor: Actor, referral: Referral, move: _Move, ledger: Ledger) -> Referral:
    ledger.act(actor, Act(name=f"review.referral_{move.to}", changes=_making(actor, referral, move, ledger)))
    return find_referral(actor, referral.id, ledger=ledger).referral


def _making(
    actor: Actor, referral: Referral, move: _Move, ledger: Ledger
) -> Callable[[Look], list[Change]]:
    """Return what makes the move inside an act: it finds the referral as it was read, else `Conflict`."""
    state = REFERRAL_WAYS[move.to].to
    stored = {**move.changed, "state": state.value, "changed": clock.stamp(), "n": referral.n + 1}
    changes = [
        *move.also,
        Change(statement="write.amend_referral", rows=[Row(s={"id": referral.id}, p=stored)]),
        *_step(actor, (referral.id, referral.marking, referral.n + 1), (move.to, state, move.note), ledger),
    ]

    def decide(look: Look) -> list[Change]:
        now = look.read("review.referral_now", {"id": referral.id})[0]
        if (now["state"], now["n"]) != ((move.already or referral.state).value, referral.n):
            raise Conflict(
                Say(
                    en="Somebody changed this referral meanwhile. Look at it again before you go on.",
                    es="Alguien cambió esta remisión mientras tanto. Véala otra vez antes de seguir.",
                )
            )
        return changes

    return decide


def _step(
    actor: Actor,
    of: tuple[str, Marking, int],
    said: tuple[ReferralMove, ReferralState, str],
    ledger: Ledger,
) -> list[Change]:
    (referral_id, marking, number), (move, state, note) = of, said
    step_id = ledger.id_for("ReferralStep", f"{referral_id}:{number}", marking.holding)
    marked = marking.as_properties()
    payload = {
        "n": number,
        "move": move.value,
        "state": state.value,
        "at": clock.stamp(),
        "by": actor.id,
        "by_name": actor.name,
        "by_agency": actor.agency,
        "note": note.strip(),
    }
    link = {
        "id": ids.relationship_id("OF", step_id, referral_id), "from": step_id, "to": referral_id, **marked,
    }  # fmt: skip
    return [
        Change(statement="write.put_referral_step", rows=[Row(s={"id": step_id, **marked}, p=payload)]),
        Change(statement="write.link_referral_step_of_referral", rows=[Row(s=link)]),
    ]


def _checked(new: NewReferral, detector: str) -> list[Any]:
    fields: dict[str, Say] = {}
    if new.sort not in set(Sort):
        fields["sort"] = Say(en="Choose criminal or compliance.", es="Elija penal o administrativa.")
    if not 3 <= len(new.recipient.strip()) <= 200:
        fields["recipient"] = Say(en="Name the agency it goes to.", es="Indique la dependencia a la que va.")
    if not _SHORTEST <= len(new.summary.strip()) <= _LONGEST:
        fields["summary"] = Say(
            en=f"Say what is referred, in {_SHORTEST} to {_LONGEST} characters.",
            es=f"Diga qué se remite, en {_SHORTEST} a {_LONGEST} caracteres.",
        )
    open_ = charges_for(detector, Sort(new.sort)) if new.sort in set(Sort) else ()
    named = [one for one in open_ if one.code in new.charges]
    if not fields and not named:
        fields["charges"] = Say(
            en="Tick at least one charge or review that fits this type.",
            es="Marque al menos un delito o revisión que corresponda a este tipo.",
        )
    if fields:
        raise Invalid(
            Say(
                en="The referral was not drafted. See the fields.", es="No se redactó la remisión. Vea los campos."
            ),
            fields=fields,
        )
    return named


def _noted(text: str) -> str:
    if not _SHORTEST <= len(text.strip()) <= _LONGEST:
        raise Invalid(
            Say(en="A note is needed that others understand.", es="Se necesita una nota que otros entiendan."),
            fields={
                "note": Say(
                    en=f"Note: write at least {_SHORTEST} characters.",
                    es=f"Nota: escriba al menos {_SHORTEST} caracteres.",
                )
            },
        )
    return text.strip()
