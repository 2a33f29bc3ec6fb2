"""Rows out of a spreadsheet: the same records as out of the text table with the same cells."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from ironriver.errors import Invalid
from ironriver.ingest.delimited import Columns, open_delimited
from ironriver.ingest.sheet import count_rows, is_workbook, open_table, text_of
from ironriver.ingest.table import Record, Reject
from ironriver.ingest.workbook import Cell

COLUMNS = Columns(
    names={"number": ("trace_number", "numero"), "serial": ("serial",), "sold": ("purchase_date",)},
    required=("number",),
)


def workbook(*rows: list[Any]) -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made


def rows_of(handle: io.BytesIO) -> list[Record | Reject]:
    return list(open_table(handle, COLUMNS).rows)


def test_the_same_cells_are_the_same_records() -> None:
    cells = [["Trace Number", "Serial", "Purchase-Date", "Else"], ["T1", "TKF 12045", "2025-08-14", "x"]]
    text = io.BytesIO("\n".join(",".join(row) for row in cells).encode())
    of_text, of_sheet = open_delimited(text, COLUMNS), open_table(workbook(*cells), COLUMNS)
    assert (
        (of_sheet.columns, of_sheet.ignored)
        == (of_text.columns, of_text.ignored)
        == (tuple(COLUMNS.names), ("Else",))
    )
    assert [(one.line, one.cells) for one in of_sheet.rows] == [(one.line, one.cells) for one in of_text.rows]
    assert of_sheet.form == "xlsx, header on row 1"


def test_days_and_whole_numbers_are_read_as_typed() -> None:
    (row,) = rows_of(workbook(["numero", "serial", "purchase_date"], [2_026_041, 12045.0, date(2025, 8, 14)]))
    assert row == Record(2, {"number": "2026041", "serial": "12045", "sold": "2025-08-14"})
    assert text_of(Cell(1.5)) == "1.5"
    assert text_of(Cell(1e300)) == "1e+300"
    assert text_of(Cell("2025-08-14 09:30:00")) == "2025-08-14 09:30:00"


def test_formulas_are_refused_where_they_would_be_read() -> None:
    sheet = workbook(
        ["numero", "serial", "else"], ["T1", "=A1", ""], ["T2", "B", "=1+1"], [None, None, "=1"], ["T3"]
    )
    found = rows_of(sheet)
    assert isinstance(found[0], Reject)
    assert (found[0].line, found[0].column, found[0].reason, found[0].value) == (2, "serial", "formula", "=A1")
    assert [(one.line, one.cells["serial"]) for one in found[1:] if isinstance(one, Record)] == [(3, "B"), (5, "")]


def test_empty_rows_above_the_header_are_passed_over_and_columns_may_lack() -> None:
    handle = workbook([None, None], ["", "Numero", None], [None, "T1", "beyond the header"])
    assert is_workbook(handle)
    assert count_rows(handle) == 2
    assert rows_of(handle) == [Record(3, {"number": "T1"})]
    with pytest.raises(Invalid, match="number"):
        open_table(workbook(["serial"], ["A"]), COLUMNS)
    with pytest.raises(Invalid, match="empty"):
        open_table(workbook(), COLUMNS)


def test_what_is_no_workbook_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Invalid, match="not a readable spreadsheet"):
        open_table(io.BytesIO(b"PK\x03\x04 and nothing else"), COLUMNS)
    text = io.BytesIO(b"numero,serial\nT1,A\nT2,B\n")
    assert not is_workbook(text)
    assert count_rows(text) == 2
    assert [one.line for one in rows_of(text)] == [2, 3]
