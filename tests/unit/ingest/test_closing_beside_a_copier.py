"""A batch is closed while another process copies the log: only once all is copied, and nothing is copied twice."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ironriver import ingest
from ironriver.errors import Say
from ironriver.ledger import verify_log
from tests.unit.ingest import copying_child
from tests.unit.ingest.files import write_csv
from tests.world import World

ROWS = 40


class Loaded:
    """Tells when the last row is in; what is left then is to close the batch."""

    def __init__(self) -> None:
        self.all_rows = threading.Event()

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        del say
        if total and done >= total:
            self.all_rows.set()

    def check_cancelled(self) -> None:
        """Nobody cancels."""


@pytest.fixture
def copier(world: World) -> Iterator[tuple[multiprocessing.process.BaseProcess, threading.Event]]:
    """Another process that holds the lock of the segments, and the event that lets it copy."""
    context = multiprocessing.get_context("spawn")
    held, go = context.Event(), context.Event()
    child = context.Process(target=copying_child.copy_when_told, args=(world.settings, held, go))
    child.start()
    try:
        assert held.wait(60)
        yield child, go
    finally:
        go.set()
        child.join(60)
        if child.is_alive():
            child.kill()


def thefts(path: Path) -> Path:
    rows = [
        {"report_number": f"R{n}", "theft_date": "02/20/2025", "kind": "burglary", "type": "pistol",
         "dealer_ffl": "7-86-00042", "serial": f"ABC{n:05d}", "maker": "Glock", "model": "19", "calibre": "9mm"}
        for n in range(ROWS)
    ]  # fmt: skip
    return write_csv(path, rows)


def test_a_batch_is_closed_once_the_other_process_has_copied(world: World, copier, tmp_path: Path) -> None:
    child, go = copier
    report, made, ledger = Loaded(), [], world.ledger
    told = {"kind": "thefts", "authority": "a", "brought_by": "b", "report": report}
    path = thefts(tmp_path / "thefts.csv")
    importing = threading.Thread(
        target=lambda: made.append(ingest.import_file(world.actor, path, ledger=ledger, **told)), daemon=True
    )
    importing.start()
    assert report.all_rows.wait(60)
    importing.join(0.5)
    # All rows are in the graph and none of the later entries in the copy: the batch waits, and stays open.
    assert importing.is_alive()
    assert ledger.segments.size() < ledger.head().size
    assert [one.state for one in ingest.list_batches(world.actor, ledger=ledger)] == ["open"]
    go.set()
    importing.join(60)
    assert [one.state for one in made] == ["closed"]
    assert made[0].added == ROWS
    child.join(60)
    assert child.exitcode == 0
    ledger.wait_until_all_copied()
    copied = [entry.seq for entry in ledger.segments.read()]
    assert copied == list(range(ledger.head().size))
    assert verify_log(ledger).head.size == len(copied)
