"""Import processes and the engine are killed at moments that chance picks; the import is taken up each time.

In the end the graph is the one that an undisturbed import makes, and what an import was told to be in, is in.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ironriver import ingest
from ironriver.graph import Catalogue, Database
from ironriver.ledger import canonical_hash, verify_log
from tests.unit.ingest import importing_child
from tests.unit.ingest.files import write_csv
from tests.unit.ledger.test_engine_killed import server_of
from tests.world import EngineAddress, World, empty, make_world, running_engine

#: Rows of the file, deaths of the importing process and of the engine: in every run, and in the heavy one.
SOME, MANY = (5_000, 3, 1), (100_000, 8, 4)
#: What an import itself is, as against what it brought; and the first account, made with a one-time code.
ASIDE = ("Batch/", "Source/", "Account/")


@dataclass
class Place:
    """Where one engine lives: always on the same port, so that everybody finds it again."""

    home: Path
    port: int

    def running(self):
        return running_engine(self.home, port=self.port, heap_mb=640, pagecache_mb=128, gds=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    return Place(tmp_path_factory.mktemp("engine"), port)


@pytest.fixture(params=[pytest.param(SOME, id="some"), pytest.param(MANY, id="many", marks=pytest.mark.heavy)])
def size(request: pytest.FixtureRequest) -> tuple[int, int, int]:
    return tuple(request.param)


def theft(number: int) -> dict[str, str]:
    return {
        "report_number": f"R{number // 3}", "theft_date": "02/20/2025", "kind": "burglary", "type": "pistol",
        "dealer_ffl": f"7-86-{number % 40:05d}", "serial": f"QX{number:06d}", "maker": "Glock",
    }  # fmt: skip


def made(folder: Path, address: EngineAddress, keys_of: Path | None = None) -> World:
    """A deployment over the emptied graph; ids come out alike under the same keys."""
    database, catalogue = Database.open(address.uri, address.user, address.password), Catalogue.load()
    empty(database, catalogue)
    if keys_of is not None:
        shutil.copytree(keys_of, folder / "keys")
    return make_world(folder, address, database, catalogue)


def state(world: World) -> dict[str, str]:
    found = canonical_hash(world.database, world.catalogue).buckets
    return {name: digest for name, digest in found.items() if not name.startswith(ASIDE)}


def told(notes: Path) -> int:
    """Rows that the import was told to be in, at the most."""
    lines = notes.read_bytes().splitlines(keepends=True) if notes.exists() else []
    return max((int(line) for line in lines if line.endswith(b"\n")), default=0)


def start(world: World, path: Path, notes: Path) -> multiprocessing.process.BaseProcess:
    child = multiprocessing.get_context("spawn").Process(
        target=importing_child.bring, args=(world.settings, world.actor, path, notes)
    )
    child.start()
    return child


def wait_for_rows(child: multiprocessing.process.BaseProcess, notes: Path, more_than: int) -> None:
    deadline = time.monotonic() + 120
    while told(notes) <= more_than and child.is_alive():
        assert time.monotonic() < deadline, "the import does not move"
        time.sleep(0.02)


def check_told_rows_are_in(world: World, notes: Path) -> int:
    """What was told is in the log and in the batch, whoever died afterwards."""
    (batch,) = ingest.list_batches(world.actor, ledger=world.ledger)
    assert batch.tally.done >= told(notes)
    assert verify_log(world.ledger).head.size > 0
    return batch.tally.done


def test_whoever_dies_whenever_the_import_ends_as_if_nobody_had(
    tmp_path: Path, place: Place, size: tuple[int, int, int]
) -> None:
    rows, imports, engines = size
    chance = random.Random(7)
    path = write_csv(tmp_path / "thefts.csv", [theft(number) for number in range(rows)])
    notes = tmp_path / "told"
    with place.running() as engine:
        address = EngineAddress(uri=engine.uri, user="neo4j", password=engine.password)
        calm = made(tmp_path / "calm", address)
        ingest.import_file(calm.actor, path, ledger=calm.ledger, kind="thefts", authority="a", brought_by="b")
        wanted = state(calm)
        calm.database.close()
        world = made(tmp_path / "world", address, keys_of=calm.settings.keys_dir)
        for _ in range(imports):
            child = start(world, path, notes)
            wait_for_rows(child, notes, more_than=told(notes))
            time.sleep(chance.uniform(0, 0.4))
            child.kill()
            child.join()
            assert child.exitcode in (-signal.SIGKILL, importing_child.DONE)
            check_told_rows_are_in(world, notes)
    for _ in range(engines):
        with place.running():
            child = start(world, path, notes)
            wait_for_rows(child, notes, more_than=told(notes))
            time.sleep(chance.uniform(0, 0.3))
            os.kill(server_of(place.home), signal.SIGKILL)
            child.join(120)
            # Refused with a sentence, not with a traceback; or done, if the file was through before.
            assert child.exitcode in (importing_child.REFUSED, importing_child.DONE)
    if notes.with_suffix(".refused").exists():
        assert "Nothing was changed" in notes.with_suffix(".refused").read_text("utf-8")
    with place.running():
        already = check_told_rows_are_in(world, notes)
        child = start(world, path, notes)
        child.join(600)
        assert child.exitcode == importing_child.DONE
        assert already <= check_told_rows_are_in(world, notes) == rows
        assert state(world) == wanted
        world.database.close()
