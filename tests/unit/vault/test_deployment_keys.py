"""Keys: made once, private, whole or refused."""

from __future__ import annotations

import stat

import pytest

from ironriver.errors import Invalid, Unavailable
from ironriver.settings import Settings
from ironriver.vault import Keys


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        keys_dir=tmp_path / "keys",
        checkpoints_dir=tmp_path / "checkpoints",
        cache_dir=tmp_path / "cache",
    )


def test_made_once(settings: Settings):
    first = Keys.load_or_create(settings)
    again = Keys.load_or_create(settings)
    assert first == again
    assert len({first.id_key, first.master_key, first.public}) == 3
    assert first.fingerprint() == again.fingerprint()


def test_private(settings: Settings):
    Keys.load_or_create(settings)
    assert stat.S_IMODE(settings.keys_dir.stat().st_mode) == 0o700
    for name in ("id.key", "master.key", "signing.key"):
        assert stat.S_IMODE((settings.keys_dir / name).stat().st_mode) == 0o600


def test_only_who_asks_gets_the_signing_key(settings: Settings):
    assert Keys.load_or_create(settings).signing is None
    keys = Keys.load_or_create(settings, signing=True)
    assert keys.signing is not None
    assert keys.signing.public_key().public_bytes_raw() == keys.public


def test_secrets_are_not_printed(settings: Settings):
    keys = Keys.load_or_create(settings, signing=True)
    shown = repr(keys)
    assert repr(keys.id_key) not in shown
    assert repr(keys.master_key) not in shown
    assert "signing" not in shown


def test_keys_that_others_can_read_are_refused(settings: Settings):
    Keys.load_or_create(settings)
    (settings.keys_dir / "master.key").chmod(0o640)
    with pytest.raises(Invalid, match="chmod 600"):
        Keys.load_or_create(settings)


@pytest.mark.parametrize("name", ["id.key", "master.key", "signing.key"])
def test_a_missing_key_is_never_made_anew(settings: Settings, name: str):
    Keys.load_or_create(settings)
    (settings.keys_dir / name).unlink()
    with pytest.raises(Invalid, match=name):
        Keys.load_or_create(settings)


def test_data_that_was_begun_gets_no_new_keys(settings: Settings):
    """As with a keys volume that is not mounted."""
    settings.data_dir.mkdir(parents=True)
    (settings.data_dir / "keys.fingerprint").write_text("0" * 32)
    with pytest.raises(Invalid, match=r"master\.key"):
        Keys.load_or_create(settings)
    assert not settings.keys_dir.exists()


def test_data_with_entries_gets_no_new_keys_either(settings: Settings):
    """A restore that lost both the keys and their fingerprint."""
    segments = settings.data_dir / "segments"
    segments.mkdir(parents=True)
    (segments / "entries-000000000000.jsonl").write_text("")
    with pytest.raises(Invalid, match=r"master\.key"):
        Keys.load_or_create(settings)
    assert not settings.keys_dir.exists()


@pytest.mark.parametrize("content", ["", "zz" * 32, "00" * 31])
def test_a_damaged_key(settings: Settings, content: str):
    Keys.load_or_create(settings)
    (settings.keys_dir / "id.key").write_text(content)
    with pytest.raises(Unavailable):
        Keys.load_or_create(settings)


@pytest.mark.parametrize("content", [None, "zz", "00" * 31])
def test_a_missing_or_damaged_public_key_is_told(settings: Settings, content: str | None):
    Keys.load_or_create(settings)
    public = settings.keys_dir / "signing.pub"
    public.unlink()
    if content is not None:
        public.write_text(content)
    with pytest.raises(Unavailable) as caught:
        Keys.load_or_create(settings)
    assert "signing.pub" in caught.value.say.en


def test_two_deployments_share_nothing(settings: Settings, tmp_path):
    from dataclasses import replace

    one = Keys.load_or_create(settings)
    two = Keys.load_or_create(replace(settings, keys_dir=tmp_path / "others"))
    assert one.fingerprint() != two.fingerprint()
    assert one.public != two.public
