"""The entry: the leaf of the log. Its stored bytes are exactly the bytes that are hashed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.errors import Say, Tampered
from ironriver.ledger.merkle import leaf_hash

VERSION = 1
_FIELDS = ("act", "actor", "at", "batch", "case", "origin", "purpose", "seq", "statements", "v")
_STATEMENT_FIELDS = ("n", "name", "rows_root", "sha256")
#: Purposes and cases in a leaf are codes; anything longer or freer is committed to, and kept sealed in the pack.
_CODE = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as stored: the leaf's bytes, and beside them the act id and the pack that belongs to it."""

    seq: int
    text: str
    act_id: str
    pack: str

    @property
    def leaf(self) -> bytes:
        """The leaf hash."""
        return leaf_hash(self.text.encode())

    @property
    def fields(self) -> dict[str, Any]:
        """The leaf's fields, read from its bytes."""
        parsed: dict[str, Any] = json.loads(self.text)
        return parsed

    @property
    def rows(self) -> int:
        """How many rows the act wrote."""
        return sum(int(s["n"]) for s in self.fields["statements"])


def leaf_bytes(fields: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]) -> str:
    """Return the leaf as RFC 8785 JSON.

    All keys are ASCII and all numbers integers below 2**53, so sorted keys and Python's escapes are exactly the
    canonical form (a test holds it against the rfc8785 package).
    """
    leaf = {"v": VERSION, **fields, "statements": [dict(s) for s in statements]}
    return json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def as_code(text: str, commitment: str) -> str:
    """Return the text if it is a code, else the commitment that stands for it."""
    return text if _CODE.fullmatch(text) else f"sealed:{commitment}"


def check_entry(entry: Entry, seq: int) -> None:
    """Raise `Tampered`, naming the entry, unless its bytes are a canonical leaf of this place in the log."""
    try:
        fields = entry.fields
        shape = tuple(sorted(fields)) == _FIELDS and all(
            tuple(sorted(s)) == _STATEMENT_FIELDS for s in fields["statements"]
        )
        statements = fields.pop("statements")
        version = fields.pop("v")
        same = leaf_bytes(fields, statements) == entry.text
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as cause:
        raise bad_entry(seq, "its bytes are not a leaf") from cause
    if not shape or version != VERSION or not same:
        raise bad_entry(seq, "its bytes are not a canonical leaf")
    if fields["seq"] != seq or entry.seq != seq:
        raise bad_entry(seq, f"it says that it is entry {fields['seq']}")


def bad_entry(seq: int, why: str) -> Tampered:
    """Return the refusal that names an entry."""
    said = Say(f"Entry {seq} of the ledger does not hold.", f"El asiento {seq} del registro no es íntegro.")
    return bad_log(said, detail=f"entry {seq}: {why}")


def bad_log(said: Say, *, detail: str) -> Tampered:
    """Return the refusal that says what of the log in the graph does not hold, and what to do then."""
    return Tampered(
        Say(
            en=f"{said.en} Stop writing, keep this machine as it is, and compare with the segments and checkpoints "
            "kept elsewhere.",
            es=f"{said.es} Deje de escribir, conserve esta máquina como está y compare con los segmentos y puntos "
            "de control guardados fuera.",
        ),
        detail=detail,
    )
