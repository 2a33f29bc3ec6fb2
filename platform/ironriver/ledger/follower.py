"""Copy entries from the graph to the segment files, so that a lost database loses no history."""

from __future__ import annotations

from ironriver.errors import Say, Unavailable
from ironriver.graph import Catalogue, Database
from ironriver.ledger.entries import check_entry
from ironriver.ledger.head import PAGE, read_entries
from ironriver.ledger.segments import Segments

#: Entries that may exist in the database alone. Beyond it writes are refused: a broken follower must be noticed.
LAG_LIMIT = 2_000


class Follower:
    """Brings the segment files up to the graph. The worker runs it; any process may help."""

    def __init__(self, database: Database, catalogue: Catalogue, segments: Segments) -> None:
        self.database = database
        self.catalogue = catalogue
        self.segments = segments

    def follow_once(self) -> int:
        """Copy all entries that are not in the segments yet; return how many.

        Returns 0 at once when another process is at it. Raises `Unavailable` when the disk refuses and `Tampered`
        when an entry does not hold: a bad entry is never copied.
        """
        copied = 0
        with self.segments.writing() as mine:
            if not mine:
                return 0
            if not self.segments.is_as_left():
                self.segments.recover()
            while page := read_entries(self.database, self.catalogue, start=self.segments.size(), limit=PAGE):
                for number, entry in enumerate(page, self.segments.size()):
                    check_entry(entry, number)
                self.segments.append(page)
                copied += len(page)
        return copied


def too_far_behind(lag: int) -> Unavailable:
    """Return the refusal of writes while the follower lags."""
    return Unavailable(
        Say(
            en="The copy of the ledger outside the database is too far behind, so nothing is written now. The "
            "administrator must check the worker and the disk.",
            es="La copia del registro fuera de la base de datos está demasiado atrasada, así que ahora no se "
            "escribe "
            "nada. El administrador debe revisar el proceso de fondo y el disco.",
        ),
        detail=f"{lag} entries are not in the segments; limit {LAG_LIMIT}",
    )
