"""Destroy what the ledger holds about ids: an act says so, then the salts of those rows are overwritten.

The structure of each row stays (replay needs the nodes), its payload is gone from pack and graph alike; the leaf,
the pack and its digest stay true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ironriver.errors import Invalid, NotFound, Say
from ironriver.ledger.acts import Act, Change, Receipt, Row
from ironriver.ledger.entries import Entry
from ironriver.ledger.head import all_entries
from ironriver.ledger.history import History
from ironriver.ledger.packs import SALT_MAGIC
from ironriver.model.actor import Actor
from ironriver.sealing import SALT_BYTES, SHREDDED

if TYPE_CHECKING:
    from ironriver.ledger.book import Ledger

ACT = "access.shred"
#: Rows that one act of shredding empties in the graph; the notes of packs need room beside them (it holds 1,000).
_ROWS_AN_ACT = 450
#: Verbs of statements whose rows have no payload.
_REMOVES = ("drop", "unlink", "shred", "record")
_MOST = 1_000_000

Empties = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One recorded row about the ids: where its payload lies, and what empties it in the graph (statement, s)."""

    pack: str
    part: int
    empties: Empties


def shred(ledger: Ledger, actor: Actor, ids: Collection[str], *, act_id: str) -> list[Receipt]:
    """Destroy the payload of every row about `ids`, in ledger and graph; see `Ledger.shred`."""
    for id_ in ids:
        if "_" not in id_:  # ids are `<prefix>_…`; a holding or a code would match half the ledger
            raise _no_id(id_)
    found = list(rows_about(ledger, ids))
    if not found:
        raise NotFound(
            Say(
                en="The ledger holds nothing about these ids.",
                es="El registro no tiene nada sobre estos identificadores.",
            )
        )
    receipts = []
    for part in _portions(found):
        act = Act(name=ACT, changes=[*_in_graph(part), _note(part)], act_id=f"{act_id}.{_digest(part)}")
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
    """Yield the recorded rows that name one of `ids` (own id, subject, ends, parts), unless shredded already."""
    history = History(ledger.vault, ledger.salts, ledger.keys)
    wanted = set(ids)
    for entry in all_entries(ledger.database, ledger.catalogue, end=ledger.head().size):
        names = [s["name"] for s in entry.fields["statements"]]
        if not all(map(_removes, names)):
            yield from _in_entry(ledger, history, entry, wanted)


def _in_entry(ledger: Ledger, history: History, entry: Entry, wanted: set[str]) -> Iterator[Found]:
    pack = history.pack(entry)
    salts = history.salts_of(entry, pack)
    for number, statement in enumerate(pack.statements):
        if _removes(statement["name"]):
            continue
        first = pack.first_part(number)
        for index in range(first, first + 2 * statement["n"], 2):
            structure = pack.part(index, salts, ledger.keys.master_key) or {}
            if wanted.isdisjoint(_named_in(structure)) or _salt(salts, index + 1) == SHREDDED:
                continue
            empties = empties_of(statement["name"], structure)
            if any(name not in ledger.catalogue for name, _ in empties):
                raise _cannot(statement["name"])
            yield Found(pack=entry.pack, part=index + 1, empties=empties)


def empties_of(name: str, structure: dict[str, Any]) -> Empties:
    """Return what empties in the graph everything that a row of this statement wrote.

    Statements of `cypher/write` have a twin each (`put_person` → `shred_person`). Those that write several things
    in one row are listed here: their author adds them, or a test fails. Raises `Invalid` for an unlisted one.
    """
    folder, _, file = name.partition(".")
    if folder == "write":
        return ((f"write.shred_{file.partition('_')[2]}", structure),)
    if name not in _COMPOUND:
        raise _cannot(name)
    return tuple(_COMPOUND[name](structure))


def _observations(s: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for observation, link in zip(s["observations"], s["links"], strict=True):
        yield "write.shred_observation", {"id": observation}
        yield "write.shred_observation_observed_of_dealer", {"id": link, "from": observation, "to": s["id"]}


def _listing(s: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "write.shred_dealer", {"id": s["id"]}
    yield "write.shred_key", {"id": s["key_id"]}
    yield from _observations(s)


_COMPOUND: dict[str, Callable[[dict[str, Any]], Iterator[tuple[str, dict[str, Any]]]]] = {
    "ingest.put_listing": _listing,
    "ingest.put_observations": _observations,
}


def _named_in(structure: dict[str, Any]) -> Iterator[str]:
    for value in structure.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))


def _removes(name: str) -> bool:
    return name.partition(".")[2].partition("_")[0] in _REMOVES


def _portions(found: Sequence[Found]) -> Iterator[list[Found]]:
    portion: list[Found] = []
    size = 0
    for row in found:
        portion.append(row)
        size += len(row.empties)
        if size >= _ROWS_AN_ACT:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _in_graph(found: Iterable[Found]) -> list[Change]:
    by_statement: dict[str, dict[str, Row]] = {}
    for row in found:
        for name, structure in row.empties:
            by_statement.setdefault(name, {})[structure["id"]] = Row(structure)
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


def _digest(found: Iterable[Found]) -> str:
    # Not a number: repeated after a crash, the first portion of what is left is not the first one of before.
    basis = ",".join(sorted(f"{row.pack}:{row.part}" for row in found))
    return hashlib.sha256(basis.encode()).hexdigest()[:16]


def _overwrite(ledger: Ledger, found: Iterable[Found]) -> None:
    by_pack: dict[str, list[int]] = {}
    for row in found:
        by_pack.setdefault(row.pack, []).append(row.part)
    for pack, parts in by_pack.items():
        ledger.salts.overwrite(pack, parts)


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


def _no_id(text: str) -> Invalid:
    return Invalid(
        Say(
            en=f"{text!r} is not the id of a record. Give ids such as person_….",
            es=f"{text!r} no es el identificador de un registro. Indique identificadores como person_….",
        )
    )
