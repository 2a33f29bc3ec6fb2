"""Corridors: how many traced guns were first sold in one state and recovered in another. Ends, never routes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, require
from ironriver.ledger import Ask
from ironriver.model.actor import Actor
from ironriver.search.asking import Asker, Questions, Rows
from ironriver.search.map_limits import EVERY_YEAR, FIRST_YEAR, FLOOR, LAST_YEAR, MapLimits, open_in_full
from ironriver.search.places import code_of, position_of
from ironriver.search.results import Shown

#: Groups of one answer: years × states × places stay far below.
MOST_GROUPS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """`traces` whose gun was first sold in `start` and recovered in `end` (codes such as `US-AZ`, `MX-SON`)."""

    start: str
    end: str
    traces: int

    @property
    def id(self) -> str:
        """Stable name of the pair."""
        return f"{self.start}>{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """What the traces of the limits are made of. `asked` = the five others added up."""

    asked: int
    #: Both ends known, two different states: the whole that corridors are shares of.
    joined: int
    #: Both ends known, recovered in the state of first sale: no corridor.
    stayed: int
    no_source: int
    no_recovery: int
    neither: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorMap:
    """Corridors, most traces first, and what is not among them.

    `folded` corridors hold `folded_traces` and are not named, because each has fewer than `FLOOR`; `unplaced`
    traces have an end without a position. `years` counts all traces requested, by year.
    """

    limits: MapLimits
    corridors: tuple[Corridor, ...]
    legs: Legs
    folded: int
    folded_traces: int
    unplaced: int
    years: tuple[tuple[int, int], ...]
    shown: tuple[Shown, ...]


def corridor_map(actor: Actor, limits: MapLimits, *, ledger: Asker) -> CorridorMap:
    """Return the corridors within limits, over what the actor may see.

    Traces are counted, by date of request: a gun traced twice counts twice. Raises `NotAllowed` by policy. All
    years are counted at once and remembered, so that other years and places cost nothing.
    """
    require(actor, Action.VIEW_STATISTICS)
    questions = Questions(actor, ledger)
    asks = [_of_corridors(limits), _of_years()]
    rows, years = questions.ask_group(asks)
    legs, pairs = _counted(rows, limits)
    placed = {pair: count for pair, count in pairs.items() if position_of(pair[0]) and position_of(pair[1])}
    listed = sorted((Corridor(start=a, end=b, traces=n) for (a, b), n in placed.items()), key=_order)
    kept, folded = (listed, []) if open_in_full(actor) else fold_corridors(listed)
    return CorridorMap(
        limits=limits,
        corridors=tuple(kept),
        legs=legs,
        folded=len(folded),
        folded_traces=sum(one.traces for one in folded),
        unplaced=sum(pairs.values()) - sum(placed.values()),
        years=tuple((int(row["year"]), int(row["traces"])) for row in years if str(row["year"]).isdecimal()),
        shown=questions.all_shown(),
    )


def fold_corridors(listed: list[Corridor]) -> tuple[list[Corridor], list[Corridor]]:
    """Return corridors that may be named, and the others.

    While the others are one, or together fewer than `FLOOR`, the next smallest joins them: subtraction from the
    whole finds nobody.
    """
    kept, folded = list(listed), list[Corridor]()
    while kept and (kept[-1].traces < FLOOR or _gives_away(folded)):
        folded.append(kept.pop())
    return kept, folded


def _gives_away(folded: list[Corridor]) -> bool:
    return bool(folded) and (len(folded) == 1 or sum(one.traces for one in folded) < FLOOR)


def _of_corridors(limits: MapLimits) -> Ask:
    params: dict[str, Any] = {**EVERY_YEAR, "limit": MOST_GROUPS}
    if limits.type:
        return Ask(statement="places.corridors_of_type", params={**params, "type": limits.type}, keep=True)
    return Ask(statement="places.corridors", params=params, keep=True)


def _of_years() -> Ask:
    params = {**EVERY_YEAR, "limit": LAST_YEAR - FIRST_YEAR + 1}
    return Ask(statement="places.years", params=params, keep=True)


def _counted(rows: Rows, limits: MapLimits) -> tuple[Legs, Counter[tuple[str, str]]]:
    pairs: Counter[tuple[str, str]] = Counter()
    legs: Counter[str] = Counter()
    for row in limits.of_years(rows):
        start = code_of("US", str(row["source_state"] or "")) if row["source_state"] else ""
        end = code_of(str(row["country"] or ""), str(row["state"] or ""))
        # An end known to the country only is an end; a sale known to the country only is none.
        start = start if "-" in start else ""
        if not (limits.at(start, end) and (not end or limits.reaches(end))):
            continue
        kind = _leg(start, end)
        legs[kind] += int(row["traces"])
        if kind == "joined":
            pairs[start, end] += int(row["traces"])
    return Legs(asked=legs.total(), **{name: legs[name] for name in _LEGS}), pairs


_LEGS = ("joined", "stayed", "no_source", "no_recovery", "neither")


def _leg(start: str, end: str) -> str:
    if start and end:
        return "stayed" if start == end else "joined"
    return "no_recovery" if start else "no_source" if end else "neither"


def _order(one: Corridor) -> tuple[int, str]:
    return -one.traces, one.id
