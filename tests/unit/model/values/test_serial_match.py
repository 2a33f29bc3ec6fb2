"""Serials are compared in tiers with a reason; order of the two does not matter; junk agrees with nothing."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ironriver.model.values import (
    Tier,
    canonical_serial,
    compare_serials,
    confusion_variants,
    patterns_agree,
    read_pattern,
    read_serial,
    slip_variants,
)
from ironriver.model.values.serial_match import MAX_PATTERN, WEIGHTS, confused_with

SERIAL = st.from_regex(r"[A-HJ-NP-Z]{0,3}[0-9]{4,7}", fullmatch=True)
PATTERN = st.text(alphabet="AB01?*", max_size=8)


@pytest.mark.parametrize(
    ("a", "b", "tier"),
    [
        ("TXF12045", "TXF12045", Tier.EXACT),
        ("TXF12O45", "txf-12045", Tier.CANONICAL),
        ("369J257", "369257", Tier.NCIC),
        ("369J257", "369M257", Tier.NCIC),
        ("A369257", "B369257", Tier.OTHER),
        ("369257A", "369257B", Tier.OTHER),
        ("BKL2492", "BKLZ492", Tier.CONFUSED),
        ("AB51234", "ABS1234", Tier.CONFUSED),
        ("AB81234", "ABB1234", Tier.CONFUSED),
        ("UB61234", "UBG1234", Tier.CONFUSED),
        ("UB61234", "VB61234", Tier.CONFUSED),
        ("D12345X", "Q12345X", Tier.OTHER),
        ("TXF12045", "TXF12054", Tier.TRANSPOSED),
        ("TXF12045", "TXF1204", Tier.GAP),
        ("TXF12045", "TXF120456", Tier.GAP),
        ("TXF12045", "TXF12046", Tier.OTHER),
        ("TXF12045", "TKF12045", Tier.CONFUSED),
        ("TXF12045", "TXF12077", None),
        ("123", "124", None),
        ("TXF12045", "TXG12O54", None),
        ("T?F12O45", "TXF12045", Tier.PARTIAL),
        ("T?F12O45", "TXF12046", None),
        ("*12045", "TXF12045", Tier.PARTIAL),
        ("TXF*45", "TXF45", Tier.PARTIAL),
        ("T?F1?", "T?F1?", Tier.PARTIAL),
        ("??F*", "ABFG", None),
        ("NONE", "NONE", None),
        ("", "", None),
        ("12345678-A1234", "12345678-A1234", Tier.EXACT),
        ("12345678-A1234", "12345679-A1234", None),
        ("12345678-A1234", "A1234", None),
        ("12345678-A1B234", "12345678-A1234", Tier.NCIC),
    ],
)
def test_tiers(a: str, b: str, tier: Tier | None) -> None:
    found = compare_serials(a, b)
    assert (found.tier if found else None) == tier
    back = compare_serials(b, a)
    assert (back.tier if back else None) == tier


def test_positions_and_reason_of_a_confusion() -> None:
    found = compare_serials("TXF12S45", "TXF12545")
    assert found is not None
    # NCIC would ignore the S, and then lack a 5: one character stands for one here.
    assert found.tier is Tier.CONFUSED
    assert found.at == (5,)
    assert found.reason.en == "One position differs: 5 and S are often taken for each other (position 6)."
    assert "posición 6" in found.reason.es


def test_reading_serials_first_gives_the_same() -> None:
    assert compare_serials(read_serial("369J257"), read_serial("369257")) == compare_serials("369J257", "369257")


def test_the_confusion_list_is_symmetric_and_knows_no_o() -> None:
    for char in "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789":
        for other in confused_with(char):
            assert char in confused_with(other)
    assert confused_with("O") == ""
    assert set(confused_with("0")) == {"D", "Q"}
    assert set(confused_with("1")) == {"I", "L"}


def test_variants_are_exactly_the_serials_one_confusion_away() -> None:
    assert confusion_variants("Z19") == ("219", "ZI9", "ZL9")
    assert confusion_variants("12345678-Z9") == ("12345678-29",)
    for other in confusion_variants("BKS2492"):
        found = compare_serials("BKS2492", other)
        assert found is not None
        assert found.tier in {Tier.CONFUSED, Tier.NCIC}


def test_another_character_says_which_and_that_it_is_unusual() -> None:
    found = compare_serials("TXF12045", "TXF12945")
    assert found is not None
    assert (found.tier, found.at, found.weight) == (Tier.OTHER, (5,), 1.0)
    assert found.reason.en == "One position differs: 0 or 9 (position 6). They are rarely confused."
    assert "posición 6" in found.reason.es


def test_weights_follow_the_tiers_and_a_doubled_figure_is_the_likelier_gap() -> None:
    assert sorted(WEIGHTS.values()) == [WEIGHTS[tier] for tier in sorted(WEIGHTS)]
    twice, other = compare_serials("TXF12045", "TXF122045"), compare_serials("TXF12045", "TXF127045")
    assert twice is not None
    assert other is not None
    assert (twice.tier, other.tier) == (Tier.GAP, Tier.GAP)
    assert WEIGHTS[Tier.TRANSPOSED] < twice.weight < other.weight == WEIGHTS[Tier.GAP]


@given(SERIAL, st.integers(0, 40), st.sampled_from("0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"))
def test_a_serial_with_one_slip_is_among_its_slip_variants(serial: str, at: int, sign: str) -> None:
    canonical = canonical_serial(serial)
    at %= len(canonical)
    slipped = {
        canonical[:at] + sign + canonical[at + 1 :],
        canonical[:at] + sign + canonical[at:],
        canonical[:at] + canonical[at + 1 :],
        canonical[:at] + "?" + canonical[at:],
    }
    assert slipped - {canonical, ""} <= set(slip_variants(canonical))


@given(SERIAL)
def test_slip_variants_are_one_character_away_and_never_the_serial_itself(serial: str) -> None:
    canonical = canonical_serial(serial)
    variants = slip_variants(canonical)
    assert canonical not in variants
    assert len(variants) == len(set(variants)) <= 70 * len(canonical) + 36
    assert all(abs(len(one) - len(canonical)) <= 1 and "O" not in one for one in variants)
    assert all(one.startswith("12345678-") for one in slip_variants(f"12345678-{canonical}"))


@pytest.mark.parametrize(
    ("pattern", "prefix", "run", "wild"),
    [
        ("TXF12045", "TXF12045", "TXF12045", False),
        ("T?F12O45", "T", "F12045", True),
        ("*45", "", "45", True),
        ("tx*-4?5", "TX", "TX", True),
        ("", "", "", False),
    ],
)
def test_patterns_give_the_index_what_it_needs(pattern: str, prefix: str, run: str, wild: bool) -> None:
    read = read_pattern(pattern)
    assert (read.known_prefix, read.longest_run, read.is_wildcard) == (prefix, run, wild)


@pytest.mark.parametrize(
    ("pattern", "serial", "fits"),
    [
        ("T?F*", "TXF12045", True),
        ("t?f12o45", "TXF12045", True),
        ("T?F", "TXF1", False),
        ("*", "ANY1", True),
        ("**4*", "1234", True),
        ("?", "", False),
        ("", "", True),
        ("TXF1204", "TXF12045", False),
        ("TXF12045", "TX?12045", True),
    ],
)
def test_patterns_match(pattern: str, serial: str, fits: bool) -> None:
    assert read_pattern(pattern).matches(serial) is fits


def test_an_endless_pattern_is_refused_cheaply() -> None:
    read = read_pattern("?A" * 5000)
    assert read.canonical == ""
    assert not read.matches("AAAA")
    assert len(read_pattern("?" * MAX_PATTERN).canonical) == MAX_PATTERN


@given(st.text(), st.text())
def test_any_two_texts_compare_alike_both_ways(a: str, b: str) -> None:
    there, back = compare_serials(a, b), compare_serials(b, a)
    assert (there is None) == (back is None)
    if there and back:
        assert there.tier == back.tier
        assert there.reason == back.reason


@given(SERIAL)
def test_a_serial_is_its_own_exact_match(serial: str) -> None:
    found = compare_serials(serial, serial)
    assume(read_serial(serial).canonical)
    assert found is not None
    assert found.tier is Tier.EXACT


@given(SERIAL, st.data())
def test_one_slip_is_always_found(serial: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(serial) - 1))
    dropped = serial[:place] + serial[place + 1 :]
    found = compare_serials(serial, dropped)
    assert found is not None
    assert found.tier <= Tier.GAP
    swapped = serial[:place] + serial[place : place + 2][::-1] + serial[place + 2 :]
    assert compare_serials(serial, swapped) is not None


@given(SERIAL, st.data())
def test_covering_characters_still_finds_the_serial(serial: str, data: st.DataObject) -> None:
    covered = data.draw(st.sets(st.integers(0, len(serial) - 1), max_size=max(len(serial) - 4, 0)))
    pattern = "".join("?" if place in covered else char for place, char in enumerate(serial))
    assert read_pattern(pattern).matches(canonical_serial(serial))
    assert compare_serials(pattern, serial) is not None


@given(PATTERN, PATTERN)
def test_patterns_agree_both_ways(a: str, b: str) -> None:
    assert patterns_agree(a, b) == patterns_agree(b, a)


@given(PATTERN, st.text(alphabet="AB01", max_size=6))
def test_patterns_agree_with_the_plain_meaning(pattern: str, text: str) -> None:
    import re

    plain = re.escape(pattern).replace(r"\?", ".").replace(r"\*", ".*")
    assert patterns_agree(pattern, text) == (re.fullmatch(plain, text) is not None)
