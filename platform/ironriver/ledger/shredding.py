"""Destroy what the ledger holds about ids: an act says so, then the salts of those rows are overwritten.

The structure of each row stays (replay needs the nodes), its payload is gone from pack and graph alike; the leaf,
the pack and its digest stay true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ironriver.errors import Invalid, NotFound, Say
from ironriver.ledger.acts import Act, Change, Receipt, Row
from ironriver.ledger.entries import Entry
from ironriver.ledger.head import all_entries
from ironriver.ledger.history import History
from ironriver.ledger.packs import SALT_BYTES, SALT_MAGIC, SHREDDED
from ironriver.model.actor import Actor

if TYPE_CHECKING:
    from ironriver.ledger.book import Ledger

ACT = "access.shred"
_ABOUT = ("id", "of", "from", "to")
#: Rows of one shredding act; the notes of packs need room beside them (an act holds 1,000).
_ROWS_AN_ACT = 450
_REMOVES = ("drop", "unlink", "shred", "mark")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One recorded row about the ids: where its payload lies, and the statement that empties it in the graph."""

    pack: str
    part: int
    statement: str
    structure: dict[str, Any]


def shred(ledger: Ledger, actor: Actor, ids: Collection[str], *, act_id: str) -> list[Receipt]:
    """Destroy the payload of every row about `ids`, in ledger and graph; see `Ledger.shred`."""
    found = list(rows_about(ledger, ids))
    if not found:
        raise NotFound(
            Say(
                en="The ledger holds nothing about these ids.",
                es="El registro no tiene nada sobre estos identificadores.",
            )
        )
    receipts = []
    for number, start in enumerate(range(0, len(found), _ROWS_AN_ACT)):
        part = found[start : start + _ROWS_AN_ACT]
        act = Act(name=ACT, changes=[*_in_graph(part), _note(part)], act_id=f"{act_id}.{number}")
        receipts.append(ledger.act(actor, act))
        _overwrite(ledger, part)
    return receipts


def finish(ledger: Ledger) -> int:
    """Overwrite what acts of shredding name and a crash left standing; return the number of parts."""
    finished = 0
    for row in ledger.look("ledger.read_shreddings", {"limit": _MOST}):
        content = (ledger.salts.folder / row["pack"][:2] / row["pack"][2:]).read_bytes()
        standing = [part for part in row["parts"] if _salt(content, part) != SHREDDED]
        if standing:
            ledger.salts.overwrite(row["pack"], standing)
            finished += len(standing)
    return finished


def rows_about(ledger: Ledger, ids: Collection[str]) -> Iterator[Found]:
    """Yield the recorded rows that have one of `ids` as their id, subject or end, unless shredded already."""
    history = History(ledger.vault, ledger.salts, ledger.keys)
    wanted = set(ids)
    for entry in all_entries(ledger.database, ledger.catalogue, end=ledger.head().size):
        yield from _in_entry(ledger, history, entry, wanted)


def _in_entry(ledger: Ledger, history: History, entry: Entry, wanted: set[str]) -> Iterator[Found]:
    names = [s["name"] for s in entry.fields["statements"]]
    twins = [_twin(name) for name in names]
    if not any(twins):
        return
    pack = history.pack(entry)
    salts = history.salts_of(entry, pack)
    for number, twin in enumerate(twins):
        if twin is None:
            continue
        first = pack.first_part(number)
        for index in range(first, first + 2 * pack.statements[number]["n"], 2):
            structure = pack.part(index, salts, ledger.keys.master_key) or {}
            if wanted.isdisjoint(structure.get(name) for name in _ABOUT):
                continue
            if _salt(salts, index + 1) == SHREDDED:
                continue
            if twin not in ledger.catalogue:
                raise _cannot(names[number])
            yield Found(pack=entry.pack, part=index + 1, statement=twin, structure=structure)


def _in_graph(found: Iterable[Found]) -> list[Change]:
    by_statement: dict[str, dict[str, Row]] = {}
    for row in found:
        by_statement.setdefault(row.statement, {})[row.structure["id"]] = Row(row.structure)
    return [Change(statement=name, rows=list(rows.values())) for name, rows in sorted(by_statement.items())]


def _note(found: Iterable[Found]) -> Change:
    by_pack: dict[str, list[int]] = {}
    for row in found:
        by_pack.setdefault(row.pack, []).append(row.part)
    rows = []
    for pack, parts in sorted(by_pack.items()):
        basis = f"{pack} {','.join(map(str, sorted(parts)))}".encode()
        id_ = f"shredding_{hashlib.sha256(basis).hexdigest()[:32]}"
        rows.append(Row({"id": id_, "pack": pack, "parts": sorted(parts)}))
    return Change(statement="ledger.record_shredding", rows=rows)


def _overwrite(ledger: Ledger, found: Iterable[Found]) -> None:
    by_pack: dict[str, list[int]] = {}
    for row in found:
        by_pack.setdefault(row.pack, []).append(row.part)
    for pack, parts in by_pack.items():
        ledger.salts.overwrite(pack, parts)


def _twin(name: str) -> str | None:
    """Return the shredding statement of a write statement; None for those whose rows have no payload."""
    folder, _, file = name.partition(".")
    verb, _, subject = file.partition("_")
    return f"write.shred_{subject}" if folder == "write" and verb not in _REMOVES else None


def _salt(content: bytes, part: int) -> bytes:
    start = len(SALT_MAGIC) + SALT_BYTES * part
    return content[start : start + SALT_BYTES]


def _cannot(name: str) -> Invalid:
    return Invalid(
        Say(
            en="Some of these records may not be shredded (accounts, cases and agreements are kept).",
            es="Algunos de estos registros no se pueden destruir (las cuentas, casos y convenios se conservan).",
        ),
        detail=f"no shredding statement for {name}",
    )
