"""How many planted rings are found, and how many of those claimed are planted.

A planted group is found where at least half of its members stand in one claimed ring of which they are at least
half. The ring of the demonstration's story is not in the truth of a world and counts as a false claim.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ironriver.analytics.rings import find_rings
from ironriver.analytics.rings_graph import RingParameters, rewired
from ironriver.analytics.rings_inputs import RingInputs
from seed.score.inputs import ring_inputs, rows_of

#: Twins are two guns with one number, not people who act together.
PLANTED = frozenset({"ring", "rotating", "pipeline"})
TOP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures of one world, by name; every one is a count or a share of 1."""

    figures: Mapping[str, float]


def score_rings(world: Path) -> Score:
    """Score the ring detector on one world, and on the same world dealt by chance, where every claim is false."""
    inputs = ring_inputs(world)
    claimed = [ring.members for ring in find_rings(inputs, RingParameters())]
    dealt = RingInputs(ties=tuple(rewired(inputs.ties, 4_711)), sales=inputs.sales)
    return Score(
        figures=figures_of(claimed, planted_rings(world))
        | {"claimed on a rewired network": float(len(find_rings(dealt, RingParameters())))}
    )


def planted_rings(world: Path) -> dict[str, set[str]]:
    """Return planted group → its members by the keys of `seed.score.inputs`, as far as a trace names them.

    Members that no trace names count as well, under their number in the truth: nobody could find them.
    """
    told = json.loads((world / "truth" / "rings.json").read_text("utf-8"))
    kinds = {str(ring["ring"]): ring["kind"] for ring in told}
    keys: dict[str, set[str]] = defaultdict(set)
    buyers = {row["trace_number"]: row["purchaser"] for row in _read(world / "truth" / "traces.csv")}
    for row in rows_of(world):
        if buyers.get(row.number):
            keys[buyers[row.number]].add(row.person)
    groups: dict[str, set[str]] = defaultdict(set)
    for person in _read(world / "truth" / "people.csv"):
        if kinds.get(person["ring"]) in PLANTED:
            groups[person["ring"]] |= keys.get(person["person"]) or {person["person"]}
    return dict(groups)


def figures_of(claimed: Sequence[Sequence[str]], planted: Mapping[str, set[str]]) -> dict[str, float]:
    """Return recall and precision of the claims, of the first `TOP` and of all."""
    first, every = _found(claimed[:TOP], planted), _found(claimed, planted)
    return {
        "rings planted": float(len(planted)),
        "rings claimed": float(len(claimed)),
        f"ring recall@{TOP}": len(first) / max(1, min(TOP, len(planted))),
        "ring recall, all claimed": len(every) / max(1, len(planted)),
        f"ring precision@{TOP}": _right(claimed[:TOP], planted),
        "ring precision, all claimed": _right(claimed, planted),
    }


def _found(claimed: Sequence[Sequence[str]], planted: Mapping[str, set[str]]) -> set[str]:
    owner = {member: ring for ring, members in planted.items() for member in members}
    found = set()
    for members in claimed:
        for ring, count in Counter(owner[m] for m in members if m in owner).items():
            if 2 * count >= len(planted[ring]) and 2 * count >= len(members):
                found.add(ring)
    return found


def _right(claimed: Sequence[Sequence[str]], planted: Mapping[str, set[str]]) -> float:
    owner = {member for members in planted.values() for member in members}
    right = sum(2 * sum(member in owner for member in members) >= len(members) for members in claimed)
    return right / len(claimed) if claimed else 1.0


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
