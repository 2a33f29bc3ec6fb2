"""How near two serials are, and why: tiers with a reason a person can read. Pure and symmetric.

A tier says nothing about the guns: maker, type and calibre are the caller's to compare, and above CANONICAL a
person decides. No error rates are published, so tiers are an order, not probabilities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from ironriver.errors import Say
from ironriver.model.values.cells import table
from ironriver.model.values.serials import Serial, canonical_serial, read_serial, skeleton, split_licensee

#: A pattern that agrees in fewer known characters than this agrees with nearly everything.
MIN_KNOWN_IN_COMMON = 3
#: Patterns longer than this are refused by `read_pattern`; comparing costs length times length.
MAX_PATTERN = 64


class Tier(IntEnum):
    """Nearness, best first."""

    EXACT = 1
    CANONICAL = 2
    NCIC = 3
    CONFUSED = 4
    TRANSPOSED = 5
    GAP = 6
    OTHER = 7
    PARTIAL = 8


#: Cost of one slip of each kind (an order between kinds, from facts/methods.md §8, not a rate).
WEIGHTS = {Tier.CONFUSED: 0.2, Tier.TRANSPOSED: 0.5, Tier.GAP: 0.7, Tier.OTHER: 1.0}
#: A figure written twice, or one of two equal ones left out, is the likelier kind of gap.
_REPEATED = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialMatch:
    """One comparison that held: the tier, the sentence, the positions (from 0) in the first canonical form.

    `weight` orders matches of one tier; 0 where nothing has slipped.
    """

    tier: Tier
    reason: Say
    at: tuple[int, ...] = ()
    weight: float = 0.0


def compare_serials(
    a: Serial | str, b: Serial | str, *, least: int = MIN_KNOWN_IN_COMMON
) -> SerialMatch | None:
    """Return how two serials agree, or None. Cells without a number agree with nothing, not even themselves.

    `least`: known characters that a partial one must have in common with the other.
    """
    first, second = _as_serial(a), _as_serial(b)
    left, right = first.canonical, second.canonical
    if not left or not right:
        return None
    if first.is_partial or second.is_partial:
        return _partial(left, right, least)
    if left == right:
        return _same(first, second)
    if _ncic(left, right):
        return SerialMatch(tier=Tier.NCIC, reason=_NCIC)
    return _one_slip(left, right)


def confused_with(char: str) -> str:
    """Return the characters that this canonical character is commonly taken for."""
    return _confused().get(char, "")


def confusion_variants(canonical: str) -> tuple[str, ...]:
    """Return every serial that differs from this one by one confusion pair, sorted: for an exact index."""
    licensee, number = split_licensee(canonical)
    head = f"{licensee}-" if licensee else ""
    made = {
        head + number[:place] + other + number[place + 1 :]
        for place, char in enumerate(number)
        for other in confused_with(char)
    }
    return tuple(sorted(made))


def slip_variants(canonical: str) -> tuple[str, ...]:
    """Return every serial one character away: another one, one more (perhaps unreadable), one less.

    Characters are figures and the letters of English. Sorted, for an exact index.
    """
    licensee, number = split_licensee(canonical)
    head = f"{licensee}-" if licensee else ""
    made = {number[:place] + number[place + 1 :] for place in range(len(number))} - {""}
    made |= {number[:at] + char + number[at:] for at in range(len(number) + 1) for char in f"{_SIGNS}?"}
    for place, char in enumerate(number):
        made |= {number[:place] + other + number[place + 1 :] for other in _SIGNS if other != char}
    return tuple(sorted(head + one for one in made))


#: O is written 0 in canonical form.
_SIGNS = "0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialPattern:
    """A searched serial: `?` one character, `*` any number. Canonical, so `O` finds `0`."""

    raw: str
    canonical: str

    @property
    def is_wildcard(self) -> bool:
        """Whether any position is open."""
        return "?" in self.canonical or "*" in self.canonical

    @property
    def known_prefix(self) -> str:
        """The characters before the first open position: for a range or text index."""
        return re.split(r"[?*]", self.canonical, maxsplit=1)[0]

    @property
    def longest_run(self) -> str:
        """The longest stretch of known characters (the first of equals): for a `contains` index."""
        return max(re.split(r"[?*]+", self.canonical), key=len)

    @property
    def known(self) -> int:
        """How many characters are known."""
        return sum(char not in "?*" for char in self.canonical)

    def matches(self, canonical: str) -> bool:
        """Whether a canonical serial fits, its own unknown positions fitting anything."""
        return patterns_agree(self.canonical, canonical)


def read_pattern(text: str) -> SerialPattern:
    """Read what a person typed into a serial search; more than MAX_PATTERN characters are cut and never match."""
    canonical = canonical_serial(text[: MAX_PATTERN * 4])
    return SerialPattern(raw=text, canonical=canonical if len(canonical) <= MAX_PATTERN else "")


def patterns_agree(a: str, b: str) -> bool:
    """Whether some serial fits both canonical patterns. Symmetric; each may hold `?` and `*`."""
    return _best(a, b) >= 0


def _as_serial(value: Serial | str) -> Serial:
    return value if isinstance(value, Serial) else read_serial(value)


@lru_cache
def _confused() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for one, other in table("serials")["confused"]:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {char: "".join(sorted(others)) for char, others in found.items()}


def _same(first: Serial, second: Serial) -> SerialMatch:
    if first.raw.strip() == second.raw.strip():
        return SerialMatch(tier=Tier.EXACT, reason=_EXACT)
    return SerialMatch(tier=Tier.CANONICAL, reason=_CANONICAL)


def _ncic(left: str, right: str) -> bool:
    """Equal skeletons count only where both hold a digit: without one the skeleton is the serial itself."""
    return skeleton(left) == skeleton(right)


def _one_slip(left: str, right: str) -> SerialMatch | None:
    if split_licensee(left)[0] != split_licensee(right)[0]:
        return None  # the prefix names a licensee: another licensee's number is another number
    if len(left) == len(right):
        return _one_swap(left, right)
    if abs(len(left) - len(right)) == 1:
        return _one_gap(left, right)
    return None


def _one_swap(left: str, right: str) -> SerialMatch | None:
    places = [place for place, (x, y) in enumerate(zip(left, right, strict=True)) if x != y]
    if len(places) == 1 and right[places[0]] in confused_with(left[places[0]]):
        place = places[0]
        return SerialMatch(
            tier=Tier.CONFUSED,
            reason=_confused_reason(left[place], right[place], place),
            at=(place,),
            weight=WEIGHTS[Tier.CONFUSED],
        )
    if len(places) == 2 and places[1] == places[0] + 1:
        place = places[0]
        if left[place : place + 2] == right[place : place + 2][::-1]:
            return SerialMatch(
                tier=Tier.TRANSPOSED,
                reason=_transposed_reason(place),
                at=(place, place + 1),
                weight=WEIGHTS[Tier.TRANSPOSED],
            )
    if len(places) == 1 and len(left) > MIN_KNOWN_IN_COMMON:
        place = places[0]
        reason = _other_reason(left[place], right[place], place)
        return SerialMatch(tier=Tier.OTHER, reason=reason, at=(place,), weight=WEIGHTS[Tier.OTHER])
    return None


def _one_gap(left: str, right: str) -> SerialMatch | None:
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    place = next((at for at, char in enumerate(shorter) if char != longer[at]), len(shorter))
    if longer[:place] + longer[place + 1 :] != shorter:
        return None
    at = (place,) if longer is left else ()
    twice = longer[place] in (longer[place - 1 : place], longer[place + 1 : place + 2])
    weight = _REPEATED if twice else WEIGHTS[Tier.GAP]
    return SerialMatch(tier=Tier.GAP, reason=_gap_reason(longer[place], place), at=at, weight=weight)


def _partial(left: str, right: str, least: int) -> SerialMatch | None:
    common = _best(left, right)
    if common < least:
        return None
    open_ = tuple(place for place, char in enumerate(left) if char in "?*")
    return SerialMatch(tier=Tier.PARTIAL, reason=_partial_reason(common), at=open_)


def _best(a: str, b: str) -> int:
    """Return the most known characters that can agree when two patterns are laid over each other, or -1."""
    impossible = -1
    above = [0] + [impossible] * len(b)
    for column, char in enumerate(b, start=1):
        above[column] = above[column - 1] if char == "*" else impossible
    for one in a:
        row = [above[0] if one == "*" else impossible]
        for column, other in enumerate(b, start=1):
            row.append(_step(one, other, (above[column - 1], above[column], row[column - 1])))
        above = row
    return above[-1]


def _step(one: str, other: str, before: tuple[int, int, int]) -> int:
    """One cell of the table: `before` holds diagonal, above (one more of a), left (one more of b)."""
    diagonal, over, left = before
    if "*" in (one, other):
        return max(over, left)  # the star stands for nothing more, or for one more character of the other side
    if diagonal < 0:
        return -1
    if one == other:
        return diagonal + (one != "?")
    return diagonal if "?" in (one, other) else -1


_EXACT = Say(en="The same characters.", es="Los mismos caracteres.")
_CANONICAL = Say(
    en="The same after separators are left out and O is read as zero.",
    es="Iguales al quitar separadores y leer la O como cero.",
)
_NCIC = Say(
    en="The same as NCIC compares: letters between digits do not count.",
    es="Iguales como compara NCIC: las letras entre dígitos no cuentan.",
)


def _confused_reason(one: str, other: str, place: int) -> Say:
    low, high = sorted((one, other))
    return Say(
        en=f"One position differs: {low} and {high} are often taken for each other (position {place + 1}).",
        es=f"Difiere una posición: {low} y {high} suelen confundirse (posición {place + 1}).",
    )


def _transposed_reason(place: int) -> Say:
    return Say(
        en=f"Positions {place + 1} and {place + 2} are swapped.",
        es=f"Las posiciones {place + 1} y {place + 2} están invertidas.",
    )


def _other_reason(one: str, other: str, place: int) -> Say:
    low, high = sorted((one, other))
    return Say(
        en=f"One position differs: {low} or {high} (position {place + 1}). They are rarely confused.",
        es=f"Difiere una posición: {low} o {high} (posición {place + 1}). Rara vez se confunden.",
    )


def _gap_reason(char: str, place: int) -> Say:
    return Say(
        en=f"One has an additional {char} (position {place + 1}).",
        es=f"Uno tiene un {char} de más (posición {place + 1}).",
    )


def _partial_reason(common: int) -> Say:
    return Say(
        en=f"Agrees in all {common} readable characters; the others are open.",
        es=f"Coincide en los {common} caracteres legibles; los demás quedan abiertos.",
    )
