"""What redaction works on: pieces of what is known, and the rules of one partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ironriver.exchange.redaction_fields import Day, Place
from ironriver.model.marking import Handling, Marking, Tlp

Value = str | int | dict[str, str]


class Kind(StrEnum):
    """What a piece is about."""

    FIREARM = "firearm"
    SALE = "sale"
    RECOVERY = "recovery"
    DEALER = "dealer"
    PURCHASER = "purchaser"
    TRACE = "trace"
    CORRIDOR = "corridor"
    FINDING = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that could be told: its fields by the vocabulary, its own marking, the keys of pieces it names."""

    key: str
    kind: Kind
    facts: Mapping[str, Value]
    marking: Marking
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a profile says, as redaction needs it. `granted` are by-request fields opened for this release."""

    partner: str
    fields: frozenset[str]
    max_tlp: Tlp
    handling: frozenset[Handling]
    holdings: frozenset[str]
    place: Place = Place.STATE
    day: Day = Day.MONTH
    floor: int = 5
    granted: frozenset[str] = frozenset()
