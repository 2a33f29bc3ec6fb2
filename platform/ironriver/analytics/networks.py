"""The network of people and what ties them, as an overview: its pieces, who stands between, how dense it is.

Exploratory, and labelled so wherever it is shown: a community of the overview is no ring, and who stands between
others may simply live in a large building.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ironriver.access import Action, require
from ironriver.analytics.rings_inputs import CAPS, LINKS, visible_params, watched
from ironriver.errors import Say
from ironriver.graph.algorithms import Algorithm, Algorithms, Projection
from ironriver.jobs import Report
from ironriver.ledger import DataCut, Ledger
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id

#: Rows of each list; the overview is for looking around, not for working through.
SHOWN = 20
#: Betweenness from every node up to so many nodes: 0.2 s for 4,000 of them in pieces.
EXACT = 20_000
#: Beyond that from so many drawn ones, and the sum as if from all.
SAMPLED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A component or an overview community: how many people and things, and its first member by id."""

    first: str
    people: int
    things: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """Who or what stands between others. `cuts`: without it the network falls apart there. `core`: how dense.

    `betweenness`: shortest paths of pairs that run through it, shared where a pair has several.
    """

    id: str
    kind: str
    betweenness: float
    cuts: bool
    core: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What one look at the network found. `caps` says what more people than which number was left out.

    `communities` are parts of a piece: a piece that is one community is listed among the pieces already. `sampled`:
    from how many nodes betweenness was estimated, 0 where it was counted.
    """

    people: int
    things: int
    links: int
    components: int
    largest: tuple[Group, ...]
    communities: tuple[Group, ...]
    brokers: tuple[Broker, ...]
    sampled: int
    caps: Mapping[str, int]
    cut: DataCut


def overview(actor: Actor, *, ledger: Ledger, report: Report, job: str) -> Overview:
    """Look at the network as the actor may see it: seconds, minutes on a large world. `job` names the projection.

    Raises `Invalid` where the engine's memory would not do, `Stopped` when the report says to stop.
    """
    require(actor, Action.RUN_DETECTORS)
    door = Algorithms(ledger.database, gone=watched(report))
    try:
        statement = ledger.catalogue.statement(LINKS)
        with door.projection(f"network_{job}", statement, CAPS | visible_params(actor)) as found:
            measured = _measure(found, report)
    finally:
        door.close()
    cut = ledger.note_read(actor, LINKS, CAPS, count=len(measured.components))
    return _told(measured, found.size.links, cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    components: Mapping[str, float]
    communities: Mapping[str, float]
    cores: Mapping[str, float]
    cuts: Mapping[str, float]
    between: Mapping[str, float]
    sampled: int


def _measure(found: Projection, report: Report) -> _Measured:
    sampled = {"samplingSize": SAMPLED, "samplingSeed": 1} if found.size.nodes > EXACT else {}
    asked: list[tuple[Algorithm, dict[str, int]]] = [
        (Algorithm.WCC, {}), (Algorithm.LEIDEN, {}), (Algorithm.KCORE, {}), (Algorithm.ARTICULATION_POINTS, {}),
        (Algorithm.BETWEENNESS, sampled),
    ]  # fmt: skip
    values = []
    for number, (algorithm, options) in enumerate(asked):
        report.progress(number, len(asked), Say(f"Network: {algorithm}", f"Red: {algorithm}"))
        values.append(found.stream(algorithm, **options))
    components, communities, cores, cuts, between = values
    if sampled:
        # The engine adds up what the drawn ones see and leaves it there.
        between = {id_: value * found.size.nodes / SAMPLED for id_, value in between.items()}
    return _Measured(
        components=components, communities=communities, cores=cores, cuts=cuts, between=between,
        sampled=SAMPLED if sampled else 0,
    )  # fmt: skip


def _told(measured: _Measured, links: int, cut: DataCut) -> Overview:
    people = sum(_kind(id_) == "Person" for id_ in measured.components)
    groups = _groups(measured.components)
    first = sorted(measured.between, key=lambda id_: (-measured.between[id_], id_))[:SHOWN]
    return Overview(
        people=people,
        things=len(measured.components) - people,
        links=links,
        components=len(groups),
        largest=groups[:SHOWN],
        communities=_groups(_dividing(measured))[:SHOWN],
        brokers=tuple(
            Broker(id=id_, kind=_kind(id_), betweenness=round(measured.between[id_], 3), cuts=id_ in measured.cuts,
                   core=int(measured.cores[id_]))
            for id_ in first if measured.between[id_] > 0
        ),
        sampled=measured.sampled,
        caps=dict(CAPS),
        cut=cut,
    )  # fmt: skip


def _dividing(measured: _Measured) -> Mapping[str, float]:
    """Return the communities of those in a piece that holds more than one of them.

    The resolution stays 1. A finer one, at which the largest piece is judged as if it stood alone, would tell small
    crowds apart (Fortunato, Barthélemy: PNAS 104, 2007), but cuts the customers of a large dealer by chance.
    """
    held: dict[float, set[float]] = {}
    for id_, piece in measured.components.items():
        held.setdefault(piece, set()).add(measured.communities[id_])
    return {id_: number for id_, number in measured.communities.items() if len(held[measured.components[id_]]) > 1}


def _groups(numbers: Mapping[str, float]) -> tuple[Group, ...]:
    """Return the groups, the largest first and of equals the one whose first member is smaller."""
    sizes: Counter[float] = Counter(numbers.values())
    people: Counter[float] = Counter(number for id_, number in numbers.items() if _kind(id_) == "Person")
    firsts: dict[float, str] = {}
    for id_ in sorted(numbers):
        firsts.setdefault(numbers[id_], id_)
    found = (
        Group(first=firsts[number], people=people[number], things=size - people[number])
        for number, size in sizes.items()
    )
    return tuple(sorted(found, key=lambda group: (-group.people - group.things, group.first)))


def _kind(id_: str) -> str:
    kind = kind_of_id(id_)
    return kind.name if kind else ""
