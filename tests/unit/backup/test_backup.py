"""A copy of a working deployment, and a deployment made from the copy on an empty machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ironriver.app import open_platform
from ironriver.backup import back_up, put_back, read_manifest, replay
from ironriver.backup.copying import digest_of
from ironriver.errors import Conflict, Invalid, Tampered
from ironriver.graph import Catalogue, Database, Engine
from ironriver.ledger import Ledger, canonical_hash, make_checkpoint
from ironriver.settings import Settings
from ironriver.vault import Keys
from ironriver.web import create_app
from tests.web.site import Site, opened_site
from tests.world import EngineAddress, settings_in

PASSPHRASE = "thirty guns went down the river"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """The demonstration's story, followed into segments and signed as the worker does."""
    with opened_site(tmp_path_factory.mktemp("backed"), engine, story=True) as opened:
        platform = opened.platform
        keys = Keys.load_or_create(platform.settings, signing=True)
        signer = Ledger.open(platform.settings, platform.database, platform.catalogue, platform.vault, keys)
        make_checkpoint(signer)  # follows to the end, and signs
        yield opened


@pytest.fixture(scope="module")
def kept(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it: `data` and `keys` in one folder."""
    folder = tmp_path_factory.mktemp("kept")
    back_up(site.platform.settings, folder / "data", folder / "keys", PASSPHRASE)
    return folder


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    """The backup again, to be damaged."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def empty_machine(folder: Path) -> Settings:
    """Settings whose folders do not exist yet; no engine is asked."""
    return Settings(
        data_dir=folder / "data",
        keys_dir=folder / "keys",
        checkpoints_dir=folder / "checkpoints",
        cache_dir=folder / "cache",
        demo=True,
        boot_id="b" * 16,
    )


def written(settings: Settings) -> list[Path]:
    return [*settings.data_dir.rglob("*"), *settings.keys_dir.rglob("*")]


def notes(folder: Path) -> dict[str, bytes]:
    """What is signed, by name."""
    return {path.name: path.read_bytes() for path in folder.glob("checkpoint-*")}


def test_what_is_restored_has_the_same_hash_and_works(
    site: Site, kept: Path, tmp_path: Path, disposable_engine: Engine
) -> None:
    address = EngineAddress(uri=disposable_engine.uri, user="neo4j", password=disposable_engine.password)
    settings = replace(settings_in(tmp_path / "new", address), data_dir=tmp_path / "d", keys_dir=tmp_path / "k")
    assert put_back(settings, kept / "data", kept / "keys", PASSPHRASE) > 50
    assert notes(settings.checkpoints_dir) == notes(settings.data_dir / "checkpoints") != {}
    database = Database.open(address.uri, address.user, address.password)
    try:
        made = replay(settings, database)
    finally:
        database.close()
    first = site.platform
    assert made.hash == canonical_hash(first.database, Catalogue.load()).total
    assert made.size == first.ledger.head().size
    platform = open_platform(settings)
    try:
        again = Site(platform, create_app(platform))
        browser = again.browser("marchetti", case=True)  # his password came along with the keys
        address_of_one = f"/firearms/{site.one('Firearm', 'us-tpd')}"
        page = browser.get(address_of_one)
        assert page.status_code == 200
        assert site.browser("marchetti", case=True).get(address_of_one).status_code == 200
    finally:
        platform.close()


def test_a_second_folder_that_still_stands_is_left_to_be_compared(kept: Path, tmp_path: Path) -> None:
    settings = empty_machine(tmp_path / "new")
    settings.checkpoints_dir.mkdir(parents=True)
    later = settings.checkpoints_dir / "checkpoint-000000009999"
    later.write_bytes(b"signed after the backup was made")
    put_back(settings, kept / "data", kept / "keys", PASSPHRASE)
    assert notes(settings.checkpoints_dir) == {later.name: later.read_bytes()}


def test_the_second_time_only_what_changed_is_copied(site: Site, copy: Path) -> None:
    before = read_manifest(copy / "data")
    back_up(site.platform.settings, copy / "data", copy / "keys", PASSPHRASE)
    changed = {name for name, told in read_manifest(copy / "data").items() if before.get(name) != told}
    assert {name.partition("/")[0] for name in changed} <= {"readlog", "segments"}  # the pages that were looked at
    done = back_up(site.platform.settings, copy / "data", copy / "keys", PASSPHRASE)
    assert (done.new, done.gone) == (0, 0)
    assert done.files == len(read_manifest(copy / "data"))


def test_what_was_destroyed_here_is_destroyed_in_the_copy(site: Site, copy: Path, tmp_path: Path) -> None:
    mine = replace(site.platform.settings, data_dir=tmp_path / "mine")
    shutil.copytree(site.platform.settings.data_dir, mine.data_dir)
    salt = next(path for path in sorted((mine.data_dir / "salts").rglob("*")) if path.is_file())
    name = salt.relative_to(mine.data_dir).as_posix()
    salt.unlink()
    done = back_up(mine, copy / "data", copy / "keys", PASSPHRASE)
    assert done.gone == 1
    assert not (copy / "data" / "data" / name).exists()
    assert name not in read_manifest(copy / "data")


def test_neither_keys_nor_the_graph_nor_sessions_lie_with_the_data(kept: Path) -> None:
    files = read_manifest(kept / "data")
    assert {name.split("/")[0] for name in files} >= {"segments", "vault", "salts", "readlog", "keys.fingerprint"}
    assert not [name for name in files if name.endswith(".sqlite") or name.startswith("engine")]
    secret = (kept / "keys" / "keys.sealed.json").read_text("utf-8")
    assert json.loads(secret)["format"] == "ironriver/keys/1"
    there = {path.name for path in (kept / "keys").iterdir()}
    assert (
        {"credentials.sqlite", "keys.sealed.json"}
        <= there
        <= {"credentials.sqlite", "keys.sealed.json", "tokens.sqlite"}
    )


@pytest.mark.parametrize("harm", ["flip", "remove", "empty"])
@pytest.mark.parametrize("folder", ["segments", "vault", "salts", "readlog"])
def test_a_damaged_copy_is_named_and_nothing_is_restored(
    copy: Path, tmp_path: Path, folder: str, harm: str
) -> None:
    path = next(p for p in sorted((copy / "data" / "data" / folder).rglob("*")) if p.is_file() and p.stat().st_size)
    if harm == "flip":
        path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    elif harm == "remove":
        path.unlink()
    else:
        path.write_bytes(b"")
    settings = empty_machine(tmp_path / "new")
    with pytest.raises(Tampered) as refused:
        put_back(settings, copy / "data", copy / "keys", PASSPHRASE)
    assert path.name in refused.value.say.en
    assert written(settings) == []


def test_a_manifest_that_points_outside_is_refused(copy: Path, tmp_path: Path) -> None:
    path = copy / "data" / "MANIFEST.json"
    manifest = json.loads(path.read_text("utf-8"))
    name, told = next(iter(manifest["files"].items()))
    manifest["files"]["../../../outside"] = manifest["files"].pop(name)
    (tmp_path / "outside").write_bytes((copy / "data" / "data" / name).read_bytes())
    path.write_text(json.dumps(manifest), "utf-8")
    settings = empty_machine(tmp_path / "new")
    with pytest.raises(Tampered):
        put_back(settings, copy / "data", copy / "keys", PASSPHRASE)
    assert told
    assert written(settings) == []


@pytest.mark.parametrize("name", ["../planted", "segments/../../planted", "/etc/planted", "planted", "vault//x"])
def test_a_name_leads_nowhere_else_when_restoring_or_copying(
    site: Site, copy: Path, tmp_path: Path, name: str
) -> None:
    """The planted file lies inside the backup, with its right digest: only its name is wrong."""
    path, planted = copy / "data" / "MANIFEST.json", copy / "data" / "planted"
    planted.write_bytes(b"planted")
    manifest = json.loads(path.read_text("utf-8"))
    manifest["files"][name] = {"sha256": digest_of(planted), "size": 7, "changed": 0}
    path.write_text(json.dumps(manifest), "utf-8")
    settings = empty_machine(tmp_path / "new")
    with pytest.raises(Tampered, match="names"):
        put_back(settings, copy / "data", copy / "keys", PASSPHRASE)
    assert written(settings) == []
    with pytest.raises(Tampered, match="names"):
        back_up(site.platform.settings, copy / "data", copy / "keys", PASSPHRASE)
    assert planted.is_file()


def test_what_an_interrupted_backup_left_goes_with_the_next(site: Site, copy: Path) -> None:
    """Its manifest was written, its removals were not: a destroyed salt would stay in the copy for ever."""
    left = copy / "data" / "data" / "salts" / "destroyed"
    left.write_bytes(b"salt")
    back_up(site.platform.settings, copy / "data", copy / "keys", PASSPHRASE)
    assert not left.exists()
    held = {
        p.relative_to(copy / "data" / "data").as_posix() for p in (copy / "data" / "data").rglob("*") if p.is_file()
    }
    assert held == set(read_manifest(copy / "data"))


def test_another_passphrase_restores_nothing(kept: Path, tmp_path: Path) -> None:
    settings = empty_machine(tmp_path)
    with pytest.raises(Invalid):
        put_back(settings, kept / "data", kept / "keys", PASSPHRASE + "s")
    assert [path for path in written(settings) if path.is_file()] == []


def test_a_restore_never_mixes_with_what_is_there(site: Site, kept: Path) -> None:
    with pytest.raises(Conflict):
        put_back(site.platform.settings, kept / "data", kept / "keys", PASSPHRASE)


def test_a_folder_without_a_backup_is_refused(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"MANIFEST\.json"):
        put_back(empty_machine(tmp_path / "new"), tmp_path, kept / "keys", PASSPHRASE)


@pytest.mark.parametrize(("data", "keys"), [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_keys_never_lie_with_the_data(site: Site, tmp_path: Path, data: str, keys: str) -> None:
    with pytest.raises(Invalid):
        back_up(site.platform.settings, tmp_path / data, tmp_path / keys, PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_the_deployment_is_no_place_for_its_own_backup(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        back_up(site.platform.settings, site.platform.settings.data_dir / "b", tmp_path / "keys", PASSPHRASE)


def test_a_folder_with_something_else_in_it_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.odt").write_bytes(b"mine")
    with pytest.raises(Invalid):
        back_up(site.platform.settings, tmp_path / "data", tmp_path / "keys", PASSPHRASE)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["thesis.odt"]


def test_a_short_passphrase_seals_nothing(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        back_up(site.platform.settings, tmp_path / "data", tmp_path / "keys", "short")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
