"""Rows for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.documents import to_csv


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\x00"])
def test_a_text_that_would_run_begins_with_an_apostrophe(start: str) -> None:
    (row,) = csv.reader(io.StringIO(to_csv([[f"{start}cmd", "T4412"]]), newline=""))
    assert row == [f"'{start}cmd", "T4412"]


def test_a_number_is_written_as_it_is() -> None:
    assert to_csv([[-3, 0.5]]) == "-3,0.5\r\n"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2), min_size=1))
def test_every_cell_comes_back_and_none_begins_like_a_formula(rows: list[list[str]]) -> None:
    back = list(csv.reader(io.StringIO(to_csv(rows), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in back for cell in row if cell[:1] in set("=+-@\t\r")]
