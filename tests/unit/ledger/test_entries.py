"""Leaves are canonical JSON and nothing else; what is free text never stands in one."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Tampered
from ironriver.ledger.asking import ids_in
from ironriver.ledger.entries import Entry, as_code, check_entry, leaf_bytes

FIELDS = {
    "seq": 3,
    "at": "2026-11-21T00:00:00.000000Z",
    "actor": "actor:x",
    "origin": "web",
    "case": "",
    "purpose": "",
    "act": "test.put",
    "batch": "",
}
STATEMENT = {"name": "write.put_firearm", "sha256": "ab" * 32, "n": 1, "rows_root": "cd" * 32}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def entry(text: str) -> Entry:
    return Entry(seq=3, text=text, act_id="a", pack="b")


@given(st.fixed_dictionaries({name: texts for name in FIELDS if name != "seq"}), st.integers(0, 2**53 - 1))
def test_leaves_are_rfc_8785(fields: dict, seq: int):
    text = leaf_bytes({**fields, "seq": seq}, [STATEMENT])
    assert text.encode() == rfc8785.dumps({**fields, "seq": seq, "v": 1, "statements": [STATEMENT]})
    check_entry(Entry(seq=seq, text=text, act_id="a", pack="b"), seq)


@pytest.mark.parametrize(
    "change",
    [
        lambda leaf: leaf | {"more": 1},
        lambda leaf: {k: v for k, v in leaf.items() if k != "batch"},
        lambda leaf: leaf | {"v": 2},
        lambda leaf: leaf | {"seq": 4},
        lambda leaf: leaf | {"statements": [{**STATEMENT, "more": 1}]},
        lambda leaf: leaf | {"statements": "none"},
    ],
)
def test_leaves_of_another_shape(change):
    leaf = {**FIELDS, "v": 1, "statements": [STATEMENT]}
    check_entry(entry(leaf_bytes(FIELDS, [STATEMENT])), 3)
    text = json.dumps(change(leaf), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with pytest.raises(Tampered, match="entry 3"):
        check_entry(entry(text), 3)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", '"x"', "\x00"])
def test_bytes_that_are_no_leaf(text: str):
    with pytest.raises(Tampered, match="entry 3"):
        check_entry(entry(text), 3)


def test_a_leaf_written_otherwise():
    text = leaf_bytes(FIELDS, [STATEMENT])
    for other in (text.replace(":", ": ", 1), text + "\n", text.replace("test.put", "test\\u002eput")):
        with pytest.raises(Tampered, match="canonical"):
            check_entry(entry(other), 3)


@pytest.mark.parametrize("code", ["", "case_17", "IR-2026-0417", "28cfr23", "a/b:c.d-e"])
def test_codes_stand_as_they_are(code: str):
    assert as_code(code, "ff") == code


@pytest.mark.parametrize("text", ["two words", "Juan", "x" * 81, "ñ", "a\n", "18 U.S.C. 933"])
def test_free_text_is_committed_to(text: str):
    expected = text if text == "Juan" else "sealed:ff"  # one word cannot be told from a code: codes come from lists
    assert as_code(text, "ff") == expected


def test_ids_in_answers():
    rows = [
        {"id": "gun_1", "n": 3},
        {"gun": {"id": "gun_2", "serial": "x"}, "links": [{"id": "link_1"}, {"id": "link_2"}, 7]},
        {"gun": {"id": "gun_2"}, "id": None},
    ]
    assert ids_in(rows) == ["gun_1", "gun_2", "link_1", "link_2"]
    assert ids_in([]) == []
