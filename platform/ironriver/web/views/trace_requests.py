"""The tracing desk: the monitor, the request form as it is typed, and the moves of a request."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ironriver import documents, tracing
from ironriver.access import Action, may
from ironriver.errors import Conflict, Invalid, IronriverError, NotAllowed, Say
from ironriver.tracing import Filter, Move, State, TraceForm
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages import trace_request as shaping
from ironriver.web.uploads import sent_name, spool

blueprint = Blueprint("trace_requests", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@blueprint.get("/trace-requests")
@guarded(Action.VIEW_TRACES)
def monitor() -> str:
    """Show requests with counts, filters and pages."""
    return _monitor_page()


@blueprint.get("/trace-requests/new")
@guarded(Action.REQUEST_TRACE)
def new() -> str:
    """Show a blank form."""
    return _form_page(None, {}, fresh=True)


@blueprint.post("/trace-requests")
@guarded(Action.REQUEST_TRACE)
def begin() -> BaseResponse | tuple[str, int]:
    """Keep a new request as a draft, and submit it if that was asked for."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    try:
        form = tracing.begin(actor, _values(), ledger=ledger)
    except _SAID_IN_FORM as error:
        return _form_page(None, _values(), sent=refused("form", error)), error.status
    return _saved(form)


@blueprint.post("/trace-requests/check")
@guarded(Action.REQUEST_TRACE, polls=True)
def check() -> str:
    """Say what the rules say about what is typed; nothing is kept."""
    agency, values = signed_in.actor().agency, _values()
    checked = tracing.check(tracing.read_request(agency, values))
    # What is still empty is not complained about before somebody submits.
    touched = set(typed("touched").split()) | {name for name, value in values.items() if value.strip()}
    sections = shaping.sections_shown(agency, values, checked, fresh=False)
    return render_template(
        "traces/checked.html",
        sections=sections,
        touched=touched,
        checked=checked,
        forecast=shaping.forecast_shown(checked),
    )


@blueprint.get("/trace-requests/<form_id>")
@guarded(Action.VIEW_TRACES)
def show(form_id: str) -> str:
    """Show one request: its form while it can be edited, its way, and what may be done."""
    return _one(form_id)


@blueprint.post("/trace-requests/<form_id>")
@guarded(Action.REQUEST_TRACE)
def save(form_id: str) -> BaseResponse | tuple[str, int]:
    """Keep what was typed, and submit it if that was asked for."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    form = tracing.find_form(actor, form_id, ledger=ledger)
    try:
        form = tracing.save(actor, form.id, _values(), ledger=ledger)
    except _SAID_IN_FORM as error:
        return _one(form_id, sent=refused("form", error)), error.status
    return _saved(form)


def _saved(form: TraceForm) -> BaseResponse | tuple[str, int]:
    if typed("do") != "submit":
        flash(t("desk.saved", number=form.number), "ok")
        return redirect(f"/trace-requests/{form.id}", HTTPStatus.SEE_OTHER)
    try:
        tracing.submit(signed_in.actor(), form.id, form.values, ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _one(form.id, sent=refused("form", error)), error.status
    flash(t("desk.submitted", number=form.number), "ok")
    return redirect(f"/trace-requests/{form.id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/trace-requests/<form_id>/transmit")
@guarded(Action.TRANSMIT_TRACE)
def transmit(form_id: str) -> BaseResponse | tuple[str, int]:
    """Approve a request and send it on."""
    ledger = signed_in.platform().ledger
    return _moved(form_id, "transmit", lambda: tracing.transmit(signed_in.actor(), form_id, ledger=ledger))


@blueprint.post("/trace-requests/<form_id>/number")
@guarded(Action.TRANSMIT_TRACE)
def number(form_id: str) -> BaseResponse | tuple[str, int]:
    """Note the trace number."""
    ledger, given = signed_in.platform().ledger, typed("trace_number")
    return _moved(form_id, "number", lambda: tracing.number(signed_in.actor(), form_id, given, ledger=ledger))


@blueprint.post("/trace-requests/<form_id>/ask")
@guarded(Action.TRANSMIT_TRACE)
def ask(form_id: str) -> BaseResponse | tuple[str, int]:
    """Ask the unit for what is missing."""
    ledger, note = signed_in.platform().ledger, typed("note")
    return _moved(form_id, "ask", lambda: tracing.ask_back(signed_in.actor(), form_id, note, ledger=ledger))


@blueprint.post("/trace-requests/<form_id>/withdraw")
@guarded(Action.REQUEST_TRACE)
def withdraw(form_id: str) -> BaseResponse | tuple[str, int]:
    """Withdraw a request."""
    ledger, note = signed_in.platform().ledger, typed("note")
    return _moved(form_id, "withdraw", lambda: tracing.withdraw(signed_in.actor(), form_id, note, ledger=ledger))


@blueprint.post("/trace-requests/<form_id>/held")
@guarded(Action.COMPLETE_TRACE)
def decide(form_id: str) -> BaseResponse | tuple[str, int]:
    """Decide on a held result."""
    ledger, note, same = signed_in.platform().ledger, typed("note"), typed("same") == "yes"
    actor = signed_in.actor()
    return _moved(
        form_id, "held", lambda: tracing.decide_held(actor, form_id, same_gun=same, note=note, ledger=ledger)
    )


@blueprint.post("/trace-requests/<form_id>/propose-release")
@guarded(Action.COMPLETE_TRACE)
def propose_release(form_id: str) -> BaseResponse | tuple[str, int]:
    """Propose to release the purchaser to the unit that asked."""
    ledger, note = signed_in.platform().ledger, typed("reason")
    actor = signed_in.actor()
    return _moved(form_id, "release", lambda: tracing.propose_release(actor, form_id, note, ledger=ledger))


@blueprint.post("/trace-requests/<form_id>/release")
@guarded(Action.APPROVE)
def release(form_id: str) -> BaseResponse | tuple[str, int]:
    """Approve and carry out a release that another person proposed."""
    ledger, note = signed_in.platform().ledger, typed("reason")
    return _moved(form_id, "release", lambda: tracing.release(signed_in.actor(), form_id, note, ledger=ledger))


def _moved(form_id: str, name: str, doing: Callable[[], object]) -> BaseResponse | tuple[str, int]:
    try:
        doing()
    except _SAID_IN_FORM as error:
        return _one(form_id, sent=refused(name, error)), error.status
    flash(t("desk.done"), "ok")
    return redirect(f"/trace-requests/{form_id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/trace-requests/follow-up")
@guarded(Action.VIEW_TRACES)
def follow_up() -> BaseResponse | tuple[str, int]:
    """Note one follow-up on several requests."""
    chosen = request.form.getlist("form")
    try:
        count = tracing.follow_up(signed_in.actor(), chosen, typed("note"), ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _monitor_page(refused("follow", error)), error.status
    flash(t("desk.followed", n=count), "ok")
    return redirect("/trace-requests", HTTPStatus.SEE_OTHER)


@blueprint.post("/trace-requests/results")
@guarded(Action.COMPLETE_TRACE)
def results() -> BaseResponse | tuple[str, int]:
    """Take in a file of results."""
    try:
        landed = _take_in()
    except IronriverError as error:
        return _monitor_page(refused("results", error)), error.status
    flash(t("desk.landed", complete=landed.complete, held=landed.held), "ok")
    return redirect("/trace-requests", HTTPStatus.SEE_OTHER)


def _take_in() -> tracing.Landed:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        missing = Say(en="Results: choose a CSV or XLSX file.", es="Resultados: elija un archivo CSV o XLSX.")
        raise Invalid(missing, fields={"file": missing})
    with tempfile.TemporaryDirectory(dir=spool()) as folder:
        path = Path(folder) / ("results.xlsx" if sent.filename.lower().endswith(".xlsx") else "results.csv")
        sent.save(path)
        return tracing.import_results(signed_in.actor(), path, sent_name(sent), ledger=signed_in.platform().ledger)


@blueprint.get("/trace-requests/<form_id>/file.csv")
@guarded(Action.VIEW_TRACES)
def dropped(form_id: str) -> Response:
    """Return the request as a file to drop."""
    form = tracing.find_form(signed_in.actor(), form_id, ledger=signed_in.platform().ledger)
    answer = Response(tracing.as_csv(form), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="trace-request.csv"'
    return answer


@blueprint.get("/trace-requests/<form_id>/request.pdf")
@guarded(Action.VIEW_TRACES)
def paper(form_id: str) -> Response:
    """Return the request as PDF/A, for the file. `language`, `both` and `paper` choose the form."""
    asked = request.args.get("language") or language()
    options = documents.PrintOptions(
        language="es" if asked == "es" else "en",
        both="both" in request.args,
        paper="a4" if request.args.get("paper") == "a4" else "letter",
        demo=signed_in.platform().settings.demo,
    )
    made = tracing.print_request(signed_in.actor(), form_id, options, ledger=signed_in.platform().ledger)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="trace-request.pdf"'
    return answer


@blueprint.get("/trace-requests/<form_id>/print")
@guarded(Action.VIEW_TRACES)
def printed(form_id: str) -> str:
    """Show the request as it goes on paper."""
    form = tracing.find_form(signed_in.actor(), form_id, ledger=signed_in.platform().ledger)
    fields, sections = tracing.current_schema().fields, tracing.current_schema().sections
    titles = {section.name: shaping.say(section.title) for section in sections}
    rows = [
        (
            part,
            titles[name],
            [(box, shaping.say(fields[one].label), _shown(one, value)) for box, one, value in filled],
        )
        for part, name, filled in tracing.as_rows(form)
    ]
    return render_template("traces/print.html", form=form, rows=rows)


def _shown(field: str, value: str) -> str:
    choices = dict(tracing.current_schema().fields[field].choices)
    return shaping.say(choices[value]) if value in choices else value


def _values() -> dict[str, str]:
    """Return the fields as sent; a suggestion that was taken over comes as `use:<field>`."""
    names = tracing.current_schema().fields
    return {name: request.form.get(f"use:{name}") or request.form.get(name, "") for name in names}


def _one(form_id: str, sent: Form | None = None) -> str:
    form, steps = tracing.form_with_steps(signed_in.actor(), form_id, ledger=signed_in.platform().ledger)
    values = dict(form.values) if sent is None or sent.name != "form" else {**_values()}
    return _form_page(form, values, sent=sent, steps=steps)


def _form_page(
    form: TraceForm | None,
    values: dict[str, str],
    *,
    sent: Form | None = None,
    fresh: bool = False,
    steps: list[tracing.Step] | None = None,
) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    agency = form.agency if form else actor.agency
    checked = tracing.check(tracing.read_request(agency, values))
    moves = {
        m.value
        for m in Move
        if form is not None
        and m in tracing.WAYS
        and tracing.may_move(actor, form, m)
        and may(actor, tracing.WAYS[m].action)
    }
    return render_template(
        "traces/form.html",
        form=form,
        sections=shaping.sections_shown(agency, values, checked, fresh=fresh),
        checked=checked,
        forecast=shaping.forecast_shown(checked),
        edits=form is None or "save" in moves,
        moves=moves,
        form_of=picker(sent),
        steps=shaping.steps_shown(steps or []),
        alike=tracing.same_gun(actor, form, ledger=ledger) if form else [],
        whole=tracing.result_of(actor, form, ledger=ledger) if form and form.result_id else None,
        shaping=shaping,
        through=form.through if form else tracing.route_of(agency).through,
        approves=bool(
            form
            and form.proposal
            and not form.purchaser
            and may(actor, Action.APPROVE)
            and actor.agency == form.sender
        ),
        lists=tracing.reference_lists(),
    )


def _monitor_page(sent: Form | None = None) -> str:
    asked = request.args
    chosen = Filter(
        states=tuple(one for one in asked.getlist("state") if one),
        priorities=tuple(one for one in asked.getlist("priority") if one),
        unit=asked.get("unit", "").strip()[:200],
        overdue=asked.get("overdue") == "yes",
        after=(asked.get("after", ""), asked.get("after_id", "")),
    )
    page = tracing.monitor(signed_in.actor(), chosen, ledger=signed_in.platform().ledger)
    return render_template(
        "traces/monitor.html",
        page=page,
        chosen=chosen,
        states=[(one.value, shaping.state_word(one), page.counts.get(one)) for one in State],
        shaping=shaping,
        form_of=picker(sent),
        filtered=bool(chosen.states or chosen.priorities or chosen.unit or chosen.overdue or chosen.after[0]),
    )
