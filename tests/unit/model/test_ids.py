"""Ids are keyed, stable and cannot be made to collide by moving a boundary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.ids import mint, relationship_id, source_basis
from ironriver.model.kinds import KINDS

KEY = bytes(range(32))


def test_the_value_is_fixed_for_ever() -> None:
    # Changing either value would cut every stored graph off from its keys.
    assert mint(KEY, "Firearm", "TF12045|GLOCK|PI", "us-tpd") == "firearm_d70ed935a0901da34f7cb7f5cf71c72c"
    assert relationship_id("OF", "purchase_1", "firearm_1") == "link_0ab9c658802c1d61d2a01a90ede09e2a"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_prefix_names_the_kind(kind: str) -> None:
    made = mint(KEY, kind, "x", "public")
    prefix, _, digits = made.rpartition("_")
    assert prefix == KINDS[kind].prefix
    assert len(digits) == 32
    assert int(digits, 16) >= 0


def test_unknown_kind_is_a_bug() -> None:
    with pytest.raises(KeyError):
        mint(KEY, "Ghost", "x", "public")


def test_key_holding_and_kind_all_matter() -> None:
    made = {
        mint(KEY, "Firearm", "x", "a"),
        mint(KEY, "Firearm", "x", "b"),
        mint(KEY, "Firearm", "y", "a"),
        mint(bytes(32), "Firearm", "x", "a"),
        mint(KEY, "Person", "x", "a"),
    }
    assert len({one.split("_")[1] for one in made}) == 5


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_bases_share_an_id(a: str, b: str, c: str, d: str) -> None:
    same = (a, b) == (c, d)
    assert (mint(KEY, "Firearm", a, b) == mint(KEY, "Firearm", c, d)) == same
    assert (relationship_id("OF", a, b) == relationship_id("OF", c, d)) == same


def test_a_link_reads_one_way_and_a_basis_tells_two_apart() -> None:
    assert relationship_id("SAME_AS", "a", "b") != relationship_id("SAME_AS", "b", "a")
    assert relationship_id("OF", "a", "b") != relationship_id("OF", "a", "b", "second")


def test_source_basis_names_line_and_part() -> None:
    assert source_basis("source_1", 7) == "source:source_1:7"
    assert source_basis("source_1", 7, "possessor") == "source:source_1:7:possessor"
