"""Places of rows, remembered: the same few thousand city cells come back in every file."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Any

from ironriver.model.values import PlaceText, read_country, read_place, read_state, tidy

#: Distinct place texts kept; a national file has fewer.
_REMEMBERED = 50_000


@lru_cache(_REMEMBERED)
def find_country(text: str) -> str:
    """Return the ISO code of a country cell, its tidied words when no country of that name is known."""
    return read_country(text) or tidy(text)


@lru_cache(_REMEMBERED)
def find_state(text: str, country: str) -> str:
    """Return the state's code within a country, its tidied words when it is not known."""
    return read_state(text, country=country).code or tidy(text)


@lru_cache(_REMEMBERED)
def find_city(city: str, county: str, state: str, country: str) -> MappingProxyType[str, Any]:
    """Return the `Place` properties of a city's cells: names, position and precision, doubts as flags.

    Ambiguity leaves the words as written and gives no position.
    """
    read = read_place(PlaceText(city=city, county=county, state=state, country=country))
    found: dict[str, Any] = {
        "city": read.city,
        "county": read.county,
        "state": read.state,
        "country": read.country or country,
        "lat": read.lat,
        "lon": read.lon,
        "precision": str(read.precision),
        "place_flags": sorted(str(flag) for flag in read.flags),
    }
    return MappingProxyType({name: value for name, value in found.items() if value not in ("", None, [])})
