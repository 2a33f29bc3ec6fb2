"""Looking into the read log: what some people asked on some days, or how they came in. For auditors."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ironriver.ledger.readfiles import cipher_of, opened_record, raw_records, read_files

#: Records looked at for one question, at most: some seconds.
MOST_RECORDS = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsWanted:
    """Which records: from one day to another (ISO, UTC, both within), of people, of a case, of a record's id.

    Of reads; with `of_the_door` of sign-ins, refusals and changes of access (`access.events`), and then with
    `of_nobody` those too that belong to no account.
    """

    since: str
    until: str
    actors: frozenset[str]
    case: str = ""
    thing: str = ""
    of_the_door: bool = False
    of_nobody: bool = False


@dataclass(slots=True)
class Sum:
    """What one person did, all in all: how often; records that came and cases in which, where it was reading."""

    reads: int = 0
    records: int = 0
    cases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsFound:
    """The newest reads, newest first, with what was sealed in them; `count` and `sums` (by person) are of all."""

    rows: tuple[Mapping[str, Any], ...]
    count: int
    sums: Mapping[str, Sum]
    #: Whether `MOST_RECORDS` ended it: the oldest of these days are then missing.
    is_cut: bool


def find_reads(
    folder: Path, master_key: bytes, wanted: ReadsWanted, *, limit: int, most: int = MOST_RECORDS
) -> ReadsFound:
    """Return reads of the log in `folder`. Raises `Tampered` naming file and record where one cannot be read.

    Follows no chain: that is what `verify_log` does.
    """
    newest: list[tuple[str, str, int, Path, dict[str, Any], dict[str, Any]]] = []
    sums: dict[str, Sum] = {}
    count = looked_at = 0
    for path in _files(folder, wanted):
        if looked_at >= most:
            break
        for number, record, first in _numbered(path):
            looked_at += 1
            if not _fits(record, wanted):
                continue
            count += 1
            one = sums.setdefault(str(record.get("actor", "")), Sum())
            one.reads, one.records = one.reads + 1, one.records + int(record.get("count", 0))
            one.cases |= {record["case"]} if record.get("case") else set()
            held = (str(record["at"]), path.name, number, path, record, first)
            if len(newest) < limit:
                heapq.heappush(newest, held)
            else:
                heapq.heappushpop(newest, held)
    rows = tuple(
        opened_record(path, number, record, cipher_of(path, first, master_key))
        for _, _, number, path, record, first in sorted(newest, reverse=True)
    )
    return ReadsFound(rows=rows, count=count, sums=sums, is_cut=looked_at >= most)


def _files(folder: Path, wanted: ReadsWanted) -> Iterator[Path]:
    """Files that may hold reads of these days, newest first: each is named by the moment it was opened."""
    for path in reversed(read_files(folder)):
        opened = path.name.removeprefix("reads-")[:8]
        try:
            last = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
        except FileNotFoundError:  # aged out meanwhile
            continue
        if opened <= wanted.until.replace("-", "") and last >= wanted.since:
            yield path


def _numbered(path: Path) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Each read with its number, and the file's first record."""
    first: dict[str, Any] = {}
    try:
        for number, (_, record) in enumerate(raw_records(path)):
            first = first or record
            if number:
                yield number, record, first
    except FileNotFoundError:  # aged out meanwhile
        return


def _fits(record: Mapping[str, Any], wanted: ReadsWanted) -> bool:
    if ("event" in record) != wanted.of_the_door:
        return False
    actor = str(record.get("actor", ""))
    return (
        (actor in wanted.actors or (wanted.of_nobody and _is_nobody(actor)))
        and wanted.since <= str(record.get("at", ""))[:10] <= wanted.until
        and (not wanted.case or record.get("case") == wanted.case)
        and (not wanted.thing or wanted.thing in record.get("ids", ()))
    )


def _is_nobody(actor: str) -> bool:
    """Whether no account is behind it: an address that was turned away, a login or token that nobody has."""
    return not actor or actor.startswith("login:")
