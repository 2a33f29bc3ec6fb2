"""The map of a case: where its guns were first sold and where they were recovered, as roughly as it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ironriver.access import Action, require
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search.asking import Questions, Rows
from ironriver.search.case_guns import guns_of_case
from ironriver.search.places import PlaceCount, place_of
from ironriver.search.results import Shown
from ironriver.search.things import strictest, text_of, thing
from ironriver.search.timeline import LANE_ROWS, held_back


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One gun's sale and recovery. An end is None where it is not recorded, or its place is not known."""

    firearm_id: str
    serial: str
    dealer: str
    sold: str
    recovered: str
    start: PlaceCount | None
    end: PlaceCount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMap:
    """One line per gun and recovery, places counted, and the case. `guns` counts those open to the reader."""

    case: tuple[str, str]
    lines: tuple[CaseLine, ...]
    sales: tuple[PlaceCount, ...]
    recoveries: tuple[PlaceCount, ...]
    guns: int
    cut: bool
    tlp: int
    shown: tuple[Shown, ...]

    @property
    def joined(self) -> tuple[CaseLine, ...]:
        """Lines both of whose ends can be drawn."""
        return tuple(one for one in self.lines if one.start and one.end)


def case_map(actor: Actor, case_id: str, *, ledger: Ledger) -> CaseMap:
    """Return where the guns on a case's saved charts were sold and recovered. `NotFound` as for the case.

    A sale that only a held-back result names is left out, as everywhere: it may belong to another gun.
    """
    require(actor, Action.OPEN_CHART)
    questions = Questions(actor, ledger)
    guns = guns_of_case(actor, case_id, questions, ledger=ledger)
    asked = {"ids": list(guns.ids), "limit": LANE_ROWS}
    names = ("timeline.sales", "timeline.recoveries", "timeline.traces")
    answers = questions.ask_all(dict.fromkeys(names, asked)) if guns.ids else dict[str, Rows]()
    held = held_back(answers.get("timeline.traces", []))
    sold = [row for row in answers.get("timeline.sales", []) if row["p"]["id"] not in held]
    sales, found = (
        {row["f"]["id"]: row for row in reversed(rows)} for rows in (sold, answers.get("timeline.recoveries", []))
    )
    ids = sorted(sales.keys() | found.keys())
    lines = tuple(_line(id_, sales.get(id_, {}), found.get(id_, {})) for id_ in ids)
    parts = [part for rows in answers.values() for row in rows for part in row.values() if isinstance(part, dict)]
    return CaseMap(
        case=(guns.case.number, guns.case.name),
        lines=lines,
        sales=_counted([one.start for one in lines]),
        recoveries=_counted([one.end for one in lines]),
        guns=len(ids),
        cut=guns.cut or any(len(rows) >= LANE_ROWS for rows in answers.values()),
        tlp=max(strictest(parts), int(guns.case.tlp)),  # of a case, however empty
        shown=questions.all_shown(),
    )


def _line(id_: str, sale: dict[str, Any], recovery: dict[str, Any]) -> CaseLine:
    gun = sale.get("f") or recovery["f"]
    dealer, event, found = sale.get("d"), sale.get("p") or {}, recovery.get("r") or {}
    return CaseLine(
        firearm_id=id_,
        serial=text_of(gun.get("serial") or gun.get("canonical")),
        dealer=thing(dealer).label if dealer else "",
        sold=text_of(event.get("date")),
        recovered=text_of(found.get("date")),
        start=_place(sale.get("l"), dealer, "US"),
        end=_place(_located(recovery), found, text_of(found.get("country"))),
    )


def _located(row: dict[str, Any]) -> dict[str, Any] | None:
    """The place itself where it has a position, else the town it lies in."""
    place, town = row.get("l"), row.get("c")
    return town if town and not (place and place.get("lat")) else place


def _place(node: dict[str, Any] | None, holder: dict[str, Any] | None, country: str) -> PlaceCount | None:
    """A place of its own, else the town and state that the record itself names."""
    if not holder:
        return None
    own = node or {}
    told = {name: own.get(name) or holder.get(name) for name in ("city", "state", "country")}
    return place_of({**own, **told, "country": told["country"] or country})


def _counted(places: list[PlaceCount | None]) -> tuple[PlaceCount, ...]:
    found: dict[str, PlaceCount] = {}
    for place in places:
        if place:
            old = found.get(place.id)
            found[place.id] = replace(place, count=old.count + 1) if old else place
    return tuple(sorted(found.values(), key=lambda one: (-one.count, one.id)))
