"""What a map is asked for: years, type of firearm, place; and from what number on a place is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ironriver.access import Action, may_now
from ironriver.errors import Invalid, Say
from ironriver.model.actor import Actor

#: Without a case and a purpose, fewer than this are not shown apart: a single case could be worked out.
FLOOR = 10
#: Years that a map shows unless it is asked for others.
YEARS = 5
FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Limits of a question that is asked once for all years; years alone sort before their first day.
EVERY_YEAR: Mapping[str, str] = {"since": f"{FIRST_YEAR}", "until": f"{LAST_YEAR + 1}"}
REACHES = ("all", "abroad", "within")
#: First characters of type codes (NCIC) that a map may be limited to.
MAP_TYPES = ("P", "R", "S", "C", "B", "M")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLimits:
    """First and last year (both counted), first character of a type of firearm, place (`US-AZ`, `GT`), and reach.

    `reach` is `all`, `abroad` (recovered outside the United States) or `within` it.
    """

    first: int
    last: int
    type: str = ""
    place: str = ""
    reach: str = "all"

    def of_years(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Yield the rows whose `year` (four digits) lies within. A year known without its day counts too."""
        wanted = {f"{year:04d}" for year in range(self.first, self.last + 1)}
        return (row for row in rows if row["year"] in wanted)

    def at(self, *codes: str) -> bool:
        """Whether one of these places is the one asked for; any is where none is."""
        return not self.place or self.place in codes

    def reaches(self, code: str) -> bool:
        """Whether a recovery there is within the reach asked for."""
        inside = code.partition("-")[0] == "US"
        return self.reach == "all" or inside == (self.reach == "within")


def read_limits(given: Mapping[str, str], *, today: date) -> MapLimits:
    """Return limits from what a person typed; nothing typed means the last five years, everything.

    Raises `Invalid` with the field that cannot be read.
    """
    first = _year("first", given.get("first", ""), today.year - YEARS + 1)
    last = _year("last", given.get("last", ""), today.year)
    if last < first:
        raise _wrong(
            "last",
            Say(
                en="The last year must not lie before the first.",
                es="El último año no debe ser anterior al primero.",
            ),
        )
    place = given.get("place", "").strip().upper()
    if place and not all(part.isalpha() and 2 <= len(part) <= 3 for part in place.split("-", 1)):
        say = Say(en="Write the place as US-AZ, MX-SON or GT.", es="Escriba el lugar como US-AZ, MX-SON o GT.")
        raise _wrong("place", say)
    reach = given.get("reach", "") or "all"
    if reach not in REACHES:
        raise _wrong("reach", Say(en="Choose from the list.", es="Elija de la lista."))
    type_code = given.get("type", "").strip().upper()
    if type_code and type_code not in MAP_TYPES:
        raise _wrong("type", Say(en="Choose from the list.", es="Elija de la lista."))
    return MapLimits(first=first, last=last, type=type_code, place=place, reach=reach)


def open_in_full(actor: Actor) -> bool:
    """Whether small numbers may stand: whoever has a case and a purpose may open each gun anyway."""
    return may_now(actor, Action.OPEN_PERSON)


def _year(name: str, text: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text[:6]) <= LAST_YEAR):
        raise _wrong(name, Say(en="Write the year as 2026.", es="Escriba el año como 2026."))
    return int(text)


def _wrong(name: str, say: Say) -> Invalid:
    return Invalid(
        Say(en="One of the limits cannot be read.", es="Uno de los límites no se puede leer."), {name: say}
    )
