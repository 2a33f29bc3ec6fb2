"""Text tables: tab, pipe, comma or semicolon, with or without quotes, as they come out of real offices."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from ironriver.errors import Invalid, Say
from ironriver.ingest.encoding import Encoding, detect_encoding
from ironriver.ingest.lines import Line, read_lines
from ironriver.ingest.table import Record, Reject, Table, reject

DELIMITERS = {"\t": "tab", "|": "pipe", ",": "comma", ";": "semicolon"}
#: Most physical lines that one quoted cell may span before its quote counts as never closed.
QUOTED_LINES = 200
#: Widest header that is read. The widest contract has 53 columns.
MOST_COLUMNS = 500

csv.field_size_limit(16_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns a table has: our name → the names it goes by outside (folded), and which must be there."""

    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]
    ended: bool


def open_delimited(handle: BinaryIO, columns: Columns) -> Table:
    """Detect encoding and delimiter from the file itself and return its rows.

    Raises `Invalid` when the file is empty, is no text, or lacks a required column under every delimiter; the
    refusal names what is missing and what was found.
    """
    encoding = detect_encoding(handle)
    handle.seek(encoding.skip)
    lines = read_lines(handle)
    header, text = _first_line(lines, encoding)
    delimiter = _choose_delimiter(text, columns)
    found = _split(text, delimiter)
    positions, ignored = place_columns(found, columns)
    rows = _records(_rows(lines, encoding, delimiter), positions, len(found))
    return Table(
        columns=tuple(positions),
        ignored=tuple(ignored),
        form=f"{DELIMITERS[delimiter]}, {encoding.name}, header on line {header}",
        rows=rows,
    )


def fold(name: str) -> str:
    """Return a column name as it is compared: lower case, every run of other signs one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def _first_line(lines: Iterator[Line], encoding: Encoding) -> tuple[int, str]:
    for line in lines:
        text = None if line.data is None else encoding.decode(line.data)
        if text is None:
            break
        if text.strip():
            return line.number, text
    raise Invalid(
        Say(
            en="No header line was found: the file is empty, or its first line is not readable text.",
            es="No se encontró la línea de encabezado: el archivo está vacío o su primera línea no es texto.",
        )
    )


def _split(text: str, delimiter: str) -> list[str]:
    if '"' in text:
        with suppress(csv.Error):  # a lone carriage return outside of quotes
            return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter))]
    return [cell.strip() for cell in text.split(delimiter)]


def _choose_delimiter(header: str, columns: Columns) -> str:
    known = {name for names in columns.names.values() for name in names}

    def hits(delimiter: str) -> int:
        return len(known & {fold(cell) for cell in _split(header, delimiter)})

    return max(DELIMITERS, key=hits)


def place_columns(found: Sequence[str], columns: Columns) -> tuple[dict[str, int], list[str]]:
    """Return where our columns stand in a header, and the names in it that are none of ours.

    Raises `Invalid` where one stands there twice, is required and missing, or the header is too wide.
    """
    if len(found) > MOST_COLUMNS:
        raise _header_refused("more than 500 columns", "más de 500 columnas")
    ours = {outside: name for name, outsides in columns.names.items() for outside in outsides}
    positions: dict[str, int] = {}
    ignored: list[str] = []
    for index, cell in enumerate(found):
        name = ours.get(fold(cell))
        if name is None:
            ignored.append(cell)
        elif name in positions:
            raise _header_refused(f"the column {name} occurs twice", f"la columna {name} aparece dos veces")
        else:
            positions[name] = index
    missing = [name for name in columns.required if name not in positions]
    if missing:
        shown = ", ".join(cell[:40] for cell in found[:12])
        names = ", ".join(missing)
        raise Invalid(
            Say(
                en=f"The header lacks: {names}. It has: {shown}. Check the kind of file and its delimiter.",
                es=f"Al encabezado le falta: {names}. Tiene: {shown}. Revise el tipo de archivo y su separador.",
            ),
            fields={name: Say(en="column missing", es="falta la columna") for name in missing},
        )
    return positions, ignored


def _header_refused(english: str, spanish: str) -> Invalid:
    return Invalid(
        Say(
            en=f"The header cannot be used: {english}.",
            es=f"El encabezado no se puede usar: {spanish}.",
        )
    )


def _rows(lines: Iterable[Line], encoding: Encoding, delimiter: str) -> Iterator[_Row | Reject]:
    waiting: list[tuple[Line, str]] = []
    for line in lines:
        text = None if line.data is None else encoding.decode(line.data)
        if text is None:
            yield from _give_up(waiting, delimiter)
            waiting = []
            yield _too_long(line.number) if line.data is None else _bad_bytes(line, encoding)
            continue
        if not waiting and '"' not in text:
            if text and not text.isspace():
                yield _Row(line.number, [cell.strip() for cell in text.split(delimiter)], line.ended)
            continue
        waiting.append((line, text))
        if sum(part.count('"') for _, part in waiting) % 2 == 0:
            yield from _quoted(waiting, delimiter)
            waiting = []
        elif len(waiting) > QUOTED_LINES:
            yield from _give_up(waiting, delimiter)
            waiting = []
    yield from _give_up(waiting, delimiter)


def _quoted(waiting: list[tuple[Line, str]], delimiter: str) -> Iterator[_Row | Reject]:
    """One row, or several: two lines with a stray quote each (an inch sign) are even together and yet two rows."""
    reader = csv.reader([f"{text}\n" for _, text in waiting], delimiter=delimiter)
    rows, begun = [], 0
    try:
        for cells in reader:
            rows.append(_Row(waiting[begun][0].number, [cell.strip() for cell in cells], waiting[-1][0].ended))
            begun = reader.line_num
    except csv.Error:
        yield from _give_up(waiting, delimiter)
    else:
        yield from (row for row in rows if any(row.cells))


def _give_up(waiting: list[tuple[Line, str]], delimiter: str) -> Iterator[_Row | Reject]:
    """A quote that is never closed is an ordinary sign: read each line on its own."""
    for line, text in waiting:
        yield _Row(line.number, [cell.strip() for cell in text.split(delimiter)], line.ended)


def _records(rows: Iterable[_Row | Reject], positions: dict[str, int], width: int) -> Iterator[Record | Reject]:
    places = list(positions.items())
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        cells = row.cells
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) != width:
            yield _wrong_width(row, width)
        elif not all(set(cell) <= {"-"} for cell in cells):
            yield Record(row.line, {name: cells[index] for name, index in places})


def _wrong_width(row: _Row, width: int) -> Reject:
    found, start = len(row.cells), " ".join(row.cells)
    if found < width and not row.ended:
        return reject(
            row.line,
            "",
            start,
            "cut",
            Say(
                en=f"The file ends inside this row: {found} of {width} columns. Ask for the file again.",
                es=f"El archivo termina dentro de esta fila: {found} de {width} columnas. Pídalo de nuevo.",
            ),
        )
    return reject(
        row.line,
        "",
        start,
        "columns",
        Say(
            en=f"This row has {found} columns, the header {width}. Check for an unquoted delimiter.",
            es=f"Esta fila tiene {found} columnas y el encabezado {width}. Busque un separador sin comillas.",
        ),
    )


def _too_long(number: int) -> Reject:
    return reject(
        number,
        "",
        "",
        "line_too_long",
        Say(
            en="This line is longer than 1,000,000 bytes and was skipped.",
            es="Esta línea tiene más de 1,000,000 de bytes y se omitió.",
        ),
    )


def _bad_bytes(line: Line, encoding: Encoding) -> Reject:
    return reject(
        line.number,
        "",
        repr(line.data)[2:-1],
        "bad_bytes",
        Say(
            en=f"This line holds bytes that are not {encoding.name} text.",
            es=f"Esta línea contiene bytes que no son texto {encoding.name}.",
        ),
    )
