"""Handling: offer, accept, refuse; seals broken and put on; tests; looking at the bytes. Each is an act.

A transfer is an offer by whoever holds the exhibit and an answer by the person it was offered to. Nobody answers
his own offer, and the holder changes with the acceptance alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import BinaryIO

from ironriver import clock
from ironriver.access import Action, require
from ironriver.access.cases import CaseRole
from ironriver.custody.chains import find_chain, grow, working_case
from ironriver.custody.receiving import MOST_CHARACTERS
from ironriver.custody.records import Chain, Event, Exhibit, Happened, Measured, Sort
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound, Say, Tampered
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor

#: How long an offer waits before it counts as overdue; a day covers every shift.
ANSWER_WITHIN = timedelta(hours=24)
_SHORTEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the holder says: to whom (account), why, which seal he reads on the bag."""

    to: str
    reason: str
    seal: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the receiver says: which seal he reads, where he keeps it, and why if he refuses."""

    seal: str = ""
    location: str = ""
    reason: str = ""


def offer(actor: Actor, exhibit_id: str, said: Offer, *, ledger: Ledger) -> Event:
    """Offer an exhibit to another member of the case. Only its holder can; the bytes are measured again."""
    chain = _handled(actor, exhibit_id, ledger)
    holder = chain.holder
    if holder is None or holder.by != actor.id:
        raise NotAllowed(
            Say(
                en="Only who holds the exhibit can offer it to somebody.",
                es="Solo quien tiene el indicio puede ofrecerlo a alguien.",
            )
        )
    if chain.waiting is not None:
        raise _waits_already()
    case = working_case(actor, chain.exhibit.case_id, ledger=ledger)
    members = {m.account: m for m in case.members if m.account != actor.id and m.role is not CaseRole.READER}
    to = members.get(said.to)
    fields = (
        {} if to else {"to": Say(en="Choose another member of the case.", es="Elija a otro integrante del caso.")}
    )
    fields |= _too_short(said.reason) | _too_long(said)
    if fields or to is None:
        raise _not_done(fields)
    event = _blank(
        Happened.OFFERED,
        to=to.account,
        to_name=to.name,
        transfer=secrets.token_hex(8),
        due=clock.stamp(clock.now() + ANSWER_WITHIN),
        reason=said.reason.strip(),
        seal=said.seal.strip(),
        seal_before=chain.seal,
        location=said.location.strip(),
    )
    made, _ = grow(actor, chain, measured(chain.exhibit, event, ledger), ledger=ledger, offered_to=to.account)
    return made


def accept(actor: Actor, exhibit_id: str, said: Answer, *, ledger: Ledger) -> Event:
    """Accept what was offered to the actor; from here on he holds it. The bytes are measured once more.

    Bytes that differ from the record refuse the acceptance (`Tampered`) after the mismatch is on record as a
    refusal: nobody becomes the holder of something else.
    """
    chain, waiting = _offered(actor, exhibit_id, ledger)
    if fields := _too_long(said):
        raise _not_done(fields)
    event = _blank(
        Happened.ACCEPTED,
        transfer=waiting.transfer,
        seal=said.seal.strip(),
        seal_before=chain.seal,
        location=said.location.strip(),
        reason=said.reason.strip(),
    )
    event = measured(chain.exhibit, event, ledger)
    if event.measured is Measured.DIFFERENT:
        why = "Digest differs from the record / La huella no es la registrada"
        grow(actor, chain, replace(event, kind=Happened.REFUSED, reason=why), ledger=ledger, offered_to="")
        raise _other_bytes()
    if chain.exhibit.sort is Sort.FIREARM and event.seal != chain.seal:
        raise _not_done({"seal": _SEAL_DIFFERS})
    made, _ = grow(actor, chain, event, ledger=ledger, offered_to="")
    return made


def refuse(actor: Actor, exhibit_id: str, said: Answer, *, ledger: Ledger) -> Event:
    """Refuse what was offered to the actor, with the reason; the holder does not change."""
    chain, waiting = _offered(actor, exhibit_id, ledger)
    if fields := _too_short(said.reason) | _too_long(said):
        raise _not_done(fields)
    event = _blank(
        Happened.REFUSED,
        transfer=waiting.transfer,
        reason=said.reason.strip(),
        seal=said.seal.strip(),
        seal_before=chain.seal,
    )
    made, _ = grow(actor, chain, measured(chain.exhibit, event, ledger), ledger=ledger, offered_to="")
    return made


def record(actor: Actor, exhibit_id: str, kind: Happened, said: Answer, *, ledger: Ledger) -> Event:
    """Record a test, a broken seal or a new seal. Only by the holder, and not while an offer waits."""
    if kind not in (Happened.TESTED, Happened.SEAL_BROKEN, Happened.RESEALED):
        raise _not_done({"kind": Say(en="Choose what happened.", es="Elija qué sucedió.")})
    chain = _handled(actor, exhibit_id, ledger)
    if chain.holder is None or chain.holder.by != actor.id:
        raise NotAllowed(
            Say(en="Only who holds the exhibit records this.", es="Solo quien tiene el indicio registra esto.")
        )
    if chain.waiting is not None:
        raise _waits_already()
    fields = _too_short(said.reason) | _too_long(said)
    if kind is Happened.RESEALED and not said.seal.strip():
        fields["seal"] = Say(en="Write the number of the new seal.", es="Escriba el número del sello nuevo.")
    if fields:
        raise _not_done(fields)
    event = _blank(
        kind,
        reason=said.reason.strip(),
        seal=said.seal.strip(),
        seal_before=chain.seal,
        location=said.location.strip(),
    )
    made, _ = grow(actor, chain, measured(chain.exhibit, event, ledger), ledger=ledger)
    return made


def view(actor: Actor, exhibit_id: str, *, ledger: Ledger) -> Chain:
    """Return an exhibit's chain and record that the actor looked at it, in the chain itself."""
    chain, _ = find_chain(actor, exhibit_id, ledger=ledger)
    grow(actor, chain, _blank(Happened.VIEWED), ledger=ledger)
    return find_chain(actor, exhibit_id, ledger=ledger)[0]


def open_bytes(actor: Actor, exhibit_id: str, *, ledger: Ledger) -> tuple[Exhibit, BinaryIO]:
    """Return a file exhibit's bytes after measuring them and recording the download.

    Raises `Tampered` where the bytes are not those of the record (that is on record too, and nothing is served),
    `NotFound` for a physical exhibit.
    """
    require(actor, Action.OPEN_EXHIBIT_FILE)
    chain, _ = find_chain(actor, exhibit_id, ledger=ledger)
    if chain.exhibit.sort is not Sort.FILE:
        raise NotFound(Say(en="This exhibit is no file.", es="Este indicio no es un archivo."))
    event = measured(chain.exhibit, _blank(Happened.DOWNLOADED), ledger)
    grow(actor, chain, event, ledger=ledger)
    if event.measured is not Measured.SAME:
        raise _other_bytes()
    return chain.exhibit, ledger.vault.open(chain.exhibit.sha256)


def measured(exhibit: Exhibit, event: Event, ledger: Ledger) -> Event:
    """Return the event with the digest of the stored bytes as they are now; a lost file counts as different."""
    if exhibit.sort is not Sort.FILE:
        return event
    try:
        ledger.vault.check(exhibit.sha256)
    except (Tampered, NotFound):
        return replace(event, measured=Measured.DIFFERENT)
    return replace(event, measured=Measured.SAME, sha256=exhibit.sha256)


def _handled(actor: Actor, exhibit_id: str, ledger: Ledger) -> Chain:
    require(actor, Action.HANDLE_EXHIBIT)
    chain, _ = find_chain(actor, exhibit_id, ledger=ledger)
    working_case(actor, chain.exhibit.case_id, ledger=ledger)
    return chain


def _offered(actor: Actor, exhibit_id: str, ledger: Ledger) -> tuple[Chain, Event]:
    chain = _handled(actor, exhibit_id, ledger)
    waiting = chain.waiting
    if waiting is None:
        raise Conflict(
            Say(
                en="No offer of this exhibit waits for an answer.",
                es="Ninguna oferta de este indicio espera respuesta.",
            )
        )
    if waiting.to != actor.id or waiting.by == actor.id:
        raise NotAllowed(
            Say(
                en=f"This was offered to {waiting.to_name}, who answers it.",
                es=f"Esto se ofreció a {waiting.to_name}, quien responde.",
            )
        )
    return chain, waiting


def _blank(kind: Happened, **said: str) -> Event:
    return Event(id="", n=0, kind=kind, at="", by="", by_name="", by_title="", by_agency="", **said)  # type: ignore[arg-type]


def _too_short(reason: str) -> dict[str, Say]:
    if len(reason.strip()) >= _SHORTEST:
        return {}
    return {"reason": Say(en=f"At least {_SHORTEST} characters.", es=f"Al menos {_SHORTEST} caracteres.")}


def _too_long(said: Offer | Answer) -> dict[str, Say]:
    say = Say(en=f"At most {MOST_CHARACTERS} characters.", es=f"Máximo {MOST_CHARACTERS} caracteres.")
    return {name: say for name in ("reason", "seal", "location") if len(getattr(said, name)) > MOST_CHARACTERS}


_SEAL_DIFFERS = Say(
    en="This is not the seal on record. Read it again; if it really differs, refuse and say so.",
    es="No es el sello registrado. Léalo otra vez; si de verdad es otro, rechace y dígalo.",
)


def _waits_already() -> Conflict:
    return Conflict(
        Say(
            en="An offer of this exhibit waits for an answer. Nothing else happens to it until then.",
            es="Una oferta de este indicio espera respuesta. Hasta entonces no le sucede nada más.",
        )
    )


def _not_done(fields: dict[str, Say]) -> Invalid:
    return Invalid(
        Say(en="Nothing was recorded. See the fields.", es="No se registró nada. Vea los campos."), fields=fields
    )


def _other_bytes() -> Tampered:
    return Tampered(
        Say(
            en="The stored bytes are not those that were received, so this was refused and put on record. Compare "
            "with the backup before anything else happens.",
            es="Los bytes guardados no son los que se recibieron; por eso se rechazó y quedó registrado. Compare "
            "con el respaldo antes de que suceda otra cosa.",
        )
    )
