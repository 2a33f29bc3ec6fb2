"""Dates as sources write them: precision kept, order as stated, impossible ones flagged and not repaired."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from ironriver.model.values.cells import fold, is_absent, table, tidy

#: Two-digit years up to this are 20yy, the others 19yy, unless the caller states another pivot.
TWO_DIGIT_PIVOT = 30
#: Day 0 of spreadsheets (their 29 February 1900 did not exist, so the count is right from March 1900 on).
_EXCEL_EPOCH = date(1899, 12, 30)
#: Five digits in a date column are spreadsheet days between 1927 and 2119; anything else is left unread.
_EXCEL_DAYS = range(10_000, 80_001)
_YEARS = range(1600, 2200)
#: Dates that systems write where they have none.
_PLACEHOLDERS = frozenset({"1900-01-01", "1899-12-30", "1899-12-31", "1970-01-01", "1800-01-01", "1601-01-01"})


class Precision(StrEnum):
    """How much of a date is known. Stored as `date_precision`; NONE is stored as nothing."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


class DateOrder(StrEnum):
    """What the source puts first in 03/04/2024."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


class DateFlag(StrEnum):
    """A doubt about a date, or how it was read."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    OTHER_ORDER_FITS = "other_order_fits"
    TWO_DIGIT_YEAR = "two_digit_year"
    SPREADSHEET_DAYS = "spreadsheet_days"
    ZERO_PARTS = "zero_parts"
    PLACEHOLDER = "placeholder"
    FUTURE = "future"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRead:
    """One date as read. `iso` is `yyyy-mm-dd`, the first day of the month or year where only that is known;
    empty when nothing could be read or the date is impossible."""

    raw: str
    iso: str = ""
    precision: Precision = Precision.NONE
    flags: frozenset[DateFlag] = frozenset()

    @property
    def text(self) -> str:
        """What is known and no more: `2024-06-25`, `2024-06` or `2024`."""
        return self.iso[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}.get(self.precision, 0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """What the source states about its dates. `today` (if given) flags later ones as future."""

    order: DateOrder = DateOrder.MONTH_FIRST
    pivot: int = TWO_DIGIT_PIVOT
    today: date | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    year: int
    month: int
    day: int
    two_digits: bool = False


_US_STATED = DateRule()
_TIME = re.compile(
    r"(?<=\d)[T ]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([AP]\.?\s?M\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$", re.I
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", re.ASCII)
_COMPACT = re.compile(r"(1[6-9]\d\d|2[01]\d\d)(\d\d)(\d\d)", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAYS = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_WORDED_DAY_FIRST = re.compile(r"(\d{1,2})(?:ST|ND|RD|TH)? ([A-Z]+) (\d{4}|\d{2})", re.ASCII)
_WORDED_MONTH_FIRST = re.compile(r"([A-Z]+) (\d{1,2})(?:ST|ND|RD|TH)? (\d{4}|\d{2})", re.ASCII)
# Two digits after a month alone may be a day as well as a year (Jun 24), so they are not read.
_WORDED_MONTH = re.compile(r"([A-Z]+) (\d{4})", re.ASCII)


def read_date(text: str | None, rule: DateRule = _US_STATED) -> DateRead:
    """Read one cell by what the source states about its dates. A time of day is left out. Never raises.

    13/25/2024 and 25/06/2024 in a month-first file are IMPOSSIBLE (the second also OTHER_ORDER_FITS): the parts are
    never swapped to make sense.
    """
    raw = text or ""
    if is_absent(text):
        return DateRead(raw=raw, flags=frozenset({DateFlag.ABSENT}))
    cell = _TIME.sub("", tidy(raw)).strip()
    days = _DAYS.fullmatch(cell)
    if days:
        return _from_days(raw, int(days[1]), rule)
    for reader in _READERS:
        parts = reader(cell, rule)
        if parts is not None:
            return _dated(raw, parts, rule)
    return DateRead(raw=raw, flags=frozenset({DateFlag.UNREADABLE}))


def days_between(earlier: DateRead, later: DateRead) -> int | None:
    """Return whole days from one to the other (negative if the order is wrong), None unless both are exact days."""
    if earlier.precision is not Precision.DAY or later.precision is not Precision.DAY:
        return None
    return (date.fromisoformat(later.iso) - date.fromisoformat(earlier.iso)).days


def _from_days(raw: str, days: int, rule: DateRule) -> DateRead:
    if days not in _EXCEL_DAYS:
        return DateRead(raw=raw, flags=frozenset({DateFlag.UNREADABLE}))
    found = _EXCEL_EPOCH + timedelta(days=days)
    read = _dated(raw, _Parts(found.year, found.month, found.day), rule)
    return DateRead(raw=raw, iso=read.iso, precision=read.precision, flags=read.flags | {DateFlag.SPREADSHEET_DAYS})


def _dated(raw: str, parts: _Parts, rule: DateRule) -> DateRead:
    flags = {DateFlag.TWO_DIGIT_YEAR} if parts.two_digits else set()
    if parts.year not in _YEARS:
        return DateRead(raw=raw, flags=frozenset(flags | {DateFlag.OUT_OF_RANGE}))
    precision = Precision.DAY if parts.day > 0 else Precision.MONTH if parts.month > 0 else Precision.YEAR
    if parts.day == 0 or parts.month == 0:
        flags.add(DateFlag.ZERO_PARTS)
    found = _real(parts.year, max(parts.month, 1), max(parts.day, 1))
    if found is None or (parts.month == 0 and parts.day > 0):
        flags.add(DateFlag.IMPOSSIBLE)
        if _real(parts.year, parts.day, parts.month):
            flags.add(DateFlag.OTHER_ORDER_FITS)
        return DateRead(raw=raw, flags=frozenset(flags))
    if found.isoformat() in _PLACEHOLDERS:
        flags.add(DateFlag.PLACEHOLDER)
    if rule.today is not None and found > rule.today:
        flags.add(DateFlag.FUTURE)
    return DateRead(raw=raw, iso=found.isoformat(), precision=precision, flags=frozenset(flags))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str, rule: DateRule) -> tuple[int, bool]:
    """Return the year and whether only two digits were written."""
    if len(text) == 4:
        return int(text), False
    short = int(text)
    return (2000 if short <= rule.pivot else 1900) + short, True


# Parts that a text leaves out are -1; parts that it writes as zero are 0 and get flagged.


def _read_iso(cell: str, _rule: DateRule) -> _Parts | None:
    found = _ISO.fullmatch(cell)
    return _Parts(int(found[1]), int(found[2]), int(found[3] or -1)) if found else None


def _read_compact(cell: str, _rule: DateRule) -> _Parts | None:
    found = _COMPACT.fullmatch(cell)
    return _Parts(int(found[1]), int(found[2]), int(found[3])) if found else None


def _read_numbers(cell: str, rule: DateRule) -> _Parts | None:
    found = _NUMBERS.fullmatch(cell)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    month, day = (first, second) if rule.order is DateOrder.MONTH_FIRST else (second, first)
    year, short = _year(found[3], rule)
    return _Parts(year, month, day, short)


def _read_month_year(cell: str, _rule: DateRule) -> _Parts | None:
    found = _MONTH_YEAR.fullmatch(cell)
    return _Parts(int(found[2]), int(found[1]), -1) if found else None


def _read_year(cell: str, _rule: DateRule) -> _Parts | None:
    return _Parts(int(cell), -1, -1) if _YEAR.fullmatch(cell) else None


def _read_worded(cell: str, rule: DateRule) -> _Parts | None:
    words = " ".join(word for word in fold(cell).split() if word not in _skipped())
    for pattern, order in (
        (_WORDED_DAY_FIRST, (2, 1, 3)),
        (_WORDED_MONTH_FIRST, (1, 2, 3)),
        (_WORDED_MONTH, (1, 0, 2)),
    ):
        found = pattern.fullmatch(words)
        if found and found[order[0]] in _months():
            year, short = _year(found[order[2]], rule)
            day = int(found[order[1]]) if order[1] else -1
            return _Parts(year, _months()[found[order[0]]], day, short)
    return None


_READERS: tuple[Callable[[str, DateRule], _Parts | None], ...] = (
    _read_iso,
    _read_compact,
    _read_numbers,
    _read_month_year,
    _read_year,
    _read_worded,
)


@lru_cache
def _months() -> dict[str, int]:
    return {name: int(number) for number, names in table("months")["month"].items() for name in names}


@lru_cache
def _skipped() -> frozenset[str]:
    return frozenset(table("months")["skipped"])
