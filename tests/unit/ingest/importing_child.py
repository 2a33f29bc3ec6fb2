"""An import in a process of its own, which others may end at any moment. It notes each row count it was told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ironriver import ingest
from ironriver.errors import IronriverError, Say
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault

#: How the child ends: done, refused with a sentence.
DONE, REFUSED = 0, 3


class Telling:
    """Writes how far the import is, as soon as it is said, past every buffer."""

    def __init__(self, notes: Path) -> None:
        self._file = notes.open("ab", buffering=0)

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        del total, say
        self._file.write(f"{done}\n".encode())

    def check_cancelled(self) -> None:
        """Nobody cancels: the process is killed."""


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger as a process of the product does."""
    password = Path(settings.neo4j_password_file).read_text("utf-8").strip()
    database = Database.open(settings.neo4j_uri, settings.neo4j_user, password)
    keys = Keys.load_or_create(settings)
    return Ledger.open(settings, database, Catalogue.load(), Vault(settings.data_dir / "vault"), keys)


def bring(settings: Settings, actor: Actor, path: Path, notes: Path) -> None:
    """Import the file, or take up the import that is open; leave with `DONE`, or `REFUSED` and its sentence."""
    try:
        ledger = open_ledger(settings)
        open_now = [batch for batch in ingest.list_batches(actor, ledger=ledger) if batch.is_open]
        report = Telling(notes)
        if open_now:
            ingest.resume(actor, open_now[0].id, ledger=ledger, report=report)
        else:
            ingest.import_file(
                actor, path, ledger=ledger, report=report, kind="thefts", authority="a", brought_by="b"
            )
    except IronriverError as refusal:
        notes.with_suffix(".refused").write_text(refusal.say.en, "utf-8")
        sys.stdout.flush()
        os._exit(REFUSED)
