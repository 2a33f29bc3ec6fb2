"""The engine dies under load and starts again on the same store: nothing acknowledged is lost, the log holds."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from ironriver.errors import IronriverError
from ironriver.graph import Catalogue, Database, apply_schema
from ironriver.ledger import Act, Ledger, verify_log
from tests.unit.ledger.rows import sale
from tests.world import EngineAddress, make_world, running_engine


def server_of(home: Path) -> int:
    """Return the process of the Java server that runs in `home`."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"java") and f"--home-dir={home}".encode() in words:
            return int(process.name)
    raise AssertionError(f"no server runs in {home}")


@pytest.mark.heavy
def test_sigkill_of_the_engine(tmp_path: Path):
    home = tmp_path / "engine"
    acknowledged: list[str] = []
    with running_engine(home, heap_mb=384, pagecache_mb=64, gds=False) as engine:
        address = EngineAddress(uri=engine.uri, user="neo4j", password=engine.password)
        database, catalogue = Database.open(address.uri, "neo4j", address.password), Catalogue.load()
        apply_schema(database, catalogue)
        world = make_world(tmp_path / "world", address, database, catalogue)

        def act() -> None:
            for number in range(100_000):
                try:
                    done = Act(name="test.sale", changes=sale(number), act_id=f"act-{number}")
                    acknowledged.append(world.ledger.act(world.actor, done).act_id)
                except IronriverError:
                    return

        acting = threading.Thread(target=act)
        acting.start()
        while len(acknowledged) < 40:
            time.sleep(0.05)
        os.kill(server_of(home), signal.SIGKILL)
        acting.join(120)
        database.close()
    with running_engine(home, heap_mb=384, pagecache_mb=64, gds=False) as engine:
        database = Database.open(engine.uri, "neo4j", engine.password)
        before = world.ledger
        ledger = Ledger.open(before.settings, database, catalogue, before.vault, before.keys)
        entries = {entry.act_id for entry in ledger.entries(limit=100_000)}
        assert set(acknowledged) <= entries
        assert verify_log(ledger).head.size == len(entries)
        database.close()
