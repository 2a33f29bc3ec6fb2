"""Reading trace requests: one with its way, the monitor's page and counts, others for the same gun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import nothing_here
from ironriver.ledger import Ask, Ledger, whole
from ironriver.model.actor import Actor
from ironriver.tracing.records import NEVER, Step, TraceForm, form_of, step_of
from ironriver.tracing.states import State

PAGE = 50
_MOST_STEPS = 5_000
_MOST_ALIKE = 20
_LAST = "9999-12-31T23:59:59.999999Z"
_PRIORITIES = ("routine", "urgent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the monitor shows; empty means everything. `after` is the key of the last row of the page before."""

    states: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    unit: str = ""
    overdue: bool = False
    after: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many requests in a state are open to the actor, and how many of them are overdue."""

    forms: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorPage:
    """One page of the monitor; `more` is the key for the next one, empty on the last."""

    forms: tuple[TraceForm, ...]
    counts: Mapping[State, Count]
    more: tuple[str, str]

    @property
    def total(self) -> int:
        """All requests that are open to the actor."""
        return sum(one.forms for one in self.counts.values())

    @property
    def overdue(self) -> int:
        """Those of them past the norm."""
        return sum(one.overdue for one in self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Another request for what may be the same gun. Another agency's draft says that it is there, and no more."""

    id: str
    number: str
    state: State
    agency: str
    same_maker: bool

    @property
    def is_hit_alone(self) -> bool:
        """Whether its content stays closed."""
        return not self.id


def find_form(actor: Actor, form_id: str, *, ledger: Ledger) -> TraceForm:
    """Return one request. `NotFound` if it is not open to the actor, another agency's draft included."""
    require(actor, Action.VIEW_TRACES)
    rows = ledger.ask(actor, "tracing.form", {"id": form_id, "agency": actor.agency}).rows
    if not rows:
        raise nothing_here()
    return form_of(rows[0]["q"])


def form_with_steps(actor: Actor, form_id: str, *, ledger: Ledger) -> tuple[TraceForm, list[Step]]:
    """Return one request and what happened to it, in order."""
    require(actor, Action.VIEW_TRACES)
    seen = {"id": form_id, "agency": actor.agency}
    asks = [
        Ask(statement="tracing.form", params=seen),
        Ask(statement="tracing.steps_of_form", params=seen | {"limit": _MOST_STEPS + 1}),
    ]
    found, steps = ledger.ask_many(actor, asks)
    if not found.rows:
        raise nothing_here()
    return form_of(found.rows[0]["q"]), [step_of(row["s"]) for row in whole(steps.rows, _MOST_STEPS)]


def monitor(actor: Actor, chosen: Filter, *, ledger: Ledger) -> MonitorPage:
    """Return a page of requests, last changed first, and the counts by state of all that the actor may see."""
    require(actor, Action.VIEW_TRACES)
    now = clock.stamp()
    states = [one for one in chosen.states if one in set(State)] or [one.value for one in State]
    before, before_id = chosen.after if chosen.after[0] else (_LAST, "")
    page = {
        "states": states,
        "priorities": [one for one in chosen.priorities if one in _PRIORITIES] or list(_PRIORITIES),
        "unit": chosen.unit,
        "due_before": now if chosen.overdue else _AFTER_ALL,
        "before": before,
        "before_id": before_id,
        "agency": actor.agency,
        "limit": PAGE + 1,
    }
    # To the minute, so that the answer can be kept until the next act.
    minute = now[:16] + NEVER[16:]
    asks = [
        Ask(statement="tracing.forms_page", params=page),
        Ask(
            statement="tracing.form_counts",
            params={"agency": actor.agency, "now": minute, "limit": len(State)},
            keep=True,
        ),
    ]
    found, counted = ledger.ask_many(actor, asks)
    forms = [form_of(row["q"]) for row in found.rows]
    last = forms[PAGE - 1] if len(forms) > PAGE else None
    return MonitorPage(
        forms=tuple(forms[:PAGE]),
        counts={State(r["state"]): Count(forms=r["forms"], overdue=r["overdue"]) for r in counted.rows},
        more=(last.changed, last.id) if last else ("", ""),
    )


#: After every due date, `NEVER` included.
_AFTER_ALL = "~"


def same_gun(actor: Actor, form: TraceForm, *, ledger: Ledger) -> list[Alike]:
    """Return other requests with the same serial within what the actor may see.

    What no agreement opens to him answers like nothing. Of another agency's draft only agency and state are told.
    """
    require(actor, Action.VIEW_TRACES, form)
    if not form.serial_key:
        return []
    params = {"but_id": form.id, "serial_key": form.serial_key, "limit": _MOST_ALIKE}
    rows = ledger.ask(actor, "tracing.forms_same_gun", params).rows
    return [_alike(actor, form, row) for row in rows]


def _alike(actor: Actor, form: TraceForm, row: Mapping[str, str]) -> Alike:
    closed = row["state"] == State.DRAFT and row["agency"] != actor.agency
    return Alike(
        id="" if closed else row["id"],
        number="" if closed else row["number"],
        state=State(row["state"]),
        agency=row["agency"],
        same_maker=bool(form.maker_code) and row["maker_code"] == form.maker_code,
    )


def units_of(forms: Sequence[TraceForm]) -> list[str]:
    """Return the units of a page, each once, for the filter."""
    return sorted({form.unit for form in forms if form.unit})
