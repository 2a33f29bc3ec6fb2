"""The vault keeps bytes by digest, says so only when they are durable, and notices when they change."""

from __future__ import annotations

import hashlib
import io
import os
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ironriver.errors import Conflict, Invalid, NotFound, Tampered, Unavailable
from ironriver.vault import Vault
from ironriver.vault.store import BLOCK


@pytest.fixture
def vault(tmp_path) -> Vault:
    return Vault(tmp_path / "vault")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@given(content=st.binary(max_size=3000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_what_goes_in_comes_out(vault: Vault, content: bytes):
    stored = vault.put(content)
    assert (stored.sha256, stored.size) == (sha256(content), len(content))
    assert vault.read(stored.sha256) == content
    assert vault.check(stored.sha256) == stored


def test_large_streams(vault: Vault):
    content = os.urandom(3 * BLOCK + 17)
    stored = vault.put(io.BytesIO(content))
    assert stored.size == len(content)
    with vault.open(stored.sha256) as file:
        assert sha256(file.read()) == stored.sha256


def test_the_same_bytes_are_kept_once(vault: Vault):
    one = vault.put(b"same")
    inode = vault.path(one.sha256).stat().st_ino
    assert vault.put(b"same") == one
    assert vault.path(one.sha256).stat().st_ino == inode
    assert not list((vault.folder / "arriving").iterdir())


def test_nothing_is_left_behind_when_the_source_breaks(vault: Vault):
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            raise OSError(5, "Input/output error")

    with pytest.raises(Unavailable):
        vault.put(io.BufferedReader(Broken()))
    assert not list((vault.folder / "arriving").iterdir())


def test_a_full_disk_is_a_refusal(vault: Vault, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable) as refusal:
        vault.put(b"does not fit")
    assert "No space left" in refusal.value.detail
    monkeypatch.undo()
    assert not vault.has(sha256(b"does not fit"))
    assert not list((vault.folder / "arriving").iterdir())


def test_a_disk_that_stores_other_bytes_is_found_at_the_door(vault: Vault, monkeypatch):
    real = os.fsync

    def lying(handle: int) -> None:
        if os.fstat(handle).st_size == len(b"evidence"):
            os.pwrite(handle, b"X", 0)
        real(handle)

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(Tampered):
        vault.put(b"evidence")


def test_a_changed_file_is_told(vault: Vault):
    stored = vault.put(b"evidence")
    vault.path(stored.sha256).write_bytes(b"evidencf")
    with pytest.raises(Tampered, match=stored.sha256):
        vault.check(stored.sha256)
    with pytest.raises(Tampered):  # the same size: the bytes are looked at before they are called kept
        vault.put(b"evidence")


def test_absent(vault: Vault):
    for call in (vault.open, vault.read, vault.check, vault.path):
        with pytest.raises(NotFound):
            call("0" * 64)
    assert not vault.has("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 62 + "/."])
def test_names_that_are_no_digests(vault: Vault, name: str):
    with pytest.raises(Invalid):
        vault.open(name)


def test_threads_put_the_same_thing(vault: Vault):
    content = os.urandom(100_000)
    failures = []

    def put() -> None:
        try:
            vault.put(content)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert vault.read(sha256(content)) == content


def test_shredding_leaves_both_digests(vault: Vault):
    original = vault.put(b"name: Bob")
    found = vault.shred(original.sha256, b"name: [redacted]")
    assert (found.original, found.replacement) == (original.sha256, sha256(b"name: [redacted]"))
    assert vault.redaction(original.sha256) == found
    assert not vault.has(original.sha256)
    with pytest.raises(NotFound) as refusal:
        vault.open(original.sha256)
    assert "shredded" in refusal.value.say.en
    assert found.replacement in refusal.value.detail
    assert vault.read(found.replacement) == b"name: [redacted]"


def test_shredded_bytes_are_overwritten(vault: Vault, tmp_path):
    original = vault.put(b"name: Bob")
    witness = tmp_path / "same-inode"
    witness.hardlink_to(vault.path(original.sha256))
    vault.shred(original.sha256, b"")
    assert witness.read_bytes() == bytes(len(b"name: Bob"))


def test_shredding_twice_or_nothing(vault: Vault):
    original = vault.put(b"name: Bob")
    with pytest.raises(Invalid):
        vault.shred(original.sha256, b"name: Bob")
    vault.shred(original.sha256, b"x")
    with pytest.raises(Conflict):
        vault.shred(original.sha256, b"y")
    with pytest.raises(NotFound):
        vault.shred("0" * 64, b"x")


def test_an_interrupted_shred_is_finished(vault: Vault, monkeypatch):
    original = vault.put(b"name: Bob")
    monkeypatch.setattr("ironriver.vault.store._overwrite", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        vault.shred(original.sha256, b"x")
    monkeypatch.undo()
    assert vault.path(original.sha256).exists()
    assert vault.redaction(original.sha256) is not None
    assert not vault.has(original.sha256)
