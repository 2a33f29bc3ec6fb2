"""The people of a block: purchasers and possessors. Planted ones share phones, addresses or parents on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seed.world import names
from seed.world.calendar import day
from seed.world.geography import Atlas, Index

Texts = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]

OLDEST, YOUNGEST = day("1945-01-01"), day("2004-01-01")
#: Where two surnames are usual enough to matter.
TWO_SURNAMES = {"AZ": 0.34, "NM": 0.42, "TX": 0.36, "CA": 0.36, "NV": 0.25, "FL": 0.22, "PR": 0.97}
TWO_SURNAMES_ELSEWHERE = 0.10


@dataclass(slots=True, kw_only=True)
class Part:
    """What the plot says about a planted person; the rest is drawn."""

    home: int
    role: str
    ring: int = -1
    #: Other planted people whose phone, address, surname or birthday this one has; -1 for his own.
    phone_of: int = -1
    address_of: int = -1
    surname_of: int = -1
    birthday_of: int = -1
    #: The same human being, written differently and without an identity number.
    same_as: int = -1
    #: Nothing drawn: a sworn officer buys with his own name.
    occupation: str = ""


@dataclass(slots=True)
class Cast:
    """Planted people of a block, in order; an index into it is an index into the block's people."""

    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> int:
        """Take a part into the cast and return its index."""
        self.parts.append(part)
        return len(self.parts) - 1


@dataclass(slots=True)
class People:
    """People as parallel arrays."""

    given: Texts
    middle: Texts
    surname: Texts
    second: Texts
    birth: Index
    sex: Texts
    race: Texts
    home: Index
    street: Texts
    zip: Texts
    phone: Texts
    number: Texts
    role: Texts
    ring: Index
    #: Truth: the human being behind the name.
    person: Index

    def __len__(self) -> int:
        """Number of people."""
        return len(self.given)

    def written(self, rng: np.random.Generator) -> Texts:
        """Names as forms carry them: surname first, in capitals, the comma sometimes forgotten."""
        comma = np.where(rng.random(len(self)) < 0.88, ", ", " ")
        return np.array(
            [f"{s}{' ' + t if t else ''}{c}{g}{' ' + m if m else ''}".upper()
             for s, t, c, g, m in zip(self.surname, self.second, comma, self.given, self.middle, strict=True)],
            dtype=object,
        )  # fmt: skip


def make_people(rng: np.random.Generator, atlas: Atlas, homes: Index, cast: Cast, first: int) -> People:
    """People living in `homes` (the cast's first). `first` numbers them uniquely across blocks."""
    count = len(homes)
    people = _draw(rng, atlas, homes, first)
    for index, part in enumerate(cast.parts):
        people.role[index], people.ring[index] = part.role, part.ring
        for other, columns in (
            (part.phone_of, ("phone",)),
            (part.address_of, ("street", "zip", "home")),
            (part.surname_of, ("surname", "second")),
            (part.birthday_of, ("birth",)),
            (part.same_as, ("given", "surname", "second", "birth", "sex", "race", "person")),
        ):
            for column in columns if other >= 0 else ():
                getattr(people, column)[index] = getattr(people, column)[other]
        if part.same_as >= 0:
            _disguise(people, index, count + index)
    return people


def _draw(rng: np.random.Generator, atlas: Atlas, homes: Index, first: int) -> People:
    count = len(homes)
    unique = first + np.arange(count)
    share = np.array([TWO_SURNAMES.get(c.state, TWO_SURNAMES_ELSEWHERE) if c.country == "US" else 0.96
                      for c in atlas.cities])[homes]  # fmt: skip
    hispanic = rng.random(count) < share
    woman = rng.random(count) < 0.12
    given = np.where(woman, _pick(rng, names.GIVEN_F, count), _pick(rng, names.GIVEN_M, count))
    given = np.where(hispanic, _pick(rng, names.GIVEN_ES, count), given)
    abroad = atlas.city_state[homes] < 0
    second = np.where(hispanic & (abroad | (rng.random(count) < 0.5)), _pick(rng, names.SURNAMES_ES, count), "")
    letters = np.array([*"ABCDEFGHJKLMNPRSTW"], dtype=object)
    middle = np.where(hispanic | (rng.random(count) < 0.3), "", _pick(rng, letters, count))
    return People(
        given=given, middle=middle,
        surname=np.where(hispanic, _pick(rng, names.SURNAMES_ES, count), _pick(rng, names.SURNAMES, count)),
        second=second, birth=rng.integers(OLDEST, YOUNGEST, count), sex=np.where(woman, "F", "M").astype(object),
        # drawn apart from everything else: no pattern of this world hangs on it
        race=_pick(rng, np.array([*"WWWWBBAIU"], dtype=object), count), home=homes.copy(),
        street=_streets(rng, count), zip=_zips(rng, atlas, homes), phone=_phones(atlas, homes, unique),
        number=_numbers(atlas, homes, unique, rng), role=np.full(count, "", dtype=object),
        ring=np.full(count, -1), person=unique.copy(),
    )  # fmt: skip


def _pick(rng: np.random.Generator, words: Texts, count: int) -> Texts:
    picked: Texts = words[rng.integers(0, len(words), count)]
    return picked


def _streets(rng: np.random.Generator, count: int) -> Texts:
    unit = np.where(rng.random(count) < 0.25, rng.integers(1, 40, count), 0)
    parts = (
        rng.integers(100, 9_900, count),
        _pick(rng, names.COMPASS, count),
        _pick(rng, names.upper(names.STREETS), count),
        _pick(rng, names.KINDS_OF_STREET, count),
        unit,
    )
    return np.array([f"{n} {c} {s} {k}" + (f" #{u}" if u else "") for n, c, s, k, u in zip(*parts, strict=True)],
                    dtype=object)  # fmt: skip


def _zips(rng: np.random.Generator, atlas: Atlas, homes: Index) -> Texts:
    tail = rng.integers(1, 99, len(homes))
    return np.array([f"{atlas.cities[c].zip3}{t:02d}" if atlas.cities[c].zip3 else ""
                     for c, t in zip(homes, tail, strict=True)], dtype=object)  # fmt: skip


def _phones(atlas: Atlas, homes: Index, unique: Index) -> Texts:
    # 555 first, then exchanges that begin with 1 or 0, which no telephone has: nobody shares a number by chance
    areas = [c.area_code or "000" for c in atlas.cities]
    return np.array(
        [
            f"{areas[c]} {'555' if u < 10_000 else f'{(u // 10_000 + 99) % 200:03d}'} {u % 10_000:04d}"
            for c, u in zip(homes, unique.tolist(), strict=True)
        ],
        dtype=object,
    )


def _numbers(atlas: Atlas, homes: Index, unique: Index, rng: np.random.Generator) -> Texts:
    missing = rng.random(len(homes)) < 0.12
    spread = (unique * 48_271 + 11) % 99_999_989  # prime: a number each
    return np.array(
        ["" if m else f"{atlas.cities[c].state}-D{n:08d}"
         for c, n, m in zip(homes, spread.tolist(), missing, strict=True)],
        dtype=object,
    )  # fmt: skip


def _disguise(people: People, index: int, salt: int) -> None:
    """Write the same person as another clerk would: a letter lost, surnames swapped, initials only."""
    people.number[index] = ""
    if salt % 3 == 0 and people.second[index]:
        people.surname[index], people.second[index] = people.second[index], people.surname[index]
    elif salt % 3 == 1:
        people.given[index] = people.given[index][0]
    elif len(people.surname[index]) > 4:
        people.surname[index] = people.surname[index][:3] + people.surname[index][4:]
