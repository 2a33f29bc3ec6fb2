"""The few disk moves whose order decides what survives a crash."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ironriver.errors import Say, Unavailable


def sync_folder(folder: Path) -> None:
    """Make renames and creations inside `folder` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, *, mode: int = 0o700) -> None:
    """Create `folder` and what is missing above it, each step durable in its parent.

    Raises `Unavailable` when the disk refuses.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent, mode=mode)
    try:
        folder.mkdir(mode=mode, exist_ok=True)
        sync_folder(folder.parent)
    except OSError as cause:
        raise disk_refused(folder, cause) from cause


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put `content` at `path` so that a crash leaves the old file or the new one, never a part.

    Raises `Unavailable` when the disk refuses (full, read-only, broken); nothing is left behind then.
    """
    make_folder(path.parent)
    try:
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    except OSError as cause:
        raise disk_refused(path, cause) from cause
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temporary).rename(path)
        sync_folder(path.parent)
    except OSError as cause:
        Path(temporary).unlink(missing_ok=True)
        raise disk_refused(path, cause) from cause


def disk_refused(path: Path, cause: OSError) -> Unavailable:
    """Return the refusal for a write that the disk did not take."""
    return Unavailable(
        Say(
            en="The server could not write to its disk, so nothing was changed. Ask the administrator to check "
            "free "
            "space and the data directory, then try again.",
            es="El servidor no pudo escribir en su disco, así que no se cambió nada. Pida al administrador que "
            "revise "
            "el espacio libre y el directorio de datos, y vuelva a intentarlo.",
        ),
        detail=f"{path}: {cause.strerror or cause}",
    )
