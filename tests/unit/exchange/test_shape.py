"""How deep a JSON text is nested: right for JSON, and quick for whatever else a partner may send."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ironriver import clock
from ironriver.exchange.taxii_shape import depth_of

_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4),
    max_leaves=25,
)


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max((depth(one) for one in inner), default=0)


@given(_VALUES)
def test_the_depth_is_that_of_the_value(value: object) -> None:
    assert depth_of(json.dumps(value).encode()) == depth(value)
    assert depth_of(json.dumps(value, ensure_ascii=False).encode()) == depth(value)


@pytest.mark.parametrize(
    "text", [b'"' + b'\\"' * 2_000_000, b'"' + b"a" * 4_000_000, b'"\\', b'"' + b"\\\\" * 2_000_000 + b"\\"]
)
def test_a_string_that_never_ends_takes_no_longer_than_its_length(text: bytes) -> None:
    """Each escaped quote used to begin a new search to the end: four megabytes took days."""
    began = clock.monotonic()
    assert depth_of(text) == 0
    assert clock.monotonic() - began < 60
