"""Places as STIX locations: country and ISO 3166-2 state; never a point on a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import stix2

from ironriver.model.values import read_state

if TYPE_CHECKING:
    from ironriver.exchange.redaction_pieces import Piece
    from ironriver.exchange.stix_desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Both ends of a corridor as places."""

    source: dict[str, str]
    target: dict[str, str]

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Ends:
        """Return the ends of a corridor's facts (`source`, `target`: state codes)."""
        return cls(source=state_place(said["source"]), target=state_place(said["target"]))

    @property
    def source_name(self) -> str:
        """Where the guns were first sold, in words."""
        return name_of(self.source)

    @property
    def target_name(self) -> str:
        """Where they were recovered, in words."""
        return name_of(self.target)


def state_place(code: str, country: str = "") -> dict[str, str]:
    """Return country and state of a code as the graph stores it; a code that no state has stays out."""
    state = read_state(code, country=country)
    found = {"country": state.country or country, "state": state.code}
    return {key: value for key, value in found.items() if value}


def name_of(place: Mapping[str, str]) -> str:
    """Return a place in words, from small to large."""
    state = read_state(place.get("state", ""), country=place.get("country", "")).name or place.get("state", "")
    parts = [place.get("city", ""), place.get("county", ""), state, place.get("country", "")]
    return ", ".join(part for part in parts if part) or "unknown place"


def location(desk: Desk, piece: Piece, place: Mapping[str, str]) -> str:
    """Write a place once for all pieces that name it; return its id, empty where no country is known."""
    country = place.get("country", "")
    if not country:
        return ""
    said = {"country": country, "name": name_of(place)}
    if place.get("state"):
        said["administrative_area"] = f"{country}-{place['state']}"
    if place.get("city"):
        said["city"] = place["city"]
    basis = [place.get(part, "") for part in ("country", "state", "county", "city")]
    return desk.put(piece, "location", stix2.v21.Location, "place", *basis, **said)
