"""What an import costs: through the front door, beside the raw driver with the same statements and rows.

Run: `PYTHONPATH=platform:. python tests/bench/bench_import.py [FILE KIND]`; without a file it writes 5,000 licences
and 4,000 traces of its own (in 1,000 the start of the import's processes would weigh too much). It starts an
engine, unless IRONRIVER_TEST_NEO4J_URI and _PASSWORD_FILE name one (whose graph it empties). CPU seconds and memory
are of the importing process and the one that seals beside it, not the engine's.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ironriver import ingest
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Act, Change, Receipt
from ironriver.model.actor import Actor
from ironriver.model.values import PlaceText, read_place
from ironriver.sealing import beside
from ironriver.sealing.beside import _Beside
from tests import world as worlds
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers

#: Times the raw driver writes; between two of them the front door does. The first of each is not counted: the
#: engine still translates. The middle of the others is: one of them may meet a noisy neighbour.
TURNS = 6


def tell(line: str) -> None:
    """Print one line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Recording:
    """Stands before the ledger's `act` and keeps the changes of every act, as decided under the head lock."""

    def __init__(self, ledger) -> None:
        self._act = ledger.act
        self.acts: list[Sequence[Change]] = []
        ledger.act = self.act

    def act(self, actor: Actor, act: Act) -> Receipt:
        if not callable(act.changes):
            return self._act(actor, act)
        decide, seen = act.changes, []

        def decided(look):
            seen.append(decide(look))
            return seen[-1]

        receipt = self._act(actor, replace(act, changes=decided))
        self.acts.append(seen[-1])
        return receipt


def written_rows(world: worlds.World, path: Path, kind: str) -> list[Sequence[Change]]:
    """Import a file once, untimed, so that the engine has its plans; return the changes of its acts."""
    recording = Recording(world.ledger)
    made = ingest.import_file(
        world.actor, path, ledger=world.ledger, kind=kind, authority="bench", brought_by="bench"
    )
    tell(f"  {made.added:,} added, {made.rejected} rejected, {made.written:,} rows in {len(recording.acts)} acts")
    return recording.acts


def bring(engine: worlds.EngineAddress, folder: Path, path: Path, kind: str, told: Any) -> None:
    """Import a file into an emptied graph, in a process of its own as a worker's; tell seconds, CPU, memory."""
    catalogue = Catalogue.load()
    database = Database.open(engine.uri, engine.user, engine.password)
    worlds.empty(database, catalogue)
    world = worlds.make_world(folder, engine, database, catalogue)
    # A worker has read the places long before.
    read_place(PlaceText(city="Tucson", state="AZ", country="US"))
    beside._Beside = Watched  # type: ignore[misc]
    cpu, began = cpu_seconds(), time.perf_counter()
    ingest.import_file(
        world.actor, path, ledger=world.ledger, kind=kind, authority="bench", brought_by="bench"
    )
    seconds, cpu = time.perf_counter() - began, cpu_seconds() - cpu
    told.put((seconds, cpu, peak_mb() + Watched.peak))
    database.close()


def cpu_seconds() -> float:
    """Processor seconds of this process and of the one beside it that sealed, once that has ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def peak_mb(process: int | str = "self") -> float:
    """Most memory that a process had; `getrusage` may tell its parent's."""
    status = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    (line,) = (one for one in status if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


class Watched(_Beside):
    """The process that seals beside, and the most memory that one had."""

    peak = 0.0

    def end(self) -> None:
        """Look before it is gone."""
        Watched.peak = peak_mb(self.process.pid)
        super().end()


def front_door(engine: worlds.EngineAddress, folder: Path, path: Path, kind: str) -> tuple[float, float, float]:
    """Import a file through the front door; return seconds, CPU seconds and peak memory in MB of its process."""
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    work = spawn.Process(target=bring, args=(engine, folder, path, kind, told))
    work.start()
    found: tuple[float, float, float] = told.get()
    work.join()
    return found


def raw_driver(database: Database, catalogue: Catalogue, acts: Sequence[Sequence[Change]]) -> float:
    """Write the same rows with the same statements, one transaction an act; return seconds."""
    began = time.perf_counter()
    for changes in acts:
        with database.writing() as transaction:
            for change in changes:
                rows = [{"s": s, "p": p} for s, p in change.rows]
                transaction.run(catalogue.statement(change.statement), {"rows": rows})
    return time.perf_counter() - began


@contextmanager
def address() -> Iterator[worlds.EngineAddress]:
    """The engine that is named, or one of its own."""
    uri = os.environ.get("IRONRIVER_TEST_NEO4J_URI")
    if uri:
        password = Path(os.environ["IRONRIVER_TEST_NEO4J_PASSWORD_FILE"]).read_text("utf-8").strip()
        yield worlds.EngineAddress(uri=uri, user="neo4j", password=password)
        return
    with tempfile.TemporaryDirectory() as folder, worlds.product_engine(Path(folder)) as running:
        yield worlds.EngineAddress(uri=running.uri, user="neo4j", password=running.password)


def measure(engine: worlds.EngineAddress, path: Path, kind: str) -> None:
    """Print one file's figures: raw, front door, raw, so that neither has the warmer engine."""
    catalogue = Catalogue.load()
    database = Database.open(engine.uri, engine.user, engine.password)
    worlds.empty(database, catalogue)
    tell(f"{path.name} ({kind})")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        acts = written_rows(worlds.make_world(folder / "first", engine, database, catalogue), path, kind)
        raw, through = [], []
        for turn in range(TURNS):
            worlds.empty(database, catalogue)
            raw.append(raw_driver(database, catalogue, acts))
            if turn < TURNS - 1:
                seconds, cpu, peak = front_door(engine, folder / f"world{turn}", path, kind)
                through.append(seconds)
                tell(f"  front door {seconds:.1f} s, {cpu:.1f} s of it CPU here; peak memory {peak:.0f} MB")
    part = statistics.median(raw[1:]) / statistics.median(through[1:])
    tell(f"  raw driver {', '.join(f'{one:.1f}' for one in raw)} s")
    tell(f"  rows a second through the front door, as a part of the raw driver's: {part:.2f}")
    tell(f"  load average {os.getloadavg()[0]:.1f}")
    database.close()


def main() -> None:
    """Measure the file that is named, or two synthetic ones."""
    with address() as engine, tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) == 3:
            measure(engine, Path(sys.argv[1]), sys.argv[2])
            return
        rows = [dealer(number) for number in range(5_000)]
        measure(engine, write_dealers(Path(folder) / "dealers_2026-01.txt", rows), "dealers")
        measure(engine, write_csv(Path(folder) / "traces.csv", [trace(n) for n in range(4_000)]), "traces")


if __name__ == "__main__":
    main()
