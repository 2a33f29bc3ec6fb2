"""Who seals: this process, or one beside it while a long import runs.

Sealing is pure computing. In a thread it takes the interpreter from the thread that writes the act, and an import
of thousands of rows then waits for itself. The process beside is a convenience: where it cannot start, is killed or
stops, this one seals, and nothing is lost but time. They speak pickles over a pair of sockets.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from ironriver.sealing.boxes import Boxed, Part, box_parts

log = logging.getLogger(__name__)

#: A full act takes a twentieth of a second to seal; who takes so long is stopped or stuck, and the head lock waits.
STUCK_SECONDS = 10.0


class _Beside:
    """The process beside. `pid` is of the process that it serves: a fork of that one must not speak to it."""

    def __init__(self, master_key: bytes) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self.connection = Connection(os.dup(self._socket.fileno()))
            try:
                # With -m the folder it is started in is searched for modules first: the very code that runs here.
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "ironriver.sealing", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    cwd=Path(__file__).parents[2],
                )
            except BaseException:
                self._hang_up()
                raise
        self.pid = os.getpid()
        self.lock = threading.Lock()
        self.is_lost = False
        self._exchange(pickle.dumps(master_key), is_answered=False)

    def seal(self, parts: Sequence[Part]) -> Boxed | None:
        """Return the sealed parts; None where they must be sealed here."""
        if self.pid != os.getpid() or not self.lock.acquire(blocking=False):
            return None
        try:
            if self.is_lost:
                return None
            try:
                asked = pickle.dumps(parts)
            except Exception:  # refused where it is sealed, in its own words
                return None
            boxed = self._exchange(asked)
            return boxed if isinstance(boxed, Boxed) and len(boxed.boxes) == len(parts) else None
        finally:
            self.lock.release()

    def end(self) -> None:
        """Hang up, at which it ends; a stuck one is killed."""
        self.is_lost = True
        self._hang_up()
        try:
            self.process.wait(STUCK_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _exchange(self, asked: bytes, *, is_answered: bool = True) -> object:
        """Send, and return the answer; None where it is lost.

        Whatever interrupts it, no later question may find the answer to this one.
        """
        watch = threading.Timer(STUCK_SECONDS, self.process.kill)
        watch.start()
        is_whole = False
        try:
            self.connection.send_bytes(asked)
            answer: object = self.connection.recv() if is_answered else None
            is_whole = True
            return answer
        except Exception:
            return None
        finally:
            watch.cancel()
            if not is_whole:
                self.is_lost = True
                self.process.kill()
                log.warning("the process that sealed rows is lost; from now on this one seals them itself")

    def _hang_up(self) -> None:
        with suppress(OSError):  # a fork may hold a copy, which closing ours would not end
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.connection.close()


class Sealer:
    """Seals parts under the master key. Safe from several threads."""

    def __init__(self, master_key: bytes) -> None:
        self._key = master_key
        self._lock = threading.Lock()
        self._users = 0
        self._beside: _Beside | None = None

    def seal(self, parts: Sequence[Part]) -> Boxed:
        """Seal parts: beside, where a process does and is not at it already, else here. Raises as `box_parts`."""
        beside = self._beside
        boxed = beside.seal(parts) if beside is not None else None
        return box_parts(self._key, parts) if boxed is None else boxed

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Seal in a process of its own while the block lasts; several blocks share it."""
        with self._lock:
            if self._users == 0:
                self._beside = _start(self._key)
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                ended = self._beside if self._users == 0 else None
                if ended is not None:
                    self._beside = None
            if ended is not None:
                with ended.lock:  # whoever is being served gets the answer
                    ended.end()


def _start(master_key: bytes) -> _Beside | None:
    try:
        return _Beside(master_key)
    except Exception:  # no process, no memory, no socket
        log.warning("no process can be started to seal rows; this one seals them itself", exc_info=True)
        return None
