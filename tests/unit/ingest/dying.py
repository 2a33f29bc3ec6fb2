"""An import that dies, in a process of its own."""

import os
import signal
from pathlib import Path

from ironriver import ingest
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger
from ironriver.vault import Keys, Vault


def import_and_die(settings, actor, path, after):
    """Import thefts; the process kills itself when it would keep its `after`-th file, in the middle of an act."""
    password = Path(settings.neo4j_password_file).read_text().strip()
    database = Database.open(settings.neo4j_uri, settings.neo4j_user, password)
    vault = Vault(settings.data_dir / "vault")
    ledger = Ledger.open(settings, database, Catalogue.load(), vault, Keys.load_or_create(settings))
    usual, count = ledger.vault.put, 0

    def put(content):
        nonlocal count
        count += 1
        if count > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return usual(content)

    ledger.vault.put = put
    ingest.import_file(actor, path, ledger=ledger, kind="thefts", authority="a", brought_by="b")
