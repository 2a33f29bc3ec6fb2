"""Telephone numbers and street addresses that purchasers share with flagged ones, and their innocent reasons.

Equal means equal as recorded: no names are compared, nothing is guessed. Whatever more than twelve people share is
left out (blocks, parcel stores), records that a person confirmed to be one human are no pair, and a dealer's own
number or premises is shown and never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from ironriver.analytics.findings import PointSource
from ironriver.model.marking import PUBLIC, Marking, Tlp, strictest

#: Most people that may share a contact and still be told of: the cap of the ring detector's ties.
MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One person on record with a contact: the lines that say so, and the strictest level of person and lines."""

    person: str
    sources: tuple[PointSource, ...] = ()
    levels: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One shared contact. `same`: pairs that a person confirmed to be one human."""

    id: str
    kind: str
    holders: tuple[Holder, ...]
    same: frozenset[frozenset[str]] = frozenset()
    is_dealers: bool = False
    level: tuple[int, str] = (0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A contact as one purchaser shares it with flagged others."""

    contact: Contact
    others: tuple[str, ...]
    sources: tuple[PointSource, ...] = ()
    marking: Marking = field(default=Marking(holding=PUBLIC, tlp=Tlp.CLEAR))


def contact_of(row: Mapping[str, Any], kind: str, own: frozenset[str] = frozenset()) -> Contact:
    """Return a contact from a row of `analytics.shared_phones` or `shared_addresses`; `own`: dealers' numbers."""
    holders = tuple(
        Holder(
            person=person,
            sources=tuple(PointSource(source_id=source, line=line) for source, line, _, _ in told if source),
            levels=((tlp, codes or ""), *((level, code or "") for _, _, level, code in told)),
        )
        for person, tlp, codes, told in row["people"]
    )
    return Contact(
        id=row["id"],
        kind=kind,
        holders=holders,
        same=frozenset(frozenset(pair) for pair in row["same"]),
        is_dealers=bool(row["dealers"]) or row.get("digits") in own,
        level=(row["tlp"], row["handling"] or ""),
    )


def shared_with(contacts: Iterable[Contact], flagged: Mapping[str, Marking]) -> dict[str, tuple[Shared, ...]]:
    """Return purchaser → contacts shared with flagged others, in order of id. A function of its input alone.

    `flagged`: purchaser → marking of what flagged him; what rests on him is marked at least so.
    """
    found: dict[str, list[Shared]] = {}
    for contact in sorted(contacts, key=lambda one: one.id):
        if len(contact.holders) > MOST:
            continue
        for holder in contact.holders:
            others = [
                other
                for other in contact.holders
                if other.person in flagged
                and other.person != holder.person
                and frozenset((holder.person, other.person)) not in contact.same
            ]
            if others:
                found.setdefault(holder.person, []).append(_shared(contact, holder, others, flagged))
    return {person: tuple(shared) for person, shared in found.items()}


def _shared(contact: Contact, holder: Holder, others: Sequence[Holder], flagged: Mapping[str, Marking]) -> Shared:
    levels = [contact.level, *holder.levels, *(level for other in others for level in other.levels)]
    levels += [(int(flagged[other.person].tlp), flagged[other.person].handling) for other in others]
    clear = Marking(holding=PUBLIC, tlp=Tlp.CLEAR)
    sources = {(one.source_id, one.line): one for who in (holder, *others) for one in who.sources}
    return Shared(
        contact=contact,
        others=tuple(sorted(other.person for other in others)),
        sources=tuple(sources[key] for key in sorted(sources, key=lambda key: (key[0], key[1] or 0))),
        marking=reduce(lambda whole, one: strictest(whole, one[0], one[1]), levels, clear),
    )
