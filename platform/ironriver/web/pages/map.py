"""The map page as its template draws it: sentences with their wholes, rows of the twin, the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from markupsafe import Markup

from ironriver import search
from ironriver.model.values import firearm_type_title
from ironriver.search import CorridorMap, MapLimits, RecoveryMap
from ironriver.web.formats import show_number, show_tenths
from ironriver.web.language import LOCALES
from ironriver.web.look import language, t
from ironriver.web.maps.drawing import MapLine, MapMark, draw_map, outside
from ironriver.web.maps.projection import WINDOWS, Window
from ironriver.web.pages.things import Cut, Query, cut_of, queries

#: Lines and rows of one page; the others are counted, and the files hold all.
TOP = 60
LAYERS = ("corridors", "recoveries")
ROUGH = frozenset({"state", "country", "county", "none", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """One row of the twin; `id` is that of its line or ring."""

    id: str
    title: str
    count: str
    share: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBar:
    """One year of the strip: height in hundredths of the tallest."""

    year: int
    count: str
    tall: int
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """What the template draws. `beside` are sentences about what is not on the map."""

    layer: str
    window: str
    limits: MapLimits
    whole: str
    showing: str
    rows: tuple[MapRow, ...]
    beside: tuple[str, ...]
    years: tuple[YearBar, ...]
    drawing: Markup
    cut: Cut | None
    shown: Sequence[Query]


def place_name(code: str, said: str) -> str:
    """Return `Sonora`, `Guatemala` for a code of the map, in the reader's language where it differs."""
    if "-" in code:
        return search.name_of(code) or code
    return str(Locale.parse(LOCALES[said]).territories.get(code, code))


def corridors_sheet(found: CorridorMap, window: str) -> MapSheet:
    """Return the page of corridors."""
    said = language()
    legs, kept = found.legs, found.corridors[:TOP]
    titles = {one.id: f"{place_name(one.start, said)} → {place_name(one.end, said)}" for one in kept}
    lines = [_line_of(one.id, one.start, one.end, one.traces, titles[one.id]) for one in kept]
    marks = _ends(kept, said)
    beside = [
        t("map.stayed", n=_n(legs.stayed)),
        t("map.no_source", n=_n(legs.no_source)),
        t("map.no_recovery", n=_n(legs.no_recovery)),
        t("map.neither", n=_n(legs.neither)),
    ]
    if found.unplaced:
        beside.append(t("map.unplaced", n=_n(found.unplaced)))
    if found.folded:
        small = _n(found.folded_traces) if found.folded_traces >= search.FLOOR else f"< {search.FLOOR}"
        beside.append(t("map.folded", corridors=_n(found.folded), n=small, floor=search.FLOOR))
    return MapSheet(
        layer="corridors",
        window=window,
        limits=found.limits,
        whole=t("map.whole", n=_n(legs.joined), of=_n(legs.asked)),
        showing=_showing(len(kept), len(found.corridors)),
        rows=tuple(
            MapRow(id=one.id, title=titles[one.id], count=_n(one.traces), share=_share(one.traces, legs.joined))
            for one in kept
        ),
        beside=(*beside, *_outside(WINDOWS[window], lines, marks)),
        years=_years(found),
        drawing=draw_map(WINDOWS[window], lines, marks, t("map.drawn_corridors", n=len(kept))),
        cut=cut_of(found.shown),
        shown=queries(found.shown),
    )


def recoveries_sheet(found: RecoveryMap, limits: MapLimits, window: str) -> MapSheet:
    """Return the page of recoveries by place."""
    said = language()
    marks = [
        MapMark(
            id=one.id,
            at=(one.lon, one.lat),
            count=one.count,
            name=one.name if "-" in one.id or "/" in one.id else place_name(one.id, said),
            sort="recovery",
            rough=one.precision in ROUGH,
        )
        for one in found.places
    ]
    placed = sum(one.count for one in found.places)
    beside = [t("map.unknown_places", n=_n(found.unknown))]
    if found.folded_places:
        small = _n(found.folded) if found.folded >= search.FLOOR else f"< {search.FLOOR}"
        beside.append(t("map.folded_places", places=_n(found.folded_places), n=small, floor=search.FLOOR))
    return MapSheet(
        layer="recoveries",
        window=window,
        limits=limits,
        whole=t("map.whole_recoveries", n=_n(placed), of=_n(found.total)),
        showing=_showing(min(len(marks), TOP), len(marks)),
        rows=tuple(
            MapRow(
                id=mark.id, title=mark.name, count=_n(mark.count), share=_share(mark.count, found.total),
                note=t(f"map.precision_{one.precision}"),
            )
            for mark, one in list(zip(marks, found.places, strict=True))[:TOP]
        ),
        beside=(*beside, *_outside(WINDOWS[window], [], marks)),
        years=(),
        drawing=draw_map(WINDOWS[window], [], marks, t("map.drawn_recoveries", n=len(marks))),
        cut=cut_of(found.shown),
        shown=queries(found.shown),
    )  # fmt: skip


def choices() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return what the form offers: layers, windows, reaches, types of firearm."""
    return {
        "layers": [(one, t(f"map.layer_{one}")) for one in LAYERS],
        "windows": [(one, t(f"map.window_{one}")) for one in WINDOWS],
        "reaches": [(one, t(f"map.reach_{one}")) for one in search.REACHES],
        "types": [(code, _type(code)) for code in search.MAP_TYPES],
    }


def _type(code: str) -> str:
    say = firearm_type_title(code)
    return say.in_language(language()) if say else code


def _line_of(id_: str, start: str, end: str, count: int, title: str) -> MapLine:
    ends = search.position_of(start), search.position_of(end)
    if ends[0] is None or ends[1] is None:
        raise ValueError(f"{id_} has no position")
    return MapLine(id=id_, start=ends[0], end=ends[1], count=count, said=f"{title}: {count}")


def _ends(kept: Sequence[search.Corridor], said: str) -> list[MapMark]:
    """Ends of the lines that are drawn, with their sums: what is folded is in no sum."""
    sums: dict[tuple[str, str], int] = {}
    for one in kept:
        for code, sort in ((one.start, "sale"), (one.end, "recovery")):
            sums[code, sort] = sums.get((code, sort), 0) + one.traces
    found = []
    for (code, sort), count in sums.items():
        if at := search.position_of(code):
            name = place_name(code, said)
            found.append(MapMark(id=code, at=at, count=count, name=name, sort=sort, rough=True))
    return found


def _outside(window: Window, lines: Sequence[MapLine], marks: Sequence[MapMark]) -> tuple[str, ...]:
    gone_lines, gone_marks = outside(window, lines, marks)
    return (t("map.outside", lines=gone_lines, places=gone_marks),) if gone_lines or gone_marks else ()


def _years(found: CorridorMap) -> tuple[YearBar, ...]:
    most = max((count for _, count in found.years), default=1)
    limits = found.limits
    return tuple(
        YearBar(
            year=year, count=_n(count), tall=max(1, count * 100 // most), inside=limits.first <= year <= limits.last
        )
        for year, count in found.years[-12:]
    )


def _showing(count: int, of: int) -> str:
    return t("map.showing", n=_n(count), of=_n(of))


def _n(count: int) -> str:
    return show_number(count, language())


def _share(count: int, whole: int) -> str:
    return f"{show_tenths(100 * count / whole, language())} %" if whole else ""
