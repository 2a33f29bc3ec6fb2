"""Rows for spreadsheets: one way to write them, so that no cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: Signs after which a spreadsheet would run a cell as a formula (OWASP ASVS 5.0, 1.2.10).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00")


def to_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180: comma, CRLF); texts that would run as a formula begin with an apostrophe.

    Numbers are written as they are. For a program that guesses encodings, encode with `utf-8-sig`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell
