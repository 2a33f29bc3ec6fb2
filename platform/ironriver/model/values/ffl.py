"""Federal firearms licence numbers: `R-DD-CCC-TT-YM-SSSSS`, and the key `R-DD-SSSSS` that survives renewal.

The expiry code (YM: last digit of the year, month letter A to M without I) changes at every renewal; region,
district and sequence do not. Nothing is repaired: zeros put back in front are flagged, the raw text stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ironriver.errors import Say
from ironriver.model.values.cells import is_absent, table, tidy

_MONTHS = "ABCDEFGHJKLM"  # no I
_WIDTHS = {"region": 1, "district": 2, "county": 3, "type": 2, "sequence": 5}
_FULL = re.compile(r"(\d)(\d\d)(\d{3}|X{3})(\d\d|X{2})(\d[A-HJ-M]|X{2})(\d{5})", re.ASCII)
_SHORT = re.compile(r"(\d)(\d\d)(\d{5})", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_EXPIRY = re.compile(r"\d[A-HJ-M]", re.ASCII)
_HIDDEN = re.compile(r"X+")


class FflFlag(StrEnum):
    """A doubt about a licence number."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    ZEROS_LOST = "zeros_lost"
    SHORT_FORM = "short_form"
    MASKED = "masked"
    UNUSED_REGION = "unused_region"
    UNKNOWN_TYPE = "unknown_type"
    BAD_EXPIRY = "bad_expiry"
    NO_REFERENCE = "no_reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class FflNumber:
    """One licence number as read. `key` is empty when the text names no licence.

    `number` is the full form with hyphens, empty for a short or masked one. `expires` is `yyyy-mm` (the licence
    runs to the first of that month), empty without an expiry code or a reference date.
    """

    raw: str
    key: str = ""
    number: str = ""
    region: str = ""
    district: str = ""
    county: str = ""
    type: str = ""
    expiry_code: str = ""
    sequence: str = ""
    expires: str = ""
    flags: frozenset[FflFlag] = frozenset()

    @property
    def region_title(self) -> Say | None:
        """The region in words, or None where the number is unused or unknown."""
        row = table("licences")["region"].get(self.region)
        return Say(*row) if row else None

    @property
    def type_title(self) -> Say | None:
        """The licence type in words, or None where it is unknown."""
        row = table("licences")["type"].get(self.type)
        return Say(*row) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FflParts:
    """The six columns of the published list, as written."""

    region: str
    district: str
    county: str
    type: str
    expiry: str
    sequence: str


def read_ffl_number(text: str | None, *, reference: date | None = None) -> FflNumber:
    """Read one cell in the full or short form, with or without hyphens. Never raises.

    `reference` is a day on which the number was current (date of the list or trace); it decides the decade of the
    expiry year: the one that falls between six years before and three after it.
    """
    raw = text or ""
    if is_absent(text):
        return FflNumber(raw=raw, flags=frozenset({FflFlag.ABSENT}))
    upper = re.sub(r"^FFL\s*(?:NO\.?|NUMBER|#)?\s*:?\s*", "", tidy(raw).upper())
    pieces = [piece for piece in re.split(r"[\s\-–—‐‑/.]+", upper) if piece]
    if len(pieces) == 6:
        return _assemble(raw, _parts(pieces), reference)
    if len(pieces) == 3:
        return _assemble(raw, _parts([pieces[0], pieces[1], "", "", "", pieces[2]]), reference)
    return _from_run(raw, "".join(pieces), reference)


def read_ffl_parts(parts: FflParts, *, reference: date | None = None) -> FflNumber:
    """Read the six columns of the published list. The raw text is the columns joined by hyphens as written."""
    written = (parts.region, parts.district, parts.county, parts.type, parts.expiry, parts.sequence)
    raw = "-".join(written)
    if all(is_absent(one) for one in written):
        return FflNumber(raw=raw, flags=frozenset({FflFlag.ABSENT}))
    return _assemble(raw, _parts([tidy(one).upper() for one in written]), reference)


def expiry_month(code: str, reference: date) -> str:
    """Return `yyyy-mm` for an expiry code seen on a day, or nothing if the code is none."""
    if not _EXPIRY.fullmatch(code):
        return ""
    first = reference.year - 6
    year = first + (int(code[0]) - first) % 10
    return f"{year:04d}-{_MONTHS.index(code[1]) + 1:02d}"


def _parts(pieces: list[str]) -> FflParts:
    region, district, county, type_, expiry, sequence = pieces
    return FflParts(region=region, district=district, county=county, type=type_, expiry=expiry, sequence=sequence)


def _from_run(raw: str, run: str, reference: date | None) -> FflNumber:
    full = _FULL.fullmatch(run)
    if full:
        return _assemble(raw, _parts(list(full.groups())), reference)
    short = _SHORT.fullmatch(run)
    if short:
        return _assemble(raw, _parts([short[1], short[2], "", "", "", short[3]]), reference)
    return _unreadable(raw)


def _unreadable(raw: str) -> FflNumber:
    return FflNumber(raw=raw, flags=frozenset({FflFlag.UNREADABLE}))


def _filled(name: str, text: str, flags: set[FflFlag]) -> str | None:
    """Return a part at its width, empty if it was left out or masked, None if it cannot be one."""
    if not text:
        return ""
    if _HIDDEN.fullmatch(text):
        flags.add(FflFlag.MASKED)
        return ""
    if not _DIGITS.fullmatch(text) or len(text) > _WIDTHS[name]:
        return None
    if len(text) < _WIDTHS[name]:
        flags.add(FflFlag.ZEROS_LOST)
    return text.zfill(_WIDTHS[name])


def _assemble(raw: str, parts: FflParts, reference: date | None) -> FflNumber:
    flags: set[FflFlag] = set()
    read = {name: _filled(name, getattr(parts, name), flags) for name in _WIDTHS}
    if None in read.values() or not (read["region"] and read["district"] and read["sequence"]):
        return _unreadable(raw)
    known = {name: value or "" for name, value in read.items()}
    code = _expiry_code(parts.expiry, flags)
    flags |= _doubts(known, code, reference)
    number = ""
    if known["county"] and known["type"] and code:
        number = "-".join(
            [known["region"], known["district"], known["county"], known["type"], code, known["sequence"]]
        )
    return FflNumber(
        raw=raw,
        key=f"{known['region']}-{known['district']}-{known['sequence']}",
        number=number,
        expiry_code=code,
        expires=expiry_month(code, reference) if reference and code else "",
        flags=frozenset(flags),
        **known,
    )


def _expiry_code(text: str, flags: set[FflFlag]) -> str:
    if not text or _HIDDEN.fullmatch(text):
        return ""
    if not _EXPIRY.fullmatch(text):
        flags.add(FflFlag.BAD_EXPIRY)
        return ""
    return text


def _doubts(known: dict[str, str], code: str, reference: date | None) -> set[FflFlag]:
    checks = {
        FflFlag.UNUSED_REGION: known["region"] not in table("licences")["region"],
        FflFlag.UNKNOWN_TYPE: bool(known["type"]) and known["type"] not in table("licences")["type"],
        FflFlag.SHORT_FORM: not known["county"] and not known["type"] and not code,
        FflFlag.NO_REFERENCE: bool(code) and reference is None,
    }
    return {flag for flag, holds in checks.items() if holds}
