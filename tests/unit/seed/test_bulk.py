"""The bulk route: the shelf behaves like the graph where imports ask it, and says no to everything else."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ironriver.graph import Catalogue
from ironriver.ledger import Ledger, verify_log
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault
from seed.bulk.build import build, people
from seed.bulk.shelf import Shelf
from seed.bulk.stand_in import StandIn
from seed.bulk.store import ITEMS, _cell, _header, _kind, _kinds, empty_lists, write_csv
from seed.generate import generate
from seed.load import load
from tests.unit.seed.test_load import TINY
from tests.world import CHECKOUT, JARS

MARK = {"holding": "us-tpd", "tlp": 2, "handling": ""}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "shelf.sqlite")
    yield made
    made.close()


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue.load()


def write(shelf: Shelf, catalogue: Catalogue, name: str, *rows: tuple[dict[str, object], dict[str, object]]) -> int:
    given = {"rows": [{"s": s, "p": p} for s, p in rows]}
    return int(StandIn(shelf).run(catalogue.statement(name), given)[0]["written"])


def test_put_makes_and_updates_by_id(shelf: Shelf, catalogue: Catalogue) -> None:
    gun = {"id": "gun_1", **MARK}
    assert write(shelf, catalogue, "write.put_firearm", (gun, {"serial": "A1", "model": "X"})) == 1
    write(shelf, catalogue, "write.put_firearm", (gun, {"serial": "A2", "model": None}))
    assert shelf.node("gun_1") == ("Firearm", {"id": "gun_1", **MARK, "serial": "A2"})


def test_amend_changes_only_what_is_there(shelf: Shelf, catalogue: Catalogue) -> None:
    write(shelf, catalogue, "write.put_batch", ({"id": "b", **MARK}, {"done": 1, "source_id": "s"}))
    assert write(shelf, catalogue, "write.amend_batch", ({"id": "b"}, {"done": 2}), ({"id": "c"}, {"done": 2})) == 1
    found = shelf.find("Batch", "source_id", "s")
    assert [(one["id"], one["done"]) for one in found] == [("b", 2)]


def test_links_need_both_ends_of_the_right_kind(shelf: Shelf, catalogue: Catalogue) -> None:
    write(shelf, catalogue, "write.put_firearm", ({"id": "gun_1", **MARK}, {}))
    write(shelf, catalogue, "write.put_organisation", ({"id": "org_1", **MARK}, {}))
    name = "write.link_firearm_made_by_organisation"
    good = {"id": "l", "from": "gun_1", "to": "org_1", **MARK}
    assert write(shelf, catalogue, name, (good, {"line": 3})) == 1
    assert write(shelf, catalogue, name, ({**good, "to": "gun_1"}, {}), ({**good, "to": "none"}, {})) == 0
    ((id_, type_, start, end, props),) = shelf.links_at("org_1")
    assert (id_, type_, start, end) == ("l", "MADE_BY", "gun_1", "org_1")
    assert props == {"id": "l", **MARK, "line": 3}


def test_what_is_not_known_is_refused(shelf: Shelf, catalogue: Catalogue) -> None:
    with pytest.raises(NotImplementedError, match="search"):
        StandIn(shelf).read(catalogue.statement("search.dealer_by_key"), {"key": "7-86-01234"})
    with pytest.raises(NotImplementedError, match="drop_firearm"):
        write(shelf, catalogue, "write.drop_firearm", ({"id": "gun_1"}, {}))


def test_every_generated_write_statement_of_imports_is_understood(shelf: Shelf, catalogue: Catalogue) -> None:
    for statement in catalogue.values():
        if statement.name.startswith(("write.put_", "write.amend_", "write.link_")):
            assert StandIn(shelf).run(statement, {"rows": []}) == [{"written": 0}], statement.name


def test_ledger_of_a_bulk_load_verifies(tmp_path: Path, shelf: Shelf, catalogue: Catalogue) -> None:
    settings = Settings(data_dir=tmp_path / "d", keys_dir=tmp_path / "k", checkpoints_dir=tmp_path / "c",
                        cache_dir=tmp_path / "x", demo=True)  # fmt: skip
    keys, vault = Keys.load_or_create(settings), Vault(settings.data_dir / "vault")
    ledger = Ledger.open(settings, StandIn(shelf), catalogue, vault, keys)  # type: ignore[arg-type]
    ledger.genesis(agency="us-tpd", administrator="admin")
    generate(7, TINY, tmp_path / "world", say=lambda _: None)
    reports = load(people(), ledger=ledger, folder=tmp_path / "world", tell=lambda _: None)
    assert all(r.rejected == 0 for r in reports)
    again = load(people(), ledger=ledger, folder=tmp_path / "world", tell=lambda _: None)
    assert all(r.already for r in again)
    while ledger.follower.follow_once():
        pass
    assert ledger.head().size == ledger.segments.size() > 20
    verified = verify_log(ledger)
    assert verified.segments == verified.head.size == int(shelf.head["state"][0])
    assert verified.rows > 2_000
    nodes, links = write_csv(shelf, tmp_path / "csv")
    labels = {one.removeprefix("--nodes=").split("=")[0] for one in nodes}
    (heads,) = (Path(one.split("=")[2]) for one in nodes if one.startswith("--nodes=Head="))
    written = gzip.decompress(heads.read_bytes()).decode()
    columns, cells = (line.split(",") for line in written.splitlines())
    assert dict(zip(columns, cells, strict=True))["state:string[]"].strip('"').split("\x1f") == shelf.head["state"]
    assert {"Firearm", "Dealer", "Entry", "Head", "TraceRequest"} <= labels
    assert any(one.startswith("--relationships=SOLD_BY=") for one in links)
    assert "Account" in empty_lists(shelf)


def test_cells_of_the_import_tool() -> None:
    assert [_cell(v) for v in (None, "", 'a"b', 3, True, ["x", "y"], [])] == [
        "", '""', '"a""b"', "3", "true", f'"x{ITEMS}y"', "",
    ]  # fmt: skip
    assert [_kind(v) for v in ("", 3, 1.5, False, ["x"], [1], [])] == [
        "string", "long", "double", "boolean", "string[]", "long[]", "",
    ]  # fmt: skip


def test_headers_name_groups_and_types() -> None:
    assert _header(("Firearm",), {"id": "string", "line": "long", "none": ""}) == ":ID(Firearm),id:string,line:long"
    assert _header(("A", "OF", "B"), {"id": "string"}) == ":START_ID(A),:END_ID(B),id:string"


def test_a_property_of_two_types_is_refused() -> None:
    with pytest.raises(ValueError, match="tlp"):
        _kinds([(("A",), ("1",), {"tlp": 1}), (("A",), ("2",), {"tlp": "1"})])


@pytest.mark.heavy
def test_the_store_equals_what_the_ledger_says(tmp_path: Path) -> None:
    given = {"IRONRIVER_HOME": str(tmp_path), "IRONRIVER_DEMO": "1", "IRONRIVER_CACHE_DIR": str(JARS.parent),
             "IRONRIVER_ENGINE_PORT": "0", "IRONRIVER_ENGINE_HEAP_MB": "768"}  # fmt: skip
    build(Settings.from_environment(given), TINY, 7, say=lambda _: None)
    environment = {**os.environ, **given, "PYTHONPATH": str(CHECKOUT / "platform")}

    def ironriver(*words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "ironriver", *words], env=environment, check=True,
                              capture_output=True, text=True)  # fmt: skip
        return done.stdout

    ironriver("engine", "start")
    try:
        assert "equals the ledger" in ironriver("ledger", "verify", "--graph")
    finally:
        ironriver("engine", "stop")
