"""Did you mean: the entries of a reference table nearest to what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from ironriver.model.values import fold
from ironriver.model.values.cells import table

#: Likeness below this is no suggestion: a wrong one costs more than none.
_ALIKE = 0.72


@lru_cache
def makes() -> tuple[str, ...]:
    """Return the makers of the shipped list, by name."""
    return tuple(sorted(table("makes")["make"], key=str.casefold))


@lru_cache
def calibres() -> tuple[str, ...]:
    """Return the calibres of the shipped list."""
    return tuple(table("calibres")["calibre"])


@lru_cache
def types() -> tuple[str, ...]:
    """Return the words for types that are understood, each once."""
    return tuple(sorted({word for words in table("firearm_types")["word"].values() for word in words}))


def reference_lists() -> dict[str, tuple[str, ...]]:
    """Return what may be chosen for maker, calibre and type."""
    return {"maker": makes(), "calibre": calibres(), "type": types()}


def nearest(text: str, known: Iterable[str]) -> str:
    """Return the entry most like the text, or nothing if none is alike. Spelling variants count for their entry."""
    folded = {fold(one): one for one in known}
    found = get_close_matches(fold(text), folded, n=1, cutoff=_ALIKE)
    return folded[found[0]] if found else ""


def nearest_make(text: str) -> str:
    """Return the maker that a text most likely means, or nothing."""
    return nearest(text, makes()) or _by_spelling(text, "makes", "make")


def nearest_calibre(text: str) -> str:
    """Return the calibre that a text most likely means, or nothing."""
    return nearest(text, calibres()) or _by_spelling(text, "calibres", "calibre")


def nearest_type(text: str) -> str:
    """Return the word for a type that a text most likely means, or nothing."""
    return nearest(text, types())


def _by_spelling(text: str, name: str, part: str) -> str:
    by_word: dict[str, str] = {word: entry for entry, words in table(name)[part].items() for word in words}
    return by_word.get(nearest(text, by_word), "")
