"""Our own RFC 7946 checks: what the package accepts and the standard forbids is refused; what we make passes."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ironriver.search.geojson import collection, faults, feature, line, point
from ironriver.search.map_features import great_circle

SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]


def of(shape: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shape}], **members}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (of({"type": "Point", "coordinates": [200.0, 10.0]}), "out of range"),
        (of({"type": "Point", "coordinates": [10.0, 95.0]}), "out of range"),
        (of({"type": "Polygon", "coordinates": [SQUARE[::-1]]}), "wrong way"),
        (of({"type": "Polygon", "coordinates": [SQUARE, SQUARE]}), "wrong way"),
        (of({"type": "Polygon", "coordinates": [SQUARE[:-1]]}), "not closed"),
        (of({"type": "MultiPolygon", "coordinates": [[SQUARE[::-1]]]}), "wrong way"),
        (of({"type": "LineString", "coordinates": [[1.0, 2.0]]}), "fewer than two"),
        (of({"type": "Point", "coordinates": [1.0, 2.0]}, crs={}), "foreign member crs"),
        (of({"type": "Point", "coordinates": [1.0, 2.0]}, coordinates=[]), "foreign member coordinates"),
    ],
)
def test_what_the_standard_forbids_is_found(made: dict[str, Any], said: str) -> None:
    assert said in "; ".join(faults(made))


def test_what_it_allows_passes() -> None:
    hole = [[0.2, 0.2], [0.2, 0.4], [0.4, 0.4], [0.2, 0.2]]
    assert faults(of({"type": "Polygon", "coordinates": [SQUARE, hole]})) == []
    assert faults({"type": "FeatureCollection", "features": [feature("a", None, {})]}) == []


def test_nothing_wrong_leaves() -> None:
    with pytest.raises(ValueError, match="out of range"):
        collection([feature("a", point(10.0, 95.0), {})])
    with pytest.raises(ValueError, match="foreign member crs"):
        collection([], crs="EPSG:4326")


def test_positions_have_six_decimals_and_the_box_holds_them() -> None:
    made = collection([feature("a", point(-110.123456789, 29.7), {}), feature("b", point(-90.0, 14.0), {})])
    assert made["features"][0]["geometry"]["coordinates"][0] == -110.123457
    assert made["bbox"] == [-110.123457, 14.0, -90.0, 29.7]


@pytest.mark.parametrize("ends", [((170.0, 10.0), (-170.0, 20.0)), ((-170.0, 20.0), (170.0, 10.0))])
def test_a_line_over_the_date_line_is_cut_there(ends: tuple[tuple[float, float], tuple[float, float]]) -> None:
    shape = line(great_circle(*ends))
    assert shape["type"] == "MultiLineString"
    first, second = shape["coordinates"]
    assert abs(first[-1][0]) == abs(second[0][0]) == 180.0
    assert first[-1][1] == second[0][1]
    assert faults(of(shape)) == []
    assert all(abs(a[0] - b[0]) < 180 for part in (first, second) for a, b in itertools.pairwise(part))


def test_the_way_between_is_the_shortest() -> None:
    # Tucson to Hermosillo and on: the great circle bends to the pole between places of one latitude.
    way = great_circle((-120.0, 40.0), (-80.0, 40.0))
    assert way[0] == (-120.0, 40.0)
    assert way[-1] == (-80.0, 40.0)
    assert way[len(way) // 2][0] == pytest.approx(-100.0)
    assert way[len(way) // 2][1] == pytest.approx(41.76, abs=0.01)
    assert great_circle((5.0, 5.0), (5.0, 5.0)) == [(5.0, 5.0), (5.0, 5.0)]
