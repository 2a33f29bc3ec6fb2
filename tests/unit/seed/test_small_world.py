"""The whole small world by the front door: every fact shows its line, and a second import changes nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ironriver.graph import Catalogue, Database
from ironriver.ingest import BatchReport, import_file
from ironriver.ledger import canonical_hash, verify_log
from ironriver.model.actor import Role
from ironriver.model.marking import PUBLIC
from seed.generate import generate
from seed.load import FILES, People, load
from seed.world.sizes import SIZES
from tests.world import EngineAddress, World, cleared_actor, empty, make_world

#: Kinds of things whose every node is a fact of some line; a batch, a key or a head is not.
FACTS = {
    "Observation", "Place", "Shipment", "ProtectedTraits", "Serial", "Person", "Firearm", "Recovery",
    "TraceRequest", "TraceResult", "Dealer", "Purchase", "Phone", "Agency", "Vehicle", "Organisation",
    "BallisticEvent", "MultipleSale", "Theft",
}  # fmt: skip
#: Made by the import itself; these say how they were made, and have no line.
ASIDE = ("Batch/", "Source/")


@dataclass(frozen=True)
class Loaded:
    """The small world in a graph, and what the import said of each file."""

    world: World
    folder: Path
    people: People
    reports: list[BatchReport]


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress, catalogue: Catalogue
) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("small")
    generate(7, SIZES["small"], folder / "files", say=lambda _: None)
    sonora = cleared_actor(
        id="actor:test-sonora", name="Test Sonora", agency="mx-fge-son",
        holdings=frozenset({PUBLIC, "mx-fge-son"}), roles=frozenset({Role.TRACER}),
    )  # fmt: skip
    people = People(home=cleared_actor(), sonora=sonora)
    database = Database.open(engine.uri, engine.user, engine.password)
    empty(database, catalogue)
    world = make_world(folder / "world", engine, database, catalogue)
    reports = load(people, ledger=world.ledger, folder=folder / "files", tell=lambda _: None)
    yield Loaded(world, folder / "files", people, reports)
    empty(database, catalogue)
    database.close()


def test_every_row_of_every_file_is_in(small: Loaded) -> None:
    assert [report.name for report in small.reports] == [file.name for file in FILES]
    assert sum(report.rejected for report in small.reports) == 0
    for report in small.reports:
        assert report.added + report.changed + report.unchanged == rows_in(small.folder / report.name)


def test_every_fact_names_a_source_and_a_line_that_says_it(small: Loaded) -> None:
    lines = {source["id"]: lines_of(small.world, source) for source in sources(small.world)}
    seen: Counter[str] = Counter()
    cells = 0
    all_facts = facts(small.world.database)
    # The agency that the ledger's first entry made stands in no file.
    assert Counter(fact["kind"] for fact in all_facts if fact["source_id"] is None) == {"Agency": 1}
    for fact in (fact for fact in all_facts if fact["source_id"]):
        cells_of_line = lines[fact["source_id"]].get(fact["line"])
        assert cells_of_line is not None, fact
        for column, written in json.loads(fact["raw"] or "{}").items():
            assert cells_of_line[column] == written, (column, fact, cells_of_line)
            cells += 1
        seen[fact["kind"]] += 1
    assert set(seen) >= FACTS
    assert cells > 2 * seen["Observation"]


def test_every_link_names_a_line_that_is_there(small: Loaded) -> None:
    lines = {source["id"]: lines_of(small.world, source) for source in sources(small.world)}
    without, wrong, count = [], [], 0
    for link in links(small.world.database):
        count += 1
        if link["source_id"] is None:
            without.append(link)
        elif link["line"] not in lines[link["source_id"]]:
            wrong.append(link)
    assert count > 10_000
    assert wrong == []
    # Links of the bookkeeping (a key to its thing, a batch to its source) carry no line of a file.
    assert {link["type"] for link in without} <= {"OF_SOURCE", "KEY_OF", "MEMBER_OF", "FOR_CASE", "SAME_AS"}


def test_a_second_import_changes_nothing(small: Loaded) -> None:
    before = canonical_hash(small.world.database, small.world.catalogue)
    size = verify_log(small.world.ledger).head.size
    again = load(small.people, ledger=small.world.ledger, folder=small.folder, tell=lambda _: None)
    assert all(report.already for report in again)
    assert canonical_hash(small.world.database, small.world.catalogue) == before
    assert verify_log(small.world.ledger).head.size == size


def test_the_same_rows_in_other_bytes_change_no_fact(small: Loaded, tmp_path: Path) -> None:
    """Another export of the same records: a byte-order mark, other line ends. It is a new source, and no news."""
    before = buckets(small.world)
    for name in ("thefts.csv", "ballistics.csv", "examinations.csv", "multiple_sales.csv"):
        kind = next(file.kind for file in FILES if file.name == name)
        text = (small.folder / name).read_text("utf-8")
        other = tmp_path / name
        other.write_bytes(b"\xef\xbb\xbf" + text.replace("\r\n", "\n").replace("\n", "\r\n").encode())
        assert other.read_bytes() != (small.folder / name).read_bytes()
        report = import_file(
            small.people.home, other, ledger=small.world.ledger, kind=kind, name=name, authority="a", brought_by="b"
        )
        assert (report.added, report.changed, report.rejected) == (0, 0, 0)
        assert report.unchanged == rows_in(other)
    assert buckets(small.world) == before


def rows_in(path: Path) -> int:
    """Rows under the heading; the dealer lists underline theirs."""
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter(path.name))
    return sum(1 for row in rows if any(cell.strip(" -") for cell in row)) - 1


def delimiter(name: str) -> str:
    return "\t" if name.endswith(".txt") else ","


def lines_of(world: World, source: dict[str, Any]) -> dict[int, dict[str, str]]:
    """Line number → cells by column, read from the bytes in the vault with nothing of ours."""
    with world.vault.open(source["sha256"]) as file:
        text = file.read().decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(source["name"]))
    heading = [re.sub(r"\W+", "_", cell.strip().lower()) for cell in next(rows)]
    found, first = {}, rows.line_num + 1
    for row in rows:
        found[first] = dict(zip(heading, row, strict=False))
        first = rows.line_num + 1
    return found


def sources(world: World) -> list[dict[str, Any]]:
    return world.database.read("MATCH (s:Source) RETURN s.id AS id, s.sha256 AS sha256, s.name AS name", {})


def facts(database: Database) -> list[dict[str, Any]]:
    return database.read(
        "MATCH (n) WHERE any(label IN labels(n) WHERE label IN $facts) RETURN labels(n)[0] AS kind, "
        "n.id AS id, n.source_id AS source_id, n.line AS line, n.raw AS raw",
        {"facts": sorted(FACTS)},
    )


def links(database: Database) -> list[dict[str, Any]]:
    return database.read(
        "MATCH (a)-[r]->(b) WHERE any(label IN labels(a) WHERE label IN $facts) "
        "RETURN type(r) AS type, r.source_id AS source_id, r.line AS line",
        {"facts": sorted(FACTS)},
    )


def buckets(world: World) -> dict[str, str]:
    found = canonical_hash(world.database, world.catalogue).buckets
    return {name: digest for name, digest in found.items() if not name.startswith(ASIDE)}
