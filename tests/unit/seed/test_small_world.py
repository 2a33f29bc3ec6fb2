"""A whole world by the front door: every fact shows its line, and a second import changes nothing.

The small one in every run; the medium one (100,000 traces, about an hour and a half) with `--all`.
IRONRIVER_TEST_MEDIUM names another size for that run.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from ironriver import analytics
from ironriver.analytics import Detector, FindingFilter, RunAsk
from ironriver.graph import Catalogue, Database
from ironriver.ingest import BatchReport, import_file
from ironriver.jobs import SilentReport
from ironriver.ledger import CanonicalHash, canonical_hash, verify_log
from ironriver.model.actor import Role
from ironriver.model.marking import PUBLIC
from seed.generate import generate
from seed.load import FILES, People, load
from seed.score.front_door import score_findings
from seed.world.sizes import SIZES
from tests.world import EngineAddress, World, cleared_actor, empty, make_world, running_engine

#: Kinds of things whose every node is a fact of some line; a batch, a key or a head is not.
FACTS = {
    "Observation", "Place", "Shipment", "ProtectedTraits", "Serial", "Person", "Firearm", "Recovery",
    "TraceRequest", "TraceResult", "Dealer", "Purchase", "Phone", "Agency", "Vehicle", "Organisation",
    "BallisticEvent", "MultipleSale", "Theft",
}  # fmt: skip
#: Made by the import itself; these say how they were made, and have no line.
ASIDE = ("Batch/", "Source/")
#: Links that say how things are kept, not what a line says.
BOOKKEEPING = {"OF_SOURCE", "KEY_OF", "MEMBER_OF", "FOR_CASE", "SAME_AS"}
#: Lines of a file that are compared with their facts at a time: a medium file does not fit into memory.
PIECE = 10_000


@dataclass(frozen=True)
class Loaded:
    """A world in a graph, what the import said of each file, and the graph's hash after it."""

    world: World
    folder: Path
    people: People
    reports: list[BatchReport]
    hash: CanonicalHash


@pytest.fixture(scope="module", params=["small", pytest.param("medium", marks=pytest.mark.heavy)])
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress,
    catalogue: Catalogue,
) -> Iterator[Loaded]:  # fmt: skip
    size = SIZES[request.param if request.param == "small" else os.environ.get("IRONRIVER_TEST_MEDIUM", "medium")]
    folder = tmp_path_factory.mktemp(request.param)
    generate(7, size, folder / "files", say=lambda _: None)
    sonora = cleared_actor(
        id="actor:test-sonora", name="Test Sonora", agency="mx-fge-son",
        holdings=frozenset({PUBLIC, "mx-fge-son"}), roles=frozenset({Role.TRACER}),
    )  # fmt: skip
    people = People(home=cleared_actor(), sonora=sonora)
    with emptied(folder, engine, catalogue, own=request.param == "medium") as (address, database):
        world = make_world(folder / "world", address, database, catalogue)
        reports = load(people, ledger=world.ledger, folder=folder / "files", tell=lambda _: None)
        found = canonical_hash(database, catalogue)
        yield Loaded(world, folder / "files", people, reports, found)


@contextmanager
def emptied(
    folder: Path, shared: EngineAddress, catalogue: Catalogue, *, own: bool
) -> Iterator[tuple[EngineAddress, Database]]:
    """An empty graph on the suite's engine, left empty; or on a larger one that goes with it."""
    if own:
        with running_engine(folder / "engine", heap_mb=1536, pagecache_mb=512, brief=False) as engine:
            address = EngineAddress(uri=engine.uri, user="neo4j", password=engine.password)
            database = Database.open(address.uri, address.user, address.password)
            empty(database, catalogue)
            yield address, database
            database.close()
        return
    database = Database.open(shared.uri, shared.user, shared.password)
    empty(database, catalogue)
    yield shared, database
    empty(database, catalogue)
    database.close()


def test_every_row_of_every_file_is_in(loaded: Loaded) -> None:
    assert [report.name for report in loaded.reports] == [file.name for file in FILES]
    assert sum(report.rejected for report in loaded.reports) == 0
    for report in loaded.reports:
        assert report.added + report.changed + report.unchanged == rows_in(loaded.folder / report.name)


def test_every_fact_and_link_names_a_source_and_a_line_that_says_it(loaded: Loaded) -> None:
    seen: Counter[str] = Counter()
    cells = linked = 0
    for source in sources(loaded.world):
        for lines in pieces_of(loaded.world, source):
            part = {"source": source["id"], "first": min(lines), "last": max(lines)}
            for fact in facts(loaded.world.database, part):
                cells_of_line = lines.get(fact["line"])
                assert cells_of_line is not None, fact
                for column, written in json.loads(fact["raw"] or "{}").items():
                    assert cells_of_line[column] == written, (column, fact, cells_of_line)
                    cells += 1
                seen[fact["kind"]] += 1
            for line, count in links_by_line(loaded.world.database, part):
                assert line in lines, (source["name"], line)
                linked += count
    everything, without_source = counts(loaded.world.database)
    # The agency that the ledger's first entry made stands in no file.
    assert without_source == {"Agency": 1}
    assert seen + Counter(without_source) == everything
    assert set(seen) >= FACTS
    assert cells > 2 * seen["Observation"]
    assert linked > 10_000
    # Links of the bookkeeping (a key to its thing, a batch to its source) carry no line of a file.
    assert set(links_without_source(loaded.world.database)) <= BOOKKEEPING
    assert linked == counted_links(loaded.world.database)


def test_a_second_import_changes_nothing(loaded: Loaded) -> None:
    size = verify_log(loaded.world.ledger).head.size
    again = load(loaded.people, ledger=loaded.world.ledger, folder=loaded.folder, tell=lambda _: None)
    assert all(report.already for report in again)
    assert loaded.world.ledger.head().size == size
    assert canonical_hash(loaded.world.database, loaded.world.catalogue) == loaded.hash


def test_the_same_rows_in_other_bytes_change_no_fact(loaded: Loaded, tmp_path: Path) -> None:
    """Another export of the same records: a byte-order mark, other line ends. It is a new source, and no news."""
    for name in ("thefts.csv", "ballistics.csv", "examinations.csv", "multiple_sales.csv"):
        kind = next(file.kind for file in FILES if file.name == name)
        text = (loaded.folder / name).read_text("utf-8")
        other = tmp_path / name
        other.write_bytes(b"\xef\xbb\xbf" + text.replace("\r\n", "\n").replace("\n", "\r\n").encode())
        assert other.read_bytes() != (loaded.folder / name).read_bytes()
        report = import_file(
            loaded.people.home, other, ledger=loaded.world.ledger, kind=kind, name=name,
            authority="a", brought_by="b",
        )  # fmt: skip
        assert (report.added, report.changed, report.rejected) == (0, 0, 0)
        assert report.unchanged == rows_in(other)
    after = canonical_hash(loaded.world.database, loaded.world.catalogue)
    assert all(name.startswith(ASIDE) for name in after.differences(loaded.hash))


def test_a_run_over_it_finds_what_was_planted(loaded: Loaded) -> None:
    """The one world of the evaluation that goes through the front door: imports, a run, findings in the ledger."""
    home, ledger = loaded.people.home, loaded.world.ledger
    ask = RunAsk(detectors=(Detector.STRAW, Detector.RING, Detector.DEALER), seed=7)
    made = analytics.run_now(home, ask, SilentReport(), ledger=ledger)
    found, _ = analytics.findings(home, FindingFilter(run_id=made["run_id"], limit=10_000), ledger=ledger)
    assert len(found) == made["findings"] > 0
    told = score_findings(found, loaded.folder, loaded.world.database.read, holding=home.agency)
    sys.stdout.write("".join(f"{one.line}\n" for one in told))  # shown by `pytest -s`
    assert all("simulated" in one.line for one in told)
    shares = {one.name: one.hits / one.of for one in told if one.of}
    assert shares["straw precision@50"] >= 0.4
    assert shares["straws flagged of those traced"] >= 0.5
    assert shares["ring recall@50"] >= 0.4
    assert shares["ring precision@50"] >= 0.5
    assert "dealer recall" in shares
    assert verify_log(ledger).head.size > 0


def rows_in(path: Path) -> int:
    """Rows under the heading; the dealer lists underline theirs."""
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter(path.name))
    return sum(1 for row in rows if any(cell.strip(" -") for cell in row)) - 1


def delimiter(name: str) -> str:
    return "\t" if name.endswith(".txt") else ","


def pieces_of(world: World, source: dict[str, Any]) -> Iterator[dict[int, dict[str, str]]]:
    """Line number → cells by column, read from the vault's bytes with nothing of ours, some lines at a time."""
    with world.vault.open(source["sha256"]) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        rows = csv.reader(text, delimiter=delimiter(source["name"]))
        heading = [re.sub(r"\W+", "_", cell.strip().lower()) for cell in next(rows)]
        numbered = numbered_rows(rows)
        while piece := {line: dict(zip(heading, row, strict=False)) for line, row in islice(numbered, PIECE)}:
            yield piece


def numbered_rows(rows: Any) -> Iterator[tuple[int, list[str]]]:
    first = rows.line_num + 1
    for row in rows:
        yield first, row
        first = rows.line_num + 1


def sources(world: World) -> list[dict[str, Any]]:
    return world.database.read("MATCH (s:Source) RETURN s.id AS id, s.sha256 AS sha256, s.name AS name", {})


def facts(database: Database, part: dict[str, Any]) -> list[dict[str, Any]]:
    return database.read(
        "MATCH (n) WHERE n.source_id = $source AND $first <= n.line <= $last AND "
        "any(label IN labels(n) WHERE label IN $facts) "
        "RETURN labels(n)[0] AS kind, n.id AS id, n.line AS line, n.raw AS raw",
        {"facts": sorted(FACTS), **part},
    )


def links_by_line(database: Database, part: dict[str, Any]) -> list[tuple[int, int]]:
    rows = database.read(
        "MATCH (a)-[r]->() WHERE r.source_id = $source AND $first <= r.line <= $last AND "
        "any(label IN labels(a) WHERE label IN $facts) RETURN r.line AS line, count(*) AS n",
        {"facts": sorted(FACTS), **part},
    )
    return [(row["line"], row["n"]) for row in rows]


def counts(database: Database) -> tuple[Counter[str], dict[str, int]]:
    """Facts by kind, and those of them that name no source."""
    rows = database.read(
        "MATCH (n) WHERE any(label IN labels(n) WHERE label IN $facts) "
        "RETURN labels(n)[0] AS kind, count(*) AS n, count(n.source_id) AS sourced",
        {"facts": sorted(FACTS)},
    )
    without = {row["kind"]: row["n"] - row["sourced"] for row in rows if row["n"] > row["sourced"]}
    return Counter({row["kind"]: row["n"] for row in rows}), without


def links_without_source(database: Database) -> list[str]:
    rows = database.read(
        "MATCH (a)-[r]->() WHERE r.source_id IS NULL AND any(label IN labels(a) WHERE label IN $facts) "
        "RETURN DISTINCT type(r) AS type",
        {"facts": sorted(FACTS)},
    )
    return [row["type"] for row in rows]


def counted_links(database: Database) -> int:
    rows = database.read(
        "MATCH (a)-[r]->() WHERE r.source_id IS NOT NULL AND any(label IN labels(a) WHERE label IN $facts) "
        "RETURN count(*) AS n",
        {"facts": sorted(FACTS)},
    )
    return int(rows[0]["n"])
