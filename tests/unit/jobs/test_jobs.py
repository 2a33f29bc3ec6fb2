"""The queue and the worker, on a real file."""

import multiprocessing
import os
import threading

import pytest

from ironriver.errors import Conflict, Invalid, NotFound, Say, Unavailable
from ironriver.jobs import OPEN, Cancelled, Jobs, State, Worker
from ironriver.jobs.store import MOST_OPEN
from ironriver.jobs.worker import MOST_ATTEMPTS


@pytest.fixture
def jobs(tmp_path):
    return Jobs(tmp_path / "data" / "jobs.sqlite")


@pytest.fixture
def make_worker(jobs):
    made = []

    def make(**handlers):
        made.append(Worker(jobs, handlers))
        return made[-1]

    yield make
    for worker in made:
        worker.close()


def test_a_job_is_queued_as_submitted(jobs):
    job = jobs.submit("import", "actor:1", {"file": "a.csv"})
    assert (job.state, job.payload, job.attempts, job.total) == (State.QUEUED, {"file": "a.csv"}, 0, 0)
    assert job.submitted.endswith("Z")
    assert jobs.get(job.id) == job


def test_nobody_fills_the_queue_for_all_others(jobs):
    mine = [jobs.submit("a", "actor:1", {}) for _ in range(MOST_OPEN)]
    with pytest.raises(Conflict):
        jobs.submit("a", "actor:1", {})
    assert jobs.submit("a", "actor:2", {}).state is State.QUEUED
    jobs.cancel(mine[0].id)
    assert jobs.submit("a", "actor:1", {}).state is State.QUEUED


def test_an_unknown_job_is_not_found_in_both_languages(jobs):
    with pytest.raises(NotFound) as caught:
        jobs.get("job_0")
    assert "job_0" in caught.value.say.en
    assert "job_0" in caught.value.say.es


def test_list_is_newest_first_and_by_actor(jobs):
    first = jobs.submit("a", "actor:1", {})
    second = jobs.submit("a", "actor:2", {})
    assert [job.id for job in jobs.list()] == [second.id, first.id]
    assert [job.id for job in jobs.list("actor:1")] == [first.id]


def test_what_is_asked_for_by_kind_or_state_is_not_lost_behind_newer_jobs(jobs, monkeypatch):
    monkeypatch.setattr("ironriver.jobs.store.LIST_LIMIT", 1)
    old = jobs.submit("detect", "actor:1", {})
    newer = [jobs.submit("import", "actor:1", {}) for _ in range(3)]
    jobs.cancel(newer[0].id)
    assert [job.id for job in jobs.list("actor:1")] == [newer[-1].id]
    assert [job.id for job in jobs.list("actor:1", kinds=("detect",))] == [old.id]
    assert [job.id for job in jobs.list(states=(State.CANCELLED,))] == [newer[0].id]
    assert [job.id for job in jobs.list(states=OPEN)] == [newer[2].id, newer[1].id, old.id]  # all, never a part
    assert jobs.list("actor:2", kinds=("detect",), states=OPEN) == []


def test_claims_are_oldest_first_and_run_out(jobs):
    first, second = jobs.submit("a", "x", {}), jobs.submit("a", "x", {})
    assert [jobs.claim("w").id, jobs.claim("w").id, jobs.claim("w")] == [first.id, second.id, None]


def test_a_job_is_claimed_once_by_many_threads(jobs):
    for _ in range(40):
        jobs.submit("a", "x", {})
    taken = []

    def take():
        while (job := jobs.claim("w")) is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 40


def test_a_worker_runs_a_job_and_keeps_its_result_and_progress(jobs, make_worker):
    def handler(job, report):
        report.progress(1, 4, Say(en="one", es="uno"))
        report.progress(2, 4, Say(en="two", es="dos"))
        report.progress(4, 4, Say(en="all", es="todo"))
        return {"rows": job.payload["rows"]}

    job = jobs.submit("count", "x", {"rows": 4})
    worker = make_worker(count=handler)
    assert worker.run_one()
    assert not worker.run_one()
    done = jobs.get(job.id)
    assert (done.state, done.result, done.done, done.total) == (State.DONE, {"rows": 4}, 4, 4)
    assert done.say == Say(en="all", es="todo")
    assert done.ended >= done.started >= done.submitted


def test_a_refusal_becomes_a_sentence_for_the_person(jobs, make_worker):
    def handler(job, report):
        raise Invalid(Say(en="Too wide.", es="Demasiado ancho."))

    job = jobs.submit("a", "x", {})
    make_worker(a=handler).run_one()
    assert jobs.get(job.id).state is State.FAILED
    assert jobs.get(job.id).error == Say(en="Too wide.", es="Demasiado ancho.")


def test_a_bug_tells_no_detail_but_a_number(jobs, make_worker, caplog):
    def handler(job, report):
        raise RuntimeError("serial T2F12045")

    job = jobs.submit("a", "x", {})
    make_worker(a=handler).run_one()
    error = jobs.get(job.id).error
    assert job.id in error.en
    assert job.id in error.es
    assert "T2F12045" not in error.en
    assert "T2F12045" in caplog.text


def test_an_unknown_kind_fails_with_a_sentence(jobs, make_worker):
    job = jobs.submit("mystery", "x", {})
    make_worker().run_one()
    assert "mystery" in jobs.get(job.id).error.es


def test_cancelling_a_queued_job_ends_it(jobs, make_worker):
    job = jobs.submit("a", "x", {})
    assert jobs.cancel(job.id).state is State.CANCELLED
    assert not make_worker(a=lambda job, report: {}).run_one()


def test_cancelling_a_running_job_stops_it_at_its_next_check(jobs, make_worker):
    seen = []

    def handler(job, report):
        report.check_cancelled()
        seen.append("first")
        jobs.cancel(job.id)
        report.check_cancelled()
        seen.append("never")
        return {}

    job = jobs.submit("a", "x", {})
    make_worker(a=handler).run_one()
    assert seen == ["first"]
    assert jobs.get(job.id).state is State.CANCELLED


def test_cancelling_an_ended_job_changes_nothing(jobs, make_worker):
    job = jobs.submit("a", "x", {})
    make_worker(a=lambda job, report: {}).run_one()
    assert jobs.cancel(job.id).state is State.DONE


def test_a_living_workers_job_is_left_alone(jobs, make_worker):
    busy, other = make_worker(), make_worker()
    jobs.submit("a", "x", {})
    jobs.claim(busy.name)
    assert other.recover() == 0
    assert jobs.list()[0].state is State.RUNNING


def _claim_and_die(path):
    jobs = Jobs(path)
    worker = Worker(jobs, {})
    jobs.claim(worker.name)
    os._exit(9)


def test_a_dead_workers_job_is_taken_up_again(jobs, make_worker):
    job = jobs.submit("a", "x", {})
    process = multiprocessing.get_context("spawn").Process(target=_claim_and_die, args=(jobs.path,))
    process.start()
    process.join(30)
    assert process.exitcode == 9
    assert jobs.get(job.id).state is State.RUNNING
    worker = make_worker(a=lambda job, report: {"attempt": job.attempts})
    assert worker.recover() == 1
    assert worker.run_one()
    assert jobs.get(job.id).result == {"attempt": 2}


def test_a_stop_asked_of_a_dead_worker_is_kept(jobs, make_worker):
    job = jobs.submit("a", "x", {})
    jobs.claim("worker-gone")
    jobs.cancel(job.id)
    make_worker().recover()
    assert jobs.get(job.id).state is State.CANCELLED


def test_a_job_that_kills_its_worker_is_given_up(jobs, make_worker):
    job = jobs.submit("a", "x", {})
    for _ in range(MOST_ATTEMPTS):
        jobs.claim("worker-gone")
        make_worker().recover()
    make_worker(a=lambda job, report: {}).run_one()
    assert jobs.get(job.id).state is State.FAILED
    assert "5" in jobs.get(job.id).error.en


def test_the_loop_stops_when_told(jobs, make_worker):
    jobs.submit("a", "x", {})
    worker = make_worker(a=lambda job, report: {})
    worker.run(lambda: all(job.state.is_final for job in jobs.list()))
    assert jobs.list()[0].state is State.DONE


def test_check_cancelled_is_an_exception_of_its_own():
    assert not issubclass(Cancelled, Invalid)


def test_a_queue_that_cannot_be_used_is_a_refusal(tmp_path):
    path = tmp_path / "jobs.sqlite"
    path.write_bytes(b"no database at all, and long enough to be taken for one" * 20)
    with pytest.raises(Unavailable) as caught:
        Jobs(path)
    assert str(path) in caught.value.detail
    assert str(path) not in caught.value.say.en
