"""What the detectors read: sales with what became of the gun, and dealers; page by page, under the clearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from ironriver.analytics.contacts import MOST, Contact, contact_of
from ironriver.analytics.findings import PointSource
from ironriver.analytics.registry import Work
from ironriver.analytics.straw_card import Bought, Recovered
from ironriver.errors import Say
from ironriver.model.marking import Handling, Marking, Tlp, join_handling

PAGE = 2_000
SECONDS = 120.0


def sales(work: Work) -> Iterator[tuple[str, Bought]]:
    """Yield (purchaser's id or empty, purchase) in order of id. What a held-back result names is left out."""
    for row in _pages(work, "analytics.sales_page", Say("Reading sales", "Leyendo ventas")):
        if not row["held"]:
            yield row["person"] or "", _bought(row)


def dealers(work: Work) -> list[Mapping[str, Any]]:
    """Return the dealers in order of id."""
    return list(_pages(work, "analytics.dealers_page", Say("Reading dealers", "Leyendo comerciantes")))


def contacts(work: Work) -> Iterator[Contact]:
    """Yield telephone numbers, then street addresses, that several people share. Dealers' own are told apart."""
    own = frozenset("".join(c for c in row["phone"] or "" if c.isdigit()) for row in dealers(work)) - {""}
    say, most = Say("Reading shared contacts", "Leyendo contactos compartidos"), {"contact_cap": MOST}
    for kind, statement in (("Phone", "analytics.shared_phones"), ("Place", "analytics.shared_addresses")):
        for row in _pages(work, statement, say, most):
            yield contact_of(row, kind, own)


def _pages(
    work: Work, statement: str, say: Say, more: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Mapping[str, Any]]:
    after, seen = "", 0
    while True:
        work.report.check_cancelled()
        asked = {"after_id": after, "limit": PAGE, **more}
        answer = work.ledger.ask(work.actor, statement, asked, timeout=SECONDS)
        yield from answer.rows
        seen += len(answer.rows)
        work.report.progress(seen, 0, say)
        if len(answer.rows) < PAGE:
            return
        after = answer.rows[-1]["id"]


def _bought(row: Mapping[str, Any]) -> Bought:
    gun, maker, model, calibre, type_ = row["gun"]
    holders: dict[str, list[str]] = {}
    for recovery, person, _, _ in row["possessed"]:
        holders.setdefault(recovery, []).append(person)
    return Bought(
        id=row["id"],
        day=_day(row["day"]),
        dealer=row["dealer"] or "",
        dealer_state=row["dealer_state"] or "",
        gun=gun or "",
        maker=maker or "",
        model=model or "",
        calibre=calibre or "",
        type=type_ or "",
        recovered=tuple(
            Recovered(
                id=id_,
                day=_day(day),
                city=city or "",
                state=state or "",
                country=country or "",
                possessors=tuple(holders.get(id_, ())),
            )
            for id_, day, city, state, country, _, _ in row["recovered"]
        ),
        thefts=tuple((id_, filed) for id_, day, _, _ in row["thefts"] if (filed := _day(day)) is not None),
        source=PointSource(source_id=row["source_id"], line=row["line"]) if row["source_id"] else None,
        marking=_marking(row),
    )


def _marking(row: Mapping[str, Any]) -> Marking:
    """Return the strictest marking of everything in the row; the holding is that of the purchase."""
    holding, *pairs = row["marking"]
    levels, codes = [*pairs[0::2]], [*pairs[1::2]]
    for told in (*row["recovered"], *row["possessed"], *row["thefts"]):
        levels.append(told[-2])
        codes.append(told[-1])
    return Marking(holding=holding, tlp=_level(levels), handling=_codes(codes))


def strictest_of(whole: Marking, rows: Iterator[Mapping[str, Any]] | list[Mapping[str, Any]]) -> Marking:
    """Return `whole`, raised to the strictest of rows with `tlp` and `handling`."""
    found = list(rows)
    level = _level([int(whole.tlp), *(row["tlp"] for row in found)])
    return replace(whole, tlp=level, handling=_codes([whole.handling, *(row["handling"] for row in found)]))


def _level(levels: list[int | None]) -> Tlp:
    return Tlp(max((one for one in levels if one is not None), default=0))


def _codes(codes: list[str | None]) -> str:
    return join_handling({Handling(code) for one in set(codes) for code in (one or "").split(",") if code})


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
