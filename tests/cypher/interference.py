"""Two graphs that differ only in hidden things, and everything that two actors get of each."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from ironriver import search
from ironriver.errors import Invalid, IronriverError, NotFound
from ironriver.graph import Catalogue, Database, Statement
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Tlp
from tests.cypher.params import params_for
from tests.cypher.worlds import OTHER_CODE, Direct, Graph, Maker, clear, ids_of, narrow_actor, write

#: Parameter sets tried of each statement.
TRIES = 3
Plan = list[tuple[Statement, dict[str, Any]]]


def case_reads(catalogue: Catalogue) -> list[Statement]:
    """Every statement that `ledger.ask` may run."""
    return [s for s in catalogue.values() if s.mode == "read" and s.data == "case"]


def as_json(value: object) -> object:
    """Results as plain JSON; the moment of the data cut is the one thing that may differ."""
    if is_dataclass(value):
        names = [f.name for f in fields(value) if f.name not in ("cut_at", "cut_id")]
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): as_json(item) for key, item in value.items()}  # type: ignore[union-attr]
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value


def asked(database: Database, plan: list[tuple[Statement, dict[str, Any]]]) -> list[str]:
    """Each statement's answer as canonical JSON."""
    return [
        json.dumps({"statement": s.name, "rows": database.read(s, params)}, sort_keys=True) for s, params in plan
    ]


def plan_statements(
    catalogue: Catalogue, graph: Graph, actor: Actor, tries: int
) -> list[tuple[Statement, dict[str, Any]]]:
    """Every read with several parameter sets; ids of hidden and of visible things alike."""
    rng = random.Random(tries)
    return [(s, params_for(s, graph, actor, rng)) for s in case_reads(catalogue) for _ in range(tries)]


@dataclass(frozen=True, slots=True)
class Seen:
    """What two actors get of one graph."""

    narrow: list[str]
    cleared: list[str]
    functions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """The first graph, what was asked of both, and the answers before and after the hidden changes."""

    graph: Graph
    narrow: Plan
    before: Seen
    after: Seen


def functions_of_chart(
    graph: Graph, actor: Actor, ledger: Direct, rng: random.Random
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The functions of the link chart."""
    for kind in search.DRAWN:
        id_ = rng.choice(ids_of(graph, [kind]))
        yield f"start {id_}", lambda id_=id_: search.chart_start(actor, id_, ledger=ledger)
        yield f"counts {id_}", lambda id_=id_: search.link_counts(actor, id_, ledger=ledger)
        yield f"facts {id_}", lambda id_=id_: search.facts_of_node(actor, id_, ledger=ledger)
        for link, way in search.links_of(kind):
            yield (
                f"expand {id_} {link.name} {way}",
                lambda id_=id_, link=link, way=way: search.expand(actor, id_, link.name, way, ledger=ledger),
            )
    for kind in search.DRAWN:
        ids = ids_of(graph, [kind])
        yield f"counts of all {kind}", lambda ids=ids: search.link_counts_of(actor, ids, ledger=ledger)
    for link in search.CHART_LINKS.values():
        start, end = rng.choice(ids_of(graph, [link.from_kind])), rng.choice(ids_of(graph, [link.to_kind]))
        yield (
            f"edge {link.name}",
            lambda link=link, start=start, end=end: search.facts_of_edge(
                actor, link.name, start, end, ledger=ledger
            ),
        )


def functions_of_paths(
    graph: Graph, actor: Actor, ledger: Direct, rng: random.Random
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Paths between things of every kind, in time order and not."""
    for kind in search.DRAWN:
        start, end = rng.choice(ids_of(graph, [kind])), rng.choice(ids_of(graph, ["Firearm", "Recovery", "Dealer"]))
        limits = search.Limits(most=5, hops=rng.choice((3, 4)), links=search.LINK_GROUPS, in_time=kind == "Dealer")
        yield (
            f"paths {start} {end}",
            lambda start=start, end=end, limits=limits: search.find_paths(actor, start, end, limits, ledger=ledger),
        )


def functions_of_search(
    graph: Graph, actor: Actor, ledger: Direct, seed: int
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every public function of the room that reads, with ids of hidden and visible things."""
    rng = random.Random(seed)
    texts = ("TKF12045", "T?F12O45", "369J257", "F120*", "person: dale whitcombe", "dealer: palo fierro")
    texts += ("ffl: 7-86-01234", "maker: lakeshore", "trace: 25-118822", "phone: 520 555 0142", "plate: TKF1204")
    texts += ("sale: MS-2025-1107", "Dale Whitcombe", "7-86-01234")
    for text in texts:
        yield f"find {text}", lambda text=text: search.find(actor, text, ledger=ledger)
    for id_ in ids_of(graph, ["Firearm"]):
        yield f"firearm {id_}", lambda id_=id_: search.firearm_page(actor, id_, ledger=ledger)
    for id_ in ids_of(graph, ["Dealer"]):
        yield f"dealer {id_}", lambda id_=id_: search.dealer_page(actor, id_, ledger=ledger)
    for id_ in ids_of(graph, ["Person"]):
        yield f"person {id_}", lambda id_=id_: search.person_page(actor, id_, ledger=ledger)
    yield from functions_of_chart(graph, actor, ledger, rng)
    yield from functions_of_paths(graph, actor, ledger, rng)
    yield "traces", lambda: search.recent_traces(actor, ledger=ledger, until=date(2026, 2, 1), limit=3)
    yield "batches", lambda: search.recent_batches(actor, ledger=ledger)
    yield "sources", lambda: search.sources(actor, ledger=ledger, limit=1)
    for id_ in ids_of(graph, ["Source"]):
        yield f"source {id_}", lambda id_=id_: search.source_page(actor, id_, ledger=ledger)
        yield f"line {id_}", lambda id_=id_: search.source_line(actor, id_, 1, ledger=ledger)
    for id_ in ids_of(graph, ["Batch"]):
        yield f"batch {id_}", lambda id_=id_: search.batch(actor, id_, ledger=ledger)


def answers_of_search(graph: Graph, actor: Actor, ledger: Direct, seed: int) -> dict[str, str]:
    """Each function's result, or the refusal, as canonical JSON."""
    results: dict[str, str] = {}
    for name, call in functions_of_search(graph, actor, ledger, seed):
        try:
            results[name] = json.dumps(as_json(call()), sort_keys=True)
        except (NotFound, Invalid) as refusal:
            results[name] = refusal_json(refusal)
    return results


def refusal_json(refusal: IronriverError) -> str:
    return json.dumps({"refused": refusal.code, "say": as_json(refusal.say)}, sort_keys=True)


def cleared_actor() -> Actor:
    """One who sees all that the generator makes."""
    holdings = frozenset({"public", "us-tpd", "mx-fge-son"})
    # the codes that the generator writes and no more: a longer list would have every statement planned again
    return narrow_actor(
        holdings=holdings, max_tlp=Tlp.RED, handling=frozenset({Handling.TIAHRT, Handling(OTHER_CODE)})
    )


def compare(database: Database, catalogue: Catalogue, seed: int) -> Compared:
    """Write a graph, ask everything; write the changed one in another order, ask the same."""
    actor = narrow_actor()
    maker = Maker(seed, actor)
    graph = maker.graph()
    other = maker.changed_where_hidden(graph)
    narrow = plan_statements(catalogue, graph, actor, TRIES)
    cleared = plan_statements(catalogue, graph, cleared_actor(), 1)
    ledger = Direct(database, catalogue)
    seen = []
    for number, written in enumerate((graph, other)):
        clear(database)
        write(written, database, catalogue, seed=seed + number)
        seen.append(
            Seen(
                narrow=asked(database, narrow),
                cleared=asked(database, cleared),
                functions=answers_of_search(graph, actor, ledger, seed),
            )
        )
    return Compared(graph, narrow, seen[0], seen[1])
