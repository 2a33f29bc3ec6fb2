"""What goes into the ledger and what comes back: rows, changes, acts, receipts; questions and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from ironriver.graph import Statement

#: Rows in one act. Acts are serialised by the head lock; 1,000 rows hold it for about 60 ms (facts/neo4j.md §8).
MAX_ROWS = 1_000


class Row(NamedTuple):
    """One row of a write statement: `s` is structure (survives shredding), `p` payload (does not)."""

    s: dict[str, Any]
    p: dict[str, Any] = {}  # noqa: RUF012 - read only; a factory would cost a microsecond a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One write statement of the catalogue and the rows it takes."""

    statement: str
    rows: Sequence[Row]


class Look(Protocol):
    """Look-ups inside the act's transaction, after the head lock: what they see is what the act will change."""

    def read(self, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a `mode: read` statement and return its rows."""
        ...


#: Changes that depend on what is there. May run more than once; must not touch anything but `Look`.
Decide = Callable[[Look], Sequence[Change]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One step of history: a name (`room.verb_noun`) and its changes, at most `MAX_ROWS` rows together.

    `act_id` is minted by the caller who may have to retry: the second act of an id answers as the first did.
    """

    name: str
    changes: Sequence[Change] | Decide
    act_id: str | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The ledger's answer: place in the log, time, id, number of rows; `repeated` where it was done before."""

    seq: int
    at: str
    act_id: str
    rows: int
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCut:
    """When the answer was read, and an opaque id from which an auditor finds a size of the ledger.

    The answer has seen all of every act up to that size, and may have seen later ones.
    """

    at: str
    id: str


#: From the rows of an answer to the ids that were shown to the person.
Shown = Callable[[list[dict[str, Any]]], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question of a group: statement name, its parameters (without the visibility ones), what it shows.

    `keep`: the answer may be given again, to whoever sees as much, until the next act. For counts, not for things.
    """

    statement: str
    params: Mapping[str, Any]
    shown: Shown | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Rows as plain Python, with what is needed to show and to repeat the query."""

    rows: list[dict[str, Any]]
    statement: Statement
    params: Mapping[str, Any]
    cut: DataCut


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the log: number of entries, Merkle frontier (hex, largest subtree first), time of the last act."""

    size: int
    frontier: tuple[str, ...]
    at: str
