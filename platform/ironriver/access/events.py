"""What is recorded about access itself: sign-ins, failures, refusals, session ends (CJIS AU-2, AU-3).

Events go into the ledger's read log: hash-chained, fsynced before the caller goes on, anchored by checkpoints. If
they cannot be written, what was asked is refused (fail closed). They are no facts about cases, so they lie outside
the fold. Identity is an account id; a login that belongs to nobody is kept only as a keyed hash, since people type
passwords into the wrong field (AU-3(3): least personal data).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from ironriver import clock
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened at the door. `outcome` is `success`, `failure` or `refused`.

    `object` is what it was about (a session, a token, an action, an account), `reason` a code.
    """

    event: str
    outcome: str
    actor: str = ""
    origin: str = ""
    object: str = ""
    reason: str = ""
    request_id: str = ""
    at: str = field(default_factory=clock.stamp)

    def as_record(self) -> dict[str, str]:
        """Return the fields that say something, for the log."""
        every = {
            "at": self.at,
            "event": self.event,
            "outcome": self.outcome,
            "actor": self.actor,
            "origin": self.origin,
            "object": self.object,
            "reason": self.reason,
            "request": self.request_id,
        }
        return {name: value for name, value in every.items() if value}


class EventLog:
    """The event channel of one deployment. Several threads and processes may write to it."""

    def __init__(self, ledger: Ledger) -> None:
        self._log = ledger.read_log
        self._key = ledger.keys.master_key

    def write(self, event: Event) -> None:
        """Append one event durably. Raises `Unavailable` when the disk does not take it."""
        self._log.append([(event.as_record(), b"{}")])

    def masked(self, login: str) -> str:
        """Return a keyed hash that stands for a login nobody has, so that repeats can be seen and no more."""
        said = b"ironriver/unknown-login/1\x00" + login.encode("utf-8", "replace")
        return "login:" + hmac.new(self._key, said, hashlib.sha256).hexdigest()[:16]

    def read(self) -> Iterator[dict[str, str]]:
        """Yield the records of events, oldest first within each process's files."""
        for path in sorted(self._log.folder.glob("reads-*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line) if line.endswith("\n") else {}
                    if "event" in record:
                        yield record


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
                event="denied",
                outcome="refused",
                actor=actor.id,
                origin=actor.origin,
                object=str(action),
                reason=reason,
                request_id=actor.request_id,
            )
        )
