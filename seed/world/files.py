"""Files of a world: written once, counted and digested on the way."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType


class Table:
    """A CSV file that is written piece by piece; knows its rows and digest at the end."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """Create the file and write its header."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.rows, self.width = path, 0, len(header)
        self._digest = hashlib.sha256()
        self._file = path.open("wb")
        self.add([header])
        self.rows = 0

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Append rows."""
        text = io.StringIO(newline="")
        listed = list(rows)
        if any(len(row) != self.width for row in listed):
            raise ValueError(f"{self.path.name}: a row does not fit its {self.width} columns")
        csv.writer(text, lineterminator="\n").writerows(listed)
        self._write(text.getvalue().encode())
        self.rows += len(listed)

    def _write(self, piece: bytes) -> None:
        self._digest.update(piece)
        self._file.write(piece)

    def close(self) -> dict[str, object]:
        """Close the file; returns what the manifest says of it."""
        self._file.close()
        return {"rows": self.rows, "bytes": self.path.stat().st_size, "sha256": self._digest.hexdigest()}

    def __enter__(self) -> Table:
        """The table itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:  # fmt: skip
        """Close the file whatever happened."""
        self._file.close()


def write_bytes(path: Path, content: bytes, rows: int) -> dict[str, object]:
    """Write a whole file; returns what the manifest says of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"rows": rows, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def write_json(path: Path, value: object) -> None:
    """Write a JSON file with sorted keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
