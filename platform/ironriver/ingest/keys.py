"""When two rows speak of the same thing: rules for strong keys.

A rule gets a node's key columns and its properties as read and returns (key, part). An empty key means: nothing
strong here, the row itself is the basis, and `part` tells this node from others of the row. A name is never a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ironriver.model.values import fold, read_ffl_number


@dataclass(frozen=True, slots=True)
class KeyCells:
    """The key columns of one node, in the mapping's order, as written."""

    cells: tuple[str, ...]

    def folded(self, index: int) -> str:
        """Return one cell folded for comparison; empty when the mapping has no such column."""
        return fold(self.cells[index]) if index < len(self.cells) else ""

    def joined(self) -> str:
        """Return all cells folded and joined."""
        return "|".join(fold(cell) for cell in self.cells)


Properties = Mapping[str, Any]
Rule = Callable[[KeyCells, Properties], tuple[str, str]]


def _number(kind: str) -> Rule:
    def rule(cells: KeyCells, _: Properties) -> tuple[str, str]:
        value = cells.folded(0)
        return (f"{kind}:{value}" if value else "", "")

    return rule


def _item(cells: KeyCells, _: Properties) -> tuple[str, str]:
    return f"item:{cells.joined()}", ""


def _agency(cells: KeyCells, _: Properties) -> tuple[str, str]:
    ori, name = cells.folded(0), cells.folded(1)
    return (f"ori:{ori}" if ori else f"name:{name}"), ""


def _firearm(cells: KeyCells, properties: Properties) -> tuple[str, str]:
    """Usable frame serial + maker + type. Without a type there is no key; `resolve` may still find the one gun."""
    maker, type_ = maker_of(properties), type_of(properties)
    if properties.get("serial_usable") and maker and type_:
        return f"firearm:{properties['canonical']}|{maker}|{type_}", ""
    return "", cells.joined()


def maker_of(properties: Properties) -> str:
    """Return the maker as keys compare it: the table's code, else the folded wording."""
    return str(properties.get("maker_code") or fold(str(properties.get("maker") or "")))


def type_of(properties: Properties) -> str:
    """Return the type as keys compare it."""
    return str(properties.get("type_code") or fold(str(properties.get("type") or "")))


def _organisation(role: str) -> Rule:
    def rule(_: KeyCells, properties: Properties) -> tuple[str, str]:
        return f"{role}:{properties.get('code') or fold(str(properties.get('name') or ''))}", ""

    return rule


def _place(kind: str) -> Rule:
    def rule(cells: KeyCells, properties: Properties) -> tuple[str, str]:
        # Resolved names where the gazetteer knew the place, else the wording; the street always as written.
        street = cells.folded(0) if kind == "address" else ""
        parts = (properties.get("country"), properties.get("state"), properties.get("county"))
        names = "|".join(fold(str(part or "")) for part in (*parts, properties.get("city")))
        return f"{kind}:{names}|{street}|{properties.get('zip') or ''}", ""

    return rule


def _person(cells: KeyCells, properties: Properties) -> tuple[str, str]:
    number = cells.folded(2)
    if number:
        return f"id_number:{number.replace(' ', '')}", ""
    return "", f"{properties.get('folded') or cells.folded(0)}|{properties.get('dob') or cells.folded(1)}"


def _plate(cells: KeyCells, properties: Properties) -> tuple[str, str]:
    canonical = str(properties.get("canonical") or "")
    return (f"plate:{canonical}" if canonical else ""), cells.joined()


def _phone(_: KeyCells, properties: Properties) -> tuple[str, str]:
    digits = str(properties.get("digits") or "")
    return (f"phone:{digits}" if len(digits) >= 7 else ""), "phone"


def _dealer(cells: KeyCells, properties: Properties) -> tuple[str, str]:
    key = str(properties.get("key") or "")
    return (f"licence:{key}" if key else ""), cells.joined()


def _volume(cells: KeyCells, properties: Properties) -> tuple[str, str]:
    """What was stated on one day of one dealer, year and group: a later statement stands beside it, newer."""
    licence = read_ffl_number(cells.cells[0]).key or cells.folded(0)
    told = (licence, properties.get("year"), properties.get("type_group"), properties.get("stated"))
    return f"volume:{'|'.join(str(one or '') for one in told)}", ""


def _completed(_: KeyCells, properties: Properties) -> tuple[str, str]:
    """A result is known by its trace and the day it was completed."""
    return "", str(properties.get("completed") or "")


def _sale(cells: KeyCells, properties: Properties) -> tuple[str, str]:
    """A purchase is known by its gun, dealer and day; `resolve` completes this once gun and dealer have ids."""
    day = properties.get("date") if properties.get("date_precision") == "day" else ""
    return "", str(day or f"?{cells.joined()}")


KEY_RULES: dict[str, Rule] = {
    "trace": _number("trace"),
    "report": _number("report"),
    "item": _item,
    "agency": _agency,
    "firearm": _firearm,
    "maker": _organisation("maker"),
    "importer": _organisation("importer"),
    "distributor": _organisation("distributor"),
    "address": _place("address"),
    "city": _place("city"),
    "state": _place("state"),
    "us_address": _place("address"),
    "us_city": _place("city"),
    "person": _person,
    "plate": _plate,
    "phone": _phone,
    "dealer": _dealer,
    "volume": _volume,
    "sale": _sale,
    "traced_firearm": _number("trace"),
    "completed": _completed,
}
#: Rules whose keys become `Key` nodes: things that may also be reached by another key.
KEYED_RULES = frozenset({"trace", "firearm", "person", "plate", "phone", "dealer"})


def conflicts(known: Properties, claimed: Properties) -> bool:
    """Whether two descriptions of one serial, maker and type cannot be of one gun: calibre or model contradict.

    Unknown never contradicts. Models are compared as written words of which one may contain the other (`19`,
    `GLOCK 19`), because nobody writes them alike.
    """
    return _differ(known, claimed, "calibre_code") or _models_differ(
        str(known.get("model") or ""), str(claimed.get("model") or "")
    )


def _differ(known: Properties, claimed: Properties, name: str) -> bool:
    return bool(known.get(name)) and bool(claimed.get(name)) and known[name] != claimed[name]


def _models_differ(first: str, second: str) -> bool:
    one, other = (fold(text).replace(" ", "") for text in (first, second))
    return bool(one and other) and one not in other and other not in one
