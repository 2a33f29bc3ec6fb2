"""Cells before anybody reads them: what counts as absent, how text is tidied and folded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values.cells import fold, is_absent, table, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  TKF 12045\t\n", "TKF 12045"),
        ("a\u00a0b", "a b"),
        ("a\u200bb", "a\u200bb"),
        ("\uff34\uff2b\uff26", "TKF"),
        ("ﬁrearm", "firearm"),
        ("a\x00b", "a b"),
        ("Nu\u0301ñez", "Núñez"),
        ("\r\n \v\f", ""),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "\t\n",
        "NULL",
        "null",
        "(null)",
        "None",
        "N/A",
        "#N/A",
        "na",
        "NaN",
        "nil",
        "-",
        "--",
        ".",
        "S/D",
    ],
)
def test_absent(text: str | None) -> None:
    assert is_absent(text)


@pytest.mark.parametrize(
    "text",
    ["Null, Peter", "NA-12", "0", "00", "?", "*", "---", "..", "N A", "X", "UNKNOWN", "NONE KNOWN", "Nan Goldin"],
)
def test_not_absent(text: str) -> None:
    """A surname Null stays one, and so does a single zero: only whole cells mean nothing."""
    assert not is_absent(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Núñez, Ma.", "NUNEZ MA"),
        ("O'Brien", "OBRIEN"),
        ("O’Brien", "OBRIEN"),
        ("García-López", "GARCIA LOPEZ"),
        ("straße", "STRASSE"),
        ("  a   b ", "A B"),
        ("HARROW&PIKE", "HARROW PIKE"),
        ("#4 1190 W. Sierpe", "4 1190 W SIERPE"),
        ("...", ""),
        ("", ""),
        ("Ångström", "ANGSTROM"),
        ("ＴＫＦ", "TKF"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text(max_size=40))
def test_tidying_and_folding_twice_is_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii"), max_size=100))
def test_plain_letters_go_the_same_way_as_others(text: str) -> None:
    """A letter outside ASCII sends the whole text the long way; long texts are not remembered."""
    assert fold(f"{text} ñ") == f"{fold(text)} N".strip()
    assert tidy(f"{text} ñ") == f"{tidy(text)} ñ".strip()


@given(st.text(max_size=40))
def test_folded_text_has_nothing_left_to_differ_in(text: str) -> None:
    folded = fold(text)
    assert folded == folded.strip()
    assert "  " not in folded
    assert not any(unicodedata.combining(char) for char in folded)
    assert all(char.isalnum() or char == " " for char in folded)


@given(st.text(alphabet="abcñÑáÁüÜ'- ", max_size=20))
def test_case_and_accents_do_not_tell_names_apart(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(unicodedata.normalize("NFD", text))


@given(st.text(max_size=40))
def test_tidy_is_composed_and_on_one_line(text: str) -> None:
    assert "\n" not in tidy(text)
    assert "\x00" not in tidy(text)
    assert is_absent(text) == is_absent(f"  {text}\t")


def test_a_table_is_read_once_and_a_wrong_name_is_a_bug() -> None:
    assert table("states") is table("states")
    with pytest.raises(FileNotFoundError):
        table("no_such_table")
