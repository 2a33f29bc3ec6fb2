"""Licence numbers: the key survives renewal, and nothing is made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values import FflFlag, FflParts, expiry_month, read_ffl_number, read_ffl_parts

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("raw", "key", "number"),
    [
        ("5-86-019-01-8H-01234", "5-86-01234", "5-86-019-01-8H-01234"),
        ("586019018H01234", "5-86-01234", "5-86-019-01-8H-01234"),
        ("5 86 019 01 8h 01234", "5-86-01234", "5-86-019-01-8H-01234"),
        ("5–86–019–01–8H–01234", "5-86-01234", "5-86-019-01-8H-01234"),
        ("FFL # 5-86-019-01-8H-01234", "5-86-01234", "5-86-019-01-8H-01234"),
        ("5-86-01234", "5-86-01234", ""),
        ("58601234", "5-86-01234", ""),
        ("9-99-XXX-XX-XX-00123", "9-99-00123", ""),
        ("1-6-19-1-8H-123", "1-06-00123", "1-06-019-01-8H-00123"),
        ("5-86-1234", "5-86-01234", ""),
    ],
)
def test_forms(raw: str, key: str, number: str) -> None:
    read = read_ffl_number(raw, reference=DAY)
    assert (read.raw, read.key, read.number) == (raw, key, number)


@pytest.mark.parametrize(
    "raw",
    ["5860123", "86-01234", "X-86-01234", "5-86-019-01-8H-012345", "5-86-019-01-01234", "GUNS", "15-86-01234",
     "5-86-019-AB-8H-01234", "٥-86-01234"],
)  # fmt: skip
def test_what_names_no_licence_gets_no_key(raw: str) -> None:
    read = read_ffl_number(raw)
    assert read.key == read.number == ""
    assert read.flags == {FflFlag.UNREADABLE}


@pytest.mark.parametrize("raw", [None, "", "NULL", " n/a "])
def test_absent(raw: str | None) -> None:
    assert read_ffl_number(raw).flags == {FflFlag.ABSENT}


@pytest.mark.parametrize(
    ("raw", "flags"),
    [
        ("5-86-019-01-8H-01234", set()),
        ("7-86-019-01-8H-01234", {FflFlag.UNUSED_REGION}),
        ("5-86-019-05-8H-01234", {FflFlag.UNKNOWN_TYPE}),
        ("5-86-019-01-8I-01234", {FflFlag.BAD_EXPIRY}),
        ("5-86-019-01-8N-01234", {FflFlag.BAD_EXPIRY}),
        ("5-86-19-1-8H-1234", {FflFlag.ZEROS_LOST}),
        ("5-86-01234", {FflFlag.SHORT_FORM}),
        ("5-86-XXX-XX-XX-01234", {FflFlag.SHORT_FORM, FflFlag.MASKED}),
    ],
)
def test_flags(raw: str, flags: set[FflFlag]) -> None:
    assert read_ffl_number(raw, reference=DAY).flags == flags


@pytest.mark.parametrize(
    ("code", "day", "month"),
    [
        ("5H", date(2014, 1, 1), "2015-08"),
        ("8H", date(2026, 11, 20), "2028-08"),
        ("9J", date(2026, 11, 20), "2029-09"),
        ("0K", date(2026, 11, 20), "2020-10"),
        ("0A", date(2028, 1, 1), "2030-01"),
        ("6M", date(2026, 11, 20), "2026-12"),
        ("3L", date(2026, 11, 20), "2023-11"),
        ("5I", date(2026, 11, 20), ""),
        ("", date(2026, 11, 20), ""),
    ],
)
def test_the_reference_day_decides_the_decade(code: str, day: date, month: str) -> None:
    assert expiry_month(code, day) == month


def test_without_a_reference_day_no_decade_is_guessed() -> None:
    read = read_ffl_number("5-86-019-01-8H-01234")
    assert read.expires == ""
    assert read.flags == {FflFlag.NO_REFERENCE}


def test_renewal_changes_the_number_and_not_the_key() -> None:
    before, after = (read_ffl_number(f"5-86-019-01-{code}-01234", reference=DAY) for code in ("5H", "8H"))
    assert before.key == after.key
    assert before.number != after.number
    assert (before.expires, after.expires) == ("2025-08", "2028-08")


def test_columns_of_the_published_list() -> None:
    read = read_ffl_parts(
        FflParts(region="1", district="6", county="73", type="1", expiry="7c", sequence="42"), reference=DAY
    )
    assert read.raw == "1-6-73-1-7c-42"
    assert read.number == "1-06-073-01-7C-00042"
    assert read.flags == {FflFlag.ZEROS_LOST}
    assert read_ffl_parts(FflParts(region="", district="", county="", type="", expiry="", sequence="")).flags == {
        FflFlag.ABSENT
    }


def test_titles() -> None:
    read = read_ffl_number("5-86-019-02-8H-01234", reference=DAY)
    assert read.region_title is not None
    assert read.region_title.en == "Southwest"
    assert read.type_title is not None
    assert read.type_title.es == "Casa de empeño"
    assert read_ffl_number("7-86-01234").region_title is None
    assert read_ffl_number("7-86-01234").type_title is None


@given(
    st.sampled_from("13456789"),
    st.integers(0, 99),
    st.integers(0, 999),
    st.sampled_from(["01", "02", "07", "11"]),
    st.from_regex(r"[0-9][A-HJ-M]", fullmatch=True),
    st.integers(0, 99999),
)
def test_round_trip(region: str, district: int, county: int, type_: str, expiry: str, sequence: int) -> None:
    number = f"{region}-{district:02d}-{county:03d}-{type_}-{expiry}-{sequence:05d}"
    read = read_ffl_number(number, reference=DAY)
    assert read.number == number
    assert read.key == f"{region}-{district:02d}-{sequence:05d}"
    assert read_ffl_number(number.replace("-", ""), reference=DAY).number == number
    assert read_ffl_number(read.key).key == read.key
    assert read_ffl_parts(_parts(number), reference=DAY).number == number
    assert 2020 <= int(read.expires[:4]) <= 2029


def _parts(number: str) -> FflParts:
    region, district, county, type_, expiry, sequence = number.split("-")
    return FflParts(region=region, district=district, county=county, type=type_, expiry=expiry, sequence=sequence)


@given(st.text() | st.from_regex(r"[0-9X -]{0,22}", fullmatch=True))
def test_any_text(text: str) -> None:
    read = read_ffl_number(text, reference=DAY)
    assert read.raw == text
    assert bool(read.key) != bool(read.flags & {FflFlag.UNREADABLE, FflFlag.ABSENT})


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_any_columns(region: str, expiry: str, sequence: str) -> None:
    parts = FflParts(region=region, district="86", county="019", type="01", expiry=expiry, sequence=sequence)
    assert read_ffl_parts(parts, reference=DAY).raw == f"{region}-86-019-01-{expiry}-{sequence}"
