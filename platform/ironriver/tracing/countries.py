"""Names of countries in Spanish beside those that the value type reads, since officers of Mexico write them so."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from ironriver.model.values import fold, read_country
from ironriver.tracing.nearest import nearest


def country_code(text: str) -> str:
    """Return the ISO code of a country named in English or Spanish, or by its code; empty if none. Never raises."""
    return read_country(text) or _spanish().get(fold(text), "")


def nearest_country(text: str) -> str:
    """Return the country's name that a text most likely means, in the language it was begun in, or nothing."""
    return nearest(text, _names())


@lru_cache
def _spanish() -> dict[str, str]:
    found = {fold(name): code for code, name in Locale("es").territories.items() if len(code) == 2 and code != "ZZ"}
    return found | {fold("EE. UU."): "US", fold("EUA"): "US", fold("Estados Unidos de América"): "US"}


@lru_cache
def _names() -> tuple[str, ...]:
    both = [Locale(language).territories for language in ("en", "es")]
    return tuple(sorted({name for names in both for code, name in names.items() if len(code) == 2}))
