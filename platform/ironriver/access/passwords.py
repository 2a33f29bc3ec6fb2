"""Passwords: rules with reasons (CJIS IA-5(1), ASVS 6.2) and argon2id hashes (RFC 9106).

No composition rules, no hints, no rotation: both standards have dropped them. Text is normalised (NFC) so that
the same keys give the same password on every keyboard, and never cut.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ironriver.access.figures import HASHES_AT_ONCE, PASSWORD_LONGEST, PASSWORD_SHORTEST
from ironriver.errors import Invalid, Say

_SHIPPED = Path(__file__).with_name("blocked_passwords.txt")

_at_once = threading.BoundedSemaphore(HASHES_AT_ONCE)


class Passwords:
    """Makes and checks hashes. The default cost is argon2-cffi's: RFC 9106's low-memory profile, 64 MiB."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Checked for logins that nobody has, so that they take as long as those that exist.
        self._nobody = self._hasher.hash("nobody has this password")

    def make_hash(self, password: str) -> str:
        """Return the argon2id hash with its salt (16 random bytes) and parameters."""
        with _at_once:
            return self._hasher.hash(_normal(password))

    def agrees(self, password: str, stored: str | None) -> bool:
        """Return whether the password is the one of the hash; the same work is done for `None`."""
        with _at_once:
            try:
                # Longer text than any password that could be set is hashed cut: it cannot be right anyway.
                right = self._hasher.verify(stored or self._nobody, _normal(password[: PASSWORD_LONGEST + 1]))
            except (VerificationError, InvalidHashError):
                return False
        return right and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Return whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


def check_password(password: str, *, about: Iterable[str] = (), extra_list: Path | None = None) -> None:
    """Raise `Invalid` with the reason if the password may not be used; return nothing if it may.

    `about` holds words that belong to the person (login, names, agency); `extra_list` is a refreshed block-list,
    one password a line, beside the shipped one.
    """
    text = _normal(password)
    if len(text) < PASSWORD_SHORTEST:
        raise _refused(
            Say(
                en=f"It has {len(text)} characters. Use at least {PASSWORD_SHORTEST}; 15 or more is better: four "
                "unrelated words do well.",
                es=f"Tiene {len(text)} caracteres. Use al menos {PASSWORD_SHORTEST}; 15 o más es mejor: cuatro "
                "palabras sin relación sirven bien.",
            )
        )
    if len(text) > PASSWORD_LONGEST:
        raise _refused(
            Say(
                en=f"It has more than {PASSWORD_LONGEST} characters. Use a shorter one.",
                es=f"Tiene más de {PASSWORD_LONGEST} caracteres. Use una más corta.",
            )
        )
    folded = text.casefold()
    if is_blocked(text, extra_list=extra_list):
        raise _refused(
            Say(
                en="It is on the list of passwords that attackers try first. Choose another.",
                es="Está en la lista de contraseñas que los atacantes prueban primero. Elija otra.",
            )
        )
    for word in about:
        if len(word) > 3 and folded.strip("0123456789!.-_ ") == word.casefold():
            raise _refused(
                Say(
                    en=f"It is little more than “{word}”, which others know of you. Choose another.",
                    es=f"Es poco más que «{word}», que otros saben de usted. Elija otra.",
                )
            )
    if len(set(folded)) < 4:
        raise _refused(
            Say(
                en="It repeats fewer than four different characters. Choose another.",
                es="Repite menos de cuatro caracteres distintos. Elija otra.",
            )
        )


def is_blocked(password: str, *, extra_list: Path | None = None) -> bool:
    """Return whether a password stands on the shipped block-list or on the refreshed one."""
    folded = _normal(password).casefold()
    if folded in _read_list(_SHIPPED, 0):
        return True
    if extra_list is None or not extra_list.exists():
        return False
    return folded in _read_list(extra_list, extra_list.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_list(path: Path, changed: int) -> frozenset[str]:
    # `changed` is here for the cache alone: a refreshed list is read anew.
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(_normal(line).casefold() for line in lines if line and not line.startswith("#"))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _refused(reason: Say) -> Invalid:
    return Invalid(
        Say(en="This password cannot be used.", es="Esta contraseña no se puede usar."), fields={"password": reason}
    )
