"""Files that a browser sends: where they pass through, and what they are called."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from werkzeug.datastructures import FileStorage

from ironriver.web import signed_in

_LONGEST_NAME = 200


def spool() -> Path:
    """Return the folder that uploads pass through: on the data disk, not in a shared temporary one."""
    folder = signed_in.platform().settings.data_dir / "spool"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def sent_name(file: FileStorage) -> str:
    """Return the file's name as the person knows it, without folders and signs that cannot be seen.

    It is shown and recorded, and never becomes a name on our disk.
    """
    text = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    return unicodedata.normalize("NFC", seen).strip()[:_LONGEST_NAME] or "file"
