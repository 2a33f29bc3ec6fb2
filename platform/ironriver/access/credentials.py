"""What proves who somebody is: password hashes, sealed second factors, one-time codes, failures, locks.

Lies in the keys directory, apart from the data. Attempts are reserved before they are checked, so that many
guesses at the same moment cannot get past the lock (ASVS 15.4.2).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ironriver import clock
from ironriver.access.figures import FAILURE_WINDOW, FAILURES_BEFORE_LOCK, ONE_TIME_CODE_LIFE
from ironriver.access.passwords import Passwords
from ironriver.access.second_factor import Sealer, code_hash, matching_step, new_codes
from ironriver.access.store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS credentials (
  account TEXT PRIMARY KEY, password TEXT, password_set TEXT,
  factor BLOB, factor_confirmed TEXT, last_step INTEGER NOT NULL DEFAULT 0,
  code TEXT, code_until TEXT, locked TEXT, signed_in TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS new_factors (account TEXT PRIMARY KEY, factor BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS recovery (account TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (account, code)) STRICT;
CREATE TABLE IF NOT EXISTS attempts (id INTEGER PRIMARY KEY, account TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_account ON attempts (account, at);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a person gave: a password, and a code of the second factor or a recovery code."""

    password: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What is stored for an account, without the secrets. Times are `None` where a thing was never set."""

    account: str
    password_set: datetime | None
    factor_confirmed: datetime | None
    locked: datetime | None
    signed_in: datetime | None


class Credentials:
    """The credentials file of one deployment."""

    def __init__(self, keys_dir: Path, master_key: bytes, passwords: Passwords | None = None) -> None:
        self._store = Store(keys_dir / "credentials.sqlite", _TABLES)
        self._sealer = Sealer(master_key)
        self._passwords = passwords or Passwords()

    def find(self, account: str) -> Credential | None:
        """Return what is known of an account's credentials, or `None`."""
        row = self._row(account)
        if row is None:
            return None
        return Credential(
            account=account,
            password_set=_instant(row["password_set"]),
            factor_confirmed=_instant(row["factor_confirmed"]),
            locked=_instant(row["locked"]),
            signed_in=_instant(row["signed_in"]),
        )

    def set_password(self, account: str, password: str) -> None:
        """Store the hash of a password that was checked with `passwords.check_password`."""
        self.set_published_password([account], password)

    def set_published_password(self, accounts: Sequence[str], password: str) -> None:
        """Store one hash for all these accounts: only for a password that everybody may know to be the same."""
        if not accounts:
            return
        made, now = self._passwords.make_hash(password), clock.stamp()
        with self._store.transaction() as connection:
            connection.executemany(
                "INSERT INTO credentials (account, password, password_set) VALUES (?, ?, ?) ON CONFLICT (account) "
                "DO UPDATE SET password = excluded.password, password_set = excluded.password_set",
                [(account, made, now) for account in accounts],
            )

    # -- the second factor

    def set_factor(self, account: str, secret: str) -> None:
        """Store a second factor that does not count until `confirm_factor`; an earlier one counts until then."""
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO new_factors (account, factor) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET "
                "factor = excluded.factor",
                (account, self._sealer.seal(secret, account)),
            )

    def confirm_factor(self, account: str, code: str) -> list[str] | None:
        """Confirm the stored factor with its first code; return the recovery codes, or `None` if it is wrong."""
        with self._store.transaction() as connection:
            row = connection.execute("SELECT factor FROM new_factors WHERE account = ?", (account,)).fetchone()
            if row is None:
                return None
            step = matching_step(self._sealer.open(row["factor"], account), code, after=0)
            if step is None:
                return None
            codes = new_codes()
            connection.execute(
                "INSERT INTO credentials (account, factor, factor_confirmed, last_step) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account) DO UPDATE SET factor = excluded.factor, "
                "factor_confirmed = excluded.factor_confirmed, last_step = excluded.last_step",
                (account, row["factor"], clock.stamp(), step),
            )
            connection.execute("DELETE FROM new_factors WHERE account = ?", (account,))
            connection.execute("DELETE FROM recovery WHERE account = ?", (account,))
            connection.executemany(
                "INSERT INTO recovery (account, code) VALUES (?, ?)", [(account, code_hash(c)) for c in codes]
            )
        return codes

    def drop_factor(self, account: str) -> None:
        """Void the second factor and its recovery codes, because they were lost."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE credentials SET factor = NULL, factor_confirmed = NULL, last_step = 0 WHERE account = ?",
                (account,),
            )
            connection.execute("DELETE FROM new_factors WHERE account = ?", (account,))
            connection.execute("DELETE FROM recovery WHERE account = ?", (account,))

    # -- one-time codes for a first sign-in, or after everything was lost

    def issue_code(self, account: str) -> str:
        """Return a new one-time code, good for `ONE_TIME_CODE_LIFE`; an older one is void. Stored hashed."""
        (code,) = new_codes(1)
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO credentials (account, code, code_until) VALUES (?, ?, ?) ON CONFLICT (account) "
                "DO UPDATE SET code = excluded.code, code_until = excluded.code_until",
                (account, code_hash(code), clock.stamp(clock.now() + ONE_TIME_CODE_LIFE)),
            )
        return code

    def code_agrees(self, account: str, code: str) -> bool:
        """Return whether this is the account's one-time code and still good. Does not use it up."""
        row = self._row(account)
        if row is None or row["code"] is None or row["code"] != code_hash(code):
            return False
        return clock.now() < datetime.fromisoformat(row["code_until"])

    def use_code(self, account: str) -> None:
        """Void the one-time code."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE credentials SET code = NULL, code_until = NULL WHERE account = ?", (account,)
            )

    # -- attempts

    def reserve_attempt(self, account: str) -> int | None:
        """Note an attempt before it is checked; return its number, or `None` when no more guess is allowed.

        `account` may also stand for a login that nobody has: the same is done for it.
        """
        with self._store.transaction() as connection:
            row = connection.execute("SELECT locked FROM credentials WHERE account = ?", (account,)).fetchone()
            if row is not None and row["locked"]:
                return None
            if _failures(connection, account) >= FAILURES_BEFORE_LOCK:
                return None
            connection.execute("DELETE FROM attempts WHERE at <= ?", (clock.stamp(clock.now() - FAILURE_WINDOW),))
            return connection.execute(
                "INSERT INTO attempts (account, at) VALUES (?, ?)", (account, clock.stamp())
            ).lastrowid

    def attempt_failed(self, account: str) -> bool:
        """Lock the account if this failure is one too many within the window; return whether it locked now."""
        with self._store.transaction() as connection:
            if _failures(connection, account) < FAILURES_BEFORE_LOCK:
                return False
            return (
                connection.execute(
                    "INSERT INTO credentials (account, locked) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET "
                    "locked = excluded.locked WHERE credentials.locked IS NULL",
                    (account, clock.stamp()),
                ).rowcount
                == 1
            )

    def attempt_succeeded(self, account: str) -> None:
        """Forget earlier failures (only consecutive ones count) and note when the person last came in."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM attempts WHERE account = ?", (account,))
            connection.execute("UPDATE credentials SET signed_in = ? WHERE account = ?", (clock.stamp(), account))

    def forget_attempts(self, account: str) -> None:
        """Forget failures after a right one-time code, which is no sign-in yet."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM attempts WHERE account = ?", (account,))

    def release(self, account: str) -> None:
        """Take the lock away, and the failures that led to it. Only an administrator's act leads here."""
        with self._store.transaction() as connection:
            connection.execute("UPDATE credentials SET locked = NULL WHERE account = ?", (account,))
            connection.execute("DELETE FROM attempts WHERE account = ?", (account,))

    def lock(self, account: str) -> None:
        """Lock at once, without failures."""
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO credentials (account, locked) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET "
                "locked = coalesce(credentials.locked, excluded.locked)",
                (account, clock.stamp()),
            )

    def agrees(self, account: str | None, proof: Proof, *, factor_needed: bool) -> bool:
        """Return whether the proof is right. `None` (nobody) takes as long as a wrong password.

        The code is asked for when the deployment needs one or the person has set one up; a used code is used up
        only if the password was right.
        """
        row = self._row(account) if account else None
        stored = row["password"] if row is not None else None
        if not self._passwords.agrees(proof.password, stored) or account is None or row is None:
            return False
        if stored and self._passwords.is_outdated(stored):
            self.set_password(account, proof.password)
        if row["factor_confirmed"] is None:
            return not factor_needed
        with self._store.transaction() as connection:
            return self._use_code(connection, account, proof.code) or _use_recovery(connection, account, proof.code)

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def _row(self, account: str) -> sqlite3.Row | None:
        rows = self._store.rows("SELECT * FROM credentials WHERE account = ?", (account,))
        return rows[0] if rows else None

    def _use_code(self, connection: sqlite3.Connection, account: str, code: str) -> bool:
        row = connection.execute(
            "SELECT factor, last_step FROM credentials WHERE account = ?", (account,)
        ).fetchone()
        if row is None or row["factor"] is None:
            return False
        step = matching_step(self._sealer.open(row["factor"], account), code, after=row["last_step"])
        if step is None:
            return False
        connection.execute("UPDATE credentials SET last_step = ? WHERE account = ?", (step, account))
        return True


def _use_recovery(connection: sqlite3.Connection, account: str, code: str) -> bool:
    return (
        connection.execute(
            "DELETE FROM recovery WHERE account = ? AND code = ?", (account, code_hash(code))
        ).rowcount
        == 1
    )


def _failures(connection: sqlite3.Connection, account: str) -> int:
    since = clock.stamp(clock.now() - FAILURE_WINDOW)
    row = connection.execute(
        "SELECT count(*) AS n FROM attempts WHERE account = ? AND at > ?", (account, since)
    ).fetchone()
    return int(row["n"])


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
