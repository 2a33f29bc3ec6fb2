"""A saved chart on a page of its own: SVG drawn on the server, the same bytes for the same chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Literal

from ironriver.documents import Frame
from ironriver.errors import Say
from ironriver.search.drawing_shapes import Box, DrawnLine, DrawnThing, bounds, draw_parts, number

Paper = Literal["letter", "a4"]
#: Pages in CSS pixels, upright.
_PAGES = {"letter": (816.0, 1056.0), "a4": (793.7, 1122.5)}
_EDGE = 40.0
_HEAD = 118.0
_FOOT = 132.0
#: Below this scale words are under 6 points: then a chart is cut into sheets.
_SMALLEST = 0.72
#: Two things a million units apart would else be millions of sheets. 2,000 things in good order need some twenty.
MOST_SHEETS = 100

LEGEND_LINES: tuple[tuple[str, Say], ...] = (
    ("recorded", Say(en="Recorded by a source", es="Registrado por una fuente")),
    ("lead", Say(en="Ballistic lead, not confirmed", es="Pista balística, sin confirmar")),
    ("hit", Say(en="Ballistic hit, examiner", es="Coincidencia balística, perito")),
    ("unknown_leg", Say(en="Unknown leg: nobody recorded", es="Tramo desconocido: nadie registrado")),
    ("excluded", Say(en="Excluded by an examiner: no link", es="Descartado por perito: no hay vínculo")),
    ("inferred", Say(en="Held to be so by a rule", es="Se considera así por una regla")),
)
_DIGEST = Say(en="SHA-256 of chart.json", es="SHA-256 de chart.json")
_SAVED = Say(
    en="Chosen and placed at data cut {cut}. Facts as this person may read them; another digest, another content.",
    es="Elegido y colocado con el corte de datos {cut}. Hechos como los puede leer esta persona; otra huella, otro "
    "contenido.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendMark:
    """A kind that stands on the chart: its mark, its word, how many."""

    mark: str
    word: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything on a drawn chart, in one language: `showing` the denominator, `notes` what a reader must know."""

    frame: Frame
    subtitle: str
    showing: str
    notes: tuple[str, ...]
    things: tuple[DrawnThing, ...]
    lines: tuple[DrawnLine, ...]
    legend: tuple[LegendMark, ...]


def draw_chart(chart: Picture, *, language: Literal["en", "es"], paper: Paper) -> str:
    """Return one page as SVG: marking, title, legend, notice, data cut, digest. Lying if the chart is wide."""
    box = bounds(chart.things)
    wide, high = _PAGES[paper] if box.height > box.width else _PAGES[paper][::-1]
    room = (wide - 2 * _EDGE, high - _HEAD - _FOOT - _legend_height(chart))
    scale = min(room[0] / box.width, room[1] / box.height, 1.0)
    size = (box.width * scale, box.height * scale)
    inner = (
        f'<svg x="{number((wide - size[0]) / 2)}" y="{number(_HEAD)}" width="{number(size[0])}" '
        f'height="{number(size[1])}" viewBox="{box.view}">{draw_parts(chart.things, chart.lines)}</svg>'
    )
    parts = [_top(chart, wide), inner, _legend(chart, language, high, wide), _foot(chart, language, wide, high)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="{language}" width="{number(wide)}" height="{number(high)}" '
        f'viewBox="0 0 {number(wide)} {number(high)}" role="img" aria-labelledby="chart-title">'
        f'<title id="chart-title">{escape(chart.frame.title)}: {escape(chart.subtitle)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def draw_sheets(chart: Picture, *, width: float, height: float) -> tuple[str, ...]:
    """Return the chart without a page around it: whole, and where its words would be too small also in sheets.

    `width` and `height` are the room of one sheet in CSS pixels; neighbouring sheets overlap. Things that stand so
    far apart that more than `MOST_SHEETS` would be needed, most of them empty, are drawn whole alone.
    """
    box, parts = bounds(chart.things), draw_parts(chart.things, chart.lines)
    pieces = [box]
    if min(width / box.width, height / box.height) < _SMALLEST:
        pieces += _cut(box, width / _SMALLEST, height / _SMALLEST)
    said = f'role="img" aria-label="{escape(chart.frame.title, quote=True)}"'
    return tuple(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{piece.view}" {said}>{parts}</svg>'
        for piece in pieces
    )


def legend_line(style: str, language: Literal["en", "es"]) -> str:
    """Return what a style of line means."""
    return dict(LEGEND_LINES)[style].in_language(language)


def styles_of(chart: Picture) -> Sequence[str]:
    """Return the styles of line that stand on a chart, in the legend's order."""
    there = {line.style for line in chart.lines}
    return [style for style, _ in LEGEND_LINES if style in there]


def saved_text(chart: Picture, language: Literal["en", "es"]) -> str:
    """Return the sentence about the data cut."""
    return _SAVED.in_language(language).replace("{cut}", chart.frame.cut)


def _cut(box: Box, width: float, height: float, overlap: float = 60.0) -> list[Box]:
    columns = max(1, -(-int(box.width - overlap) // int(width - overlap)))
    rows = max(1, -(-int(box.height - overlap) // int(height - overlap)))
    if columns * rows > MOST_SHEETS:
        return []
    return [
        Box(x=box.x + column * (width - overlap), y=box.y + row * (height - overlap), width=width, height=height)
        for row in range(rows)
        for column in range(columns)
    ]


def _text(text: str, x: float, y: float, *, size: float = 9.5, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="\'Public Sans\',\'Paper Sans\',sans-serif" '
        f'font-size="{number(size)}" font-weight="{weight}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _marking(text: str, wide: float, y: float) -> str:
    across = min(wide - 2 * _EDGE, 7.4 * len(text) + 40)
    return (
        f'<rect x="{number((wide - across) / 2)}" y="{number(y)}" width="{number(across)}" height="20" fill="none" '
        f'stroke="#000" stroke-width="1.6"/>{_text(text, wide / 2, y + 14, size=11, weight=700, anchor="middle")}'
    )


def _top(chart: Picture, wide: float) -> str:
    frame = chart.frame
    brand = "Ironriver" + (f" · {frame.demo}" if frame.demo else "")
    rule = f'<path d="M{number(_EDGE)} 108H{number(wide - _EDGE)}" stroke="#000" stroke-width="1.8"/>'
    return (
        _marking(frame.marking, wide, 16)
        + _text(brand, _EDGE, 54, size=10)
        + _text(frame.title, _EDGE, 77, size=19, weight=700)
        + _text(chart.subtitle, _EDGE, 98, size=11)
        + _text(chart.showing, wide - _EDGE, 98, size=11, weight=700, anchor="end")
        + rule
    )


def _legend_height(chart: Picture) -> float:
    return 26.0 * (-(-(len(chart.legend) + len(styles_of(chart))) // 5))


def _legend(chart: Picture, language: Literal["en", "es"], high: float, wide: float) -> str:
    top, column = high - _FOOT - _legend_height(chart) + 14, (wide - 2 * _EDGE) / 5
    items = [(f'<g transform="scale(.62)">{one.mark}</g>', f"{one.word} {one.count:,}") for one in chart.legend]
    for style in styles_of(chart):
        ends = (
            DrawnThing(id="a", x=-34, y=0, mark="", label=""),
            DrawnThing(id="b", x=34, y=0, mark="", label=""),
        )
        drawn = draw_parts(ends, [DrawnLine(id="l", from_id="a", to_id="b", style=style)])
        items.append((f'<g transform="scale(.6)">{drawn}</g>', legend_line(style, language)))
    return "".join(
        f'<g transform="translate({number(_EDGE + 14 + column * (place % 5))} {number(top + 26 * (place // 5))})">'
        f"{mark}{_text(word, 20, 3.5)}</g>"
        for place, (mark, word) in enumerate(items)
    )


def _foot(chart: Picture, language: Literal["en", "es"], wide: float, high: float) -> str:
    frame, top = chart.frame, high - _FOOT
    letters = int((wide - 2 * _EDGE) / 4.3)
    said = [*wrap(frame.notice, letters), *wrap(saved_text(chart, language), letters)]
    said += [line for note in chart.notes for line in wrap(note, letters)]
    lines = [_text(line, _EDGE, top + 12 + 11 * place, size=8.5) for place, line in enumerate(said[:7])]
    rule = f'<path d="M{number(_EDGE)} {number(high - 47)}H{number(wide - _EDGE)}" stroke="#000"/>'
    digest = f"{frame.identifier} {_DIGEST.in_language(language)}: {frame.grouped_digest}"
    return (
        "".join(lines)
        + rule
        + _text(digest, _EDGE, high - 36, size=7.5)
        + _marking(frame.marking, wide, high - 29)
    )
