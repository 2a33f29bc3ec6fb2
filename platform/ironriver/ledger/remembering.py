"""Answers that may be given again until the next act: counts of what a hub is linked with.

Nothing changes in the graph without moving the ledger's head, so an answer read at a head holds for as long as
that head is the present one. Kept per process, in memory only, under everything that the answer depends on: the
statement's digest and all its parameters, the asking person's visibility among them. The read is logged each time.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from ironriver.graph import Statement
from ironriver.ledger.acts import Head

Rows = list[dict[str, Any]]
#: Answers kept, the least recently used going first; and rows of one. A list of counts has at most thirty.
MOST_ANSWERS = 1_000
MOST_ROWS = 100


class Remembered:
    """A small map from question to answer; all answers in it were read at one head."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = threading.Lock()
        self._head: Head | None = None
        self._rows: OrderedDict[tuple[str, str], Rows] = OrderedDict()

    def recall(self, statement: Statement, params: Mapping[str, Any], head: Head) -> Rows | None:
        """Return the rows of this very question if they were read at this very head."""
        key = _key(statement, params)
        with self._lock:
            if self._head != head or key not in self._rows:
                return None
            self._rows.move_to_end(key)
            return [dict(row) for row in self._rows[key]]

    def keep(self, statement: Statement, params: Mapping[str, Any], head: Head, rows: Rows) -> None:
        """Keep rows that were read after `head` was; a longer log than the one known forgets all others."""
        if len(rows) > MOST_ROWS:
            return
        with self._lock:
            if self._head is not None and head.size < self._head.size:
                return
            if self._head != head:
                self._head = head
                self._rows.clear()
            self._rows[_key(statement, params)] = [dict(row) for row in rows]
            while len(self._rows) > MOST_ANSWERS:
                self._rows.popitem(last=False)


def _key(statement: Statement, params: Mapping[str, Any]) -> tuple[str, str]:
    return statement.sha256, json.dumps(dict(params), sort_keys=True, default=str)
