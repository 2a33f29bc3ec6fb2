"""Make a whole deployment with a large world in it: keys, vault, ledger, store.

python -m seed.bulk.build --home /tmp/bench --size medium
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from ironriver.graph import Catalogue, Database, apply_schema
from ironriver.graph.engine import Engine, spec_for
from ironriver.graph.engine_jars import require_jars
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import PUBLIC, Handling, Tlp
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault
from seed.bulk.shelf import Shelf
from seed.bulk.stand_in import StandIn
from seed.bulk.store import empty_lists, import_full, write_csv
from seed.generate import generate
from seed.load import People, load
from seed.world.sizes import SIZES, Size

Say = Callable[[str], None]


def build(settings: Settings, size: Size, seed: int, *, say: Say = print) -> dict[str, float]:
    """Make the deployment of `settings` with the world of `seed` in it; returns seconds per step.

    What is there already is replaced. The engine is left stopped. Import tool heap: twice the engine's.
    """
    engine = Engine(spec_for(settings))
    require_jars(engine.spec.jars)  # an hour of work should not end for want of them
    steps: dict[str, float] = {}
    work = settings.data_dir.parent / "bulk"
    for folder in (settings.data_dir, settings.keys_dir, settings.checkpoints_dir, work):
        shutil.rmtree(folder, ignore_errors=True)
    work.mkdir(parents=True)

    def timed(name: str, started: float) -> None:
        steps[name] = round(time.perf_counter() - started, 1)
        say(f"{name}: {steps[name]} s")

    started = time.perf_counter()
    generate(seed, size, work / "world", say=lambda _: None)
    timed("generated", started)
    started = time.perf_counter()
    shelf = Shelf(work / "shelf.sqlite")
    ledger = _ledger(settings, shelf)
    ledger.genesis(agency="us-tpd", administrator="admin", agency_name="Tucson Metro Crime Gun Unit")
    load(people(), ledger=ledger, folder=work / "world", tell=lambda told: say(told.en))
    while ledger.follower.follow_once():
        pass
    timed("imported", started)
    started = time.perf_counter()
    nodes, links = write_csv(shelf, work / "csv")
    lists = empty_lists(shelf)
    shelf.close()
    # Before the store is made: at a million traces the two together fill a disk.
    (work / "shelf.sqlite").unlink()
    timed("written as CSV", started)
    started = time.perf_counter()
    say(import_full(engine, nodes + links, heap_mb=settings.engine_heap_mb * 2)[-400:])
    timed("store made", started)
    started = time.perf_counter()
    engine.start()
    try:
        database = Database.open(engine.uri, "neo4j", engine.password)
        apply_schema(database, Catalogue.load())
        with database.writing(timeout=3_600) as transaction:
            transaction.run("CALL db.awaitIndexes(3600)")
            for label, rows in lists.items():
                transaction.run(
                    f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row.p", {"rows": rows}
                )
        database.close()
    finally:
        engine.stop()
    timed("indexed", started)
    shutil.rmtree(work / "csv")
    (work / "steps.json").write_text(json.dumps(steps, indent=1) + "\n", "utf-8")
    return steps


def _ledger(settings: Settings, shelf: Shelf) -> Ledger:
    keys = Keys.load_or_create(settings)
    # Answers like a Database for every statement that an import uses, and raises for any other.
    database = cast("Database", StandIn(shelf))
    return Ledger.open(settings, database, Catalogue.load(), Vault(settings.data_dir / "vault"), keys)


def people() -> People:
    """The system as importer of both agencies: nobody else has an account yet."""
    given: dict[str, Any] = {
        "id": "actor:system", "name": "bulk", "max_tlp": Tlp.RED, "handling": frozenset(Handling),
        "roles": frozenset({Role.SYSTEM}), "origin": "bulk",
    }  # fmt: skip
    home, sonora = "us-tpd", "mx-fge-son"
    return People(
        home=Actor(agency=home, holdings=frozenset({PUBLIC, home}), **given),
        sonora=Actor(agency=sonora, holdings=frozenset({PUBLIC, sonora}), **given),
    )


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="becomes IRONRIVER_HOME, replaced")
    parser.add_argument("--size", choices=sorted(SIZES), default="medium")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    settings = Settings.from_environment({"IRONRIVER_HOME": str(given.home), "IRONRIVER_DEMO": "1", **_own()})
    build(settings, SIZES[given.size], given.seed)
    return 0


def _own() -> dict[str, str]:
    import os

    return {k: v for k, v in os.environ.items() if k.startswith("IRONRIVER_") and k != "IRONRIVER_HOME"}


if __name__ == "__main__":
    raise SystemExit(main())
