"""The head node and the entries in the graph: lock, append, read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ironriver.errors import Say, Tampered, Unavailable
from ironriver.graph import Catalogue, Database, ReadTransaction, WriteTransaction
from ironriver.ledger import merkle
from ironriver.ledger.acts import Head
from ironriver.ledger.entries import Entry, bad_log

_NUMBER, _HASH = re.compile("0|[1-9][0-9]{0,17}"), re.compile("[0-9a-f]{64}")
#: Entries read at once: a page of about 1 MB.
PAGE = 2_000


class Locked(NamedTuple):
    """The head under the lock, and the entry of this act id where there is one."""

    head: Head
    earlier: Entry | None


def lock_head(transaction: WriteTransaction, catalogue: Catalogue, act_id: str) -> Locked:
    """Take the head lock first of all: who waits here reads everything later and gets a later number."""
    statement = catalogue.statement("ledger.lock_head")
    (found,) = transaction.run(statement, {"rows": [{"s": {"act_id": act_id}, "p": {}}]})
    head = _head(found["state"])
    if found["seq"] is None:
        return Locked(head, None)
    return Locked(head, Entry(seq=found["seq"], text=found["bytes"], act_id=act_id, pack=found["pack"]))


def append_entry(transaction: WriteTransaction, catalogue: Catalogue, head: Head, entry: Entry) -> Head:
    """Append behind `head` inside the act's transaction and return the new head."""
    leaf = entry.leaf
    frontier = merkle.grow([bytes.fromhex(h) for h in head.frontier], head.size, leaf)
    grown = Head(size=head.size + 1, frontier=tuple(h.hex() for h in frontier), at=str(entry.fields["at"]))
    row = {
        "s": {"seq": entry.seq, "act_id": entry.act_id},
        "p": {
            "leaf": leaf.hex(),
            "bytes": entry.text,
            "pack": entry.pack,
            "state": state_of(grown),
        },
    }
    transaction.run(catalogue.statement("ledger.append_entry"), {"rows": [row]})
    return grown


def read_head(database: Database | ReadTransaction, catalogue: Catalogue) -> Head:
    """Return the head; an empty one before genesis."""
    for found in database.read(catalogue.statement("ledger.read_head"), {}):
        return _head(found["state"])
    return Head(size=0, frontier=(), at="")


def state_of(head: Head) -> list[str]:
    """Return what the head node holds: number of entries, time of the last act, frontier.

    One property, as readers do not wait for writers: of several they might find some of before and some of after.
    """
    return [str(head.size), head.at, *head.frontier]


def root_of(head: Head) -> bytes:
    """Return the Merkle root that the head stands for."""
    return merkle.frontier_root([bytes.fromhex(h) for h in head.frontier])


def read_entries(database: Database, catalogue: Catalogue, *, start: int = 0, limit: int = PAGE) -> list[Entry]:
    """Return up to `limit` entries from number `start` on, in order."""
    statement = catalogue.statement("ledger.read_entries")
    return [_entry(found) for found in database.read(statement, {"start": start, "limit": limit})]


def all_entries(database: Database, catalogue: Catalogue, *, end: int, start: int = 0) -> Iterator[Entry]:
    """Yield the entries `start` … `end - 1` as the graph has them, page by page; a gap is passed on as it is."""
    while start < end:
        page = read_entries(database, catalogue, start=start, limit=min(PAGE, end - start))
        page = [entry for entry in page if entry.seq < end]
        if not page:
            return
        yield from page
        start = page[-1].seq + 1


def read_leaves(database: Database, catalogue: Catalogue, size: int) -> list[bytes]:
    """Return the first `size` leaf hashes as the graph has them."""
    rows = database.stream(catalogue.statement("ledger.read_leaves"), {"size": size})
    return [bytes.fromhex(found["leaf"]) for found in rows]


def no_genesis() -> Unavailable:
    """Return the refusal of a ledger that was never begun."""
    return Unavailable(
        Say(
            en="This ledger has no first entry yet. Start the product with `ironriver run`, which makes it.",
            es="Este registro aún no tiene primer asiento. Inicie el producto con `ironriver run`, que lo crea.",
        )
    )


def _head(state: object) -> Head:
    if not isinstance(state, list) or len(state) < 2 or not all(isinstance(one, str) for one in state):
        raise _bad_head()
    size, at, *frontier = state
    if not _NUMBER.fullmatch(size) or not all(map(_HASH.fullmatch, frontier)):
        raise _bad_head()
    # A subtree for each 1 in the size's binary digits: acts behind another head would have the root of no log.
    if len(frontier) != int(size).bit_count():
        raise _bad_head()
    return Head(size=int(size), frontier=tuple(frontier), at=at)


def _bad_head() -> Tampered:
    said = Say("The ledger's head cannot be read.", "La cabeza del registro no se puede leer.")
    return bad_log(said, detail="the head is no number of entries, time and frontier")


def _entry(found: dict[str, Any]) -> Entry:
    return Entry(seq=found["seq"], text=found["bytes"], act_id=found["act_id"], pack=found["pack"])
