"""The engine plans the product's questions before the first person asks them.

Making a plan takes the engine from a tenth of a second to several seconds, once per statement and per size class
of its parameters. `EXPLAIN` makes the same plan and keeps it, and reads nothing: no case data, no read to log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ironriver import clock
from ironriver.errors import IronriverError
from ironriver.graph import Catalogue, Database, Statement
from ironriver.ledger.asking import planned_alike

#: What somebody meets first after signing in, in that order; everything else follows at half the pace.
FIRST = (
    *("search.traces_since", "search.trace_funnel", "search.batches"),
    *("search.firearm_candidates", "search.firearm_by_serial_text", "search.firearm_by_canonical"),
    *("search.firearm_by_skeleton", "search.firearm_by_reading", "search.firearm_by_fragment"),
    "search.firearm_by_reading_fragment",
    *("search.trace_by_number", "search.firearm", "search.firearm_same_as", "search.firearm_serials"),
    *("search.firearm_makers", "search.firearm_shipments", "search.firearm_purchases"),
    *("search.firearm_recoveries", "search.firearm_traces", "search.firearm_thefts"),
    *("search.firearm_multiple_sales", "search.firearm_ballistics", "search.firearm_documents"),
    *("search.firearm_observations", "search.sources_by_id", "chart.node_firearm", "chart.counts_firearm"),
    *("chart.expand_dealer_sold_by_of_firearm_in", "chart.node_dealer", "chart.counts_dealer"),
    *("chart.expand_dealer_sold_by_of_firearm_out", "search.dealer", "search.dealer_same_as"),
)
_ID = "firearm_" + 32 * "0"
_LAST_DATE, _LAST_MOMENT = "9999-12-31", "9999-12-31T23:59:59.999999Z"
#: A value of the usual type and size for each parameter; on an engine that we did not configure, the size class of
#: a text or list is part of a plan's key.
USUAL: Mapping[str, Any] = {
    **dict.fromkeys(("id", "from_id", "to_id", "dealer_id", "source_id", "case_id"), _ID),
    **{name: [_ID] for name in ("ids", "from_ids", "to_ids")},
    **dict.fromkeys(("limit", "line", "year", "three_years"), 25),
    **dict.fromkeys(("after_date", "before_date", "since", "today", "until"), _LAST_DATE),
    "before": _LAST_MOMENT,
    **dict.fromkeys(("after_id", "before_id", "area", "land", "crime", "ori"), ""),
    "type": "P",
    **{name: ["TKF12045"] * 30 for name in ("canonicals", "near")},
    **dict.fromkeys(("skeleton", "fragment", "number", "plate", "key"), "TKF12045"),
    "query": "TKF12045~1",
    "digits": ["5205550142"] * 2,
    "states": ["open", "closed", "undone", "failed"],
}

Params = dict[str, Any]


def warm(
    database: Database,
    catalogue: Catalogue,
    sights: Iterable[Mapping[str, Any]],
    *,
    stop: Callable[[], bool] = lambda: False,
    rest: Callable[[float], object] = clock.sleep,
) -> int:
    """Let the engine plan every read of case data for each of these visibilities; return how many it planned.

    Ends early when `stop()` is true, or when the engine does not answer: nothing depends on it. Between statements
    that are not among the first ones it pauses for as long as the last one took.
    """
    done = 0
    for statement, params in to_plan(catalogue, sights):
        if stop():
            break
        began = clock.monotonic()
        try:
            database.explain(statement, params)
        except IronriverError:
            break
        done += 1
        if statement.name not in FIRST:
            rest(clock.monotonic() - began)
    return done


def to_plan(catalogue: Catalogue, sights: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Statement, Params]]:
    """Yield what is planned: the first ones for every kind of person, then the rest for the commonest kind."""
    kinds = kinds_of_sight(sights)
    reads = {s.name: s for s in catalogue.values() if s.mode == "read" and s.data == "case"}
    first = [reads[name] for name in FIRST if name in reads]
    others = [statement for name, statement in reads.items() if name not in FIRST]
    for part, those in ((first, kinds), (others, kinds[:1])):
        for sight in those:
            for statement in part:
                params = {**USUAL, **sight}
                if all(name in params for name in statement.params):
                    yield statement, {name: params[name] for name in statement.params}


def kinds_of_sight(sights: Iterable[Mapping[str, Any]]) -> list[Params]:
    """Return one visibility for each combination of size classes, that of most people first."""
    kinds: dict[tuple[int, ...], list[Params]] = {}
    for sight in map(planned_alike, sights):
        kinds.setdefault(tuple(size_class(sight[name]) for name in sorted(sight)), []).append(sight)
    return [those[0] for those in sorted(kinds.values(), key=len, reverse=True)]


def size_class(value: object) -> int:
    """Return the class by which the engine tells sizes of texts and lists apart: 0, 1, then powers of ten."""
    if not isinstance(value, (str, list)):
        return 0
    return len(value) if len(value) <= 1 else 10 ** len(str(len(value) - 1))
