"""The small SQLite file: all or nothing, several threads and processes, private."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ironriver.access.store import Store
from ironriver.errors import Invalid, Say, Unavailable

TABLES = "CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "deep" / "counts.sqlite", TABLES)
    yield opened
    opened.close()


def add_one(store: Store, name: str = "a") -> None:
    with store.transaction() as connection:
        found = connection.execute("SELECT n FROM counts WHERE name = ?", (name,)).fetchone()
        connection.execute("INSERT OR REPLACE INTO counts VALUES (?, ?)", (name, (found["n"] if found else 0) + 1))


def add_many(path: Path, times: int) -> None:
    """What another process does."""
    store = Store(path, TABLES)
    for _ in range(times):
        add_one(store)
    store.close()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def count(store: Store, name: str = "a") -> int:
    rows = store.rows("SELECT n FROM counts WHERE name = ?", (name,))
    return rows[0]["n"] if rows else 0


def test_a_commit_that_fails_is_a_refusal_and_the_next_one_goes_on(tmp_path: Path) -> None:
    """As on a full disk: SQLite takes every statement, refuses the COMMIT and leaves the transaction open."""
    linked = "CREATE TABLE IF NOT EXISTS links (n INTEGER REFERENCES counts (n) DEFERRABLE INITIALLY DEFERRED);"
    counts = TABLES.replace("n INTEGER", "n INTEGER UNIQUE")
    store = Store(tmp_path / "counts.sqlite", f"PRAGMA foreign_keys = ON; {counts}{linked}")
    with pytest.raises(Unavailable), store.transaction() as connection:
        connection.execute("INSERT INTO links VALUES (7)")
    add_one(store)
    assert count(store) == 1
    assert store.rows("SELECT * FROM links") == []
    store.close()


def test_a_thread_that_ends_takes_its_connection_along(store: Store) -> None:
    """A server makes a thread per request; ten thousand requests must not hold ten thousand files."""
    add_one(store)
    before = open_files()
    for _ in range(20):
        thread = threading.Thread(target=add_one, args=(store,))
        thread.start()
        thread.join()
    assert open_files() <= before + 3
    assert count(store) == 21


def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    add_one(store)
    refusal = Invalid(Say(en="no", es="no"))

    def fail() -> None:
        with store.transaction() as connection:
            connection.execute("UPDATE counts SET n = 99")
            raise refusal

    with pytest.raises(Invalid) as raised:
        fail()
    assert raised.value is refusal
    assert count(store) == 1
    add_one(store)
    assert count(store) == 2


def test_sqlite_trouble_becomes_a_refusal(store: Store) -> None:
    def fail() -> None:
        with store.transaction() as connection:
            connection.execute("INSERT INTO counts VALUES (?, ?)", ("a", "not a number"))

    with pytest.raises(Unavailable) as raised:
        fail()
    assert isinstance(raised.value.__cause__, sqlite3.Error)
    assert "counts.sqlite" in raised.value.detail
    assert "sqlite" not in raised.value.say.en.lower()
    with pytest.raises(Unavailable):
        store.rows("SELECT nothing FROM nowhere")
    add_one(store)


def test_threads_do_not_lose_updates(store: Store) -> None:
    threads = [threading.Thread(target=lambda: [add_one(store) for _ in range(5)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(store) == 40


def test_processes_do_not_lose_updates(store: Store, tmp_path: Path) -> None:
    add_one(store)
    context = multiprocessing.get_context("fork")
    # Forked with the file open: each child must open its own connection.
    children = [
        context.Process(target=add_many, args=(tmp_path / "deep" / "counts.sqlite", 5)),
        context.Process(target=lambda: [add_one(store) for _ in range(5)]),
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0]
    assert count(store) == 11


def test_the_file_and_its_folder_are_the_owners(store: Store, tmp_path: Path) -> None:
    add_one(store)
    assert (tmp_path / "deep").stat().st_mode & 0o077 == 0
    for file in (tmp_path / "deep").iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_closed_store_opens_again(store: Store) -> None:
    add_one(store)
    store.close()
    assert count(store) == 1


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Store(tmp_path / "file" / "x.sqlite", TABLES)
    with pytest.raises(Unavailable):
        blocked.rows("SELECT 1")
