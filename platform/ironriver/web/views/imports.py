"""Imports: bring a file in, watch it load, read what it did."""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as BaseResponse

from ironriver import ingest, search
from ironriver.access import Action, case_holding, may
from ironriver.errors import Conflict, Invalid, NotFound, Say, nothing_here
from ironriver.jobs import OPEN, Job
from ironriver.model.marking import Marking, Tlp
from ironriver.web import signed_in
from ironriver.web.forms import rows_shown
from ironriver.web.guard import guarded
from ironriver.web.language import words
from ironriver.web.look import language, t
from ironriver.web.pages.jobs import job_row, job_rows
from ironriver.web.pages.things import line_address
from ironriver.web.uploads import sent_name, spool

blueprint = Blueprint("imports", __name__)

#: Rejects listed on the page; the CSV has all that were kept.
LISTED = 200
#: Imports listed at first, and at most on the page.
SHOWN, MOST_SHOWN = 25, 1_000
JOB_KIND = "import"
UNDO_KIND = "undo"


@blueprint.get("/imports")
@guarded(Action.VIEW_IMPORTS)
def imports() -> str:
    """List my imports and those of my holdings, with the form for a new one."""
    return _page()


@blueprint.post("/imports")
@guarded(Action.IMPORT_FILE)
def upload() -> BaseResponse | tuple[str, int]:
    """Put the bytes into the vault with their authority, then load them in the background."""
    actor, platform = signed_in.actor(), signed_in.platform()
    try:
        with tempfile.TemporaryDirectory(dir=spool()) as folder:
            path, name = _keep(request.files.get("file"), Path(folder))
            source = ingest.receive(actor, path, ledger=platform.ledger, **_described(name))
    except Invalid as error:
        said = language()
        refusal = error.say.in_language(said)
        errors = {name: say.in_language(said) for name, say in error.fields.items()} or {"file": refusal}
        return _page(refusal=refusal, errors=errors), error.status
    job = platform.jobs.submit(
        JOB_KIND, actor.id, {"source_id": source.id, "kind": source.kind, "name": source.name}
    )
    return redirect(f"/imports/jobs/{job.id}", HTTPStatus.SEE_OTHER)


def _described(name: str) -> ingest.Described:
    """Return what the form tells about the file."""
    form = request.form
    described = ingest.Described(
        kind=form.get("kind", ""),
        name=name,
        authority=form.get("authority", "").strip(),
        brought_by=form.get("brought_by", "").strip(),
        marking=_marking(),
    )
    if form.get("as_of", "").strip():
        described["as_of"] = form["as_of"].strip()
    return described


def _keep(file: FileStorage | None, folder: Path) -> tuple[Path, str]:
    if file is None or not file.filename:
        raise Invalid(
            Say(en="No file was chosen.", es="No se eligió ningún archivo."),
            fields={
                "file": Say(en="Choose the file as you received it.", es="Elija el archivo tal como lo recibió.")
            },
        )
    path = folder / (secure_filename(file.filename) or "file")
    file.save(path)
    return path, sent_name(file)


def _marking() -> Marking:
    form, actor = request.form, signed_in.actor()
    kind = form.get("kind", "")
    # An unknown kind is refused by what follows.
    usual = (
        ingest.default_marking(actor, kind)
        if kind in ingest.KINDS
        else Marking(holding=actor.agency, tlp=Tlp.AMBER)
    )
    level = form.get("tlp", type=int)
    return Marking(
        holding=form.get("holding", "") or usual.holding,
        tlp=Tlp(level) if level in set(Tlp) else usual.tlp,
        handling=usual.handling,
    )


@blueprint.get("/imports/jobs/<job_id>")
@guarded(Action.VIEW_JOBS)
def job(job_id: str) -> str:
    """Show one of my jobs."""
    return render_template("imports/job.html", job=job_row(_mine(job_id)))


@blueprint.get("/imports/jobs/<job_id>/progress")
@guarded(Action.VIEW_JOBS, polls=True)
def progress(job_id: str) -> str:
    """Show how far a job is; asked every two seconds, which does not keep the session awake."""
    return render_template("imports/progress.html", job=job_row(_mine(job_id)))


@blueprint.post("/imports/jobs/<job_id>/cancel")
@guarded(Action.CANCEL_JOB)
def cancel(job_id: str) -> BaseResponse:
    """Ask a job to stop at its next safe point."""
    signed_in.platform().jobs.cancel(_mine(job_id).id)
    return redirect(f"/imports/jobs/{job_id}", HTTPStatus.SEE_OTHER)


def _mine(job_id: str) -> Job:
    try:
        found = signed_in.platform().jobs.get(job_id)
    except NotFound:
        raise nothing_here() from None
    if found.actor_id != signed_in.actor().id:
        raise nothing_here()
    return found


@blueprint.get("/imports/<batch_id>")
@guarded(Action.VIEW_IMPORTS)
def batch(batch_id: str) -> str:
    """Show what an import did."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    row = search.batch(actor, batch_id, ledger=ledger)
    report = ingest.report_of(actor, batch_id, ledger=ledger) if row.state == "closed" else None
    return render_template(
        "imports/batch.html",
        batch=row,
        kind=_kind(row.kind),
        report=report,
        is_open=row.state == "open",
        is_busy=_is_busy(row.source_id),
        **_figures(report),
    )


@blueprint.post("/imports/<batch_id>/resume")
@guarded(Action.IMPORT_FILE)
def resume(batch_id: str) -> BaseResponse:
    """Take up an interrupted import where its last act left it, in the background."""
    row = _interrupted(batch_id)
    payload = {"source_id": row.source_id, "kind": row.kind, "name": row.source_name}
    return _submit(JOB_KIND, payload)


@blueprint.post("/imports/<batch_id>/undo")
@guarded(Action.UNDO_IMPORT)
def undo(batch_id: str) -> BaseResponse:
    """Take back what an open import has brought in so far, in the background."""
    row = _interrupted(batch_id)
    name = t("imports.undo_of", name=row.source_name)
    payload = {"batch_id": batch_id, "source_id": row.source_id, "kind": row.kind, "name": name}
    return _submit(UNDO_KIND, payload)


def _submit(kind: str, payload: dict[str, Any]) -> BaseResponse:
    made = signed_in.platform().jobs.submit(kind, signed_in.actor().id, payload)
    return redirect(f"/imports/jobs/{made.id}", HTTPStatus.SEE_OTHER)


def _interrupted(batch_id: str) -> search.BatchRow:
    """Return an open import that nothing works on. `Conflict` otherwise; the room decides once more."""
    row = search.batch(signed_in.actor(), batch_id, ledger=signed_in.platform().ledger)
    if row.state != "open":
        raise Conflict(words()["imports.not_open"])
    if _is_busy(row.source_id):
        raise Conflict(words()["imports.busy"])
    return row


def _is_busy(source_id: str) -> bool:
    """Return whether a job about this source waits or is at work, whoever asked for it."""
    waiting = signed_in.platform().jobs.list(states=OPEN)
    return any(job.payload.get("source_id") == source_id for job in waiting)


def _figures(report: ingest.BatchReport | None) -> dict[str, Any]:
    if report is None:
        return {"figures": [], "rejects": [], "coverage": ""}
    said = language()
    names = ("added", "changed", "unchanged", "absent", "rejected", "candidates")
    return {
        "figures": [(t(f"imports.{name}"), getattr(report, name)) for name in names],
        "coverage": report.coverage_say().in_language(said) if report.coverage else "",
        "rejects": [
            {
                "line": one.line,
                "href": line_address(report.source_id, one.line),
                "column": one.column,
                "value": one.value,
                "reason": one.say.in_language(said),
            }
            for one in report.rejects[:LISTED]
        ],
    }


@blueprint.get("/imports/<batch_id>/rejects.csv")
@guarded(Action.VIEW_IMPORTS)
def rejects(batch_id: str) -> Response:
    """Send the rejected rows as CSV."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    row = search.batch(actor, batch_id, ledger=ledger)
    report = ingest.report_of(actor, batch_id, ledger=ledger)
    response = make_response(report.rejects_csv(language()))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="rejects-{row.id[-8:]}.csv"'
    return response


def _page(*, refusal: str = "", errors: dict[str, str] | None = None) -> str:
    actor, platform = signed_in.actor(), signed_in.platform()
    shown = rows_shown(SHOWN, MOST_SHOWN)
    found = search.recent_batches(actor, ledger=platform.ledger, limit=shown + 1)
    rows = [
        {
            "id": one.id,
            "name": one.source_name or one.id,
            "kind": _kind(one.kind),
            "state": t(f"batch.{one.state}"),
            "added": one.counts.get("added", 0),
            "changed": one.counts.get("changed", 0),
            "rejected": one.counts.get("rejected", 0),
        }
        for one in found[:shown]
    ]
    return render_template(
        "imports/imports.html",
        more=min(shown * 4, MOST_SHOWN) if len(found) > shown and shown < MOST_SHOWN else 0,
        is_cut=len(found) > shown,
        jobs=job_rows(platform.jobs.list(actor.id)[:10]) if may(actor, Action.VIEW_JOBS) else [],
        batches=rows,
        kinds=[(kind, t(f"import_kind.{kind}")) for kind in ingest.KINDS],
        holdings=_holdings(sorted(actor.holdings)),
        levels=[int(level) for level in Tlp if level <= actor.max_tlp],
        given=request.form,
        refusal=refusal,
        errors=errors or {},
    )


def _holdings(holdings: list[str]) -> list[tuple[str, str]]:
    """Return each holding with what it is called: that of a case by the case's number, its id says nothing."""
    here = signed_in.here()
    cases = here.account.cases if here else ()
    numbers = {case_holding(one.id): t("account.of_case", number=one.number) for one in cases}
    return [(holding, numbers.get(holding, holding)) for holding in holdings]


def _kind(kind: str) -> str:
    return t(f"import_kind.{kind}") if kind in ingest.KINDS else kind
