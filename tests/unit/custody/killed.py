"""A process that receives, transfers and packs until it is killed, saying aloud what was acknowledged.

It imports everything once and forks for each round, so that a round begins in milliseconds.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from ironriver import custody
from ironriver.access import find_account
from ironriver.custody import Answer, Offer
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault
from tests.unit.custody.packed import new
from tests.unit.custody.room import FILE, GUN


def opened(settings: Settings) -> Ledger:
    password = Path(settings.neo4j_password_file).read_text("utf-8").strip()
    database = Database.open(settings.neo4j_uri, settings.neo4j_user, password)
    keys = Keys.load_or_create(settings, signing=True)
    return Ledger.open(settings, database, Catalogue.load(), Vault(settings.data_dir / "vault"), keys)


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


def person(ledger: Ledger, login: str) -> Actor:
    account = find_account(ledger, login=login)
    assert account is not None
    return account.as_actor(origin="test")


def work(settings: Settings, case_id: str, kind: str) -> None:
    """Do one kind of thing over and over; each line is printed after the product has said yes."""
    ledger = opened(settings)
    quill, marchetti, abara = (person(ledger, login) for login in ("quill", "marchetti", "abara"))
    say("ready")
    holder, other = quill, marchetti
    gun = custody.receive_firearm(quill, case_id, GUN, ledger=ledger)
    say("received", gun.id)
    while True:
        if kind == "receive":
            with (settings.data_dir / "to-receive").open("rb") as stream:
                made = custody.receive_file(quill, case_id, stream, FILE, name="a.bin", ledger=ledger)
            say("received", made.id)
        elif kind == "transfer":
            said = Offer(to=other.id, reason="Back and forth", seal="S-40118")
            custody.offer(holder, gun.id, said, ledger=ledger)
            say("offered", gun.id)
            custody.accept(other, gun.id, Answer(seal="S-40118"), ledger=ledger)
            say("accepted", gun.id, other.id)
            holder, other = other, holder
        else:
            package = custody.propose_package(abara, case_id, new(gun), ledger=ledger)
            say("proposed", package.id)
            custody.approve_package(quill, package.id, reason="Checked on the shelf", ledger=ledger)
            say("approved", package.id)
            custody.seal_waiting(ledger)
            say("sealed", package.id)


def main() -> None:
    given = json.loads(sys.argv[1])
    paths = {"data_dir", "keys_dir", "checkpoints_dir", "cache_dir"}
    settings = Settings(**{n: Path(v) if n in paths else v for n, v in given["settings"].items()})
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work(settings, given["case"], line.strip())
        say("pid", str(pid))
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    main()
