"""The lines above a statement: what they must say, and what they may not."""

from __future__ import annotations

import pytest

from ironriver.graph.header import Header, HeaderError, split_header

HEADERS_REFUSED = {
    "none": "MATCH (n) RETURN n",
    "no mode": "// finds\n// params: id\nRETURN 1",
    "unknown mode": "// finds\n// mode: maybe      returns: x\nRETURN 1 AS x",
    "unknown data": "// finds\n// mode: read      data: secret      returns: x\nRETURN 1 AS x",
    "unknown key beside a known one": "// finds\n// mode: read      colour: red      returns: x\nRETURN 1 AS x",
    "a read that returns nothing": "// finds\n// mode: read\nRETURN 1 AS x",
    "exception without a reason": "// finds\n// mode: read      returns: x\n// exception: limit\nRETURN 1 AS x",
    "exception with a thin reason": "// f\n// mode: read      returns: x\n// exception: limit — ok\nRETURN 1 AS x",
    "a parameter twice": "// finds\n// mode: read      params: a, a      returns: x\nRETURN 1 AS x",
    "a key twice": "// finds\n// mode: read\n// mode: write\nRETURN 1 AS x",
    "no description": "// mode: read      returns: x\nRETURN 1 AS x",
    "another word for rows": "// f\n// mode: write      rows: free      params: rows\nRETURN 1 AS x",
}


@pytest.mark.parametrize("case", HEADERS_REFUSED, ids=list(HEADERS_REFUSED))
def test_headers_refused(case: str) -> None:
    with pytest.raises(HeaderError):
        split_header(HEADERS_REFUSED[case])


def test_header_is_read_in_full() -> None:
    head, query = split_header(
        "// finds a thing,\n// or two\n// mode: read      data: access      params: id,\n//   limit\n"
        "// returns: x   limit: one\n// exception: visible(x) — it is open to everybody\nRETURN $id AS x\n"
    )
    assert head.description == "finds a thing, or two"
    assert (head.mode, head.data, head.params, head.returns) == ("read", "access", ("id", "limit"), ("x",))
    assert head.limit_one
    assert head.exceptions == {"visible(x)": "it is open to everybody"}
    assert query == "RETURN $id AS x"


BASE = "// finds\n// mode: read      data: case      params: id      limit: one\n// returns: x\nRETURN $id AS x"


def read(text: str) -> Header:
    return split_header(text)[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("params: id ", "params: id, more "),
        ("params: id ", "params: more id "),
        ("limit: one", ""),
        ("mode: read", "mode: write"),
        ("data: case", "data: ledger"),
        ("// finds", "// finds other things"),
        ("returns: x", "returns: x, y"),
    ],
)
def test_each_word_of_a_header_changes_what_is_read(before: str, after: str) -> None:
    assert before in BASE
    assert read(BASE) != read(BASE.replace(before, after))


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("a, b", ("a", "b")),
        ("a b", ("a", "b")),
        ("a,b,", ("a", "b")),
        ("", ()),
        ("a,\n//   b", ("a", "b")),
        ("a,\n//   b,\n//   c", ("a", "b", "c")),
    ],
)
def test_names_may_be_listed_over_lines(text: str, params: tuple[str, ...]) -> None:
    head = read(f"// finds\n// mode: write      rows: independent\n// params: {text}\nRETURN 1")
    assert head.params == params


def test_pairs_on_one_line_and_on_their_own_lines_read_the_same() -> None:
    one = "// finds\n// mode: read      data: access      params: id      returns: x      limit: one\nRETURN 1"
    own = "// finds\n// mode: read\n// data: access\n// params: id\n// returns: x\n// limit: one\nRETURN 1"
    assert read(one) == read(own)


def test_a_colon_in_the_description_is_no_pair() -> None:
    head = read("// sales of a dealer: the newest, by key\n// mode: read      returns: x\nRETURN 1 AS x")
    assert head.description == "sales of a dealer: the newest, by key"


def test_data_is_case_unless_said_otherwise() -> None:
    """The strictest door is the default: who forgets the key gets the visibility rule."""
    assert read("// finds\n// mode: read      returns: x\nRETURN 1 AS x").data == "case"


def test_several_exceptions_are_kept_apart() -> None:
    head = read(
        "// finds\n// mode: read      returns: x\n// exception: scan — published tables stay small\n"
        "// exception: visible(s) — sources of the reader himself, asked\n//   for by id\nRETURN 1 AS x"
    )
    assert head.exceptions == {
        "scan": "published tables stay small",
        "visible(s)": "sources of the reader himself, asked for by id",
    }


def test_comments_behind_the_first_query_line_belong_to_the_query() -> None:
    _, query = split_header(BASE + "\n// mode: write\n")
    assert query.endswith("// mode: write")
    assert read(BASE + "\n// mode: write\n").mode == "read"


@pytest.mark.parametrize("indent", ["", "  ", "\t"])
def test_indented_comments_are_header_lines_too(indent: str) -> None:
    assert read("\n".join(indent + line for line in BASE.splitlines())) == read(BASE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n// finds\n// mode: read      returns: x\nRETURN 1 AS x",
        "//\n// mode: read      returns: x\nRETURN 1 AS x",
        "// finds\n// mode: read, write      returns: x\nRETURN 1 AS x",
        "// finds\n// mode:read      returns: x\nRETURN 1 AS x",
        "// finds\n// Mode: read      returns: x\nRETURN 1 AS x",
        "// finds\n// mode: read      returns: x      limit: two\nRETURN 1 AS x",
        "// finds\n// mode: read      returns: x, x\nRETURN 1 AS x",
    ],
)
def test_headers_that_are_nearly_right_are_refused(text: str) -> None:
    with pytest.raises(HeaderError):
        split_header(text)
