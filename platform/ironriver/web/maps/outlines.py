"""Outlines of countries and states, from the file that the front end's build makes. Without it, maps have none."""

from __future__ import annotations

import json
from functools import lru_cache

import structlog
from markupsafe import Markup

from ironriver.web.assets import DIST
from ironriver.web.maps.projection import Window

#: Layers from the lowest up; the last two are states.
LAYERS = ("other", "mx", "us")
#: Degrees around the window within which rings are still drawn, so that no edge shows.
_AROUND = 3.0


@lru_cache(maxsize=1)
def _rings() -> dict[str, list[list[float]]]:
    path = DIST / "outlines.json"
    if not path.is_file():
        structlog.get_logger().warning("front end not built: maps have no outlines", path=str(path))
        return {}
    found = json.loads(path.read_text("utf-8"))
    grain = float(found["grain"])
    return {layer: [[at / grain for at in ring] for ring in found[layer]] for layer in LAYERS}


@lru_cache(maxsize=16)
def land(window: Window) -> Markup:
    """Return the land of a window as SVG paths, one for each layer."""
    drawn = Markup("")
    for layer, rings in _rings().items():
        path = "".join(_path(ring, window) for ring in rings if _touches(ring, window))
        drawn += Markup('<path class="land land-{}" d="{}"/>').format(layer, path)
    return drawn


def _touches(ring: list[float], window: Window) -> bool:
    lons, lats = ring[::2], ring[1::2]
    west_east = min(lons) < window.east and max(lons) > window.west
    return west_east and min(lats) < window.north and max(lats) > window.south


def _path(ring: list[float], window: Window) -> str:
    """Whole units, each from the one before: short, and the same bytes each time."""
    steps: list[str] = []
    at: tuple[int, int] | None = None
    for lon, lat in zip(ring[::2], ring[1::2], strict=True):
        near = min(max(lat, window.south - _AROUND), window.north + _AROUND)
        x, y = (round(one) for one in window.spot(min(max(lon, window.west - 9), window.east + 9), near))
        if at is None:
            steps.append(f"M{x} {y}l")
        elif (x, y) != at:
            steps.append(f"{x - at[0]} {y - at[1]} ")
        at = (x, y)
    return "".join(steps).rstrip() + "z" if len(steps) > 2 else ""
