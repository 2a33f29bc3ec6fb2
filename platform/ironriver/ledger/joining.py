"""Calls of a replay, joined: the rows of many acts in few calls, in an order that gives the same graph.

Rows of one statement that declares them independent are joined where they stand next to each other. Statements
that put nodes by id, link two nodes by id, or amend nodes by id may also change places among themselves: a node is
made from its own row alone, a link needs nothing but its two ends, which the log has put before it, and an
amendment nothing but its node. So between two statements of any other sort all puts go first, then links, then
amendments, each statement in one call; only a kind that was amended is not put again before that is done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

#: Rows of one call at most.
JOINED_ROWS = 5_000

Rows = Sequence[dict[str, Any]]
_MARKED = r"SET {0}\.holding = row\.s\.holding, {0}\.tlp = row\.s\.tlp, {0}\.handling = row\.s\.handling\n"
_END = r"SET {0} \+= row\.p\nRETURN count\(\*\) AS written"
_PUT = re.compile(
    r"UNWIND \$rows AS row\nMERGE \(n:(\w+) \{id: row\.s\.id\}\)\n" + _MARKED.format("n") + _END.format("n")
)
_LINK = re.compile(
    r"UNWIND \$rows AS row\nMATCH \(a:(\w+) \{id: row\.s\.from\}\)\nMATCH \(b:(\w+) \{id: row\.s\.to\}\)\n"
    r"MERGE \(a\)-\[r:(\w+) \{id: row\.s\.id\}\]->\(b\)\n" + _MARKED.format("r") + _END.format("r")
)
_AMEND = re.compile(r"UNWIND \$rows AS row\nMATCH \(n:(\w+) \{id: row\.s\.id\}\)\n" + _END.format("n"))


@dataclass(slots=True)
class Call:
    """One run of a statement's text with rows."""

    text: str
    sha256: str
    rows: list[dict[str, Any]]

    def takes(self, rows: Rows) -> bool:
        """True if there is room for more rows."""
        return len(self.rows) + len(rows) <= JOINED_ROWS


@dataclass(slots=True)
class Calls:
    """Collects the calls of one transaction."""

    _done: list[Call] = field(default_factory=list)
    _puts: list[Call] = field(default_factory=list)
    _links: list[Call] = field(default_factory=list)
    _amendments: list[Call] = field(default_factory=list)
    #: What is put, linked or amended since the last statement of another sort → the statement that does it.
    _by: dict[tuple[str, ...], str] = field(default_factory=dict)

    def add(self, text: str, sha256: str, rows: Rows, *, independent: bool) -> None:
        """Take the next call of the log; `independent` if its statement declares its rows so."""
        target = target_of(text) if independent else ()
        if not target:
            self._settle()
            _join(self._done, text, sha256, rows, may_join=independent, last=True)
            return
        # Nothing passes another text for the same thing (an older release's), and no put passes an amendment.
        amended = target[0] == "put" and ("amend", *target[1:]) in self._by
        if amended or self._by.get(target, sha256) != sha256:
            self._settle()
        self._by[target] = sha256
        calls = {"put": self._puts, "link": self._links, "amend": self._amendments}[target[0]]
        _join(calls, text, sha256, rows, may_join=True, last=False)

    def all(self) -> list[Call]:
        """Return everything in the order in which it is to run."""
        self._settle()
        return self._done

    def _settle(self) -> None:
        self._done += [*self._puts, *self._links, *self._amendments]
        self._puts, self._links, self._amendments, self._by = [], [], [], {}


def target_of(text: str) -> tuple[str, ...]:
    """Return what a statement does to what: ("put", kind), ("amend", kind), ("link", from, to, type), else ()."""
    query = "\n".join(line for line in text.splitlines() if not line.startswith("//")).strip()
    for sort, shape in (("put", _PUT), ("link", _LINK), ("amend", _AMEND)):
        found = shape.fullmatch(query)
        if found:
            return (sort, *found.groups())
    return ()


def _join(calls: list[Call], text: str, sha256: str, rows: Rows, *, may_join: bool, last: bool) -> None:
    """Add rows to the last call of the statement (if `last`: only where it is the very last call), or begin one."""
    for call in reversed(calls[-1:] if last else calls):
        if call.sha256 == sha256:
            if may_join and call.takes(rows):
                call.rows += rows
                return
            break
    calls.append(Call(text, sha256, list(rows)))
