"""Background work as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from ironriver.jobs import Job, State
from ironriver.web.look import language, t
from ironriver.web.pages.things import word_or

#: Where each kind of job is asked for; a person goes back there when it has ended.
_ROOMS: Mapping[str, str] = {
    "import": "imports.imports",
    "undo": "imports.imports",
    "detect": "analytics.home",
    "projection": "queries.write",
    "poll": "feeds.feeds",
}
#: Jobs whose progress counts rows of a file; others count steps of their own.
_OF_ROWS = frozenset({"import", "undo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """One job. `result`: the page of what it did, empty where it has none; `room`: where such work is asked for."""

    id: str
    name: str
    kind: str
    state: str
    is_final: bool
    submitted: str
    done: int
    total: int
    counts_rows: bool
    say: str
    error: str
    result: str
    room: str


def job_rows(jobs: Sequence[Job]) -> list[JobRow]:
    """Return jobs as rows, in their order."""
    return [job_row(job) for job in jobs]


def job_row(job: Job) -> JobRow:
    """Return one job in the reader's language."""
    said = language()
    of_a_file = str(job.payload.get("kind", ""))
    return JobRow(
        id=job.id,
        name=str(job.payload.get("name") or job.payload.get("file") or word_or("job_kind", job.kind)),
        kind=word_or("import_kind", of_a_file) if of_a_file else word_or("job_kind", job.kind),
        state=t(f"job.{job.state}") if not (job.cancel_asked and job.state is State.RUNNING) else t("job.stopping"),
        is_final=job.state.is_final,
        submitted=job.submitted,
        done=job.done,
        total=job.total,
        counts_rows=job.kind in _OF_ROWS,
        say=_say(job),
        error=job.error.in_language(said) if job.error else "",
        result=_result(job),
        room=url_for(_ROOMS[job.kind]) if job.kind in _ROOMS else "",
    )


def _say(job: Job) -> str:
    """Return how far it is, or what it means that it was stopped: its last step is no news then."""
    if job.state is State.CANCELLED:
        return word_or("job_stopped", job.kind)
    return job.say.in_language(language()) if job.say else ""


def _result(job: Job) -> str:
    told = job.result or {}
    if batch := told.get("batch_id") or told.get("batch"):
        return url_for("imports.batch", batch_id=batch)
    return url_for("analytics.run", run_id=told["run_id"]) if told.get("run_id") else ""
