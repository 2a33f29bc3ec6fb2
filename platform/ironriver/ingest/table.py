"""What every reader gives: numbered records with named cells, and rejects with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ironriver.errors import Say


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the outside world. `cells` maps the mapping's column name to the text as written, trimmed."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken, with where and why. `value` is the cell as written, shortened to 200 characters.

    `reason` is a stable code; `say` the sentence.
    """

    line: int
    column: str
    value: str
    reason: str
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file opened for reading. `rows` can be walked once; records and rejects come in file order."""

    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    form: str
    rows: Iterator[Record | Reject]


def reject(line: int, column: str, value: str, reason: str, say: Say) -> Reject:
    """Return a `Reject` with its value cut to a length that a report can hold."""
    return Reject(line, column, value if len(value) <= 200 else value[:199] + "…", reason, say)
