"""Groups of people who share several things, found so that the answer does not hang on the order or on luck.

Communities by the constant Potts model (Traag, Van Dooren, Nesterov 2011) with Leiden (Traag, Waltman, Van Eck
2019): modularity finds communities in any network, also in one dealt by chance, and is no evidence.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import igraph
import leidenalg

from ironriver.analytics.rings_inputs import Tie

#: What sharing a thing of a kind weighs. A dealer is shared by strangers; two dealers by few.
WEIGHTS = {"Phone": 1.0, "Place": 1.0, "Dealer": 0.3, "Firearm": 0.2}
CONTACT = frozenset({"Phone", "Place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RingParameters:
    """How groups are looked for. `resolution` is the weight per pair below which people are not one group."""

    resolution: float = 0.1
    seeds: int = 20
    together: float = 0.9
    least: int = 3
    quick_days: int = 365
    discovery: float = 0.05
    rewired: int = 5


Edges = dict[tuple[str, str], float]


def edges_of(ties: Iterable[Tie]) -> Edges:
    """Return pairs of people with the weight of what they share, in order of their ids.

    Sharing one dealer alone makes no pair: it needs a phone, an address, a gun, or a second dealer.
    """
    things: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tie in ties:
        things[tie.kind, tie.thing].add(tie.person)
    edges: defaultdict[tuple[str, str], float] = defaultdict(float)
    near: set[str] = set()
    for (kind, _), people in things.items():
        if kind != "Dealer" and len(people) > 1:
            near |= people
            for pair in combinations(sorted(people), 2):
                edges[pair] += WEIGHTS[kind]
    dealers = _dealer_pairs(things, near)
    for pair, count in dealers.items():
        if pair in edges or count > 1:
            edges[pair] += WEIGHTS["Dealer"] * count
    return {pair: round(weight, 6) for pair, weight in sorted(edges.items())}


def _dealer_pairs(things: Mapping[tuple[str, str], set[str]], near: set[str]) -> Counter[tuple[str, str]]:
    visits = Counter(person for (kind, _), people in things.items() if kind == "Dealer" for person in people)
    eligible = near | {person for person, count in visits.items() if count > 1}
    pairs: Counter[tuple[str, str]] = Counter()
    for (kind, _), people in things.items():
        if kind == "Dealer":
            pairs.update(combinations(sorted(people & eligible), 2))
    return pairs


def stable_groups(edges: Edges, parameters: RingParameters) -> list[tuple[str, ...]]:
    """Return groups of at least `least` people who stand together under `together` of the seeds; sorted."""
    people = sorted({person for pair in edges for person in pair})
    if not people:
        return []
    place = {person: n for n, person in enumerate(people)}
    pairs = [(place[a], place[b]) for a, b in edges]
    graph = igraph.Graph(n=len(people), edges=pairs)
    together: Counter[tuple[int, int]] = Counter()
    for seed in range(parameters.seeds):
        found = leidenalg.find_partition(
            graph, leidenalg.CPMVertexPartition, weights=list(edges.values()), n_iterations=3, seed=seed,
            resolution_parameter=parameters.resolution,
        ).membership  # fmt: skip
        together.update(pair for pair in pairs if found[pair[0]] == found[pair[1]])
    kept = [pair for pair in pairs if together[pair] >= parameters.together * parameters.seeds]
    groups = igraph.Graph(n=len(people), edges=kept).connected_components()
    named = (tuple(people[n] for n in sorted(group)) for group in groups)
    return sorted(group for group in named if len(group) >= parameters.least)


def rewired(ties: Sequence[Tie], seed: int) -> list[Tie]:
    """Return the same people and things with as many ties each, dealt anew by chance within each kind of thing."""
    hand = random.Random(seed)  # noqa: S311 - repeatable, not secret
    dealt: list[Tie] = []
    for kind in sorted({tie.kind for tie in ties}):
        mine = [tie for tie in ties if tie.kind == kind]
        ends = [tie.thing for tie in mine]
        hand.shuffle(ends)
        dealt += [Tie(person=tie.person, kind=kind, thing=end) for tie, end in zip(mine, ends, strict=True)]
    return sorted(set(dealt), key=lambda tie: (tie.person, tie.thing))


def several(group: Sequence[str], edges: Edges) -> int:
    """Return how many pairs of a group share more than one thing."""
    return sum(edges.get(pair, 0.0) > max(WEIGHTS.values()) for pair in combinations(sorted(group), 2))
