"""Timelines of a case and of one gun: what is recorded, in lanes by kind; unknown legs stay gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import Say, nothing_here
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search.asking import Asker, Questions, Rows
from ironriver.search.case_guns import guns_of_case
from ironriver.search.things import line_of, strictest, text_of, thing
from ironriver.search.timeline_results import Event, Gap, Lane, Timeline

#: Rows of one lane; with `case_guns.MOST_GUNS` guns a lane stays below.
LANE_ROWS = 2_000
_SALES = Say(en="Multiple sale report", es="Reporte de venta múltiple")
#: Statement → lane, column of the event, column of whom or what it was with, title.
_LANES: Mapping[str, tuple[Lane, str, str, Say]] = {
    "timeline.makers": (Lane.MADE, "r", "m", Say(en="Made", es="Fabricada")),
    "timeline.shipments": (Lane.SHIPPED, "s", "y", Say(en="Shipped", es="Enviada")),
    "timeline.sales": (Lane.SOLD, "p", "d", Say(en="First retail sale", es="Primera venta al público")),
    "timeline.multiple_sales": (Lane.MULTIPLE_SALE, "m", "", _SALES),
    "timeline.thefts": (Lane.THEFT, "t", "d", Say(en="Theft or loss reported", es="Robo o extravío reportado")),
    "timeline.recoveries": (Lane.RECOVERY, "r", "l", Say(en="Recovered", es="Recuperada")),
    "timeline.traces": (Lane.TRACE, "t", "", Say(en="Trace requested", es="Rastreo solicitado")),
    "timeline.ballistics": (Lane.BALLISTIC, "e", "", Say(en="Ballistic event", es="Evento balístico")),
}  # fmt: skip
_RESULT = Say(en="Trace result", es="Resultado de rastreo")
_LINKS = {
    "LEAD": Say(en="May have been fired by it; not confirmed", es="Pudo haberse disparado con ella; sin confirmar"),
    "HIT": Say(en="Confirmed by an examiner", es="Confirmado por perito"),
    "EXCLUDED": Say(en="Excluded by an examiner", es="Descartado por perito"),
}


def timeline_of_firearm(actor: Actor, id_: str, *, ledger: Asker) -> Timeline:
    """Return the timeline of one gun over all visible records held to be the same. `NotFound` as on its page."""
    require(actor, Action.OPEN_FIREARM)
    questions = Questions(actor, ledger)
    node = questions.one("search.firearm", "f", id_)
    if node is None:
        raise nothing_here()
    ids = [member["id"] for member in questions.same_as("firearm", node)]
    return _timeline(questions, ids, cut=False, one=id_)


def timeline_of_case(actor: Actor, case_id: str, *, ledger: Ledger) -> Timeline:
    """Return the timeline of the guns on a case's saved charts. `NotFound` where the case is hidden or absent."""
    require(actor, Action.OPEN_CHART)
    questions = Questions(actor, ledger)
    guns = guns_of_case(actor, case_id, questions, ledger=ledger)
    found = _timeline(questions, guns.ids, cut=guns.cut, case=(guns.case.number, guns.case.name))
    return replace(found, tlp=max(found.tlp, int(guns.case.tlp)))  # of a case, however empty


def _timeline(
    questions: Questions, ids: Sequence[str], *, cut: bool, one: str = "", case: tuple[str, str] = ("", "")
) -> Timeline:
    asked = {"ids": list(ids), "limit": LANE_ROWS}
    answers = questions.ask_all(dict.fromkeys(_LANES, asked)) if ids else {}
    held = held_back(answers.get("timeline.traces", []))
    found: dict[tuple[str, str], Event] = {}
    nodes: Rows = []
    for name, rows in answers.items():
        for row in rows:
            if name == "timeline.sales" and row["p"]["id"] in held:
                continue
            nodes += [part for part in row.values() if isinstance(part, dict)]
            for event in _events(name, row, one):
                found.setdefault((event.id, event.firearm_id), event)
    events = sorted(found.values(), key=lambda event: (event.date, event.lane, event.id))
    dated = [event for event in events if event.date]
    return Timeline(
        events=tuple(dated),
        undated=tuple(event for event in events if not event.date),
        gaps=tuple(_gaps(dated)),
        guns=tuple(sorted({event.firearm_id: event.serial for event in events}.items())),
        held_back=len(held),
        cut=cut or any(len(rows) >= LANE_ROWS for rows in answers.values()),
        tlp=strictest(nodes),
        shown=questions.all_shown(),
        case=case,
    )


def held_back(rows: Rows) -> set[str]:
    """Sales that only a result held back for contradiction names: they may belong to another gun."""
    told = [row for row in rows if row["u"] and row["purchase_id"]]
    held = {row["purchase_id"] for row in told if row["u"].get("held_back")}
    return held - {row["purchase_id"] for row in told if not row["u"].get("held_back")}


def _events(name: str, row: Mapping[str, Any], one: str) -> Iterator[Event]:
    lane, column, other, title = _LANES[name]
    gun, node = row["f"], row[column]
    title = _LINKS.get(str(row.get("link")), title)
    with_whom = row.get(other) if other else None
    named = thing(with_whom).label if with_whom else text_of(node.get("number"))
    yield _event((lane, title), gun, node, one, named)
    if name == "timeline.traces" and row["u"]:
        yield _event((lane, _RESULT), gun, row["u"], one, text_of(node.get("number")))


def _event(
    what: tuple[Lane, Say], gun: dict[str, Any], node: dict[str, Any], one: str, with_whom: str
) -> Event:
    when = text_of(node.get("date") or node.get("completed"))
    return Event(
        id=str(node["id"]),
        lane=what[0],
        title=what[1],
        date=when,
        precision=text_of(node.get("date_precision")) or ("day" if len(when) == 10 else ""),
        firearm_id=one or str(gun["id"]),
        serial=text_of(gun.get("serial") or gun.get("canonical")),
        with_whom=with_whom,
        source_id=text_of(node.get("source_id")),
        line=line_of(node),
        tlp=int(node.get("tlp") or 0),
    )


def _gaps(events: Sequence[Event]) -> Iterator[Gap]:
    """From each sale to the next recovery of the same gun: whoever held it in between, no source says."""
    for gun in dict.fromkeys(event.firearm_id for event in events):
        last: Event | None = None
        for event in (one for one in events if one.firearm_id == gun):
            if event.lane is Lane.SOLD:
                last = event
            elif event.lane is Lane.RECOVERY and last:
                days = _days(last.date, event.date)
                yield Gap(firearm_id=gun, serial=event.serial, start=last, end=event, days=days)
                last = None


def _days(start: str, end: str) -> int | None:
    if len(start) != 10 or len(end) != 10:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
