"""One path as recorded, explained: what each hop means, where it is unknown, in what order it happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Any

from ironriver.errors import Say
from ironriver.model.kinds import LINKS
from ironriver.search.asking import SourceBook
from ironriver.search.link_texts import link_texts
from ironriver.search.links import Style
from ironriver.search.path_results import Hop, Way
from ironriver.search.things import kind_of, line_of, strictest, text_of, thing
from ironriver.search.time_to_crime import days_between

Node = Mapping[str, Any]

#: Events in a gun's life. Papers about them are dated later and order nothing.
EVENTS = frozenset({"Purchase", "Shipment", "Theft", "Recovery", "BallisticEvent"})
#: Where a gun comes out of nobody's records.
_FOUND = frozenset({"Recovery", "BallisticEvent"})
#: What stands between two events without telling who held the gun.
_THROUGH = frozenset({"Firearm", "TraceRequest", "Document"})
_SHARED = frozenset({"Place", "Phone", "Vehicle", "Agency", "Organisation"})
_STYLES: Mapping[str, Style] = MappingProxyType({"LEAD": "lead", "HIT": "hit", "SAME_AS": "inferred"})
_UNKNOWN = (
    Say(en="No source says who held it", es="Ninguna fuente dice quién la tuvo"),
    Say(
        en="Both events are recorded for the same firearm. Between them nothing is recorded.",
        es="Ambos eventos están registrados para la misma arma. Entre ellos no hay ningún registro.",
    ),
    Say(
        en="Who held the firearm in between, or that the one event led to the other.",
        es="Quién tuvo el arma entre uno y otro, ni que un evento haya llevado al otro.",
    ),
)
#: From the weakest to the strongest.
_WHY = (
    Say(
        en="On this leg no source says who held the firearm.",
        es="En este tramo ninguna fuente dice quién tuvo el arma.",
    ),
    Say(
        en="This link is a lead that no examiner has confirmed.",
        es="Este vínculo es una pista que ningún perito ha confirmado.",
    ),
    Say(
        en="This link is a decision that two records are the same thing. It can be withdrawn.",
        es="Este vínculo es una decisión de que dos registros son lo mismo. Puede retirarse.",
    ),
    Say(
        en="This link runs over something that many may share.",
        es="Este vínculo pasa por algo que muchos pueden compartir.",
    ),
    Say(en="No source line stands behind this link.", es="Ninguna línea de una fuente respalda este vínculo."),
    Say(
        en="Every link is recorded with its source. None is weaker than the others.",
        es="Cada vínculo está registrado con su fuente. Ninguno es más débil que los demás.",
    ),
)
_STRONGEST = len(_WHY) - 1


def is_simple(stops: Sequence[Node]) -> bool:
    """True if the path passes nothing twice."""
    return len({stop["id"] for stop in stops}) == len(stops)


def is_in_time(stops: Sequence[Node]) -> bool:
    """True if no event is earlier than any before it; an event without a date cannot be placed.

    Dates that are known to the month or the year are compared as far as both are known.
    """
    dates = [text_of(stop.get("date")) for stop in stops if kind_of(stop) in EVENTS]
    known = all(dates)
    return known and all(a[: len(b)] <= b[: len(a)] for a, b in combinations(dates, 2))


def unknown_hops(stops: Sequence[Node]) -> dict[int, int | None]:
    """Return the hops on which nobody's record says who held the gun, with the days across where known.

    From what happened to a gun to its recovery, its casing, or another sale, over the gun itself or papers about
    it. A shipment and the sale after it are recorded by the same dealer, and are no such leg.
    """
    return {gap.at: days_between(gap.first, gap.second) for gap in gaps_of(stops)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A leg between two events of one gun: the hop it ends with, the earlier event, the later one, the gun."""

    at: int
    first: Node
    second: Node
    firearm_id: str


def gaps_of(stops: Sequence[Node]) -> list[Gap]:
    """Return the legs that `unknown_hops` names, each with what stands at its ends."""
    found = []
    last: int | None = None
    for at, stop in enumerate(stops):
        kind = kind_of(stop)
        if kind in EVENTS:
            between = stops[last + 1 : at] if last is not None else ()
            gun = next((one for one in between if kind_of(one) == "Firearm"), None)
            if last is not None and gun is not None and _is_gap(stops[last], stop):
                first, second = sorted((stops[last], stop), key=lambda event: text_of(event.get("date")))
                found.append(Gap(at=at - 1, first=first, second=second, firearm_id=str(gun["id"])))
            last = at
        elif kind not in _THROUGH:
            last = None
    return found


def left_out(stops: Sequence[Node], events: Mapping[str, Sequence[Node]]) -> dict[int, list[Node]]:
    """Return, by hop, the recorded events of the gun that lie between the two ends of a leg and not on the path.

    `events` by firearm. Such a leg is not unknown: the path only does not go through what is recorded there.
    """
    on_path = {stop["id"] for stop in stops}
    found: dict[int, list[Node]] = {}
    for gap in gaps_of(stops):
        ends = (gap.first, gap.second)
        between = [
            event
            for event in events.get(gap.firearm_id, ())
            if event["id"] not in on_path and all(text_of(end.get("date")) for end in ends)
            if is_in_time((gap.first, event, gap.second))
        ]
        if between:
            found[gap.at] = between
    return found


def explain(
    stops: Sequence[Node],
    ties: Sequence[Node],
    book: SourceBook,
    events: Mapping[str, Sequence[Node]] = MappingProxyType({}),
) -> Way:
    """Return a path with every hop explained. `ties[n]` joins `stops[n]` and `stops[n + 1]`.

    `events`: recorded sales and thefts by firearm, so that no leg is called unknown over one of them.
    """
    gaps: dict[int, int | None] = unknown_hops(stops)
    passed = left_out(stops, events)
    hops = tuple(
        _over(_hop(stops[at], tie, stops[at + 1], book, gap=(None,)), passed[at])
        if at in passed
        else _hop(stops[at], tie, stops[at + 1], book, gap=(gaps[at],) if at in gaps else ())
        for at, tie in enumerate(ties)
    )
    ranks = [_rank(hop, is_first=at == 0, is_last=at == len(hops) - 1) for at, hop in enumerate(hops)]
    weakest = min(range(len(hops)), key=lambda at: ranks[at])
    rank = ranks[weakest]
    return Way(
        hops=hops,
        weakest=None if rank == _STRONGEST else weakest,
        why=_WHY[rank],
        tlp=strictest([*stops, *ties]),
    )


def _is_gap(before: Node, after: Node) -> bool:
    kinds = {kind_of(before), kind_of(after)}
    return bool(kinds & _FOUND) or kinds == {"Purchase"} or "Theft" in kinds


def _hop(start: Node, tie: Node, end: Node, book: SourceBook, *, gap: tuple[int | None, ...]) -> Hop:
    type_ = str(tie["_type"])
    told = next((one for one in (tie, *_events_first(start, end)) if one.get("source_id")), {})
    means, not_shown = link_texts(type_)
    title = _title(type_, kind_of(start), kind_of(end))
    return Hop(
        start=thing(start),
        end=thing(end),
        link=type_,
        title=_UNKNOWN[0] if gap else title,
        means=_both(_UNKNOWN[1], means, type_) if gap else means,
        does_not_show=_both(_UNKNOWN[2], not_shown, type_) if gap else not_shown,
        style="unknown_leg" if gap else _STYLES.get(type_, "recorded"),
        date=_date(start, tie, end),
        source_no=book.number(told),
        source_id=str(told.get("source_id") or ""),
        line=line_of(told),
        days=gap[0] if gap else None,
    )


def _over(hop: Hop, passed: Sequence[Node]) -> Hop:
    """Return the leg with what is recorded on it and left out by this path, by its days."""
    days = ", ".join(text_of(event.get("date")) for event in passed)
    means = Say(
        en="Both events are recorded for the same firearm. Between them its sale or theft is recorded "
        f"({days}); this way does not go through it.",
        es="Ambos eventos están registrados para la misma arma. Entre ellos consta su venta o robo "
        f"({days}); esta ruta no pasa por ahí.",
    )
    return replace(
        hop,
        title=Say(en="Recorded, and left out on this way", es="Registrado, y omitido en esta ruta"),
        means=_both(means, link_texts(hop.link)[0], hop.link),
    )


def _both(first: Say, own: Say, type_: str) -> Say:
    """A lead on an unknown leg stays a lead: both sentences are said."""
    return Say(en=f"{first.en} {own.en}", es=f"{first.es} {own.es}") if type_ in _STYLES else first


def _events_first(start: Node, end: Node) -> tuple[Node, ...]:
    return tuple(
        one for one in (end, start) if kind_of(one) in (*EVENTS, "TraceRequest", "Document", "MultipleSale")
    )


def _date(start: Node, tie: Node, end: Node) -> str:
    own = tie.get("date") or tie.get("valid_from")
    dated = own or next((one["date"] for one in _events_first(start, end) if one.get("date")), "")
    return text_of(dated)


def _title(type_: str, start: str, end: str) -> Say:
    for link in LINKS:
        if link.type == type_ and (link.from_kind, link.to_kind) == (start, end):
            return link.title
        if link.type == type_ and (link.to_kind, link.from_kind) == (start, end):
            return link.back
    raise KeyError(f"no link {type_} between {start} and {end}")


def _rank(hop: Hop, *, is_first: bool, is_last: bool) -> int:
    ranks: Mapping[Style, int] = {"unknown_leg": 0, "lead": 1, "inferred": 2}
    if hop.style in ranks:
        return ranks[hop.style]
    inner = ({hop.start.kind} if not is_first else set()) | ({hop.end.kind} if not is_last else set())
    if inner & _SHARED:
        return 3
    return 5 if hop.source_no else 4
