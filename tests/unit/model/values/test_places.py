"""Places: one that fits is named, two that fit are reported, none is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ironriver.model.values import PlaceFlag, PlacePrecision, PlaceText, read_country, read_place, read_state
from ironriver.model.values.cells import table
from ironriver.model.values.gazetteer import counties_named, states


@pytest.mark.parametrize(
    ("raw", "country", "code"),
    [
        ("SON", "", "SON"),
        ("Son.", "", "SON"),
        ("Sonora", "", "SON"),
        ("CHIH", "", "CHH"),
        ("CDMX", "", "CMX"),
        ("D.F.", "", "CMX"),
        ("DF", "", "CMX"),
        ("Distrito Federal", "", "CMX"),
        ("Edo. de México", "", "MEX"),
        ("Nuevo León", "", "NLE"),
        ("N.L.", "", "NLE"),
        ("Tamps.", "", "TAM"),
        ("B.C.S.", "", "BCS"),
        ("Michoacán de Ocampo", "", "MIC"),
        ("AZ", "", "AZ"),
        ("arizona", "", "AZ"),
        ("Tex.", "", "TX"),
        ("D.C.", "", "DC"),
        ("Puerto Rico", "", "PR"),
        ("MICH", "US", "MI"),
        ("MICH", "MX", "MIC"),
    ],
)
def test_states(raw: str, country: str, code: str) -> None:
    read = read_state(raw, country=country)
    assert (read.raw, read.code, read.flags) == (raw, code, frozenset())


def test_a_short_form_of_two_states_is_reported() -> None:
    read = read_state("Mich.")
    assert read.code == ""
    assert set(read.candidates) == {"Michigan, US", "Michoacán, MX"}
    assert read.flags == {PlaceFlag.AMBIGUOUS_STATE}


def test_unknown_and_absent_states() -> None:
    assert read_state("Sonoraa").flags == {PlaceFlag.UNKNOWN_STATE}
    assert read_state("NULL").flags == {PlaceFlag.ABSENT}
    assert read_state("AZ", country="MX").flags == {PlaceFlag.UNKNOWN_STATE}


def test_mexico_has_its_32_entities_and_each_is_found_by_every_spelling() -> None:
    listed = table("states")["mexico"]
    assert len(listed) == 32
    assert sorted(row[0] for row in listed.values()) == [f"{number:02d}" for number in range(1, 33)]
    for code, (_, *words) in listed.items():
        assert all(read_state(word, country="MX").code == code for word in (code, *words))


def test_the_states_of_the_union_are_all_there() -> None:
    codes = {state.code for found in states().values() for state in found if state.country == "US"}
    assert len(codes) == 56  # 50, DC, and five territories
    assert read_state("Guam").country == "US"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("USA", "US"),
        ("EE.UU.", "US"),
        ("México", "MX"),
        ("MEX", "MX"),
        ("Jamaica", "JM"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_countries(raw: str, code: str) -> None:
    assert read_country(raw) == code


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Nogales", "SON", "MEX"), ("Nogales", "SON", "MX")),
        (("Heroica Nogales", "Son.", "México"), ("Nogales", "SON", "MX")),
        (("NOGALES", "AZ", "USA"), ("Nogales", "AZ", "US")),
        (("CD. JUAREZ", "CHIH", "MX"), ("Ciudad Juárez", "CHH", "MX")),
        (("St. Louis", "MO", "US"), ("St. Louis", "MO", "US")),
        (("SAINT LOUIS", "MO", "US"), ("St. Louis", "MO", "US")),
        (("Ft Worth", "TX", "US"), ("Fort Worth", "TX", "US")),
        (("Washington", "DC", "US"), ("Washington", "DC", "US")),
    ],
)
def test_cities(cells: tuple[str, str, str], expected: tuple[str, str, str]) -> None:
    city, state, country = cells
    read = read_place(PlaceText(city=city, state=state, country=country))
    assert (read.city, read.state, read.country) == expected
    assert read.precision is PlacePrecision.CITY
    assert read.lat is not None
    assert read.lon is not None
    assert read.flags == frozenset()


def test_position_is_where_it_should_be() -> None:
    read = read_place(PlaceText(city="Nogales", state="SON", country="MX"))
    assert read.lat == pytest.approx(31.31, abs=0.05)
    assert read.lon == pytest.approx(-110.94, abs=0.05)


def test_the_country_may_follow_from_the_state_and_says_so() -> None:
    read = read_place(PlaceText(city="Tijuana", state="BC"))
    assert (read.city, read.state, read.country) == ("Tijuana", "BCN", "MX")
    assert read.flags == {PlaceFlag.COUNTRY_FROM_STATE}


def test_two_that_fit_are_reported_without_a_position() -> None:
    read = read_place(PlaceText(city="Nogales"))
    assert read.flags == {PlaceFlag.AMBIGUOUS_CITY}
    assert {"Nogales, AZ, US", "Nogales, SON, MX"} <= set(read.candidates)
    assert (read.lat, read.lon, read.precision) == (None, None, PlacePrecision.NONE)
    assert read.city == "Nogales"
    assert read_place(PlaceText(city="Springfield", country="USA")).precision is PlacePrecision.COUNTRY


def test_an_unreadable_state_does_not_let_a_city_be_chosen() -> None:
    read = read_place(PlaceText(city="Tucson", state="ZZ", country="US"))
    assert read.lat is None
    assert {PlaceFlag.UNKNOWN_STATE, PlaceFlag.UNKNOWN_CITY} <= read.flags
    assert (read.city, read.state) == ("Tucson", "ZZ")


def test_unknown_city_keeps_its_words_and_the_state() -> None:
    read = read_place(PlaceText(city="  Nowhere   Springs ", state="AZ", country="US"))
    assert (read.city, read.state, read.precision) == ("Nowhere Springs", "AZ", PlacePrecision.STATE)
    assert read.flags == {PlaceFlag.UNKNOWN_CITY}


def test_counties() -> None:
    read = read_place(PlaceText(county="PIMA", state="AZ", country="US"))
    assert (read.county, read.precision, read.flags) == ("Pima County", PlacePrecision.COUNTY, frozenset())
    assert read_place(PlaceText(county="Orleans Parish", state="LA")).county == "Orleans Parish"
    unknown = read_place(PlaceText(county="Nowhere", state="AZ", country="US"))
    assert (unknown.county, unknown.flags) == ("Nowhere", {PlaceFlag.UNKNOWN_COUNTY})
    assert counties_named("ST LOUIS", "MO") != ()
    assert read_place(PlaceText(county="Hermosillo", state="SON", country="MX")).flags == frozenset()


def test_other_countries_keep_their_text() -> None:
    read = read_place(PlaceText(city="Kingston", state="St. Andrew", country="Jamaica"))
    assert (read.city, read.state, read.country) == ("Kingston", "St. Andrew", "JM")
    assert read.precision is PlacePrecision.COUNTRY
    odd = read_place(PlaceText(city="Kingston", country="Atlantis"))
    assert odd.country == "Atlantis"
    assert PlaceFlag.UNKNOWN_COUNTRY in odd.flags


def test_absent() -> None:
    read = read_place(PlaceText(city="NULL", state=" - "))
    assert read.flags == {PlaceFlag.ABSENT}
    assert (read.city, read.state) == ("", "")


def test_raw_joins_what_was_written() -> None:
    assert PlaceText(city="Nogales", state="Son.", country="MEX").raw == "Nogales, Son., MEX"


CELL = st.text(max_size=12) | st.sampled_from(
    ["Nogales", "SON", "AZ", "MX", "Springfield", "Mich.", "NULL", "US", "BC"]
)


@settings(deadline=None)  # the first example builds the gazetteer
@given(CELL, CELL, CELL, CELL)
def test_any_cells(city: str, county: str, state: str, country: str) -> None:
    text = PlaceText(city=city, county=county, state=state, country=country)
    read = read_place(text)
    assert read.raw == text
    assert (read.lat is None) == (read.precision is not PlacePrecision.CITY)
    if read.precision is PlacePrecision.CITY:
        again = read_place(PlaceText(city=read.city, state=read.state, country=read.country))
        assert (again.city, again.state, again.country, again.lat) == (
            read.city,
            read.state,
            read.country,
            read.lat,
        )
