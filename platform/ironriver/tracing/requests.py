"""Beginning, saving, submitting, sending, withdrawing trace requests. Every step is an act and stays readable."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Invalid, NotAllowed, Say
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Marking, Tlp
from ironriver.model.numbers import draw_number
from ironriver.tracing.reading import find_form
from ironriver.tracing.records import NEVER, TraceForm, described, due_of, fields_text, form_of, may_move
from ironriver.tracing.schema import MOST_CHARACTERS, route_of
from ironriver.tracing.states import WAYS, Move, State

#: Requests of one bulk follow-up.
MOST_AT_ONCE = 100
_SHORTEST_NOTE = 5


def begin(actor: Actor, values: Mapping[str, str], *, ledger: Ledger) -> TraceForm:
    """Begin a draft that keeps whatever was typed; return it. Its agency's route decides who sees it later."""
    require(actor, Action.REQUEST_TRACE)
    route = route_of(actor.agency)
    holding = route.holding(actor.agency)
    if holding not in actor.holdings:
        raise NotAllowed(
            Say(
                en=f"Your account does not hold {holding}, through which your agency's requests go. Ask your "
                "administrator for it.",
                es=f"Su cuenta no tiene {holding}, por donde van las solicitudes de su dependencia. Pídalo a su "
                "administrador.",
            )
        )
    marking = Marking(holding=holding, tlp=Tlp.AMBER, handling=Handling.TIAHRT.value)
    nonce = secrets.token_hex(16)
    at = clock.stamp()
    base = {
        "state": State.DRAFT.value,
        "agency": actor.agency,
        "through": "" if route.through == actor.agency else route.through,
        "author": actor.id,
        "author_name": actor.name,
        "created": at,
        "changed": at,
        "due": NEVER,
        "n": 1,
    } | described(actor.agency, values)
    form_id = ledger.id_for("TraceForm", f"begun:{nonce}", holding)
    made: dict[str, Any] = {}

    def decide(look: Look) -> list[Change]:
        def is_taken(number: str) -> bool:
            return bool(look.read("tracing.form_numbered", {"agency": actor.agency, "number": number})[0]["taken"])

        stored = base | {"number": draw_number("SR", actor.agency, at, is_taken)}
        made.update(stored)
        row = Row(s={"id": form_id, **marking.as_properties()}, p=stored)
        step = _Step(move=Move.BEGIN, state=State.DRAFT, n=1, at=at, fields=str(base["fields"]))
        form = form_of(stored | {"id": form_id, **marking.as_properties()})
        return [Change(statement="write.put_trace_form", rows=[row]), *_step(actor, form, step, ledger)]

    ledger.act(actor, Act(name="tracing.begin", changes=decide, act_id=f"tracing.begin:{nonce}"))
    return form_of(made | {"id": form_id, **marking.as_properties()})


def save(actor: Actor, form_id: str, values: Mapping[str, str], *, ledger: Ledger) -> TraceForm:
    """Keep what is typed, right or wrong, whole or not."""
    form = find_form(actor, form_id, ledger=ledger)
    return move(actor, form, Move.SAVE, described(form.agency, values), ledger=ledger)


def submit(actor: Actor, form_id: str, values: Mapping[str, str], *, ledger: Ledger) -> TraceForm:
    """Submit a request. `Invalid` naming every field with an error; then what was typed is kept all the same."""
    form = save(actor, form_id, values, ledger=ledger)
    checked = form.checked()
    if checked.errors:
        fields: dict[str, Say] = {}
        for one in checked.errors:
            fields.setdefault(one.field, one.say)
        count = len(fields)
        raise Invalid(
            Say(
                en=f"The request was saved and not submitted: {count} fields to correct.",
                es=f"La solicitud se guardó y no se envió: {count} datos por corregir.",
            ),
            fields=fields,
        )
    changed = {"submitted": clock.stamp(), "due": due_of(form.priority), "asked": None}
    return move(actor, form, Move.SUBMIT, changed, ledger=ledger)


def transmit(actor: Actor, form_id: str, note: str = "", *, ledger: Ledger) -> TraceForm:
    """Approve a request and send it on: what is sent is printed or dropped as a file, see `transmission`."""
    form = find_form(actor, form_id, ledger=ledger)
    return move(actor, form, Move.TRANSMIT, {}, note=note, ledger=ledger)


def number(actor: Actor, form_id: str, trace_number: str, *, ledger: Ledger) -> TraceForm:
    """Note the trace number that the tracing centre gave; the request is in process from then on."""
    form = find_form(actor, form_id, ledger=ledger)
    given = trace_number.strip()
    if not given or len(given) > 40:
        raise Invalid(
            Say(en="The trace number was not noted.", es="No se anotó el número de rastreo."),
            fields={
                "trace_number": Say(
                    en="Trace number: type it as the centre gave it, at most 40 characters.",
                    es="Número de rastreo: escríbalo como lo dio el centro, máximo 40 caracteres.",
                )
            },
        )
    return move(actor, form, Move.NUMBER, {"trace_number": given}, ledger=ledger)


def ask_back(actor: Actor, form_id: str, question: str, *, ledger: Ledger) -> TraceForm:
    """Ask the unit for what is missing; the request goes back to it and can be corrected."""
    form = find_form(actor, form_id, ledger=ledger)
    said = _noted(question)
    return move(actor, form, Move.ASK, {"asked": said, "due": due_of(form.priority)}, note=said, ledger=ledger)


def withdraw(actor: Actor, form_id: str, reason: str, *, ledger: Ledger) -> TraceForm:
    """Withdraw a request with a reason. It stays readable."""
    form = find_form(actor, form_id, ledger=ledger)
    return move(actor, form, Move.WITHDRAW, {"due": NEVER}, note=_noted(reason), ledger=ledger)


def follow_up(actor: Actor, form_ids: Sequence[str], note: str, *, ledger: Ledger) -> int:
    """Note a follow-up on each of these open requests; return on how many. Closed ones are passed over.

    `NotFound` if one is not open to the actor; `Invalid` without a note, or over `MOST_AT_ONCE`.
    """
    said = _noted(note)
    if not 0 < len(form_ids) <= MOST_AT_ONCE:
        raise Invalid(
            Say(
                en=f"Choose between 1 and {MOST_AT_ONCE} requests, then follow up.",
                es=f"Elija entre 1 y {MOST_AT_ONCE} solicitudes y luego dé seguimiento.",
            )
        )
    forms = [find_form(actor, one, ledger=ledger) for one in dict.fromkeys(form_ids)]
    moved = [form for form in forms if may_move(actor, form, Move.FOLLOW_UP)]
    for form in moved:
        move(actor, form, Move.FOLLOW_UP, {}, note=said, ledger=ledger)
    return len(moved)


def move(  # noqa: PLR0913 - three of them are named at the call
    actor: Actor,
    form: TraceForm,
    to: Move,
    changed: Mapping[str, Any],
    *,
    ledger: Ledger,
    note: str = "",
    also: Sequence[Change] = (),
) -> TraceForm:
    """Do one move of the table with what it changes, and `also`, in one act. `Conflict` if it moved meanwhile.

    `NotAllowed` without the role, or for another agency's move; both before anything is written.
    """
    admit(actor, form, to)
    way = WAYS[to]
    at = clock.stamp()
    state = way.to or form.state
    stored = {**changed, "state": state.value, "changed": at, "n": form.n + 1}
    fields = stored.get("fields") or fields_text(form.values)
    step = _Step(move=to, state=state, n=form.n + 1, at=at, note=note, fields=fields)
    changes = [
        Change(statement="write.amend_trace_form", rows=[Row(s={"id": form.id}, p=stored)]),
        *_step(actor, form, step, ledger),
        *also,
    ]

    def decide(look: Look) -> list[Change]:
        now = look.read("tracing.form_now", {"id": form.id})[0]
        if (now["state"], now["n"]) != (form.state.value, form.n):
            raise _moved_on()
        return changes

    ledger.act(actor, Act(name=f"tracing.{to}", changes=decide))
    return find_form(actor, form.id, ledger=ledger)


def admit(actor: Actor, form: TraceForm, to: Move) -> None:
    """Return if the actor may make this move now, else raise `NotAllowed`."""
    require(actor, WAYS[to].action, form)
    if not may_move(actor, form, to):
        raise NotAllowed(_not_now(form, to))


class _Step:
    """What one step says of itself."""

    def __init__(self, *, move: Move, state: State, n: int, at: str, note: str = "", fields: str = "") -> None:
        self.said = {"move": move.value, "state": state.value, "n": n, "at": at, "note": note, "fields": fields}


def _step(actor: Actor, form: TraceForm, step: _Step, ledger: Ledger) -> list[Change]:
    step_id = ledger.id_for("TraceStep", f"{form.id}:{step.said['n']}", form.holding)
    marking = form.marking.as_properties()
    payload = step.said | {"by": actor.id, "by_name": actor.name, "by_agency": actor.agency}
    link = {"id": ids.relationship_id("OF", step_id, form.id), "from": step_id, "to": form.id, **marking}
    return [
        Change(statement="write.put_trace_step", rows=[Row(s={"id": step_id, **marking}, p=payload)]),
        Change(statement="write.link_trace_step_of_trace_form", rows=[Row(s=link)]),
    ]


def _noted(text: str) -> str:
    if not _SHORTEST_NOTE <= len(text.strip()) <= MOST_CHARACTERS:
        raise Invalid(
            Say(en="A note is needed that others understand.", es="Se necesita una nota que otros entiendan."),
            fields={
                "note": Say(
                    en=f"Note: write at least {_SHORTEST_NOTE} characters, at most {MOST_CHARACTERS}.",
                    es=f"Nota: escriba al menos {_SHORTEST_NOTE} caracteres, máximo {MOST_CHARACTERS}.",
                )
            },
        )
    return text.strip()


def _not_now(form: TraceForm, to: Move) -> Say:
    who = form.sender if WAYS[to].by_sender else form.agency
    return Say(
        en=f"This step belongs to {who} and to another state of the request. Look at its way on the page.",
        es=f"Este paso corresponde a {who} y a otro estado de la solicitud. Vea su camino en la página.",
    )


def _moved_on() -> Conflict:
    return Conflict(
        Say(
            en="Somebody changed this request meanwhile. Look at it again before you go on.",
            es="Alguien cambió esta solicitud mientras tanto. Véala otra vez antes de seguir.",
        )
    )
