"""The map: corridors and recoveries of all traces open to a person, and of the guns of one case. GeoJSON beside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from ironriver import clock, search
from ironriver.access import Action
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.maps.projection import WINDOWS
from ironriver.web.pages.case_map import case_sheet, nearest_window
from ironriver.web.pages.map import MapSheet, choices, corridors_sheet, recoveries_sheet

blueprint = Blueprint("map", __name__)

_FIELDS = ("first", "last", "type", "place", "reach")


@blueprint.get("/map")
@guarded(Action.VIEW_STATISTICS)
def world() -> str:
    """Show where traced guns were first sold and where they were recovered."""
    limits = _limits()
    window = _window("all")
    if request.args.get("layer") == "recoveries":
        found = search.recovery_map(signed_in.actor(), limits, ledger=signed_in.platform().ledger)
        sheet = recoveries_sheet(found, limits, window)
    else:
        sheet = corridors_sheet(_corridors(limits), window)
    return _page("map/map.html", sheet, int(Tlp.AMBER))


@blueprint.get("/cases/<case_id>/map")
@guarded(Action.OPEN_CHART)
def of_case(case_id: str) -> str:
    """Show where the guns on a case's charts were first sold and recovered."""
    found = search.case_map(signed_in.actor(), case_id, ledger=signed_in.platform().ledger)
    sheet = case_sheet(found, _window(nearest_window(found)))
    return _page("map/case.html", sheet, found.tlp, case_id=case_id, number=found.case[0], name=found.case[1])


@blueprint.get("/api/v1/corridors.geojson")
@guarded(Action.VIEW_STATISTICS)
def corridors_data() -> Response:
    """Return corridors as GeoJSON, a page of them."""
    return _geojson(search.corridors_geojson(_corridors(_limits()), after=_after()))


@blueprint.get("/api/v1/recoveries.geojson")
@guarded(Action.VIEW_STATISTICS)
def recoveries_data() -> Response:
    """Return recoveries by place as GeoJSON, a page of them."""
    limits = _limits()
    found = search.recovery_map(signed_in.actor(), limits, ledger=signed_in.platform().ledger)
    return _geojson(search.recoveries_geojson(found, limits, after=_after()))


@blueprint.get("/api/v1/cases/<case_id>/map.geojson")
@guarded(Action.OPEN_CHART)
def case_data(case_id: str) -> Response:
    """Return the map of a case as GeoJSON."""
    return _geojson(
        search.case_geojson(search.case_map(signed_in.actor(), case_id, ledger=signed_in.platform().ledger))
    )


def _page(template: str, sheet: MapSheet, level: int, **more: str) -> str:
    given = {name: request.args.get(name) or None for name in (*_FIELDS, "layer")} | dict(request.view_args or {})

    def window_address(code: str) -> str:
        return url_for(str(request.endpoint), **{**given, "window": code})

    return render_template(
        template,
        page=sheet,
        cut=sheet.cut,
        marking_level=level,
        choices=choices(),
        window_address=window_address,
        **more,
    )


def _limits() -> search.MapLimits:
    given = {name: request.args.get(name, "")[:20] for name in _FIELDS}
    return search.read_limits(given, today=clock.today())


def _window(otherwise: str) -> str:
    asked = request.args.get("window", "")
    return asked if asked in WINDOWS else otherwise


def _after() -> str:
    return request.args.get("after", "")[:120]


def _corridors(limits: search.MapLimits) -> search.CorridorMap:
    return search.corridor_map(signed_in.actor(), limits, ledger=signed_in.platform().ledger)


def _geojson(made: Mapping[str, Any]) -> Response:
    return Response(json.dumps(made, ensure_ascii=False), mimetype=search.GEOJSON)
