"""Whose a thing is and how far it may go: holding, TLP 2.0 level, handling codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

#: Holding of published lists that anyone signed in may see.
PUBLIC = "public"


class Tlp(IntEnum):
    """Traffic Light Protocol 2.0 (FIRST, 2022), ordered from widest to narrowest sharing."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """The label as FIRST writes it, e.g. `TLP:AMBER+STRICT`."""
        return "TLP:" + self.name.replace("_", "+")


class Handling(StrEnum):
    """Legal duties that travel beside the TLP and are not implied by it."""

    TIAHRT = "tiahrt"
    CFR28_23 = "28cfr23"
    GRAND_JURY = "grand_jury"
    JUVENILE = "juvenile"
    INFORMANT = "informant"
    ORCON = "orcon"
    CONTROLLED_DELIVERY = "controlled_delivery"


def join_handling(codes: frozenset[Handling] | set[Handling]) -> str:
    """Return the codes as the graph stores them: sorted, comma-joined, empty for none.

    One string rather than a list, so that a composite index can answer `handling IN $handlings`.
    """
    return ",".join(sorted(codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """The three properties that every node and every relationship carries."""

    holding: str
    tlp: Tlp
    handling: str = ""

    def as_properties(self) -> dict[str, str | int]:
        """Return the marking as stored properties."""
        return {"holding": self.holding, "tlp": int(self.tlp), "handling": self.handling}


def strictest(marking: Marking, tlp: int, handling: str) -> Marking:
    """Return the marking with the higher level of the two and the codes of both; the holding stays."""
    codes = {Handling(code) for code in (*marking.handling.split(","), *handling.split(",")) if code}
    return Marking(holding=marking.holding, tlp=Tlp(max(marking.tlp, tlp)), handling=join_handling(codes))


PUBLISHED = Marking(holding=PUBLIC, tlp=Tlp.CLEAR)
