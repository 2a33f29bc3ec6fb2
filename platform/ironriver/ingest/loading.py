"""Read → transform → load in acts of at most 1,000 rows: the part that all kinds of file share.

Each act carries its rows and how far the batch is, so after a crash the graph itself says where to go on. Act ids
follow from batch and position, so that a repeated act is answered, not done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any, Protocol

from ironriver.errors import Conflict, Say, TooLarge
from ironriver.ingest.ahead import read_ahead
from ironriver.ingest.batches import Batch, progress_change
from ironriver.ingest.giving_way import GivingWay
from ironriver.ingest.report import REJECTS_KEPT, Tally
from ironriver.ingest.table import Reject
from ironriver.jobs import Report
from ironriver.ledger import MAX_ROWS, Act, Change, Ledger, Look
from ironriver.model.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What one look at the file tells before anything is written. `total` 0 = not known."""

    total: int = 0
    form: str = ""
    ignored: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    data_date: str = ""
    mismatches: tuple[dict[str, Any], ...] = ()


#: Graph rows that an act is filled to: the next items may make a few more each than the last ones did.
ROWS_AIMED_AT = 900
#: However few rows its items make, an act takes this many times a loader's `size` at most: whoever cancels waits
#: for one act, and so does everybody else's act.
_MOST_TIMES = 3
#: Acts of a run before their sealing gets a process of its own, which takes a tenth of a second to start.
APART_AFTER = 2


class Loader(Protocol):
    """One kind of file.

    `size` is how many items the first act takes; the later ones are filled by what the items before made, and too
    many rows halve that one act.
    """

    size: int

    def open(self, ledger: Ledger) -> Opened:
        """Look at the whole file; raise a refusal if it cannot be taken."""

    def items(self, ledger: Ledger) -> Iterator[Any]:
        """Yield items and rejects in file order, the same ones at every call."""

    def changes(self, look: Look, items: Sequence[Any], tally: Tally) -> list[Change]:
        """Return what the items change, counted into `tally`. May be called more than once."""

    def finish(self, runner: Runner) -> None:
        """Do what needs the whole file to be in."""


class _TooMany(Exception):
    pass


class Runner:
    """One run of one batch by one actor."""

    def __init__(self, actor: Actor, batch: Batch, ledger: Ledger, report: Report) -> None:
        self.actor = actor
        self.batch = batch
        self.ledger = ledger
        self.report = report
        self.tally = batch.tally
        self.rejects: list[Reject] = []
        self.rejected = 0
        self._size = 0
        self._acts = 0
        self._apart = ExitStack()
        self._giving_way = GivingWay(ledger.read_log.written)

    def run(self, loader: Loader, total: int) -> None:
        """Load all items that the batch has not done yet, then finish."""
        waiting: list[Any] = []
        position = 0
        self._size = loader.size
        with self._apart, closing(read_ahead(loader.items(self.ledger))) as items:
            for item in items:
                if isinstance(item, Reject):
                    self._reject(item)
                    continue
                position += 1
                if position <= self.tally.done:
                    continue
                waiting.append(item)
                if len(waiting) >= self._size:
                    self._load(loader, waiting, total)
                    waiting = []
            if waiting:
                self._load(loader, waiting, total)
            loader.finish(self)

    def act(self, position: str, decide: Callable[[Look, Tally], list[Change]]) -> None:
        """Do one act of this batch; the tally and the batch's progress change with it or not at all."""
        counted: list[Tally] = []

        def changes(look: Look) -> list[Change]:
            self._refuse_if_not_ours(look)
            tally = self.tally.copy()
            made = [one for one in decide(look, tally) if one.rows]
            count = sum(len(one.rows) for one in made)
            if count >= MAX_ROWS:
                raise _TooMany
            tally.rows += count
            counted.append(tally)
            return [*made, progress_change(self.batch, tally)]

        act_id = f"{self.batch.id}:{position}"
        receipt = self.ledger.act(
            self.actor, Act(name="ingest.load_rows", changes=changes, act_id=act_id, batch=self.batch.id)
        )
        # A try of ours may have been counted and then another run's act of the same id answered.
        ours = bool(counted) and not receipt.repeated and receipt.rows == counted[-1].rows - self.tally.rows + 1
        self.tally = counted[-1] if ours else self._recorded()

    def _recorded(self) -> Tally:
        """The act had been done before (its answer was lost, or another run did it): take up what it recorded."""
        node = self.ledger.look("ingest.batch", {"id": self.batch.id})[0]["node"]
        if not node.get("tally"):
            raise _taken_over(node)
        return Tally.from_json(node["tally"])

    def _refuse_if_not_ours(self, look: Look) -> None:
        """Under the head lock: the batch is open, and as far as this run believes."""
        node = look.read("ingest.batch", {"id": self.batch.id})[0]["node"]
        if node["state"] != "open" or (node.get("done") or 0) != self.tally.done:
            raise _taken_over(node)

    def _load(self, loader: Loader, items: Sequence[Any], total: int) -> None:
        rest = list(items)
        while rest:
            self.report.check_cancelled()
            part, before = rest[: self._size], self.tally
            while True:
                try:
                    self.act(f"rows:{before.done}", _deciding(loader, part))
                    break
                except _TooMany:
                    if len(part) == 1:
                        raise _row_too_large() from None
                    part = part[: len(part) // 2]
            # What the ledger recorded, not what was asked: an earlier run may have done this act with more items.
            done = self.tally.done - before.done
            if done <= 0:
                raise _taken_over({"state": "open", "done": self.tally.done})
            rest = rest[done:]
            self._acts += 1
            if self._acts == APART_AFTER:
                self._apart.enter_context(self.ledger.sealing_apart())
            self._fill(loader, done, self.tally.rows - before.rows)
            self.report.progress(self.tally.done, total, _say_rows(self.tally.done))
            self._giving_way.rest_if_asked()

    def _fill(self, loader: Loader, items: int, rows: int) -> None:
        """Let the next act take as many items as make a full act, if they are like the last ones."""
        fitting = items * ROWS_AIMED_AT // max(rows, 1)
        self._size = max(1, min(fitting, loader.size * _MOST_TIMES))

    def _reject(self, reject: Reject) -> None:
        self.rejected += 1
        if len(self.rejects) < REJECTS_KEPT:
            self.rejects.append(reject)


def _deciding(loader: Loader, items: Sequence[Any]) -> Callable[[Look, Tally], list[Change]]:
    def decide(look: Look, tally: Tally) -> list[Change]:
        changes = loader.changes(look, items, tally)
        tally.done += len(items)
        return changes

    return decide


def _taken_over(node: Mapping[str, Any]) -> Conflict:
    done, state = node.get("done") or 0, node["state"]
    return Conflict(
        Say(
            en=f"Somebody else went on with this import meanwhile, or took it back: it is {state}, with {done:,} "
            "rows in. This run wrote nothing more. Open it in the list of imports.",
            es="Otra persona siguió con esta importación, o la deshizo: "
            f"{_STATES_ES.get(state, state)}, con {done:,} filas. Esta ejecución no escribió nada más. Ábrala en "
            "la lista de importaciones.",
        )
    )


_STATES_ES = {"open": "está abierta", "closed": "está cerrada", "undone": "está deshecha"}


def _row_too_large() -> TooLarge:
    return TooLarge(
        Say(
            en=f"One row of this file would make {MAX_ROWS:,} graph rows. Check its mapping.",
            es=f"Una fila de este archivo haría {MAX_ROWS:,} filas del grafo. Revise su correspondencia.",
        )
    )


def _say_rows(done: int) -> Say:
    return Say(en=f"{done:,} rows", es=f"{done:,} filas")
