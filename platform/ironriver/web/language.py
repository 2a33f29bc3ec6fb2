"""Words of the screens, in English and Spanish, from `words/*.toml`. Both are written; neither is converted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ironriver.errors import Say

LANGUAGES = ("en", "es")
#: Babel locales: month-first United States, day-first Mexico.
LOCALES = {"en": "en_US", "es": "es_MX"}

_FOLDER = Path(__file__).with_name("words")


@cache
def words() -> Mapping[str, Say]:
    """Return every sentence by its dotted key. A key without both languages is a bug and stops the start."""
    found: dict[str, Say] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            for key, say in _flatten(tomllib.load(file), ""):
                if key in found:
                    raise RuntimeError(f"{path.name}: {key} is defined twice")
                found[key] = say
    return found


def _flatten(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, Say]]:
    if "en" in table or "es" in table:
        en, es = table.get("en"), table.get("es")
        if not isinstance(en, str) or not isinstance(es, str) or set(table) - {"en", "es"}:
            raise RuntimeError(f"words: {prefix} needs exactly en and es")
        yield prefix, Say(en=en, es=es)
        return
    for name, inner in table.items():
        if not isinstance(inner, Mapping):
            raise RuntimeError(f"words: {prefix}.{name} is not a table")  # noqa: TRY004 - one kind of failure here
        yield from _flatten(inner, f"{prefix}.{name}" if prefix else name)


def has_word(key: str) -> bool:
    """Return whether there is a sentence for the key."""
    return key in words()


def word(key: str, language: str, **values: object) -> str:
    """Return the sentence for a key with its `{named}` values filled in; an unknown key raises `KeyError`."""
    return words()[key].in_language(language).format(**values)


def choose_language(asked: str | None, accepted: str | None) -> str:
    """Return the language of a page: what the person chose, else what the browser asks for, else English."""
    if asked in LANGUAGES:
        return asked
    return "es" if (accepted or "").strip().lower().startswith("es") else "en"
