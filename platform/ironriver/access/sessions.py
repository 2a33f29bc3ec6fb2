"""Who is signed in: revocable sessions in SQLite, known only by the hash of an opaque secret.

A session ends by sign-out, by being idle, by age, by revocation, by a change of its owner's rights, and by a
restart of the product (it carries the supervisor's boot id; CJIS IA-5: not kept across restart). The file may be
lost: then everybody signs in again.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from ironriver import clock
from ironriver.access.figures import (
    CLOCK_STEP,
    IDLE_END,
    IDLE_LOCK,
    PRIVILEGED_WITHIN,
    SECRET_BYTES,
    SESSION_END,
    TOUCH_EVERY,
)
from ironriver.access.store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS sessions (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, account TEXT NOT NULL, kind TEXT NOT NULL,
  rights TEXT NOT NULL, boot TEXT NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL,
  issued TEXT NOT NULL, seen TEXT NOT NULL, proved TEXT NOT NULL,
  case_id TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL DEFAULT '',
  revoked TEXT, why TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS sessions_account ON sessions (account);
"""


class SessionKind(StrEnum):
    """Where a session is used. A command line outlives the product's restarts; a browser session does not."""

    WEB = "web"
    CLI = "cli"


class Standing(StrEnum):
    """What a session is good for at this instant."""

    LIVE = "live"
    LOCKED = "locked"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One row, without its secret."""

    id: str
    account: str
    kind: SessionKind
    #: Digest of the owner's rights when he signed in; another digest now ends the session.
    rights: str
    boot: str
    address: str
    agent: str
    issued: datetime
    #: When a person last acted; polling does not count.
    seen: datetime
    #: When password (and code) were last given.
    proved: datetime
    case: str = ""
    purpose: str = ""
    revoked: datetime | None = None
    why: str = ""

    def standing(self, now: datetime, boot: str) -> Standing:
        """Return what the session is good for at `now` under the boot id `boot`."""
        idle = now - self.seen
        over = (
            self.revoked is not None
            or now - self.issued >= SESSION_END
            or self.issued - now > CLOCK_STEP
            or idle >= IDLE_END
            or (self.kind is SessionKind.WEB and self.boot != boot)
        )
        if over:
            return Standing.ENDED
        if self.kind is SessionKind.WEB and idle >= IDLE_LOCK:
            return Standing.LOCKED
        return Standing.LIVE

    def is_fresh(self, now: datetime) -> bool:
        """Return whether password (and code) were given recently enough for a privileged function."""
        return now - self.proved < PRIVILEGED_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What is known when a session begins."""

    account: str
    kind: SessionKind
    rights: str
    address: str = ""
    agent: str = ""


class Sessions:
    """The session table of one deployment."""

    def __init__(self, data_dir: Path, boot: str) -> None:
        self._store = Store(data_dir / "sessions.sqlite", _TABLES)
        self.boot = boot

    def begin(self, new: NewSession, *, replacing: str = "") -> tuple[str, Session]:
        """Start a session and return its secret (for the cookie; kept nowhere) and the row.

        `replacing` is the secret that the browser came with: it is over from now on (rotation at sign-in).
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        stamp = clock.stamp()
        row = (
            "ses_" + secrets.token_hex(8),
            _hashed(secret),
            new.account,
            new.kind.value,
            new.rights,
            self.boot,
            new.address,
            new.agent[:200],
            stamp,
            stamp,
            stamp,
        )
        with self._store.transaction() as connection:
            if replacing:
                _revoke(connection, "secret = ?", _hashed(replacing), "replaced")
            connection.execute(
                "INSERT INTO sessions (id, secret, account, kind, rights, boot, address, agent, issued, seen, "
                "proved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        found = self.find(secret)
        assert found is not None  # noqa: S101  # just written
        return secret, found

    def find(self, secret: str) -> Session | None:
        """Return the session of a secret, whatever its standing; `None` if there is none."""
        rows = self._store.rows("SELECT * FROM sessions WHERE secret = ?", (_hashed(secret),))
        return _session(rows[0]) if rows else None

    def standing(self, session: Session) -> Standing:
        """Return what the session is good for now."""
        return session.standing(clock.now(), self.boot)

    def touch(self, session: Session) -> None:
        """Note that a person acted. Written at most every `TOUCH_EVERY`."""
        if clock.now() - session.seen >= TOUCH_EVERY:
            with self._store.transaction() as connection:
                connection.execute("UPDATE sessions SET seen = ? WHERE id = ?", (clock.stamp(), session.id))

    def prove(self, session: Session) -> None:
        """Note that password (and code) were given again: the screen opens, privileged functions too.

        The twelve hours since sign-in go on running.
        """
        with self._store.transaction() as connection:
            stamp = clock.stamp()
            connection.execute(
                "UPDATE sessions SET seen = ?, proved = ? WHERE id = ? AND revoked IS NULL",
                (stamp, stamp, session.id),
            )

    def work_on(self, session: Session, *, case: str, purpose: str) -> None:
        """Note the case and purpose that this session works on from now."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE sessions SET case_id = ?, purpose = ? WHERE id = ?", (case, purpose, session.id)
            )

    def revoke(self, session_id: str, why: str) -> int:
        """End one session by its id. Returns how many ended (0 or 1)."""
        with self._store.transaction() as connection:
            return _revoke(connection, "id = ?", session_id, why)

    def revoke_account(self, account: str, why: str) -> int:
        """End every session of an account at once, in every process. Returns how many ended."""
        with self._store.transaction() as connection:
            return _revoke(connection, "account = ?", account, why)

    def of_account(self, account: str = "") -> list[Session]:
        """Return sessions that are not over, newest first; of one account, or of all."""
        rows = self._store.rows(
            "SELECT * FROM sessions WHERE revoked IS NULL AND (? = '' OR account = ?) "
            "ORDER BY issued DESC LIMIT 1000",
            (account, account),
        )
        return [s for s in map(_session, rows) if self.standing(s) is not Standing.ENDED]

    def last_before(self, session: Session) -> Session | None:
        """Return the owner's session before this one, so that he can see whether it was he."""
        rows = self._store.rows(
            "SELECT * FROM sessions WHERE account = ? AND kind = ? AND issued < ? ORDER BY issued DESC LIMIT 1",
            (session.account, session.kind.value, clock.stamp(session.issued)),
        )
        return _session(rows[0]) if rows else None

    def close(self) -> None:
        """Close the file."""
        self._store.close()


def _revoke(connection: sqlite3.Connection, where: str, value: str, why: str) -> int:
    return connection.execute(
        f"UPDATE sessions SET revoked = ?, why = ? WHERE revoked IS NULL AND {where}",  # noqa: S608  # constant text
        (clock.stamp(), why, value),
    ).rowcount


def _hashed(secret: str) -> str:
    # A plain hash suffices: the secret has 256 random bits, nothing can be guessed.
    return hashlib.sha256(secret.encode()).hexdigest()


def _session(row: sqlite3.Row) -> Session:
    return Session(
        id=row["id"],
        account=row["account"],
        kind=SessionKind(row["kind"]),
        rights=row["rights"],
        boot=row["boot"],
        address=row["address"],
        agent=row["agent"],
        issued=datetime.fromisoformat(row["issued"]),
        seen=datetime.fromisoformat(row["seen"]),
        proved=datetime.fromisoformat(row["proved"]),
        case=row["case_id"],
        purpose=row["purpose"],
        revoked=datetime.fromisoformat(row["revoked"]) if row["revoked"] else None,
        why=row["why"] or "",
    )
