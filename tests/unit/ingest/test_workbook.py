"""Spreadsheets, friendly and hostile."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pytest

from ironriver.errors import Invalid, TooLarge
from ironriver.ingest import workbook
from ironriver.ingest.workbook import Cell, check_archive, read_sheet


def book(rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    return target


def repacked(handle, **entries):
    """Return the archive with some entries replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(handle) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in entries:
                new.writestr(entry, old.read(entry))
        for name, content in entries.items():
            new.writestr(name, content)
    return target


def refused(handle):
    with pytest.raises((Invalid, TooLarge)) as caught:
        list(read_sheet(handle))
    assert caught.value.say.es
    return caught.value.say.en


def test_a_sheet_gives_its_cells_with_row_numbers():
    rows = list(read_sheet(book([["a", None, 1], [2.5, "b", True]])))
    assert rows[0] == (1, [Cell("a"), Cell(None), Cell(1)])
    assert [cell.value for cell in rows[1][1]] == [2.5, "b", True]


def test_a_formula_is_told_and_never_computed():
    (_, cells), *_ = read_sheet(book([["=1+1", '=HYPERLINK("http://x")']]))
    assert [cell.is_formula for cell in cells] == [True, True]
    assert cells[0].value == "=1+1"


def test_a_bomb_is_refused_by_its_ratio():
    zeros = b"<x>" + b"0" * 3_000_000 + b"</x>"
    assert "300-fold" in refused(repacked(book([[1]]), **{"xl/worksheets/sheet1.xml": zeros}))


def test_a_bomb_is_refused_by_its_total(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_BYTES", 100_000)
    text = b"".join(b"<c>%d</c>" % (number * 7919 % 65521) for number in range(20_000))
    assert "200 MB" in refused(repacked(book([[1]]), **{"xl/media/more.xml": text}))


def test_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ENTRIES", 5)
    assert "parts" in refused(book([[1]]))


def _overlapping(count=20, size=200_000):
    """A zip whose entries all point at the same compressed bytes (as in facts/security.md §2.3)."""
    data = b"0" * size
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(data) + packed.flush()
    crc = zlib.crc32(data)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(body), len(data), 1, 0) + b"a" + body
    central = b"".join(
        struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(body), len(data), 1, *[0] * 6)
        + b"a"
        for _ in range(count)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(central), len(local), 0)
    return io.BytesIO(local + central + end)


def test_overlapping_entries_are_refused():
    with pytest.raises(Invalid) as caught:
        check_archive(_overlapping())
    assert "overlap" in caught.value.say.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_declaration_is_refused(encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet>&lol;</worksheet>'.encode(
        encoding
    )
    assert "document type" in refused(repacked(book([[1]]), **{"xl/worksheets/sheet1.xml": laughs}))


def test_a_declaration_across_two_blocks_is_found():
    text = b" " * (workbook._BLOCK - 4) + b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>"
    assert "document type" in refused(repacked(book([[1]]), **{"xl/worksheets/sheet1.xml": text}))


@pytest.mark.parametrize(
    "data",
    [b"", b"not a zip", b"PK\x03\x04" + b"\x00" * 200, book([[1]]).getvalue()[:-30], book([[1]]).getvalue()[:2000]],
)
def test_a_broken_file_is_refused(data):
    assert "readable spreadsheet" in refused(io.BytesIO(data))


def test_an_archive_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "readable spreadsheet" in refused(target)


def test_a_workbook_with_nonsense_inside_is_refused():
    assert "readable spreadsheet" in refused(repacked(book([[1]]), **{"xl/worksheets/sheet1.xml": b"<a><b></a>"}))


def test_a_long_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    assert "rows" in refused(book([[number] for number in range(20)]))


def test_an_encrypted_entry_is_refused():
    data = bytearray(book([[1]]).getvalue())
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 1
    assert "encrypted" in refused(io.BytesIO(bytes(data)))
