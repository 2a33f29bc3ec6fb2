"""The loader brings a world in by the front door: the story stands in the graph, and again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ironriver.errors import Invalid, Say
from ironriver.model.actor import Role
from ironriver.model.marking import PUBLIC
from seed.generate import generate
from seed.load import FILES, People, Told, load, load_world, people_for
from seed.world.sizes import SIZES, Size
from tests.world import World, cleared_actor

TINY: Size = replace(
    SIZES["small"], name="tiny", traces=60, dealers=80, block=60, solo=1, rings=1, rotating=0, pipelines=0,
    thefts=1, collectors=1, police=0, siblings=0, twins=1,
)  # fmt: skip


@pytest.fixture
def people() -> People:
    return People(
        home=cleared_actor(),
        sonora=cleared_actor(
            id="actor:test-sonora", name="Test Sonora", agency="mx-fge-son",
            holdings=frozenset({PUBLIC, "mx-fge-son"}), roles=frozenset({Role.TRACER}),
        ),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    generate(7, TINY, tmp_path / "made", say=lambda _: None)
    return tmp_path / "made"


def first(world: World, query: str, **given: Any) -> list[dict[str, Any]]:
    return world.database.read(query, given)


def test_the_story_stands_in_the_graph_and_a_second_load_changes_nothing(
    world: World, people: People, folder: Path
) -> None:
    said: list[Say] = []
    reports = load(people, ledger=world.ledger, folder=folder, tell=said.append)

    assert [r.name for r in reports] == [f.name for f in FILES]
    assert all(r.rejected == 0 for r in reports), [r.rejects for r in reports]
    assert any("traces.csv" in say.en for say in said)
    chain = first(
        world,
        """MATCH (f:Firearm {serial: $s})<-[:OF]-(p:Purchase)-[:SOLD_BY]->(d:Dealer)
        MATCH (r:Recovery)-[:OF]->(f) RETURN DISTINCT d.key AS dealer, p.date AS sold, r.date AS found""",
        s="TKF12045",
    )
    assert [(c["dealer"], c["sold"], c["found"]) for c in chain] == [("7-86-01234", "2025-08-14", "2025-12-02")]
    day_first = first(
        world,
        "MATCH (f:Firearm {holding: 'mx-fge-son'})<-[:OF]-(r:Recovery) WHERE f.serial = $s RETURN r.date AS found",
        s="T_F12O45",
    )
    assert day_first == [{"found": "2025-12-02"}]
    phones = first(
        world, "MATCH (p:Person)-[:HAS_PHONE]->(:Phone {digits: '5205550142'}) RETURN count(DISTINCT p) AS n"
    )
    assert phones == [{"n": 2}]

    sources = first(world, "MATCH (s:Source) RETURN s.name AS name, s.holding AS holding")
    held = {row["name"]: row["holding"] for row in sources}
    assert held["traces_mx.csv"] == "mx-fge-son"
    assert held["traces.csv"] == "us-tpd"
    assert held["dealers_2026_10.txt"] == PUBLIC
    assert not any("truth" in name for name in held)

    size_before = first(world, "MATCH (n) RETURN count(n) AS n")
    again = load(people, ledger=world.ledger, folder=folder, tell=said.append)
    assert all(r.already for r in again)
    assert first(world, "MATCH (n) RETURN count(n) AS n") == size_before
    assert said[-1].en.endswith("nothing changed")
    assert said[-1].es.endswith("nada cambió")


def test_a_missing_file_is_refused(world: World, people: People, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        load(people, ledger=world.ledger, folder=tmp_path, tell=lambda _: None)


def test_an_unknown_size_is_refused(world: World, people: People) -> None:
    with pytest.raises(Invalid):
        load_world(people, ledger=world.ledger, size="huge", seed=7, tell=lambda _: None)


def test_outside_the_demonstration_nothing_is_loaded(world: World) -> None:
    class Real:
        settings = replace(world.settings, demo=False)

    with pytest.raises(Invalid, match="demo mode"):
        people_for(Real())  # type: ignore[arg-type]


def test_progress_is_told_now_and_then() -> None:
    said: list[Say] = []
    told = Told("traces.csv", said.append)
    told.progress(10, 100)
    assert said == []
    told._last -= 60
    told.progress(20, 100)
    told.progress(30, 100)
    assert [say.en for say in said] == ["  traces.csv: 20 / 100 rows"]
    told.check_cancelled()
