"""The monthly lists in the published format, and what changes between them."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np

from seed.generate import make_world
from seed.world.columns import DEALERS
from seed.world.sizes import SIZES
from tests.unit.seed.drawn import Files

Cells = dict[str, list[str]]


def read(small: Files, month: str) -> Cells:
    lines = (small.folder / f"dealers_2026_{month}.txt").read_text(encoding="utf-8").splitlines()
    return {"-".join((c[0], c[1], c[5])): c for c in (line.split("\t") for line in lines[2:])}


def test_form_of_the_list(small: Files) -> None:
    lines = (small.folder / "dealers_2026_10.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == [name for name, _ in DEALERS]
    assert set(lines[1].replace("\t", "")) == {"-"}
    assert len(DEALERS) == 17
    assert {line.count("\t") for line in lines} == {16}


def test_traps_of_the_published_list(small: Files) -> None:
    rows = list(read(small, "10").values())
    assert any(c[6].startswith('"') and "," in c[6] for c in rows), "quoted names with a comma"
    assert any(c[7] == "NULL" for c in rows), "the word NULL"
    assert {len(c[11]) for c in rows} == {5, 9}, "both lengths of ZIP"
    assert all(len(c[4]) == 2 and c[4][1] in "ABCDEFGHJKLM" for c in rows), "expiry code without I"
    assert all(len(c[5]) == 5 for c in rows)
    assert any(c[12].startswith("PO BOX") for c in rows)


def test_two_months_differ_as_told(small: Files) -> None:
    before, after = read(small, "09"), read(small, "10")
    told = json.loads((small.folder / "truth" / "dealer_list_changes.json").read_text())
    assert len(after.keys() - before.keys()) == told["new"] > 0
    assert len(before.keys() - after.keys()) == told["absent"] > 0
    changed = Counter(
        name
        for key in before.keys() & after.keys()
        for name, column in (("renewed", 4), ("moved", 8), ("phone", 16), ("renamed", 7))
        if before[key][column] != after[key][column]
    )
    for name in ("renewed", "moved", "phone", "renamed"):
        assert changed[name] == told[name]


def test_renewal_is_three_years(small: Files) -> None:
    before, after = read(small, "09"), read(small, "10")
    for key in before.keys() & after.keys():
        old, new = before[key][4], after[key][4]
        assert (int(new[0]) - int(old[0])) % 10 in (0, 3)
        assert old[1] == new[1]


def test_keys_are_unique_and_every_state_has_a_dealer() -> None:
    for name in ("small", "medium"):
        world = make_world(7, SIZES[name])
        assert len(set(world.dealers.key())) == len(world.dealers) == SIZES[name].dealers
        assert set(world.dealers.state.tolist()) == set(range(54))


def test_counties_are_of_the_city(small: Files) -> None:
    tucson = [c for c in read(small, "10").values() if c[9] == "TUCSON"]
    assert tucson
    assert {c[2] for c in tucson} == {"019"}
    assert {c[10] for c in tucson} == {"AZ"}
    assert {c[11][:3] for c in tucson} == {"857"}


def test_large_world_has_its_giant() -> None:
    size = SIZES["large"]
    dealers = make_world(7, size).dealers
    expected = dealers.weight * size.traces * 0.52
    assert 18_000 < expected.max() < 22_000
    assert np.sort(expected)[-2] < expected.max()


def test_weights_are_shares() -> None:
    weight = make_world(7, SIZES["medium"]).dealers.weight
    assert abs(weight.sum() - 1) < 1e-9
    assert (weight >= 0).all()
