"""What processes left that died: packs of acts that never happened, and files that were just being received.

No entry names either, so shredding would never find what lies in them. The worker forgets them.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ironriver import clock

if TYPE_CHECKING:
    from ironriver.ledger.book import Ledger

#: Far above any transaction's time limit (120 s): a pack this old and in no entry belongs to no act under way.
ORPHAN_AGE = timedelta(hours=1)
#: Longer than any upload pauses. What is left lies in the clear, and nobody was told that it came in.
LEFT_AGE = timedelta(days=1)
_MOST = 100_000_000


def clear_left(folder: Path, oldest: float) -> None:
    """Delete what nothing was written to since `oldest` (seconds since 1970) in a folder of files on their way."""
    for left in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # its owner was faster
            if max(one.stat().st_mtime for one in (left, *left.rglob("*"))) >= oldest:
                continue
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def sweep(ledger: Ledger) -> int:
    """Destroy salt files and packs, older than an hour, that no entry in graph or segments names; return how many.

    The files are listed before the entries are read, so that an act that commits meanwhile is safe.
    """
    for folder in (ledger.settings.data_dir / "spool", ledger.vault.folder / "arriving"):
        clear_left(folder, (clock.now() - LEFT_AGE).timestamp())
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
