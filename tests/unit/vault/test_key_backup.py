"""Keys sealed into one file come back whole, to whoever has the passphrase, and never over other keys."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ironriver.cli import run_command
from ironriver.errors import Invalid
from ironriver.settings import Settings
from ironriver.vault import Keys, backup_keys, restore_keys

PHRASE = "seven rivers meet the iron sea"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        keys_dir=tmp_path / "keys",
        checkpoints_dir=tmp_path / "checkpoints",
        cache_dir=tmp_path / "cache",
    )


def test_the_keys_come_back(settings: Settings, tmp_path: Path):
    keys = Keys.load_or_create(settings, signing=True)
    handler = settings.keys_dir / "handlers" / "abc.sealed"
    handler.parent.mkdir()
    handler.write_bytes(b"\x00sealed")
    bundle = tmp_path / "keys.backup"
    names = backup_keys(settings.keys_dir, bundle, PHRASE)
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o600
    elsewhere = replace(settings, keys_dir=tmp_path / "restored")
    assert restore_keys(bundle, elsewhere.keys_dir, PHRASE) == sorted(names)
    again = Keys.load_or_create(elsewhere, signing=True)
    assert (again.fingerprint(), again.public) == (keys.fingerprint(), keys.public)
    assert again.signing.private_bytes_raw() == keys.signing.private_bytes_raw()
    assert (elsewhere.keys_dir / "handlers" / "abc.sealed").read_bytes() == b"\x00sealed"


def test_nothing_of_a_key_stands_in_the_file(settings: Settings, tmp_path: Path):
    keys = Keys.load_or_create(settings)
    backup_keys(settings.keys_dir, tmp_path / "one", PHRASE)
    backup_keys(settings.keys_dir, tmp_path / "two", PHRASE)
    one, two = (json.loads((tmp_path / name).read_text()) for name in ("one", "two"))
    for secret in (keys.id_key, keys.master_key):
        assert secret.hex() not in (tmp_path / "one").read_text()
    assert one["salt"] != two["salt"]
    assert one["nonce"] != two["nonce"]


def test_another_passphrase_writes_nothing(settings: Settings, tmp_path: Path):
    Keys.load_or_create(settings)
    backup_keys(settings.keys_dir, tmp_path / "b", PHRASE)
    with pytest.raises(Invalid, match="passphrase is another"):
        restore_keys(tmp_path / "b", tmp_path / "new", PHRASE + "s")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["sealed", "salt", "nonce"])
def test_a_changed_file_writes_nothing(settings: Settings, tmp_path: Path, name: str):
    Keys.load_or_create(settings)
    bundle = tmp_path / "b"
    backup_keys(settings.keys_dir, bundle, PHRASE)
    read = json.loads(bundle.read_text())
    read[name] = ("0" if read[name][0] != "0" else "1") + read[name][1:]
    bundle.write_text(json.dumps(read))
    with pytest.raises(Invalid):
        restore_keys(bundle, tmp_path / "new", PHRASE)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", "7", '{"sealed": 7}', '{"sealed": "00", "format": "x"}', "é"])
def test_what_is_no_backup(tmp_path: Path, content: str):
    (tmp_path / "b").write_text(content, "latin-1")
    with pytest.raises(Invalid, match="cannot be read as a backup"):
        restore_keys(tmp_path / "b", tmp_path / "new", PHRASE)


def test_a_file_cannot_name_its_own_cost(settings: Settings, tmp_path: Path):
    Keys.load_or_create(settings)
    bundle = tmp_path / "b"
    backup_keys(settings.keys_dir, bundle, PHRASE)
    bundle.write_text(json.dumps({**json.loads(bundle.read_text()), "memory_kib": 2**31}))
    with pytest.raises(Invalid, match="cannot be read as a backup"):
        restore_keys(bundle, tmp_path / "new", PHRASE)


def test_neither_keys_nor_backups_are_overwritten(settings: Settings, tmp_path: Path):
    first = Keys.load_or_create(settings)
    backup_keys(settings.keys_dir, tmp_path / "b", PHRASE)
    with pytest.raises(Invalid, match="exists already"):
        backup_keys(settings.keys_dir, tmp_path / "b", PHRASE)
    with pytest.raises(Invalid, match="holds keys already"):
        restore_keys(tmp_path / "b", settings.keys_dir, PHRASE)
    assert Keys.load_or_create(settings) == first


def test_short_passphrases_and_missing_keys_are_refused(settings: Settings, tmp_path: Path):
    Keys.load_or_create(settings)
    with pytest.raises(Invalid, match="too short"):
        backup_keys(settings.keys_dir, tmp_path / "b", "fourteen chars")
    (settings.keys_dir / "master.key").unlink()
    with pytest.raises(Invalid, match=r"master\.key"):
        backup_keys(settings.keys_dir, tmp_path / "b", PHRASE)
    assert not (tmp_path / "b").exists()


def test_the_two_commands(tmp_path: Path, monkeypatch, capsys):
    for name in ("DATA", "KEYS", "CHECKPOINTS"):
        monkeypatch.setenv(f"IRONRIVER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    before = Keys.load_or_create(Settings.from_environment()).fingerprint()
    typed = tmp_path / "phrase"
    typed.write_text(PHRASE + "\n")
    bundle = str(tmp_path / "b")
    for words in (["ledger", "backup-keys", bundle], ["ledger", "restore-keys", bundle]):
        with typed.open() as given:
            monkeypatch.setattr("sys.stdin", given)
            assert run_command(words) == 0
        if words[1] == "backup-keys":
            (tmp_path / "keys").rename(tmp_path / "lost")
    assert "4 keys" in capsys.readouterr().out
    assert Keys.load_or_create(Settings.from_environment()).fingerprint() == before
