"""The form as data: sections and fields of a trace request, in the version that a request was written under."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ironriver.errors import Say
from ironriver.model.values import DateOrder

_TABLES = Path(__file__).with_name("tables")
#: Characters of one field. A form's box holds far less.
MOST_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One box of the form. `kind` is text, long, date or choice; `choices` are code and words."""

    name: str
    box: str
    kind: str
    label: Say
    hint: Say | None = None
    required: bool = False
    choices: tuple[tuple[str, Say], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the form."""

    name: str
    part: str
    title: Say
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One version of the form."""

    version: str
    sections: tuple[Section, ...]

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its name, in the order of the form."""
        return {field.name: field for section in self.sections for field in section.fields}

    def section_of(self, name: str) -> Section:
        """Return the section of a field. `KeyError` for a name that is no field."""
        return next((s for s in self.sections if any(f.name == name for f in s.fields)), None) or _unknown(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which way the requests of a country go; `through` is the agency that transmits, empty for one's own."""

    country: str
    through: str
    shared: str
    order: DateOrder

    def holding(self, agency: str) -> str:
        """Return whose the requests of an agency are: its own, or the holding that both ends of the route see."""
        return f"{agency}-{self.shared}" if self.shared and agency != self.through else agency


@lru_cache
def current_schema() -> Schema:
    """Return the version that new requests are written under."""
    read = _table("form_3312_1")
    return Schema(version=read["version"], sections=tuple(_section(one) for one in read["section"]))


@lru_cache
def routes() -> Mapping[str, Route]:
    """Return the routes by country code."""
    rows = _table("routes")["route"]
    return {row["country"]: Route(**(row | {"order": DateOrder(row["order"])})) for row in rows}


def route_of(agency: str) -> Route:
    """Return the route of an agency by the country its code begins with; the United States' where none is known."""
    return routes().get(agency.partition("-")[0].upper(), routes()["US"])


@lru_cache
def norm() -> Mapping[str, int]:
    """Return the age at which a request is overdue: `days` for routine ones, `hours` for urgent ones."""
    return dict(_table("routes")["norm"])


@lru_cache
def serial_formats() -> Mapping[str, tuple[str, Say]]:
    """Return pattern and words of the known ways to number, by maker."""
    return {row["maker"]: (row["pattern"], Say(*row["said"])) for row in _table("serial_formats")["format"]}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_TABLES / f"{name}.toml").read_text("utf-8"))


def _section(row: Mapping[str, Any]) -> Section:
    fields = tuple(_field(one) for one in row["field"])
    return Section(name=row["name"], part=row["part"], title=Say(*row["title"]), fields=fields)


def _field(row: Mapping[str, Any]) -> Field:
    return Field(
        name=row["name"],
        box=row["box"],
        kind=row["kind"],
        label=Say(*row["label"]),
        hint=Say(*row["hint"]) if "hint" in row else None,
        required=row.get("required", False),
        choices=tuple((code, Say(en, es)) for code, en, es in row.get("choices", ())),
    )


def _unknown(name: str) -> Section:
    raise KeyError(name)
