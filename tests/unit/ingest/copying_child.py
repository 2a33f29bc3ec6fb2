"""A process that holds the segments' lock, as the worker does while it copies, until it is told to copy."""

from __future__ import annotations

from multiprocessing.synchronize import Event
from pathlib import Path

from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger
from ironriver.ledger.follower import read_entries
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault

#: Entries copied at a time: few, so that the one who waits looks in between.
PIECE = 2


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger as a process of the product does."""
    password = Path(settings.neo4j_password_file).read_text("utf-8").strip()
    database = Database.open(settings.neo4j_uri, settings.neo4j_user, password)
    keys = Keys.load_or_create(settings)
    return Ledger.open(settings, database, Catalogue.load(), Vault(settings.data_dir / "vault"), keys)


def copy_when_told(settings: Settings, held: Event, go: Event) -> None:
    """Take the lock, say so, and copy all there is in small pieces once `go` is set."""
    ledger = open_ledger(settings)
    with ledger.segments.writing() as mine:
        assert mine
        ledger.segments.recover()
        held.set()
        assert go.wait(60)
        while page := read_entries(ledger.database, ledger.catalogue, start=ledger.segments.size(), limit=PIECE):
            ledger.segments.append(page)
