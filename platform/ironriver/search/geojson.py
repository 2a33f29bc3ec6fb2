"""RFC 7946 features with our own checks: the `geojson` package accepts clockwise rings and latitudes of 95."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geojson

MEDIA_TYPE = "application/geo+json"
#: RFC 7946 §11.2: six decimals are about ten centimetres.
DECIMALS = 6
#: RFC 7946 §7.1: members that another object of the format owns.
_TAKEN = frozenset({"coordinates", "geometries", "geometry", "features", "crs"})
Position = tuple[float, float]


def point(lon: float, lat: float) -> geojson.Point:
    """Return a point in WGS 84, longitude first."""
    return geojson.Point((lon, lat), precision=DECIMALS)


def line(positions: Sequence[Position]) -> geojson.LineString | geojson.MultiLineString:
    """Return a line; one that crosses 180° is cut there into two."""
    parts = _cut(positions)
    if len(parts) == 1:
        return geojson.LineString(parts[0], precision=DECIMALS)
    return geojson.MultiLineString(parts, precision=DECIMALS)


def feature(id_: str, geometry: Mapping[str, Any] | None, properties: Mapping[str, Any]) -> geojson.Feature:
    """Return a feature; without a geometry where nobody knows the place."""
    return geojson.Feature(id=id_, geometry=geometry, properties=dict(properties))


def collection(features: Iterable[Mapping[str, Any]], **members: object) -> dict[str, Any]:
    """Return a collection with its box and foreign members, checked.

    Raises `ValueError` naming what RFC 7946 forbids: nothing that fails its own checks leaves.
    """
    made: dict[str, Any] = dict(geojson.FeatureCollection(list(features)), **members)
    if box := _box(made["features"]):
        made["bbox"] = box
    if wrong := faults(made):
        raise ValueError("; ".join(wrong[:5]))
    return made


def faults(made: Mapping[str, Any]) -> list[str]:
    """Return what RFC 7946 forbids in a feature collection: order, range, winding, closure, foreign members."""
    found = [f"foreign member {name}" for name in _TAKEN - {"features"} if name in made]
    for one in made.get("features", ()):
        found += [f"foreign member {name} in a feature" for name in _TAKEN - {"geometry"} if name in one]
        found += _of_geometry(one.get("geometry"))
    return found


def _of_geometry(shape: Mapping[str, Any] | None) -> list[str]:
    if shape is None:
        return []
    kind, at = shape["type"], shape["coordinates"]
    found = [f"position {spot} is out of range" for spot in _positions(at) if not _in_range(spot)]
    lines = {"LineString": [at], "MultiLineString": at}.get(kind, [])
    found += ["a line has fewer than two positions" for one in lines if len(one) < 2]
    for rings in {"Polygon": [at], "MultiPolygon": at}.get(kind, []):
        for number, ring in enumerate(rings):
            found += _of_ring(ring, outer=number == 0)
    return found


def _of_ring(ring: Sequence[Sequence[float]], *, outer: bool) -> list[str]:
    if len(ring) < 4 or tuple(ring[0]) != tuple(ring[-1]):
        return ["a ring is not closed"]
    turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    return [] if (turned > 0) == outer else ["a ring turns the wrong way"]


def _positions(at: Any) -> list[Sequence[float]]:  # noqa: ANN401 - nested to any depth by the format
    if not at:
        return []
    return [at] if isinstance(at[0], int | float) else [spot for part in at for spot in _positions(part)]


def _in_range(spot: Sequence[float]) -> bool:
    return len(spot) in (2, 3) and -180 <= spot[0] <= 180 and -90 <= spot[1] <= 90


def _box(features: Sequence[Mapping[str, Any]]) -> list[float]:
    spots = [s for one in features if one["geometry"] for s in _positions(one["geometry"]["coordinates"])]
    if not spots:
        return []
    lons, lats = [s[0] for s in spots], [s[1] for s in spots]
    return [min(lons), min(lats), max(lons), max(lats)]


def _cut(positions: Sequence[Position]) -> list[list[Position]]:
    parts: list[list[Position]] = [[]]
    for spot in positions:
        last = parts[-1][-1] if parts[-1] else None
        if last and abs(spot[0] - last[0]) > 180:
            edge = 180.0 if last[0] > 0 else -180.0
            beyond = spot[0] + 2 * edge
            share = (edge - last[0]) / (beyond - last[0]) if beyond != last[0] else 0.0
            lat = last[1] + share * (spot[1] - last[1])
            parts[-1].append((edge, lat))
            parts.append([(-edge, lat)])
        parts[-1].append(spot)
    return parts
