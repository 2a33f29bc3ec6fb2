"""Fold the ledger into an empty graph: recorded texts, recorded rows, entries copied as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ironriver.errors import Conflict, Say
from ironriver.graph import Catalogue, Database, WriteTransaction, apply_schema
from ironriver.ledger import merkle
from ironriver.ledger.acts import Head
from ironriver.ledger.entries import Entry, check_entry
from ironriver.ledger.head import read_head, state_of
from ironriver.ledger.history import History, Texts
from ironriver.ledger.joining import Calls

#: Replayed in one transaction at most (facts/neo4j.md §8: 2,331 acts/s at 500 a transaction).
TRANSACTION_ACTS = 500
TRANSACTION_ROWS = 10_000

Progress = Callable[[int], None]


@dataclass(slots=True)
class _Portion:
    """What goes into one transaction: calls in order, then the entries that they belong to."""

    calls: Calls = field(default_factory=Calls)
    entries: list[Entry] = field(default_factory=list)
    rows: int = 0

    def full(self) -> bool:
        return len(self.entries) >= TRANSACTION_ACTS or self.rows >= TRANSACTION_ROWS


class Replay:
    """Continues a graph from its head (empty, or a replay cut short) with the entries that follow."""

    def __init__(self, target: Database, catalogue: Catalogue, history: History, texts: Texts) -> None:
        self.target = target
        self.catalogue = catalogue
        self.history = history
        self.texts = texts

    def run(self, entries: Iterable[Entry], *, progress: Progress | None = None) -> Head:
        """Replay `entries`, which must begin at the target's head, and return the new head.

        Each transaction holds whole acts, so a replay that was cut short goes on where it ended. Raises `Tampered`
        naming the first entry, pack or text that does not hold.
        """
        apply_schema(self.target, self.catalogue)
        head = read_head(self.target, self.catalogue)
        portion = _Portion()
        for number, entry in enumerate(entries, head.size):
            check_entry(entry, number)
            self._add(portion, entry)
            if portion.full():
                head = self._write(head, portion)
                portion = _Portion()
                if progress is not None:
                    progress(head.size)
        return self._write(head, portion) if portion.entries else head

    def _add(self, portion: _Portion, entry: Entry) -> None:
        for done in self.history.statements(entry):
            independent = self.texts.independent(done.sha256)
            portion.calls.add(self.texts.to_run(done.sha256), done.sha256, done.rows, independent=independent)
            portion.rows += len(done.rows)
        portion.entries.append(entry)

    def _write(self, head: Head, portion: _Portion) -> Head:
        frontier = [bytes.fromhex(h) for h in head.frontier]
        for entry in portion.entries:
            frontier = merkle.grow(frontier, entry.seq, entry.leaf)
        last = portion.entries[-1]
        grown = Head(size=last.seq + 1, frontier=tuple(h.hex() for h in frontier), at=str(last.fields["at"]))
        with self.target.writing() as transaction:
            transaction.run_each((call.text, {"rows": call.rows}) for call in portion.calls.all())
            self._copy(transaction, portion.entries, grown)
        return grown

    def _copy(self, transaction: WriteTransaction, entries: list[Entry], head: Head) -> None:
        rows = [
            {
                "s": {"seq": entry.seq, "act_id": entry.act_id},
                "p": {"leaf": entry.leaf.hex(), "bytes": entry.text, "pack": entry.pack},
            }
            for entry in entries
        ]
        transaction.run(self.catalogue.statement("ledger.copy_entries"), {"rows": rows})
        place = {"s": {}, "p": {"state": state_of(head)}}
        transaction.run(self.catalogue.statement("ledger.move_head"), {"rows": [place]})


def must_be_empty(target: Database) -> None:
    """Raise `Conflict` unless the target holds nothing but schema notes: a replay never mixes with other facts."""
    found = target.read("MATCH (n) WHERE NOT n:SchemaFile RETURN 1 AS one LIMIT 1", {})
    if found:
        raise Conflict(
            Say(
                en="The graph to replay into is not empty. Give an empty one.",
                es="El grafo donde se quiere reconstruir no está vacío. Indique uno vacío.",
            )
        )
