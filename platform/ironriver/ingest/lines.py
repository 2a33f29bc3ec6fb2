"""Physical lines of a file of unknown size, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

#: Longest line that is kept. The widest real row seen is 383 bytes (dealer list); a narrative may reach some
#: tens of kilobytes. A longer line is skipped, never held in memory.
LINE_BYTES = 1_000_000
#: Bytes read at a time.
BLOCK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line without its end. `data` is None when the line was longer than `LINE_BYTES`.

    `number` counts from 1. `ended` is False only for a last line that has no line feed behind it.
    """

    number: int
    data: bytes | None
    ended: bool = True


def read_lines(handle: BinaryIO, *, most_bytes: int = LINE_BYTES) -> Iterator[Line]:
    """Yield the lines of `handle` from its present position; `\\n` and `\\r\\n` end a line.

    Memory stays below `most_bytes` plus one block whatever the file holds.
    """
    rest = b""
    skipping = False
    number = 0
    while block := handle.read(BLOCK_BYTES):
        parts = (rest + block).split(b"\n") if not skipping else block.split(b"\n")
        for part in parts[:-1]:
            number += 1
            too_long = skipping or len(part) > most_bytes
            skipping = False
            yield Line(number, None if too_long else part.removesuffix(b"\r"))
        rest = parts[-1]
        if skipping or len(rest) > most_bytes:
            skipping, rest = True, b""
    if skipping:
        yield Line(number + 1, None, ended=False)
    elif rest:
        yield Line(number + 1, rest, ended=False)
