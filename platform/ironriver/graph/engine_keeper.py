"""Stands between whoever started the engine and the engine, so that no database outlives its owner unwatched.

Started by `engine.py` as a script of its own, with nothing but the standard library:

    python engine_keeper.py watched|free LOG LOCK_FD java …

`watched`: standard input is a pipe whose other end only the owner holds. When the owner dies, however it dies, the
pipe ends and the engine is asked to stop. `free`: the engine stays until somebody asks this process to stop.
A signal to stop is passed on; the engine flushes its store and leaves, and its exit code becomes ours. The lock of
the home stays held, by this process and by the engine itself, until both are gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading

#: Flushing a large page cache takes a while; a store is never killed before this.
STOP_SECONDS = 120
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """On Linux, ask the kernel to stop the engine if this process is killed outright (other systems: no-op).

    Runs in the child before `exec`, started from the main thread: the kernel takes the end of the thread that
    forked for the end of the parent.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def main(mode: str, log: str, lock: int, command: list[str]) -> int:
    """Start `command`, wait for it, and return its exit code; 128 + signal if a signal ended it."""
    with open(log, "ab", buffering=0) as sink:  # noqa: PTH123 - few imports: this process stays in memory
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - safe: no other thread exists yet
            pass_fds=[lock],
        )

    def ask_to_stop(*_: object) -> None:
        child.terminate()
        patience = threading.Timer(STOP_SECONDS, child.kill)
        patience.daemon = True
        patience.start()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    if mode == "watched":
        threading.Thread(target=wait_for_owner, daemon=True).start()
    code = child.wait()
    return 128 - code if code < 0 else code


def wait_for_owner() -> None:
    """Return never: when the pipe ends, send this process the signal to stop."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
