"""Entries outside the database: append-only files, one line an entry, synced before anyone counts on them.

A line is `<what lies beside the leaf, as JSON><tab><leaf bytes>`. A file holds `SEGMENT_ENTRIES` lines and is named
by the number of its first entry, so that a backup copies closed files once.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ironriver.errors import Say, Tampered
from ironriver.ledger.entries import Entry
from ironriver.vault import disk_refused, make_folder, sync_folder

SEGMENT_ENTRIES = 10_000


class Segments:
    """The segment files of a folder. One writer at a time, by file lock; any number of readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        #: Name and bytes of the last file as this process left it.
        self._end: tuple[str, int] | None = None
        make_folder(folder)

    def size(self) -> int:
        """Return how many entries are durably here; reads one small file."""
        try:
            return int((self.folder / "followed").read_bytes())
        except (FileNotFoundError, ValueError):
            return self._count()

    def append(self, entries: Sequence[Entry]) -> None:
        """Append entries behind the last one; durable on return. Call it inside `writing` only."""
        start = self.size()
        position = 0
        while position < len(entries):
            seq = start + position
            room = SEGMENT_ENTRIES - seq % SEGMENT_ENTRIES
            part = entries[position : position + room]
            self._append_to(self.path_of(seq), seq, part)
            position += len(part)

    def read(self, start: int = 0) -> Iterator[Entry]:
        """Yield the entries from `start` on. Raises `Tampered` naming segment and line."""
        for path in self.paths():
            first = int(path.stem.rpartition("-")[2])
            if first + SEGMENT_ENTRIES <= start:
                continue
            with path.open("r", encoding="utf-8", errors="replace", newline="\n") as file:
                for number, line in enumerate(file):
                    if first + number >= start and line.endswith("\n"):  # a torn last line was never counted
                        yield _parse(path, first + number, line)

    def paths(self) -> list[Path]:
        """Return the segment files in order."""
        return sorted(self.folder.glob("entries-*.jsonl"))

    def path_of(self, seq: int) -> Path:
        """Return the file that holds, or would hold, an entry."""
        return self._path(seq - seq % SEGMENT_ENTRIES)

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """Hold the writer's lock; yields False when another process holds it."""
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(handle)

    def recover(self) -> int:
        """Cut a torn last line, count what is there, note and return it. Call it inside `writing` only."""
        paths = self.paths()
        if paths:
            with paths[-1].open("r+b") as file:
                content = file.read()
                whole = content.rfind(b"\n") + 1
                if whole != len(content):
                    file.truncate(whole)
                    os.fsync(file.fileno())
        count = self._count()
        self._note(count)
        self._end = self._last()
        return count

    def is_as_left(self) -> bool:
        """Say whether nobody else wrote since our last `append` or `recover`; else `recover`: he may have died."""
        return self._end is not None and self._end == self._last()

    def _append_to(self, path: Path, seq: int, entries: Sequence[Entry]) -> None:
        fresh = not path.exists()
        lines = []
        for number, entry in enumerate(entries, seq):
            if entry.seq != number:
                raise bad_segment(path, f"entry {number} is missing in the graph; found {entry.seq}")
            beside = json.dumps({"act_id": entry.act_id, "pack": entry.pack, "seq": entry.seq}, sort_keys=True)
            lines.append(f"{beside}\t{entry.text}\n")
        try:
            with path.open("ab") as file:
                before = file.tell()
                try:
                    file.write("".join(lines).encode())
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.ftruncate(file.fileno(), before)
                    raise
            if fresh:
                sync_folder(self.folder)
            self._note(seq + len(entries))
            self._end = self._last()
        except OSError as cause:
            raise disk_refused(path, cause) from cause

    def _note(self, count: int) -> None:
        # Not synced: after a crash `recover` counts again.
        handle = os.open(self.folder / "followed", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(handle, b"%020d" % count, 0)
        finally:
            os.close(handle)

    def _count(self) -> int:
        paths = self.paths()
        if not paths:
            return 0
        return int(paths[-1].stem.rpartition("-")[2]) + paths[-1].read_bytes().count(b"\n")

    def _last(self) -> tuple[str, int]:
        paths = self.paths()
        return (paths[-1].name, paths[-1].stat().st_size) if paths else ("", 0)

    def _path(self, first: int) -> Path:
        return self.folder / f"entries-{first:012d}.jsonl"


def _parse(path: Path, seq: int, line: str) -> Entry:
    beside, tab, leaf = line.rstrip("\n").partition("\t")
    try:
        fields = json.loads(beside)
        if not tab or fields["seq"] != seq:
            raise bad_segment(path, f"line {seq % SEGMENT_ENTRIES + 1} is not entry {seq}")
        return Entry(seq=seq, text=leaf, act_id=fields["act_id"], pack=fields["pack"])
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        raise bad_segment(path, f"line {seq % SEGMENT_ENTRIES + 1} cannot be read") from cause


def bad_segment(path: Path, why: str) -> Tampered:
    """Return the refusal that names a segment file."""
    return Tampered(
        Say(
            en="A segment file of the ledger does not hold. Keep it as it is and compare it with the backup.",
            es="Un archivo de segmento del registro no es íntegro. Consérvelo y compárelo con el respaldo.",
        ),
        detail=f"segment {path.name}: {why}",
    )
