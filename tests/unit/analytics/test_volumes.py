"""Which of several stated volumes stands, and that nothing is counted twice."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from ironriver.analytics.volumes import volume_of, volumes_of


def row(id_: str, year: int, group: str, sales: int, stated: str, **changes: Any) -> list[Any]:
    told = {"source": f"source_{id_}", "line": 2, "tlp": 2, "handling": ""} | changes
    return [id_, year, group, sales, stated, told["source"], told["line"], told["tlp"], told["handling"]]


OLD = row("volume_1", 2025, "handgun", 100, "2026-01-05")
NEW = row("volume_2", 2025, "handgun", 120, "2026-03-01", tlp=3, handling="tiahrt")
LONG = row("volume_3", 2025, "long gun", 40, "2026-01-05")
BEFORE = row("volume_4", 2024, "handgun", 900, "2026-06-01")


def test_the_newest_statement_of_each_group_of_the_latest_year_stands_whatever_the_order() -> None:
    for rows in permutations((OLD, NEW, LONG, BEFORE)):
        found = volume_of(rows)
        assert found is not None
        assert (found.year, found.sales, found.stated) == (2025, 160, "2026-03-01")
        assert found.fact_ids == ("volume_2", "volume_3")
        assert [source.source_id for source in found.sources] == ["source_volume_2", "source_volume_3"]
        assert found.levels == ((3, "tiahrt"), (2, ""))


def test_a_total_stands_alone() -> None:
    found = volume_of([OLD, LONG, row("volume_5", 2025, "all", 150, "2026-02-01")])
    assert found is not None
    assert (found.sales, found.fact_ids) == (150, ("volume_5",))


def test_of_two_equally_new_ones_one_stands_always_the_same() -> None:
    twin = row("volume_9", 2025, "handgun", 7, "2026-01-05")
    one, other = volume_of([OLD, twin]), volume_of([twin, OLD])
    assert one == other
    assert one is not None
    assert one.sales == 7


def test_without_a_statement_there_is_no_volume() -> None:
    assert volume_of([]) is None
    assert list(volumes_of([{"id": "a", "volumes": []}, {"id": "b", "volumes": [OLD]}])) == ["b"]


def test_a_figure_without_day_or_source_is_older_than_any_with_one() -> None:
    bare = row("volume_8", 2025, "handgun", 5, "", source=None)
    alone, beside = volume_of([bare]), volume_of([bare, OLD])
    assert alone is not None
    assert beside is not None
    assert (alone.sales, alone.sources, beside.sales) == (5, (), 100)
