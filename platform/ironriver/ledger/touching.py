"""What the acts between two heads may have changed, by the kinds that their statements name."""

from __future__ import annotations

from ironriver.graph import Catalogue, Database, kinds_named
from ironriver.ledger import merkle
from ironriver.ledger.acts import Head
from ironriver.ledger.entries import Entry
from ironriver.ledger.head import read_entries

#: Acts that are looked at; behind more, everything is asked anew.
MOST_ACTS = 500
#: Statements of this folder are written from the ontology: one kind or one link each, by name.
_GENERATED = "write."


def touched_between(earlier: Head, head: Head, database: Database, catalogue: Catalogue) -> frozenset[str] | None:
    """Return labels and types that may have changed from one head to a later one; None where anything may have.

    The entries between must lead from one head to the other: another log of the same length tells nothing.
    """
    if not 0 < earlier.size < head.size or head.size - earlier.size > MOST_ACTS:
        return None
    entries = read_entries(database, catalogue, start=earlier.size, limit=head.size - earlier.size)
    if not _leads(earlier, head, entries):
        return None
    touched: set[str] = set()
    for entry in entries:
        kinds = _touched(entry, catalogue)
        if kinds is None:
            return None
        touched |= kinds
    return frozenset(touched)


def _leads(earlier: Head, head: Head, entries: list[Entry]) -> bool:
    if [entry.seq for entry in entries] != list(range(earlier.size, head.size)):
        return False
    frontier = [bytes.fromhex(one) for one in earlier.frontier]
    for entry in entries:
        frontier = merkle.grow(frontier, entry.seq, entry.leaf)
    return tuple(one.hex() for one in frontier) == head.frontier


def _touched(entry: Entry, catalogue: Catalogue) -> frozenset[str] | None:
    touched: set[str] = set()
    for written in entry.fields["statements"]:
        name = str(written["name"])
        statement = catalogue.get(name) if name.startswith(_GENERATED) else None
        kinds = kinds_named(statement) if statement and statement.sha256 == written["sha256"] else None
        if kinds is None:
            return None
        touched |= kinds
    return frozenset(touched)
