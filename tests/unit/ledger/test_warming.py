"""Statements that the engine plans before anybody asks."""

from __future__ import annotations

from typing import Any

import pytest

from ironriver.graph import Catalogue, Database
from ironriver.ledger.asking import planned_alike
from ironriver.ledger.warming import FIRST, USUAL, kinds_of_sight, size_class, to_plan, warm
from tests.world import World, cleared_actor

CATALOGUE = Catalogue.load()


def sight(**changes: Any) -> dict[str, object]:
    return cleared_actor(**changes).visibility()


def test_every_read_of_case_data_is_planned_and_the_first_ones_first() -> None:
    named = [statement.name for statement, _ in to_plan(CATALOGUE, [sight()])]
    reads = {s.name: s for s in CATALOGUE.values() if s.mode == "read" and s.data == "case"}
    unknown = {p for s in reads.values() for p in s.params} - set(USUAL) - set(sight())
    assert set(named) == {name for name, s in reads.items() if not set(s.params) & unknown}
    assert len(named) > 0.8 * len(reads)
    assert set(named[: len(named) // 10]) <= set(FIRST)


def test_what_comes_first_exists() -> None:
    assert [name for name in FIRST if name not in CATALOGUE] == []


def test_parameters_are_those_of_the_statement() -> None:
    for statement, params in to_plan(CATALOGUE, [sight()]):
        assert tuple(params) == statement.params


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", 0), ("a", 1), ("ab", 10), ("a" * 10, 10), ("a" * 11, 100), (["a"] * 100, 100), (["a"] * 101, 1000)],
)
def test_size_classes_are_powers_of_ten(value: object, expected: int) -> None:
    assert size_class(value) == expected


def test_one_plan_serves_all_who_see_lists_of_one_size_class() -> None:
    two, three = sight(holdings=frozenset({"public", "a"})), sight(holdings=frozenset({"public", "a", "b"}))
    few = sight(handling=frozenset())
    kinds = kinds_of_sight([few, two, three])
    assert [size_class(kind["handlings"]) for kind in kinds] == [1_000, 10]


def test_a_list_of_one_is_doubled_and_means_the_same() -> None:
    alike = planned_alike({"holdings": ["public"], "max_tlp": 2, "tlps": [0, 1, 2], "handlings": [""]})
    assert alike == {"holdings": ["public", "public"], "max_tlp": 2, "tlps": [0, 1, 2], "handlings": ["", ""]}
    assert planned_alike({"holdings": []}) == {"holdings": []}


def test_planning_reads_nothing_and_ends_when_told(world: World) -> None:
    asked: list[str] = []
    paused: list[float] = []
    done = warm(
        world.database,
        world.catalogue,
        [world.actor.visibility()],
        stop=lambda: len(asked) >= 2 or asked.append("looked") is not None,
        rest=paused.append,
    )
    assert done == 2
    assert paused == []
    assert not list(world.ledger.read_log.folder.glob("*.jsonl"))


def test_an_engine_that_is_away_ends_it_quietly() -> None:
    away = Database.open("bolt://127.0.0.1:1", "neo4j", "x")
    try:
        assert warm(away, CATALOGUE, [sight()]) == 0
    finally:
        away.close()
