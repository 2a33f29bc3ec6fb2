"""The three detectors as a run calls them: read, compute, say. Each ends in a pure function of what was read."""

from __future__ import annotations

from dataclasses import asdict, fields
from functools import reduce
from typing import Any, TypeVar

from ironriver.analytics.dealer_findings import dealer_drafts, funnel_figures
from ironriver.analytics.dealer_test import DealerCount, DealerParameters, run_dealer_test
from ironriver.analytics.gather import contacts, dealers, sales, strictest_of
from ironriver.analytics.registry import Outcome, Work
from ironriver.analytics.straw import detect_straw, marking_of, with_contacts
from ironriver.analytics.straw_card import Bought, Buyer, CardParameters
from ironriver.analytics.time_to_crime import TimedTrace, TimeParameters, estimate
from ironriver.analytics.volumes import volumes_of
from ironriver.model.marking import Marking, Tlp, strictest

Chosen = TypeVar("Chosen")


def time_to_crime(work: Work) -> Outcome:
    """Estimate the time from sale to recovery; one estimate over everything and one by state of sale."""
    traces: list[tuple[str, TimedTrace]] = []
    marking = _own(work)
    for person, one in sales(work):
        days = [r.day for r in one.recovered if r.day is not None and one.day is not None and r.day >= one.day]
        if one.day is not None and days:
            trace = TimedTrace(sale=one.day, recovered=min(days), buyer=person)
            traces.append((one.dealer_state, trace))
            marking = strictest(marking, one.marking.tlp, one.marking.handling)
    chosen = _read(TimeParameters, work)
    whole = estimate([one for _, one in traces], chosen, seed=work.seed)
    found: dict[str, Any] = {"all": _told(whole), "states": {}}
    for state in sorted({state for state, _ in traces if state}):
        part = estimate([one for where, one in traces if where == state], chosen, seed=work.seed)
        if part.median is not None:
            found["states"][state] = _told(part)
    return Outcome(marking=marking, results=found)


def straw(work: Work) -> Outcome:
    """Add up the card of every purchaser of record."""
    by_person: dict[str, list[Bought]] = {}
    for person, one in sales(work):
        if person:
            by_person.setdefault(person, []).append(one)
    chosen = _read(CardParameters, work)
    alone = [Buyer(id=person, purchases=tuple(found)) for person, found in by_person.items()]
    buyers = with_contacts(alone, contacts(work), chosen)
    drafts = detect_straw(buyers, chosen)
    marking = reduce(lambda whole, one: strictest(whole, one.marking.tlp, one.marking.handling), drafts, _own(work))
    grounds = {one.id: marking_of(one) for one in buyers}
    results = {"buyers": len(buyers), "flagged": len(drafts)}
    return Outcome(marking=marking, drafts=tuple(drafts), results=results, grounds=grounds)


def dealer(work: Work) -> Outcome:
    """Compare each dealer's traces with what volume and peers let expect."""
    counts: dict[str, dict[int, int]] = {}
    marking = _own(work)
    first: dict[tuple[str, str], int] = {}
    for person, one in sales(work):
        marking = strictest(marking, one.marking.tlp, one.marking.handling)
        days = [r.day for r in one.recovered if r.day is not None]
        if one.dealer and days:
            key = (one.dealer, person or one.id)
            first[key] = min(first.get(key, min(days).year), min(days).year)
    for (found, _), year in sorted(first.items()):
        years = counts.setdefault(found, {})
        years[year] = years.get(year, 0) + 1
    listed = dealers(work)
    volumes = volumes_of(listed)
    marking = strictest_of(marking, listed)
    for level, codes in sorted({pair for one in volumes.values() for pair in one.levels}):
        marking = strictest(marking, level, codes)
    given = [
        DealerCount(
            id=one["id"],
            traces=tuple(sorted(counts.get(one["id"], {}).items())),
            volume=float(volumes[one["id"]].sales) if one["id"] in volumes else None,
            # never the whole country: how much is traced differs by state more than dealers do
            groups=(f"{one['state'] or '?'} {one['type'] or '?'}", one["state"] or "?"),
        )
        for one in listed
    ]
    chosen = _read(DealerParameters, work)
    tested = run_dealer_test(given, chosen)
    drafts = dealer_drafts(tested, marking, volumes)
    return Outcome(marking=marking, drafts=tuple(drafts), results=funnel_figures(tested, chosen))


def _own(work: Work) -> Marking:
    return Marking(holding=work.actor.agency, tlp=Tlp.CLEAR)


def _told(found: Any) -> dict[str, Any]:  # noqa: ANN401 - a frozen dataclass of plain values
    return {**asdict(found), "bias": None if found.bias is None else round(found.bias, 4)}


def _read(kind: type[Chosen], work: Work) -> Chosen:
    """Return the parameters of a detector: defaults, and what this run sets of them."""
    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in work.parameters.items() if name in names})
