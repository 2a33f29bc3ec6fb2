"""Words of the data as people read them: records are kept in capitals as the source wrote them, pages are not.

Nothing is lost: the cell as written stands beside each fact and in the ledger. A word that is a code (figures in
it, a state, `LLC`) stays as it is; text that is not all capitals was written by somebody with care and stays too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ironriver.errors import Say
from ironriver.model.values import firearm_type_title, read_calibre, read_firearm_type, read_make

#: Words that are said letter by letter.
_LETTERS = frozenset(
    (
        *("LLC", "LLP", "LP", "FFL", "USA", "US", "PMF", "II", "III", "IV", "FN", "CZ", "AK", "AR"),
        *("SA", "CV", "DBA", "PO", "NE", "NW", "SE", "SW"),
    )
)
#: Words that stay small inside a name.
_SMALL = frozenset({"AND", "OF", "THE", "DE", "DEL", "LA", "LAS", "LOS", "Y"})
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
#: A part between commas that is a code: AZ, SON, MX, AZ 85705.
_CODE = re.compile(r"[A-Z]{2,3}(?: \d{5}(?:-\d{4})?)?")

#: Fact of a page → how its value is read. All others stay as they are.
_PLAIN = frozenset(
    {"model", "dealer", "purchaser", "possessor", "name", "business_name", "street", "city", "county"}
    | {"description", "given", "paternal", "maternal", "importer", "premises", "mailing_street", "mailing_city"}
)
_PLACES = frozenset({"place"})


def calm(text: str, *, codes: bool = False) -> str:
    """Return text in capitals as a reader writes it: `PALO FIERRO ARMS LLC` as `Palo Fierro Arms LLC`.

    With `codes`, a part of two or three letters between commas stays: `NOGALES, SON, MX` is `Nogales, SON, MX`.
    """
    if text != text.upper() or text == text.lower():
        return text
    parts = text.split(",")
    return ",".join(
        part if codes and at and _CODE.fullmatch(part.strip()) else _calm_part(part)
        for at, part in enumerate(parts)
    )


def _calm_part(part: str) -> str:
    words = part.split(" ")
    first = next((at for at, one in enumerate(words) if one), 0)
    return " ".join(_word(one, is_first=at == first) for at, one in enumerate(words))


def _word(word: str, *, is_first: bool) -> str:
    bare = word.strip(".,;:()")
    if any(char.isdigit() for char in word) or bare in _LETTERS:
        return word
    if bare in _SMALL and not is_first:
        return word.lower()
    return _WORD.sub(lambda found: _capital(found.group()), word)


def _capital(run: str) -> str:
    if run.startswith("MC") and len(run) > 4:
        return "Mc" + run[2:].capitalize()
    return re.sub(r"(?<=^O['\u2019])\w", lambda found: found.group().upper(), run.capitalize())


def make(text: str) -> str:
    """Return a maker: the name that the table of makers gives, else the text read calmly."""
    return calm(read_make(text).text)


def quoted(text: str) -> str:
    """Return a word of a record whose column is not known here: a maker, a model, a calibre."""
    return make(text) if read_make(text).code else read_calibre(text).code or calm(text)


def calibre(text: str) -> str:
    """Return a calibre: the shipped name, else the text as it is; calibres are codes."""
    return read_calibre(text).text


def firearm_type(text: str, language: str) -> str:
    """Return a type of firearm in words, else the text read calmly."""
    title: Say | None = firearm_type_title(read_firearm_type(text).code)
    return title.in_language(language) if title else calm(text)


def firearm(properties: Mapping[str, Any]) -> str:
    """Return what a firearm is: `Harrow & Pike Mfg. HP-9 Compact, 9mm Luger`."""
    named = [make(_of(properties, "maker")), calm(_of(properties, "model"))]
    parts = [" ".join(part for part in named if part), calibre(_of(properties, "calibre"))]
    return ", ".join(part for part in parts if part)


def value(key: str, text: str, language: str) -> str:
    """Return the value of a fact as read; keys that name no words of the data give the text itself."""
    if key in ("serial", "serial_reading"):
        return serial(text)
    if key == "maker":
        return make(text)
    if key == "calibre":
        return calibre(text)
    if key == "type":
        return firearm_type(text, language)
    if key in _PLACES:
        return calm(text, codes=True)
    return calm(text) if key in _PLAIN else text


#: Kinds whose label is read sign by sign.
_SIGNS = frozenset(
    {"Firearm", "Phone", "Vehicle", "MultipleSale", "TraceRequest", "BallisticEvent", "Theft", "Document"}
)


def label(kind: str, text: str) -> str:
    """Return the name of a thing; serials, plates and numbers stay sign by sign."""
    if kind == "Firearm":
        return serial(text)
    if kind == "Organisation":
        return make(text)
    return text if kind in _SIGNS else calm(text)


def serial(text: str) -> str:
    """Return a serial with `?` for each sign that could not be read, however the source marked it."""
    return text.replace("_", "?")


def second(kind: str, text: str, properties: Mapping[str, Any]) -> str:
    """Return the second line of a thing, its dates left to the caller."""
    return firearm(properties) if kind == "Firearm" and properties else calm(text, codes=True)


def _of(properties: Mapping[str, Any], name: str) -> str:
    return str(properties.get(name) or "")
