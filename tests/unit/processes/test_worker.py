"""The background process: keeps the ledger's copies and checkpoints, runs jobs as those who asked, alone."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ironriver import clock, worker
from ironriver.errors import Conflict, NotAllowed, Say, Unavailable
from ironriver.jobs import Jobs, SilentReport, State
from ironriver.model.actor import system_actor
from ironriver.vault import Keys
from ironriver.worker import Every, Signing, exclusive, keep_ledger, person_of
from tests.world import CHECKOUT, World


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.05)


def signing_ledger(world: World):
    """The world's ledger as the worker opens it: with the signing key."""
    keys = Keys.load_or_create(world.settings, signing=True)
    return type(world.ledger).open(world.settings, world.database, world.catalogue, world.vault, keys)


def checkpoints(world: World) -> list[Path]:
    return sorted(world.settings.checkpoints_dir.glob("checkpoint-*"))


@pytest.fixture
def process(world: World) -> Iterator[subprocess.Popen[str]]:
    """`ironriver worker` on this world, as the supervisor starts it."""
    environment = world.settings.for_child() | {"PYTHONPATH": str(CHECKOUT / "platform")}
    command = [sys.executable, "-m", "ironriver", "worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


def test_one_process_follows_signs_works_and_leaves_cleanly(world: World, process: subprocess.Popen[str]) -> None:
    jobs = Jobs(world.settings.data_dir / "jobs.sqlite")
    job = jobs.submit("import", "account_nobody", {"source_id": "source_none"})
    wait_for(lambda: jobs.get(job.id).state is State.FAILED)
    error = jobs.get(job.id).error
    assert error is not None
    assert "not active" in error.en
    wait_for(lambda: world.ledger.segments.size() == world.ledger.head().size)
    wait_for(lambda: len(checkpoints(world)) == 1)
    with pytest.raises(Conflict), exclusive(world.settings.data_dir / "worker.lock"):
        pytest.fail("a second worker")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    with exclusive(world.settings.data_dir / "worker.lock"):
        pass


def test_a_second_worker_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with exclusive(tmp_path / "worker.lock"):
        assert (tmp_path / "worker.lock").read_text("ascii").strip().isdigit()
        with pytest.raises(Conflict, match="exactly one"), exclusive(tmp_path / "worker.lock"):
            pytest.fail("two at once")


def test_a_checkpoint_is_signed_when_the_log_has_grown(world: World) -> None:
    signing = Signing(signing_ledger(world))
    assert signing.sign_if_due()
    assert not signing.sign_if_due()
    assert len(checkpoints(world)) == 1


def test_an_idle_log_is_signed_again_after_a_while(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    signing = Signing(signing_ledger(world))
    assert signing.sign_if_due()
    now = clock.monotonic()
    monkeypatch.setattr(worker.clock, "monotonic", lambda: now + worker.IDLE_CHECKPOINT_SECONDS + 1)
    assert signing.sign_if_due()


def test_the_last_entries_are_copied_before_leaving(world: World) -> None:
    stop = threading.Event()
    stop.set()
    keep_ledger(signing_ledger(world), stop)
    assert world.ledger.segments.size() == world.ledger.head().size > 0
    assert len(checkpoints(world)) == 1


def test_trouble_is_told_once_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    troubles = [True, True, False]

    def task() -> None:
        if troubles.pop(0):
            raise Unavailable(Say(en="The disk is full.", es="El disco está lleno."))

    every = Every("follower", 0.0, task)
    caplog.set_level("INFO")
    for _ in range(3):
        every.due()
        every.turn()
    assert [record.getMessage() for record in caplog.records] == [
        "follower: The disk is full.",
        "follower: works again",
    ]


def test_trouble_that_nobody_foresaw_ends_nothing_either(caplog: pytest.LogCaptureFixture) -> None:
    def task() -> None:
        raise OSError(116, "Stale file handle")

    every = Every("checkpoint", 0.0, task)
    for _ in range(2):
        every.due()
        every.turn()
    assert [record.getMessage() for record in caplog.records] == ["checkpoint: [Errno 116] Stale file handle"]
    assert caplog.records[0].exc_info is not None


def test_a_task_waits_for_its_time() -> None:
    done: list[int] = []
    every = Every("checkpoint", 60.0, lambda: done.append(1))
    every.turn()
    every.turn()
    assert done == [1]
    every.due()
    every.turn()
    assert done == [1, 1]


def test_work_goes_on_after_an_outage_and_ends_where_it_is_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine answers here, so what fails again and again is something else; it is said once it is sure."""
    tries: list[int] = []

    def work(until: int) -> dict[str, int]:
        tries.append(1)
        if len(tries) < until:
            raise Unavailable(Say(en="The graph does not answer.", es="El grafo no responde."))
        return {"done": len(tries)}

    monkeypatch.setattr(worker.clock, "sleep", lambda _: None)
    assert worker.through_outages(world.ledger, SilentReport(), lambda: work(3)) == {"done": 3}
    tries.clear()
    with pytest.raises(Unavailable):
        worker.through_outages(world.ledger, SilentReport(), lambda: work(99))
    assert len(tries) == worker.OUTAGES + 1


def test_work_is_done_with_the_rights_of_now(world: World) -> None:
    with pytest.raises(NotAllowed):
        person_of(world.ledger, "account_unknown")
    administrator = world.ledger.id_for("Account", "login:admin", "")
    actor = person_of(world.ledger, administrator)
    assert actor.origin == "worker"
    assert actor.id == administrator
    assert actor.id != system_actor().id
