"""The loop that runs jobs, and how it knows that another worker is dead."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from ironriver import clock
from ironriver.errors import IronriverError, Say
from ironriver.jobs.job import Job, State
from ironriver.jobs.report import Cancelled, Report
from ironriver.jobs.store import Jobs

#: Does the work of one kind of job. Returns the result (JSON). Must take up what an earlier attempt has done.
Handler = Callable[[Job, Report], dict[str, Any]]

#: Seconds between looks into an empty queue: short enough that a person sees his upload start.
POLL_SECONDS = 0.5
#: Least seconds between two stored progress marks; the page asks once a second.
PROGRESS_SECONDS = 0.4
#: A job that kills its worker this often is not taken up again.
MOST_ATTEMPTS = 5

_log = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after the other. Several workers on one queue are safe.

    Each holds a lock on a file of its own; the kernel frees it when the process dies, so a locked file means a
    living worker whatever happened to its process number.
    """

    def __init__(self, jobs: Jobs, handlers: Mapping[str, Handler]) -> None:
        """Take the worker's name and lock; `close` gives them back."""
        self.jobs = jobs
        self.handlers = handlers
        self.name = f"worker-{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = _take_lock(self._lock_path(self.name))

    def recover(self) -> int:
        """Put jobs of dead workers back into the queue; return how many. Called once at start."""
        count = 0
        for name in self.jobs.workers_of_running():
            if name != self.name and not _is_locked(self._lock_path(name)):
                count += self.jobs.requeue(name)
                self._lock_path(name).unlink(missing_ok=True)
        return count

    def run_one(self) -> bool:
        """Run the oldest queued job to its end; False when there was none."""
        job = self.jobs.claim(self.name)
        if job is None:
            return False
        state, result, error = self._run(job)
        self.jobs.finish(job.id, state, result=result, error=error)
        return True

    def run(self, should_stop: Callable[[], bool]) -> None:
        """Recover, then run jobs until `should_stop()`; it is asked between jobs and twice a second when idle."""
        self.recover()
        while not should_stop():
            if not self.run_one():
                clock.sleep(POLL_SECONDS)

    def close(self) -> None:
        """Give up the worker's name."""
        self._lock_path(self.name).unlink(missing_ok=True)
        self._lock.close()

    def _run(self, job: Job) -> tuple[State, dict[str, Any] | None, Say | None]:
        handler = self.handlers.get(job.kind)
        if handler is None:
            return State.FAILED, None, _unknown_kind(job.kind)
        if job.attempts > MOST_ATTEMPTS:
            return State.FAILED, None, _too_often()
        try:
            return State.DONE, handler(job, _StoredReport(self.jobs, job.id)), None
        except Cancelled:
            return State.CANCELLED, None, None
        except IronriverError as refusal:
            return State.FAILED, None, refusal.say
        except Exception:
            # A bug: details go to the log, the person gets a sentence with the number to quote.
            _log.exception("job %s (%s) failed", job.id, job.kind)
            return State.FAILED, None, _broken(job.id)

    def _lock_path(self, name: str) -> Path:
        folder = self.jobs.path.with_suffix(".workers")
        folder.mkdir(exist_ok=True)
        return folder / f"{name or 'unnamed'}.lock"


class _StoredReport:
    """Writes progress into the queue, at most every `PROGRESS_SECONDS`; the last mark is always written."""

    def __init__(self, jobs: Jobs, job_id: str) -> None:
        self._jobs = jobs
        self._job_id = job_id
        self._written = float("-inf")

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        moment = clock.monotonic()
        if done < total and moment - self._written < PROGRESS_SECONDS:
            return
        self._written = moment
        self._jobs.record_progress(self._job_id, done, total, say)

    def check_cancelled(self) -> None:
        if self._jobs.is_cancel_asked(self._job_id):
            raise Cancelled


def _take_lock(path: Path) -> IO[str]:
    handle = path.open("w")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _is_locked(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _unknown_kind(kind: str) -> Say:
    return Say(
        en=f"This worker does not know jobs of the kind {kind}. It is probably older than the page that asked.",
        es=f"Este proceso no conoce trabajos del tipo {kind}. Quizá sea más antiguo que la página que lo pidió.",
    )


def _too_often() -> Say:
    return Say(
        en=f"The worker stopped {MOST_ATTEMPTS} times while it did this job, so it is not tried again. "
        "See the worker's log, then ask anew.",
        es=f"El proceso se detuvo {MOST_ATTEMPTS} veces durante este trabajo, así que no se intenta de nuevo. "
        "Vea su registro y pídalo otra vez.",
    )


def _broken(job_id: str) -> Say:
    return Say(
        en="Something in Ironriver failed during this job. What was written before stays, each act whole; an "
        f"import stands as open on its page, to be resumed or undone. Quote {job_id}.",
        es="Algo falló en Ironriver durante este trabajo. Lo escrito antes permanece, cada acto completo; una "
        f"importación queda abierta en su página, para reanudarla o deshacerla. Mencione {job_id}.",
    )
