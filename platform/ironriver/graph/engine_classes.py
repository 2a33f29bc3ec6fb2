"""The engine's class path, and an archive of its classes that makes every later start about twice as fast.

The first engine that is stopped in an orderly way leaves the archive beside the jars (`-XX:ArchiveClassesAtExit`);
later ones map it. Java checks that jars and runtime are those of the archive, and starts without it otherwise.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ironriver.graph.engine_jars import read_lock

#: The archive has 160 MB; where the cache has less room than this, none is made.
LEAST_ROOM_MB = 1024
#: With and without the algorithms, of two Java versions.
MOST_KEPT = 4


def class_path(cache: Path, *, gds: bool) -> str:
    """Return every jar of the lock where the cache keeps it: the same words for every home, in a fixed order.

    Links to the cache are followed, since an archive belongs to the very words of a class path.
    """
    cache = cache.resolve()
    jars = sorted(read_lock(), key=lambda jar: (jar.folder != "plugins", jar.name))
    return ":".join(str(jar.kept_at(cache)) for jar in jars if gds or jar.folder != "plugins")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassArchive:
    """Where the archive of one class path and one runtime lies, and where an engine of `home` leaves a new one."""

    kept: Path
    fresh: Path

    @classmethod
    def of(cls, java: Path, path: str, *, cache: Path, home: Path) -> ClassArchive:
        """Name the archive after all that it depends on; nothing is made."""
        runtime = java.resolve()
        seen = runtime.stat() if runtime.exists() else None
        basis = f"{runtime}\n{seen.st_mtime_ns if seen else 0}\n{path}"
        name = f"classes-{hashlib.sha256(basis.encode()).hexdigest()[:16]}.jsa"
        return cls(kept=cache / name, fresh=home / "classes.fresh")

    def flags(self) -> list[str]:
        """Return what Java is told: use the archive, or leave one at the end, or neither where there is no room."""
        if self.kept.is_file():
            return [f"-XX:SharedArchiveFile={self.kept}", "-Xlog:cds*=error"]
        if not os.access(self.kept.parent, os.W_OK):
            return []
        if shutil.disk_usage(self.kept.parent).free < LEAST_ROOM_MB << 20:
            return []
        return [f"-XX:ArchiveClassesAtExit={self.fresh}", "-Xlog:cds*=error"]

    def keep(self, *, clean: bool) -> None:
        """After the engine's end: put a new archive beside the jars; after any end but a clean one, drop it."""
        if clean and self.fresh.is_file() and not self.kept.exists():
            half = self.kept.with_suffix(f".{os.getpid()}.half")
            shutil.move(self.fresh, half)
            half.replace(self.kept)
            self._forget_old()
        self.fresh.unlink(missing_ok=True)

    def _forget_old(self) -> None:
        """Archives of an older Java or older jars are never used again."""
        kept = sorted(self.kept.parent.glob("classes-*.jsa"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[MOST_KEPT:]:
            old.unlink(missing_ok=True)
