"""A finding that a person confirmed, as it may leave: both sides, limits and denominators in one text.

Findings lie in a room above this one, so whoever joins the two passes a function in (`Confirmed`). What speaks
against a finding is no field of its own: no profile can open one side and keep the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ironriver.errors import Conflict, Say
from ironriver.exchange.redaction_pieces import Kind, Piece
from ironriver.exchange.stix_subjects import Subject
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp, strictest

#: What a finding is, before anything else is said of it.
WHAT_IT_IS = Say(
    en="A pattern in records that a person confirmed as worth following up. It is no finding of guilt against "
    "anybody; roles are those of records.",
    es="Un patrón en registros que una persona confirmó como digno de seguimiento. No establece la culpabilidad de "
    "nadie; los papeles son los que constan en registros.",
)
_FOR = Say(en="What speaks for it", es="A favor")
_AGAINST = Say(en="What speaks against it", es="En contra")
_NOTHING = Say(
    en="Nothing is on record; that does not mean there is nothing.",
    es="No consta nada, lo que no significa que no lo haya.",
)
_CHANGE = Say(en="What would change it", es="Qué lo cambiaría")
_LIMITS = Say(en="Limits", es="Límites")
_BASE = Say(en="How often such findings hold", es="Con qué frecuencia se sostienen hallazgos así")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A dealer or purchaser of record that a finding is about, as strict as its own record."""

    id: str
    kind: Kind
    name: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedFinding:
    """One confirmed finding. `confirmed` is when (UTC, as stored); `base` are its denominators."""

    id: str
    title: Say
    speaks_for: tuple[Say, ...]
    against: tuple[Say, ...]
    would_change: tuple[Say, ...]
    limits: tuple[Say, ...]
    base: tuple[Say, ...]
    parties: tuple[Party, ...]
    marking: Marking
    confirmed: str


#: Returns a finding, or raises: `NotFound` where it is not open to the actor, `Conflict` where it is not confirmed.
Confirmed = Callable[[Actor, str, Ledger], ConfirmedFinding]


def finding_subject(found: ConfirmedFinding) -> Subject:
    """Return a confirmed finding as pieces: the finding, and whom it is about."""
    facts = {"finding": {"en": _text(found, "en"), "es": _text(found, "es")}}
    refs = tuple(one.id for one in found.parties)
    finding = Piece(key=found.id, kind=Kind.FINDING, facts=facts, marking=found.marking, refs=refs)
    parties = tuple(_party(one, found.marking) for one in found.parties if one.name)
    return Subject(kind="finding", id=found.id, title="Confirmed finding", pieces=(finding, *parties))


def read_confirmed(confirmed: Confirmed | None, actor: Actor, finding_id: str, ledger: Ledger) -> ConfirmedFinding:
    """Return a finding by the function that was passed in; `Conflict` where none was: no findings leave there."""
    if confirmed is None:
        raise Conflict(Say(en="Findings are not released here.", es="Aquí no se entregan hallazgos."))
    return confirmed(actor, finding_id, ledger)


def check_unchanged(found: ConfirmedFinding, prepared: str) -> None:
    """Raise `Conflict` where a finding was judged anew after a release of it was prepared."""
    if found.confirmed > prepared:
        raise Conflict(
            Say(
                en="This finding was judged anew since the release was prepared. Refuse it and prepare another.",
                es="Este hallazgo se dictaminó de nuevo después de preparar la entrega. Rechácela y prepare otra.",
            )
        )


def _party(party: Party, finding: Marking) -> Piece:
    name = "purchaser" if party.kind is Kind.PURCHASER else "dealer_name"
    marking = strictest(party.marking, int(finding.tlp), finding.handling)
    if party.kind is Kind.PURCHASER:
        # Whoever is given a person's name keeps it inside his own organisation.
        marking = strictest(marking, int(Tlp.AMBER_STRICT), "")
    return Piece(key=party.id, kind=party.kind, facts={name: party.name}, marking=marking)


def _text(found: ConfirmedFinding, language: str) -> str:
    said = [found.title.in_language(language), WHAT_IT_IS.in_language(language)]
    parts: Sequence[tuple[Say, Sequence[Say]]] = (
        (_FOR, found.speaks_for),
        (_AGAINST, found.against or (_NOTHING,)),
        (_CHANGE, found.would_change or (_NOTHING,)),
        (_LIMITS, found.limits),
        (_BASE, found.base),
    )
    for head, sentences in parts:
        lines = [f"- {one.in_language(language)}" for one in sentences]
        said += ["", f"{head.in_language(language)}:", *lines] if lines else []
    return "\n".join(said)
