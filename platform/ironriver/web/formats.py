"""Dates, times and figures as people read them, in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from ironriver.model.marking import Tlp
from ironriver.web.language import LOCALES


def show_date(value: object, language: str) -> str:
    """Return `2 Dec 2025` or `2 dic 2025`; months and years stay as coarse as they are; else the text itself."""
    text = "" if value is None else str(value)
    locale = LOCALES[language]
    try:
        if len(text) == 4:
            return str(int(text))
        if len(text) == 7:
            return babel_date(date.fromisoformat(text + "-01"), "MMM y", locale=locale)
        return babel_date(date.fromisoformat(text[:10]), "d MMM y", locale=locale)
    except ValueError:
        return text


def is_day(value: str) -> bool:
    """Return whether a text has the form of a whole date, 2026-11-20."""
    return len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit()


def show_day(value: date, language: str) -> str:
    """Return `Friday 20 November` or `viernes 20 de noviembre`."""
    pattern = "EEEE d MMMM" if language == "en" else "EEEE d 'de' MMMM"
    text = babel_date(value, pattern, locale=LOCALES[language])
    return text[:1].upper() + text[1:]


def show_time(value: object, language: str) -> str:
    """Return `20 Nov 2026 14:05 UTC` for a stamp or an aware datetime; else the text itself."""
    if value is None or value == "":
        return ""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    moment = moment.astimezone(UTC)
    return f"{babel_date(moment.date(), 'd MMM y', locale=LOCALES[language])} {moment:%H:%M} UTC"


def show_number(value: int | float, language: str) -> str:
    """Return `1,204`."""
    return format_decimal(value, locale=LOCALES[language])


def show_tenths(value: float, language: str) -> str:
    """Return `9.0`: figures of one column stand under each other."""
    return format_decimal(value, format="#,##0.0", locale=LOCALES[language])


def show_size(value: int, language: str) -> str:
    """Return a byte count as `3.1 MB`; units of 1,000."""
    amount: float = value
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    digits = f"{amount:.1f}" if unit != "B" and amount < 100 else f"{amount:.0f}"
    return f"{show_number(float(digits), language)} {unit}"


def tlp_label(level: int) -> str:
    """Return `TLP:AMBER` for a stored level."""
    return Tlp(level).label
