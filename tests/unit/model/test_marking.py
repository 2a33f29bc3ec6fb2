"""Markings: order of levels, the stored form of handling codes, the properties that every node carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.marking import PUBLIC, PUBLISHED, Handling, Marking, Tlp, join_handling


def test_levels_run_from_widest_to_narrowest() -> None:
    assert list(Tlp) == sorted(Tlp)
    assert Tlp.CLEAR < Tlp.GREEN < Tlp.AMBER < Tlp.AMBER_STRICT < Tlp.RED
    assert [int(level) for level in Tlp] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("level", "label"),
    [(Tlp.CLEAR, "TLP:CLEAR"), (Tlp.AMBER_STRICT, "TLP:AMBER+STRICT"), (Tlp.RED, "TLP:RED")],
)
def test_labels_are_those_of_the_standard(level: Tlp, label: str) -> None:
    assert level.label == label


def test_handling_is_stored_as_one_sorted_string() -> None:
    assert join_handling(set()) == ""
    assert join_handling({Handling.TIAHRT}) == "tiahrt"
    assert join_handling({Handling.TIAHRT, Handling.JUVENILE, Handling.CFR28_23}) == "28cfr23,juvenile,tiahrt"


@given(st.sets(st.sampled_from(Handling)))
def test_joining_depends_on_the_set_alone(codes: set[Handling]) -> None:
    joined = join_handling(codes)
    assert {Handling(code) for code in joined.split(",") if code} == codes
    assert join_handling(frozenset(sorted(codes, reverse=True))) == joined


def test_a_marking_is_three_properties() -> None:
    marking = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
    assert marking.as_properties() == {"holding": "us-tpd", "tlp": 2, "handling": "tiahrt"}
    assert PUBLISHED.as_properties() == {"holding": PUBLIC, "tlp": 0, "handling": ""}
