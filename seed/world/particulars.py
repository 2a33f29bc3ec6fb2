"""Particulars of a trace summary: identity numbers, build, birthplace, contacts, notes. Nothing here is drawn.

All follow from columns that stand already, so that they change no draw of the world. Social security numbers are of
the range 9xx with a group under 50, which was never issued, neither as such nor as a taxpayer's number.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seed.world.cast import People
from seed.world.geography import Atlas, Index
from seed.world.guns import Texts

Flags = npt.NDArray[np.bool_]

#: 100 areas of 49 groups of 10 000 numbers; coprime to the factor, so that each person has his own.
_SSN_ROOM, _FACTOR = 49_000_000, 48_271


def write_ssn(person: int) -> str:
    """A social security number that was never issued, a person's own."""
    n = person * _FACTOR % _SSN_ROOM
    return f"9{n // 490_000:02d}-{n // 10_000 % 49 + 1:02d}-{n % 10_000:04d}"


def write_licence(state: str, person: int) -> str:
    """A driving-licence number in no state's format."""
    return f"{state}-L{person * 7_919 % 100_000_007:09d}"


def build(person: int, woman: bool) -> tuple[str, str]:
    """Height in feet and inches and weight in pounds, as forms write them."""
    inches = (61 if woman else 66) + person * 13 % 10
    return f"{inches // 12}'{inches % 12:02d}\"", f"{(115 if woman else 150) + person * 29 % 110} LBS"


def person_columns(people: People, atlas: Atlas, who: Index, told: Flags, abroad: bool) -> dict[str, Texts]:
    """Particulars of each row's person where `told`. Who hides his document (no number) gives no other either.

    A file of another country knows height, weight and birthplace, but no number of the United States.
    """
    names = ("height", "weight", "birth_place", "ssn", "driving_licence")
    rows = [_particulars(people, atlas, int(one), abroad) if is_told else ("",) * 5
            for one, is_told in zip(who, told, strict=True)]  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return {name: np.array(column, dtype=object) for name, column in zip(names, columns, strict=True)}


def _particulars(people: People, atlas: Atlas, one: int, abroad: bool) -> tuple[str, ...]:
    person, home = int(people.person[one]), atlas.cities[int(people.home[one])]
    height, weight = build(person, people.sex[one] == "F")
    born = f"{home.name.upper()}, {home.state}" if person % 3 else ""
    is_shown = bool(people.number[one]) and not abroad
    return (
        height if person % 5 else "",
        weight if person % 5 else "",
        born,
        write_ssn(person) if is_shown and person % 5 < 2 else "",
        write_licence(home.state, person) if is_shown and person % 4 else "",
    )


def contact(house: str) -> str:
    """Whom to call at a maker, importer or distributor: a number that no telephone has."""
    tail = sum(ord(sign) * (n + 1) for n, sign in enumerate(house)) % 10_000
    return f"TRACE DESK, 000 555 {tail:04d}" if house else ""


def associate(numbers: list[str], rows: Index) -> Texts:
    """The other trace numbers of each row's gun within the file, parted by semicolons."""
    at: dict[int, list[str]] = {}
    for gun, number in zip(rows.tolist(), numbers, strict=True):
        at.setdefault(gun, []).append(number)
    others = [";".join(one for one in at[gun] if one != number) for gun, number in
              zip(rows.tolist(), numbers, strict=True)]  # fmt: skip
    return np.array(others, dtype=object)
