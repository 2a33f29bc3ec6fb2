"""Text tables as offices make them."""

import io

import pytest

from ironriver.errors import Invalid
from ironriver.ingest.delimited import QUOTED_LINES, Columns, fold, open_delimited
from ironriver.ingest.encoding import detect_encoding
from ironriver.ingest.table import Record, Reject

COLUMNS = Columns(
    names={"number": ("number", "no"), "name": ("name",), "city": ("city",)}, required=("number", "name")
)


def table(data):
    opened = open_delimited(io.BytesIO(data), COLUMNS)
    return opened, list(opened.rows)


def cells(rows):
    return [tuple(row.cells.values()) for row in rows if isinstance(row, Record)]


@pytest.mark.parametrize("delimiter", ["\t", "|", ",", ";"])
def test_the_delimiter_is_found_from_the_header(delimiter):
    text = "\n".join(delimiter.join(row) for row in (("Number", "NAME", "City"), ("1", "Ana", "Yuma"))) + "\n"
    opened, rows = table(text.encode())
    assert cells(rows) == [("1", "Ana", "Yuma")]
    assert opened.columns == ("number", "name", "city")


def test_a_delimiter_inside_quotes_belongs_to_the_cell():
    _, rows = table(b'number,name,city\n1,"Vega, Ana","Yuma"\n2,"say ""no""",x\n')
    assert cells(rows) == [("1", "Vega, Ana", "Yuma"), ("2", 'say "no"', "x")]


def test_a_cell_may_span_lines_and_the_row_keeps_its_first_line():
    _, rows = table(b'number,name,city\n1,"two\nlines",x\n2,b,y\n')
    assert [(row.line, row.cells["name"]) for row in rows] == [(2, "two\nlines"), (4, "b")]


def test_inch_signs_in_two_rows_are_two_rows():
    """Each row has one quote that opens nothing; together they are even, and neither is lost."""
    _, rows = table(b'number,name,city\n1,5" barrel,x\n\n2,6" barrel,y\n3,a,z\n')
    assert [(row.line, *row.cells.values()) for row in rows] == [
        (2, "1", '5" barrel', "x"),
        (4, "2", '6" barrel', "y"),
        (5, "3", "a", "z"),
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1e"])
def test_only_line_feeds_end_a_line(sign):
    """Python splits lines at these signs too; a row with a quoted cell kept only what stood before them."""
    _, rows = table(f'number,name,city\n1,"Ana",Nuevo{sign}León\n'.encode())
    assert cells(rows) == [("1", "Ana", f"Nuevo{sign}León")]


def test_a_lone_carriage_return_beside_a_quoted_cell_is_no_fault():
    _, rows = table(b'number,name,city\n1,"Ana",Nuevo\rLeon\n')
    assert cells(rows) == [("1", '"Ana"', "Nuevo\rLeon")]
    with pytest.raises(Invalid, match="lacks: name"):
        table(b'number,city,"name"\r1,x,"Ana"\r')


def test_a_quote_that_never_closes_does_not_swallow_the_file():
    body = b"".join(b"%d,n,c\n" % number for number in range(QUOTED_LINES + 50))
    _, rows = table(b'number,name,city\n1,"open,c\n' + body)
    assert len(cells(rows)) == QUOTED_LINES + 51
    assert cells(rows)[0] == ("1", '"open', "c")


def test_other_spellings_other_columns_and_their_order_do_not_matter():
    opened, rows = table(b"Extra|City|No|Name\nq|Yuma|7|Ana\n")
    assert rows == [Record(2, {"city": "Yuma", "number": "7", "name": "Ana"})]
    assert opened.ignored == ("Extra",)


def test_a_byte_order_mark_and_empty_lines_before_the_header_are_no_trouble():
    _, rows = table("\ufeff\n\nnumber,name,city\n1,Ñuñez,x\n".encode())
    assert cells(rows) == [("1", "Ñuñez", "x")]


def test_a_row_of_dashes_and_empty_rows_are_no_rows():
    _, rows = table(b"number\tname\tcity\n------\t----\t----\n\t\t\n   \n1\ta\tb\n")
    assert cells(rows) == [("1", "a", "b")]


def test_empty_cells_behind_the_last_column_are_left_out():
    _, rows = table(b"number,name,city\n1,a,b,,\n")
    assert cells(rows) == [("1", "a", "b")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [(b"1,a\n", "columns"), (b"1,a,b,c\n", "columns"), (b"1,a", "cut"), (b"1,a\xff\xfe,b\n", "bad_bytes")],
)
def test_a_row_that_does_not_fit_is_rejected_with_its_line(line, reason):
    _, rows = table("number,name,city\n9,Ñ,z\n8,Ó,z\n".encode() + line)
    assert [(row.line, row.reason) for row in rows if isinstance(row, Reject)] == [(4, reason)]
    assert all(row.say.en and row.say.es for row in rows if isinstance(row, Reject))


def test_a_line_too_long_is_rejected_and_the_next_row_taken():
    _, rows = table(b"number,name,city\n1," + b"x" * 1_000_001 + b",c\n2,b,c\n")
    assert isinstance(rows[0], Reject)
    assert rows[0].reason == "line_too_long"
    assert cells(rows) == [("2", "b", "c")]


def test_missing_columns_are_named_and_so_are_those_found():
    with pytest.raises(Invalid) as caught:
        table(b"serial;city\n1;2\n")
    assert set(caught.value.fields) == {"number", "name"}
    assert "serial" in caught.value.say.en
    assert "number, name" in caught.value.say.es


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"number,number,name\n1,2,3\n",
        b"PK\x03\x04zip",
        b"%PDF-1.7",
        b"\x00\x01\x02\n",
        "number".encode("utf-16"),
    ],
)
def test_what_is_no_table_is_refused_in_both_languages(data):
    with pytest.raises(Invalid) as caught:
        table(data)
    assert caught.value.say.en
    assert caught.value.say.es


def test_too_many_columns_are_refused():
    with pytest.raises(Invalid):
        table(b"number,name," + b",".join(b"c%d" % one for one in range(600)) + b"\n")


@pytest.mark.parametrize(
    ("data", "name", "bad"),
    [
        (b"plain\n", "utf-8", 0),
        ("Peña\n".encode(), "utf-8", 0),
        ("Peña\n".encode("cp1252"), "cp1252", 0),
        ("Peña\nMuñoz\nIbáñez\n".encode() + b"\xff\n", "utf-8", 1),
        (b"Pe\xf1a\nx\x81\x8d\nMu\xf1oz\n", "cp1252", 1),
    ],
)
def test_the_encoding_is_decided_once_for_the_file(data, name, bad):
    found = detect_encoding(io.BytesIO(data))
    assert (found.name, found.bad_lines) == (name, bad)


def test_an_old_spreadsheets_letters_are_read():
    opened, rows = table("number,name,city\n1,Muñoz Peña,Mérida\n".encode("cp1252"))
    assert cells(rows) == [("1", "Muñoz Peña", "Mérida")]
    assert "cp1252" in opened.form


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Lic Regn", "lic_regn"), (" LIC__SEQN ", "lic_seqn"), ("Premise Zip-Code", "premise_zip_code")],
)
def test_column_names_are_folded(written, folded):
    assert fold(written) == folded
