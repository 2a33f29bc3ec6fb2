"""The person page: roles, never types. Needs a case and a purpose; protected traits are not here at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import Say, nothing_here
from ironriver.model.actor import Actor
from ironriver.search.asking import PAGE_ROWS, Asker, Questions, Rows, SourceBook
from ironriver.search.dealers import observation_rows
from ironriver.search.page_results import PersonEvent, PersonPage
from ironriver.search.results import Related
from ironriver.search.things import line_of, maybe, node_facts, strictest, text_of, thing

_QUESTIONS = (
    *("search.person_purchases", "search.person_recoveries", "search.person_contacts"),
    *("search.person_observations", "search.person_documents"),
)
_ROLES = {
    "purchaser_of_record": Say(en="Purchaser of record", es="Comprador registrado"),
    "possessor": Say(en="Possessor at recovery", es="Poseedor al recuperarse"),
}
_LINKS = {
    "HAS_PHONE": Say(en="Phone", es="Teléfono"),
    "HAS_ADDRESS": Say(en="Address", es="Domicilio"),
    "ABOUT": Say(en="About this person", es="Sobre esta persona"),
}


def person_page(actor: Actor, id_: str, *, ledger: Asker) -> PersonPage:
    """Return the page of one person over all visible records held to be the same.

    Raises `Invalid` without a case and a purpose, `NotFound` where hidden or absent, `NotAllowed` by policy.
    """
    require(actor, Action.OPEN_PERSON)
    questions = Questions(actor, ledger)
    node = questions.one("search.person", "x", id_)
    if node is None:
        raise nothing_here()
    members = questions.same_as("person", node)
    ids = [member["id"] for member in members]
    answers = questions.ask_all({name: {"ids": ids, "limit": PAGE_ROWS} for name in _QUESTIONS})
    book = SourceBook()
    facts = tuple(fact for member in members for fact in node_facts(member, book))
    events = _events(answers, book)
    return PersonPage(
        person=thing(node),
        members=tuple(thing(member) for member in members[1:]),
        roles=dict(sorted(Counter(event.role for event in events).items())),
        facts=facts,
        contacts=tuple(_contact(row, book) for row in answers["search.person_contacts"]),
        events=events,
        observations=observation_rows("Person", answers["search.person_observations"], book),
        documents=tuple(_document(row["d"], book) for row in answers["search.person_documents"]),
        sources=book.close(questions),
        notices=("innocence",),
        tlp=strictest([*members, *_nodes(answers)]),
        shown=questions.all_shown(),
    )


def _nodes(answers: Mapping[str, Rows]) -> Rows:
    return [v for rows in answers.values() for row in rows for v in row.values() if isinstance(v, dict)]


def _events(answers: Mapping[str, Rows], book: SourceBook) -> tuple[PersonEvent, ...]:
    events = {(event.id, event.role): event for event in reversed(list(_all_events(answers, book)))}
    return tuple(sorted(events.values(), key=lambda event: (event.date, event.id, event.role)))


def _all_events(answers: Mapping[str, Rows], book: SourceBook) -> Iterator[PersonEvent]:
    for row in answers["search.person_purchases"]:
        yield _event("purchaser_of_record", row["p"], (row["f"], row["d"]), book)
    for row in answers["search.person_recoveries"]:
        yield _event("possessor", row["r"], (row["f"], row["l"]), book)


def _event(
    role: str,
    node: Mapping[str, Any],
    ends: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None],
    book: SourceBook,
) -> PersonEvent:
    firearm, other = ends
    return PersonEvent(
        id=node["id"],
        role=role,
        title=_ROLES[role],
        date=text_of(node.get("date")),
        firearm=maybe(firearm),
        other=maybe(other),
        source_no=book.number(node),
        line=line_of(node),
    )


def _contact(row: Mapping[str, Any], book: SourceBook) -> Related:
    return Related(
        thing=thing(row["c"]),
        link=row["link"],
        title=_LINKS[row["link"]],
        date=text_of(row["r"].get("valid_from")),
        source_no=book.number(row["r"]) or book.number(row["c"]),
        line=line_of(row["r"]),
        holders=int(row["holders"]),
    )


def _document(node: Mapping[str, Any], book: SourceBook) -> Related:
    return Related(
        thing=thing(node),
        link="ABOUT",
        title=_LINKS["ABOUT"],
        date=text_of(node.get("date")),
        source_no=book.number(node),
        line=line_of(node),
    )
