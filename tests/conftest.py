"""Fixtures that every folder of tests may use. One engine serves the whole session; each test empties its graph.

Set IRONRIVER_TEST_NEO4J_URI and IRONRIVER_TEST_NEO4J_PASSWORD_FILE to use an engine that runs already.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import world as worlds
from tests.world import EngineAddress, World

if TYPE_CHECKING:
    from ironriver.graph import Catalogue, Database
    from ironriver.graph.engine import Engine

#: The same pixels and fonts on every machine, and nothing that calls out. Root, as in CI, needs `--no-sandbox`.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]


def chromium() -> str | None:
    """Where the system's Chromium is; Playwright's own download is not used."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


#: Order of the files. The first lane takes them from the front, the others from the back, so that the questions of
#: the product, which an engine plans once, are planned mostly in one lane. Long files stand at the two ends.
FRONT = (
    "tests/cypher/test_hidden_mutation.py",
    "tests/cypher/test_plans.py",
    "tests/web/test_interference.py",
    "tests/journeys/",
    "tests/web/",
    "tests/cypher/",
)
BACK = (
    "tests/unit/ledger/",
    "tests/unit/backup/",
    "tests/unit/ingest/",
    "tests/unit/ingest/test_interrupted.py",
    "tests/unit/seed/test_small_world.py",
    "tests/unit/processes/test_killed_at_any_moment.py",
)


def place_in_line(nodeid: str) -> int:
    """Return where a test's file stands: below nought among the first, above among the last, else nought."""
    last = max((n for n, start in enumerate(BACK, 1) if nodeid.startswith(start)), default=0)
    return next((n - len(FRONT) for n, start in enumerate(FRONT) if nodeid.startswith(start)), last)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give out whole files: to the first lane from the front of the line, to the others from its back."""
    from xdist.scheduler import LoadFileScheduling

    class Lanes(LoadFileScheduling):
        def _assign_work_unit(self, node: Any) -> None:
            if node is not self.nodes[0] and self.workqueue:
                self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
            super()._assign_work_unit(node)

    return Lanes(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium, browser tests are skipped with one line; in CI they fail instead, by not being skipped."""
    items.sort(key=lambda item: place_in_line(item.nodeid))
    if chromium() or os.environ.get("CI") == "true":
        return
    skip = pytest.mark.skip(reason="no Chromium here: apt-get install -y chromium fonts-dejavu-core")
    for item in items:
        if item.get_closest_marker("browser") or "page" in getattr(item, "fixturenames", ()):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def base_url() -> str:
    """Overridden where a server runs. Playwright's own fixture of this name warns under pytest 9."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How Playwright starts the browser: the system's Chromium, headless."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineAddress]:
    """The address of a real Neo4j with OpenGDS, shared by the session."""
    uri = os.environ.get("IRONRIVER_TEST_NEO4J_URI")
    if uri:
        password = Path(os.environ["IRONRIVER_TEST_NEO4J_PASSWORD_FILE"]).read_text("utf-8").strip()
        yield EngineAddress(uri=uri, user="neo4j", password=password)
        return
    # Every module empties the graph: without the interval each of them would have every question planned anew.
    settings = {"dbms.cypher.min_replan_interval": "1h"}
    with worlds.running_engine(tmp_path_factory.mktemp("engine"), settings=settings) as running:
        yield EngineAddress(uri=running.uri, user="neo4j", password=running.password)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Every shipped statement."""
    from ironriver.graph import Catalogue

    return Catalogue.load()


@pytest.fixture(scope="session")
def open_database(engine: EngineAddress) -> Iterator[Database]:
    """The session's driver. Tests ask for `database` instead."""
    from ironriver.graph import Database

    opened = Database.open(engine.uri, engine.user, engine.password)
    yield opened
    opened.close()


@pytest.fixture
def database(open_database: Database, catalogue: Catalogue) -> Database:
    """An emptied graph with the schema applied."""
    worlds.empty(open_database, catalogue)
    return open_database


@pytest.fixture
def world(tmp_path: Path, engine: EngineAddress, database: Database, catalogue: Catalogue) -> World:
    """A fresh deployment over the emptied graph; see `tests.world.World`."""
    return worlds.make_world(tmp_path / "world", engine, database, catalogue)


@pytest.fixture
def disposable_engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine of this test's own, which it may kill. Starting it takes ten seconds: use it rarely."""
    with worlds.running_engine(tmp_path / "engine", heap_mb=384, pagecache_mb=64, gds=False) as running:
        yield running
