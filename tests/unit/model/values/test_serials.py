"""Serials are read, never repaired; what is not a number is said to be none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values import (
    SerialFlag,
    canonical_serial,
    find_family,
    read_serial,
    skeleton,
    split_licensee,
)

ANY_TEXT = st.text() | st.text(alphabet="AOZ0129-?*_ /#.", max_size=16) | st.from_regex(r"\d{8}-[A-Z0-9?]{1,6}")


@pytest.mark.parametrize(
    ("raw", "canonical", "skeleton_"),
    [
        ("TXF12045", "TXF12045", "TXF12045"),
        (" txf 12-045 ", "TXF12045", "TXF12045"),
        ("TXF12O45", "TXF12045", "TXF12045"),
        ("369J257", "369J257", "369257"),
        ("369M257", "369M257", "369257"),
        ("A12B34C", "A12B34C", "A1234C"),
        ("ABC", "ABC", "ABC"),
        ("T?F12O45", "T?F12045", "T?F12045"),
        ("12_45", "12?45", "12?45"),
        ("***45AB", "*45AB", "*45AB"),
        ("12345678-AB1C2", "12345678-AB1C2", "12345678-AB12"),
        ("12345678 – AB 12", "12345678-AB12", "12345678-AB12"),
        ("1234567-AB12", "1234567AB12", "1234567" + "12"),
        ("S/N: AB1234", "AB1234", "AB1234"),
        ("SN1234", "SN1234", "SN1234"),
        ("ＡＢ１２３４", "AB1234", "AB1234"),
        ("12345678-", "12345678", "12345678"),
    ],
)
def test_forms(raw: str, canonical: str, skeleton_: str) -> None:
    read = read_serial(raw)
    assert (read.raw, read.canonical, read.skeleton) == (raw, canonical, skeleton_)


@pytest.mark.parametrize(
    "word",
    ["NONE", "none", "UNK", "N/A", "n.a.", "Unknown", "No Serial Number", "SIN SERIE", "sin número", "NULL", "S/N",
     "desconocido", "Ilegible", "NO VISIBLE", "N/D"],
)  # fmt: skip
def test_words_that_mean_no_number(word: str) -> None:
    read = read_serial(word)
    assert read.canonical == read.skeleton == ""
    assert SerialFlag.JUNK in read.flags
    assert not read.usable
    assert read.raw == word


@pytest.mark.parametrize("word", ["OBLITERATED", "Removed", "filed off", "BORRADO", "????", "***", "serie borrada"])
def test_words_that_mean_the_number_is_gone(word: str) -> None:
    read = read_serial(word)
    assert read.canonical == ""
    assert SerialFlag.OBLITERATED in read.flags


@pytest.mark.parametrize("nothing", [None, "", "   ", "\x00", "--", "."])
def test_nothing(nothing: str | None) -> None:
    assert read_serial(nothing).flags == {SerialFlag.ABSENT}


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ("000", SerialFlag.REPEATED),
        ("0000000", SerialFlag.REPEATED),
        ("OOOO", SerialFlag.REPEATED),
        ("XXXX", SerialFlag.REPEATED),
        ("11111", SerialFlag.REPEATED),
        ("12345", SerialFlag.PLACEHOLDER),
        ("123456789", SerialFlag.PLACEHOLDER),
        ("12", SerialFlag.SHORT),
        ("ABCD", SerialFlag.NO_DIGIT),
        ("A" * 20 + "1234567", SerialFlag.LONG),
        ("AB?234", SerialFlag.PARTIAL),
        ("AB*234", SerialFlag.LENGTH_UNKNOWN),
    ],
)
def test_numbers_that_are_no_key(raw: str, flag: SerialFlag) -> None:
    read = read_serial(raw)
    assert flag in read.flags
    assert not read.usable
    assert read.canonical, "it stays findable"


def test_a_good_serial_is_usable_and_unflagged() -> None:
    read = read_serial("BKLM492", maker="GLOCK", model="19", calibre="9mm")
    assert read.usable
    assert read.flags == frozenset()


def test_odd_signs_are_told_but_do_no_harm() -> None:
    read = read_serial("AB1234★")
    assert read.flags == {SerialFlag.ODD_SIGNS}
    assert read.usable


def test_model_and_calibre_as_serial() -> None:
    assert SerialFlag.MODEL_AS_SERIAL in read_serial("G-19X", model="G19X").flags
    assert SerialFlag.CALIBRE_AS_SERIAL in read_serial("7.62x39", calibre="7.62X39").flags
    assert not read_serial("G19X", model="g 19 x").usable


def test_the_rows_own_word_that_it_is_obliterated_is_kept() -> None:
    read = read_serial("TF12045", obliterated=True)
    assert read.canonical == "TF12045"
    assert read.flags == {SerialFlag.OBLITERATED}


def test_the_prefix_of_a_privately_made_gun_names_the_licensee() -> None:
    read = read_serial("15501234-MYGUN1")
    assert read.licensee == "15501234"
    assert split_licensee(read.canonical) == ("15501234", "MYGUN1")
    assert read.usable


@pytest.mark.parametrize(
    ("maker", "model", "family"),
    [
        ("Luger", "P-08", "Luger P08"),
        ("MAUSER", "K98", "Mauser K98"),
        ("walther", "P.38", "Walther P.38"),
        ("Norinco", "SKS", "SKS"),
        ("Enfield", "anything at all", "Lee-Enfield"),
        ("MAUSER", "HSC", None),
        ("GLOCK", "19", None),
        ("", "P38", None),
    ],
)
def test_families_numbered_alike_by_design(maker: str, model: str, family: str | None) -> None:
    found = find_family(maker, model)
    assert (found.name if found else None) == family
    read = read_serial("4471B", maker=maker, model=model)
    assert (SerialFlag.DUPLICATE_BY_DESIGN in read.flags) == (family is not None)
    assert read.usable == (family is None)
    assert read.family == (family or "")


def test_a_family_says_why_in_both_languages() -> None:
    found = find_family("LUGER", "P08")
    assert found is not None
    assert "suffix" in found.reason.en
    assert "sufija" in found.reason.es


def test_positions() -> None:
    assert read_serial("T?F12*").positions == "kukkkg"


@given(ANY_TEXT)
def test_any_text_is_read_and_kept(text: str) -> None:
    read = read_serial(text)
    assert read.raw == text
    assert bool(read.canonical) or read.flags
    assert not read.usable or read.canonical


@given(ANY_TEXT)
def test_canonical_and_skeleton_are_stable(text: str) -> None:
    once = canonical_serial(text)
    assert canonical_serial(once) == once
    bone = skeleton(once)
    assert skeleton(bone) == bone
    assert "O" not in once
    assert " " not in once


@given(ANY_TEXT)
def test_reading_the_canonical_form_gives_it_again(text: str) -> None:
    read = read_serial(text)
    if read.canonical:
        again = read_serial(read.canonical)
        assert (again.canonical, again.skeleton, again.licensee) == (read.canonical, read.skeleton, read.licensee)


@given(st.from_regex(r"[A-Z0-9]{4,12}", fullmatch=True), st.lists(st.sampled_from(" -./"), max_size=4))
def test_separators_and_case_do_not_matter(serial: str, signs: list[str]) -> None:
    broken = serial.lower()
    for place, sign in enumerate(signs):
        broken = broken[: place * 2 + 1] + sign + broken[place * 2 + 1 :]
    if not split_licensee(canonical_serial(broken))[0]:
        assert canonical_serial(broken) == canonical_serial(serial)
