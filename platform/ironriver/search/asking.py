"""The questions of one page: asked through the ledger, remembered for "Show the query", sources numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ironriver.ledger import Answer, Ask
from ironriver.model.actor import Actor
from ironriver.search.results import Shown, SourceRef
from ironriver.search.withholding import persons_open, without_persons

Rows = list[dict[str, Any]]
#: Rows of one list on a page. Where so many came (`Shown.is_cut`), the page says that these are the first.
PAGE_ROWS = 500
#: Cited sources of one question. A page that cites more asks for them in groups: every number finds its source.
SOURCES_AT_ONCE = 500
#: Records held to be one thing; more than this is a mistake somewhere, and the page would not be readable.
MAX_MEMBERS = 50
#: SAME_AS is followed this far. A longer chain of pairwise decisions needs a reviewer, not a page.
SAME_AS_ROUNDS = 5


class Asker(Protocol):
    """The part of the ledger that this room uses."""

    def ask_many(self, actor: Actor, asks: Sequence[Ask], *, timeout: float = 30.0) -> list[Answer]:
        """Answer a group of questions at one data cut; logged before the answer is out."""
        ...


class Questions:
    """Asks for one actor and keeps what was asked, in order.

    Without a case and a purpose, rows come back without what describes a person: no page can show it by mistake.
    """

    def __init__(self, actor: Actor, ledger: Asker) -> None:
        self.actor = actor
        self._ledger = ledger
        self.persons_open = persons_open(actor)
        self.shown: list[Shown] = []

    def ask(self, name: str, params: Mapping[str, Any]) -> Rows:
        """Ask one question and return its rows."""
        return self.ask_all({name: params})[name]

    def ask_all(self, asks: Mapping[str, Mapping[str, Any]]) -> dict[str, Rows]:
        """Ask several questions at one data cut; return rows by statement name."""
        answers = self._ledger.ask_many(self.actor, [Ask(statement=name, params=p) for name, p in asks.items()])
        self.shown += [_shown(answer) for answer in answers]
        return {answer.statement.name: self._rows(answer.rows) for answer in answers}

    def _rows(self, rows: Rows) -> Rows:
        return rows if self.persons_open else [without_persons(row) for row in rows]

    def ask_group(self, asks: Sequence[Ask]) -> list[Rows]:
        """Ask several questions at one data cut, the same statement more than once if need be; rows in order."""
        answers = self._ledger.ask_many(self.actor, asks)
        self.shown += [_shown(answer) for answer in answers]
        return [self._rows(answer.rows) for answer in answers]

    def all_shown(self) -> tuple[Shown, ...]:
        """What was asked so far."""
        return tuple(self.shown)

    def one(self, name: str, column: str, id_: str) -> dict[str, Any] | None:
        """Ask for one node by id; None where it is hidden or absent, which look the same."""
        rows = self.ask(name, {"id": id_})
        found = rows[0][column] if rows else None
        return found if isinstance(found, dict) else None

    def same_as(self, kind: str, node: dict[str, Any]) -> Rows:
        """Return the node and every visible one held to be the same, in the order of their ids."""
        members = {node["id"]: node}
        fresh = {node["id"]}
        for _ in range(SAME_AS_ROUNDS):
            rows = self.ask(f"search.{kind}_same_as", {"ids": sorted(fresh), "limit": PAGE_ROWS})
            fresh = {row["b"]["id"] for row in rows} - set(members)
            members |= {row["b"]["id"]: row["b"] for row in rows if row["b"]["id"] in fresh}
            if not fresh or len(members) >= MAX_MEMBERS:
                break
        others = sorted(id_ for id_ in members if id_ != node["id"])
        return [node, *(members[id_] for id_ in others[: MAX_MEMBERS - 1])]


def _shown(answer: Answer) -> Shown:
    return Shown(
        statement=answer.statement.name,
        text=answer.statement.text,
        params=dict(answer.params),
        cut_at=answer.cut.at,
        cut_id=answer.cut.id,
        rows=len(answer.rows),
    )


class SourceBook:
    """Numbers a page's sources from 1 in the order in which they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, node: Mapping[str, Any] | None) -> int:
        """Return the number of a node's source, 0 where it has none."""
        source_id = str((node or {}).get("source_id") or "")
        return self._numbers.setdefault(source_id, len(self._numbers) + 1) if source_id else 0

    def close(self, questions: Questions) -> tuple[SourceRef, ...]:
        """Ask for all cited sources. One that is not open to the actor keeps its number and says no more."""
        if not self._numbers:
            return ()
        ids = list(self._numbers)
        starts = range(0, len(ids), SOURCES_AT_ONCE)
        groups = questions.ask_group([_sources_of(ids[start : start + SOURCES_AT_ONCE]) for start in starts])
        known = {row["s"]["id"]: row["s"] for rows in groups for row in rows}
        return tuple(_reference(id_, number, known.get(id_)) for id_, number in self._numbers.items())


def _sources_of(ids: list[str]) -> Ask:
    # one more than can come, so that a full group does not pass for a cut list
    return Ask(statement="search.sources_by_id", params={"ids": ids, "limit": len(ids) + 1})


def _reference(id_: str, number: int, node: Mapping[str, Any] | None) -> SourceRef:
    told = ("name", "kind", "authority", "brought_by", "received")
    words = {name: str((node or {}).get(name) or "") for name in told}
    return SourceRef(no=number, id=id_ if node else "", hidden=node is None, **words)
