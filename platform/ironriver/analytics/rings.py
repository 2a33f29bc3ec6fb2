"""Rings: groups of buyers tied by what they share, whose guns turn up sooner than chance allows.

`find_rings` measures; `detect_rings` states what it found with reasons on both sides. A ring is a question for a
person, never an accusation: families share addresses, and shops have regulars.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ironriver.analytics.findings import Band, Detector, FindingDraft
from ironriver.analytics.rings_chance import adjusted, chance_of, quick_guns, shares_of
from ironriver.analytics.rings_graph import Edges, RingParameters, edges_of, rewired, several, stable_groups
from ironriver.analytics.rings_inputs import RingInputs, Sale, Tie
from ironriver.analytics.rings_points import caveats, points_against, points_for, title_of
from ironriver.model.marking import PUBLIC, Marking, Tlp, strictest

METHOD = "rings/1"
#: Adjusted chance below which somebody should look first.
PRIORITY = 0.001
#: Rings that chance alone claims, as a share of those claimed, above which nothing is claimed at all.
MOST_BY_CHANCE = 0.1
_STRONGEST = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A group and how it was measured. `chance` is adjusted for the number of groups tested."""

    members: tuple[str, ...]
    quick: int
    chance: float
    several: int

    @property
    def strength(self) -> float:
        """Minus the decimal logarithm of the chance, plus a tenth for each pair that shares several things."""
        return round(min(_STRONGEST, -math.log10(max(self.chance, 1e-30))) + 0.1 * self.several, 4)


def find_rings(inputs: RingInputs, parameters: RingParameters) -> list[Ring]:
    """Return the rings claimed, the strongest first; none where chance would claim nearly as many.

    Chance is asked twice: for each group against buyers drawn at random, and for all against networks in which
    every person and thing keeps its number of ties and chance deals them.
    """
    found = _claimed(inputs.ties, inputs.sales, parameters)
    if not found:
        return []
    dealt = [
        len(_claimed(rewired(inputs.ties, seed), inputs.sales, parameters))
        for seed in range(1, parameters.rewired + 1)
    ]
    if dealt and sum(dealt) / len(dealt) > MOST_BY_CHANCE * len(found):
        return []
    return found


def detect_rings(inputs: RingInputs, parameters: RingParameters) -> list[FindingDraft]:
    """State every ring with its reasons. Rings on facts of other holdings are left out: whose would they be?"""
    ties, sales = _by_person(inputs.ties), _sales_by_person(inputs.sales)
    drafts = []
    for ring in find_rings(inputs, parameters):
        mine = [sale for person in ring.members for sale in sales.get(person, ())]
        if {sale.holding for sale in mine} <= {inputs.holding, PUBLIC}:
            shared = [tie for person in ring.members for tie in ties.get(person, ())]
            drafts.append(_draft(ring, inputs.holding, mine, shared, parameters))
    return drafts


def _claimed(ties: Sequence[Tie], sales: Sequence[Sale], parameters: RingParameters) -> list[Ring]:
    edges: Edges = edges_of(ties)
    quick = quick_guns(sales, parameters.quick_days)
    shares = shares_of(quick)
    # Who bought nothing can tie buyers, and is no buyer.
    groups = [tuple(person for person in group if person in quick) for group in stable_groups(edges, parameters)]
    groups = [group for group in groups if len(group) >= parameters.least]
    counts = [sum(quick[person] for person in group) for group in groups]
    chances = [chance_of(count, len(group), shares) for count, group in zip(counts, groups, strict=True)]
    rings = [
        Ring(members=group, quick=count, chance=chance, several=several(group, edges))
        for group, count, chance in zip(groups, counts, adjusted(chances), strict=True)
        if chance <= parameters.discovery
    ]
    return sorted(rings, key=lambda ring: (-ring.strength, ring.members))


def _draft(
    ring: Ring, holding: str, sales: Sequence[Sale], ties: Sequence[Tie], parameters: RingParameters
) -> FindingDraft:
    marking = Marking(holding=holding, tlp=Tlp.CLEAR)
    for sale in sales:
        marking = strictest(marking, sale.tlp, sale.handling)
    return FindingDraft(
        detector=Detector.RING,
        subject_ids=ring.members,
        band=Band.PRIORITY if ring.chance <= PRIORITY else Band.REVIEW,
        strength=ring.strength,
        title=title_of(len(ring.members)),
        points=points_for(ring.members, ring.chance, ties, sales, parameters.quick_days),
        against=points_against(ring.members, ties, sales, parameters.quick_days),
        caveats=caveats(parameters.rewired),
        marking=marking,
    )


def _by_person(ties: Sequence[Tie]) -> Mapping[str, list[Tie]]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.person].append(tie)
    return found


def _sales_by_person(sales: Sequence[Sale]) -> Mapping[str, list[Sale]]:
    found: dict[str, list[Sale]] = defaultdict(list)
    for sale in sales:
        found[sale.person].append(sale)
    return found
