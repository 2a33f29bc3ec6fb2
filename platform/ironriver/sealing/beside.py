"""Who seals: this process, or one beside it while a long import runs.

Sealing is pure computing. In a thread it takes the interpreter from the thread that writes the act, and an import
of thousands of rows then waits for itself. The process beside is a convenience: where it cannot start or is killed,
this one seals, and nothing is lost but time. They speak pickles over a pair of sockets that nobody else holds.
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

#: It ends when its socket closes; a longer wait means that something is wrong with the machine.
_END_SECONDS = 10.0


class _Beside:
    """The process beside. `pid` is of the process that it serves: a fork of that one must not speak to it."""

    def __init__(self, master_key: bytes) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.connection = Connection(ours.detach())
            try:
                # With -m the folder it is started in is searched for modules first: the very code that runs here.
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "ironriver.sealing", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    cwd=Path(__file__).parents[2],
                )
            except BaseException:
                self.connection.close()
                raise
        self.pid = os.getpid()
        self.lock = threading.Lock()
        self.is_lost = False
        try:
            self.connection.send(master_key)
        except OSError:
            self._lose()

    def seal(self, parts: Sequence[Part]) -> Boxed | None:
        """Return the sealed parts; None where they must be sealed here."""
        if self.is_lost or self.pid != os.getpid() or not self.lock.acquire(blocking=False):
            return None
        try:
            self.connection.send(parts)
            boxed: Boxed | None = self.connection.recv()
            return boxed
        except (OSError, EOFError):
            self._lose()
            return None
        except (pickle.PicklingError, TypeError, AttributeError):  # before anything was sent
            return None
        finally:
            self.lock.release()

    def end(self) -> None:
        """Close the socket, at which it ends; a stuck one is killed."""
        self.is_lost = True
        self.connection.close()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _lose(self) -> None:
        self.is_lost = True
        log.warning("the process that sealed rows ended; from now on this one seals them itself")


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
            self._users += 1
            if self._users == 1:
                self._beside = _start(self._key)
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
    with suppress(OSError):  # no process, no memory, no socket
        return _Beside(master_key)
    log.warning("no process can be started to seal rows; this one seals them itself")
    return None
