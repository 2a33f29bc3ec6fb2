"""A graph on a shelf: nodes and links in one SQLite file, enough for what imports ask under the head lock."""

# ruff: noqa: S302 - what is read back here was written by the same process a moment before
from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Properties = dict[str, Any]

#: Page cache in kibibytes: random keys would else be read from disk again and again.
CACHE = 1_000_000

#: Rows are appended and found by an index: with random ids a clustered table would be written all over.
_TABLES = """
CREATE TABLE nodes (id TEXT PRIMARY KEY, label TEXT NOT NULL, props BLOB NOT NULL);
CREATE TABLE links (id TEXT PRIMARY KEY, type TEXT, a TEXT, la TEXT, b TEXT, lb TEXT, props BLOB);
CREATE INDEX links_a ON links (a);
CREATE INDEX links_b ON links (b);
CREATE TABLE found (kind TEXT, value TEXT, id TEXT, PRIMARY KEY (kind, value, id)) WITHOUT ROWID;
CREATE TABLE entries (seq INTEGER PRIMARY KEY, act_id TEXT UNIQUE, leaf TEXT, bytes TEXT, pack TEXT);
"""

#: What is looked up by something else than its id: label → property.
_FOUND_BY = {"Firearm": ("canonical",), "Dealer": ("key", "state"), "Batch": ("source_id",), "Source": ()}


class Shelf:
    """The file. Not safe against a crash: it is made anew each time."""

    def __init__(self, path: Path) -> None:
        """Make the file; one that is there is replaced."""
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", f"cache_size=-{CACHE}"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self.head: Properties = {}
        # What is there, by a number of 64 bits for each id: most questions are about something new, and need no
        # look into the file then. That two of 35 million ids share one comes up once in 30,000 builds.
        self._nodes: set[int] = set()
        self._links: set[int] = set()
        #: Labels by the part of an id before its underscore; empty where several labels share one.
        self._labels: dict[str, str] = {}

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def node(self, id_: str) -> tuple[str, Properties] | None:
        """Label and properties of a node."""
        if hash(id_) not in self._nodes:
            return None
        row = self._db.execute("SELECT label, props FROM nodes WHERE id = ?", (id_,)).fetchone()
        return (row[0], marshal.loads(row[1])) if row else None

    def put(self, label: str, id_: str, properties: Properties) -> None:
        """Make a node, or change the given properties of one; None removes a property."""
        before = self.node(id_)
        props = _merged({"id": id_} if before is None else before[1], properties)
        packed = marshal.dumps(props)
        self._db.execute("INSERT OR REPLACE INTO nodes VALUES (?, ?, ?)", (id_, label, packed))
        self._nodes.add(hash(id_))
        if self._labels.setdefault(_prefix(id_), label) != label:
            self._labels[_prefix(id_)] = ""
        for name in _FOUND_BY.get(label, ()):
            if name in props:
                self._db.execute("INSERT OR IGNORE INTO found VALUES (?, ?, ?)", (label + name, props[name], id_))
        if label in ("Batch", "Source"):
            self._db.execute("INSERT OR IGNORE INTO found VALUES (?, '', ?)", (label, id_))

    def find(self, label: str, name: str, value: str) -> list[Properties]:
        """Nodes of a label by one of the properties that they are found by; name and value empty: all."""
        rows = self._db.execute(
            "SELECT n.props FROM found f JOIN nodes n ON n.id = f.id WHERE f.kind = ? AND f.value = ?",
            (label + name, value),
        )
        nodes = [marshal.loads(row[0]) for row in rows]
        return [node for node in nodes if not name or node.get(name) == value]

    def label(self, id_: str) -> str:
        """The label of a node, empty if there is none."""
        if hash(id_) not in self._nodes:
            return ""
        if label := self._labels.get(_prefix(id_)):
            return label
        row = self._db.execute("SELECT label FROM nodes WHERE id = ?", (id_,)).fetchone()
        return str(row[0]) if row else ""

    def link(self, type_: str, id_: str, ends: tuple[str, str, str, str], properties: Properties) -> None:
        """Make a link, or change the given properties of one. `ends`: start, its label, end, its label."""
        row = None
        if hash(id_) in self._links:
            row = self._db.execute("SELECT props FROM links WHERE id = ?", (id_,)).fetchone()
        self._links.add(hash(id_))
        props = _merged({"id": id_} if row is None else marshal.loads(row[0]), properties)
        packed = marshal.dumps(props)
        self._db.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?)", (id_, type_, *ends, packed))

    def links_at(self, id_: str) -> list[tuple[str, str, str, str, Properties]]:
        """Links at a node: id, type, start, end, properties."""
        rows = self._db.execute(
            "SELECT id, type, a, b, props FROM links WHERE a = ? UNION SELECT id, type, a, b, props FROM links "
            "WHERE b = ?", (id_, id_)
        )  # fmt: skip
        return [(*row[:4], marshal.loads(row[4])) for row in rows]

    def append(self, entry: Sequence[Any]) -> None:
        """Append a ledger entry: seq, act id, leaf, bytes, pack."""
        self._db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", tuple(entry))

    def entry(self, act_id: str) -> Properties | None:
        """The entry of an act id."""
        rows = self._entries("WHERE act_id = ?", (act_id,))
        return rows[0] if rows else None

    def entries(self, start: int, limit: int) -> list[Properties]:
        """Entries from a number on."""
        return self._entries("WHERE seq >= ? ORDER BY seq LIMIT ?", (start, limit))

    def _entries(self, where: str, given: Sequence[Any]) -> list[Properties]:
        rows = self._db.execute(f"SELECT seq, act_id, leaf, bytes, pack FROM entries {where}", given)  # noqa: S608
        names = ("seq", "act_id", "leaf", "bytes", "pack")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def all_nodes(self) -> Iterator[tuple[str, Properties]]:
        """Every node: label, properties."""
        for label, props in self._db.execute("SELECT label, props FROM nodes"):
            yield label, marshal.loads(props)

    def all_links(self) -> Iterator[tuple[str, str, str, str, str, Properties]]:
        """Every link: label and id of the start, type, label and id of the end, properties."""
        for la, a, type_, lb, b, props in self._db.execute("SELECT la, a, type, lb, b, props FROM links"):
            yield la, a, type_, lb, b, marshal.loads(props)

    def all_entries(self) -> Iterable[Properties]:
        """Every entry, in order."""
        start = 0
        while page := self.entries(start, 5_000):
            yield from page
            start = page[-1]["seq"] + 1


def _prefix(id_: str) -> str:
    return id_.partition("_")[0]


def _merged(before: Properties, after: Properties) -> Properties:
    merged = {**before, **after}
    return {name: value for name, value in merged.items() if value is not None}
