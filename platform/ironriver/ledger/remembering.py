"""Answers that may be given again until an act could change them: counts of a hub's links, figures over traces.

Nothing changes in the graph without moving the ledger's head, so an answer read at a head holds for as long as
that head is the present one, and longer where the acts since then touched no kind that its statement names
(`touching.py`). Kept per process, in memory only, under everything that the answer depends on: the statement's
digest and all its parameters, the asking person's visibility among them. The read is logged each time.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver.graph import Statement, kinds_named
from ironriver.ledger.acts import Head

Rows = list[dict[str, Any]]
#: Answers kept, the least recently used going first; rows of one, and of all together (a row of five columns is a
#: hundred bytes, `_Packed`). A million traces of twelve years by state and place are twenty-one thousand rows.
MOST_ANSWERS = 1_000
MOST_ROWS = 50_000
MOST_ROWS_IN_ALL = 250_000


@dataclass(frozen=True, slots=True)
class _Packed:
    """Rows with their column names once, and equal texts among their values once: a third of the memory."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, rows: Rows) -> _Packed:
        """All rows of an answer have the same columns."""
        columns, texts = tuple(rows[0]) if rows else (), dict[str, str]()
        return cls(
            columns,
            tuple(
                tuple(texts.setdefault(v, v) if isinstance(v, str) else v for v in map(row.__getitem__, columns))
                for row in rows
            ),
        )

    def rows(self) -> Rows:
        """Rows as they came, to be changed freely."""
        return [dict(zip(self.columns, values, strict=True)) for values in self.values]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.values)


class Remembered:
    """A small map from question to answer; all answers in it hold at one head."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = threading.Lock()
        self._head: Head | None = None
        self._rows: OrderedDict[tuple[str, str], _Packed] = OrderedDict()
        self._kinds: dict[str, frozenset[str] | None] = {}

    @property
    def head(self) -> Head | None:
        """The head at which everything here holds."""
        return self._head

    def move_on(self, earlier: Head, head: Head, touched: frozenset[str] | None) -> None:
        """Let what acts between two heads did not touch hold at the later one; None: anything may be touched."""
        with self._lock:
            if self._head != earlier:
                return
            self._head = head
            for key in list(self._rows):
                named = self._kinds.get(key[0])
                if touched is None or named is None or named & touched:
                    del self._rows[key]

    def recall(self, statement: Statement, params: Mapping[str, Any], head: Head) -> Rows | None:
        """Return the rows of this very question if they were read at this very head."""
        key = _key(statement, params)
        with self._lock:
            if self._head != head or key not in self._rows:
                return None
            self._rows.move_to_end(key)
            known = self._rows[key]
        return known.rows()

    def keep(self, statement: Statement, params: Mapping[str, Any], head: Head, rows: Rows) -> None:
        """Keep rows that were read after `head` was; a longer log than the one known forgets all others."""
        if len(rows) > MOST_ROWS:
            return
        packed = _Packed.of(rows)
        with self._lock:
            if self._head is not None and head.size < self._head.size:
                return
            if self._head != head:
                self._head = head
                self._rows.clear()
            if statement.sha256 not in self._kinds:
                self._kinds[statement.sha256] = kinds_named(statement)
            self._rows[_key(statement, params)] = packed
            while len(self._rows) > MOST_ANSWERS or sum(map(len, self._rows.values())) > MOST_ROWS_IN_ALL:
                self._rows.popitem(last=False)


def _key(statement: Statement, params: Mapping[str, Any]) -> tuple[str, str]:
    return statement.sha256, json.dumps(dict(params), sort_keys=True, default=str)
