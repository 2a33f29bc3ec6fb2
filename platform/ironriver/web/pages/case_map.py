"""The map of a case as its template draws it."""

from __future__ import annotations

from collections.abc import Sequence

from ironriver.search import CaseLine, CaseMap, MapLimits, PlaceCount
from ironriver.web.formats import show_date
from ironriver.web.look import language, t
from ironriver.web.maps.drawing import MapLine, MapMark, draw_map
from ironriver.web.maps.projection import WINDOWS
from ironriver.web.pages.map import ROUGH, MapRow, MapSheet
from ironriver.web.pages.things import cut_of, page_address, queries


def case_sheet(found: CaseMap, window: str) -> MapSheet:
    """Return the page: one line per pair of places, one row per gun, unknown ends counted beside."""
    lines = _lines(found.joined)
    marks = [*_marks(found.sales, "sale"), *_marks(found.recoveries, "recovery")]
    no_start = sum(one.start is None for one in found.lines)
    no_end = sum(one.end is None for one in found.lines)
    beside = [t("map.case_no_sale", n=no_start), t("map.case_no_recovery", n=no_end)]
    if found.cut:
        beside.append(t("map.case_cut"))
    return MapSheet(
        layer="case",
        window=window,
        limits=MapLimits(first=1900, last=2100),
        whole=t("map.case_whole", n=len(found.joined), of=found.guns),
        showing="",
        rows=tuple(_row(one) for one in found.lines),
        beside=tuple(beside),
        years=(),
        drawing=draw_map(WINDOWS[window], lines, marks, t("map.drawn_case", n=len(lines))),
        cut=cut_of(found.shown),
        shown=queries(found.shown),
    )


def nearest_window(found: CaseMap) -> str:
    """Return the smallest window that holds every place of a case."""
    places = [*found.sales, *found.recoveries]
    holding = [name for name, window in WINDOWS.items() if all(window.holds(at.lon, at.lat) for at in places)]
    return min(holding, key=lambda name: -WINDOWS[name].scale, default="all") if places else "all"


def _pair(one: CaseLine) -> str:
    return f"{one.start.id if one.start else ''}>{one.end.id if one.end else ''}"


def _lines(joined: Sequence[CaseLine]) -> list[MapLine]:
    found: dict[str, MapLine] = {}
    for one in joined:
        if one.start and one.end:
            old = found.get(_pair(one))
            count = (old.count if old else 0) + 1
            found[_pair(one)] = MapLine(
                id=_pair(one),
                start=(one.start.lon, one.start.lat),
                end=(one.end.lon, one.end.lat),
                count=count,
                said=f"{one.start.name} → {one.end.name}: {count}",
            )
    return sorted(found.values(), key=lambda line: (-line.count, line.id))


def _marks(places: Sequence[PlaceCount], sort: str) -> list[MapMark]:
    return [
        MapMark(
            id=f"{sort}:{one.id}", at=(one.lon, one.lat), count=one.count, name=one.name, sort=sort,
            rough=one.precision in ROUGH,
        )
        for one in places
    ]  # fmt: skip


def _row(one: CaseLine) -> MapRow:
    start = _end(one.start, t("map.not_known"))
    end = _end(one.end, t("map.not_known"))
    said = language()
    dates = f"{show_date(one.sold, said) or '?'} – {show_date(one.recovered, said) or '?'}"
    return MapRow(
        id=_pair(one),
        title=one.serial or t("records.erased"),
        count=dates,
        share=f"{start} → {end}",
        note=one.dealer,
        href=page_address("Firearm", one.firearm_id),
    )


def _end(place: PlaceCount | None, otherwise: str) -> str:
    if place is None:
        return otherwise
    return f"{place.name} ({t('map.roughly')})" if place.precision in ROUGH else place.name
