"""Rows of events out of a spreadsheet, under the same columns as those of a text table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ironriver.errors import Invalid, Say
from ironriver.ingest.delimited import Columns, open_delimited, place_columns
from ironriver.ingest.table import Record, Reject, Table, reject
from ironriver.ingest.workbook import Cell, read_sheet

#: First bytes of a zip archive, which every xlsx is and no text table begins with.
_ZIP = b"PK\x03\x04"
_MIDNIGHT = " 00:00:00"


def open_table(handle: BinaryIO, columns: Columns) -> Table:
    """Return the rows of a text table or of the first sheet of a spreadsheet: its own bytes say which it is.

    Raises `Invalid` or `TooLarge` where it is neither, is not safe to open, or lacks a required column.
    """
    return open_sheet(handle, columns) if is_workbook(handle) else open_delimited(handle, columns)


def is_workbook(handle: BinaryIO) -> bool:
    """Return whether the file is an archive; it stands at its beginning afterwards."""
    handle.seek(0)
    found = handle.read(len(_ZIP)) == _ZIP
    handle.seek(0)
    return found


def count_rows(handle: BinaryIO) -> int:
    """Return how many rows below its header a file has at most, for a progress bar."""
    if is_workbook(handle):
        lines = sum(1 for _ in read_sheet(handle))
    else:
        lines = sum(block.count(b"\n") for block in iter(lambda: handle.read(1 << 20), b""))
    return max(0, lines - 1)


def open_sheet(handle: BinaryIO, columns: Columns) -> Table:
    """Return the rows of the first sheet. Its first row that is not empty is the header."""
    rows = read_sheet(handle)
    number, heads = _header(rows)
    positions, ignored = place_columns(heads, columns)
    return Table(
        columns=tuple(positions),
        ignored=tuple(one for one in ignored if one),
        form=f"xlsx, header on row {number}",
        rows=_records(rows, positions),
    )


def _header(rows: Iterator[tuple[int, list[Cell]]]) -> tuple[int, list[str]]:
    for number, cells in rows:
        heads = [text_of(cell) for cell in cells]
        if any(heads):
            while not heads[-1]:
                heads.pop()
            return number, heads
    raise Invalid(
        Say(
            en="The first sheet is empty. Put the rows on the first sheet, below one row of column names.",
            es="La primera hoja está vacía. Ponga las filas en la primera hoja, bajo una fila con los nombres.",
        )
    )


def text_of(cell: Cell) -> str:
    """Return a cell as a person would have typed it: whole numbers without a point, days without midnight."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip().removesuffix(_MIDNIGHT)


def _records(rows: Iterable[tuple[int, list[Cell]]], positions: dict[str, int]) -> Iterator[Record | Reject]:
    for number, cells in rows:
        read = {name: cells[at] for name, at in positions.items() if at < len(cells)}
        computed = next((name for name, cell in read.items() if cell.is_formula), None)
        if computed is not None:
            yield _formula(number, computed, str(read[computed].value))
            continue
        texts = {name: text_of(read[name]) if name in read else "" for name in positions}
        if any(texts.values()):
            yield Record(number, texts)


def _formula(number: int, column: str, value: str) -> Reject:
    say = Say(
        en="This cell holds a formula. Formulas are never computed: paste the values and send the file again.",
        es="Esta celda tiene una fórmula. Las fórmulas no se calculan: pegue valores y envíe de nuevo el archivo.",
    )
    return reject(number, column, value, "formula", say)
