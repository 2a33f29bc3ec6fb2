"""Folding of small numbers: nothing small is named, nothing can be found by subtraction, nothing is lost."""

from __future__ import annotations

import random
from datetime import date

import pytest

from ironriver.errors import Invalid
from ironriver.model.values.cells import table
from ironriver.search.corridors import Corridor, fold_corridors
from ironriver.search.map_limits import FLOOR, read_limits
from ironriver.search.places import PlaceCount, code_of, fold_places, name_of, place_of, position_of


def corridors(*counts: int) -> list[Corridor]:
    listed = [Corridor(start="US-AZ", end=f"E{n:03d}", traces=count) for n, count in enumerate(counts)]
    return sorted(listed, key=lambda one: (-one.traces, one.id))


@pytest.mark.parametrize("seed", range(40))
def test_small_corridors_are_folded_so_that_subtraction_finds_nobody(seed: int) -> None:
    chance = random.Random(seed)
    listed = corridors(*(chance.choice((1, 2, 9, 10, 11, 40)) for _ in range(chance.randint(0, 9))))
    kept, folded = fold_corridors(listed)
    assert sorted([*kept, *folded], key=lambda one: (-one.traces, one.id)) == listed
    assert all(one.traces >= FLOOR for one in kept)
    if folded and kept:
        assert len(folded) > 1
        assert sum(one.traces for one in folded) >= FLOOR
    if all(one.traces >= FLOOR for one in listed):
        assert not folded


def town(state: str, number: int, count: int) -> PlaceCount:
    return PlaceCount(
        id=f"{state}/T{number}", name=f"T{number}", count=count, lon=-110.0, lat=30.0, precision="city"
    )


@pytest.mark.parametrize("seed", range(40))
def test_small_towns_join_their_state(seed: int) -> None:
    chance = random.Random(seed)
    towns = [
        town(state, number, chance.choice((1, 3, 9, 10, 25, 60)))
        for state in ("US-AZ", "MX-SON", "MX-CHH")
        for number in range(chance.randint(0, 5))
    ]
    kept, folded = fold_places({one.id: one for one in towns})
    assert sum(one.count for one in (*kept.values(), *folded.values())) == sum(one.count for one in towns)
    assert all(one.count >= FLOOR for one in kept.values())
    assert not (kept and folded) or sum(one.count for one in folded.values()) >= FLOOR
    assert {one.precision for one in kept.values()} <= {"city", "state"}


def test_a_town_of_no_land_that_we_know_is_folded_and_not_lost() -> None:
    towns = [town("US-AZ", 1, 50), town("US-AZ", 2, 60), town("", 3, 4), town("", 4, 30)]
    kept, folded = fold_places({one.id: one for one in towns})
    assert sum(one.count for one in (*kept.values(), *folded.values())) == 144
    assert {"/T3", ""}.isdisjoint(kept)
    assert sum(one.count for one in folded.values()) >= FLOOR


def test_places_are_read_as_finely_as_they_are_known() -> None:
    exact = place_of({"country": "MX", "state": "SON", "city": "Nogales", "lat": 31.3, "lon": -110.9}, 2)
    assert exact is not None
    assert (exact.id, exact.precision, exact.lon) == ("MX-SON/Nogales", "city", -110.9)
    state = place_of({"country": "MX", "state": "SON", "city": "Somewhere"})
    assert state is not None
    assert (state.id, state.precision) == ("MX-SON", "state")
    land = place_of({"country": "GT"})
    assert land is not None
    assert land.precision == "country"
    assert place_of({"country": "", "state": ""}) is None
    beyond = place_of({"country": "MX", "state": "SON", "lat": 131.3, "lon": -110.9})
    assert beyond is not None
    assert beyond.precision == "state"


@pytest.mark.parametrize(
    ("country", "state", "code"),
    [
        ("MX", "Son.", "MX-SON"), ("", "SON", "MX-SON"), ("US", "AZ", "US-AZ"), ("Guatemala", "", "GT"),
        ("US", "", "US"), ("", "", ""), ("MX", "nowhere", "MX"), ("", "MICH", ""),
    ],
)  # fmt: skip
def test_codes(country: str, state: str, code: str) -> None:
    assert code_of(country, state) == code


def test_every_state_of_both_countries_has_a_position_within_it() -> None:
    listed = table("states")
    for code in (*(f"MX-{one}" for one in listed["mexico"]), *(f"US-{one}" for one in listed["united_states"])):
        at = position_of(code)
        assert at is not None, code
        assert name_of(code)
    inside = {
        "US-AZ": (-114.9, 31.3, -109.0, 37.1),
        "MX-SON": (-115.1, 26.2, -108.4, 32.6),
        "GT": (-92.3, 13.7, -88.2, 17.9),
    }
    for code, (west, south, east, north) in inside.items():
        lon, lat = position_of(code) or (0.0, 0.0)
        assert west < lon < east
        assert south < lat < north


def test_limits() -> None:
    today = date(2026, 11, 20)
    usual = read_limits({}, today=today)
    assert (usual.first, usual.last, usual.reach) == (2022, 2026, "all")
    given = read_limits({"first": "2020", "last": "2020", "place": "mx-son", "type": "p"}, today=today)
    assert (given.first, given.last, given.place, given.type) == (2020, 2020, "MX-SON", "P")
    rows = [{"year": text} for text in ("2019", "2020", "2021", None)]
    assert [row["year"] for row in given.of_years(rows)] == ["2020"]
    assert given.at("US-AZ", "MX-SON")
    assert not given.at("US-AZ")
    for wrong in ({"first": "²"}, {"first": "1"}, {"last": "99999999999999"}, {"place": "A-B-C"}, {"reach": "x"}):
        with pytest.raises(Invalid):
            read_limits(wrong, today=today)
