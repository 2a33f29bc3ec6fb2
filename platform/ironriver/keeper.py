"""Stands between an owner and its long-running child, so that no child outlives an owner that died.

Started as a script of its own, with nothing but the standard library:

    python keeper.py watched|free LOG LOCK command …

`watched`: standard input is a pipe whose other end only the owner holds. When the owner dies, however it dies, the
pipe ends and the child is asked to stop. `free`: the child stays until somebody asks this process to stop.
A signal to stop is passed on; the child cleans up and leaves, and its exit code becomes ours. LOG takes what the
child prints (`-`: our own output). LOCK is a descriptor that this process and the child hold open until both are
gone (-1: none).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading

#: Flushing a large page cache takes a while; a store is never killed before this many seconds.
STOP_SECONDS = 120
_PR_SET_PDEATHSIG = 1
#: The signals that ask us to stop.
_TO_STOP = (signal.SIGTERM, signal.SIGINT)


def die_with_parent() -> None:
    """On Linux, ask the kernel to stop the child if this process is killed outright (other systems: no-op).

    Runs in the child before `exec`, started from the main thread: the kernel takes the end of the thread that
    forked for the end of the parent. The child hears what asks it to stop, which its parent holds back meanwhile.
    """
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _TO_STOP)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def main(mode: str, log: str, lock: int, command: list[str]) -> int:
    """Start `command`, wait for it, and return its exit code; 128 + signal if a signal ended it."""
    # What asks us to stop waits until there is a child and somebody who passes it on. Else it ends this process
    # alone: the kernel asks the child, or nothing does, and nobody waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, _TO_STOP)
    sink = None if log == "-" else open(log, "ab", buffering=0)  # noqa: PTH123, SIM115 - few imports, one process
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=subprocess.STDOUT if sink else None,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - safe: no other thread exists yet
        pass_fds=[lock] if lock >= 0 else [],
    )

    def ask_to_stop(*_: object) -> None:
        child.terminate()
        patience = threading.Timer(STOP_SECONDS, child.kill)
        patience.daemon = True
        patience.start()

    for each in _TO_STOP:
        signal.signal(each, ask_to_stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _TO_STOP)
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


def watched_command(command: list[str], *, log: str = "-", lock: int = -1, mode: str = "watched") -> list[str]:
    """Return the command line that runs `command` under a keeper. Give it a pipe as standard input."""
    return [sys.executable, "-I", "-S", __file__, mode, log, str(lock), *command]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
