"""The points of the straw-purchaser card: what raises them, what lowers them, what each rests on.

Only purchases, recoveries, dates, places, thefts and dealers are read. Nothing that describes a person is an input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from ironriver.analytics.contacts import Shared
from ironriver.analytics.findings import Point, PointSource
from ironriver.analytics.straw_words import SAYS
from ironriver.errors import Say
from ironriver.model.marking import PUBLIC, Marking, Tlp


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """One recovery of a gun. `possessors` are ids; empty means nobody is recorded."""

    id: str
    day: date | None
    city: str = ""
    state: str = ""
    country: str = ""
    possessors: tuple[str, ...] = ()

    @property
    def event(self) -> tuple[str, ...]:
        """Recoveries of one day in one place are one event; without day and place each stands alone."""
        return (self.day.isoformat(), self.country, self.state, self.city) if self.day and self.city else (self.id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """One purchase of record. `thefts` are (id of the report, day it was filed)."""

    id: str
    day: date | None
    dealer: str = ""
    dealer_state: str = ""
    gun: str = ""
    maker: str = ""
    model: str = ""
    calibre: str = ""
    type: str = ""
    recovered: tuple[Recovered, ...] = ()
    thefts: tuple[tuple[str, date], ...] = ()
    source: PointSource | None = None
    marking: Marking = field(default=Marking(holding=PUBLIC, tlp=Tlp.CLEAR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A purchaser of record. `shared`: contacts that flagged others have on record as well."""

    id: str
    purchases: tuple[Bought, ...]
    shared: tuple[Shared, ...] = ()
    high_rate_dealers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardParameters:
    """Points and bands. Start values from the literature (docs/methods.md), to be re-fitted on decided findings."""

    two_events: int = 2
    three_events: int = 2
    short: int = 3
    second_short: int = 2
    same_day: int = 1
    two_same_days: int = 2
    alike: int = 1
    other_possessor: int = 1
    spread: int = 2
    shared_contact: int = 2
    dealer: int = 1
    many: int = 1
    theft_before: int = -3
    short_days: int = 365
    alike_days: int = 90
    many_purchases: int = 6
    review: int = 7
    priority: int = 10


def points_of(buyer: Buyer, parameters: CardParameters) -> tuple[Point, ...]:
    """Return the points of a buyer, largest first. "Many purchases" is one point at most: collectors buy much."""
    p, bought = parameters, sorted(buyer.purchases, key=lambda one: (one.day or date.min, one.id))
    found = [
        *_events(bought, p),
        *_short(bought, p),
        *_same_day(bought, p),
        *_alike(bought, p),
        *_possessors(buyer.id, bought, p),
        *_spread(bought, p),
        *_dealers(buyer, bought, p),
        *_thefts(bought, p),
    ]
    found += _contacts(buyer, p)
    if len(bought) >= p.many_purchases:
        found.append(_point("many", p.many, bought, n=len(bought)))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.code)))


def total_of(points: Iterable[Point]) -> float:
    """Return the sum of the points."""
    return sum(one.weight for one in points)


def days_to(one: Bought) -> int | None:
    """Return the days to the first recovery after the purchase, None where a date is missing or impossible."""
    days = [(r.day - one.day).days for r in one.recovered if r.day is not None and one.day is not None]
    return min((day for day in days if day >= 0), default=None)


def _events(bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    events = {r.event for one in bought for r in one.recovered}
    hit = [one for one in bought if one.recovered]
    if len(events) < 2:
        return []
    first = [_point("two_events", p.two_events, hit, n=len(events))]
    return [*first, _point("three_events", p.three_events, hit, n=len(events))] if len(events) > 2 else first


def _short(bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    short = [one for one in bought if (days := days_to(one)) is not None and days <= p.short_days]
    if not short:
        return []
    first = min(short, key=lambda one: (days_to(one) or 0, one.id))
    others = [one for one in short if one is not first]
    found = [_point("short", p.short, [first], n=days_to(first) or 0)]
    return [*found, _point("second_short", p.second_short, others, n=len(short))] if others else found


def _same_day(bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    by_day: dict[tuple[date, str, str], list[Bought]] = {}
    for one in bought:
        if one.day is not None and one.type:
            by_day.setdefault((one.day, one.type[:1], one.calibre), []).append(one)
    days = [guns for guns in by_day.values() if len(guns) > 1]
    if not days:
        return []
    guns = [one for day in days for one in day]
    different = len({one.day for one in guns})
    found = [_point("same_day", p.same_day, guns, n=len(guns))]
    return [*found, _point("two_same_days", p.two_same_days, guns, n=different)] if different > 1 else found


def _alike(bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    by_model: dict[tuple[str, ...], list[Bought]] = {}
    for one in bought:
        if one.day is not None and one.maker and one.model:
            by_model.setdefault((one.maker, one.model, one.calibre), []).append(one)
    near = [
        pair
        for guns in by_model.values()
        for pair in pairwise(guns)
        if pair[1].day is not None
        and pair[0].day is not None
        and pair[1].day - pair[0].day <= timedelta(days=p.alike_days)
    ]
    guns = {one.id: one for pair in near for one in pair}
    return [_point("alike", p.alike, list(guns.values()), n=len(guns))] if near else []


def _possessors(buyer_id: str, bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    other = [one for one in bought if any(r.possessors and buyer_id not in r.possessors for r in one.recovered)]
    return [_point("other_possessor", p.other_possessor, other, n=len(other))] if len(other) > 1 else []


def _spread(bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    cities = {(r.country, r.state, r.city) for one in bought for r in one.recovered if r.city}
    abroad = [one for one in bought if any(r.country and r.country not in ("US", "USA") for r in one.recovered)]
    if len(cities) < 2 and not abroad:
        return []
    hit = abroad if len(cities) < 2 else [one for one in bought if any(r.city for r in one.recovered)]
    return [_point("spread" if len(cities) > 1 else "abroad", p.spread, hit, n=max(len(cities), len(abroad)))]


def _dealers(buyer: Buyer, bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    at = [one for one in bought if one.dealer in buyer.high_rate_dealers]
    return [_point("dealer", p.dealer, at, n=len(at))] if at else []


def _contacts(buyer: Buyer, p: CardParameters) -> list[Point]:
    """One point however many contacts are shared; a dealer's own contact is shown and weighs nothing."""
    counted = [one for one in buyer.shared if not one.contact.is_dealers]
    if counted:
        others = {other for one in counted for other in one.others}
        return [_shared_point("shared_contact", p.shared_contact, counted, len(others))]
    return [_shared_point("dealer_contact", 0, buyer.shared, len(buyer.shared))] if buyer.shared else []


def _shared_point(code: str, weight: int, shared: Sequence[Shared], n: int) -> Point:
    says = SAYS[code]
    facts = [one.contact.id for one in shared] + [other for one in shared for other in one.others]
    return Point(
        code=code,
        weight=weight,
        sentence=Say(en=says.en.format(n=n), es=says.es.format(n=n)),
        fact_ids=tuple(dict.fromkeys(facts)),
        sources=tuple(dict.fromkeys(source for one in shared for source in one.sources)),
    )


def _thefts(bought: Sequence[Bought], p: CardParameters) -> list[Point]:
    """A report counts if it was filed before the first recovery: later ones are shown and weigh nothing."""
    before: list[Bought] = []
    after: list[Bought] = []
    for one in bought:
        first = min((r.day for r in one.recovered if r.day is not None), default=None)
        for _, filed in one.thefts:
            (before if first is None or filed < first else after).append(one)
    if before:
        return [_point("theft_before", p.theft_before, before, n=len(before), thefts=True)]
    return [_point("theft_after", 0, after, n=len(after), thefts=True)] if after else []


def _point(code: str, weight: int, bought: Sequence[Bought], *, n: int = 0, thefts: bool = False) -> Point:
    """Make a point that names its purchases, recoveries and, where they are the reason, theft reports."""
    found = [*(one.id for one in bought), *(r.id for one in bought for r in one.recovered)]
    found += [id_ for one in bought for id_, _ in one.thefts] if thefts else []
    sources = {(one.source.source_id, one.source.line): one.source for one in bought if one.source is not None}
    says = SAYS[code]
    return Point(
        code=code,
        weight=weight,
        sentence=Say(en=says.en.format(n=n), es=says.es.format(n=n)),
        fact_ids=tuple(dict.fromkeys(found)),
        sources=tuple(sources[key] for key in sorted(sources, key=lambda key: (key[0], key[1] or 0))),
    )
