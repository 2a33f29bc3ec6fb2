"""Phones and plates: digits and canonical form beside what was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ironriver.model.values.cells import fold, is_absent, tidy

#: Longest number by ITU-T E.164.
_LONGEST_PHONE = 15
_EXTENSION = re.compile(r"\s*(?:EXT\.?|EXTENSION|X)\s*(\d{1,6})$", re.I | re.ASCII)
#: What people dial before a country code, from most of the world and from North America.
_DIALLED = re.compile(r"00|011")
#: Plates longer than this are two things in one cell.
_LONGEST_PLATE = 10


class ContactFlag(StrEnum):
    """A doubt about a phone number or a plate."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    COUNTRY_ASSUMED = "country_assumed"
    REPEATED = "repeated"
    SHORT = "short"
    LONG = "long"
    FICTIONAL = "fictional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One phone number as read. `digits` is the national number, `country` US, MX, CA… or empty if not known.

    +1 is shared by twenty countries; it is read as US unless the source says otherwise, and flagged so.
    """

    raw: str
    digits: str = ""
    country: str = ""
    extension: str = ""
    flags: frozenset[ContactFlag] = frozenset()

    @property
    def usable(self) -> bool:
        """Whether country and digits may serve as a key."""
        return bool(self.digits and self.country) and not self.flags & {
            ContactFlag.REPEATED,
            ContactFlag.SHORT,
            ContactFlag.LONG,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One plate as read. `canonical` is upper case without separators; O and 0 stay apart, as plates print them."""

    raw: str
    canonical: str = ""
    state: str = ""
    flags: frozenset[ContactFlag] = frozenset()

    @property
    def usable(self) -> bool:
        """Whether plate and state may serve as a key."""
        return bool(self.canonical and self.state) and not self.flags


def read_phone(text: str | None, *, country: str = "US") -> Phone:
    """Read one cell; `country` is what the source's numbers are where they carry no country code. Never raises."""
    raw = text or ""
    if is_absent(text):
        return Phone(raw=raw, flags=frozenset({ContactFlag.ABSENT}))
    cell = tidy(raw)
    extension = _EXTENSION.search(cell)
    if extension:
        cell = cell[: extension.start()]
    # A spreadsheet turns 5205550143 into 5205550143.0; the decimal is no digit of the number.
    digits = re.sub(r"[^0-9]", "", re.sub(r"(?<=\d{7})\.0+$", "", cell))
    if not digits:
        return Phone(raw=raw, flags=frozenset({ContactFlag.UNREADABLE}))
    found, national, assumed = _country(digits, cell.lstrip("( ").startswith("+"), country)
    flags = _phone_flags(national, found)
    if assumed:
        flags.add(ContactFlag.COUNTRY_ASSUMED)
    return Phone(
        raw=raw,
        digits=national,
        country=found,
        extension=extension[1] if extension else "",
        flags=frozenset(flags),
    )


def read_plate(text: str | None, *, state: str = "") -> Plate:
    """Read one cell. A state in front or behind (`AZ ABC1234`) stays: only the source can say what it is."""
    raw = text or ""
    if is_absent(text):
        return Plate(raw=raw, flags=frozenset({ContactFlag.ABSENT}))
    canonical = "".join(fold(raw).split())
    checks = {
        ContactFlag.UNREADABLE: not canonical,
        ContactFlag.SHORT: 0 < len(canonical) < 3,
        ContactFlag.LONG: len(canonical) > _LONGEST_PLATE,
        ContactFlag.REPEATED: len(canonical) > 2 and len(set(canonical)) == 1,
    }
    return Plate(
        raw=raw,
        canonical=canonical,
        state=state.strip().upper(),
        flags=frozenset(flag for flag, holds in checks.items() if holds),
    )


def _country(digits: str, has_plus: bool, stated: str) -> tuple[str, str, bool]:
    """Return country, national number, and whether the country was assumed rather than written."""
    if has_plus:
        return _international(digits)
    dialled = _DIALLED.match(digits)
    if dialled and len(digits) > 10:
        return _international(digits[dialled.end() :])
    if len(digits) == 11 and digits.startswith("1") and stated in {"US", "CA"}:
        return stated, digits[1:], False
    if stated == "MX" and len(digits) in {12, 13} and digits.startswith("52"):
        return _international(digits)
    return stated, digits, True


def _international(digits: str) -> tuple[str, str, bool]:
    if digits.startswith("1") and len(digits) == 11:
        return "US", digits[1:], True
    if digits.startswith("52") and len(digits) == 12:
        return "MX", digits[2:], False
    if digits.startswith("521") and len(digits) == 13:
        return "MX", digits[3:], False  # the mobile 1, abolished in 2019, is no part of the number
    return "", digits, False


def _phone_flags(national: str, country: str) -> set[ContactFlag]:
    short = 10 if country in {"US", "CA", "MX"} else 7
    checks = {
        ContactFlag.REPEATED: len(set(national)) == 1,
        ContactFlag.SHORT: len(national) < short,
        ContactFlag.LONG: len(national) > (10 if country in {"US", "CA", "MX"} else _LONGEST_PHONE),
        ContactFlag.FICTIONAL: country == "US" and re.fullmatch(r"\d{3}55501\d\d", national) is not None,
    }
    return {flag for flag, holds in checks.items() if holds}
