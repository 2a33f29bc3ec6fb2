"""One queue, several processes: claims, stops and deaths across process borders."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sqlite3
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from ironriver.errors import Say
from ironriver.jobs import Jobs, State, Worker
from ironriver.jobs.report import SilentReport
from ironriver.jobs.worker import PROGRESS_SECONDS

CONTEXT = multiprocessing.get_context("fork")
WAIT = 30.0


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path / "jobs.sqlite")


def claim_all(path: Path, said: Connection) -> None:
    """Claim until nothing is left, and send the ids."""
    here, taken = Jobs(path), []
    while (job := here.claim(f"w{os.getpid()}")) is not None:
        taken.append(job.id)
    said.send(taken)


def work_until_stopped(path: Path, said: Connection) -> None:
    """Run one job that stops only when it is asked to."""
    here = Jobs(path)

    def patient(job: Any, report: Any) -> dict[str, Any]:
        said.send("began")
        for _ in range(600):
            report.check_cancelled()
            time.sleep(0.05)
        return {"never": "asked"}

    worker = Worker(here, {"patient": patient})
    worker.run_one()
    worker.close()
    said.send("ended")


def begin(target: Any, *arguments: Any) -> tuple[Any, Connection]:
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=target, args=(*arguments, theirs))
    process.start()
    return process, ours


def heard(said: Connection) -> Any:
    assert said.poll(WAIT), "the other process says nothing"
    return said.recv()


def test_each_job_is_claimed_by_one_process(jobs: Jobs) -> None:
    expected = {jobs.submit("a", f"x{n % 2}", {"n": n}).id for n in range(60)}
    others = [begin(claim_all, jobs.path) for _ in range(3)]
    taken = [job for _, said in others for job in heard(said)]
    for process, _ in others:
        process.join(WAIT)
        assert process.exitcode == 0
    assert sorted(taken) == sorted(expected)
    assert {job.attempts for job in jobs.list()} == {1}


def test_a_stop_asked_here_reaches_the_worker_there(jobs: Jobs) -> None:
    job = jobs.submit("patient", "x", {})
    process, said = begin(work_until_stopped, jobs.path)
    assert heard(said) == "began"
    asked = jobs.cancel(job.id)
    assert (asked.state, asked.cancel_asked) == (State.RUNNING, True)
    assert heard(said) == "ended"
    process.join(WAIT)
    assert jobs.get(job.id).state is State.CANCELLED
    assert jobs.get(job.id).ended


def test_a_killed_worker_leaves_its_job_to_the_next_one(jobs: Jobs) -> None:
    job = jobs.submit("patient", "x", {})
    process, said = begin(work_until_stopped, jobs.path)
    assert heard(said) == "began"
    seen = []
    next_one = Worker(jobs, {"patient": lambda job, report: seen.append(job.attempts) or {"by": "next"}})
    assert next_one.recover() == 0, "the other one lives"
    os.kill(process.pid, signal.SIGKILL)
    process.join(WAIT)
    assert next_one.recover() == 1
    assert next_one.recover() == 0
    assert next_one.run_one()
    next_one.close()
    assert seen == [2]
    assert jobs.get(job.id).result == {"by": "next"}


def test_a_worker_that_was_only_slow_cannot_overwrite_what_is_final(jobs: Jobs) -> None:
    """A result that comes after somebody else has ended the job is dropped, not written over."""
    job = jobs.submit("a", "x", {})
    jobs.claim("slow")
    jobs.requeue("slow")
    jobs.cancel(job.id)
    jobs.finish(job.id, State.DONE, result={"late": True}, error=None)
    assert (jobs.get(job.id).state, jobs.get(job.id).result) == (State.CANCELLED, None)
    jobs.record_progress(job.id, 5, 10, Say(en="late", es="tarde"))
    assert (jobs.get(job.id).done, jobs.get(job.id).say) == (0, None)


def test_a_handler_takes_up_what_an_earlier_attempt_did(jobs: Jobs, tmp_path: Path) -> None:
    """The first attempt dies after row 3; the second begins there and every row is done once."""
    marks = tmp_path / "rows"

    def handler(job: Any, report: Any) -> dict[str, Any]:
        done = marks.read_text().split() if marks.exists() else []
        for row in range(len(done), job.payload["rows"]):
            if row == 3 and job.attempts == 1:
                raise KeyboardInterrupt
            with marks.open("a") as out:
                out.write(f"{row}\n")
            report.progress(row + 1, job.payload["rows"])
        return {"began_at": len(done)}

    job = jobs.submit("rows", "x", {"rows": 6})
    first = Worker(jobs, {"rows": handler})
    with contextlib.suppress(KeyboardInterrupt):
        first.run_one()
    assert jobs.get(job.id).state is State.RUNNING
    first.close()
    second = Worker(jobs, {"rows": handler})
    second.run(lambda: jobs.get(job.id).state.is_final)
    second.close()
    assert marks.read_text().split() == ["0", "1", "2", "3", "4", "5"]
    assert jobs.get(job.id).result == {"began_at": 3}
    assert (jobs.get(job.id).done, jobs.get(job.id).total) == (6, 6)


def test_jobs_of_several_dead_workers_come_back_in_their_old_order(jobs: Jobs) -> None:
    made = [jobs.submit("a", "x", {"n": n}).id for n in range(4)]
    for number in range(4):
        jobs.claim(f"gone-{number % 2}")
    worker = Worker(jobs, {"a": lambda job, report: {}})
    assert worker.recover() == 4
    order = []
    while (job := jobs.claim(worker.name)) is not None:
        order.append(job.id)
    worker.close()
    assert order == made


def test_progress_is_written_rarely_but_the_end_always(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    job = jobs.submit("a", "x", {})
    original = Jobs.record_progress

    def counted(self: Jobs, job_id: str, done: int, total: int, say: Say | None) -> None:
        written.append(done)
        original(self, job_id, done, total, say)

    monkeypatch.setattr(Jobs, "record_progress", counted)

    def handler(job: Any, report: Any) -> dict[str, Any]:
        for row in range(1, 2001):
            report.progress(row, 2000)
        return {}

    began = time.monotonic()
    worker = Worker(jobs, {"a": handler})
    worker.run_one()
    worker.close()
    most = 2 + (time.monotonic() - began) / PROGRESS_SECONDS
    assert written[0] == 1
    assert written[-1] == 2000
    assert len(written) <= most + 1
    assert jobs.get(job.id).done == 2000


def test_unknown_totals_are_written_at_intervals_too(jobs: Jobs) -> None:
    job = jobs.submit("a", "x", {})
    worker = Worker(jobs, {"a": lambda job, report: report.progress(7, 0) or {}})
    worker.run_one()
    worker.close()
    assert (jobs.get(job.id).done, jobs.get(job.id).total) == (7, 0)


@pytest.mark.parametrize("say", [None, Say(en="Row “3”: 50 %", es="Fila «3»: 50 %"), Say(en="", es="")])
def test_sentences_survive_the_file(jobs: Jobs, say: Say | None) -> None:
    job = jobs.submit("a", "x", {"word": "ñ", "list": [1, None, {"x": True}]})
    jobs.claim("w")
    jobs.record_progress(job.id, 1, 2, say)
    assert Jobs(jobs.path).get(job.id).say == say
    assert Jobs(jobs.path).get(job.id).payload == {"word": "ñ", "list": [1, None, {"x": True}]}


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.CANCELLED])
def test_what_is_final_stays(jobs: Jobs, state: State) -> None:
    job = jobs.submit("a", "x", {})
    jobs.claim("w")
    jobs.finish(job.id, state, result=None, error=None)
    ended = jobs.get(job.id)
    assert ended.state.is_final
    jobs.cancel(job.id)
    jobs.finish(job.id, State.RUNNING, result=None, error=None)
    assert jobs.requeue("w") == 0
    assert jobs.claim("w") is None
    assert jobs.get(job.id) == ended


def test_states_that_are_not_final() -> None:
    assert [state for state in State if not state.is_final] == [State.QUEUED, State.RUNNING]


def test_a_closed_worker_leaves_no_lock_behind(jobs: Jobs) -> None:
    worker = Worker(jobs, {})
    folder = jobs.path.with_suffix(".workers")
    assert [path.stem for path in folder.iterdir()] == [worker.name]
    worker.close()
    assert list(folder.iterdir()) == []


def test_an_old_file_opens_again_and_keeps_its_jobs(jobs: Jobs) -> None:
    job = jobs.submit("a", "x", {})
    assert Jobs(jobs.path).get(job.id) == job
    with contextlib.closing(sqlite3.connect(jobs.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nobody_watches_a_silent_report() -> None:
    report = SilentReport()
    report.progress(1, 2, Say(en="x", es="y"))
    report.check_cancelled()
