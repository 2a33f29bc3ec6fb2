"""The trace summary: one report over a trace request, its result and its gun, with what it does not prove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ironriver.access import Action, may_now, require
from ironriver.errors import nothing_here
from ironriver.ledger import Answer, Ask
from ironriver.model.actor import Actor, Role
from ironriver.tracing.summary_results import SummarySource, TraceSummary
from ironriver.tracing.summary_sections import Reader, Sources, Told, legs, sections
from ironriver.tracing.summary_texts import LIMITS

#: Rows of one list in a report; beyond it the gun's own page is the place to look.
MOST = 100
#: Agencies of the country whose law protects the purchasers' data; everybody else reads the redacted view.
DOMESTIC = "us-"
#: Who may read names on paper that leaves the house.
_NAMED_ROLES = frozenset({Role.INVESTIGATOR, Role.ANALYST, Role.TRACER, Role.SUPERVISOR, Role.COURT_LIAISON})

Rows = list[dict[str, Any]]


class Asker(Protocol):
    """The part of the ledger that this room uses."""

    def ask_many(self, actor: Actor, asks: Sequence[Ask], *, timeout: float = 30.0) -> list[Answer]:
        """Answer a group of questions at one data cut; logged before the answer is out."""
        ...


class _Questions:
    def __init__(self, actor: Actor, ledger: Asker) -> None:
        self.actor, self.ledger = actor, ledger
        self.answers: list[Answer] = []

    def ask(self, asks: Mapping[str, Mapping[str, Any]]) -> dict[str, Rows]:
        made = [Ask(statement=name, params={"limit": MOST, **params}) for name, params in asks.items()]
        answers = self.ledger.ask_many(self.actor, made)
        self.answers += answers
        return {answer.statement.name: answer.rows for answer in answers}


def trace_summary(actor: Actor, id_: str, *, ledger: Asker) -> TraceSummary:
    """Return the report of one trace request.

    Persons stand in it only on a case and for a purpose, and never for an agency abroad; protected traits never.
    A result that contradicts the exhibit is counted in `held_back` and tells nothing else.
    Raises `NotFound` where the request is hidden or absent, `NotAllowed` by policy.
    """
    require(actor, Action.VIEW_SUMMARY)
    questions = _Questions(actor, ledger)
    first = questions.ask({"summary.trace": {"id": id_}, "summary.results": {"id": id_}})
    if not first["summary.trace"]:
        raise nothing_here()
    reader = reader_of(actor)
    told, held_back = _told(questions, first, reader)
    book = Sources()
    parts, chain = sections(told, reader, book), legs(told, reader, book)
    return TraceSummary(
        id=id_,
        number=str(told.request.get("number") or ""),
        sections=parts,
        legs=chain,
        limits=LIMITS,
        sources=_sources(questions, book),
        firearm_id=str((told.firearm or {}).get("id") or ""),
        tlp=_strictest(questions.answers),
        held_back=held_back,
        answers=tuple(questions.answers),
    )


def reader_of(actor: Actor) -> Reader:
    """Return what of persons this actor meets in a summary."""
    may_name = may_now(actor, Action.OPEN_PERSON) and bool(actor.roles & _NAMED_ROLES)
    return Reader(open=may_name, abroad=not actor.agency.startswith(DOMESTIC))


def _told(questions: _Questions, first: Mapping[str, Rows], reader: Reader) -> tuple[Told, int]:
    head = first["summary.trace"][0]
    good = [row for row in first["summary.results"] if not row["u"].get("held_back")]
    held_back = {row["u"]["id"] for row in first["summary.results"] if row["u"].get("held_back")}
    newest = good[0]["u"]["id"] if good else None
    rows = [row for row in good if row["u"]["id"] == newest]
    one = rows[0] if rows else {"u": None, "p": None, "d": None}
    buyers = _distinct(row["x"] for row in rows)
    ids = {
        "firearm": [head["f"]["id"]] if head["f"] else [],
        "recovery": [head["r"]["id"]] if head["r"] else [],
        "place": [head["l"]["id"]] if head["l"] else [],
        "person": [person["id"] for person in buyers] if reader.withheld is None else [],
    }
    more = questions.ask(_further(ids, reader))
    return (
        Told(
            request=head["t"],
            firearm=head["f"],
            agency=head["g"],
            recovery=head["r"],
            place=head["l"],
            vehicle=head["v"],
            result=one["u"],
            purchase=one["p"],
            dealer=one["d"],
            purchasers=buyers,
            possessors=_distinct(row["x"] for row in more.get("summary.possessors", [])),
            contacts=more.get("search.person_contacts", []),
            shipments=_once(more["search.firearm_shipments"], "s"),
            multiple_sales=more["search.firearm_multiple_sales"],
            thefts=_once(more["search.firearm_thefts"], "t"),
            same_buyer=[row["t"] for row in more.get("summary.traces_of_purchasers", [])],
            same_place=[row["t"] for row in more["summary.traces_at_places"]],
        ),
        len(held_back),
    )


def _further(ids: Mapping[str, list[str]], reader: Reader) -> dict[str, dict[str, Any]]:
    asks: dict[str, dict[str, Any]] = {
        "search.firearm_shipments": {"ids": ids["firearm"]},
        "search.firearm_multiple_sales": {"ids": ids["firearm"]},
        "search.firearm_thefts": {"ids": ids["firearm"]},
        "summary.traces_at_places": {"ids": ids["place"]},
    }
    if reader.withheld is None:
        asks |= {
            "summary.possessors": {"ids": ids["recovery"]},
            "search.person_contacts": {"ids": ids["person"]},
            "summary.traces_of_purchasers": {"ids": ids["person"]},
        }
    return asks


def _distinct(nodes: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - any iterable of nodes or None
    found: dict[str, Mapping[str, Any]] = {}
    for node in nodes:
        if node:
            found.setdefault(str(node["id"]), node)
    return list(found.values())


def _once(rows: Rows, column: str) -> Rows:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(str(row[column]["id"]), row)
    return list(found.values())


def _strictest(answers: Sequence[Answer]) -> int:
    nodes = (v for answer in answers for row in answer.rows for v in row.values() if isinstance(v, dict))
    return max((int(node.get("tlp") or 0) for node in nodes), default=0)


def _sources(questions: _Questions, book: Sources) -> tuple[SummarySource, ...]:
    if not book.numbers:
        return ()
    asked = {"ids": list(book.numbers), "limit": len(book.numbers)}  # each list holds MOST: together they cite more
    rows = questions.ask({"search.sources_by_id": asked})["search.sources_by_id"]
    known = {row["s"]["id"]: row["s"] for row in rows}
    return tuple(_source(no, known.get(id_)) for id_, no in book.numbers.items())


def _source(no: int, node: Mapping[str, Any] | None) -> SummarySource:
    told = {
        name: str((node or {}).get(name) or "") for name in ("id", "name", "authority", "brought_by", "received")
    }
    return SummarySource(no=no, **told)
