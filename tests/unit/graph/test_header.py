"""The lines above a statement: what they must say, and what they may not."""

from __future__ import annotations

import pytest

from ironriver.graph.header import HeaderError, split_header

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
