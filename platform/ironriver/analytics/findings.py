"""What a detector states: points for a closer look and points against, with the facts behind each, and its limits.

A detector is a pure function that returns drafts; `finding_store` writes them by an act and reads them back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ironriver.errors import Say
from ironriver.model.marking import Marking, Tlp


class Detector(StrEnum):
    """Who states it."""

    STRAW = "straw"
    DEALER = "dealer"
    RING = "ring"
    BROKER = "broker"
    TIME_TO_CRIME = "time_to_crime"


class Band(StrEnum):
    """How soon somebody should look; never a probability."""

    PRIORITY = "priority"
    REVIEW = "review"
    WATCH = "watch"


#: Order of the bands in a queue, the most urgent highest.
RANKS = {Band.PRIORITY: 2, Band.REVIEW: 1, Band.WATCH: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSource:
    """One line of a source that a point rests on."""

    source_id: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One reason: its weight (negative or zero against), a sentence, ids of the facts, lines of their sources."""

    code: str
    weight: float
    sentence: Say
    fact_ids: tuple[str, ...] = ()
    sources: tuple[PointSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """What the strength would be if one fact were otherwise; `band` is empty where nothing would be flagged."""

    sentence: Say
    strength: float
    band: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDraft:
    """What a detector returns. The marking is the strictest of its inputs."""

    detector: Detector
    subject_ids: tuple[str, ...]
    band: Band
    strength: float
    title: Say
    points: tuple[Point, ...]
    marking: Marking
    against: tuple[Point, ...] = ()
    counterfactuals: tuple[Counterfactual, ...] = ()
    caveats: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stored finding. `facts` is the digest of what it rests on: another one means that the facts changed."""

    id: str
    detector: Detector
    subject_ids: tuple[str, ...]
    band: Band
    strength: float
    title: Say
    points: tuple[Point, ...]
    against: tuple[Point, ...]
    counterfactuals: tuple[Counterfactual, ...]
    caveats: tuple[Say, ...]
    holding: str
    tlp: int
    handling: str
    run_id: str
    facts: str
    cut_at: str = ""
    stated: str = ""
    #: Run that no longer stated it, and when; empty while it stands.
    gone_run: str = ""
    gone_at: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether a later run no longer stated it."""
        return bool(self.gone_run)

    @property
    def marking(self) -> Marking:
        """Whose it is and how far it may go."""
        return Marking(holding=self.holding, tlp=Tlp(self.tlp), handling=self.handling)
