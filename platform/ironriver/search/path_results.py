"""What a question for paths is limited by, and what it answers: ways from one thing to another, hop by hop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ironriver.errors import Say
from ironriver.search.links import Style
from ironriver.search.results import Shown, SourceRef, Thing

#: Names of the groups of links that a path may use.
LinkGroup = Literal["chain", "contacts", "papers", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a path may be: at most `most` of them (1 … 5), `hops` recorded links long (1 … 6), by these links.

    `in_time`: no event on the way is earlier than the one before it. `without`: ids that no path may pass.
    """

    most: int = 3
    hops: int = 6
    links: tuple[LinkGroup, ...] = ("chain",)
    in_time: bool = True
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One link of a path as it is walked. `days` only across an unknown leg, where both dates are known."""

    start: Thing
    end: Thing
    link: str
    title: Say
    means: Say
    does_not_show: Say
    style: Style
    date: str
    source_no: int
    source_id: str
    line: int | None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One path; `weakest` is the position of the hop that carries least, if one does; `why` says what it lacks."""

    hops: tuple[Hop, ...]
    weakest: int | None
    why: Say
    tlp: int

    @property
    def crosses_unknown(self) -> bool:
        """True where a leg is on the way that no source describes."""
        return any(hop.style == "unknown_leg" for hop in self.hops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The answer: shortest first. `finding` says how many there are under which limits, none included."""

    start: Thing
    end: Thing
    limits: Limits
    ways: tuple[Way, ...]
    finding: Say
    notes: tuple[Say, ...]
    sources: tuple[SourceRef, ...]
    shown: tuple[Shown, ...]
