"""Up to which act the graph can be read whole, so that no data cut claims an act of which an answer saw a part.

While the engine applies a commit, questions find some of it: the head tells of an entry, and nodes stand, before
the indexes know them. Acts of this process are whole once their commit is acknowledged; for those of others a
bookmark waits (`Database.wait_until_applied`).
"""

from __future__ import annotations

import logging
import threading
from typing import NamedTuple

from ironriver import clock
from ironriver.graph import Catalogue, Database
from ironriver.ledger.acts import Head
from ironriver.ledger.head import read_head

#: Seconds that a data cut may lie behind the log's end while an act is being applied, so that nobody waits for it.
BEHIND_SECONDS = 5.0
log = logging.getLogger(__name__)


class Known(NamedTuple):
    """A size of the log up to which all is whole; the newest head that is, and when it was the log's end."""

    size: int
    newest: Head | None
    at: float


class Wholeness:
    """What one process knows of it. An answer may always have seen more than its cut holds, and never less."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        """Nothing is known yet: the first question waits."""
        self._database = database
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._catching_up = threading.Lock()
        self._known = Known(size=-1, newest=None, at=0.0)

    def note_settled(self, size: int) -> None:
        """Take note that all acts of a log of this size can be read whole: a commit was acknowledged."""
        with self._lock:
            self._known = self._known._replace(size=max(self._known.size, size))

    def known(self) -> Known:
        """Return what is known now. Asked before a transaction begins: of several servers (`neo4j://`) the one that
        answers has then applied all of it."""
        return self._known

    def note_head(self, head: Head, known: Known) -> bool:
        """Take note of a head read just now; True if all acts that it stands for can be read whole."""
        is_whole = head.size <= known.size
        if is_whole:
            self._note_whole(head, clock.monotonic())
        return is_whole

    def wait_for(self, head: Head) -> Head:
        """Return this head, read just now, once all acts that it stands for can be read whole."""
        if not self.note_head(head, self.known()):
            read_at = clock.monotonic()
            self._database.wait_until_applied()
            self._note_whole(head, read_at)
        return head

    def newest_lately(self, known: Known) -> Head | None:
        """Return the newest head that is known to be whole if it was the log's end a moment ago.

        Asked while an act of another process is being applied; then what stands beyond that head is waited for by a
        thread of its own.
        """
        if known.newest is None or clock.monotonic() - known.at > BEHIND_SECONDS:
            return None
        if self._catching_up.acquire(blocking=False):
            try:
                threading.Thread(target=self._catch_up, name="wholeness", daemon=True).start()
            except RuntimeError:  # no more threads
                self._catching_up.release()
                return None
        return known.newest

    def _catch_up(self) -> None:
        try:
            self.wait_for(read_head(self._database, self._catalogue))
        except Exception:
            # The next question tries again, and waits itself once the moment is over.
            log.warning("Could not tell whether the newest act can be read whole.", exc_info=True)
        finally:
            self._catching_up.release()

    def _note_whole(self, head: Head, read_at: float) -> None:
        with self._lock:
            known = self._known
            if known.newest is None or head.size >= known.newest.size:
                self._known = Known(size=max(known.size, head.size), newest=head, at=max(known.at, read_at))
