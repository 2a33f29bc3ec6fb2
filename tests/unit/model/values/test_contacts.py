"""Phones and plates: digits beside what was written; a country that is not written is said to be assumed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values import ContactFlag, read_phone, read_plate


@pytest.mark.parametrize(
    ("raw", "country", "digits", "found"),
    [
        ("(520) 624-0143", "US", "5206240143", "US"),
        ("520.624.0143", "US", "5206240143", "US"),
        ("1-520-624-0143", "US", "5206240143", "US"),
        ("+1 520 624 0143", "MX", "5206240143", "US"),
        ("5206240143.0", "US", "5206240143", "US"),
        ("+52 631 312 3456", "US", "6313123456", "MX"),
        ("+52 1 631 312 3456", "US", "6313123456", "MX"),
        ("011 52 631 312 3456", "US", "6313123456", "MX"),
        ("52 631 312 3456", "MX", "6313123456", "MX"),
        ("631 312 3456", "MX", "6313123456", "MX"),
        ("+44 20 7946 0958", "US", "442079460958", ""),
    ],
)
def test_phones(raw: str, country: str, digits: str, found: str) -> None:
    read = read_phone(raw, country=country)
    assert (read.raw, read.digits, read.country) == (raw, digits, found)


@pytest.mark.parametrize(
    ("raw", "country", "flags"),
    [
        ("+52 631 312 3456", "US", set()),
        ("1 520 624 0143", "US", set()),
        ("520 624 0143", "US", {ContactFlag.COUNTRY_ASSUMED}),
        ("+1 520 624 0143", "US", {ContactFlag.COUNTRY_ASSUMED}),
        ("624-0143", "US", {ContactFlag.COUNTRY_ASSUMED, ContactFlag.SHORT}),
        ("000-000-0000", "US", {ContactFlag.COUNTRY_ASSUMED, ContactFlag.REPEATED}),
        ("520 555 0143", "US", {ContactFlag.COUNTRY_ASSUMED, ContactFlag.FICTIONAL}),
        ("520 624 0143 999", "US", {ContactFlag.COUNTRY_ASSUMED, ContactFlag.LONG}),
        ("no phone", "US", {ContactFlag.UNREADABLE}),
        ("NULL", "US", {ContactFlag.ABSENT}),
        (None, "US", {ContactFlag.ABSENT}),
    ],
)
def test_phone_flags(raw: str | None, country: str, flags: set[ContactFlag]) -> None:
    assert read_phone(raw, country=country).flags == flags


def test_extension_is_no_part_of_the_number() -> None:
    read = read_phone("520-624-0143 ext. 12")
    assert (read.digits, read.extension) == ("5206240143", "12")
    assert read_phone("520-624-0143x12").extension == "12"


def test_usable_phones() -> None:
    assert read_phone("520 624 0143").usable
    assert not read_phone("000 000 0000").usable
    assert not read_phone("+44 20 7946 0958").usable
    assert not read_phone("").usable


@pytest.mark.parametrize(
    ("raw", "canonical"), [("abc-12 34", "ABC1234"), ("VÑA·123", "VNA123"), ("O0O 1I1", "O0O1I1"), ("  ", "")]
)
def test_plates(raw: str, canonical: str) -> None:
    assert read_plate(raw).canonical == canonical


def test_plate_flags_and_use() -> None:
    good = read_plate("ABC 1234", state="az")
    assert (good.state, good.usable) == ("AZ", True)
    assert not read_plate("ABC 1234").usable
    assert read_plate("AB").flags == {ContactFlag.SHORT}
    assert read_plate("0000").flags == {ContactFlag.REPEATED}
    assert read_plate("ABC1234 AND XYZ9876").flags == {ContactFlag.LONG}
    assert read_plate("★★").flags == {ContactFlag.UNREADABLE}
    assert read_plate("NONE").flags == {ContactFlag.ABSENT}


@given(st.text() | st.from_regex(r"[+0-9 ()x.-]{0,20}", fullmatch=True), st.sampled_from(["US", "MX", "CA", "GT"]))
def test_any_phone(text: str, country: str) -> None:
    read = read_phone(text, country=country)
    assert read.raw == text
    assert read.digits.isascii()
    assert bool(read.digits) != bool(read.flags & {ContactFlag.ABSENT, ContactFlag.UNREADABLE})


@given(st.text())
def test_any_plate(text: str) -> None:
    read = read_plate(text)
    assert read.raw == text
    assert read_plate(read.canonical).canonical in {read.canonical, ""}


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True))
def test_us_numbers_read_alike_in_every_form(digits: str) -> None:
    forms = (digits, f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", f"1{digits}", f"+1 {digits}")
    assert {read_phone(form).digits for form in forms} == {digits}
