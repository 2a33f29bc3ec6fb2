"""Driver values → plain Python, so that no room above ever holds a driver record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time


def plain(value: object) -> Any:  # noqa: ANN401 - JSON-ready values of any shape
    """Return `value` as JSON-ready Python.

    A node becomes its properties plus `_labels` (sorted), a relationship its properties plus `_type`, a path a
    list alternating both, dates and times ISO 8601 text, a point `{"longitude", "latitude"}` or `{"x", "y"}`.
    """
    if value is None or isinstance(value, (str, bool, int, float, bytes)):
        return value
    if isinstance(value, Node):
        return {**_properties(value), "_labels": sorted(value.labels)}
    if isinstance(value, Relationship):
        return {**_properties(value), "_type": value.type}
    if isinstance(value, Path):
        return _path(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (Date, DateTime, Time, Duration)):
        return str(value.iso_format())
    if isinstance(value, Point):  # is a tuple too
        return _point(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    raise TypeError(f"the graph returned a {type(value).__name__}, which has no plain form")


def _properties(entity: Node | Relationship) -> dict[str, Any]:
    return {key: plain(item) for key, item in sorted(entity.items())}


def _path(path: Path) -> list[Any]:
    steps: list[Any] = [plain(path.nodes[0])]
    for relationship, node in zip(path.relationships, path.nodes[1:], strict=True):
        steps += [plain(relationship), plain(node)]
    return steps


def _point(value: Point) -> dict[str, Any]:
    names = ("longitude", "latitude", "height") if value.srid in {4326, 4979} else ("x", "y", "z")
    return dict(zip(names, value, strict=False))
