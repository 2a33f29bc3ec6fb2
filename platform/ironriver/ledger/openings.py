"""Openings: show one recorded row of an entry, and nothing of its other rows, to somebody who holds the entry.

An entry commits to its rows by `rows_root`. An opening is the row's part, its salt, and the path from its
commitment to that root; with the entry's inclusion proof it shows that this row was written by that act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ironriver.errors import NotFound, Say
from ironriver.ledger import merkle
from ironriver.ledger.book import Ledger
from ironriver.ledger.checkpoints import folders, latest
from ironriver.ledger.entries import Entry
from ironriver.ledger.head import all_entries, read_leaves
from ironriver.ledger.history import History
from ironriver.ledger.packs import SALT_MAGIC
from ironriver.sealing import SALT_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One row of one statement of one entry: structure and payload, each with salt, index, and path to the root."""

    entry: Entry
    statement: int
    leaves: int
    structure: dict[str, Any]
    payload: dict[str, Any]
    salts: tuple[str, str]
    first: int
    paths: tuple[tuple[str, ...], tuple[str, ...]]


def open_rows(ledger: Ledger, ids: set[str], statements: frozenset[str]) -> list[Opening]:
    """Return the openings of every row of these statements whose own id is one of `ids`, oldest first.

    Reads the whole log. Raises `Tampered` where a pack does not hold, `NotFound` where a row was shredded.
    """
    history = History(ledger.vault, ledger.salts, ledger.keys)
    found = []
    for entry in all_entries(ledger.database, ledger.catalogue, end=ledger.head().size):
        names = [statement["name"] for statement in entry.fields["statements"]]
        if statements.isdisjoint(names):
            continue
        for number, name in enumerate(names):
            if name in statements:
                found += _open(ledger, history, entry, number, ids)
    return found


def _open(ledger: Ledger, history: History, entry: Entry, number: int, ids: set[str]) -> list[Opening]:
    pack = history.pack(entry)
    salts = history.salts_of(entry, pack)
    first, count = pack.first_part(number), 2 * int(pack.statements[number]["n"])
    leaves = [merkle.leaf_hash(c) for c in pack.commitments[first : first + count]]
    opened = []
    for index in range(0, count, 2):
        structure = pack.part(first + index, salts, ledger.keys.master_key) or {}
        if structure.get("id") not in ids:
            continue
        payload = pack.part(first + index + 1, salts, ledger.keys.master_key)
        if payload is None:
            raise _shredded(entry)
        opened.append(
            Opening(
                entry=entry,
                statement=number,
                leaves=count,
                structure=structure,
                payload=payload,
                salts=(_salt(salts, first + index), _salt(salts, first + index + 1)),
                first=index,
                paths=(_path(leaves, index), _path(leaves, index + 1)),
            )
        )
    return opened


def _salt(salts: bytes, part: int) -> str:
    start = len(SALT_MAGIC) + SALT_BYTES * part
    return salts[start : start + SALT_BYTES].hex()


def _path(leaves: list[bytes], index: int) -> tuple[str, ...]:
    return tuple(step.hex() for step in merkle.prove_inclusion(leaves, index))


def _shredded(entry: Entry) -> NotFound:
    return NotFound(
        Say(
            en="A row of this record was shredded and cannot be shown any more.",
            es="Una fila de este registro fue destruida y ya no puede mostrarse.",
        ),
        detail=f"entry {entry.seq}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A signed checkpoint with the paths that lead from some entries to its root, by entry number."""

    note: str
    size: int
    paths: dict[int, tuple[str, ...]]


def prove_entries(ledger: Ledger, numbers: set[int]) -> Excerpt:
    """Return paths from these entries to the last signed checkpoint; `NotFound` where it does not cover all."""
    signed = latest(ledger.settings, folders(ledger.settings)[1], ledger.keys.public)
    size = signed.checkpoint.size if signed else 0
    if signed is None or max(numbers, default=-1) >= size:
        raise _not_covered(size)
    leaves = read_leaves(ledger.database, ledger.catalogue, size)
    paths = {n: _path(leaves, n) for n in sorted(numbers)}
    return Excerpt(note=signed.note, size=size, paths=paths)


def _not_covered(size: int) -> NotFound:
    return NotFound(
        Say(
            en="The last signed checkpoint does not cover these entries yet. The worker signs one every minute.",
            es="El último punto de control firmado aún no cubre estos asientos. Se firma uno cada minuto.",
        ),
        detail=f"covered: {size}",
    )
