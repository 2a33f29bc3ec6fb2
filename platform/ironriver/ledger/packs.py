"""The rows of an act, sealed: one pack in the vault, one salt file beside it.

Each row has two parts, structure and payload; each part has a random salt, a commitment that lies open in the pack,
and a box (see `sealing.boxes`). Without the salt the box is noise and the commitment tells nothing: overwriting 32
bytes destroys a row's payload while every digest stays true.

Pack: `ironriver/pack/1\\n`, header length (4 bytes, big endian), header JSON, then for all parts together:
commitments (32 bytes each), box lengths (4 bytes each), boxes. The parts are s, p of each row of each statement in
order, and last the context (the free text of the purpose). Salt file: `ironriver/salts/1\\n`, then 32 bytes a part.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.errors import Say, Tampered
from ironriver.ledger.acts import Row
from ironriver.ledger.merkle import root_of
from ironriver.sealing import SALT_BYTES, SHREDDED, Boxed, Part, canonical, open_box

MAGIC = b"ironriver/pack/1\n"
SALT_MAGIC = b"ironriver/salts/1\n"
_TAGS = (b"ironriver/row/1/s\x00", b"ironriver/row/1/p\x00")
_CONTEXT_TAG = b"ironriver/row/1/context\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one statement of an act."""

    name: str
    sha256: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Bytes of the pack and of its salt file, the rows_root of each group (hex), and the context's commitment."""

    pack: bytes
    salts: bytes
    roots: tuple[str, ...]
    context: str


def seal(
    groups: Sequence[Group], *, act_id: str, context: dict[str, Any], box: Callable[[Sequence[Part]], Boxed]
) -> Sealed:
    """Seal the rows of an act; `box` seals their parts. Raises `Invalid` for what cannot be recorded."""
    parts = [(tag, part) for group in groups for row in group.rows for tag, part in zip(_TAGS, row, strict=True)]
    salts, commitments, boxes = box([*parts, (_CONTEXT_TAG, context)])
    header = {
        "act_id": act_id,
        "statements": [{"n": len(g.rows), "name": g.name, "sha256": g.sha256} for g in groups],
    }
    head = canonical(header)
    lengths = struct.pack(f">{len(boxes)}I", *map(len, boxes))
    pack = b"".join((MAGIC, struct.pack(">I", len(head)), head, *commitments, lengths, *boxes))
    return Sealed(
        pack=pack,
        salts=SALT_MAGIC + salts,
        roots=tuple(_roots([len(g.rows) for g in groups], commitments)),
        context=commitments[-1].hex(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack that was read back: who it belongs to, and its parts still closed."""

    act_id: str
    statements: tuple[dict[str, Any], ...]
    commitments: tuple[bytes, ...]
    boxes: tuple[bytes, ...]

    def roots(self) -> list[str]:
        """Return the rows_root of each statement, from the commitments."""
        return _roots([s["n"] for s in self.statements], self.commitments)

    def first_part(self, statement: int) -> int:
        """Return the index of the first part of the statement at this position."""
        return 2 * sum(int(s["n"]) for s in self.statements[:statement])

    def part(self, index: int, salts: bytes, master_key: bytes) -> dict[str, Any] | None:
        """Open one part; None where its salt was overwritten. Raises `Tampered` where it does not hold."""
        start = len(SALT_MAGIC) + SALT_BYTES * index
        salt = salts[start : start + SALT_BYTES]
        if salt == SHREDDED:
            return None
        tag = _CONTEXT_TAG if index == len(self.boxes) - 1 else _TAGS[index % 2]
        try:
            return open_box(master_key, salt, tag, self.commitments[index], self.boxes[index])
        except ValueError as cause:
            raise broken(f"part {index}: {cause}") from cause

    def rows(self, statement: int, salts: bytes, master_key: bytes) -> list[tuple[dict[str, Any], bool]]:
        """Return the rows of a statement as `{s, p}` maps, and whether the payload was shredded (`p = {}`)."""
        first = self.first_part(statement)
        opened = []
        for index in range(first, first + 2 * self.statements[statement]["n"], 2):
            structure = self.part(index, salts, master_key)
            if structure is None:
                raise broken(f"part {index}: the salt of a row's structure is gone")
            payload = self.part(index + 1, salts, master_key)
            opened.append(({"s": structure, "p": payload or {}}, payload is None))
        return opened


def read_pack(content: bytes) -> Pack:
    """Take a pack apart. Raises `Tampered` when it is cut, too long, or not a pack."""
    try:
        if not content.startswith(MAGIC):
            raise ValueError("not a pack")
        at = len(MAGIC)
        (length,) = struct.unpack_from(">I", content, at)
        header = json.loads(content[at + 4 : at + 4 + length])
        at += 4 + length
        count = 2 * sum(int(s["n"]) for s in header["statements"]) + 1
        commitments = tuple(content[at + 32 * i : at + 32 * i + 32] for i in range(count))
        at += 32 * count
        lengths = struct.unpack_from(f">{count}I", content, at)
        at += 4 * count
        boxes = []
        for size in lengths:
            boxes.append(content[at : at + size])
            at += size
        if at != len(content):
            raise ValueError(f"{len(content)} bytes where {at} were announced")
        return Pack(
            act_id=header["act_id"],
            statements=tuple(header["statements"]),
            commitments=commitments,
            boxes=tuple(boxes),
        )
    except (ValueError, KeyError, TypeError, RecursionError, struct.error) as cause:
        raise broken(str(cause)) from cause


def broken(detail: str) -> Tampered:
    """Return the refusal for a pack or salt file that does not hold."""
    return Tampered(
        Say(
            en="The sealed rows of an act are damaged. Compare the pack and its salt file with the backup.",
            es="Las filas selladas de un acto están dañadas. Compare el paquete y su archivo de sal con el "
            "respaldo.",
        ),
        detail=detail,
    )


def _roots(counts: Sequence[int], commitments: Sequence[bytes]) -> list[str]:
    sha256 = hashlib.sha256
    roots, start = [], 0
    for count in counts:
        leaves = [sha256(b"\x00" + c).digest() for c in commitments[start : start + 2 * count]]
        roots.append(root_of(leaves).hex())
        start += 2 * count
    return roots
