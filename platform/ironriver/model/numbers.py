"""Numbers of papers that people read aloud, drawn by chance.

A running number would tell everybody who sees one paper how many others there are, those hidden from him too.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

#: Signs that nobody takes for one another, and no vowels: no words come about.
SIGNS = "234679CDFGHJKMNPQRTVWXY"
_DRAWN = 8


def draw_number(prefix: str, agency: str, at: str, is_taken: Callable[[str], bool]) -> str:
    """Return a number of the agency that is free, such as `RF-TPD-2026-4KQT-9MXW`; `at` begins with the year."""
    while True:
        drawn = "".join(secrets.choice(SIGNS) for _ in range(_DRAWN))
        number = f"{prefix}-{agency.rpartition('-')[2].upper()}-{at[:4]}-{drawn[:4]}-{drawn[4:]}"
        if not is_taken(number):
            return number
