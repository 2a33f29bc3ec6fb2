"""Dates keep their precision; impossible ones are flagged and never made possible."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values import DateFlag, DateOrder, DateRule, Precision, days_between, read_date

US = DateRule()
MX = DateRule(order=DateOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("raw", "rule", "iso", "precision"),
    [
        ("2024-06-25", US, "2024-06-25", Precision.DAY),
        ("2024/6/5", US, "2024-06-05", Precision.DAY),
        ("20240625", US, "2024-06-25", Precision.DAY),
        ("2024-06-25T10:11:12.123Z", US, "2024-06-25", Precision.DAY),
        ("2024-06-25 10:11", US, "2024-06-25", Precision.DAY),
        ("6/25/2024 12:00:00 AM", US, "2024-06-25", Precision.DAY),
        ("25/06/2024 10:11 p. m.", MX, "2024-06-25", Precision.DAY),
        ("03/04/2024", US, "2024-03-04", Precision.DAY),
        ("03/04/2024", MX, "2024-04-03", Precision.DAY),
        ("3-4-2024", US, "2024-03-04", Precision.DAY),
        ("25.06.2024", MX, "2024-06-25", Precision.DAY),
        ("2/29/2024", US, "2024-02-29", Precision.DAY),
        ("June 25, 2024", US, "2024-06-25", Precision.DAY),
        ("Tuesday, June 25th, 2024", US, "2024-06-25", Precision.DAY),
        ("25 JUN 2024", US, "2024-06-25", Precision.DAY),
        ("25-jun-2024", US, "2024-06-25", Precision.DAY),
        ("25 de junio de 2024", MX, "2024-06-25", Precision.DAY),
        ("martes 25 de junio del 2024", MX, "2024-06-25", Precision.DAY),
        ("5/ene/2024", MX, "2024-01-05", Precision.DAY),
        ("5 setiembre 2024", MX, "2024-09-05", Precision.DAY),
        ("2024-06", US, "2024-06-01", Precision.MONTH),
        ("06/2024", US, "2024-06-01", Precision.MONTH),
        ("junio de 2024", MX, "2024-06-01", Precision.MONTH),
        ("Dec 2024", US, "2024-12-01", Precision.MONTH),
        ("2024", US, "2024-01-01", Precision.YEAR),
    ],
)
def test_forms(raw: str, rule: DateRule, iso: str, precision: Precision) -> None:
    read = read_date(raw, rule)
    assert (read.raw, read.iso, read.precision, read.flags) == (raw, iso, precision, frozenset())


@pytest.mark.parametrize(
    ("raw", "rule", "flags"),
    [
        ("2/30/2024", US, {DateFlag.IMPOSSIBLE}),
        ("2/29/2023", US, {DateFlag.IMPOSSIBLE}),
        ("13/32/2024", US, {DateFlag.IMPOSSIBLE}),
        ("25/06/2024", US, {DateFlag.IMPOSSIBLE, DateFlag.OTHER_ORDER_FITS}),
        ("06/25/2024", MX, {DateFlag.IMPOSSIBLE, DateFlag.OTHER_ORDER_FITS}),
        ("2024-13-05", US, {DateFlag.IMPOSSIBLE, DateFlag.OTHER_ORDER_FITS}),
        ("2024-06-31", US, {DateFlag.IMPOSSIBLE}),
        ("00/12/2024", US, {DateFlag.IMPOSSIBLE, DateFlag.ZERO_PARTS}),
        ("6/25/0024", US, {DateFlag.OUT_OF_RANGE}),
        ("9999-12-31", US, {DateFlag.OUT_OF_RANGE}),
        ("<1 year", US, {DateFlag.UNREADABLE}),
        ("short", US, {DateFlag.UNREADABLE}),
        ("99999", US, {DateFlag.UNREADABLE}),
        ("123", US, {DateFlag.UNREADABLE}),
        ("Jun 24", US, {DateFlag.UNREADABLE}),
        ("June 25", US, {DateFlag.UNREADABLE}),
        ("06/25/2024 - 06/28/2024", US, {DateFlag.UNREADABLE}),
    ],
)
def test_what_cannot_be_a_date_stays_unread(raw: str, rule: DateRule, flags: set[DateFlag]) -> None:
    read = read_date(raw, rule)
    assert (read.iso, read.precision, read.text) == ("", Precision.NONE, "")
    assert read.flags == flags
    assert read.raw == raw


@pytest.mark.parametrize(
    ("raw", "pivot", "iso"),
    [
        ("6/25/24", 30, "2024-06-25"),
        ("6/25/30", 30, "2030-06-25"),
        ("6/25/31", 30, "1931-06-25"),
        ("6/25/24", 10, "1924-06-25"),
        ("25 jun 99", 30, "1999-06-25"),
    ],
)
def test_two_digit_years_follow_the_stated_pivot(raw: str, pivot: int, iso: str) -> None:
    read = read_date(raw, DateRule(pivot=pivot))
    assert read.iso == iso
    assert read.flags == {DateFlag.TWO_DIGIT_YEAR}


@pytest.mark.parametrize(
    ("raw", "iso", "precision"),
    [
        ("00/00/1985", "1985-01-01", Precision.YEAR),
        ("06/00/1985", "1985-06-01", Precision.MONTH),
        ("1985-00-00", "1985-01-01", Precision.YEAR),
    ],
)
def test_zero_parts_mean_not_known(raw: str, iso: str, precision: Precision) -> None:
    read = read_date(raw)
    assert (read.iso, read.precision) == (iso, precision)
    assert read.flags == {DateFlag.ZERO_PARTS}


@pytest.mark.parametrize(
    ("raw", "iso"), [("45292", "2024-01-01"), ("45292.5", "2024-01-01"), ("25569", "1970-01-01")]
)
def test_spreadsheet_days(raw: str, iso: str) -> None:
    read = read_date(raw)
    assert read.iso == iso
    assert DateFlag.SPREADSHEET_DAYS in read.flags


def test_placeholder_and_future_dates_are_told() -> None:
    assert read_date("01/01/1900").flags == {DateFlag.PLACEHOLDER}
    rule = DateRule(today=date(2026, 11, 20))
    assert read_date("2026-11-21", rule).flags == {DateFlag.FUTURE}
    assert read_date("2026-11-20", rule).flags == frozenset()


@pytest.mark.parametrize("raw", [None, "", "NULL", "N/A", " - "])
def test_absent(raw: str | None) -> None:
    assert read_date(raw).flags == {DateFlag.ABSENT}


def test_text_says_what_is_known_and_no_more() -> None:
    assert [read_date(raw).text for raw in ("6/25/2024", "06/2024", "2024")] == ["2024-06-25", "2024-06", "2024"]


def test_days_between_need_exact_days() -> None:
    sale, recovery, month = read_date("2024-01-01"), read_date("2024-03-01"), read_date("2024-03")
    assert days_between(sale, recovery) == 60
    assert days_between(recovery, sale) == -60
    assert days_between(sale, month) is None


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for text, rule in (
        (day.isoformat(), US),
        (day.strftime("%m/%d/") + f"{day.year:04d}", US),
        (day.strftime("%d/%m/") + f"{day.year:04d}", MX),
        (f"{day.day} {day.strftime('%B')} {day.year:04d}", US),
    ):
        read = read_date(text, rule)
        assert (read.iso, read.precision) == (day.isoformat(), Precision.DAY)


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)))
def test_reading_what_was_read_changes_nothing(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        read = read_date(text)
        assert read.text == text
        assert read_date(read.text) == read


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1600, 2199), st.sampled_from(DateOrder))
def test_parts_are_never_swapped(first: int, second: int, year: int, order: DateOrder) -> None:
    read = read_date(f"{first}/{second}/{year}", DateRule(order=order))
    month, day = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
    if read.precision is Precision.DAY:
        assert read.iso == f"{year:04d}-{month:02d}-{day:02d}"
    else:
        assert read.flags & {DateFlag.IMPOSSIBLE, DateFlag.ZERO_PARTS}


@given(st.text() | st.from_regex(r"[0-9/ .:a-z-]{0,24}", fullmatch=True), st.sampled_from(DateOrder))
def test_any_text(text: str, order: DateOrder) -> None:
    read = read_date(text, DateRule(order=order, today=date(2026, 11, 20)))
    assert read.raw == text
    assert bool(read.iso) == (read.precision is not Precision.NONE)
    assert read.iso or read.flags
    if read.iso:
        date.fromisoformat(read.iso)


@given(st.dates(date(1930, 1, 1), date(2100, 1, 1)))
def test_spreadsheet_days_round_trip(day: date) -> None:
    days = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert read_date(str(days)).iso == day.isoformat()
