"""The right gun among the first five candidates for a misread serial, on a small graph; the bench asks more."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ironriver.graph import Catalogue, Database
from ironriver.search.asking import Questions
from ironriver.search.serials import find_candidates
from seed.world.misreads import misread
from tests.bench.bench_candidates import LISTED, dense, evaluate, joined, put, sparse
from tests.cypher.worlds import Direct, narrow_actor
from tests.world import empty


def filled(database: Database, catalogue: Catalogue, serials: list[str]) -> Direct:
    empty(database, catalogue)
    put(database, serials)
    return Direct(database, catalogue)


@pytest.mark.parametrize(("make", "least"), [(sparse, 0.99), (dense, 0.85)])
def test_the_right_gun_stands_among_the_first_five(
    make: Callable[[int, random.Random], list[str]],
    least: float,
    open_database: Database,
    catalogue: Catalogue,
) -> None:
    rng = random.Random(17)
    serials = make(2_000, rng)
    found = evaluate(filled(open_database, catalogue, serials), serials, 100, rng)
    assert found.share(LISTED) >= least
    assert found.places[0] == 0, "every misread of one slip is listed, wherever it stands"
    assert joined(open_database) == 0


def test_twins_by_design_are_both_listed_and_stay_two(open_database: Database, catalogue: Catalogue) -> None:
    ledger = filled(open_database, catalogue, ["1234A", "1234A", "9876B"])
    hits = find_candidates(Questions(narrow_actor(), ledger), "1234A").hits
    assert [(hit.thing.id, hit.tier, hit.shared) for hit in hits] == [("firearm_0", 1, 1), ("firearm_1", 1, 1)]
    assert joined(open_database) == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [("T?F*", 2), ("T?F?????", 2), ("TK?*", 1), ("*45", 2), ("T?F", 0), ("T*", 0), ("T??", 0), ("???", 0)],
)
def test_a_pattern_of_two_known_characters_is_answered(
    open_database: Database, catalogue: Catalogue, typed: str, found: int
) -> None:
    ledger = filled(open_database, catalogue, ["TKF12045", "TXF12045", "XKA12046"])
    assert len(find_candidates(Questions(narrow_actor(), ledger), typed).hits) == found


def test_each_candidate_says_why(open_database: Database, catalogue: Catalogue) -> None:
    ledger = filled(open_database, catalogue, ["TKF12045", "TXF12045", "TKF12054", "TKF1204", "TKF12945"])
    hits = find_candidates(Questions(narrow_actor(), ledger), "TKF12045").hits
    said = {hit.thing.properties["serial"]: (hit.tier, hit.reasons[0].en, hit.weight) for hit in hits}
    assert [hit.tier for hit in hits] == [1, 4, 5, 6, 7]
    assert "K and X are often taken for each other" in said["TXF12045"][1]
    assert "0 or 9 (position 6)" in said["TKF12945"][1]
    assert [hit.weight for hit in hits] == [0.0, 0.2, 0.5, 0.7, 1.0]
    assert all(hit.reasons[0].es != hit.reasons[0].en for hit in hits)


def test_the_declared_model_makes_slips_that_differ() -> None:
    rng = random.Random(1)
    assert all(misread(one, rng)[0] != one for one in sparse(200, rng))
