"""Reading exhibits and their chains, and the one way a chain grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ironriver import clock
from ironriver.access import Action, cases, require
from ironriver.access.cases import Case, CaseRole
from ironriver.custody.credentials import credential_digest, make_credential
from ironriver.custody.handlers import signer_for
from ironriver.custody.records import SIGNED, Chain, Event, Exhibit, event_of, exhibit_of
from ironriver.errors import Conflict, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Answer, Ask, Change, DataCut, Ledger, Look, Receipt, Row, whole
from ironriver.model import ids
from ironriver.model.actor import Actor, Role

#: Exhibits of one case: twenty times the largest seizure we know of. Of more, none are listed, aloud.
MOST_EXHIBITS = 10_000
#: Exhibits offered to one person that he is told of at once; answering some brings the others.
MOST_OFFERED = 100
#: Exhibits of one question for events, and events of its answer. A chain is read whole or not at all.
_AT_ONCE = 20
MOST_EVENTS = 20_000
#: Facts of an event that are not stored as payload.
_NOT_STORED = frozenset({"id"})
TITLES = (
    Role.CUSTODIAN,
    Role.COURT_LIAISON,
    Role.INVESTIGATOR,
    Role.TRACER,
    Role.SUPERVISOR,
    Role.ANALYST,
    Role.PARTNER_MANAGER,
)


def find_chain(actor: Actor, exhibit_id: str, *, ledger: Ledger) -> tuple[Chain, DataCut]:
    """Return an exhibit with its chain and when it was read. `NotFound` if it is not open to the actor."""
    require(actor, Action.VIEW_EXHIBITS)
    asks = [
        Ask(statement="custody.exhibit", params={"id": exhibit_id}),
        _events_of([exhibit_id]),
    ]
    found, events = ledger.ask_many(actor, asks)
    if not found.rows:
        raise nothing_here()
    exhibit = exhibit_of(found.rows[0]["e"])
    cases.find_case(actor, exhibit.case_id, ledger=ledger)
    return Chain(exhibit=exhibit, events=tuple(event_of(row["v"]) for row in _whole(events))), found.cut


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChains:
    """The first exhibits of a case with their chains, by item, and how many it has in all."""

    case: Case
    chains: tuple[Chain, ...]
    total: int
    cut: DataCut


def chains_of_case(actor: Actor, case_id: str, *, ledger: Ledger, first: int = MOST_EXHIBITS) -> CaseChains:
    """Return a case's first exhibits with their chains. `NotFound` if the case is not open to the actor."""
    case, exhibits, cut = exhibits_of_case(actor, case_id, ledger=ledger)
    chains = chains_of(actor, exhibits[:first], ledger=ledger)
    return CaseChains(case=case, chains=tuple(chains), total=len(exhibits), cut=cut)


def exhibits_of_case(actor: Actor, case_id: str, *, ledger: Ledger) -> tuple[Case, list[Exhibit], DataCut]:
    """Return all exhibits of a case, by item, without chains. `TooLarge` beyond `MOST_EXHIBITS`."""
    require(actor, Action.VIEW_EXHIBITS)
    case = cases.find_case(actor, case_id, ledger=ledger)
    found = ledger.ask(actor, "custody.exhibits_of_case", {"case_id": case.id, "limit": MOST_EXHIBITS + 1})
    too_many = Say(
        en=f"This case has more than {MOST_EXHIBITS:,} exhibits: too many for one list. Each opens at its "
        "own address; receive further ones in a second case.",
        es=f"Este caso tiene más de {MOST_EXHIBITS:,} indicios: son demasiados para una lista. Cada uno se "
        "abre en su propia dirección; reciba los siguientes en un segundo caso.",
    )
    return case, [exhibit_of(row["e"]) for row in whole(found.rows, MOST_EXHIBITS, too_many)], found.cut


def offered_to(actor: Actor, *, ledger: Ledger) -> list[Exhibit]:
    """Return exhibits whose transfer waits for the actor's answer, by number, at most `MOST_OFFERED`."""
    require(actor, Action.VIEW_EXHIBITS)
    params = {"account": actor.id, "limit": MOST_OFFERED}
    return [exhibit_of(row["e"]) for row in ledger.ask(actor, "custody.exhibits_offered_to", params).rows]


def chains_of(actor: Actor, exhibits: Sequence[Exhibit], *, ledger: Ledger) -> list[Chain]:
    """Return the chains of exhibits that were read already, in their order."""
    ids_ = [e.id for e in exhibits]
    asks = [_events_of(ids_[start : start + _AT_ONCE]) for start in range(0, len(ids_), _AT_ONCE)]
    events: dict[str, list[Event]] = {}
    for row in (row for answer in ledger.ask_many(actor, asks) for row in _whole(answer)):
        events.setdefault(row["exhibit"], []).append(event_of(row["v"]))
    return [Chain(exhibit=e, events=tuple(events.get(e.id, ()))) for e in exhibits]


def _events_of(exhibits: list[str]) -> Ask:
    return Ask(statement="custody.events_of_exhibits", params={"ids": exhibits, "limit": MOST_EVENTS + 1})


def _whole(events: Answer) -> list[dict[str, Any]]:
    """Return the rows, all there are: a chain that was cut would pass for a whole one, on paper and in court."""
    too_many = Say(
        en=f"More than {MOST_EVENTS:,} things happened to these exhibits: too many to show at once. "
        "Nothing was left out silently; ask the administrator.",
        es=f"A estos indicios les sucedieron más de {MOST_EVENTS:,} cosas: son demasiadas para mostrarlas "
        "juntas. No se omitió nada en silencio; consulte al administrador.",
    )
    return whole(events.rows, MOST_EVENTS, too_many)


def working_case(actor: Actor, case_id: str, *, ledger: Ledger) -> Case:
    """Return an open case that the actor works in as lead or member, else refuse."""
    case = cases.find_case(actor, case_id, ledger=ledger)
    if case.role_of(actor.id) not in (CaseRole.LEAD, CaseRole.MEMBER) or not case.is_open:
        raise NotAllowed(
            Say(
                en="Only members of the open case handle its exhibits. Its lead can bring you in.",
                es="Solo integrantes del caso abierto manejan sus indicios. Su responsable puede integrarlo.",
            )
        )
    return case


def title_of(actor: Actor) -> str:
    """Return the position that is written down beside the actor's name, as it is now."""
    return next((role.value for role in TITLES if role in actor.roles), "")


def acted(actor: Actor, said: Event) -> Event:
    """Return the event with who acted and when."""
    return replace(
        said, at=clock.stamp(), by=actor.id, by_name=actor.name, by_title=title_of(actor), by_agency=actor.agency
    )


def written(actor: Actor, exhibit: Exhibit, event: Event, *, ledger: Ledger) -> tuple[Event, list[Change]]:
    """Return the event, signed if it is one that is signed for, and the changes that add it to its chain."""
    event = replace(event, id=ledger.id_for("CustodyEvent", f"{exhibit.id}:{event.n}", exhibit.holding))
    if event.kind in SIGNED:
        text = make_credential(exhibit, event, signer_for(actor, ledger=ledger))
        event = replace(event, credential=text, credential_sha256=credential_digest(text))
    marking = exhibit.marking.as_properties()
    payload = {name: value for name, value in asdict(event).items() if name not in _NOT_STORED and value != ""}
    payload |= {"kind": event.kind.value, "measured": event.measured.value}
    link = {
        "id": ids.relationship_id("OF", event.id, exhibit.id),
        "from": event.id,
        "to": exhibit.id,
        **marking,
    }
    return event, [
        Change(statement="write.put_custody_event", rows=[Row(s={"id": event.id, **marking}, p=payload)]),
        Change(statement="write.link_custody_event_of_exhibit", rows=[Row(s=link)]),
    ]


def grow(
    actor: Actor, chain: Chain, said: Event, *, ledger: Ledger, offered_to: str | None = None
) -> tuple[Event, Receipt]:
    """Add an event to a chain. `offered_to` changes whose answer the exhibit waits for; None leaves that.

    Signed beforehand and checked behind the head lock: if the chain has grown meanwhile, `Conflict`, and nothing
    was added.
    """
    exhibit, n = chain.exhibit, len(chain.events) + 1
    event = acted(actor, replace(said, n=n, previous_sha256=chain.head if said.kind in SIGNED else ""))
    event, changes = written(actor, exhibit, event, ledger=ledger)
    if offered_to is not None:
        row = Row(s={"id": exhibit.id}, p={"offered_to": offered_to or None})
        changes.append(Change(statement="write.amend_exhibit", rows=[row]))

    def decide(look: Look) -> list[Change]:
        (last,) = look.read("custody.last_event", {"id": exhibit.id})
        if last["n"] != n - 1 or (last["offered_to"] or "") != exhibit.offered_to:
            raise _moved_on()
        return changes

    receipt = ledger.act(actor, Act(name=f"custody.{event.kind.value}", changes=decide))
    return event, receipt


def stored_exhibit(exhibit: Exhibit) -> dict[str, Any]:
    """Return what is stored of a new exhibit, marking and id apart."""
    kept = {n: v for n, v in asdict(exhibit).items() if n not in ("id", "holding", "tlp", "handling") and v != ""}
    return kept | {"sort": exhibit.sort.value}


def _moved_on() -> Conflict:
    return Conflict(
        Say(
            en="Something else happened to this exhibit meanwhile. Look at its chain again before you go on.",
            es="Mientras tanto sucedió otra cosa con este indicio. Vea de nuevo su cadena antes de seguir.",
        )
    )
