"""Degrees to units of a drawing: Mercator, cut to a window."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Width of every map, in units of the drawing.
WIDTH = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """West, south, east and north of a map, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Units of a degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        """Height of the drawing."""
        return round((_tall(self.north) - _tall(self.south)) * self.scale, 1)

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a place stands, from the upper left, to a tenth of a unit."""
        return round((lon - self.west) * self.scale, 1), round((_tall(self.north) - _tall(lat)) * self.scale, 1)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place lies within."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def _tall(lat: float) -> float:
    """Mercator's height of a latitude, in degrees of the equator."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


#: Windows that a reader may choose.
WINDOWS: Mapping[str, Window] = MappingProxyType(
    {
        "all": Window(west=-126.5, south=10.5, east=-59.5, north=50.0),
        "border": Window(west=-119.0, south=22.0, east=-92.0, north=37.5),
        "mexico": Window(west=-118.5, south=12.5, east=-85.5, north=33.5),
        "us": Window(west=-126.5, south=23.5, east=-65.5, north=50.0),
        "caribbean": Window(west=-94.0, south=8.0, east=-58.5, north=31.5),
    }
)
