"""A trace request as it is stored, and one step of its way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ironriver import clock
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from ironriver.tracing.checking import Checked, check
from ironriver.tracing.findings import Request
from ironriver.tracing.schema import current_schema, norm, route_of
from ironriver.tracing.states import WAYS, Move, State

#: Due of a request that is not on its way.
NEVER = "9999-12-31T23:59:59.999999Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceForm:
    """One trace request as of now. `values` are the fields as typed, whole or not."""

    id: str
    holding: str
    tlp: int
    handling: str
    number: str
    state: State
    agency: str
    through: str
    author: str
    author_name: str
    created: str
    changed: str
    values: Mapping[str, str] = field(default_factory=dict)
    schema: str = ""
    unit: str = ""
    title: str = ""
    priority: str = "routine"
    serial_key: str = ""
    maker_code: str = ""
    percent: int = 0
    n: int = 0
    submitted: str = ""
    due: str = NEVER
    trace_number: str = ""
    asked: str = ""
    outcome: str = ""
    reason: str = ""
    completed: str = ""
    result_id: str = ""
    held: str = ""
    source_state: str = ""
    ttc_days: int | None = None
    proposal: str = ""
    purchaser: str = ""

    @property
    def marking(self) -> Marking:
        """Whose it is and how far it may go."""
        return Marking(holding=self.holding, tlp=Tlp(self.tlp), handling=self.handling)

    @property
    def sender(self) -> str:
        """The agency that transmits it."""
        return self.through or self.agency

    @property
    def is_overdue(self) -> bool:
        """Whether the norm has passed."""
        return self.due < clock.stamp()

    @property
    def can_be_edited(self) -> bool:
        """Whether its fields may change."""
        return self.state in WAYS[Move.SAVE].begins

    def checked(self) -> Checked:
        """Return what the rules say about it today."""
        return check(read_request(self.agency, self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to a request; `values` are its fields as they then were."""

    n: int
    move: Move
    state: State
    at: str
    by_name: str
    by_agency: str
    note: str
    values: Mapping[str, str]


def read_request(agency: str, values: Mapping[str, str]) -> Request:
    """Return typed fields as the rules read them, for the route of an agency."""
    return Request(values=values, route=route_of(agency), today=clock.today())


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the form out of what was sent, empty ones left out; nothing else is stored."""
    return {name: values[name] for name in current_schema().fields if values.get(name, "").strip()}


def fields_text(fields: Mapping[str, str]) -> str:
    """Return fields as they are stored: the same fields as the same text."""
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)


def described(agency: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return what is stored of the fields: themselves, and what lists and look-ups need of them."""
    request = read_request(agency, values)
    fields = kept(values)
    serial = request.serial.canonical
    words = (request.maker.text, request.get("model"), request.get("serial"))
    return {
        "fields": fields_text(fields),
        "title": " · ".join(word for word in words if word),
        "priority": "urgent" if request.get("priority") == "urgent" else "routine",
        "unit": request.get("unit"),
        "serial_key": serial if request.serial.usable else None,
        "maker_code": request.maker.code,
        "percent": check(request).completeness.percent,
        "schema": current_schema().version,
    }


def due_of(priority: str) -> str:
    """Return from when on a request that is submitted now is overdue."""
    norms = norm()
    life = timedelta(hours=norms["hours"]) if priority == "urgent" else timedelta(days=norms["days"])
    return clock.stamp(clock.now() + life)


def form_of(row: Mapping[str, Any]) -> TraceForm:
    """Return a request from its stored properties."""
    known = {name: row[name] for name in TraceForm.__slots__ if row.get(name) is not None}
    values = json.loads(row.get("fields") or "{}")
    return TraceForm(**(known | {"state": State(row["state"]), "values": values}))


def step_of(row: Mapping[str, Any]) -> Step:
    """Return a step from its stored properties."""
    return Step(
        n=row["n"],
        move=Move(row["move"]),
        state=State(row["state"]),
        at=row["at"],
        by_name=row["by_name"],
        by_agency=row["by_agency"],
        note=row.get("note") or "",
        values=json.loads(row.get("fields") or "{}"),
    )


def may_move(actor: Actor, form: TraceForm, move: Move) -> bool:
    """Return whether state and agency allow a move; roles are the policy's to decide."""
    way = WAYS[move]
    mine = actor.agency == (form.sender if way.by_sender else form.agency)
    if move is Move.FOLLOW_UP:
        mine = actor.agency in (form.sender, form.agency)
    return mine and form.state in way.begins
