"""A new signing key: the chain from any key, what breaks a change off, and what a thief of the old key can do."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver import cli, vault
from ironriver.errors import Conflict, NotAllowed, Tampered, Unavailable
from ironriver.ledger import Ledger, change_signing_key, make_checkpoint, merkle, prove, verify_log
from ironriver.ledger.checkpoints import folders, log_name
from ironriver.ledger.head import read_leaves
from ironriver.ledger.key_change import CHANGE_ACT
from ironriver.ledger.notes import Checkpoint, sign_note
from ironriver.ledger.signers import KeyChange, change_file, signers_of
from ironriver.vault import Keys
from tests.unit.ledger.rows import act_often, signing_ledger
from tests.world import World


@pytest.fixture
def signer(world: World, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A log of three entries, signed."""
    monkeypatch.setattr("ironriver.ledger.verify.SETTLE_SECONDS", 0)
    signer = signing_ledger(world)
    act_often(world, 2)
    make_checkpoint(signer)
    return signer


def reopened(ledger: Ledger, *, signing: bool = True) -> Ledger:
    keys = Keys.load_or_create(ledger.settings, signing=signing)
    return Ledger.open(ledger.settings, ledger.database, ledger.catalogue, ledger.vault, keys)


def refused(ledger: Ledger, *named: str, public: bytes | None = None) -> None:
    with pytest.raises(Tampered) as refusal:
        verify_log(ledger, public=public)
    assert all(name in refusal.value.detail for name in named), refusal.value.detail


def test_the_log_is_proved_from_any_key_of_the_chain(signer: Ledger, world: World) -> None:
    first = signer.keys.public
    signed = change_signing_key(signer)
    middle = reopened(signer)
    act_often(world, 2, first=3)
    change_signing_key(middle)
    last = reopened(middle)
    assert len({first, middle.keys.public, last.keys.public}) == 3
    assert signed.checkpoint.size == 4
    for public in (first, middle.keys.public, last.keys.public):
        assert verify_log(last, public=public).checkpoints == 8
    names = [entry.fields["act"] for entry in last.entries()]
    assert names.count(CHANGE_ACT) == 2
    assert prove(last, 1).entry.seq == 1  # under the newest checkpoint
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    refused(last, "not signed by", public=stranger)
    assert (last.settings.keys_dir / "signing.key").stat().st_mode & 0o077 == 0


def test_a_process_without_the_key_changes_nothing(signer: Ledger) -> None:
    with pytest.raises(NotAllowed):
        change_signing_key(reopened(signer, signing=False))
    assert not list(folders(signer.settings)[0].glob("keys-*"))


#: Where a change may be broken off: at the first write of a file of this name.
STEPS = (
    ("signing-next", 1),
    ("keys-", 1),
    ("keys-", 2),
    ("signing.pub", 1),
    ("checkpoint-", 3),
    ("checkpoint-", 4),
)


@pytest.mark.parametrize(("name", "time"), STEPS)
def test_broken_off_anywhere_the_next_call_ends_it(
    signer: Ledger, world: World, monkeypatch: pytest.MonkeyPatch, name: str, time: int
) -> None:
    act_often(world, 1, first=3)
    whole, seen = vault.write_whole, [0]

    def failing(path: Path, content: bytes, *, mode: int = 0o600) -> None:
        seen[0] += path.name.startswith(name)
        if path.name.startswith(name) and seen[0] == time:
            raise vault.disk_refused(path, OSError(28, "No space left on device"))
        whole(path, content, mode=mode)

    for module in ("ledger.key_change", "ledger.checkpoints", "vault.keys"):
        monkeypatch.setattr(f"ironriver.{module}.write_whole", failing)
    with pytest.raises(Unavailable):
        change_signing_key(signer)
    assert seen[0] == time
    between = reopened(signer)
    if between.keys.public == signer.keys.public and list(folders(signer.settings)[0].glob("keys-*")):
        act_often(world, 1, first=5)  # the product was started in between; it signs nothing
        with pytest.raises(Conflict):
            make_checkpoint(between)
    change_signing_key(between)
    after = reopened(signer)
    assert after.keys.public != signer.keys.public
    assert verify_log(after, public=signer.keys.public) == verify_log(after)
    assert [entry.fields["act"] for entry in after.entries()].count(CHANGE_ACT) == 1
    assert len(list(folders(signer.settings)[1].glob("keys-*"))) == 1
    assert not (signer.settings.keys_dir / "signing-next.key").exists()


def test_what_a_thief_of_the_old_key_signs_later_counts_nothing(signer: Ledger, world: World) -> None:
    change_signing_key(signer)
    thief, after = signer.keys.signing, reopened(signer)
    assert thief is not None
    act_often(world, 2, first=3)
    size, name = after.head().size, log_name(after.settings)
    root = merkle.root_of(read_leaves(after.database, after.catalogue, size))
    note = sign_note(Checkpoint(origin=name, size=size, root=root).body(), name, thief)
    for folder in folders(after.settings):
        (folder / f"checkpoint-{size:012d}").write_text(note, "utf-8")
    refused(after, f"checkpoint-{size:012d}", "not signed by")
    refused(after, f"checkpoint-{size:012d}", public=signer.keys.public)


def test_a_second_change_of_the_same_key_is_told(signer: Ledger) -> None:
    """The thief names a successor of his own."""
    change_signing_key(signer)
    thief, own, after = signer.keys.signing, Ed25519PrivateKey.generate(), reopened(signer)
    assert thief is not None
    forged = KeyChange(size=9, old=signer.keys.public, new=own.public_key().public_bytes_raw(), at="2026-11-21")
    for folder in folders(after.settings):
        (folder / change_file(9)).write_text(forged.note(log_name(after.settings), thief, own), "utf-8")
    refused(after, "two changes of one signing key", public=signer.keys.public)


def test_one_letter_of_a_change(signer: Ledger) -> None:
    change_signing_key(signer)
    path, after = folders(signer.settings)[0] / change_file(3), reopened(signer)
    whole = path.read_text("utf-8")
    for where in (0, 1, 2, 3, 4, 6, 7):  # five lines, a blank one, two signatures
        lines = whole.split("\n")
        lines[where] = lines[where][:-2] + ("A" if lines[where][-2:-1] != "A" else "B") + lines[where][-1:]
        path.write_text("\n".join(lines), "utf-8")
        refused(after, change_file(3))
    path.write_text(whole, "utf-8")
    verify_log(after)


def test_a_change_with_one_signature_is_none(signer: Ledger) -> None:
    change_signing_key(signer)
    for folder in folders(signer.settings):
        path = folder / change_file(3)
        path.write_text("\n".join(path.read_text("utf-8").split("\n")[:-2]) + "\n", "utf-8")
    refused(reopened(signer), change_file(3), "not signed by")


def test_a_change_that_was_taken_away_is_missed(signer: Ledger) -> None:
    change_signing_key(signer)
    (folders(signer.settings)[1] / change_file(3)).unlink()
    refused(reopened(signer), change_file(3), "missing in the second folder")
    (folders(signer.settings)[0] / change_file(3)).unlink()
    refused(reopened(signer), "not signed by")


def test_changes_out_of_order_are_told(tmp_path: Path) -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(3)]
    public = [key.public_key().public_bytes_raw() for key in keys]
    for n, size in enumerate((7, 5)):
        change = KeyChange(size=size, old=public[n], new=public[n + 1], at="2026-11-21")
        (tmp_path / change_file(size)).write_text(change.note("x/ledger", keys[n], keys[n + 1]), "utf-8")
    with pytest.raises(Tampered) as refusal:
        signers_of("x/ledger", (tmp_path,), public[0])
    assert "out of order" in refusal.value.detail


def test_the_command(signer: Ledger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir", "neo4j_uri", "neo4j_password_file"):
        monkeypatch.setenv(f"IRONRIVER_{name.upper()}", str(getattr(signer.settings, name)))
    with (signer.settings.data_dir / "worker.lock").open("w") as held:
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX)
        assert cli.run_command(["ledger", "change-signing-key"]) == 1
    assert "Another worker" in capsys.readouterr().err
    assert cli.run_command(["ledger", "change-signing-key"]) == 0
    said = capsys.readouterr().out
    assert (folders(signer.settings)[0] / "ledger.vkey").read_text("utf-8") in said
    assert cli.run_command(["ledger", "verify"]) == 0
