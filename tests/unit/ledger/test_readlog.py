"""The read log alone: groups, torn ends, broken disks, killed processes. No engine is needed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ironriver.errors import Tampered, Unavailable
from ironriver.ledger.readfiles import check_read_file, read_files, read_records
from ironriver.ledger.readlog import ReadLog
from tests.world import CHECKOUT

MASTER = bytes(range(32))


@pytest.fixture
def log(tmp_path: Path) -> ReadLog:
    return ReadLog(tmp_path / "readlog", MASTER)


def record(name: str) -> tuple[dict[str, str], bytes]:
    return {"at": "2026-11-21T00:00:00.000000Z", "name": name}, json.dumps({"secret": name}).encode()


def names(folder: Path) -> list[str]:
    return [found["name"] for path in read_files(folder) for found in read_records(path, MASTER)]


def test_in_order_and_opened_again(log: ReadLog):
    log.append([record("a"), record("b")])
    log.append([record("c")])
    (path,) = read_files(log.folder)
    found = list(read_records(path, MASTER))
    assert [(f["name"], f["secret"]) for f in found] == [("a", "a"), ("b", "b"), ("c", "c")]
    assert [f["n"] for f in found] == [1, 2, 3]
    assert len(check_read_file(path).lines) == 4


def test_another_master_key_opens_nothing(log: ReadLog):
    log.append([record("a")])
    (path,) = read_files(log.folder)
    with pytest.raises(Tampered, match="cannot be opened"):
        list(read_records(path, bytes(32)))


def test_sealed_parts_cannot_change_places(log: ReadLog):
    log.append([record("a"), record("b")])
    (path,) = read_files(log.folder)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[1]["sealed"], lines[2]["sealed"] = lines[2]["sealed"], lines[1]["sealed"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(Tampered):
        list(read_records(path, MASTER))


def test_files_are_private(log: ReadLog):
    log.append([record("a")])
    (path,) = read_files(log.folder)
    assert path.stat().st_mode & 0o777 == 0o600


def test_threads_share_syncs(log: ReadLog, monkeypatch):
    """While one sync runs, the others queue up and go with the next: fewer syncs than records."""
    real, syncs = os.fdatasync, []

    def slow(file: int) -> None:
        syncs.append(1)
        time.sleep(0.02)
        real(file)

    monkeypatch.setattr(os, "fdatasync", slow)
    threads = [threading.Thread(target=lambda n=n: log.append([record(f"t{n}")])) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(names(log.folder)) == sorted(f"t{n}" for n in range(24))
    assert len(syncs) < 24


def test_nobody_returns_before_the_sync(log: ReadLog, monkeypatch):
    """Every record is durable when its append returns: at that moment it is in the synced part of the file."""
    durable = 0
    real = os.fdatasync

    def noting(file: int) -> None:
        nonlocal durable
        size = os.fstat(file).st_size
        real(file)
        durable = size

    monkeypatch.setattr(os, "fdatasync", noting)
    log.append([record("first")])
    (path,) = read_files(log.folder)
    late = []

    def run(n: int) -> None:
        log.append([record(f"r{n}")])
        if f'"name":"r{n}"'.encode() not in path.read_bytes()[:durable]:
            late.append(n)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not late


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_sync_that_fails_once(log: ReadLog, monkeypatch, failing: int):
    """The one who was refused may not be in the log; all who were not refused are."""
    real, calls = os.fdatasync, [0]

    def broken(file: int) -> None:
        calls[0] += 1
        if calls[0] == failing:
            raise OSError(5, "Input/output error")
        real(file)

    monkeypatch.setattr(os, "fdatasync", broken)
    kept = []
    for n in range(5):
        try:
            log.append([record(f"r{n}")])
        except Unavailable:
            assert n + 1 == failing
        else:
            kept.append(f"r{n}")
    assert len(kept) == 4
    assert names(log.folder) == kept
    assert len(read_files(log.folder)) == 2


def test_all_who_waited_are_refused_together(log: ReadLog, monkeypatch):
    log.append([record("first")])
    monkeypatch.setattr(os, "fdatasync", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))
    refused = []

    def run() -> None:
        try:
            log.append([record("x")])
        except Unavailable:
            refused.append(1)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 6
    monkeypatch.undo()
    log.append([record("last")])
    assert names(log.folder) == ["first", "last"]


def test_a_record_that_cannot_be_written_down_refuses_all_of_its_group(log: ReadLog, monkeypatch):
    """Nobody in the same group is told that his read is in the log when it is not."""
    log.append([record("first")])
    refused, waiting = [], threading.Event()
    real = ReadLog._write_group

    def slowly(self: ReadLog, group: list) -> None:
        waiting.wait(5)
        while len(group) < 3 and self._queue:
            group.append(self._queue.pop())
        real(self, group)

    monkeypatch.setattr(ReadLog, "_write_group", slowly)

    def run(name: str) -> None:
        try:
            log.append([({"name": name}, b"{}")])
        except Unavailable:
            refused.append(name)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "\ud800", "b")]
    for thread in threads:
        thread.start()
    while len(log._queue) < 2:
        time.sleep(0.001)
    waiting.set()
    for thread in threads:
        thread.join()
    assert sorted(refused) == ["a", "b", "\ud800"]
    monkeypatch.undo()
    log.append([record("last")])
    assert names(log.folder) == ["first", "last"]


def test_a_torn_end_at_every_byte(log: ReadLog):
    log.append([record("a"), record("b")])
    (path,) = read_files(log.folder)
    whole = path.read_bytes()
    second = whole.rindex(b"\n", 0, -1) + 1
    for length in range(second, len(whole)):
        path.write_bytes(whole[:length])
        assert len(check_read_file(path).lines) == 2
        assert names(log.folder) == ["a"]


def test_close_and_go_on(log: ReadLog):
    log.append([record("a")])
    log.close()
    log.append([record("b")])
    first, second = read_files(log.folder)
    assert json.loads(second.read_text().splitlines()[0])["after"] == check_read_file(first).head
    assert names(log.folder) == ["a", "b"]


LIMITED = """
import resource, signal, sys
from pathlib import Path
from ironriver.errors import Unavailable
from ironriver.ledger.readlog import ReadLog
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
log = ReadLog(Path(sys.argv[1]), bytes(range(32)))
for n in range(60):
    try:
        log.append([({"name": f"r{n}"}, b'{}')])
    except Unavailable:
        print("refused", n)
    else:
        print("kept", n)
"""


def test_a_kernel_that_takes_half_a_record(tmp_path: Path):
    """A file-size limit cuts a write in the middle, as a full disk does: half a record is never counted."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "readlog")],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "platform")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    lines = done.stdout.split("\n")[:-1]
    kept = [f"r{line.split()[1]}" for line in lines if line.startswith("kept")]
    refused = [line for line in lines if line.startswith("refused")]
    assert refused
    assert len(kept) > 10
    assert names(tmp_path / "readlog") == kept


READER = """
import sys
from pathlib import Path
from ironriver.ledger.readlog import ReadLog
log = ReadLog(Path(sys.argv[1]), bytes(range(32)))
n = 0
while True:
    n += 1
    log.append([({"name": f"{sys.argv[2]}-{n}"}, b'{}')])
    print(f"{sys.argv[2]}-{n}", flush=True)
"""


def test_sigkill_loses_no_acknowledged_read(tmp_path: Path):
    chance = random.Random(11)
    acknowledged = set()
    for turn in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", READER, str(tmp_path / "readlog"), f"p{turn}"],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT / "platform")},
            stdout=subprocess.PIPE,
            text=True,
        )
        acknowledged.add(child.stdout.readline().strip())
        time.sleep(chance.uniform(0.02, 0.2))
        child.send_signal(signal.SIGKILL)
        rest = child.communicate()[0]
        acknowledged |= {line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")}
    assert acknowledged <= set(names(tmp_path / "readlog"))
    assert len(read_files(tmp_path / "readlog")) == 4


@pytest.mark.parametrize("line", ["[]", '"text"', "{", "null"])
def test_lines_that_are_no_records(log: ReadLog, line: str):
    log.append([record("a")])
    (path,) = read_files(log.folder)
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(Tampered, match="record 2"):
        check_read_file(path)


@pytest.mark.parametrize(("number", "name"), [(0, "salt"), (1, "sealed")])
@pytest.mark.parametrize("instead", [None, 7, "zz"])
def test_a_record_without_its_sealed_part_is_named(log: ReadLog, number: int, name: str, instead: object):
    log.append([record("a")])
    (path,) = read_files(log.folder)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    del lines[number][name]
    if instead is not None:
        lines[number][name] = instead
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(Tampered, match=f"record {number} .* no {name}"):
        list(read_records(path, MASTER))
