"""Packs of acts that never happened: a process died between sealing the rows and the commit.

No entry names them, so shredding would never find what lies in them. The worker forgets them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ironriver import clock

if TYPE_CHECKING:
    from ironriver.ledger.book import Ledger

#: Far above any transaction's time limit (120 s): a pack this old and in no entry belongs to no act under way.
ORPHAN_AGE = timedelta(hours=1)
_MOST = 100_000_000


def sweep(ledger: Ledger) -> int:
    """Destroy salt files and packs, older than an hour, that no entry in graph or segments names; return how many.

    The files are listed before the entries are read, so that an act that commits meanwhile is safe.
    """
    oldest = (clock.now() - ORPHAN_AGE).timestamp()
    aged = {pack for pack, written in ledger.salts.listed() if written < oldest}
    if not aged:
        return 0
    if ledger.head().size == 0:
        return 0  # an empty graph beside sealed rows is a restore that has not begun, not a deployment of orphans
    for row in ledger.database.stream(ledger.catalogue.statement("ledger.read_packs"), {"limit": _MOST}):
        aged.discard(row["pack"])
    if aged:  # rare, so the segments are read only then: a graph being replayed names a part of the packs only
        for entry in ledger.segments.read():
            aged.discard(entry.pack)
    for pack in aged:
        ledger.salts.discard(pack)
        ledger.vault.discard(pack)
    return len(aged)
