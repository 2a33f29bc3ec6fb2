"""What timelines are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ironriver.errors import Say
from ironriver.search.results import Shown


class Lane(StrEnum):
    """Lanes of a timeline, from top to bottom."""

    MADE = "made"
    SHIPPED = "shipped"
    SOLD = "sold"
    MULTIPLE_SALE = "multiple_sale"
    THEFT = "theft"
    RECOVERY = "recovery"
    TRACE = "trace"
    BALLISTIC = "ballistic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One recorded event of one gun. `date` is ISO text as precise as it is known (`2025`, `2025-03`), or empty.

    `with_whom` is the dealer, receiver or place that the record names; persons are named on the gun's page only.
    """

    id: str
    lane: Lane
    title: Say
    date: str
    precision: str
    firearm_id: str
    serial: str
    with_whom: str
    source_id: str
    line: int | None
    tlp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Between two events of one gun: no source says who held it. `days` where both are dated to the day."""

    firearm_id: str
    serial: str
    start: Event
    end: Event
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Dated events, oldest first; those without a date apart; unknown legs; how many events each lane holds.

    `guns` are those that are open to the reader; `cut` says that more are named than are shown.
    """

    events: tuple[Event, ...]
    undated: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    guns: tuple[tuple[str, str], ...]
    held_back: int
    cut: bool
    tlp: int
    shown: tuple[Shown, ...]
    #: Number and name of the case, empty for one firearm's timeline.
    case: tuple[str, str] = ("", "")
