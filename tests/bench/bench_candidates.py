"""How often the right gun stands among the first five candidates for a misread serial, and how fast.

Run: `PYTHONPATH=platform:. python tests/bench/bench_candidates.py [GUNS] [MISREADS]` with an engine of the tests
(IRONRIVER_TEST_NEO4J_URI, IRONRIVER_TEST_NEO4J_PASSWORD_FILE); its graph is emptied. Prints one JSON object.

The error model is `seed/world/misreads.py`, one slip a serial: 60 % confusion pair, 18 % transposition, 12 %
dropped, 5 % doubled character, 5 % any other figure. No rates are published: it is an assumption, and the figures
hold under it.
Sparse: serials drawn at random from eight forms. Dense: whole blocks of consecutive serials, where most misreads
lie one character from dozens of real guns, and many are another real gun's serial. Nothing but the serial is given.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ironriver.graph import Catalogue, Database
from ironriver.model.values import canonical_serial, skeleton
from ironriver.search.asking import Questions
from ironriver.search.serials import find_candidates
from seed.world.misreads import KINDS, misread
from tests.bench.bench_large_world import told
from tests.cypher.worlds import Direct, narrow_actor
from tests.world import empty

FORMS = ("AAA99999", "AA999999", "A999999", "AAAA999", "9999999", "99A99999", "AA99999A", "999-99999")
BLOCK = 1_000
LISTED = 5
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a set of misreads. `places`: rank of the right gun → how often, 0 for not listed."""

    asked: int
    places: Counter[int]
    missed: Counter[str]
    another_real: int
    times: tuple[float, ...]

    def share(self, within: int) -> float:
        """Share of misreads whose right gun stands among the first `within`."""
        return sum(n for place, n in self.places.items() if 1 <= place <= within) / self.asked


def sparse(count: int, rng: random.Random) -> list[str]:
    """Different serials at random from the forms."""
    made: dict[str, None] = {}
    while len(made) < count:
        signs = {"A": _LETTERS, "9": "0123456789", "-": "-"}
        made["".join(rng.choice(signs[sign]) for sign in rng.choice(FORMS))] = None
    return list(made)


def dense(count: int, rng: random.Random) -> list[str]:
    """Blocks of consecutive serials, each with a prefix of its own."""
    made: list[str] = []
    while len(made) < count:
        prefix = "".join(rng.choice(_LETTERS) for _ in range(rng.choice((2, 3))))
        first = rng.randrange(10_000, 98_000)
        made += [f"{prefix}{first + place:05d}" for place in range(BLOCK)]
    return list(dict.fromkeys(made))[:count]


def put(database: Database, serials: list[str]) -> None:
    """Write the guns as imports leave them, without the rest of a record."""
    keys = [canonical_serial(one) for one in serials]
    rows = [
        {"id": f"firearm_{n}", "serial": one, "canonical": key, "skeleton": skeleton(key)}
        for n, (one, key) in enumerate(zip(serials, keys, strict=True))
    ]
    marking = "holding: 'us-tpd', tlp: 2, handling: 'tiahrt', maker: 'Harrow & Pike'"
    made = f"UNWIND $rows AS row CREATE (f:Firearm {{{marking}}}) SET f += row"
    for start in range(0, len(rows), 5_000):
        with database.writing() as transaction:
            transaction.run(made, {"rows": rows[start : start + 5_000]})


def evaluate(ledger: Direct, serials: list[str], asked: int, rng: random.Random) -> Outcome:
    """Misread some of the serials once each and look for the right gun."""
    actor, real = narrow_actor(), {canonical_serial(one): n for n, one in enumerate(serials)}
    places: Counter[int] = Counter()
    missed: Counter[str] = Counter()
    times, another = [], 0
    for serial in rng.sample(serials, asked):
        written, kind = misread(serial, rng)
        wanted = f"firearm_{real[canonical_serial(serial)]}"
        another += real.get(canonical_serial(written), -1) not in (-1, real[canonical_serial(serial)])
        started = time.perf_counter()
        hits = find_candidates(Questions(actor, ledger), written).hits
        times.append(1_000 * (time.perf_counter() - started))
        place = next((at for at, hit in enumerate(hits, 1) if hit.thing.id == wanted), 0)
        places[place] += 1
        if not 1 <= place <= LISTED:
            missed[kind] += 1
    return Outcome(asked=asked, places=places, missed=missed, another_real=another, times=tuple(times))


def joined(database: Database) -> int:
    """How many links between firearms the graph holds: searching must never make one."""
    return int(database.read("MATCH (:Firearm)-[r]->(:Firearm) RETURN count(r) AS n", {})[0]["n"])


def main() -> int:
    """Command line."""
    guns = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    password = Path(os.environ["IRONRIVER_TEST_NEO4J_PASSWORD_FILE"]).read_text("utf-8").strip()
    database = Database.open(os.environ["IRONRIVER_TEST_NEO4J_URI"], "neo4j", password)
    catalogue = Catalogue.load()
    result: dict[str, Any] = {"error model": dict(KINDS), "guns": guns}
    for name, make in (("sparse", sparse), ("dense", dense)):
        empty(database, catalogue)
        rng = random.Random(17)
        serials = make(guns, rng)
        put(database, serials)
        evaluate(Direct(database, catalogue), serials, min(50, asked), random.Random(3))  # plans
        found = evaluate(Direct(database, catalogue), serials, asked, rng)
        result[name] = {
            "misreads": found.asked,
            "first": round(found.share(1), 4),
            "first five": round(found.share(LISTED), 4),
            "listed": round(1 - found.places[0] / found.asked, 4),
            "misread is another real gun's serial": round(found.another_real / found.asked, 4),
            "not among the first five, by kind of slip": dict(found.missed),
            "milliseconds": told(list(found.times)),
            "links between firearms": joined(database),
        }
    result["load"] = os.getloadavg()[0]
    database.close()
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
