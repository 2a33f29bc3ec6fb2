"""What the detectors would be given, read straight from a world's files instead of from the graph.

People are one where the identity number, or else name and birth date, is the same; phones by their digits;
addresses by street, city and state; dealers by region, district and sequence of their number. The graph joins them
more carefully (misreads, diacritics), so figures from files are close to those through the front door, not equal.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ironriver.analytics.rings_inputs import CAPS, RingInputs, Sale, Tie

_CAP = {"Phone": "contact_cap", "Place": "contact_cap", "Dealer": "dealer_cap", "Firearm": "firearm_cap"}
_FORMS = {"traces.csv": ("%m/%d/%Y", "%m/%d/%y"), "traces_mx.csv": ("%d/%m/%Y", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%y")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One traced sale to a named person, as the file says it."""

    number: str
    person: str
    dealer: str
    sold: str
    recovered: str
    model: str
    phone: str
    address: str
    where: tuple[str, str, str]
    possessor: str
    dealer_state: str
    serial: str
    maker: str
    calibre: str


def rows_of(world: Path) -> Iterator[Row]:
    """Yield the rows of both trace files that name a purchaser and a dealer; a gun traced twice comes twice."""
    for name, forms in _FORMS.items():
        with (world / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["purchaser_name"] and row["dealer_ffl"]:
                    yield _row(row, forms)


def ring_inputs(world: Path) -> RingInputs:
    """Return what the ring detector would be given."""
    ties: set[tuple[str, str, str]] = set()
    sales: dict[tuple[str, str, str, str], Sale] = {}
    for row in rows_of(world):
        for kind, thing in (("Phone", row.phone), ("Place", row.address), ("Dealer", row.dealer)):
            if thing:
                ties.add((row.person, kind, thing))
        key = (row.person, row.dealer, row.sold, row.number)
        sales[key] = Sale(person=row.person, id="|".join(key), dealer=row.dealer, date=row.sold,
                          recovered=row.recovered, model=row.model)  # fmt: skip
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for _, kind, thing in ties:
        shared[kind, thing] += 1
    kept = [Tie(person=p, kind=k, thing=t) for p, k, t in sorted(ties) if shared[k, t] <= CAPS[_CAP[k]]]
    return RingInputs(ties=tuple(kept), sales=tuple(sales[key] for key in sorted(sales)))


def person_key(row: dict[str, str], whose: str) -> str:
    """Return one key per person as far as the file tells."""
    number = row.get(f"{whose}_id_number", "")
    return number or f"{row[f'{whose}_name']}|{row[f'{whose}_dob']}"


def _row(row: dict[str, str], forms: tuple[str, ...]) -> Row:
    address = (row["purchaser_street"], row["purchaser_city"], row["purchaser_state"])
    licence = row["dealer_ffl"].split("-")
    return Row(
        number=row["trace_number"],
        person=person_key(row, "purchaser"),
        dealer=f"{licence[0]}-{licence[1]}-{licence[-1]}",
        sold=_iso(row["purchase_date"], forms),
        recovered=_iso(row["recovery_date"], forms),
        model=row["model"],
        phone="".join(c for c in row["purchaser_phone"] if c.isdigit()),
        address="|".join(address) if row["purchaser_street"] else "",
        where=(row["recovery_country"], row["recovery_state"], row["recovery_city"]),
        possessor=row["possessor_name"],
        dealer_state=row["dealer_state"],
        serial=row["serial"],
        maker=row["maker"],
        calibre=row["calibre"],
    )


def _iso(text: str, forms: tuple[str, ...]) -> str:
    for form in forms:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a date alone has no zone
        except ValueError:
            continue
    return ""
