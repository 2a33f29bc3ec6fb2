"""Background work as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ironriver.jobs import Job, State
from ironriver.web.look import language, t
from ironriver.web.pages.things import word_or


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """One job."""

    id: str
    name: str
    kind: str
    state: str
    is_final: bool
    submitted: str
    done: int
    total: int
    say: str
    error: str
    batch_id: str


def job_rows(jobs: Sequence[Job]) -> list[JobRow]:
    """Return jobs as rows, in their order."""
    return [job_row(job) for job in jobs]


def job_row(job: Job) -> JobRow:
    """Return one job in the reader's language."""
    said = language()
    result = job.result or {}
    kind = str(job.payload.get("kind", job.kind))
    return JobRow(
        id=job.id,
        name=str(job.payload.get("name") or job.payload.get("file") or job.id),
        kind=word_or("import_kind", kind),
        state=t(f"job.{job.state}") if not (job.cancel_asked and job.state is State.RUNNING) else t("job.stopping"),
        is_final=job.state.is_final,
        submitted=job.submitted,
        done=job.done,
        total=job.total,
        say=job.say.in_language(said) if job.say else "",
        error=job.error.in_language(said) if job.error else "",
        batch_id=str(result.get("batch_id") or result.get("batch") or ""),
    )
