"""The class path of the engine and the archive of its classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ironriver.graph import engine_classes
from ironriver.graph.engine_classes import ClassArchive, class_path
from ironriver.graph.engine_jars import read_lock


def archive(folder: Path, *, path: str = "a.jar") -> ClassArchive:
    (folder / "cache").mkdir(exist_ok=True)
    (folder / "home").mkdir(exist_ok=True)
    java = folder / "java"
    if not java.exists():
        java.write_text("")
    return ClassArchive.of(java, path, cache=folder / "cache", home=folder / "home")


def test_the_class_path_is_every_jar_of_the_lock_in_the_cache(tmp_path: Path) -> None:
    named = class_path(tmp_path, gds=True).split(":")
    assert sorted(named) == sorted(str(jar.kept_at(tmp_path)) for jar in read_lock())
    without = class_path(tmp_path, gds=False).split(":")
    assert set(named) - set(without) == {str(j.kept_at(tmp_path)) for j in read_lock() if j.folder == "plugins"}


def test_the_first_engine_leaves_an_archive_and_the_next_uses_it(tmp_path: Path) -> None:
    one = archive(tmp_path)
    assert f"-XX:ArchiveClassesAtExit={one.fresh}" in one.flags()
    one.fresh.write_bytes(b"classes")
    one.keep(clean=True)
    assert one.kept.read_bytes() == b"classes"
    assert not one.fresh.exists()
    assert f"-XX:SharedArchiveFile={one.kept}" in one.flags()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [one.kept.name]


def test_an_archive_of_an_engine_that_was_killed_is_dropped(tmp_path: Path) -> None:
    one = archive(tmp_path)
    one.fresh.write_bytes(b"half")
    one.keep(clean=False)
    assert not one.fresh.exists()
    assert not one.kept.exists()


def test_an_archive_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    one = archive(tmp_path)
    one.kept.write_bytes(b"mapped by others")
    one.fresh.write_bytes(b"new")
    one.keep(clean=True)
    assert one.kept.read_bytes() == b"mapped by others"


def test_other_jars_or_another_java_have_an_archive_of_their_own(tmp_path: Path) -> None:
    first = archive(tmp_path).kept
    assert archive(tmp_path, path="b.jar").kept != first
    (tmp_path / "java").unlink()
    assert archive(tmp_path).kept != first


def test_none_is_made_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_classes, "LEAST_ROOM_MB", 1 << 40)
    assert archive(tmp_path).flags() == []


def test_only_the_newest_archives_stay(tmp_path: Path) -> None:
    for number in range(engine_classes.MOST_KEPT + 2):
        one = archive(tmp_path, path=f"{number}.jar")
        one.fresh.write_bytes(b"classes")
        one.keep(clean=True)
    kept = list((tmp_path / "cache").iterdir())
    assert len(kept) == engine_classes.MOST_KEPT
    assert one.kept in kept


def test_a_link_to_the_cache_is_the_cache(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "cache")
    assert class_path(tmp_path / "link", gds=True) == class_path(tmp_path / "cache", gds=True)
