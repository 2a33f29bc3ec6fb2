"""The queue: one SQLite file in WAL mode, shared by web processes, command line and worker."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ironriver import clock
from ironriver.errors import Conflict, NotFound, Say, Unavailable
from ironriver.jobs.job import Job, State

#: Seconds that a process waits for another one's write; writes here take milliseconds.
BUSY_SECONDS = 20.0
#: Most jobs that one listing returns.
LIST_LIMIT = 200
#: Jobs of one actor that may wait or run at once: there is one worker, and others wait behind them.
MOST_OPEN = 50

_TABLE = """
CREATE TABLE IF NOT EXISTS job (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, actor_id TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, say TEXT, result TEXT, error TEXT,
  cancel_asked INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, worker TEXT NOT NULL DEFAULT '',
  submitted TEXT NOT NULL, started TEXT NOT NULL DEFAULT '', ended TEXT NOT NULL DEFAULT '')
"""


class Jobs:
    """All jobs of this deployment. Every call opens its own connection, so threads and forks are safe."""

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`; its directory is made when missing."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_TABLE)
            connection.execute("CREATE INDEX IF NOT EXISTS job_state ON job (state, submitted)")

    def submit(self, kind: str, actor_id: str, payload: dict[str, Any]) -> Job:
        """Queue a job and return it. `payload` must be JSON and hold no personal data (it is not shredded).

        Raises `Conflict` while `MOST_OPEN` of the same actor wait or run.
        """
        job_id = f"job_{secrets.token_hex(8)}"
        with self._open() as connection:
            made = connection.execute(
                "INSERT INTO job (id, kind, actor_id, payload, state, submitted) SELECT ?, ?, ?, ?, ?, ? WHERE "
                "(SELECT count(*) FROM job WHERE actor_id = ? AND state IN (?, ?)) < ?",
                (job_id, kind, actor_id, json.dumps(payload), State.QUEUED, clock.stamp(),
                 actor_id, State.QUEUED, State.RUNNING, MOST_OPEN),
            )  # fmt: skip
        if not made.rowcount:
            raise _too_many()
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Return the job as of now, or raise `NotFound`."""
        with self._open() as connection:
            row = connection.execute("SELECT * FROM job WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            raise NotFound(
                Say(
                    en=f"There is no job {job_id}. `ironriver jobs list` shows the jobs there are.",
                    es=f"No existe el trabajo {job_id}. `ironriver jobs list` muestra los que hay.",
                )
            )
        return _job(row)

    def list(
        self, actor_id: str | None = None, *, kinds: Sequence[str] = (), states: Sequence[State] = ()
    ) -> list[Job]:
        """Return jobs, newest first, of one actor or (None) of all; at most `LIST_LIMIT`, of open ones all.

        Of some kinds or in some states only, where these are named: they are not looked for among the newest of
        all, where they could be missing.
        """
        # Open ones are few (`MOST_OPEN`), and who asks for them acts on one that is missing: none is cut.
        limit = -1 if states and not any(state.is_final for state in states) else LIST_LIMIT
        asked = {"actor_id": () if actor_id is None else (actor_id,), "kind": kinds, "state": states}
        wanted = {column: values for column, values in asked.items() if values}
        where = " AND ".join(f"{column} IN ({', '.join('?' * len(some))})" for column, some in wanted.items())
        with self._open() as connection:
            rows = connection.execute(
                f"SELECT * FROM job WHERE {where or 'TRUE'} ORDER BY submitted DESC, id LIMIT ?",  # noqa: S608
                [*(value for some in wanted.values() for value in some), limit],
            ).fetchall()
        return [_job(row) for row in rows]

    def cancel(self, job_id: str) -> Job:
        """Ask for a stop. A queued job ends at once, a running one at its next check, an ended one stays."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET state = ?, ended = ?, cancel_asked = 1 WHERE id = ? AND state = ?",
                (State.CANCELLED, clock.stamp(), job_id, State.QUEUED),
            )
            connection.execute(
                "UPDATE job SET cancel_asked = 1 WHERE id = ? AND state = ?", (job_id, State.RUNNING)
            )
        return self.get(job_id)

    def claim(self, worker: str = "") -> Job | None:
        """Take the oldest queued job for `worker`, or return None. Safe across processes."""
        with self._open() as connection:
            row = connection.execute(
                "UPDATE job SET state = ?, worker = ?, started = ?, attempts = attempts + 1 WHERE id = "
                "(SELECT id FROM job WHERE state = ? ORDER BY submitted, id LIMIT 1) RETURNING *",
                (State.RUNNING, worker, clock.stamp(), State.QUEUED),
            ).fetchone()
        return None if row is None else _job(row)

    def record_progress(self, job_id: str, done: int, total: int, say: Say | None) -> None:
        """Store how far a running job is."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET done = ?, total = ?, say = ? WHERE id = ? AND state = ?",
                (done, total, _say_text(say), job_id, State.RUNNING),
            )

    def is_cancel_asked(self, job_id: str) -> bool:
        """True when somebody asked the job to stop."""
        with self._open() as connection:
            row = connection.execute("SELECT cancel_asked FROM job WHERE id = ?", (job_id,)).fetchone()
        return bool(row and row["cancel_asked"])

    def finish(self, job_id: str, state: State, *, result: dict[str, Any] | None, error: Say | None) -> None:
        """End a running job; one that is no longer running is left alone."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET state = ?, result = ?, error = ?, ended = ?, worker = '' "
                "WHERE id = ? AND state = ?",
                (
                    state,
                    None if result is None else json.dumps(result),
                    _say_text(error),
                    clock.stamp(),
                    job_id,
                    State.RUNNING,
                ),
            )

    def workers_of_running(self) -> set[str]:
        """Return the names of workers that hold running jobs."""
        with self._open() as connection:
            rows = connection.execute("SELECT DISTINCT worker FROM job WHERE state = ?", (State.RUNNING,))
            return {row["worker"] for row in rows}

    def requeue(self, worker: str) -> int:
        """Put the running jobs of a dead worker back into the queue; return how many. Asked-for stops are kept."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET state = ?, ended = ? WHERE state = ? AND worker = ? AND cancel_asked = 1",
                (State.CANCELLED, clock.stamp(), State.RUNNING, worker),
            )
            cursor = connection.execute(
                "UPDATE job SET state = ?, worker = '' WHERE state = ? AND worker = ?",
                (State.QUEUED, State.RUNNING, worker),
            )
            return cursor.rowcount

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for a statement or two. SQLite trouble comes out as `Unavailable`."""
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA synchronous = NORMAL")
                yield connection
        except sqlite3.Error as cause:
            raise _unusable(self.path, cause) from cause


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        kind=row["kind"],
        actor_id=row["actor_id"],
        payload=json.loads(row["payload"]),
        state=State(row["state"]),
        done=row["done"],
        total=row["total"],
        say=_say(row["say"]),
        result=None if row["result"] is None else json.loads(row["result"]),
        error=_say(row["error"]),
        cancel_asked=bool(row["cancel_asked"]),
        attempts=row["attempts"],
        submitted=row["submitted"],
        started=row["started"],
        ended=row["ended"],
    )


def _too_many() -> Conflict:
    return Conflict(
        Say(
            en=f"{MOST_OPEN} pieces of your background work wait already. Wait for some to end, or stop them.",
            es=f"Ya hay {MOST_OPEN} trabajos de fondo suyos en espera. Espere a que terminen algunos o deténgalos.",
        )
    )


def _unusable(path: Path, cause: sqlite3.Error) -> Unavailable:
    return Unavailable(
        Say(
            en="The list of background work cannot be read or written now. Try again; if it stays, an "
            "administrator must look at the disk.",
            es="La lista de trabajos de fondo no se puede leer ni escribir ahora. Intente de nuevo; si sigue, un "
            "administrador debe revisar el disco.",
        ),
        detail=f"{path}: {cause}",
    )


def _say_text(say: Say | None) -> str | None:
    return None if say is None else json.dumps([say.en, say.es], ensure_ascii=False)


def _say(text: str | None) -> Say | None:
    if text is None:
        return None
    english, spanish = json.loads(text)
    return Say(en=english, es=spanish)
