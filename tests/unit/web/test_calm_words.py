"""Words of the data as people read them: names become calm, codes stay, and what was written with care stays."""

from __future__ import annotations

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Say
from ironriver.web import as_read
from ironriver.web.pages import review


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PALO FIERRO ARMS LLC", "Palo Fierro Arms LLC"),
        ("WHITCOMBE, DALE R.", "Whitcombe, Dale R."),
        ("RUELAS C., IVÁN", "Ruelas C., Iván"),
        ("NÚÑEZ, MARÍA DE LA LUZ", "Núñez, María de la Luz"),
        ("O'BRIEN & SONS", "O'Brien & Sons"),
        ("O\u2019BRIEN", "O\u2019Brien"),
        ("MCALLEN GUN SHOP", "McAllen Gun Shop"),
        ("MACK", "Mack"),
        ("THE GUN ROOM OF TUCSON", "The Gun Room of Tucson"),
        ("DE LA TORRE", "De la Torre"),
        ("HP-9 COMPACT", "HP-9 Compact"),
        ("1190 W SIERPE #4", "1190 W Sierpe #4"),
        ("HENRY VIII II", "Henry Viii II"),
        ("FN AMERICA", "FN America"),
        ("SMITH-JONES", "Smith-Jones"),
        ("", ""),
        (" ", " "),
        ("12345", "12345"),
        ("A", "A"),
    ],
)
def test_text_in_capitals_is_read_calmly(text: str, expected: str) -> None:
    assert as_read.calm(text) == expected


@pytest.mark.parametrize("text", ["Palo Fierro Arms", "iPhone", "McAllen", "lower", "de la Torre", "HP-9 Compact"])
def test_what_was_written_with_care_stays(text: str) -> None:
    assert as_read.calm(text) == text
    assert as_read.calm(text, codes=True) == text


@pytest.mark.parametrize(
    ("text", "plain", "coded"),
    [
        ("NOGALES, SON, MX", "Nogales, Son, Mx", "Nogales, SON, MX"),
        ("TUCSON, AZ", "Tucson, Az", "Tucson, AZ"),
        ("AZ", "Az", "Az"),  # a first part is a name; only what follows a comma may be a code
        ("MIAMI, FLORIDA", "Miami, Florida", "Miami, Florida"),
    ],
)
def test_codes_between_commas_stay_where_codes_are_expected(text: str, plain: str, coded: str) -> None:
    assert as_read.calm(text) == plain
    assert as_read.calm(text, codes=True) == coded


@given(st.text(max_size=40))
def test_reading_calmly_changes_case_alone(text: str) -> None:
    """Nothing is lost or added: folded, both are the same text."""
    for codes in (False, True):
        assert as_read.calm(text, codes=codes).casefold() == text.casefold()


@given(st.text(max_size=40))
def test_reading_twice_is_reading_once_unless_it_is_still_in_capitals(text: str) -> None:
    once = as_read.calm(text)
    if once != once.upper():
        assert as_read.calm(once) == once


@given(st.text(alphabet="ABCXYZ0123456789-", min_size=1, max_size=12))
def test_a_word_with_a_figure_is_a_code(text: str) -> None:
    if any(char.isdigit() for char in text):
        assert as_read.calm(text) == text


@pytest.mark.parametrize(
    "kind",
    ["Firearm", "Phone", "Vehicle", "MultipleSale", "TraceRequest", "BallisticEvent", "Theft", "Document"],
)
@pytest.mark.parametrize("text", ["TKFOOO", "SYN-ABC", "NOG", "MS-ABCD"])
def test_serials_plates_and_numbers_stay_sign_by_sign(kind: str, text: str) -> None:
    """An O that became an o, or a capital lost, would be another serial."""
    assert as_read.label(kind, text) == text


@pytest.mark.parametrize(
    "key", ["serial", "canonical", "number", "key", "plate", "serial_reading", "raw", "invoice"]
)
def test_facts_that_are_read_sign_by_sign_stay(key: str) -> None:
    assert as_read.value(key, "TKFOOO", "en") == "TKFOOO"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("purchaser", "WHITCOMBE DALE R", "Whitcombe Dale R"),
        ("dealer", "PALO FIERRO ARMS LLC", "Palo Fierro Arms LLC"),
        ("place", "NOGALES, SON, MX", "Nogales, SON, MX"),
        ("city", "TUCSON", "Tucson"),
        ("unheard_of", "TUCSON", "TUCSON"),
    ],
)
def test_facts_that_are_names_are_calm(key: str, text: str, expected: str) -> None:
    assert as_read.value(key, text, "en") == expected


def test_types_are_said_in_the_readers_language() -> None:
    english, spanish = as_read.firearm_type("PISTOL", "en"), as_read.firearm_type("PISTOL", "es")
    assert "pistol" in english.casefold()
    assert "pistola" in spanish.casefold()
    assert english != spanish


def test_a_type_that_no_table_knows_speaks_for_itself() -> None:
    assert as_read.firearm_type("ZIP THING", "es") == as_read.firearm_type("ZIP THING", "en") == "Zip Thing"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, ""),
        ({"model": "HP-9 COMPACT"}, "HP-9 Compact"),
        ({"calibre": "NOBODY KNOWS"}, "NOBODY KNOWS"),
        ({"maker": None, "model": "", "calibre": None}, ""),
    ],
)
def test_what_a_firearm_is_leaves_out_what_nobody_said(properties: dict[str, object], expected: str) -> None:
    assert as_read.firearm(properties) == expected


def test_a_firearms_second_line_needs_its_properties() -> None:
    assert as_read.second("Firearm", "HARROW, HP-9", {}) == as_read.calm("HARROW, HP-9", codes=True)
    assert as_read.second("Dealer", "7-86-01234, TUCSON, AZ", {}) == "7-86-01234, Tucson, AZ"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"id": "person_1", "name": "WHITCOMBE DALE R"}, "Whitcombe Dale R"),
        ({"id": "dealer_1", "business_name": "PALO FIERRO ARMS LLC", "name": "P"}, "Palo Fierro Arms LLC"),
        ({"id": "firearm_1", "serial": "T_F12O45"}, "T?F12O45"),
        ({"id": "phone_1"}, "phone_1"),
    ],
)
def test_a_finding_names_its_subjects_as_every_page_does(node: dict[str, str], expected: str) -> None:
    assert review.name_of(node) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(6.4088, "6.4"), (7.0, "7"), (-3.0, "\N{MINUS SIGN}3"), (0.04, "0"), (5.98449, "6")]
)
def test_a_strength_has_no_more_figures_than_it_bears(value: float, expected: str) -> None:
    assert review.number(value) == expected


@pytest.mark.parametrize(("language", "day"), [("en", "2 Dec 2025"), ("es", "2 dic 2025")])
def test_a_sentence_of_a_detector_tells_days_as_the_page_does(language: str, day: str) -> None:
    say = Say("Without the recovery of 2025-12-02: 7 points", "Sin la recuperación del 2025-12-02: 7 puntos")
    with Flask(__name__).app_context():
        g.language = language
        assert review.dated(say) == say.in_language(language).replace("2025-12-02", day)
