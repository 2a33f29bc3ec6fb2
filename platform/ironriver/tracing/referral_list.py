"""The referral list: which other agencies hold a trace that shares a person, a dealer or a place, and whom to call.

Nothing of the other agency's record is told, not even how many there are. An agency is asked about only where an
agreement of each side takes part (`access.referral_partners`); otherwise there is nothing, and it looks like none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ironriver.access import Action, ReferralPartner, asking_over, referral_partners, require
from ironriver.errors import Say, nothing_here
from ironriver.ledger import Answer, Ask, Ledger, whole
from ironriver.model.actor import Actor
from ironriver.tracing.summary import reader_of

#: Rows that tell of one trace what it could share; and holdings of one answer.
_MOST = 1_000


class Sharing(StrEnum):
    """What two agencies' traces have in common."""

    PERSON = "person"
    DEALER = "dealer"
    PLACE = "place"


SHARINGS: Mapping[Sharing, Say] = MappingProxyType(
    {
        Sharing.PERSON: Say(
            "Possible same person: name and date of birth", "Posible misma persona: nombre y fecha de nacimiento"
        ),
        Sharing.DEALER: Say("Same dealer: licence key", "Mismo comerciante: clave de licencia"),
        Sharing.PLACE: Say("Same place of recovery: address", "Mismo lugar de recuperación: domicilio"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralHit:
    """One agency to call, under which of its agreements, and what is shared. Never what it holds."""

    agency: str
    contact: str
    agreement: str
    sharings: tuple[Sharing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralList:
    """The answer for one trace. `asked` says what could be compared: a trace may name no person or no address."""

    trace_id: str
    number: str
    asked: tuple[Sharing, ...]
    hits: tuple[ReferralHit, ...]
    tlp: int
    persons_withheld: bool
    answers: tuple[Answer, ...]

    @property
    def cut(self) -> tuple[str, str]:
        """Instant and opaque id of the data cut."""
        return self.answers[0].cut.at, self.answers[0].cut.id


def referral_list(actor: Actor, trace_id: str, *, ledger: Ledger) -> ReferralList:
    """Return the referral list of a trace that the actor may see.

    Persons are compared only where the actor may meet them in the trace's summary. Raises `NotFound` where the
    trace is hidden or absent, `NotAllowed` by policy.
    """
    require(actor, Action.VIEW_SUMMARY)
    basis = ledger.ask(actor, "tracing.overlap_basis", {"id": trace_id, "limit": _MOST + 1})
    if not whole(basis.rows, _MOST):
        raise nothing_here()
    withheld = reader_of(actor).withheld is not None
    questions = _questions(basis.rows, with_persons=not withheld)
    hits: dict[str, ReferralHit] = {}
    answers = [basis]
    for partner in referral_partners(actor, ledger=ledger):
        asks = [Ask(statement=f"tracing.overlap_{s}s", params=q) for s, q in questions.items()]
        found = ledger.ask_many(asking_over(actor, partner), asks)
        answers += found
        _note(hits, partner, [s for s, one in zip(questions, found, strict=True) if _is_theirs(one, partner)])
    trace = basis.rows[0]["t"]
    return ReferralList(
        trace_id=trace_id,
        number=str(trace.get("number") or ""),
        asked=tuple(questions),
        hits=tuple(hits[agency] for agency in sorted(hits)),
        tlp=int(trace["tlp"]),
        persons_withheld=withheld,
        answers=tuple(answers),
    )


def _is_theirs(answer: Answer, partner: ReferralPartner) -> bool:
    return any(row["holding"] in partner.holdings for row in answer.rows)


def _note(hits: dict[str, ReferralHit], partner: ReferralPartner, sharings: Sequence[Sharing]) -> None:
    if not sharings:
        return
    known = hits.get(partner.agency)
    together = {*sharings, *(known.sharings if known else ())}
    hits[partner.agency] = ReferralHit(
        agency=partner.agency,
        contact=known.contact if known else partner.contact,
        agreement=known.agreement if known else partner.agreement,
        sharings=tuple(one for one in Sharing if one in together),
    )


def _questions(rows: Sequence[Mapping[str, Any]], *, with_persons: bool) -> dict[Sharing, dict[str, Any]]:
    """Return what to ask, by what is shared; what the trace does not name is not asked."""
    asked: dict[Sharing, dict[str, Any]] = {}
    people = sorted(
        {
            (str(person["folded"]), str(person["dob"]))
            for row in rows
            for person in (row["x"], row["y"])
            if person and person.get("folded") and _is_day(person.get("dob"))
        }
    )
    if people and with_persons:
        asked[Sharing.PERSON] = {
            "people": [f"{name}|{born}" for name, born in people],
            "folded_names": sorted({name for name, _ in people}),
            "births": sorted({born for _, born in people}),
            "limit": _MOST,
        }
    keys = sorted({str(row["d"]["key"]) for row in rows if row["d"] and row["d"].get("key")})
    if keys:
        asked[Sharing.DEALER] = {"keys": keys, "limit": _MOST}
    places = [row["l"] for row in rows if row["l"] and row["l"].get("street")]
    if places:
        told = {name: str(places[0].get(name) or "") for name in ("country", "state", "city")}
        asked[Sharing.PLACE] = {**told, "street": str(places[0]["street"]).upper(), "limit": _MOST}
    return asked


def _is_day(text: object) -> bool:
    """Whether a birth date is known to the day: a year alone would make many persons one."""
    return isinstance(text, str) and len(text) == 10
