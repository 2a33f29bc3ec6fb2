"""Looking into the read log: days, people, cases and ids; over the files of several processes."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ironriver.errors import Tampered
from ironriver.ledger import ReadsWanted, find_reads
from ironriver.ledger.readfiles import read_files
from ironriver.ledger.readlog import ReadLog

MASTER = bytes(range(32))
WANTED = ReadsWanted(since="2000-01-01", until="2100-01-01", actors=frozenset({"actor:a", "actor:b"}))


def read(at: str, actor: str = "actor:a", **more: object) -> tuple[dict[str, object], bytes]:
    open_fields = {"at": f"{at}T10:00:00.000000Z", "actor": actor, "case": "", "count": 2, "ids": ["x1", "x2"]}
    return {**open_fields, **more}, json.dumps({"params": {"q": at}}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reads of two processes, one after the other and between each other."""
    one, other = ReadLog(tmp_path, MASTER), ReadLog(tmp_path, MASTER)
    one.append([read("2026-11-20"), read("2026-11-22", case="case_1", ids=["x9"], count=1)])
    other.append([read("2026-11-21", "actor:b"), read("2026-11-23", "actor:c")])
    one.append([read("2026-11-24", ids=[], count=5_000)])
    for log in (one, other):
        log.close()
    for path in read_files(tmp_path):  # opened on the first of these days
        path.rename(path.with_name("reads-20261120" + path.name[len("reads-20261120") :]))
    return tmp_path


def days(folder: Path, limit: int = 10, **changes: object) -> list[str]:
    found = find_reads(folder, MASTER, replace(WANTED, **changes), limit=limit)  # type: ignore[arg-type]
    return [row["params"]["q"][-2:] for row in found.rows]


def test_newest_first_over_all_files_and_only_of_these_people(folder: Path) -> None:
    assert days(folder) == ["24", "22", "21", "20"]
    assert days(folder, actors=frozenset({"actor:c"})) == ["23"]
    assert days(folder, actors=frozenset()) == []


def test_days_are_within_both_ends(folder: Path) -> None:
    assert days(folder, since="2026-11-21", until="2026-11-22") == ["22", "21"]
    assert days(folder, since="2026-11-25") == []


def test_of_a_case_and_of_a_record(folder: Path) -> None:
    assert days(folder, case="case_1") == ["22"]
    assert days(folder, thing="x2") == ["21", "20"]
    assert days(folder, thing="x") == []  # an id, not a part of one


def test_the_newest_are_listed_and_all_are_counted(folder: Path) -> None:
    found = find_reads(folder, MASTER, WANTED, limit=2)
    assert [row["at"][:10] for row in found.rows] == ["2026-11-24", "2026-11-22"]
    assert (found.count, found.is_cut) == (4, False)
    sums = {actor: (one.reads, one.records, one.cases) for actor, one in found.sums.items()}
    assert sums == {"actor:a": (3, 5_003, {"case_1"}), "actor:b": (1, 2, set())}


def test_too_many_are_told(folder: Path) -> None:
    assert find_reads(folder, MASTER, WANTED, limit=10, most=2).is_cut


def test_a_file_last_written_before_these_days_is_not_opened(folder: Path) -> None:
    for path in read_files(folder):
        path.write_text("no record\n", "ascii")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert days(folder, since="2026-01-01") == []
    with pytest.raises(Tampered, match="cannot be read"):
        days(folder)


def test_another_key_opens_nothing(folder: Path) -> None:
    with pytest.raises(Tampered, match="cannot be opened"):
        find_reads(folder, bytes(32), WANTED, limit=10)
