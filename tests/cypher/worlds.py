"""Small random graphs from the ontology, what an actor may see of them, and changes that he may not notice."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ironriver.graph import Catalogue, Database
from ironriver.ledger import Answer, Ask, DataCut
from ironriver.model.actor import Actor, Role
from ironriver.model.kinds import KINDS, LINKS, Data, Kind, Link, PropertyType, snake
from ironriver.model.marking import Handling, Tlp
from ironriver.search.links import ChartLink, Step

CASE_KINDS = tuple(kind for kind in KINDS.values() if kind.data is Data.CASE)
CASE_LINKS = tuple(link for link in LINKS if link.data is Data.CASE)

SERIALS = ("TKF12045", "T?F12045", "TWF12045", "TKF12054", "TKF1204", "369J257", "369257", "88-1")
NAMES = ("Dale R. Whitcombe", "Dale Whitcomb", "Rosa Aldaco", "Palo Fierro Arms", "Lakeshore Supply", "Núñez, Ma.")
DATES = ("2024-01-05", "2025-06-04", "2025-08-14", "2025-12-02", "2026-01-19")
#: Values that some statement looks for; the rest is drawn from the type.
POOLS: Mapping[str, Sequence[Any]] = {
    "serial": SERIALS,
    "canonical": SERIALS,
    "value": SERIALS,
    "skeleton": ("TKF12045", "369257", "881"),
    "name": NAMES,
    "business_name": NAMES,
    "maker": ("Harrow & Pike", "Norvik"),
    "key": ("7-86-01234", "7-86-04321"),
    "number": ("25-118822", "26-0931", "MS-2025-1107"),
    "digits": ("15205550142", "5205550142"),
    "state": ("open", "closed", "AZ", "SON", "draft", "in_process", "confirmed", "claimed"),
    "agency": ("us-tpd", "mx-fge-son"),
    "serial_key": ("TKF12045", "369J257"),
    "trace_number": ("25-118822", "26-0931"),
    "priority": ("routine", "urgent"),
    "unit": ("Guns",),
    "due": ("2026-01-01T00:00:00.000000Z", "2026-02-01T00:00:00.000000Z"),
    "changed": ("2026-01-01T00:00:00.000000Z", "2026-02-01T00:00:00.000000Z"),
    "status": ("complete", "submitted"),
    "outcome": ("purchaser_identified", "not_traced"),
    "received": ("2026-01-01T00:00:00.000000Z", "2026-02-01T00:00:00.000000Z"),
    "opened": ("2026-01-01T00:00:00.000000Z", "2026-02-01T00:00:00.000000Z"),
    "of": ("frame", "slide"),
    "positions": ("kukkkkkk",),
    "date_precision": ("day",),
    "ttc_days": (110, 400, 2000),
    "year": (2019, 2020),
    "case_id": ("case_1", "case_2"),
    "chart_id": ("chart_1", "chart_2"),
    "n": (1, 2),
    "offered_to": ("actor_1", "actor_2"),
    "detector": ("straw", "dealer"),
    "band": ("priority", "watch"),
    "rank": (2, 0),
    "by": ("actor_1", "actor_2"),
    "shelf": ("newest", "older", "gone"),
}
OTHER_HOLDING, OTHER_CODE = "mx-fge-son", "grand_jury"


def narrow_actor(**changes: Any) -> Actor:
    """An analyst who sees his agency's and published data up to AMBER, and trace data."""
    given: dict[str, Any] = {
        "id": "actor:narrow",
        "name": "Narrow",
        "agency": "us-tpd",
        "holdings": frozenset({"public", "us-tpd"}),
        "max_tlp": Tlp.AMBER,
        "handling": frozenset({Handling.TIAHRT}),
        "roles": frozenset({Role.ANALYST}),
        "case": "case_1",
        "purpose": "crim_933",
    }
    return Actor(**(given | changes))


@dataclass(slots=True)
class Node:
    """One node to be written."""

    kind: Kind
    id: str
    marking: dict[str, Any]
    payload: dict[str, Any]


@dataclass(slots=True)
class Tie:
    """One relationship to be written."""

    link: Link
    id: str
    from_id: str
    to_id: str
    marking: dict[str, Any]
    payload: dict[str, Any]


@dataclass(slots=True)
class Graph:
    """Nodes and ties by id."""

    nodes: dict[str, Node] = field(default_factory=dict)
    ties: dict[str, Tie] = field(default_factory=dict)

    def of(self, kind: str) -> list[Node]:
        """Return the nodes of a kind."""
        return [node for node in self.nodes.values() if node.kind.name == kind]

    def sees(self, actor: Actor, id_: str) -> bool:
        """Whether the actor may see this node or tie; a tie needs both its ends."""
        if id_ in self.nodes:
            return may_see(actor, self.nodes[id_].marking)
        tie = self.ties[id_]
        ends = (self.nodes[tie.from_id], self.nodes[tie.to_id])
        return may_see(actor, tie.marking) and all(may_see(actor, end.marking) for end in ends)


def may_see(actor: Actor, marking: Mapping[str, Any]) -> bool:
    """The visibility rule, written a second time and independently of Cypher."""
    codes = {code for code in marking["handling"].split(",") if code}
    return (
        marking["holding"] in actor.holdings
        and marking["tlp"] <= actor.max_tlp
        and codes <= {str(code) for code in actor.handling}
    )


class Maker:
    """Makes random graphs and random changes, repeatably."""

    def __init__(self, seed: int, actor: Actor) -> None:
        self.random = random.Random(seed)
        self.actor = actor
        self._made = 0

    def graph(self, *, per_kind: int = 4, per_link: int = 10) -> Graph:
        """A graph of which about a third is hidden from the actor, one way or another."""
        graph = Graph()
        for kind in CASE_KINDS:
            for number in range(per_kind):
                self.add_node(graph, kind, hidden=number % 4 == 3)
        for link in CASE_LINKS:
            for _ in range(per_link):
                self.add_tie(graph, link, hidden=self.random.random() < 0.2)
        return graph

    def add_node(self, graph: Graph, kind: Kind, *, hidden: bool) -> None:
        """Add one node of a kind."""
        self._made += 1
        id_ = f"{kind.prefix}_{self.random.getrandbits(64):016x}{self._made:016x}"
        graph.nodes[id_] = Node(kind, id_, self.marking(hidden=hidden), {})
        graph.nodes[id_].payload = self.payload(graph, kind.properties, kind.name)

    def add_tie(self, graph: Graph, link: Link, *, hidden: bool) -> None:
        """Add one relationship between random ends; ends of any visibility."""
        starts, ends = graph.of(link.from_kind), graph.of(link.to_kind)
        start, end = self.random.choice(starts), self.random.choice(ends)
        self._made += 1
        id_ = f"r_{self.random.getrandbits(64):016x}{self._made:016x}"
        payload = self.payload(graph, link.properties, link.type)
        graph.ties[id_] = Tie(link, id_, start.id, end.id, self.marking(hidden=hidden), payload)

    def marking(self, *, hidden: bool) -> dict[str, Any]:
        """A marking that the actor may, or may not, see: by holding, by level or by code."""
        marking = {
            "holding": self.random.choice(sorted(self.actor.holdings)),
            "tlp": self.random.randint(0, int(self.actor.max_tlp)),
            "handling": self.random.choice(["", "tiahrt"]),
        }
        if hidden:
            self.random.choice(
                (
                    lambda: marking.update(holding=OTHER_HOLDING),
                    lambda: marking.update(tlp=int(self.actor.max_tlp) + 1),
                    lambda: marking.update(handling=OTHER_CODE),
                    lambda: marking.update(handling=f"{OTHER_CODE},tiahrt"),
                )
            )()
        return marking

    def payload(self, graph: Graph, properties: Mapping[str, Any], what: str) -> dict[str, Any]:
        """Values for some of the properties; ids of other things where a property names one."""
        values = {
            name: self.value(name, prop.type)
            for name, prop in properties.items()
            if name in POOLS or self.random.random() < 0.7
        }
        for name, kind in (("dealer_id", "Dealer"), ("source_id", "Source"), ("finding_id", "Finding")):
            if name in properties or (name == "source_id" and what not in ("Source", "Key")):
                values[name] = self.random.choice([node.id for node in graph.of(kind)] or ["none"])
        if what == "Key":
            values["value"] = f"{self.random.getrandbits(64):x}"
        values["line"] = self.random.randint(1, 3)
        values["raw"] = f'{{"serial": "{self.random.choice(SERIALS)}"}}'
        return values

    def value(self, name: str, type_: PropertyType) -> Any:
        """One value of a type, from the pool of its name where there is one; a count and a time can share one."""
        pool = [one for one in POOLS.get(name, ()) if isinstance(one, int) == (type_ is PropertyType.INT)]
        if pool:
            return self.random.choice(pool)
        if type_ is PropertyType.DATE:
            return self.random.choice(DATES)
        if type_ is PropertyType.INT:
            return self.random.randint(0, 9)
        if type_ is PropertyType.FLOAT:
            return float(self.random.randint(0, 9))
        if type_ is PropertyType.BOOL:
            return self.random.random() < 0.3
        if type_ is PropertyType.STRINGS:
            return [self.random.choice(("a", "b"))]
        return self.random.choice(("alpha", "beta", "gamma"))

    def changed_where_hidden(self, graph: Graph) -> Graph:
        """A graph that differs only in what the actor may not see: changed, deleted and added."""
        other = Graph(
            nodes={id_: replace(node, marking=dict(node.marking)) for id_, node in graph.nodes.items()},
            ties={id_: replace(tie, marking=dict(tie.marking)) for id_, tie in graph.ties.items()},
        )
        for id_ in [id_ for id_ in [*other.nodes, *other.ties] if not graph.sees(self.actor, id_)]:
            self._change(other, id_)
        for kind in CASE_KINDS:
            self.add_node(other, kind, hidden=True)
        hidden = {id_ for id_ in other.nodes if not other.sees(self.actor, id_)}
        for link in CASE_LINKS:
            for _ in range(4):
                before = set(other.ties)
                self.add_tie(other, link, hidden=self.random.random() < 0.5)
                (new,) = set(other.ties) - before
                tie = other.ties[new]
                if not {tie.from_id, tie.to_id} & hidden and may_see(self.actor, tie.marking):
                    tie.marking = self.marking(hidden=True)
        return other

    def _change(self, graph: Graph, id_: str) -> None:
        fate = self.random.random()
        if id_ in graph.nodes:
            node = graph.nodes[id_]
            if fate < 0.4:
                del graph.nodes[id_]
                gone = [tie.id for tie in graph.ties.values() if id_ in (tie.from_id, tie.to_id)]
                for tie_id in gone:
                    del graph.ties[tie_id]
            elif fate < 0.9:
                node.marking = self.marking(hidden=True)
                node.payload = self.payload(graph, node.kind.properties, node.kind.name)
        elif id_ in graph.ties:
            tie = graph.ties[id_]
            if fate < 0.4:
                del graph.ties[id_]
            elif fate < 0.9:
                tie.payload = self.payload(graph, tie.link.properties, tie.link.type)
                if may_see(self.actor, tie.marking):
                    tie.marking = self.marking(hidden=False)


def write(graph: Graph, database: Database, catalogue: Catalogue, *, seed: int = 0) -> None:
    """Write a graph with the shipped write statements, in an order that the seed decides."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for node in graph.nodes.values():
        rows = groups.setdefault(f"write.put_{node.kind.stem}", [])
        rows.append({"s": {"id": node.id, **node.marking}, "p": node.payload})
    ties: dict[str, list[dict[str, Any]]] = {}
    for tie in graph.ties.values():
        name = f"write.link_{snake(tie.link.from_kind)}_{tie.link.type.lower()}_{snake(tie.link.to_kind)}"
        structure = {"id": tie.id, "from": tie.from_id, "to": tie.to_id, **tie.marking}
        ties.setdefault(name, []).append({"s": structure, "p": tie.payload})
    order = random.Random(seed)
    with database.writing() as transaction:
        for part in (groups, ties):
            for name in order.sample(sorted(part), len(part)):
                rows = order.sample(part[name], len(part[name]))
                transaction.run(catalogue.statement(name), {"rows": rows})


def clear(database: Database) -> None:
    """Empty the graph, schema apart."""
    with database.writing() as transaction:
        transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n", {})


@dataclass(frozen=True, slots=True)
class Line:
    """One way to draw a chart link: its ends, the event folded into it, the ties it runs over."""

    start: str
    end: str
    event: str
    ties: tuple[str, ...]

    def parts(self) -> tuple[str, ...]:
        """Return everything that must be visible for the line to be."""
        return tuple(part for part in (self.start, self.event, self.end, *self.ties) if part)


def lines_of(graph: Graph, link: ChartLink) -> list[Line]:
    """Return every line of a chart link, hidden ones too, found by hand and not by Cypher."""
    first = _steps(graph, link.steps[0], link.from_kind, link.via or link.to_kind)
    if not link.via:
        return [Line(start, end, "", (tie,)) for start, end, tie in first]
    second = _steps(graph, link.steps[1], link.via, link.to_kind)
    return [
        Line(start, end, event, (tie, other))
        for start, event, tie in first
        for middle, end, other in second
        if middle == event
    ]


def _steps(graph: Graph, step: Step, here: str, there: str) -> list[tuple[str, str, str]]:
    ends = (here, there) if step.to_right else (there, here)
    found = [
        tie
        for tie in graph.ties.values()
        if tie.link.type == step.type and (tie.link.from_kind, tie.link.to_kind) == ends
    ]
    return [
        (tie.from_id, tie.to_id, tie.id) if step.to_right else (tie.to_id, tie.from_id, tie.id) for tie in found
    ]


class Direct:
    """Asks the database as the ledger does, without head and read log, which an emptied graph does not have."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.database = database
        self.catalogue = catalogue

    def ask_many(self, actor: Actor, asks: Sequence[Ask], *, timeout: float = 30.0) -> list[Answer]:
        """Answer each question with the actor's visibility."""
        return [self._answer(actor, ask, timeout) for ask in asks]

    def _answer(self, actor: Actor, ask: Ask, timeout: float) -> Answer:
        statement = self.catalogue.statement(ask.statement)
        seen = {name: value for name, value in actor.visibility().items() if name in statement.params}
        rows = self.database.read(statement, {**ask.params, **seen}, timeout=timeout)
        cut = DataCut(at="2026-11-20T14:05:00.000000Z", id="cut")
        return Answer(rows=rows, statement=statement, params=ask.params, cut=cut)


def ids_of(graph: Graph, kinds: Iterable[str]) -> list[str]:
    """Return the ids of all nodes of these kinds, visible or not."""
    return sorted(node.id for kind in kinds for node in graph.of(kind))
