"""How right the findings are of a run over a world that came in by the front door, kept in a real ledger.

The other scorers give a world's files straight to the detectors. Here imports joined people, guns and dealers out
of the rows, misreads and diacritics included, and a run of the product stated what it found; that is held against
the same truth. Only traces of the running agency count: it does not read Sonora's.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ironriver.analytics import Detector, Finding
from ironriver.review import share_of
from seed.score.rings import PLANTED, TOP, figures_of

#: Asks the graph directly, as nobody but a test may.
Read = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]

_BUYERS = (
    "MATCH (t:TraceRequest {holding: $holding})-[:ABOUT]->(:Firearm)<-[:OF]-(:Purchase)<-[:BOUGHT]-(p:Person) "
    "RETURN DISTINCT t.number AS number, p.id AS person"
)
_DEALERS = "MATCH (d:Dealer) WHERE d.key IS NOT NULL RETURN d.id AS id, d.key AS key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One share: so many of so many, with its exact 95 % interval (Clopper–Pearson)."""

    name: str
    hits: int
    of: int

    @property
    def line(self) -> str:
        """The figure as text, labelled simulated."""
        share = share_of(self.hits, self.of)
        value = f"{self.hits / self.of:.3f}" if self.of else "none"
        counted = f"{self.hits} of {self.of}"
        return (
            f"{self.name:<34} {value:>8}  {f'{share.low:.3f} to {share.high:.3f}':<18} {counted:<12} "
            "simulated (one small world by the front door); field error unknown"
        )


def score_findings(found: Iterable[Finding], world: Path, read: Read, *, holding: str) -> list[Told]:
    """Return what the findings are worth: straw purchasers, rings and dealers, each against the hidden truth."""
    strongest = sorted(found, key=lambda one: (-one.strength, one.id))
    by = {name: [one for one in strongest if one.detector == name] for name in Detector}
    buyer_of = _buyers(world, read, holding)
    people = {row["person"]: row for row in _rows(world / "truth" / "people.csv")}
    return [
        *_straws([buyer_of.get(one.subject_ids[0], "") for one in by[Detector.STRAW]], people, buyer_of),
        *_rings([[buyer_of.get(id_, id_) for id_ in one.subject_ids] for one in by[Detector.RING]], people, world),
        *_dealers([one.subject_ids[0] for one in by[Detector.DEALER]], world, read),
    ]


def _buyers(world: Path, read: Read, holding: str) -> dict[str, str]:
    """Return person of the graph → person of the truth, by the number of a trace that names both."""
    truth = {row["trace_number"]: row["purchaser"] for row in _rows(world / "truth" / "traces.csv")}
    named: dict[str, set[str]] = defaultdict(set)
    for row in read(_BUYERS, {"holding": holding}):
        if truth.get(row["number"]):
            named[row["person"]].add(truth[row["number"]])
    return {person: min(buyers) for person, buyers in named.items()}


def _straws(
    flagged: Sequence[str], people: Mapping[str, Mapping[str, str]], buyer_of: Mapping[str, str]
) -> list[Told]:
    straws = {name for name, row in people.items() if row["straw"] == "1"}
    traced = straws & set(buyer_of.values())
    first = flagged[:TOP]
    return [
        Told(name=f"straw precision@{TOP}", hits=sum(one in straws for one in first), of=len(first)),
        Told(name="straws flagged of those traced", hits=len(traced & set(flagged)), of=len(traced)),
    ]


def _rings(claimed: Sequence[Sequence[str]], people: Mapping[str, Mapping[str, str]], world: Path) -> list[Told]:
    told = json.loads((world / "truth" / "rings.json").read_text("utf-8"))
    kinds = {str(ring["ring"]): ring["kind"] for ring in told}
    planted: dict[str, set[str]] = defaultdict(set)
    for name, row in people.items():
        if kinds.get(row["ring"]) in PLANTED:
            planted[row["ring"]].add(name)
    figures = figures_of(claimed, planted)
    most, first = min(TOP, len(planted)), min(TOP, len(claimed))
    return [
        Told(name=f"ring recall@{TOP}", hits=round(figures[f"ring recall@{TOP}"] * most), of=most),
        Told(name=f"ring precision@{TOP}", hits=round(figures[f"ring precision@{TOP}"] * first), of=first),
    ]


def _dealers(flagged: Sequence[str], world: Path, read: Read) -> list[Told]:
    keys = {row["id"]: row["key"] for row in read(_DEALERS, {})}
    corrupt = {row["dealer"] for row in _rows(world / "truth" / "dealers.csv") if row["corrupt"] == "1"}
    right = {keys[id_] for id_ in flagged} & corrupt
    return [
        Told(name="dealer false discovery", hits=len(flagged) - len(right), of=len(flagged)),
        Told(name="dealer recall", hits=len(right), of=len(corrupt)),
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
