"""Straw-purchaser indicators: the card's points with counter-evidence and what would change the band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from itertools import combinations

from ironriver.analytics.contacts import Contact, shared_with
from ironriver.analytics.findings import Band, Counterfactual, Detector, FindingDraft, Point
from ironriver.analytics.straw_card import Buyer, CardParameters, Recovered, points_of, total_of
from ironriver.analytics.straw_words import (
    CAVEATS,
    HOUSEHOLD,
    NO_DAY,
    NO_THEFT,
    NOT_RECOVERED,
    ONE_DEALER,
    TITLE,
    WITHOUT,
    WITHOUT_CONTACT,
    WITHOUT_TWO,
)
from ironriver.errors import Say
from ironriver.model.marking import Marking, strictest

#: Recoveries tried two by two: beyond it single ones tell enough.
MOST_PAIRS_OF = 8


def detect_straw(buyers: Iterable[Buyer], parameters: CardParameters) -> list[FindingDraft]:
    """Return a draft for each buyer whose points reach a band, in order of id. A function of its input alone."""
    found = []
    for buyer in sorted(buyers, key=lambda one: one.id):
        points = points_of(buyer, parameters)
        band = band_of(total_of(points), parameters)
        if band is not None:
            found.append(_draft(buyer, points, band, parameters))
    return found


def with_contacts(buyers: Iterable[Buyer], contacts: Iterable[Contact], parameters: CardParameters) -> list[Buyer]:
    """Return the buyers with what they share with others whom the rest of the card flags by itself, by id.

    Flagged by what is shared alone does not count, so that no chain of flags grows from one.
    """
    ordered = sorted(buyers, key=lambda one: one.id)
    alone = [replace(one, shared=()) for one in ordered]
    flagged = {
        one.id: marking_of(one) for one in alone if band_of(total_of(points_of(one, parameters)), parameters)
    }
    shared = shared_with(contacts, flagged)
    return [replace(one, shared=shared.get(one.id, ())) for one in ordered]


def band_of(total: float, parameters: CardParameters) -> Band | None:
    """Return the band of a number of points; None where nobody needs to look."""
    if total >= parameters.priority:
        return Band.PRIORITY
    return Band.REVIEW if total >= parameters.review else None


def without(buyer: Buyer, recovery_ids: Sequence[str]) -> Buyer:
    """Return the buyer as if these recoveries were not on record."""
    kept = [
        replace(one, recovered=tuple(r for r in one.recovered if r.id not in recovery_ids))
        for one in buyer.purchases
    ]
    return replace(buyer, purchases=tuple(kept))


def counterfactuals(buyer: Buyer, parameters: CardParameters) -> tuple[Counterfactual, ...]:
    """Return the points without each recovery, and without pairs where no single one decides."""
    recovered = sorted(
        {r.id: r for one in buyer.purchases for r in one.recovered}.values(),
        key=lambda r: (r.day.isoformat() if r.day else "", r.id),
    )
    single = [_without(buyer, (one,), parameters) for one in recovered]
    if buyer.shared and total_of(points_of(buyer, parameters)) != (total := _alone(buyer, parameters)):
        says = Say(WITHOUT_CONTACT.en.format(n=f"{total:g}"), WITHOUT_CONTACT.es.format(n=f"{total:g}"))
        single.append(Counterfactual(sentence=says, strength=total, band=band_of(total, parameters) or ""))
    if any(not one.band for one in single) or len(recovered) > MOST_PAIRS_OF:
        return tuple(single)
    pairs = [_without(buyer, pair, parameters) for pair in combinations(recovered, 2)]
    return (*single, *(one for one in pairs if not one.band))


def _alone(buyer: Buyer, parameters: CardParameters) -> float:
    return total_of(points_of(replace(buyer, shared=()), parameters))


def _without(buyer: Buyer, left_out: tuple[Recovered, ...], parameters: CardParameters) -> Counterfactual:
    total = total_of(points_of(without(buyer, [one.id for one in left_out]), parameters))
    days = [Say(one.day.isoformat(), one.day.isoformat()) if one.day else NO_DAY for one in left_out]
    says = WITHOUT if len(days) == 1 else WITHOUT_TWO
    return Counterfactual(
        sentence=Say(
            en=says.en.format(day=days[0].en, other=days[-1].en, n=f"{total:g}"),
            es=says.es.format(day=days[0].es, other=days[-1].es, n=f"{total:g}"),
        ),
        strength=total,
        band=band_of(total, parameters) or "",
    )


def _draft(buyer: Buyer, points: Sequence[Point], band: Band, parameters: CardParameters) -> FindingDraft:
    total = total_of(points)
    seen = {"of": len(buyer.purchases), "n": sum(1 for one in buyer.purchases if one.recovered)}
    return FindingDraft(
        detector=Detector.STRAW,
        subject_ids=(buyer.id,),
        band=band,
        strength=total,
        title=Say(TITLE.en.format(**seen), TITLE.es.format(**seen)),
        points=tuple(one for one in points if one.weight > 0),
        against=(*(one for one in points if one.weight <= 0), *_other_side(buyer, points)),
        counterfactuals=counterfactuals(buyer, parameters),
        caveats=CAVEATS,
        marking=marking_of(buyer),
    )


def marking_of(buyer: Buyer) -> Marking:
    """Return the strictest marking of what a buyer's points can rest on; the holding is that of his purchases."""
    marks = [one.marking for one in buyer.purchases] + [one.marking for one in buyer.shared]
    return reduce(lambda whole, one: strictest(whole, one.tlp, one.handling), marks[1:], marks[0])


def _other_side(buyer: Buyer, points: Sequence[Point]) -> list[Point]:
    """What speaks against or puts in proportion; none of it takes points away by itself."""
    found, bought = [], buyer.purchases
    if not any(one.code.startswith("theft") for one in points):
        found.append(Point(code="no_theft", weight=0, sentence=NO_THEFT))
    if any(one.code == "shared_contact" for one in points):
        counted = [one.contact for one in buyer.shared if not one.contact.is_dealers]
        people = {holder.person for contact in counted for holder in contact.holders}
        found.append(_told("household", HOUSEHOLD, len(people), 0, [contact.id for contact in counted]))
    kept = [one for one in bought if not one.recovered]
    if kept:
        found.append(_told("not_recovered", NOT_RECOVERED, len(kept), len(bought), [one.id for one in kept]))
    (dealer, most), *_ = Counter(sorted(one.dealer for one in bought if one.dealer)).most_common(1) or [("", 0)]
    if dealer and most > 1:
        found.append(_told("one_dealer", ONE_DEALER, most, len(bought), [dealer]))
    return found


def _told(code: str, says: Say, n: int, of: int, facts: Sequence[str]) -> Point:
    sentence = Say(says.en.format(n=n, of=of), says.es.format(n=n, of=of))
    return Point(code=code, weight=0, sentence=sentence, fact_ids=tuple(facts))
