"""Canonical JSON and the texts of keys and digests, held against each other over values that nobody thought of."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ironriver.custody.canonical import (
    base58,
    digest_multibase,
    from_base58,
    from_multikey,
    jcs,
    multikey,
    sha256_hex,
)
from ironriver.custody.verifier.arithmetic import jcs as verifiers_jcs
from ironriver.errors import Invalid

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)
#: Names of members in our records are ASCII, which is all that the verifier's own writing promises.
OURS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
quick = settings(max_examples=60, deadline=None)


def turned(value: Any) -> Any:
    """The same value with the members of every object written in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(list(value))}
    return [turned(one) for one in value] if isinstance(value, list) else value


@quick
@given(VALUES)
def test_what_is_written_reads_back_as_it_was(value: Any) -> None:
    assert json.loads(jcs(value)) == value


@quick
@given(VALUES)
def test_the_order_of_members_changes_no_byte(value: Any) -> None:
    assert jcs(turned(value)) == jcs(value)


@quick
@given(OURS)
def test_the_verifiers_own_writing_is_byte_for_byte_ours(value: Any) -> None:
    assert verifiers_jcs(value) == jcs(value)


@quick
@given(VALUES, VALUES)
def test_two_values_have_the_same_bytes_only_if_they_are_the_same(one: Any, other: Any) -> None:
    same = json.dumps(turned(one), sort_keys=True) == json.dumps(turned(other), sort_keys=True)
    assert (jcs(one) == jcs(other)) is same


def test_members_are_ordered_by_utf16_and_not_by_code_point() -> None:
    """RFC 8785 §3.2.3: an emoji (surrogates D83D…) goes before U+FB33, though its code point is larger."""
    assert jcs({"\ufb33": 1, "\U0001f602": 2}) == '{"\U0001f602":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{}"),
        ([], "[]"),
        ("\u007f\u2028", '"\u007f\u2028"'),
        ('\b\t\n\f\r"\\/', '"\\b\\t\\n\\f\\r\\"\\\\/"'),
        ("\x01", '"\\u0001"'),
        ({"a": {"c": 1, "b": [True, False, None]}}, '{"a":{"b":[true,false,null],"c":1}}'),
        (-0, "0"),
    ],
)
def test_the_letters_of_the_standard(value: Any, text: str) -> None:
    assert jcs(value) == text.encode()


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), float("nan"), float("inf"), b"bytes", {1: "x"}, {"a": object()}]
)
def test_what_cannot_be_signed_is_refused_in_both_languages(value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        jcs(value)
    assert "cannot be signed" in refusal.value.say.en
    assert "no se puede firmar" in refusal.value.say.es


@quick
@given(st.binary(max_size=80))
def test_base58_keeps_every_byte_leading_zeros_too(content: bytes) -> None:
    text = base58(content)
    assert text.startswith("z")
    assert not set(text) & set("0OIl")
    assert from_base58(text) == content


@pytest.mark.parametrize("text", ["", "abc", "m3", "z0", "zO", "zI", "zl", "z é", "z!"])
def test_what_is_no_base58_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base58|substring not found"):
        from_base58(text)


@quick
@given(st.binary(min_size=32, max_size=32))
def test_a_key_reads_back_and_says_its_kind(public: bytes) -> None:
    assert multikey(public).startswith("z6Mk")
    assert from_multikey(multikey(public)) == public


@quick
@given(st.binary(max_size=40).filter(lambda raw: not (raw[:2] == b"\xed\x01" and len(raw) == 34)))
def test_bytes_that_are_no_ed25519_key_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not an Ed25519 Multikey"):
        from_multikey(base58(raw))


@quick
@given(st.binary(max_size=200))
def test_a_digest_in_multibase_is_the_digest(content: bytes) -> None:
    text = digest_multibase(sha256_hex(content))
    raw = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    assert text[0] == "u"
    assert raw == b"\x12\x20" + hashlib.sha256(content).digest()
