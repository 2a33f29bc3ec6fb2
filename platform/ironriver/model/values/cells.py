"""What a cell says before anyone reads it as something: absent, tidy, folded."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from typing import Any

from ironriver.model.kinds import TABLES

#: Whole-cell texts that mean "nothing here". A surname Null inside a longer cell stays a surname.
_ABSENT = frozenset({"", "NULL", "(NULL)", "NONE", "N/A", "#N/A", "NA", "NAN", "NIL", "-", "--", ".", "S/D", "N/D"})


def tidy(text: str) -> str:
    """Return the text NFKC-normalised with runs of white space as one blank and none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", text.replace("\x00", " ")).split())


def is_absent(text: str | None) -> bool:
    """Whether the cell holds nothing or one of the words that databases write for nothing."""
    return text is None or tidy(text).upper() in _ABSENT


def fold(text: str) -> str:
    """Return upper case without diacritics or signs, single blanks: for comparing beside, never instead of, the
    text. Ñ becomes N.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(_folded(char) for char in plain if not unicodedata.combining(char))
    return " ".join(kept.upper().split())


def _folded(char: str) -> str:
    if char in "'’`ʼ":
        return ""
    return char if char.isalnum() else " "


@lru_cache
def table(name: str) -> dict[str, Any]:
    """Return one of the shipped tables (`model/tables/<name>.toml`)."""
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
