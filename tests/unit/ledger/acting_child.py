"""A process that acts until it is killed, and prints each act id once the ledger has acknowledged it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ironriver.graph import Catalogue, Database
from ironriver.ledger import Act, Ledger
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault
from tests.unit.ledger.rows import sale
from tests.world import cleared_actor


def main(given: dict[str, str]) -> None:
    """Act with ids `<name>-<n>`; every seventh act also follows."""
    paths = {k: Path(given[k]) for k in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir")}
    settings = Settings(**paths)
    database = Database.open(given["uri"], "neo4j", given["password"])
    vault = Vault(settings.data_dir / "vault")
    ledger = Ledger.open(settings, database, Catalogue.load(), vault, Keys.load_or_create(settings))
    for number in range(1, 100_000):
        act_id = f"{given['name']}-{number}"
        act = Act(name="test.sale", changes=sale(int(given["base"]) + number), act_id=act_id)
        receipt = ledger.act(cleared_actor(), act)
        sys.stdout.write(f"{receipt.seq} {act_id}\n")
        sys.stdout.flush()
        if number % 7 == 0:
            ledger.follower.follow_once()


if __name__ == "__main__":
    main(json.loads(sys.stdin.readline()))
