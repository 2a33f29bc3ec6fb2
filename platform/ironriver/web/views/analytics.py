"""Runs of detectors: start, follow, read; time to crime and the funnel of dealers."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ironriver import analytics
from ironriver.access import Action, may
from ironriver.analytics import Detector, FindingFilter, Run, RunAsk
from ironriver.errors import Invalid
from ironriver.jobs import State
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form, refused
from ironriver.web.guard import guarded
from ironriver.web.pages import analytics as shaping
from ironriver.web.pages import networks as drawing
from ironriver.web.pages.jobs import job_rows
from ironriver.web.pages.things import queries_of

blueprint = Blueprint("analytics", __name__)


def _who() -> tuple[Actor, Ledger]:
    return signed_in.actor(), signed_in.platform().ledger


@blueprint.get("/analytics")
@guarded(Action.VIEW_REVIEW)
def home() -> str:
    """List runs, those of mine that wait, and the form for a new one."""
    return _home(Form(name="run"))


@blueprint.post("/analytics/runs")
@guarded(Action.RUN_DETECTORS)
def start() -> Response | tuple[str, int]:
    """Queue a run; the page of its job shows how far it is and lets it be stopped."""
    chosen = tuple(Detector(one) for one in request.form.getlist("detectors") if one in set(Detector))
    seed = request.form.get("seed", default=1, type=int)
    try:
        job = analytics.start_run(
            signed_in.actor(), RunAsk(detectors=chosen, seed=seed), jobs=signed_in.platform().jobs
        )
    except Invalid as error:
        return _home(refused("run", error)), error.status
    return redirect(f"/imports/jobs/{job.id}", HTTPStatus.SEE_OTHER)


@blueprint.get("/analytics/runs/<run_id>")
@guarded(Action.VIEW_REVIEW)
def run(run_id: str) -> str:
    """Show one run: its cut, what it used, what it stated, and the card of each method."""
    actor, ledger = _who()
    found, answer = analytics.run(actor, run_id, ledger=ledger)
    stated, listed = analytics.findings(actor, FindingFilter(run_id=run_id), ledger=ledger)
    return render_template(
        "analytics/run.html",
        run=shaping.run_row(found),
        sheet=shaping.run_sheet(found, is_auditor=may(actor, Action.VIEW_LEDGER)),
        stated=shaping.finding_rows(stated),
        cards=shaping.cards(found.detectors),
        ran=found.detectors,
        shown=queries_of([answer, listed]),
        marking_level=_level(found, *(one.tlp for one in stated)),
        cut=shaping.cut_of(answer),
    )


@blueprint.get("/analytics/time-to-crime")
@guarded(Action.VIEW_REVIEW)
def times() -> str:
    """Show the corrected distribution, the naive one beside its bias, and cohorts of one window."""
    actor, ledger = _who()
    found, answer = analytics.newest_with(
        actor, Detector.TIME_TO_CRIME, request.args.get("run", "")[:60], ledger=ledger
    )
    figures = analytics.run_results(actor, found.id, ledger=ledger).get("time_to_crime", {}) if found else {}
    return render_template(
        "analytics/times.html",
        run=shaping.run_row(found) if found else None,
        page=shaping.times_sheet(figures, request.args.get("state", "")[:3]),
        marking_level=_level(found),
        cards=shaping.cards((Detector.TIME_TO_CRIME,)),
        shown=queries_of([answer]),
        cut=shaping.cut_of(answer),
    )


@blueprint.get("/analytics/dealers")
@guarded(Action.VIEW_REVIEW)
def dealers() -> str:
    """Show the funnel, and dealers in the order of their shrunken rate, those without volume apart."""
    actor, ledger = _who()
    found, answer = analytics.newest_with(actor, Detector.DEALER, request.args.get("run", "")[:60], ledger=ledger)
    figures = analytics.run_results(actor, found.id, ledger=ledger).get("dealer", {}) if found else {}
    rows = shaping.first_dealers(figures)
    named, names = analytics.dealers_named(actor, [row["id"] for row in rows], ledger=ledger)
    return render_template(
        "analytics/dealers.html",
        run=shaping.run_row(found) if found else None,
        page=shaping.funnel_sheet(figures, rows, named),
        marking_level=_level(found),
        cards=shaping.cards((Detector.DEALER,)),
        shown=queries_of([answer, names]),
        cut=shaping.cut_of(answer),
    )


@blueprint.get("/analytics/networks")
@guarded(Action.VIEW_REVIEW)
def networks() -> str:
    """Show the network overview of the newest run in words and tables, with links to the chart."""
    actor, ledger = _who()
    found, answer = analytics.newest_with(actor, Detector.BROKER, request.args.get("run", "")[:60], ledger=ledger)
    figures = analytics.run_results(actor, found.id, ledger=ledger).get("broker", {}) if found else {}
    named, names = analytics.things_named(actor, drawing.ids_of(figures), ledger=ledger)
    return render_template(
        "analytics/networks.html",
        run=shaping.run_row(found) if found else None,
        page=drawing.network_sheet(figures, named),
        marking_level=_level(found),
        cards=shaping.cards((Detector.BROKER,)),
        shown=queries_of([answer, names]),
        cut=shaping.cut_of(answer),
    )


def _level(found: Run | None, *others: int) -> int:
    """A page of a run is marked as its figures are, and never below AMBER."""
    return max([int(Tlp.AMBER), int(found.marking.tlp) if found else 0, *others])


def _home(form: Form) -> str:
    actor, ledger = _who()
    listed, answer = analytics.runs(actor, ledger=ledger)
    asked = signed_in.platform().jobs.list(actor.id, kinds=(analytics.JOB_KIND,))
    # What has ended well or was stopped stands among the runs.
    mine = [one for one in asked if not one.state.is_final or one.state is State.FAILED]
    return render_template(
        "analytics/home.html",
        rows=[shaping.run_row(one) for one in listed],
        jobs=job_rows(mine[:5]),
        cards=shaping.cards(tuple(analytics.METHODS)),
        form=form,
        shown=queries_of([answer]),
        cut=shaping.cut_of(answer),
    )
