"""Exhibits and what happened to them, as facts; who holds an exhibit is read off its chain and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver.errors import Say
from ironriver.model.marking import Marking, Tlp


class Sort(StrEnum):
    """What an exhibit is: bytes, or a thing in a sealed bag."""

    FILE = "file"
    FIREARM = "firearm"


class Happened(StrEnum):
    """Everything that can stand in a chain."""

    RECEIVED = "received"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"
    TESTED = "tested"
    SEAL_BROKEN = "seal_broken"
    RESEALED = "resealed"


#: What a handler signs with a credential; looking is recorded, and not signed for.
SIGNED = frozenset(Happened) - {Happened.VIEWED, Happened.DOWNLOADED}


class Measured(StrEnum):
    """What came of hashing the bytes again. A thing without bytes has nothing to measure."""

    SAME = "same"
    DIFFERENT = "different"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One exhibit as it was received. `sha256` and `size` are empty and 0 for a physical one."""

    id: str
    number: str
    item: int
    case_id: str
    case_number: str
    agency: str
    sort: Sort
    description: str
    received: str
    authority: str
    finder: str
    place: str = ""
    found: str = ""
    condition: str = ""
    seal: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    serial_frame: str = ""
    serial_slide: str = ""
    serial_barrel: str = ""
    file_name: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    trace_derived: bool = False
    offered_to: str = ""
    holding: str
    tlp: Tlp
    handling: str

    @property
    def marking(self) -> Marking:
        """Whose it is and how far it may go."""
        return Marking(holding=self.holding, tlp=self.tlp, handling=self.handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a chain; names and positions as they were then."""

    id: str
    n: int
    kind: Happened
    at: str
    by: str
    by_name: str
    by_title: str
    by_agency: str
    to: str = ""
    to_name: str = ""
    transfer: str = ""
    due: str = ""
    reason: str = ""
    location: str = ""
    seal: str = ""
    seal_before: str = ""
    sha256: str = ""
    measured: Measured = Measured.NONE
    credential: str = ""
    credential_sha256: str = ""
    previous_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something in a chain that a reader has to know: a refusal, a mismatch, a gap, an overdue answer."""

    code: str
    n: int
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """An offer and what came of it. `answer` is None while it waits."""

    offer: Event
    answer: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """An exhibit with everything that happened to it, oldest first."""

    exhibit: Exhibit
    events: tuple[Event, ...]

    @property
    def holder(self) -> Event | None:
        """The event by which whoever holds the exhibit came to hold it: the receipt, or the last acceptance."""
        taken = [e for e in self.events if e.kind in (Happened.RECEIVED, Happened.ACCEPTED)]
        return taken[-1] if taken else None

    @property
    def waiting(self) -> Event | None:
        """The offer that nobody has answered, if there is one."""
        return next((t.offer for t in self.transfers if t.answer is None), None)

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Every offer with its answer."""
        answers = {e.transfer: e for e in self.events if e.kind in (Happened.ACCEPTED, Happened.REFUSED)}
        offers = [e for e in self.events if e.kind is Happened.OFFERED]
        return tuple(Transfer(offer=e, answer=answers.get(e.transfer)) for e in offers)

    @property
    def seal(self) -> str:
        """The seal on record: the last that was read when it was put on or accepted; empty while broken."""
        seal = self.exhibit.seal
        for event in self.events:
            if event.kind is Happened.SEAL_BROKEN:
                seal = ""
            elif event.kind in (Happened.RESEALED, Happened.ACCEPTED) and event.seal:
                seal = event.seal
        return seal

    @property
    def head(self) -> str:
        """The digest of the last signed credential; the next one names it."""
        signed = [e.credential_sha256 for e in self.events if e.credential_sha256]
        return signed[-1] if signed else ""

    def troubles(self, now: str) -> tuple[Trouble, ...]:
        """Return what a reader has to know, oldest first; `now` decides what is overdue."""
        return tuple(sorted((*self._gaps(), *self._events(), *self._overdue(now)), key=lambda t: t.n))

    def _gaps(self) -> list[Trouble]:
        found, before = [], ""
        for number, event in enumerate(self.events, 1):
            broken = event.kind in SIGNED and event.previous_sha256 != before
            if event.n != number or broken:
                return [Trouble(code="gap", n=event.n, say=_GAP)]
            before = event.credential_sha256 or before
        if self.events and self.events[0].kind is not Happened.RECEIVED:
            found.append(Trouble(code="gap", n=1, say=_GAP))
        return found

    def _events(self) -> list[Trouble]:
        found = []
        for event in self.events:
            if event.kind is Happened.REFUSED:
                found.append(Trouble(code="refused", n=event.n, say=_REFUSED))
            if event.measured is Measured.DIFFERENT:
                found.append(Trouble(code="mismatch", n=event.n, say=_MISMATCH))
            if event.kind is Happened.ACCEPTED and event.seal_before and event.seal != event.seal_before:
                found.append(Trouble(code="seal", n=event.n, say=_SEAL))
        return found

    def _overdue(self, now: str) -> list[Trouble]:
        waiting = self.waiting
        late = waiting is not None and waiting.due and waiting.due < now
        return [Trouble(code="overdue", n=waiting.n, say=_OVERDUE)] if waiting is not None and late else []


_GAP = Say(
    en="The chain has a gap here: an event is missing, or does not follow the one before it.",
    es="Aquí la cadena tiene un hueco: falta un movimiento o no sigue al anterior.",
)
_REFUSED = Say(
    en="A transfer was refused here; the holder did not change.",
    es="Aquí se rechazó una entrega; quien lo tenía no cambió.",
)
_MISMATCH = Say(
    en="The bytes did not have the digest on record when they were measured here.",
    es="Al medirse aquí, los bytes no tenían la huella registrada.",
)
_SEAL = Say(en="The seal read here is not the one on record.", es="El sello leído aquí no es el registrado.")
_OVERDUE = Say(
    en="This offer has not been answered in time. The holder has not changed.",
    es="Esta oferta no se respondió a tiempo. Quien lo tiene no ha cambiado.",
)

#: Properties that a row does not give back as text.
_EXHIBIT = frozenset(Exhibit.__slots__) - {"sort", "tlp", "item", "size", "trace_derived"}
_EVENT = frozenset(Event.__slots__) - {"kind", "n", "measured"}


def exhibit_of(node: Mapping[str, Any]) -> Exhibit:
    """Return the exhibit that a node of the graph stands for; a shredded one has empty texts."""
    return Exhibit(
        **{name: str(node.get(name) or "") for name in _EXHIBIT},
        sort=Sort(node.get("sort") or Sort.FIREARM),
        tlp=Tlp(node["tlp"]),
        item=int(node.get("item") or 0),
        size=int(node.get("size") or 0),
        trace_derived=bool(node.get("trace_derived")),
    )


def event_of(node: Mapping[str, Any]) -> Event:
    """Return the event that a node of the graph stands for."""
    kind, measured = node.get("kind"), node.get("measured")
    return Event(
        **{name: str(node.get(name) or "") for name in _EVENT},
        n=int(node.get("n") or 0),
        kind=Happened(kind) if kind in set(Happened) else Happened.VIEWED,
        measured=Measured(measured) if measured in set(Measured) else Measured.NONE,
    )
