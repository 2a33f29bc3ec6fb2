"""Moves on the disk whose order decides what a crash leaves: the old file or the new one, and nothing else."""

from __future__ import annotations

import os
import signal
import stat
import threading
from pathlib import Path

import pytest

from ironriver.errors import Unavailable
from ironriver.vault import make_folder, write_whole
from ironriver.vault.disk import disk_refused

OLD, NEW = b"old " * 5000, b"new " * 7000


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_whole(path, OLD)
    write_whole(path, NEW)
    assert path.read_bytes() == NEW
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400])
def test_the_mode_does_not_depend_on_the_umask(tmp_path: Path, mode: int) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "file", b"x", mode=mode)
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "file") == mode


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    make_folder(folder)
    make_folder(folder / "inner")
    assert (mode_of(folder), mode_of(folder / "inner")) == (0o755, 0o700)


@pytest.mark.parametrize("call", ["fsync", "fchmod", "rename"])
def test_a_disk_that_refuses_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "file"
    write_whole(path, OLD)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    owner: object = Path if call == "rename" else os
    monkeypatch.setattr(owner, call, refuse)
    with pytest.raises(Unavailable) as caught:
        write_whole(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    assert "No space left" in caught.value.detail
    assert "No space left" not in caught.value.say.en + caught.value.say.es


def test_a_folder_in_the_way_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "way").write_bytes(b"a file")
    for act in (lambda: write_whole(tmp_path / "way" / "x", b""), lambda: make_folder(tmp_path / "way" / "x")):
        with pytest.raises(Unavailable):
            act()


def test_the_parts_order_is_bytes_then_name_then_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renaming before the bytes are down would let a crash leave an empty file under the good name."""
    order: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def note_sync(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "bytes")
        fsync(handle)

    def note_rename(self: Path, target: Path) -> Path:
        order.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "rename", note_rename)
    write_whole(tmp_path / "file", NEW)
    assert order == ["bytes", "name", "folder"]


def test_a_new_folder_is_synced_in_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def note(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path.stat().st_ino, (tmp_path / "a").stat().st_ino]
    make_folder(tmp_path / "a" / "b")
    assert len(synced) == 2


def test_readers_see_one_or_the_other_while_it_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, OLD)
    seen: set[bytes] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        write_whole(path, NEW if number % 2 else OLD)
    stop.set()
    reader.join()
    assert seen <= {OLD, NEW}


def test_a_process_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, OLD)
    for _ in range(5):
        child = os.fork()
        if child == 0:
            while True:
                write_whole(path, NEW)
                write_whole(path, OLD)
        os.kill(child, 0)
        while path.read_bytes() != NEW:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert path.read_bytes() in (OLD, NEW)


def test_the_sentence_says_that_nothing_was_changed() -> None:
    refusal = disk_refused(Path("/data/x"), OSError(5, "Input/output error"))
    assert "nothing was changed" in refusal.say.en
    assert "no se cambió nada" in refusal.say.es
    assert refusal.detail == "/data/x: Input/output error"
    assert disk_refused(Path("/x"), OSError("odd")).detail == "/x: odd"
