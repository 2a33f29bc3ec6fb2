"""What acts of a stretch of the log were about: the structure of their rows, which is kept whatever is shredded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ironriver.ledger.entries import Entry
from ironriver.ledger.head import all_entries
from ironriver.ledger.history import History

if TYPE_CHECKING:
    from ironriver.ledger.book import Ledger


def structures_between(
    ledger: Ledger, start: int, end: int, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield statement name and row structure of the entries `start` … `end - 1`, for the wanted statements.

    Only packs that hold such a statement are opened; a row takes about 30 µs. Raises `Tampered` for a damaged pack.
    """
    history = History(ledger.vault, ledger.salts, ledger.keys)
    for entry in all_entries(ledger.database, ledger.catalogue, start=start, end=end):
        chosen = [n for n, said in enumerate(entry.fields["statements"]) if wanted(str(said["name"]))]
        if chosen:
            yield from _structures(ledger, history, entry, chosen)


def _structures(
    ledger: Ledger, history: History, entry: Entry, chosen: list[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    pack = history.pack(entry)
    salts = history.salts_of(entry, pack)
    for number in chosen:
        statement, first = pack.statements[number], pack.first_part(number)
        for index in range(first, first + 2 * int(statement["n"]), 2):
            yield str(statement["name"]), pack.part(index, salts, ledger.keys.master_key) or {}
