"""What the firearm, dealer and person pages are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ironriver.errors import Say
from ironriver.search.results import Fact, Hit, ObservationRow, Related, Shown, SourceRef, Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One position of a serial. `state`: known, unreadable, gap, restored, doubtful."""

    char: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialReading:
    """One reading of one component: cells, method, examiner, date, source."""

    component: str
    value: str
    canonical: str
    cells: tuple[Cell, ...]
    method: str
    examiner: str
    date: str
    report_number: str
    source_no: int
    line: int | None
    notes: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place in the chain. `thing` is None where nobody knows, or where the record names nobody."""

    role: str
    title: Say
    thing: Thing | None
    source_no: int = 0
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What joins stop n to stop n + 1. `kind`: shipped, sold, possessed, made_for, unknown."""

    kind: str
    recorded: bool
    title: Say
    date: str = ""
    #: Guns in the same multiple sale, the sale itself included; 0 where none is reported.
    guns: int = 0
    #: Days across an unknown leg, where both ends are dated to the day.
    days: int | None = None
    source_no: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """From maker to recovery: one leg fewer than stops; `recorded` of `total` legs have a source."""

    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    sources: tuple[int, ...]

    @property
    def total(self) -> int:
        """Number of legs."""
        return len(self.legs)

    @property
    def recorded(self) -> int:
        """Number of legs that a source records."""
        return sum(leg.recorded for leg in self.legs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToCrime:
    """Days from first retail sale to recovery, with ATF's band; `reason` says why `days` is None."""

    days: int | None
    band: str
    title: Say
    sold: str
    recovered: str
    reason: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to look at before a short time-to-crime is read as one. `state`: none, found, not_asked."""

    key: str
    title: Say
    state: str
    say: Say
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirearmPage:
    """Everything the firearm page shows, over the union of records held to be the same gun."""

    firearm: Thing
    members: tuple[Thing, ...]
    readings: tuple[SerialReading, ...]
    chain: Chain
    time_to_crime: TimeToCrime | None
    facts: tuple[Fact, ...]
    sources: tuple[SourceRef, ...]
    candidates: tuple[Hit, ...]
    checks: tuple[Check, ...]
    ballistics: tuple[Related, ...]
    traces: tuple[Related, ...]
    documents: tuple[Related, ...]
    #: Results that contradict the exhibit are held back from the chain until a person decides.
    held_back: int
    #: Keys of notices the page must carry: innocence, first_purchaser, trace_limits.
    notices: tuple[str, ...]
    #: Strictest marking of everything shown: level, every handling code, every holding.
    tlp: int
    handling: str
    holdings: tuple[str, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One recorded sale of a dealer, with what is known of the gun since."""

    id: str
    date: str
    firearm: Thing | None
    purchaser: Thing | None
    recovered: str
    ttc_days: int | None
    source_no: int
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerCounts:
    """Counts over the union of records of this licence that the actor may see. `volume` says what is missing."""

    sales: int
    undated_sales: int
    traces: int
    within_three_years: int
    ttc_known: int
    volume: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerPage:
    """The dealer page; `next_after` is the key of the next page of sales, empty at the end."""

    dealer: Thing
    members: tuple[Thing, ...]
    licence: tuple[Fact, ...]
    observations: tuple[ObservationRow, ...]
    counts: DealerCounts
    sales: tuple[Sale, ...]
    next_after: str
    sources: tuple[SourceRef, ...]
    notices: tuple[str, ...]
    tlp: int
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent:
    """One dated thing in which a person had a role."""

    id: str
    role: str
    title: Say
    date: str
    firearm: Thing | None
    other: Thing | None
    source_no: int
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person by roles, never by type; no protected traits."""

    person: Thing
    members: tuple[Thing, ...]
    roles: Mapping[str, int]
    facts: tuple[Fact, ...]
    contacts: tuple[Related, ...]
    events: tuple[PersonEvent, ...]
    observations: tuple[ObservationRow, ...]
    documents: tuple[Related, ...]
    sources: tuple[SourceRef, ...]
    notices: tuple[str, ...]
    tlp: int
    shown: tuple[Shown, ...]
