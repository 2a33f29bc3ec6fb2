"""Names of people: split into given, paternal and maternal where the text says which is which. Never a key.

Nothing is guessed: where several readings are possible (three words, and the source does not say whether it
writes two surnames), the parts stay empty, the name is flagged and the readings stand beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from ironriver.model.values.cells import fold, is_absent, table, tidy


class NameFlag(StrEnum):
    """A doubt about a name, or something a reader should know of it."""

    ABSENT = "absent"
    PLACEHOLDER = "placeholder"
    COMPANY = "company"
    AMBIGUOUS = "ambiguous"
    SINGLE_WORD = "single_word"
    SHORT_GIVEN = "short_given"
    SHORT_SURNAME = "short_surname"
    MAYBE_MARRIED = "maybe_married"
    INITIALS = "initials"


class NameOrder(StrEnum):
    """What the source puts first when there is no comma."""

    GIVEN_FIRST = "given_first"
    SURNAME_FIRST = "surname_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a name. Surnames keep their particles (`de la Cruz`)."""

    given: str = ""
    paternal: str = ""
    maternal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name as read. `full` is the tidied text; `folded` is for comparing beside it, never instead of it.

    `expanded` is the given name with Mexican short forms written out (`Ma.` as María), equal to `given` otherwise.
    """

    raw: str
    full: str = ""
    folded: str = ""
    given: str = ""
    paternal: str = ""
    maternal: str = ""
    particles: tuple[str, ...] = ()
    suffix: str = ""
    expanded: str = ""
    readings: tuple[Reading, ...] = ()
    flags: frozenset[NameFlag] = frozenset()


@dataclass(slots=True)
class _Work:
    """What is left of a name while it is taken apart."""

    raw: str
    full: str
    suffix: str = ""
    flags: set[NameFlag] = field(default_factory=set)


def read_name(text: str | None, *, order: NameOrder = NameOrder.GIVEN_FIRST, surnames: int | None = None) -> Name:
    """Read one cell. `surnames` says how many the source writes (1, 2, or None: it does not say). Never raises.

    `SURNAME, GIVEN` is read by its comma whatever the order; what stands before it is one or two surnames.
    """
    raw = text or ""
    if is_absent(text):
        return Name(raw=raw, flags=frozenset({NameFlag.ABSENT}))
    work = _Work(raw=raw, full=tidy(raw))
    whole = _whole_cell_flag(work.full)
    if whole is not None:
        return Name(raw=raw, full=work.full, folded=fold(work.full), flags=frozenset({whole}))
    readings = _readings(work, order, surnames)
    return _finish(work, readings)


def expand_given(given: str) -> str:
    """Return a given name with Mexican short forms written out: `Ma. Guadalupe` as `María Guadalupe`.

    A short form stands first in a compound name, so a last or only initial stays as it is.
    """
    words = given.split()
    return " ".join(
        _short("given").get(_key(word), word) if place < len(words) - 1 else word
        for place, word in enumerate(words)
    )


def _finish(work: _Work, readings: list[Reading]) -> Name:
    one = readings[0] if len(readings) == 1 else Reading()
    if len(readings) > 1:
        work.flags.add(NameFlag.AMBIGUOUS)
    expanded = expand_given(one.given)
    _note(work, one, expanded)
    words = f"{one.paternal} {one.maternal}".split()
    return Name(
        raw=work.raw,
        full=work.full,
        folded=fold(work.full),
        given=one.given,
        paternal=one.paternal,
        maternal=one.maternal,
        particles=tuple(word for word in words if _key(word) in _words("particles")),
        suffix=work.suffix,
        expanded=expanded,
        readings=tuple(readings) if len(readings) > 1 else (),
        flags=frozenset(work.flags),
    )


def _note(work: _Work, one: Reading, expanded: str) -> None:
    surnames = f"{one.paternal} {one.maternal}".split()
    checks = {
        NameFlag.SHORT_GIVEN: expanded != one.given,
        NameFlag.SHORT_SURNAME: any(_key(word) in _short("surname") for word in surnames),
        NameFlag.MAYBE_MARRIED: bool(one.paternal) and one.maternal.lower().startswith("de "),
        NameFlag.INITIALS: any(len(_key(word)) == 1 for word in one.given.split()),
    }
    work.flags |= {flag for flag, holds in checks.items() if holds}


def _whole_cell_flag(full: str) -> NameFlag | None:
    folded = fold(full)
    if not folded:
        return NameFlag.PLACEHOLDER
    if folded in _words("placeholders"):
        return NameFlag.PLACEHOLDER
    if not _words("companies").isdisjoint(folded.replace("S A DE C V", "SADECV").split()):
        return NameFlag.COMPANY
    return None


def _readings(work: _Work, order: NameOrder, surnames: int | None) -> list[Reading]:
    pieces = [piece.strip() for piece in work.full.split(",") if piece.strip()]
    pieces = _take_suffix(work, pieces)
    if len(pieces) >= 2:
        given = " ".join(pieces[1:])
        return _surnames_then(_units(pieces[0].split()), _without_titles(given.split()))
    words = _without_titles(pieces[0].split() if pieces else [])
    if len(words) <= 1:
        work.flags.add(NameFlag.SINGLE_WORD)
        return [Reading()]
    if order is NameOrder.SURNAME_FIRST:
        return _surname_first(_units(words), surnames)
    return _given_first(words, surnames)


def _take_suffix(work: _Work, pieces: list[str]) -> list[str]:
    """Take a suffix off the end (`Smith, John, Jr` and `John Smith Jr.`), or off the surname (`Smith Jr, John`)."""
    kept: list[str] = []
    for piece in pieces:
        words = piece.split()
        if words and not work.suffix and _key(words[-1]) in _words("suffixes") and (len(words) > 1 or kept):
            work.suffix = words.pop()
        if words:
            kept.append(" ".join(words))
    return kept


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 2 and _key(words[0]) in _words("titles") and words[0].rstrip(".") != words[0]:
        words = words[1:]
    return words


def _units(words: list[str]) -> list[str]:
    """Return the words with particles and joiners bound to the surname that follows: `de la Cruz` is one unit."""
    units: list[str] = []
    waiting: list[str] = []
    for word in words:
        if _key(word) in _words("particles") or (_key(word) in _words("joiners") and units):
            waiting.append(word)
            continue
        units.append(" ".join([*waiting, word]))
        waiting = []
    if waiting:  # a particle at the very end belongs to what went before
        units = [*units[:-1], " ".join([*units[-1:], *waiting])]
    return units


def _bare_surname(unit: str) -> str:
    """Return a unit without a leading joiner: `y Gasset` is the surname Gasset."""
    words = unit.split()
    return " ".join(words[1:]) if len(words) > 1 and _key(words[0]) in _words("joiners") else unit


def _surnames_then(units: list[str], given: list[str]) -> list[Reading]:
    names = [_bare_surname(unit) for unit in units]
    text = " ".join(given)
    if len(names) <= 2:
        return [Reading(given=text, paternal=names[0] if names else "", maternal="".join(names[1:2]))]
    return [
        Reading(given=text, paternal=names[0], maternal=" ".join(names[1:])),
        Reading(given=text, paternal=" ".join(names[:-1]), maternal=names[-1]),
    ]


def _surname_first(units: list[str], surnames: int | None) -> list[Reading]:
    names = [_bare_surname(unit) for unit in units]
    if len(units) <= 2 or surnames == 1:
        return [Reading(given=" ".join(units[1:]), paternal=names[0])]
    two = Reading(given=" ".join(units[2:]), paternal=names[0], maternal=names[1])
    one = Reading(given=" ".join(units[1:]), paternal=names[0])
    return [two] if surnames == 2 or _is_joined(units[1]) else [one, two]


def _given_first(words: list[str], surnames: int | None) -> list[Reading]:
    units = _units(words)
    if len(units) == 1:
        return [Reading(given="", paternal=units[0])]
    names = [_bare_surname(unit) for unit in units]
    one = Reading(given=" ".join(units[:-1]), paternal=names[-1])
    if len(units) == 2 or surnames == 1:
        return [one]
    two = Reading(given=" ".join(units[:-2]), paternal=names[-2], maternal=names[-1])
    if surnames == 2 or _is_joined(units[-1]):
        return [two]
    # An initial in the middle is a given name: nobody's first surname is one letter.
    return [one] if len(_key(units[-2])) == 1 else [one, two]


def _is_joined(unit: str) -> bool:
    return _key(unit.split(maxsplit=1)[0]) in _words("joiners") and " " in unit


@lru_cache(maxsize=8192)  # names share their words
def _key(word: str) -> str:
    return re.sub(r"[^\w]", "", word.replace(".", "")).lower()


@lru_cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("names")[name])


@lru_cache
def _short(name: str) -> dict[str, str]:
    return {_key(short): long for short, long in table("names")[name].items()}
