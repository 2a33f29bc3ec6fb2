"""Makes, calibres and types of firearm: the source's words kept, a shipped name beside them where one is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ironriver.errors import Say
from ironriver.model.values.cells import fold, is_absent, table, tidy


class CodedFlag(StrEnum):
    """A doubt about a word that should stand in a table."""

    ABSENT = "absent"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One word as read. `code` is the shipped name, empty for a word that no table knows: it passes through."""

    raw: str
    code: str = ""
    candidates: tuple[str, ...] = ()
    flags: frozenset[CodedFlag] = frozenset()

    @property
    def text(self) -> str:
        """The shipped name, else the tidied text of the source."""
        return self.code or tidy(self.raw)


#: A file says the same few words in many rows.
_remembered = lru_cache(maxsize=4096)


@_remembered
def read_make(text: str | None) -> Coded:
    """Read a maker, e.g. `S & W` as SMITH & WESSON. Never raises."""
    return _read(text, _makes())


@_remembered
def read_calibre(text: str | None) -> Coded:
    """Read a calibre, e.g. `9 PARA` as 9mm Luger. 5.56 and .223 stay apart. Never raises."""
    return _read(text, _calibres())


@_remembered
def read_firearm_type(text: str | None) -> Coded:
    """Read a type: an NCIC code (`PI`, `R`) or a word in English or Spanish; the code is NCIC's. Never raises."""
    return _read(text, _types())


def firearm_type_title(code: str) -> Say | None:
    """Return the words for a type code: the known pair, else what its first character says, else None."""
    row = table("firearm_types")["code"].get(code) or table("firearm_types")["first"].get(code[:1])
    return Say(*row) if row else None


def _key(text: str) -> str:
    """Return the folded text without blanks; `&` counts as a letter would, so that S&W is not SW by accident."""
    return fold(text.replace("&", " AND ")).replace(" ", "")


def _read(text: str | None, known: Mapping[str, tuple[str, ...]]) -> Coded:
    raw = text or ""
    if is_absent(text):
        return Coded(raw=raw, flags=frozenset({CodedFlag.ABSENT}))
    found = known.get(_key(raw), ())
    if not found:
        return Coded(raw=raw, flags=frozenset({CodedFlag.UNKNOWN}))
    if len(found) > 1:
        return Coded(raw=raw, candidates=found, flags=frozenset({CodedFlag.AMBIGUOUS}))
    return Coded(raw=raw, code=found[0])


def _by_key(spellings: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in spellings:
        for key in sorted({_key(word) for word in (name, *words)}):
            if name not in found.get(key, ()):
                found[key] = (*found.get(key, ()), name)
    return found


@lru_cache
def _makes() -> dict[str, tuple[str, ...]]:
    return _by_key(table("makes")["make"].items())


@lru_cache
def _calibres() -> dict[str, tuple[str, ...]]:
    return _by_key(table("calibres")["calibre"].items())


@lru_cache
def _types() -> dict[str, tuple[str, ...]]:
    tables = table("firearm_types")
    codes: list[tuple[str, list[str]]] = [(code, []) for code in (*tables["first"], *tables["code"])]
    return _by_key([*codes, *tables["word"].items()])
