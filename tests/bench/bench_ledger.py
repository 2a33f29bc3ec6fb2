"""What the ledger costs: acts beside the raw driver on the same rows, and reads while acts run.

Run: `PYTHONPATH=platform:. python tests/bench/bench_ledger.py [acts]`. It starts an engine of its own, unless
IRONRIVER_TEST_NEO4J_URI and _PASSWORD_FILE name one (whose graph it empties).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ironriver.graph import Catalogue, Database
from ironriver.ledger import Act, Change, Row
from tests import world as worlds

ROWS = 1_000
MARK = {"holding": "us-tpd", "tlp": 2, "handling": ""}
RAW = '{"serial":"ABC%d","maker":"STURM RUGER & CO","model":"P95","calibre":"9","recovery_city":"NOGALES"}'


def changes(act: int, *, salt: str) -> list[Change]:
    """Return 500 purchases with receipts and 500 guns, as an import writes them."""
    numbers = range(act * ROWS // 2, (act + 1) * ROWS // 2)
    guns = [
        Row(
            {"id": f"gun_{salt}{n:030x}", **MARK},
            {"serial": f"ABC{n}", "canonical": f"ABC{n}", "maker": "STURM RUGER & CO", "calibre": "9"},
        )
        for n in numbers
    ]
    sales = [
        Row(
            {"id": f"purchase_{salt}{n:030x}", **MARK},
            {"date": "2021-05-06", "date_precision": "day", "source_id": "source_1", "line": n, "raw": RAW % n},
        )
        for n in numbers
    ]
    return [
        Change(statement="write.put_firearm", rows=guns),
        Change(statement="write.put_purchase", rows=sales),
    ]


def raw_rows(database: Database, catalogue: Catalogue, acts: int, *, salt: str) -> float:
    """Return rows a second of the same statements, one transaction for each thousand rows."""
    work = [changes(n, salt=salt) for n in range(acts)]
    began = time.perf_counter()
    for part in work:
        with database.writing() as transaction:
            for change in part:
                rows = [{"s": s, "p": p} for s, p in change.rows]
                transaction.run(catalogue.statement(change.statement), {"rows": rows})
    return acts * ROWS / (time.perf_counter() - began)


def acted_rows(world: worlds.World, acts: int, *, salt: str) -> float:
    """Return rows a second through the ledger."""
    work = [Act(name="bench.load", changes=changes(n, salt=salt)) for n in range(acts)]
    began = time.perf_counter()
    for act in work:
        world.ledger.act(world.actor, act)
    return acts * ROWS / (time.perf_counter() - began)


def small_acts(world: worlds.World, seconds: float) -> tuple[float, float, float]:
    """Return acts a second, p50 and p95 in ms, of acts with one row."""
    took = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        row = Row({"id": f"gun_small{len(took)}", **MARK}, {"serial": f"Q{len(took)}"})
        world.ledger.act(
            world.actor, Act(name="bench.one", changes=[Change(statement="write.put_firearm", rows=[row])])
        )
        took.append((time.perf_counter() - began) * 1000)
    return len(took) / seconds, *quantiles(took)


def reads_beside_acts(world: worlds.World, readers: int, seconds: float) -> tuple[float, float, float, int]:
    """Return reads a second, p50 and p95 in ms of the read log alone, and acts done meanwhile."""
    took: list[float] = []
    until = time.perf_counter() + seconds
    record = {"at": "2026-11-21T00:00:00.000000Z", "actor": "actor:x", "statement": "search.find", "count": 3}

    def read() -> None:
        mine = []
        while time.perf_counter() < until:
            began = time.perf_counter()
            world.ledger.read_log.append([(record, b'{"params":{"serial":"ABC123"}}')])
            mine.append((time.perf_counter() - began) * 1000)
            time.sleep(0.002)
        took.extend(mine)

    acts = 0
    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    while time.perf_counter() < until:
        world.ledger.act(world.actor, Act(name="bench.load", changes=changes(acts, salt="cc")))
        acts += 1
    for thread in threads:
        thread.join()
    return len(took) / seconds, *quantiles(took), acts


def quantiles(took: list[float]) -> tuple[float, float]:
    """Return p50 and p95."""
    return statistics.median(took), statistics.quantiles(took, n=20)[18]


@contextmanager
def engine(folder: Path) -> Iterator[worlds.EngineAddress]:
    """Yield the engine to measure on."""
    uri = os.environ.get("IRONRIVER_TEST_NEO4J_URI")
    if uri:
        password = Path(os.environ["IRONRIVER_TEST_NEO4J_PASSWORD_FILE"]).read_text("utf-8").strip()
        yield worlds.EngineAddress(uri=uri, user="neo4j", password=password)
        return
    with worlds.product_engine(folder / "engine") as running:
        yield worlds.EngineAddress(uri=running.uri, user="neo4j", password=running.password)


def main(acts: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, engine(Path(name)) as address:
        database = Database.open(address.uri, address.user, address.password)
        catalogue = Catalogue.load()
        worlds.empty(database, catalogue)
        world = worlds.make_world(Path(name) / "world", address, database, catalogue)
        acted_rows(world, 5, salt="00")  # warm: plans, caches
        raw_rows(database, catalogue, 5, salt="01")
        ratios = []
        for turn in range(3):
            raw = raw_rows(database, catalogue, acts, salt=f"a{turn}")
            acted = acted_rows(world, acts, salt=f"b{turn}")
            ratios.append(acted / raw)
            sys.stdout.write(f"raw {raw:,.0f} rows/s   ledger {acted:,.0f} rows/s   ratio {acted / raw:.2f}\n")
        sys.stdout.write(f"ratio, median of {len(ratios)}: {statistics.median(ratios):.2f}\n")
        rate, p50, p95 = small_acts(world, 3)
        sys.stdout.write(f"acts of one row: {rate:,.0f}/s   p50 {p50:.1f} ms   p95 {p95:.1f} ms\n")
        rate, p50, p95, done = reads_beside_acts(world, 8, 5)
        sys.stdout.write(
            f"read log, 8 readers beside {done} acts of {ROWS} rows: {rate:,.0f}/s   p50 {p50:.1f} ms   "
            f"p95 {p95:.1f} ms\n"
        )
        database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
