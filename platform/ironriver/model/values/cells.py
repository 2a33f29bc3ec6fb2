"""What a cell says before anyone reads it as something: absent, tidy, folded."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from typing import Any

from ironriver.model.kinds import TABLES

#: Whole-cell texts that mean "nothing here". A surname Null inside a longer cell stays a surname.
_ABSENT = frozenset({"", "NULL", "(NULL)", "NONE", "N/A", "#N/A", "NA", "NAN", "NIL", "-", "--", ".", "S/D", "N/D"})


#: Files repeat themselves: makers, towns and dates come back on line after line. Long cells are not remembered.
_REMEMBERED, _SHORT = 32_768, 64
_APOSTROPHES = "'’`ʼ"
#: Of ASCII, what `fold` makes of it, without a look at each character.
_FOLDED_ASCII = {
    number: char.upper() if (char := chr(number)).isalnum() else None if char in _APOSTROPHES else " "
    for number in range(128)
}


def tidy(text: str) -> str:
    """Return the text NFKC-normalised with runs of white space as one blank and none at the ends."""
    return _tidied(text) if len(text) <= _SHORT else _tidied.__wrapped__(text)


@lru_cache(_REMEMBERED)
def _tidied(text: str) -> str:
    plain = text.replace("\x00", " ")
    return " ".join((plain if plain.isascii() else unicodedata.normalize("NFKC", plain)).split())


def is_absent(text: str | None) -> bool:
    """Whether the cell holds nothing or one of the words that databases write for nothing."""
    return text is None or tidy(text).upper() in _ABSENT


def fold(text: str) -> str:
    """Return upper case without diacritics or signs, single blanks: for comparing beside, never instead of, the
    text. Ñ becomes N.
    """
    return _folded_text(text) if len(text) <= _SHORT else _folded_text.__wrapped__(text)


@lru_cache(_REMEMBERED)
def _folded_text(text: str) -> str:
    if text.isascii():
        return " ".join(text.translate(_FOLDED_ASCII).split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(_folded(char) for char in plain if not unicodedata.combining(char))
    return " ".join(kept.upper().split())


def _folded(char: str) -> str:
    if char in _APOSTROPHES:
        return ""
    return char if char.isalnum() else " "


@lru_cache
def table(name: str) -> dict[str, Any]:
    """Return one of the shipped tables (`model/tables/<name>.toml`)."""
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
