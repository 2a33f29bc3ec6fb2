"""The keeper between an owner and its child: real processes, real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ironriver import keeper

PATIENT = "import sys, time; print('up', flush=True); time.sleep(600)"
TIDY = """
import signal, sys, time
def leave(*_):
    print('tidied', flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, leave)
print('up', flush=True)
time.sleep(600)
"""


def start(code: str, log: Path, *, mode: str = "watched", lock: int = -1) -> subprocess.Popen[bytes]:
    """Start Python code under a keeper and wait until it says that it is up."""
    command = keeper.watched_command([sys.executable, "-I", "-c", code], log=str(log), mode=mode, lock=lock)
    stdin = subprocess.PIPE if mode == "watched" else subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=stdin, pass_fds=[lock] if lock >= 0 else [])
    wait_for(lambda: log.exists() and b"up" in log.read_bytes())
    return process


def wait_for(condition, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


AT_ONCE = """
import os, signal, subprocess, sys
sys.path.append(sys.argv[1])
import keeper
start = subprocess.Popen
def start_and_ask(*args, **kwargs):
    child = start(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGTERM)
    return child
subprocess.Popen = start_and_ask
sys.exit(keeper.main("free", sys.argv[2], -1, [sys.executable, "-I", "-c", "import time; time.sleep(600)"]))
"""


def close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()


def test_the_exit_code_of_the_child_becomes_the_keepers(tmp_path: Path) -> None:
    process = start("print('up'); raise SystemExit(5)", tmp_path / "log")
    assert process.wait(20) == 5
    close(process)


def test_a_signal_to_stop_is_passed_on_and_waited_for(tmp_path: Path) -> None:
    process = start(TIDY, tmp_path / "log")
    process.terminate()
    assert process.wait(20) == 7
    assert (tmp_path / "log").read_text("ascii") == "up\ntidied\n"
    close(process)


def test_a_signal_in_the_moment_of_the_start_is_passed_on_too(tmp_path: Path) -> None:
    """It used to end the keeper alone, before it listened: nobody waited for the child any more."""
    folder = Path(keeper.__file__).parent
    command = [sys.executable, "-I", "-S", "-c", AT_ONCE, str(folder), str(tmp_path / "log")]
    assert subprocess.run(command, timeout=60, check=False).returncode == 128 + signal.SIGTERM


def test_a_child_ended_by_a_signal_is_told_as_shells_do(tmp_path: Path) -> None:
    process = start(PATIENT, tmp_path / "log")
    (child,) = children_of(process.pid)
    os.kill(child, signal.SIGKILL)
    assert process.wait(20) == 128 + signal.SIGKILL
    close(process)


def test_the_end_of_the_pipe_stops_a_watched_child(tmp_path: Path) -> None:
    process = start(TIDY, tmp_path / "log")
    close(process)
    assert process.wait(20) == 7


def test_a_free_child_needs_no_owner(tmp_path: Path) -> None:
    process = start(TIDY, tmp_path / "log", mode="free")
    time.sleep(0.3)
    assert process.poll() is None
    process.terminate()
    assert process.wait(20) == 7


def test_a_killed_keeper_takes_its_child_along(tmp_path: Path) -> None:
    process = start(TIDY, tmp_path / "log")
    process.kill()
    process.wait(20)
    wait_for(lambda: b"tidied" in (tmp_path / "log").read_bytes())
    close(process)


def test_the_lock_is_held_until_keeper_and_child_are_gone(tmp_path: Path) -> None:
    import fcntl

    path = tmp_path / "lock"
    lock = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    process = start(TIDY, tmp_path / "log", lock=lock)
    os.close(lock)

    def is_free() -> bool:
        with path.open("a") as probe:
            try:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    assert not is_free()
    process.terminate()
    process.wait(20)
    assert is_free()
    close(process)
