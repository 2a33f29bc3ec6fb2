"""ATF source-state × recovery-state tables → published aggregates. Pure: rows in, flows and flags out.

Zero cells are left out (no flow); everything else is taken as printed. Where cells do not add up to a stated
total, both figures are told and neither is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from ironriver.errors import Invalid, Say
from ironriver.ingest.states import US_CODES, jurisdiction_code
from ironriver.ingest.table import Reject, reject
from ironriver.ingest.workbook import Cell

_YEAR_NOTE = re.compile(r"between 1/1/(\d{4})")
_QUERY_NOTE = re.compile(r"query of the (.+?) on ([A-Z][a-z]+ \d{1,2}, \d{4})")
_YEAR_NAME = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Flow:
    """One cell: firearms recovered in `recovery_state` and first sold in `source_state` in a year."""

    line: int
    column: str
    source_state: str
    recovery_state: str
    count: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stated total that its cells do not reach.

    `where` is a row's or column's jurisdiction, `TOTAL`, or `US TOTAL` (the cells of United States rows only, where
    the table also has a foreign row).
    """

    line: int
    where: str
    stated: int
    summed: int


@dataclass(slots=True)
class FlowTable:
    """A whole table as read. `extracted` is ISO, empty when the file does not say."""

    year: int
    extraction_source: str = ""
    extracted: str = ""
    flows: list[Flow] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    jurisdictions: list[str] = field(default_factory=list)


def read_flows(rows: Iterable[tuple[int, Sequence[Cell]]], *, name: str, year: int | None = None) -> FlowTable:
    """Return the table of one sheet. The year comes from its notes, else from `year`, else from the file's name.

    Raises `Invalid` when the sheet is not such a table or no year can be found.
    """
    body = [(number, cells) for number, cells in rows if any(cell.value is not None for cell in cells)]
    header = next((index for index, (_, cells) in enumerate(body[:10]) if _text(cells, 0) == "SOURCE STATE"), None)
    if header is None:
        raise _not_flows()
    columns = _columns(body[header][1])
    notes = [_text(cells, 1, upper=False) for _, cells in body[header + 1 :] if _text(cells, 1).startswith("-")]
    table = FlowTable(year=_year(notes, name, year))
    _read_notes(table, notes)
    rows_read = [_read_row(table, number, cells, columns) for number, cells in body[header + 1 :]]
    _compare_totals(table, [row for row in rows_read if row is not None], columns)
    table.jurisdictions = sorted({code for code in columns.values() if code != "TOTAL"})
    return table


@dataclass(slots=True)
class _TableRow:
    line: int
    code: str
    counts: dict[str, int]


def _columns(cells: Sequence[Cell]) -> dict[int, str]:
    found: dict[int, str] = {}
    for index in range(2, len(cells)):
        text = _text(cells, index)
        if text:
            found[index] = _code(text)
    if len(found) < 3 or "" in found.values() or len(set(found.values())) != len(found):
        raise _not_flows()
    return found


def _code(text: str) -> str:
    return "TOTAL" if text in {"TOTAL", "TOTALS"} else jurisdiction_code(text)


def _read_row(table: FlowTable, line: int, cells: Sequence[Cell], columns: dict[int, str]) -> _TableRow | None:
    name = _text(cells, 1)
    if not name or name.startswith("-"):
        return None
    code = _code(name)
    if not code:
        table.rejects.append(_unknown_state(line, name))
        return None
    row = _TableRow(line, code, {})
    for index, column in columns.items():
        cell = cells[index] if index < len(cells) else Cell(None)
        if isinstance(cell.value, int) and not isinstance(cell.value, bool) and cell.value >= 0:
            row.counts[column] = cell.value
            if code != "TOTAL" != column and cell.value:
                table.flows.append(Flow(line, column, code, column, cell.value))
        elif cell.value is not None:
            table.rejects.append(_bad_cell(line, column, cell))
    return row


def _compare_totals(table: FlowTable, rows: Sequence[_TableRow], columns: dict[int, str]) -> None:
    body = [row for row in rows if row.code != "TOTAL"]
    for row in body:
        _compare(table, row.line, row.code, row.counts.get("TOTAL"), _sum(row))
    for total in (row for row in rows if row.code == "TOTAL"):
        for column in columns.values():
            cells = (_sum(row) if column == "TOTAL" else row.counts.get(column, 0) for row in body)
            _compare(table, total.line, column, total.counts.get(column), sum(cells))
        if any(row.code not in US_CODES for row in body):
            inside = sum(_sum(row) for row in body if row.code in US_CODES)
            _compare(table, total.line, "US TOTAL", total.counts.get("TOTAL"), inside)


def _sum(row: _TableRow) -> int:
    return sum(count for column, count in row.counts.items() if column != "TOTAL")


def _compare(table: FlowTable, line: int, where: str, stated: int | None, summed: int) -> None:
    if stated is not None and stated != summed:
        table.mismatches.append(Mismatch(line, where, stated, summed))


def _year(notes: Sequence[str], name: str, given: int | None) -> int:
    for note in notes:
        if found := _YEAR_NOTE.search(note):
            return int(found[1])
    if given is not None:
        return given
    if found := _YEAR_NAME.search(name):
        return int(found[1])
    raise Invalid(
        Say(
            en="Neither the sheet nor the file's name says which year this is. Give it with --as-of yyyy-mm.",
            es="Ni la hoja ni el nombre del archivo dicen de qué año se trata. Indíquelo con --as-of aaaa-mm.",
        ),
        fields={"as_of": Say(en="year needed", es="falta el año")},
    )


def _read_notes(table: FlowTable, notes: Sequence[str]) -> None:
    for note in notes:
        if found := _QUERY_NOTE.search(note):
            table.extraction_source = found[1]
            with suppress(ValueError):  # no such day: not told
                # A calendar date printed in the file; no time zone belongs to it.
                table.extracted = datetime.strptime(found[2], "%B %d, %Y").date().isoformat()  # noqa: DTZ007


def _text(cells: Sequence[Cell], index: int, *, upper: bool = True) -> str:
    if index >= len(cells) or not isinstance(cells[index].value, str):
        return ""
    text = " ".join(str(cells[index].value).split())
    return text.upper() if upper else text


def _bad_cell(line: int, column: str, cell: Cell) -> Reject:
    if cell.is_formula:
        return reject(
            line,
            column,
            str(cell.value),
            "formula",
            Say(
                en="A formula stands where a figure should be; its result is not trusted.",
                es="Hay una fórmula donde debería haber una cifra; no se confía en su resultado.",
            ),
        )
    return reject(
        line, column, str(cell.value), "not_a_count", Say(en="This is not a count.", es="Esto no es un conteo.")
    )


def _unknown_state(line: int, name: str) -> Reject:
    return reject(
        line,
        "source_state",
        name,
        "unknown_state",
        Say(en="No jurisdiction of this name is known.", es="No se conoce ninguna jurisdicción con este nombre."),
    )


def _not_flows() -> Invalid:
    return Invalid(
        Say(
            en="This sheet is not a source-state by recovery-state table: no row begins with “Source State”.",
            es="Esta hoja no es una tabla de estado de origen por estado de recuperación: ninguna fila empieza con "
            "«Source State».",
        )
    )
