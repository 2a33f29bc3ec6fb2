"""Days as whole numbers since 1970-01-01, and the ways in which people write them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

EPOCH = date(1970, 1, 1)
FIRST = date(1920, 1, 1)
LAST = date(2029, 12, 31)

#: The world's own "today": the data cut that the design pictures show.
TODAY = date(2026, 11, 20)

US_LONG, US_SHORT, ISO, MX_LONG, MX_SHORT = "%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%y"


def day(text: str) -> int:
    """The day number of an ISO date."""
    return (date.fromisoformat(text) - EPOCH).days


def iso(number: int) -> str:
    """The ISO date of a day number."""
    return (EPOCH + timedelta(days=int(number))).isoformat()


@cache
def _table(pattern: str) -> Texts:
    span = (LAST - FIRST).days + 1
    return np.array([(FIRST + timedelta(days=n)).strftime(pattern) for n in range(span)], dtype=object)


def write_days(days: Days, pattern: str, blank: npt.NDArray[np.bool_] | None = None) -> Texts:
    """The dates written by `pattern`; empty where `blank`."""
    offset = (FIRST - EPOCH).days
    table = _table(pattern)
    texts: Texts = table[np.clip(days - offset, 0, len(table) - 1)]
    if blank is not None:
        texts = np.where(blank, "", texts)
    return texts
