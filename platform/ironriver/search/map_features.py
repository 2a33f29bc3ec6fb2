"""Corridors and recoveries as GeoJSON, in pages, with marking, denominators and what is unknown in each answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from ironriver.errors import Invalid, Say
from ironriver.model.marking import Tlp
from ironriver.search.case_map import CaseMap
from ironriver.search.corridors import Corridor, CorridorMap
from ironriver.search.geojson import Position, collection, feature, line, point
from ironriver.search.map_limits import FLOOR, MapLimits
from ironriver.search.places import PlaceCount, RecoveryMap, name_of, position_of
from ironriver.search.results import Shown

#: Features of one answer; the next page begins after the key in `next`.
PAGE_FEATURES = 500
#: Points of a great circle between two ends.
STEPS = 16
NOTICE = Say(
    en="Traced guns are not a sample of all guns recovered. A line joins a first retail sale and a recovery; it is "
    "no route. A trace or a sale is not evidence of wrongdoing by anyone.",
    es="Las armas rastreadas no son una muestra de las recuperadas. Una línea une una primera venta y una "
    "recuperación; no es una ruta. Un rastreo o una venta no es prueba de conducta ilícita de nadie.",
)
One = TypeVar("One", Corridor, PlaceCount)


def corridors_geojson(found: CorridorMap, *, after: str = "") -> dict[str, Any]:
    """Return corridors as lines along great circles. `share` is of `denominators.joined`, from 0 to 1."""
    page, more = _page(found.corridors, after, lambda one: (-one.traces, one.id))
    whole = found.legs.joined
    features = [
        feature(one.id, line(great_circle(*_ends(one))), {**_names(one), "n": one.traces, **_of(one.traces, whole)})
        for one in page
    ]
    told = {
        "denominators": asdict(found.legs),
        "not_drawn": {"corridors": found.folded, "traces": found.folded_traces, "without_position": found.unplaced},
    }
    return collection(features, **told, **_members(found.limits, found.shown, more))


def recoveries_geojson(found: RecoveryMap, limits: MapLimits, *, after: str = "") -> dict[str, Any]:
    """Return recoveries as points; `precision` says what the point is the middle of."""
    page, more = _page(found.places, after, lambda one: (-one.count, one.id))
    placed = sum(one.count for one in found.places)
    features = [
        feature(
            one.id,
            point(one.lon, one.lat),
            {"name": one.name, "precision": one.precision, "n": one.count, **_of(one.count, found.total)},
        )
        for one in page
    ]
    told = {
        "denominators": {"recoveries": found.total, "placed": placed, "unknown": found.unknown},
        "not_drawn": {"places": found.folded_places, "recoveries": found.folded},
    }
    return collection(features, **told, **_members(limits, found.shown, more))


def great_circle(start: Position, end: Position) -> list[Position]:
    """Return the shortest way on the sphere as `STEPS` pieces, ends included."""
    a, b = _vector(start), _vector(end)
    angle = math.acos(max(-1.0, min(1.0, sum(x * y for x, y in zip(a, b, strict=True)))))
    if angle < 1e-9:
        return [start, end]
    found = []
    for step in range(STEPS + 1):
        near, far = (math.sin((1 - step / STEPS) * angle), math.sin(step / STEPS * angle))
        x, y, z = (near * p + far * q for p, q in zip(a, b, strict=True))
        found.append((math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))))
    return [start, *found[1:-1], end]


def _vector(spot: Position) -> tuple[float, float, float]:
    lon, lat = math.radians(spot[0]), math.radians(spot[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _ends(one: Corridor) -> tuple[Position, Position]:
    start, end = position_of(one.start), position_of(one.end)
    if start is None or end is None:
        raise ValueError(f"{one.id} has no position")
    return start, end


def _names(one: Corridor) -> dict[str, str]:
    return {"from_id": one.start, "from": name_of(one.start), "to_id": one.end, "to": name_of(one.end)}


def _of(count: int, whole: int) -> dict[str, Any]:
    return {"of": whole, "share": round(count / whole, 6) if whole else None, "tlp": Tlp.AMBER.label}


def _members(limits: MapLimits, shown: Sequence[Shown], more: str) -> Mapping[str, Any]:
    return {
        "limits": asdict(limits),
        "smallest_shown_without_case": FLOOR,
        "tlp": Tlp.AMBER.label,
        "notice": {"en": NOTICE.en, "es": NOTICE.es},
        "cut": {"at": shown[0].cut_at, "id": shown[0].cut_id},
        "next": more,
    }


def _page(listed: Sequence[One], after: str, key: Callable[[One], tuple[int, str]]) -> tuple[list[One], str]:
    """Return what follows the key `after` (`count:id`), and the key of the next page, empty at the end."""
    ordered = sorted(listed, key=key)
    if after:
        number, colon, id_ = after.partition(":")
        if not (colon and number.isascii() and number.isdecimal() and len(number) < 12):
            raise Invalid(
                Say(en="The page key cannot be read.", es="La clave de página no se puede leer."),
                {"after": Say(en="Use the value of `next`.", es="Use el valor de `next`.")},
            )
        ordered = [one for one in ordered if key(one) > (-int(number), id_)]
    page = ordered[:PAGE_FEATURES]
    last = key(page[-1]) if len(ordered) > PAGE_FEATURES else None
    return page, f"{-last[0]}:{last[1]}" if last else ""


def case_geojson(found: CaseMap) -> dict[str, Any]:
    """Return a case's places as points and its guns as lines; a gun with an unknown end has no geometry."""
    features = []
    for one in found.lines:
        told = {"serial": one.serial, "sold": one.sold, "recovered": one.recovered, "tlp": Tlp(found.tlp).label}
        shape = None
        if one.start and one.end:
            shape = line(great_circle((one.start.lon, one.start.lat), (one.end.lon, one.end.lat)))
            told |= {"from": one.start.name, "to": one.end.name}
            told |= {"from_precision": one.start.precision, "to_precision": one.end.precision}
        features.append(feature(one.firearm_id, shape, told))
    members = {"tlp": Tlp(found.tlp).label, "notice": {"en": NOTICE.en, "es": NOTICE.es}}
    return collection(features, denominators={"guns": found.guns, "joined": len(found.joined)}, **members)
