"""Which character encoding a file is in: decided once for the whole file, and said."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from ironriver.errors import Invalid, Say
from ironriver.ingest.lines import read_lines

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0", b"SQLite format 3")


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is a Python codec; `skip` is the length of a byte order mark; `bad_lines` do not decode with it."""

    name: str
    skip: int = 0
    bad_lines: int = 0

    def decode(self, data: bytes) -> str | None:
        """Return the text, or None when the bytes are not in this encoding (never a guess)."""
        try:
            return data.decode(self.name)
        except UnicodeDecodeError:
            return None


def detect_encoding(handle: BinaryIO) -> Encoding:
    """Read the whole file once and decide; leaves the position undefined.

    UTF-8 when every line decodes. Windows-1252 (old spreadsheets) when lines fail and no line shows UTF-8 beyond
    ASCII. When both occur, the majority wins and the rest become rejects. Raises `Invalid` for anything that is
    not a text file.
    """
    head = handle.read(16)
    _refuse_binary(head)
    skip = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    handle.seek(skip)
    undecodable = beyond_ascii = not_windows = 0
    for line in read_lines(handle):
        data = line.data
        if data is None or data.isascii():
            if data is not None and b"\x00" in data:
                raise _not_text()
            continue
        if b"\x00" in data:
            raise _not_text()
        try:
            data.decode("utf-8")
            beyond_ascii += 1
        except UnicodeDecodeError:
            undecodable += 1
            not_windows += _is_undefined_in_windows(data)
    if undecodable and not skip and undecodable - not_windows > beyond_ascii:
        return Encoding("cp1252", bad_lines=not_windows)
    return Encoding("utf-8", skip=skip, bad_lines=undecodable)


def _is_undefined_in_windows(data: bytes) -> bool:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return True
    return False


def _refuse_binary(head: bytes) -> None:
    if head.startswith(_UTF16):
        raise Invalid(
            Say(
                en="This file is in UTF-16 (“Unicode text” in a spreadsheet program). Save it as CSV UTF-8.",
                es="Este archivo está en UTF-16 («texto Unicode» en una hoja de cálculo). Guárdelo como CSV UTF-8.",
            )
        )
    if head.startswith(_ARCHIVES):
        raise _not_text()


def _not_text() -> Invalid:
    return Invalid(
        Say(
            en="This is not a text table: it holds bytes that no text has. Export it as CSV or tab-separated text.",
            es="Esto no es una tabla de texto: contiene bytes que ningún texto tiene. Expórtela como CSV o texto "
            "separado por tabuladores.",
        )
    )
