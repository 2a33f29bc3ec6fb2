"""Spreadsheets (xlsx), opened only after the archive was found harmless.

An xlsx is a zip of XML. Before any parser sees it, every entry is inflated once under a budget and thrown away:
declared sizes may lie. Figures with reasons stand beside the constants; the attack list is facts/security.md §2.3.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ironriver.errors import Invalid, Say, TooLarge

#: Most entries; the published tables have 12.
MOST_ENTRIES = 500
#: Most bytes after inflation, all entries together; the published tables have 150 kB.
MOST_BYTES = 200_000_000
#: Most inflation of one entry; real sheets reach about 30, XML of equal cells 100.
MOST_RATIO = 300
#: Below this size the ratio is not looked at.
RATIO_FLOOR = 1_000_000
#: Widest and longest sheet that is read.
MOST_COLUMNS = 1_000
MOST_ROWS = 100_000

_BLOCK = 1 << 16
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value and whether a formula stands there (then the value is the formula's text)."""

    value: str | int | float | None
    is_formula: bool = False


def read_sheet(handle: BinaryIO) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number, cells) of the first sheet. Raises `Invalid` or `TooLarge` before parsing.

    Formulas are never computed and their remembered results never trusted.
    """
    check_archive(handle)
    handle.seek(0)
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl runs without defusedxml")
    try:
        book = openpyxl.load_workbook(handle, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > MOST_ROWS:
                raise _too_large(f"more than {MOST_ROWS:,} rows", f"más de {MOST_ROWS:,} filas")
            yield number, [_cell(one) for one in row[:MOST_COLUMNS]]
    except TooLarge:
        raise
    except Exception as cause:  # openpyxl raises whatever its XML leads it to: KeyError, TypeError, ParseError…
        raise _not_workbook() from cause


def check_archive(handle: BinaryIO) -> None:
    """Refuse an archive that is broken, overlapping, too big when inflated, or carries a DTD."""
    handle.seek(0)
    try:
        with zipfile.ZipFile(handle) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise _too_large(f"{len(entries):,} parts", f"{len(entries):,} partes")
            _refuse_overlap(entries)
            spent = 0
            for entry in entries:
                spent += _inflate(archive, entry, MOST_BYTES - spent)
            if "xl/workbook.xml" not in {entry.filename for entry in entries}:
                raise _not_workbook()
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as cause:
        raise _not_workbook() from cause


def _refuse_overlap(entries: list[zipfile.ZipInfo]) -> None:
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise _bomb("entries overlap", "hay partes encimadas")
        # 30 bytes: fixed part of a local header. Its extra field may differ from the central one: left out.
        end = entry.header_offset + 30 + len(entry.filename.encode()) + entry.compress_size


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    if entry.flag_bits & 0x1:
        raise _bomb("it is encrypted", "está cifrado")
    is_markup = entry.filename.endswith((".xml", ".rels", ".vml"))
    size, tail = 0, b""
    with archive.open(entry) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > budget:
                raise _bomb("it inflates beyond 200 MB", "se infla a más de 200 MB")
            if size > RATIO_FLOOR and size > MOST_RATIO * max(entry.compress_size, 1):
                raise _bomb("it inflates more than 300-fold", "se infla más de 300 veces")
            if is_markup:
                tail = _refuse_markup(tail, block)
    return size


def _refuse_markup(tail: bytes, block: bytes) -> bytes:
    """Look for document type declarations, also in UTF-16 and across blocks."""
    seen = (tail + block).replace(b"\x00", b"").upper()
    if any(word in seen for word in _MARKUP):
        raise _bomb("it carries a document type declaration", "trae una declaración de tipo de documento")
    return seen[-16:]


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - openpyxl has no types
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        return Cell(str(value), is_formula=True)
    if isinstance(value, str | int | float) or value is None:
        return Cell(value)
    return Cell(str(value))


def _not_workbook() -> Invalid:
    return Invalid(
        Say(
            en="This is not a readable spreadsheet (xlsx). Open it in a spreadsheet program and save it anew.",
            es="Esto no es una hoja de cálculo legible (xlsx). Ábrala en un programa de hojas y guárdela de nuevo.",
        )
    )


def _bomb(english: str, spanish: str) -> Invalid:
    return Invalid(
        Say(
            en=f"This spreadsheet was refused unopened: {english}. Tell whoever sent it.",
            es=f"Esta hoja de cálculo se rechazó sin abrirla: {spanish}. Avise a quien la envió.",
        )
    )


def _too_large(english: str, spanish: str) -> TooLarge:
    return TooLarge(
        Say(
            en=f"This spreadsheet has {english}, more than is read.",
            es=f"Esta hoja de cálculo tiene {spanish}, más de lo que se lee.",
        )
    )
