"""What exists: kinds and links, read from the tables beside this file.

The tables are the one description of the graph. Constraints, indexes, write statements and `docs/model.md` are
generated from them (`python -m ironriver.model.generate`); charts and forms take their titles and shapes here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ironriver.errors import Say

TABLES = Path(__file__).parent / "tables"


class PropertyType(StrEnum):
    """How a property is stored. Dates are ISO text, so that they sort and never meet a time zone."""

    STRING = "string"
    STRINGS = "strings"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    DATE = "date"


class Nature(StrEnum):
    """What sort of thing a kind is."""

    THING = "thing"
    EVENT = "event"
    OBSERVATION = "observation"
    AGGREGATE = "aggregate"
    BOOKKEEPING = "bookkeeping"
    ACCESS = "access"


class Data(StrEnum):
    """Which door reads it: `case` through `ledger.ask`, `access` through `ledger.look`."""

    CASE = "case"
    ACCESS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One stored property. Protected ones are kept from detectors, filters and exports."""

    name: str
    type: PropertyType
    title: Say
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One index that some statement uses: `range`, `text` or `fulltext` (then with its analyzer)."""

    kind: str
    properties: tuple[str, ...]
    analyzer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One label. `marked` kinds carry holding, tlp and handling; case kinds also carry receipts."""

    name: str
    prefix: str
    title: Say
    plural: Say
    nature: Nature
    data: Data
    marked: bool
    shape: str
    glyph: str
    key_rule: Say
    properties: Mapping[str, Property]
    unique: tuple[tuple[str, ...], ...]
    indexes: tuple[Index, ...]

    @property
    def is_event(self) -> bool:
        """Whether it happened at a date of its own."""
        return self.nature is Nature.EVENT

    @property
    def stem(self) -> str:
        """The kind as statement names write it, e.g. `trace_request`."""
        return snake(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One relationship type between one pair of kinds, titled from both ends."""

    type: str
    from_kind: str
    to_kind: str
    title: Say
    back: Say
    data: Data
    chain: bool
    properties: Mapping[str, Property]

    @property
    def stem(self) -> str:
        """The link as statement names write it, e.g. `purchase_sold_by_dealer`."""
        return f"{snake(self.from_kind)}_{self.type.lower()}_{snake(self.to_kind)}"


@cache
def snake(name: str) -> str:
    """Return a PascalCase label in snake_case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _property(name: str, row: list[str]) -> Property:
    kind, en, es, *rest = row
    return Property(name=name, type=PropertyType(kind), title=Say(en=en, es=es), protected=rest == ["protected"])


def _properties(table: Mapping[str, list[str]]) -> Mapping[str, Property]:
    return MappingProxyType({name: _property(name, row) for name, row in table.items()})


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    return Kind(
        name=name,
        prefix=row["prefix"],
        title=Say(*row["title"]),
        plural=Say(*row["plural"]),
        nature=Nature(row["nature"]),
        data=Data(row.get("data", "case")),
        marked=row.get("marked", True),
        shape=row["shape"],
        glyph=row["glyph"],
        key_rule=Say(*row["key"]),
        properties=_properties(row["properties"]),
        unique=tuple(tuple(one) for one in row.get("unique", ())),
        indexes=tuple(
            Index(kind=one["kind"], properties=tuple(one["on"]), analyzer=one.get("analyzer", ""))
            for one in row.get("indexes", ())
        ),
    )


def _links(row: Mapping[str, Any]) -> list[Link]:
    return [
        Link(
            type=row["type"],
            from_kind=from_kind,
            to_kind=to_kind,
            title=Say(*row["title"]),
            back=Say(*row["back"]),
            data=Data(row.get("data", "case")),
            chain=row.get("chain", False),
            properties=_properties(row.get("properties", {})),
        )
        for from_kind, to_kind in row["pairs"]
    ]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read_kinds() -> Mapping[str, Kind]:
    found = {
        name: _kind(name, row)
        for path in sorted((TABLES / "kinds").glob("*.toml"))
        for name, row in _read(path).items()
    }
    return MappingProxyType(found)


#: Every kind by label.
KINDS: Mapping[str, Kind] = _read_kinds()
#: Every link: one entry per type and pair of kinds.
LINKS: tuple[Link, ...] = tuple(link for row in _read(TABLES / "links.toml")["link"] for link in _links(row))
#: Receipts that every case node and link may carry: which source, which line, the cells as written (JSON),
#: and what earlier sources said of the same thing.
RECEIPT: Mapping[str, Property] = _properties(
    {
        "source_id": ["string", "Id of the source", "Id de la fuente"],
        "line": ["int", "Line in the source", "Línea en la fuente"],
        "raw": ["string", "Cells as written (JSON)", "Celdas como están escritas (JSON)"],
        "earlier": [
            "strings",
            "Former states (JSON), oldest first",
            "Estados anteriores (JSON), por antigüedad",
        ],
        "changed_by": ["string", "Id of the source that changed it", "Id de la fuente que lo cambió"],
    }
)
#: The three properties that say whose a thing is and how far it may go.
MARKING: Mapping[str, Property] = _properties(
    {
        "holding": ["string", "Holding", "Titularidad"],
        "tlp": ["int", "Sharing level (TLP, 0 to 4)", "Nivel de difusión (TLP, 0 a 4)"],
        "handling": ["string", "Handling codes", "Códigos de manejo"],
    }
)


_PROTECTED = frozenset(name for kind in KINDS.values() for name, prop in kind.properties.items() if prop.protected)


@cache
def is_protected(column: str) -> bool:
    """Whether a column of a source holds a protected trait (`purchaser_race`, `sex`, `ssn` …)."""
    return any(column == name or column.endswith(f"_{name}") for name in _PROTECTED)


#: Columns of source files that name or describe a person: whole words, and the words that such columns begin with.
_PERSON_COLUMNS = frozenset({"narrative", "administrative_notes", "associated_traces"})
_PERSON_WORDS = ("purchaser", "possessor", "transferee", "vehicle")


def describes_person(column: str) -> bool:
    """Whether a column of a source names or describes a person (`purchaser_dob`, `narrative` …)."""
    return column in _PERSON_COLUMNS or column.partition("_")[0] in _PERSON_WORDS


def kind_of_id(id_: str) -> Kind | None:
    """Return the kind that an id's prefix names, or None."""
    prefix = id_.partition("_")[0].partition(":")[0]
    return _BY_PREFIX.get(prefix)


_BY_PREFIX: Mapping[str, Kind] = MappingProxyType({kind.prefix: kind for kind in KINDS.values()})


def links_between(from_kind: str, to_kind: str) -> tuple[Link, ...]:
    """Return the links that may join these two kinds in this direction."""
    return tuple(link for link in LINKS if (link.from_kind, link.to_kind) == (from_kind, to_kind))


def links_at(kind: str) -> tuple[Link, ...]:
    """Return every link that starts or ends at a kind."""
    return tuple(link for link in LINKS if kind in (link.from_kind, link.to_kind))
