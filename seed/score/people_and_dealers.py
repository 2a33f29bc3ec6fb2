"""How right the straw card is among the first fifty, and how many dealers are flagged rightly and wrongly.

From a world's files, as in `seed.score.inputs`. Theft reports are not read here, and peers of a dealer are those of
his state; through the graph the card also sees thefts, and licence types make narrower peers.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from ironriver.analytics.contacts import Contact, Holder
from ironriver.analytics.dealer_test import DealerCount, DealerParameters, Standing, run_dealer_test
from ironriver.analytics.straw import detect_straw, with_contacts
from ironriver.analytics.straw_card import Bought, Buyer, CardParameters, Recovered
from seed.score.inputs import Row, rows_of
from seed.score.rings import Score

TOP = 50
#: Roles of guns that nobody planted; planted guns below which a shop counts as any other.
_BY_CHANCE, FEW = frozenset({"background", ""}), 2


def score_straws(world: Path) -> Score:
    """Score the straw card: of the fifty with most points, who is planted as a straw purchaser."""
    people = {row["person"]: row for row in _read(world / "truth" / "people.csv")}
    owner = {row["trace_number"]: row["purchaser"] for row in _read(world / "truth" / "traces.csv")}
    bought: dict[str, list[Bought]] = defaultdict(list)
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    straws: set[str] = set()
    for row in rows_of(world):
        bought[row.person].append(_bought(row))
        for kind, thing in (("Phone", row.phone), ("Place", row.address)):
            if thing:
                holders[kind, thing].add(row.person)
        if people.get(owner.get(row.number, ""), {}).get("straw") == "1":
            straws.add(row.person)
    buyers = [Buyer(id=person, purchases=tuple(found)) for person, found in sorted(bought.items())]
    buyers = with_contacts(buyers, _contacts(holders, _own_phones(world)), CardParameters())
    drafts = sorted(detect_straw(buyers, CardParameters()), key=lambda draft: (-draft.strength, draft.subject_ids))
    first = [draft.subject_ids[0] in straws for draft in drafts[:TOP]]
    right = sum(draft.subject_ids[0] in straws for draft in drafts)
    return Score(
        figures={
            f"straw precision@{TOP}": sum(first) / max(1, len(first)),
            "straws flagged of those traced": right / max(1, len(straws)),
            "straw precision, all flagged": right / max(1, len(drafts)),
        }
    )


def score_dealers(world: Path) -> Score:
    """Score the dealer test: false ones among the flagged, and planted ones that were flagged."""
    years: dict[str, Counter[int]] = defaultdict(Counter)
    states: dict[str, str] = {}
    first: dict[tuple[str, str], int] = {}
    for row in rows_of(world):
        if row.recovered:  # a buyer counts once, as `analytics.detectors` counts him
            key, year = (row.dealer, row.person or row.number), int(row.recovered[:4])
            first[key] = min(first.get(key, year), year)
    for (dealer, _), year in first.items():
        years[dealer][year] += 1
    # of every dealer, traced or not: peers without traces are what the rate is about
    states |= _states(world)
    volumes: Counter[str] = Counter()
    for told in _read(world / "dealer_volumes.csv"):
        values = list(told.values())
        volumes[str(values[0])] += int(values[3])
    truth = {row["dealer"]: row["corrupt"] == "1" for row in _read(world / "truth" / "dealers.csv")}
    counted = [
        DealerCount(id=key, traces=tuple(sorted(years[key].items())), volume=volumes.get(key),
                    groups=(states.get(key, ""),))
        for key in sorted(truth)
    ]  # fmt: skip
    rows = run_dealer_test(counted, DealerParameters()).rows
    flagged = [row.id for row in rows if row.standing is Standing.FLAGGED]
    right = sum(truth[key] for key in flagged)
    # Where planted buyers bought, a dealer's traces are above expectation although he is not planted as corrupt.
    visited = Counter(
        row["dealer"] for row in _read(world / "truth" / "traces.csv") if row["role"] not in _BY_CHANCE
    )
    alone = [key for key in flagged if truth[key] or visited[key] < FEW]
    return Score(
        figures={
            "dealers flagged": float(len(flagged)),
            **({"same, without planted buyers' shops": 1 - right / len(alone)} if alone else {}),
            # undefined where nobody is flagged; left out then, so that nothing reads as perfect
            **({"dealer false discovery": 1 - right / len(flagged)} if flagged else {}),
            "dealer recall": right / max(1, sum(truth.values())),
        }
    )


def _contacts(holders: Mapping[tuple[str, str], set[str]], own: set[str]) -> list[Contact]:
    return [
        Contact(id=thing, kind=kind, holders=tuple(Holder(person=one) for one in sorted(people)),
                is_dealers=thing in own)
        for (kind, thing), people in sorted(holders.items()) if len(people) > 1
    ]  # fmt: skip


def _own_phones(world: Path) -> set[str]:
    """Return the dealers' own numbers, by digits."""
    found = {row["Voice Phone"] or "" for row in _listed(world)}
    return {digits for text in found if (digits := "".join(c for c in text if c.isdigit()))}


def _listed(world: Path) -> Iterator[dict[str, str]]:
    for path in sorted(world.glob("dealers_*.txt")):
        with path.open(encoding="latin-1", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t")


def _states(world: Path) -> dict[str, str]:
    """Return the state of each dealer of the world's lists, by region, district and sequence."""
    found: dict[str, str] = {}
    for row in _listed(world):
        if (row["Lic Regn"] or "").isdigit():
            key = f"{row['Lic Regn']}-{row['Lic Dist']}-{row['Lic Seqn']}"
            found[key] = (row["Premise State"] or "").strip()
    return found


def _bought(row: Row) -> Bought:
    day = date.fromisoformat(row.recovered) if row.recovered else None
    country, state, city = row.where
    found = Recovered(id=row.number, day=day, city=city, state=state, country=country,
                      possessors=(row.possessor,) if row.possessor else ())  # fmt: skip
    return Bought(
        id=row.number, day=date.fromisoformat(row.sold) if row.sold else None, dealer=row.dealer,
        dealer_state=row.dealer_state, gun=row.serial, maker=row.maker, model=row.model, calibre=row.calibre,
        recovered=(found,),
    )  # fmt: skip


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
