"""Time-to-crime: days from first retail sale to recovery, in ATF's bands.

Bands as in ATF's yearly files (`ttc_source_recovery`): under 3 months, 3 to under 7, 7 to under 12, 1 to under 2
years, 2 to under 3, 3 and more. Months are calendar months.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ironriver.errors import Say
from ironriver.search.page_results import TimeToCrime

#: (band, upper end in months, title); the last has no end.
BANDS: tuple[tuple[str, int | None, Say], ...] = (
    ("under_3_months", 3, Say(en="under 3 months", es="menos de 3 meses")),
    ("3_to_7_months", 7, Say(en="3 to under 7 months", es="de 3 a menos de 7 meses")),
    ("7_to_12_months", 12, Say(en="7 months to under 1 year", es="de 7 meses a menos de 1 año")),
    ("1_to_2_years", 24, Say(en="1 to under 2 years", es="de 1 a menos de 2 años")),
    ("2_to_3_years", 36, Say(en="2 to under 3 years", es="de 2 a menos de 3 años")),
    ("3_years", None, Say(en="3 years and more", es="3 años y más")),
)
#: Conventional limit of a short time-to-crime (facts/domain.md §2), in days as ATF counts three years.
THREE_YEARS = 1095

_NO_DAY = Say(en="One of the two dates is not known to the day.", es="Una de las dos fechas no se conoce al día.")
_BEFORE = Say(
    en="The recovery is dated before the sale. One of the two dates must be wrong.",
    es="La recuperación tiene fecha anterior a la venta. Una de las dos fechas debe estar mal.",
)
_NONE = Say(en="not known", es="no se sabe")


def time_to_crime(purchase: Mapping[str, Any] | None, recovery: Mapping[str, Any] | None) -> TimeToCrime | None:
    """Return the time between two events, None where one is missing; never a negative or guessed number."""
    if not purchase or not recovery:
        return None
    sold, recovered = _day(purchase), _day(recovery)
    days, band, title, reason = None, "", _NONE, None
    if sold is None or recovered is None:
        reason = _NO_DAY
    elif recovered < sold:
        reason = _BEFORE
    else:
        band, _, title = band_of(sold, recovered)
        days = (recovered - sold).days
    return TimeToCrime(
        days=days,
        band=band,
        title=title,
        sold=str(purchase.get("date") or ""),
        recovered=str(recovery.get("date") or ""),
        reason=reason,
    )


def band_of(sold: date, recovered: date) -> tuple[str, int | None, Say]:
    """Return the band of two dates."""
    months = (recovered.year - sold.year) * 12 + recovered.month - sold.month - (recovered.day < sold.day)
    return next(band for band in BANDS if band[1] is None or months < band[1])


def days_between(earlier: Mapping[str, Any] | None, later: Mapping[str, Any] | None) -> int | None:
    """Return the days between two events dated to the day, None otherwise or where the order is wrong."""
    start, end = _day(earlier or {}), _day(later or {})
    return (end - start).days if start and end and end >= start else None


def _day(event: Mapping[str, Any]) -> date | None:
    if event.get("date_precision") not in (None, "", "day"):
        return None
    try:
        return date.fromisoformat(str(event.get("date") or ""))
    except ValueError:
        return None
