"""API tokens for `/api/v1`: shown once, stored hashed, limited to some actions, ending on a date."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ironriver import clock
from ironriver.access.figures import SECRET_BYTES, TOKEN_LIFE, TOKEN_LONGEST
from ironriver.access.policy import PRIVILEGED, Action
from ironriver.access.store import Store
from ironriver.errors import Invalid, Say

_TABLES = """
CREATE TABLE IF NOT EXISTS tokens (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, actions TEXT NOT NULL,
  created TEXT NOT NULL, expires TEXT NOT NULL, revoked TEXT, used TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS tokens_account ON tokens (account);
"""
_PREFIX = "irt"
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token, without its secret."""

    id: str
    account: str
    name: str
    actions: frozenset[Action]
    created: datetime
    expires: datetime
    revoked: datetime | None = None
    used: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Return whether it may be used at `now`."""
        return self.revoked is None and now < self.expires


class Tokens:
    """The tokens of one deployment; they lie in the keys directory."""

    def __init__(self, keys_dir: Path) -> None:
        self._store = Store(keys_dir / "tokens.sqlite", _TABLES)

    def make(
        self, account: str, *, name: str, actions: frozenset[Action], life: timedelta = TOKEN_LIFE
    ) -> tuple[str, Token]:
        """Make a token; return its text (shown once, kept nowhere) and the row.

        Privileged actions cannot be given to a token: they ask a person again.
        """
        _check(name, actions, life)
        token_id, secret, now = secrets.token_hex(8), secrets.token_urlsafe(SECRET_BYTES), clock.now()
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO tokens (id, secret, account, name, actions, created, expires) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    token_id,
                    _hashed(secret),
                    account,
                    name.strip(),
                    ",".join(sorted(actions)),
                    clock.stamp(now),
                    clock.stamp(now + life),
                ),
            )
        (made,) = [t for t in self.of_account(account) if t.id == token_id]
        return f"{_PREFIX}_{token_id}_{secret}", made

    def owner(self, text: str) -> Token | None:
        """Return the token whose public part stands in the text, right secret or not; `None` if there is none."""
        token_id, _ = _parts(text)
        rows = self._store.rows("SELECT * FROM tokens WHERE id = ?", (token_id,))
        return _token(rows[0]) if rows else None

    def find(self, text: str) -> Token | None:
        """Return the token whose secret the text holds, good or not any more; else `None`."""
        token_id, secret = _parts(text)
        rows = self._store.rows("SELECT * FROM tokens WHERE id = ?", (token_id,))
        if not rows or not hmac.compare_digest(rows[0]["secret"], _hashed(secret)):
            return None
        return _token(rows[0])

    def touch(self, token: Token) -> None:
        """Note that a token was used. Written at most once a minute."""
        now = clock.now()
        if token.used is None or now - token.used >= _TOUCH_EVERY:
            with self._store.transaction() as connection:
                connection.execute("UPDATE tokens SET used = ? WHERE id = ?", (clock.stamp(now), token.id))

    def of_account(self, account: str) -> list[Token]:
        """Return the tokens of an account that were not revoked, newest first."""
        rows = self._store.rows(
            "SELECT * FROM tokens WHERE account = ? AND revoked IS NULL ORDER BY created DESC LIMIT 1000",
            (account,),
        )
        return [_token(row) for row in rows]

    def revoke(self, account: str, token_id: str = "") -> int:
        """End one token of an account, or all of them. Returns how many ended."""
        with self._store.transaction() as connection:
            return connection.execute(
                "UPDATE tokens SET revoked = ? WHERE account = ? AND (? = '' OR id = ?) AND revoked IS NULL",
                (clock.stamp(), account, token_id, token_id),
            ).rowcount

    def close(self) -> None:
        """Close the file."""
        self._store.close()


def _check(name: str, actions: frozenset[Action], life: timedelta) -> None:
    fields = {}
    if not name.strip():
        fields["name"] = Say(en="Say what the token is for.", es="Diga para qué es la ficha.")
    if not actions or actions & PRIVILEGED:
        asked = ", ".join(sorted(actions & PRIVILEGED)) or "-"
        fields["actions"] = Say(
            en=f"At least one action, and none that asks a person again ({asked}).",
            es=f"Al menos una acción, y ninguna que pida confirmar a una persona ({asked}).",
        )
    if not timedelta() < life <= TOKEN_LONGEST:
        fields["life"] = Say(
            en=f"Between one day and {TOKEN_LONGEST.days} days.", es=f"Entre un día y {TOKEN_LONGEST.days} días."
        )
    if fields:
        raise Invalid(
            Say(en="The token was not made. See the fields.", es="No se creó la ficha. Vea los campos."),
            fields=fields,
        )


def _parts(text: str) -> tuple[str, str]:
    prefix, _, rest = text.partition("_")
    token_id, _, secret = rest.partition("_")
    return (token_id, secret) if prefix == _PREFIX else ("", "")


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: sqlite3.Row) -> Token:
    return Token(
        id=row["id"],
        account=row["account"],
        name=row["name"],
        actions=frozenset(Action(a) for a in row["actions"].split(",")),
        created=datetime.fromisoformat(row["created"]),
        expires=datetime.fromisoformat(row["expires"]),
        revoked=datetime.fromisoformat(row["revoked"]) if row["revoked"] else None,
        used=datetime.fromisoformat(row["used"]) if row["used"] else None,
    )
