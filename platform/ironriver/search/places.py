"""Places on a map: codes, names and positions of states and countries, and recoveries counted by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ironriver.access import Action, require
from ironriver.ledger import Ask
from ironriver.model.actor import Actor
from ironriver.model.values import read_country, read_state
from ironriver.model.values.cells import table
from ironriver.search.asking import Asker, Questions
from ironriver.search.map_limits import EVERY_YEAR, FLOOR, MapLimits, open_in_full
from ironriver.search.results import Shown

#: Groups of one answer; years × towns of a country stay below.
MOST_PLACES = 50_000
_KNOWN = {"US": "united_states", "MX": "mexico"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many recoveries at a place. `lon` and `lat` are a town's, or the middle of what `precision` names."""

    id: str
    name: str
    count: int
    lon: float
    lat: float
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryMap:
    """Recoveries of a period by place. `total` = placed + `folded` (small places, not named) + `unknown`."""

    places: tuple[PlaceCount, ...]
    total: int
    unknown: int
    folded: int
    folded_places: int
    shown: tuple[Shown, ...]


@lru_cache(maxsize=8192)
def code_of(country: str, state: str) -> str:
    """Return `US-AZ`, `MX-SON`, `GT`; empty where the place cannot be put on a map."""
    land = read_country(country) if country else read_state(state).country
    if land in _KNOWN:
        code = read_state(state, country=land).code if state else ""
        return f"{land}-{code}" if code else land
    return land


@lru_cache(maxsize=1024)
def position_of(code: str) -> tuple[float, float] | None:
    """Return longitude and latitude of the middle of a state or country, None where none is known."""
    land, _, state = code.partition("-")
    found = table("positions")[_KNOWN[land]].get(state) if state else table("positions")["countries"].get(land)
    return (float(found[0]), float(found[1])) if found else None


@lru_cache(maxsize=1024)
def name_of(code: str) -> str:
    """Return the name of a state by its code; a country keeps its ISO code, which the page puts in words."""
    land, _, state = code.partition("-")
    return read_state(state, country=land).name if state else land


def recovery_map(actor: Actor, limits: MapLimits, *, ledger: Asker) -> RecoveryMap:
    """Return recoveries of a period by place, each once. Small places are folded unless case and purpose are open.

    Raises `NotAllowed` by policy. All years are counted at once and remembered, so that other years cost nothing.
    """
    require(actor, Action.VIEW_STATISTICS)
    questions = Questions(actor, ledger)
    rows = questions.ask_group([_of_recoveries(limits)])[0]
    found: dict[str, PlaceCount] = {}
    unknown = 0
    for row in limits.of_years(rows):
        place = place_of(row, int(row["count"]))
        if place is None:
            unknown += int(row["count"])
        elif limits.at(_state_of(place.id)) and limits.reaches(_state_of(place.id)):
            old = found.get(place.id)
            found[place.id] = replace(place, count=place.count + old.count) if old else place
    total = unknown + sum(place.count for place in found.values())
    kept, folded = (found, {}) if open_in_full(actor) else fold_places(found)
    return RecoveryMap(
        places=tuple(sorted(kept.values(), key=lambda one: (-one.count, one.id))),
        total=total,
        unknown=unknown,
        folded=sum(place.count for place in folded.values()),
        folded_places=len(folded),
        shown=questions.all_shown(),
    )


def _of_recoveries(limits: MapLimits) -> Ask:
    params: dict[str, Any] = {**EVERY_YEAR, "limit": MOST_PLACES}
    if limits.type:
        return Ask(statement="places.recoveries_of_type", params={**params, "type": limits.type}, keep=True)
    return Ask(statement="places.recoveries", params=params, keep=True)


def place_of(row: Mapping[str, Any], count: int = 1) -> PlaceCount | None:
    """Return a row's place as finely as it is known: town, else middle of the state, else of the country."""
    code = code_of(str(row.get("country") or ""), str(row.get("state") or ""))
    city, lat, lon = str(row.get("city") or ""), row.get("lat"), row.get("lon")
    if isinstance(lat, float) and isinstance(lon, float) and abs(lat) <= 90 and abs(lon) <= 180:
        known = {"precision": str(row.get("precision") or "city"), "lon": lon, "lat": lat}
        return PlaceCount(id=f"{code}/{city}", name=city or name_of(code), count=count, **known)  # type: ignore[arg-type]
    middle = position_of(code) if code else None
    if middle is None:
        return None
    precision = "state" if "-" in code else "country"
    return PlaceCount(id=code, name=name_of(code), count=count, lon=middle[0], lat=middle[1], precision=precision)


def fold_places(found: Mapping[str, PlaceCount]) -> tuple[dict[str, PlaceCount], dict[str, PlaceCount]]:
    """Return places of at least `FLOOR`, and those that are not named.

    A small town joins its state; while the state's rest is small, its next smallest town joins too, so that
    subtraction finds nobody. A state that is small as a whole is not named at all.
    """
    states: dict[str, list[PlaceCount]] = {}
    for place in found.values():
        states.setdefault(_state_of(place.id), []).append(place)
    kept: dict[str, PlaceCount] = {}
    folded: dict[str, PlaceCount] = {}
    for code, places in states.items():
        towns = sorted((one for one in places if one.id != code), key=lambda one: (-one.count, one.id))
        rest = sum(one.count for one in places if one.id == code)
        while towns and (towns[-1].count < FLOOR or 0 < rest < FLOOR):
            rest += towns.pop().count
        kept |= {one.id: one for one in towns}
        whole = _whole(code, rest)
        if rest:
            (kept if whole and rest >= FLOOR else folded)[code] = whole or _nowhere(code, rest)
    while folded and kept and sum(one.count for one in folded.values()) < FLOOR:
        least = min(kept.values(), key=lambda one: (one.count, one.id))
        folded[least.id] = kept.pop(least.id)
    return kept, folded


def _whole(code: str, count: int) -> PlaceCount | None:
    return place_of({"country": code.partition("-")[0], "state": code.partition("-")[2]}, count)


def _nowhere(code: str, count: int) -> PlaceCount:
    """Towns of a country that we do not know: counted among what is folded, and never drawn."""
    return PlaceCount(id=code, name="", count=count, lon=0.0, lat=0.0, precision="country")


def _state_of(id_: str) -> str:
    return id_.partition("/")[0]
