"""Access as one opened deployment has it: its files, its ledger, its event log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ironriver.access import events
from ironriver.access.counters import Counters
from ironriver.access.credentials import Credentials
from ironriver.access.events import Event, EventLog
from ironriver.access.passwords import Passwords
from ironriver.access.sessions import Sessions
from ironriver.access.throttle import Throttle
from ironriver.access.tokens import Tokens
from ironriver.ledger import Ledger
from ironriver.settings import Settings
from ironriver.vault import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Passed to every journey of this room that is about signing in. One per process."""

    settings: Settings
    ledger: Ledger
    credentials: Credentials
    sessions: Sessions
    tokens: Tokens
    throttle: Throttle
    #: For the limits on requests.
    counters: Counters
    log: EventLog

    @property
    def block_list(self) -> Path:
        """Where a refreshed list of blocked passwords lies, beside the shipped one."""
        return self.settings.data_dir / "blocked-passwords.txt"

    def note(self, event: Event) -> None:
        """Record an event before going on; raises `Unavailable` if that cannot be done."""
        self.log.write(event)

    def close(self) -> None:
        """Close the files. The ledger belongs to whoever opened it."""
        for part in (self.credentials, self.sessions, self.tokens, self.throttle, self.counters):
            part.close()


def open_access(settings: Settings, ledger: Ledger, keys: Keys, *, passwords: Passwords | None = None) -> Access:
    """Open the access files of a deployment, and send this process's refusals to its event log.

    `passwords` is for tests, which use a cheaper hash.
    """
    log = EventLog(ledger)
    events.record_in(log)
    return Access(
        settings=settings,
        ledger=ledger,
        credentials=Credentials(settings.keys_dir, keys.master_key, passwords),
        sessions=Sessions(settings.data_dir, settings.boot_id),
        tokens=Tokens(settings.keys_dir),
        throttle=Throttle(settings.data_dir),
        counters=Counters(settings.data_dir),
        log=log,
    )
