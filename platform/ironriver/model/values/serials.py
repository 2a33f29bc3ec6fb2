"""Serial numbers: read without repairing. Raw stays; canonical and skeleton stand beside it; doubts are flags.

Canonical: upper case, separators removed, O as 0, unknown positions as `?`, a gap of unknown length as `*`. The
hyphen of `12345678-…` stays: it names the licensee that marked the gun (27 CFR 478.92). Skeleton: letters between
digits removed, as NCIC compares them (369J257 and 369257 are one); letters before and after the digits count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ironriver.errors import Say
from ironriver.model.values.cells import is_absent, table, tidy

#: Fewer characters than this are too common to be a key within any maker.
_SHORTEST_KEY = 4
#: NCIC holds 20 characters in SER; longer ones are two numbers in one cell more often than one number.
_LONGEST = 24
_SEPARATORS = frozenset(" -–—‐‑‒―−./\\_#'’`\"·,:;|()[]")
_PREFIXED = re.compile(r"(\d{8})-([^-].*)", re.ASCII)
_MARKS = re.compile(r"^(?:S\s*/\s*N|SN|SERIAL(?: NUMBER| NO)?|SER)\s*[.:#]+\s*(?=\S)")


class SerialFlag(StrEnum):
    """A doubt about a serial. Every one but ODD_SIGNS and LONG keeps it from being a key."""

    ABSENT = "absent"
    JUNK = "junk"
    OBLITERATED = "obliterated"
    REPEATED = "repeated"
    PLACEHOLDER = "placeholder"
    MODEL_AS_SERIAL = "model_as_serial"
    CALIBRE_AS_SERIAL = "calibre_as_serial"
    PARTIAL = "partial"
    LENGTH_UNKNOWN = "length_unknown"
    SHORT = "short"
    LONG = "long"
    NO_DIGIT = "no_digit"
    ODD_SIGNS = "odd_signs"
    DUPLICATE_BY_DESIGN = "duplicate_by_design"


_HARMLESS = frozenset({SerialFlag.ODD_SIGNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Guns whose serials repeat by design, with the reason."""

    name: str
    makers: frozenset[str]
    models: frozenset[str]
    reason: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Serial:
    """One serial as read. `canonical` and `skeleton` are empty when the cell holds no number."""

    raw: str
    canonical: str
    skeleton: str
    licensee: str = ""
    flags: frozenset[SerialFlag] = frozenset()
    family: str = ""

    @property
    def usable(self) -> bool:
        """Whether it may serve as a strong key together with maker and type."""
        return bool(self.canonical) and not self.flags - _HARMLESS

    @property
    def is_partial(self) -> bool:
        """Whether some positions are unknown."""
        return "?" in self.canonical or "*" in self.canonical

    @property
    def positions(self) -> str:
        """One sign a position: `k` known, `u` unknown, `g` a gap of unknown length."""
        return "".join({"?": "u", "*": "g"}.get(char, "k") for char in self.canonical)


def read_serial(
    text: str | None, *, maker: str = "", model: str = "", calibre: str = "", obliterated: bool = False
) -> Serial:
    """Read one cell. Maker, model and calibre of the same row only raise flags; they never change the reading.

    `maker` may be raw or normalised. `obliterated` is the row's own statement. Never raises.
    """
    raw = text or ""
    canonical, odd = _canonical(raw)
    flags = {SerialFlag.ODD_SIGNS} if odd else set()
    if obliterated:
        flags.add(SerialFlag.OBLITERATED)
    word = _word_flag(raw, canonical)
    if word is not None:
        return Serial(raw=raw, canonical="", skeleton="", flags=frozenset(flags | {word}))
    family = find_family(maker, model)
    flags |= _number_flags(canonical)
    flags |= _row_flags(canonical, model, calibre)
    if family is not None:
        flags.add(SerialFlag.DUPLICATE_BY_DESIGN)
    licensee, _ = split_licensee(canonical)
    return Serial(
        raw=raw,
        canonical=canonical,
        skeleton=skeleton(canonical),
        licensee=licensee,
        flags=frozenset(flags),
        family=family.name if family else "",
    )


def canonical_serial(text: str) -> str:
    """Return the canonical form alone; `?` and `*` stay as they are."""
    return _canonical(text)[0]


def split_licensee(canonical: str) -> tuple[str, str]:
    """Return the eight-digit licensee prefix (or nothing) and the rest of a canonical serial."""
    found = _PREFIXED.fullmatch(canonical)
    return (found[1], found[2]) if found else ("", canonical)


def skeleton(canonical: str) -> str:
    """Return the serial as NCIC compares it: letters between the first and the last digit are left out."""
    licensee, number = split_licensee(canonical)
    places = [place for place, char in enumerate(number) if char.isdigit()]
    if places:
        first, last = places[0], places[-1]
        middle = "".join(char for char in number[first : last + 1] if not char.isalpha())
        number = number[:first] + middle + number[last + 1 :]
    return f"{licensee}-{number}" if licensee else number


@lru_cache(maxsize=4096)  # a file names few makers and models in many rows
def find_family(maker: str, model: str) -> Family | None:
    """Return the family of guns numbered alike by design that maker and model fall into, or None."""
    made, named = _bare(maker), _bare(model)
    if not made:
        return None
    for family in families():
        if made in family.makers and (not family.models or named in family.models):
            return family
    return None


@lru_cache
def families() -> tuple[Family, ...]:
    """Return the shipped families."""
    return tuple(
        Family(
            name=row["name"],
            makers=frozenset(_bare(one) for one in row["makers"]),
            models=frozenset(_bare(one) for one in row["models"]),
            reason=Say(*row["reason"]),
        )
        for row in table("serials")["family"]
    )


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).upper() if char.isalnum())


def _upper(text: str) -> str:
    """Upper case and NFKC until neither changes anything: a few letters need a second round."""
    for _ in range(4):
        changed = unicodedata.normalize("NFKC", text.upper())
        if changed == text:
            break
        text = changed
    return text


def _canonical(raw: str) -> tuple[str, bool]:
    """Return the canonical form and whether unusual signs were left out."""
    text = _MARKS.sub("", _upper(tidy(raw)))
    text = text.replace("O", "0").replace("_", "?")
    text = re.sub(r"\s*[-–—‐‑‒―−]\s*", "-", text)
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed:
        rest, odd = _strip(prefixed[2])
        if rest:
            return f"{prefixed[1]}-{rest}", odd
    return _strip(text)


def _strip(text: str) -> tuple[str, bool]:
    kept = "".join(char for char in text if char.isalnum() or char in "?*")
    odd = any(not (char.isalnum() or char in "?*" or char in _SEPARATORS) for char in text)
    return re.sub(r"\*+", "*", kept), odd


@lru_cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_canonical(word)[0] for word in table("serials")[name])


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    return _canonical(text)[0]


def _word_flag(raw: str, canonical: str) -> SerialFlag | None:
    """Return why the cell holds no number at all, or None when it holds one."""
    if not canonical or not canonical.strip("?*"):
        return SerialFlag.OBLITERATED if canonical else SerialFlag.ABSENT
    if canonical in _words("obliterated"):
        return SerialFlag.OBLITERATED
    if canonical in _words("junk") or is_absent(raw):
        return SerialFlag.JUNK
    return None


def _number_flags(canonical: str) -> set[SerialFlag]:
    _, number = split_licensee(canonical)
    known = number.replace("?", "").replace("*", "")
    checks = {
        SerialFlag.REPEATED: len(set(known)) == 1,
        SerialFlag.PLACEHOLDER: number in _words("placeholder"),
        SerialFlag.PARTIAL: "?" in number or "*" in number,
        SerialFlag.LENGTH_UNKNOWN: "*" in number,
        SerialFlag.SHORT: len(canonical) < _SHORTEST_KEY,
        SerialFlag.LONG: len(canonical) > _LONGEST,
        SerialFlag.NO_DIGIT: not any(char.isdigit() for char in number),
    }
    return {flag for flag, holds in checks.items() if holds}


def _row_flags(canonical: str, model: str, calibre: str) -> set[SerialFlag]:
    flags = set()
    if model and canonical == _word(model):
        flags.add(SerialFlag.MODEL_AS_SERIAL)
    if calibre and canonical == _word(calibre):
        flags.add(SerialFlag.CALIBRE_AS_SERIAL)
    return flags
