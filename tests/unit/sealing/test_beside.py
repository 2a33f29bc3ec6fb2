"""Sealing beside: it opens the same, whoever did it; a process beside that dies or cannot start costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ironriver import ingest
from ironriver.errors import Invalid
from ironriver.ingest import loading
from ironriver.ledger import verify_log
from ironriver.sealing import SALT_BYTES, Boxed, Part, Sealer, beside, open_box
from tests.unit.ingest.files import trace, write_csv
from tests.world import CHECKOUT, World

MASTER = bytes(range(32))
PARTS: list[Part] = [(b"one", {"id": "gun_1"}), (b"two", {"serial": "Ñ 1", "n": [1, None, 2.5]})]
#: A parent that says whom it started, and waits to be killed.
PARENT = """
import time
from ironriver.sealing import Sealer
sealer = Sealer(bytes(32))
with sealer.apart():
    print(sealer._beside.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def sealer() -> Iterator[Sealer]:
    one = Sealer(MASTER)
    with one.apart():
        yield one


def opened(boxed: Boxed) -> list[dict[str, object]]:
    salts = [boxed.salts[at : at + SALT_BYTES] for at in range(0, len(boxed.salts), SALT_BYTES)]
    assert len(set(salts)) == len(salts)
    return [
        open_box(MASTER, salt, tag, commitment, box)
        for salt, (tag, _), commitment, box in zip(salts, PARTS, boxed.commitments, boxed.boxes, strict=True)
    ]


def said() -> list[dict[str, object]]:
    return [part for _, part in PARTS]


def process_of(sealer: Sealer) -> int:
    assert sealer._beside is not None
    return sealer._beside.process.pid


def has_ended(pid: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def never(*_: object) -> Boxed:
    raise AssertionError("sealed in this process")


def test_what_is_sealed_beside_opens_here(sealer: Sealer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beside, "box_parts", never)
    assert opened(sealer.seal(PARTS)) == said()
    assert sealer.seal(PARTS).salts != sealer.seal(PARTS).salts
    many = sealer.seal([(b"tag", {"text": "x" * 1000})] * 5_000)
    assert len(many.boxes) == 5_000


def test_it_lasts_until_the_last_who_asked_for_it_is_done():
    sealer = Sealer(MASTER)
    with sealer.apart():
        pid = process_of(sealer)
        with sealer.apart():
            assert process_of(sealer) == pid
        assert process_of(sealer) == pid
        assert opened(sealer.seal(PARTS)) == said()
    assert sealer._beside is None
    assert has_ended(pid)
    assert opened(sealer.seal(PARTS)) == said()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_costs_nothing_but_time(sealer: Sealer, sign: int, caplog: pytest.LogCaptureFixture):
    os.kill(process_of(sealer), sign)
    assert [opened(sealer.seal(PARTS)) for _ in range(3)] == [said()] * 3
    assert caplog.text.count("the process that sealed rows is lost") == 1


@pytest.mark.parametrize("parts", [PARTS, [(b"tag", {"text": "x" * 1000})] * 2_000], ids=["few", "many"])
def test_one_that_is_stopped_is_waited_for_only_so_long(
    sealer: Sealer, parts: list[Part], monkeypatch: pytest.MonkeyPatch
):
    assert opened(sealer.seal(PARTS)) == said()
    monkeypatch.setattr(beside, "STUCK_SECONDS", 0.5)
    os.kill(process_of(sealer), signal.SIGSTOP)
    assert len(sealer.seal(parts).boxes) == len(parts)
    assert opened(sealer.seal(PARTS)) == said()


def test_one_that_is_stopped_ends_with_the_block(monkeypatch: pytest.MonkeyPatch):
    sealer = Sealer(MASTER)
    with sealer.apart():
        sealer.seal(PARTS)
        pid = process_of(sealer)
        # Only now: on a busy machine the first answer itself may take longer.
        monkeypatch.setattr(beside, "STUCK_SECONDS", 0.5)
        os.kill(pid, signal.SIGSTOP)
    assert has_ended(pid)


def test_one_that_is_killed_at_work_costs_nothing_but_time(sealer: Sealer):
    many: list[Part] = [(b"tag", {"text": "x" * 1000})] * 20_000
    killing = threading.Timer(0.1, os.kill, (process_of(sealer), signal.SIGKILL))
    killing.start()
    assert len(sealer.seal(many).boxes) == len(many)
    killing.join()
    assert opened(sealer.seal(PARTS)) == said()


@pytest.mark.parametrize("trouble", [MemoryError, KeyboardInterrupt])
def test_no_answer_is_taken_for_that_to_another_question(sealer: Sealer, trouble: type[BaseException]):
    assert sealer._beside is not None
    true_recv = sealer._beside.connection.recv

    def interrupted() -> object:
        sealer._beside.connection.recv = true_recv  # type: ignore[union-attr, method-assign]
        raise trouble

    sealer._beside.connection.recv = interrupted  # type: ignore[method-assign]
    with suppress(KeyboardInterrupt):
        sealer.seal([(b"one", {"n": 1}), (b"two", {"n": 2})])
    assert opened(sealer.seal(PARTS)) == said()


def test_an_answer_of_another_length_is_not_taken(sealer: Sealer, monkeypatch: pytest.MonkeyPatch):
    assert sealer._beside is not None
    wrong = sealer.seal([*PARTS, *PARTS])
    monkeypatch.setattr(sealer._beside.connection, "recv", lambda: wrong)
    assert opened(sealer.seal(PARTS)) == said()


def test_it_does_not_end_at_ctrl_c(sealer: Sealer, monkeypatch: pytest.MonkeyPatch):
    sealer.seal(PARTS)
    os.kill(process_of(sealer), signal.SIGINT)
    monkeypatch.setattr(beside, "box_parts", never)
    assert opened(sealer.seal(PARTS)) == said()


def test_where_none_can_start_parts_are_sealed_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    sealer = Sealer(MASTER)
    with sealer.apart():
        assert opened(sealer.seal(PARTS)) == said()
    assert "no process can be started" in caplog.text
    monkeypatch.undo()
    with sealer.apart():
        assert process_of(sealer) > 0


def test_keys_of_several_types_are_refused_too(sealer: Sealer, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Invalid, match="cannot record"):
        sealer.seal([(b"bad", {1: 1, "b": 2})])  # type: ignore[dict-item]
    monkeypatch.setattr(beside, "box_parts", never)
    assert opened(sealer.seal(PARTS)) == said()


@pytest.mark.parametrize("value", [object(), lambda: None, float("nan"), "half \ud800"])
def test_what_cannot_be_sealed_is_refused_as_it_is_here(sealer: Sealer, value: object):
    with pytest.raises(Invalid, match="cannot record"):
        sealer.seal([*PARTS, (b"bad", {"serial": value})])
    assert opened(sealer.seal(PARTS)) == said()


def test_several_threads_are_served_each_with_its_own(sealer: Sealer):
    wrong: list[object] = []

    def ask(number: int) -> None:
        for turn in range(20):
            part = {"n": number * 100 + turn}
            boxed = sealer.seal([(b"tag", part)] * 50)
            got = open_box(MASTER, boxed.salts[:SALT_BYTES], b"tag", boxed.commitments[0], boxed.boxes[0])
            if got != part or len(boxed.boxes) != 50:
                wrong.append((part, got))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_fork_seals_for_itself(sealer: Sealer):
    child = os.fork()
    if child == 0:
        try:
            ok = opened(sealer.seal(PARTS)) == said()
        except BaseException:
            ok = False
        os._exit(0 if ok else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert opened(sealer.seal(PARTS)) == said()


def test_it_ends_though_a_fork_lives_on():
    sealer = Sealer(MASTER)
    with sealer.apart():
        sealer.seal(PARTS)
        pid, child = process_of(sealer), os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
        began = time.monotonic()
    assert time.monotonic() - began < beside.STUCK_SECONDS / 2
    assert has_ended(pid)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_it_ends_with_a_process_that_is_killed():
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "platform")}
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert has_ended(pid)


def test_nobody_else_sees_the_key(sealer: Sealer):
    pid = process_of(sealer)
    told = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
    assert MASTER not in told
    assert MASTER.hex().encode() not in told


def test_an_import_that_is_sealed_beside_verifies(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    beside_it: list[bool] = []
    true_seal = beside._Beside.seal

    def seal(self: beside._Beside, parts: list[Part]) -> Boxed | None:
        boxed = true_seal(self, parts)
        beside_it.append(boxed is not None)
        return boxed

    monkeypatch.setattr(beside._Beside, "seal", seal)
    monkeypatch.setattr(loading, "APART_AFTER", 1)
    file = write_csv(tmp_path / "a.csv", [trace(number) for number in range(60)])
    report = ingest.import_file(
        world.actor, file, ledger=world.ledger, kind="traces", authority="a", brought_by="b"
    )
    assert report.added == 60
    assert len(beside_it) >= 2
    assert all(beside_it)
    assert verify_log(world.ledger).head.size == world.ledger.head().size
