"""A new signing key for the log: what the old one signed stays proved; what it signs later counts nothing."""

from __future__ import annotations

import hashlib

from ironriver import clock
from ironriver.ledger.acts import Act
from ironriver.ledger.book import Ledger
from ironriver.ledger.checkpoints import Signed, folders, log_name, make_checkpoint, not_the_signer
from ironriver.ledger.notes import bad_note
from ironriver.ledger.signers import KeyChange, change_file, key_changes
from ironriver.model.actor import system_actor
from ironriver.vault import Keys, write_whole

CHANGE_ACT = "ledger.change_signing_key"


def change_signing_key(ledger: Ledger) -> Signed:
    """Let a new key sign from now on; return the first checkpoint that it signed.

    Nothing else may run on the deployment: a worker would go on with the old key. The old key's last checkpoint
    covers the whole log; both keys sign the change, and an act holds its digest. Broken off anywhere, the next call
    ends what was begun, and nothing is signed before. Raises what `make_checkpoint` raises.
    """
    if ledger.keys.signing is None:
        raise not_the_signer()
    change = _begun(ledger) or _begin(ledger)
    here, there = (folder / change_file(change.size) for folder in folders(ledger.settings))
    if not there.exists():
        write_whole(there, here.read_bytes(), mode=0o644)
    keys = ledger.keys if ledger.keys.public == change.new else Keys.exchange_signing(ledger.settings, change.new)
    renewed = Ledger.open(ledger.settings, ledger.database, ledger.catalogue, ledger.vault, keys)
    act_id = hashlib.sha256(here.read_bytes()).hexdigest()[:32]
    renewed.act(system_actor("console"), Act(name=CHANGE_ACT, changes=[], act_id=act_id))
    return make_checkpoint(renewed)


def _begin(ledger: Ledger) -> KeyChange:
    last = make_checkpoint(ledger)
    old, new = ledger.keys.signing, Keys.prepare_signing(ledger.settings)
    assert old is not None  # noqa: S101 - it has just signed
    public = new.public_key().public_bytes_raw()
    change = KeyChange(size=last.checkpoint.size, old=ledger.keys.public, new=public, at=clock.stamp())
    note = change.note(log_name(ledger.settings), old, new)
    write_whole(folders(ledger.settings)[0] / change_file(change.size), note.encode(), mode=0o644)
    return change


def _begun(ledger: Ledger) -> KeyChange | None:
    """Return the change that was begun and not ended: the new key has signed nothing yet."""
    here, there = folders(ledger.settings)  # a note is written here first: what lies there is ended
    known = key_changes(log_name(ledger.settings), here)
    signed = [int(path.name.split("-")[1]) for path in there.glob("checkpoint-*")]
    for change in known:
        if max(signed, default=0) <= change.size and ledger.keys.public in (change.old, change.new):
            return change
        if ledger.keys.public == change.old:
            raise bad_note(f"{change_file(change.size)}: this deployment holds a key that no longer signs")
    return None
