"""Times as STIX writes them: with any number of decimals, so one instant has several spellings."""

from __future__ import annotations

import re
from datetime import datetime

#: RFC 3339 in UTC. Nanoseconds are the finest that anybody writes.
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)
_FINEST = 9


def shortest(text: str) -> str:
    """Return the shortest spelling of an instant: `…T08:00:00.500000Z` is `…T08:00:00.5Z`. `ValueError` if none."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    whole, part = found[1], (found[2] or "").rstrip("0")
    datetime.fromisoformat(whole)
    return f"{whole}.{part}Z" if part else f"{whole}Z"


def spellings(text: str) -> list[str]:
    """Return every spelling of an instant, down to nanoseconds. `ValueError` for what is no instant."""
    short = shortest(text)[:-1]
    whole, _, part = short.partition(".")
    longer = range(max(1, len(part)), _FINEST + 1)
    return [f"{whole}Z"] * (not part) + [f"{whole}.{part:0<{digits}}Z" for digits in longer]


def in_order(version: str) -> str:
    """Return a version so that text order is time order; the same for all spellings of one instant."""
    try:
        whole, _, part = shortest(version)[:-1].partition(".")
    except ValueError:
        return version
    return f"{whole}.{part:0<{_FINEST}}"
