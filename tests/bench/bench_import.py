"""What an import costs: through the front door, beside the raw driver with the same statements and rows.

Run: `PYTHONPATH=platform:. python tests/bench/bench_import.py [FILE KIND]`; without a file it writes 5,000 licences
and 300 traces of its own. It starts an engine, unless IRONRIVER_TEST_NEO4J_URI and _PASSWORD_FILE name one (whose
graph it empties). CPU seconds are this process's; the engine's are its own.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ironriver import ingest
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Act, Change, Receipt
from ironriver.model.actor import Actor
from tests import world as worlds
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers


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


def front_door(world: worlds.World, path: Path, kind: str) -> tuple[float, list[Sequence[Change]]]:
    """Import a file; return seconds and the changes of its acts."""
    recording = Recording(world.ledger)
    began = time.perf_counter()
    made = ingest.import_file(
        world.actor, path, ledger=world.ledger, kind=kind, authority="bench", brought_by="bench"
    )
    seconds = time.perf_counter() - began
    tell(f"  {made.added:,} added, {made.rejected} rejected, {made.written:,} rows in {len(recording.acts)} acts")
    return seconds, recording.acts


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
    with tempfile.TemporaryDirectory() as folder, worlds.running_engine(Path(folder), heap_mb=1536) as running:
        yield worlds.EngineAddress(uri=running.uri, user="neo4j", password=running.password)


def measure(engine: worlds.EngineAddress, path: Path, kind: str) -> None:
    """Print one file's figures."""
    catalogue = Catalogue.load()
    database = Database.open(engine.uri, engine.user, engine.password)
    worlds.empty(database, catalogue)
    with tempfile.TemporaryDirectory() as folder:
        world = worlds.make_world(Path(folder) / "world", engine, database, catalogue)
        tell(f"{path.name} ({kind})")
        cpu = time.process_time()
        seconds, acts = front_door(world, path, kind)
        cpu = time.process_time() - cpu
    worlds.empty(database, catalogue)
    raw = raw_driver(database, catalogue, acts)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell(f"  front door {seconds:.1f} s ({cpu:.1f} s CPU here), raw driver {raw:.1f} s")
    tell(f"  rows a second through the front door, as a part of the raw driver's: {raw / seconds:.2f}")
    tell(f"  peak RSS {rss:.0f} MB, load average {os.getloadavg()[0]:.1f}")
    database.close()


def main() -> None:
    """Measure the file that is named, or two synthetic ones."""
    with address() as engine, tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) == 3:
            measure(engine, Path(sys.argv[1]), sys.argv[2])
            return
        rows = [dealer(number) for number in range(5_000)]
        measure(engine, write_dealers(Path(folder) / "dealers_2026-01.txt", rows), "dealers")
        measure(engine, write_csv(Path(folder) / "traces.csv", [trace(n) for n in range(300)]), "traces")


if __name__ == "__main__":
    main()
