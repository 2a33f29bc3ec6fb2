"""A projection is of one moment: what the graph's log says of the time in which it was copied."""

from __future__ import annotations

from ironriver.errors import Say, Unavailable
from ironriver.ledger import Head, Ledger, touched_between
from ironriver.model.kinds import LINKS
from ironriver.queries.clearances import PROJECTED

#: Copies that are begun before a projection is given up: each takes about as long as the one before.
MOST_TRIES = 3
_LINKS = (link.type for link in LINKS if link.from_kind in PROJECTED and link.to_kind in PROJECTED)
COPIED = frozenset(PROJECTED) | frozenset(_LINKS)


def is_whole(before: Head, ledger: Ledger) -> bool:
    """Whether a copy that began at this head holds each act wholly or not at all.

    Every act moves the head in its own transaction. So nothing changed where the head did not move; where it moved,
    the acts between are read, and a copy stands if none of them names a kind or link that is copied.
    """
    now = ledger.head_after_reading()
    if now == before:
        return True
    touched = touched_between(before, now, ledger.database, ledger.catalogue)
    return touched is not None and not touched & COPIED


def never_still() -> Unavailable:
    """Return what is said when something was recorded during every try."""
    return Unavailable(
        Say(
            en=f"Records came in during each of {MOST_TRIES} copies, so none was of one moment. The projection "
            "made before, if there is one, still answers. Make it anew when the import is done.",
            es=f"Llegaron registros durante cada una de {MOST_TRIES} copias, así que ninguna es de un momento. "
            "La proyección anterior, si existe, sigue respondiendo. Créela de nuevo cuando termine la importación.",
        )
    )
