"""How fast a large world answers: serial search, first chart, hub counts, through the search room.

Run: `PYTHONPATH=platform:. python tests/bench/bench_large_world.py HOME [questions]`, where HOME was made by
`python -m seed.bulk.build --home HOME --size medium|large`. Starts the engine of HOME and stops it again; makes the
demonstration's people first, and asks as its analyst, so that visibility is in every question. Prints one JSON
object. Limits: none are asserted here, the figures go into the release's notes.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ironriver.access.command_line import actor_for_command_line
from ironriver.access.demo import prepare_demo
from ironriver.app import open_platform
from ironriver.graph.engine import Engine, spec_for
from ironriver.search import chart_start, find, firearm_page, link_counts
from ironriver.settings import Settings
from seed.world.misreads import misread

QUESTIONS = 200
WARM = 20


def measured(call: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    started = time.perf_counter()
    call()
    return 1_000 * (time.perf_counter() - started)


def told(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds."""
    ordered = sorted(times)
    return {
        "n": len(ordered),
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "max_ms": round(ordered[-1], 1),
    }


def rows_of(home: Path) -> Iterator[dict[str, str]]:
    """The traces that the world was made of; the truth is not read."""
    with (home / "bulk" / "world" / "traces.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def pick(home: Path, count: int) -> tuple[list[str], str, int]:
    """Serials to ask for, and the dealer named most often, with how often."""
    rng, chosen, seen = random.Random(5), [], 0
    dealers: Counter[str] = Counter()
    for row in rows_of(home):
        parts = row["dealer_ffl"].split("-")
        if len(parts) > 2 and row["purchase_date"]:
            dealers["-".join((parts[0], parts[1], parts[-1]))] += 1
        if not row["serial"] or "_" in row["serial"] or row["outcome"] != "purchaser_identified":
            continue
        seen += 1
        if len(chosen) < count:
            chosen.append(row["serial"])
        elif rng.random() < count / seen:
            chosen[rng.randrange(count)] = row["serial"]
    ((hub, sales),) = dealers.most_common(1)
    return chosen, hub, sales


def measure(home: Path, settings: Settings, count: int) -> dict[str, Any]:
    """Ask everything; the engine must run."""
    platform = open_platform(settings)
    prepare_demo(platform.access)
    actor, ledger = actor_for_command_line(platform.access, "ohlsson"), platform.ledger
    serials, hub, sales = pick(home, count + WARM)
    hand = random.Random(9)
    guns: list[str] = []

    def first_gun(text: str) -> None:
        found = find(actor, f"serial:{text}", ledger=ledger)
        guns.extend(hit.thing.id for group in found.groups for hit in group.hits[:1])

    for serial in serials[:WARM]:
        first_gun(serial)
    asked = serials[WARM:]
    result: dict[str, Any] = {"serial, exact": told([measured(lambda s=s: first_gun(s)) for s in asked])}
    ids = list(guns[WARM:])
    half = [s[:1] + "?" + s[2:] for s in asked[: count // 4]]
    result["serial, one position unknown"] = told([measured(lambda s=s: first_gun(s)) for s in half])
    wrong = [misread(s, hand)[0] for s in asked[: count // 4]]
    result["serial, misread"] = told([measured(lambda s=s: first_gun(s)) for s in wrong])
    result["firearm page"] = told(
        [measured(lambda i=i: firearm_page(actor, i, ledger=ledger)) for i in ids[: count // 2]]
    )
    result["first chart of a firearm"] = told(
        [measured(lambda i=i: chart_start(actor, i, ledger=ledger)) for i in ids[: count // 2]]
    )
    found = find(actor, f"dealer:{hub}", ledger=ledger)
    dealer = found.groups[0].hits[0].thing.id
    result["hub counts"] = told([measured(lambda: link_counts(actor, dealer, ledger=ledger)) for _ in range(20)])
    counted = link_counts(actor, dealer, ledger=ledger)
    result["hub"] = {"sales in the file": sales, "links counted": counted.total}
    counts = platform.database.read("MATCH (n) RETURN count(n) AS nodes")[0]
    counts |= platform.database.read("MATCH ()-[r]->() RETURN count(r) AS links")[0]
    platform.close()
    return {"world": counts, **result, "client_rss_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def main() -> int:
    """Command line."""
    home = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else QUESTIONS
    own = {k: v for k, v in os.environ.items() if k.startswith("IRONRIVER_")}
    settings = Settings.from_environment({**own, "IRONRIVER_HOME": str(home), "IRONRIVER_DEMO": "1"})
    engine = Engine(spec_for(settings))
    engine.start(patience=600)
    try:
        sys.stdout.write(json.dumps(measure(home, settings, count), indent=1) + "\n")
    finally:
        engine.leave()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
