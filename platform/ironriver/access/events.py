"""What is recorded about access itself: sign-ins, failures, refusals, session ends (CJIS AU-2, AU-3).

One JSON line per event, fsynced before the caller goes on; if it cannot be written, what was asked is refused
(fail closed). These are not facts about cases, so they lie outside the fold, beside the read log.
Identity is an account id; a login that belongs to nobody is kept only as a keyed hash, since people type
passwords into the wrong field (AU-3(3): least personal data).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ironriver import clock
from ironriver.errors import Say, Unavailable
from ironriver.model.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened at the door. `outcome` is `success`, `failure` or `refused`."""

    name: str
    outcome: str
    actor: str = ""
    origin: str = ""
    object: str = ""
    reason: str = ""
    request_id: str = ""
    at: str = field(default_factory=clock.stamp)

    def as_line(self) -> str:
        """Return the record as one line of JSON, keys in a fixed order; line breaks in values are escaped."""
        record = {
            "v": 1,
            "at": self.at,
            "event": self.name,
            "outcome": self.outcome,
            "actor": self.actor,
            "origin": self.origin,
            "object": self.object,
            "reason": self.reason,
            "request_id": self.request_id,
        }
        return json.dumps({k: v for k, v in record.items() if v != ""}, ensure_ascii=True)


class EventLog:
    """Append-only file of events for one deployment. Several processes and threads may write to it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / "access-events.jsonl"
        self._key = key
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """Where the lines are."""
        return self._path

    def write(self, event: Event) -> None:
        """Append one event and fsync. Raises `Unavailable` when the disk does not take it."""
        line = (event.as_line() + "\n").encode()
        try:
            with self._lock:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                # O_APPEND: lines of several processes do not mix. Opened anew each time: safe after a fork.
                handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    if os.write(handle, line) != len(line):
                        raise OSError("short write")
                    os.fsync(handle)
                finally:
                    os.close(handle)
        except OSError as cause:
            raise Unavailable(
                Say(
                    en="The access log cannot be written, so nothing is let through. An administrator must make "
                    "room or mend the disk.",
                    es="No se puede escribir el registro de accesos, así que no se permite nada. Un administrador "
                    "debe liberar espacio o reparar el disco.",
                ),
                detail=f"{self._path}: {cause}",
            ) from cause

    def masked(self, login: str) -> str:
        """Return a keyed hash that stands for a login nobody has, so that repeats can be seen and no more."""
        return "login:" + hmac.new(self._key, login.encode(), hashlib.sha256).hexdigest()[:16]

    def read(self) -> Iterator[dict[str, str]]:
        """Yield the records, oldest first."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


# Refusals are raised in every room, and rooms hold no event log; as with `logging`, the process has one.
_process_log: list[EventLog] = []


def record_in(log: EventLog | None) -> None:
    """Send this process's refusals to `log`; `None` stops that (for tests)."""
    _process_log[:] = [log] if log else []


def denied(actor: Actor, action: str, reason: str) -> None:
    """Record that an actor was refused an action, before he is told. Does nothing when no log is open."""
    for log in _process_log:
        log.write(
            Event(
                name="denied",
                outcome="refused",
                actor=actor.id,
                origin=actor.origin,
                object=str(action),
                reason=reason,
                request_id=actor.request_id,
            )
        )
