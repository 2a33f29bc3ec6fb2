"""One piece of background work as of now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver.errors import Say


class State(StrEnum):
    """Where a job stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """True when nothing more will happen to the job."""
        return self in {State.DONE, State.FAILED, State.CANCELLED}


#: What waits or is at work.
OPEN = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A snapshot. `total` 0 means that the amount of work is not known yet.

    Times are `clock.stamp` strings, empty while the thing has not happened. `attempts` counts how often a worker
    took the job up. `error` is set only for failed jobs, `result` only for done ones.
    """

    id: str
    kind: str
    actor_id: str
    payload: dict[str, Any]
    state: State
    done: int = 0
    total: int = 0
    say: Say | None = None
    result: dict[str, Any] | None = None
    error: Say | None = None
    cancel_asked: bool = False
    attempts: int = 0
    submitted: str = ""
    started: str = ""
    ended: str = ""
