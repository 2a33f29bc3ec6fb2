"""Bands at their edges; never a guessed or negative number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.search import BANDS, band_of
from ironriver.search.time_to_crime import days_between, time_to_crime


def event(day: str, precision: str = "day") -> dict[str, str]:
    return {"date": day, "date_precision": precision}


@pytest.mark.parametrize(
    ("sold", "recovered", "band"),
    [
        ("2025-08-14", "2025-08-14", "under_3_months"),
        ("2025-08-14", "2025-11-13", "under_3_months"),
        ("2025-08-14", "2025-11-14", "3_to_7_months"),
        ("2025-08-14", "2025-12-02", "3_to_7_months"),
        ("2025-08-14", "2026-03-13", "3_to_7_months"),
        ("2025-08-14", "2026-03-14", "7_to_12_months"),
        ("2025-08-14", "2026-08-13", "7_to_12_months"),
        ("2025-08-14", "2026-08-14", "1_to_2_years"),
        ("2025-08-14", "2027-08-14", "2_to_3_years"),
        ("2025-08-14", "2028-08-13", "2_to_3_years"),
        ("2025-08-14", "2028-08-14", "3_years"),
        ("1999-12-31", "2025-01-01", "3_years"),
        ("2024-02-29", "2025-02-28", "7_to_12_months"),
    ],
)
def test_band_edges(sold: str, recovered: str, band: str) -> None:
    result = time_to_crime(event(sold), event(recovered))
    assert result is not None
    assert result.band == band
    assert result.days == (date.fromisoformat(recovered) - date.fromisoformat(sold)).days


def test_two_dates_of_the_picture() -> None:
    result = time_to_crime(event("2025-08-14"), event("2025-12-02"))
    assert result is not None
    assert (result.days, result.title.en, result.title.es) == (
        110,
        "3 to under 7 months",
        "de 3 a menos de 7 meses",
    )


@pytest.mark.parametrize(
    ("sold", "recovered"),
    [
        (event("2025-08-01", "month"), event("2025-12-02")),
        (event("2025-08-14"), event("2025-01-01", "year")),
        (event(""), event("2025-12-02")),
        (event("not a date"), event("2025-12-02")),
        (event("2025-12-03"), event("2025-12-02")),
    ],
)
def test_no_number_without_two_good_days_in_order(sold: dict[str, str], recovered: dict[str, str]) -> None:
    result = time_to_crime(sold, recovered)
    assert result is not None
    assert result.days is None
    assert result.reason is not None
    assert days_between(sold, recovered) is None


def test_nothing_without_both_events() -> None:
    assert time_to_crime(None, event("2025-12-02")) is None
    assert time_to_crime(event("2025-12-02"), None) is None


@given(st.dates(min_value=date(1968, 1, 1), max_value=date(2030, 1, 1)), st.integers(min_value=0, max_value=20_000))
def test_bands_are_ordered_and_cover_everything(sold: date, days: int) -> None:
    later = date.fromordinal(sold.toordinal() + days)
    here = BANDS.index(band_of(sold, later))
    after = BANDS.index(band_of(sold, date.fromordinal(later.toordinal() + 1)))
    assert here <= after
