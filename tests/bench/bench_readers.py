"""How long a logged read takes while an import runs in another process, as a worker's does.

Run: `PYTHONPATH=platform:. python tests/bench/bench_readers.py [licences]`. Eight readers in this process, each
asking for a gun by its serial number and waiting about PAUSE_S before the next, as pages of eight busy people do:
first alone, then while a dealer list is imported by a process of its own that has imported one before, as a worker
has. That first one is large: the engine translates what an import runs in its first half minute, and a thread that
translates takes more than half of a processor from all others (7 of 12 s on two). Starts an engine, unless
IRONRIVER_TEST_NEO4J_URI and _PASSWORD_FILE name one (whose graph it empties). Milliseconds from asking to the
answer, its record in the read log synced to disk.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ironriver import ingest
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger
from ironriver.model.values import canonical_serial
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault
from tests import world as worlds
from tests.bench.bench_import import address, tell
from tests.bench.bench_ledger import quantiles
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers

READERS = 8
#: On the average: two reads a second from each.
PAUSE_S = 0.5
TRACES = 500
ALONE_S = 15
#: Reads before the clock runs, and licences imported before: the engine plans at the first, and translates at many.
WARM, BEFORE = 100, 20_000


def bring(settings: Settings, engine: worlds.EngineAddress, paths: Sequence[Path], ready: Any, go: Any) -> None:
    """Import two files; the work of the other process. The second waits for `go`."""
    database = Database.open(engine.uri, engine.user, engine.password)
    vault, keys = Vault(settings.data_dir / "vault"), Keys.load_or_create(settings)
    ledger = Ledger.open(settings, database, Catalogue.load(), vault, keys)
    given = {"kind": "dealers", "authority": "bench", "brought_by": "bench"}
    first, second = paths
    ingest.import_file(worlds.cleared_actor(), first, ledger=ledger, **given)
    ready.set()
    go.wait()
    ingest.import_file(worlds.cleared_actor(), second, ledger=ledger, **given)
    database.close()


def read_until(world: worlds.World, serials: list[str], done: threading.Event) -> list[float]:
    """Read with all readers until `done` is set; milliseconds of each read."""
    took: list[float] = []

    def reader(number: int) -> None:
        turn, chance = number, random.Random(number)
        while not done.wait(chance.uniform(0, 2 * PAUSE_S)):
            began = time.perf_counter()
            params = {"canonicals": [serials[turn % len(serials)]], "limit": 25}
            world.ledger.ask(world.actor, "search.firearm_by_canonical", params)
            took.append((time.perf_counter() - began) * 1000)
            turn += READERS

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def report(when: str, took: list[float], seconds: float) -> None:
    """Print one line of figures."""
    p50, p95 = quantiles(took)
    load = os.getloadavg()[0]
    tell(f"{when}: {len(took)} reads in {seconds:.0f} s, p50 {p50:.1f} ms, p95 {p95:.1f} ms, load {load:.1f}")


def main(licences: int) -> None:
    """Measure alone, then beside the import."""
    with address() as engine, tempfile.TemporaryDirectory() as name:
        folder, catalogue = Path(name), Catalogue.load()
        database = Database.open(engine.uri, engine.user, engine.password)
        worlds.empty(database, catalogue)
        world = worlds.make_world(folder / "world", engine, database, catalogue)
        rows = [trace(number) for number in range(TRACES)]
        bring_traces = write_csv(folder / "traces.csv", rows)
        ingest.import_file(
            world.actor, bring_traces, ledger=world.ledger, kind="traces", authority="bench", brought_by="bench"
        )
        serials = [canonical_serial(row["serial"]) for row in rows]
        for serial in serials[:WARM]:
            world.ledger.ask(world.actor, "search.firearm_by_canonical", {"canonicals": [serial], "limit": 25})
        first = write_dealers(folder / "dealers_2026-01.txt", [dealer(n) for n in range(BEFORE)])
        second = write_dealers(folder / "dealers_2026-02.txt", [dealer(n) for n in range(BEFORE + licences)])
        spawn = multiprocessing.get_context("spawn")
        ready, go = spawn.Event(), spawn.Event()
        work = spawn.Process(target=bring, args=(world.settings, engine, (first, second), ready, go))
        work.start()
        while not ready.wait(1):
            assert work.is_alive()
        done = threading.Event()
        threading.Timer(ALONE_S, done.set).start()
        report("alone", read_until(world, serials, done), ALONE_S)
        done, began = threading.Event(), time.perf_counter()
        go.set()

        def ended() -> None:
            work.join()
            done.set()

        threading.Thread(target=ended).start()
        took = read_until(world, serials, done)
        report(f"beside an import of {licences:,} new licences", took, time.perf_counter() - began)
        assert work.exitcode == 0
        database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15_000)
