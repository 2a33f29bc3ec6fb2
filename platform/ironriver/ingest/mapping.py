"""Mappings as data: which columns a kind of file has, how cells are read, which nodes and links a row makes.

One TOML file a kind under `mappings/`. A node entry:

    [[node]]
    name = "purchaser"                      # name within the row
    kind = "Person"                         # label of the ontology
    any = ["purchaser_name"]                # made when one of these cells is filled
    key = ["id_number", "purchaser_id_number"]   # rule of `keys.py` and its columns; else the row's own line
    read = [["name", "", "purchaser_name"], ["text", "id_number", "purchaser_id_number"]]
                                            # reader of `readers.py`, target property, columns
    refer = { dealer_id = "dealer" }        # property = id of another node of the row
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ironriver.errors import Invalid, Say
from ironriver.ingest.delimited import Columns, fold
from ironriver.model.kinds import KINDS, LINKS

FOLDER = Path(__file__).parent / "mappings"


class Reads(StrEnum):
    """Which reader a kind of file takes."""

    DEALERS = "dealers"
    FLOWS = "flows"
    RECORDS = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Cells → properties: a reader by name, the property it fills (empty: the reader names them), its columns."""

    reader: str
    target: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMap:
    """One node that a row may make."""

    name: str
    kind: str
    any: tuple[str, ...]
    key: str = ""
    key_columns: tuple[str, ...] = ()
    read: tuple[Reading, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    refer: Mapping[str, str] = field(default_factory=dict)
    #: Node whose key stands for the row where this one has no key of its own; empty: the row's main node.
    within: str = ""
    #: Node without which this one is not made: a phone without its owner says nothing.
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMap:
    """One link that a row may make, between two of its nodes."""

    type: str
    start: str
    end: str
    #: Column and its value on which the link depends; empty column: always.
    when: tuple[str, str] = ("", "")
    #: Node in whose presence the link is left out (a recovery is at its street, else at its city).
    unless: str = ""
    read: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """A whole kind of file."""

    kind: str
    title: Say
    reads: Reads
    tlp: int
    handling: str
    holding: str = ""
    columns: Columns = field(default_factory=lambda: Columns(names={}, required=()))
    must: tuple[str, ...] = ()
    #: Column → least and most of the whole number that it must hold.
    whole: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    main: str = ""
    derive: str = ""
    nodes: tuple[NodeMap, ...] = ()
    links: tuple[LinkMap, ...] = ()


@lru_cache
def mapping(kind: str) -> FileMapping:
    """Return the mapping of a kind of file, or raise `Invalid` naming the kinds there are."""
    if kind not in KINDS_OF_FILE:
        known = ", ".join(KINDS_OF_FILE)
        raise Invalid(
            Say(
                en=f"{kind!r} is no kind of file that is imported. Kinds: {known}.",
                es=f"{kind!r} no es un tipo de archivo que se importe. Tipos: {known}.",
            ),
            fields={"kind": Say(en="unknown", es="desconocido")},
        )
    return _build(tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8")))


def _build(row: dict[str, Any]) -> FileMapping:
    names = {name: (fold(name), *(fold(one) for one in others)) for name, others in row.get("columns", {}).items()}
    built = FileMapping(
        kind=row["kind"],
        title=Say(*row["title"]),
        reads=Reads(row["reads"]),
        tlp=row["tlp"],
        handling=row["handling"],
        holding=row.get("holding", ""),
        columns=Columns(names=names, required=tuple(row.get("required", ()))),
        must=tuple(row.get("must", ())),
        whole={name: (least, most) for name, (least, most) in row.get("whole", {}).items()},
        main=row.get("main", ""),
        derive=row.get("derive", ""),
        nodes=tuple(_node(one) for one in row.get("node", ())),
        links=tuple(_link(one) for one in row.get("links", ())),
    )
    _check(built)
    return built


def _node(row: dict[str, Any]) -> NodeMap:
    key, *columns = row.get("key", [""])
    return NodeMap(
        name=row["name"],
        kind=row["kind"],
        any=tuple(row.get("any", ())),
        key=key,
        key_columns=tuple(columns),
        read=_readings(row.get("read", ())),
        fixed=row.get("fixed", {}),
        refer=row.get("refer", {}),
        within=row.get("within", ""),
        needs=row.get("needs", ""),
    )


def _link(row: list[Any]) -> LinkMap:
    type_, start, end, *rest = row
    options = rest[0] if rest else {}
    when = options.get("when", ["", ""])
    return LinkMap(
        type=type_,
        start=start,
        end=end,
        when=(when[0], when[1]),
        unless=options.get("unless", ""),
        read=_readings(options.get("read", ())),
    )


def _readings(rows: Any) -> tuple[Reading, ...]:  # noqa: ANN401 - TOML
    return tuple(Reading(reader=one[0], target=one[1], columns=tuple(one[2:])) for one in rows)


def _check(built: FileMapping) -> None:
    """A mapping that names an unknown column, kind, node or link is a bug of the shipped file."""
    kinds = {node.name: node.kind for node in built.nodes}
    pairs = {(link.type, link.from_kind, link.to_kind) for link in LINKS}
    columns = set(built.columns.names)
    used = {column for node in built.nodes for column in (*node.any, *node.key_columns) if column}
    used |= {column for node in built.nodes for reading in node.read for column in reading.columns if column}
    wrong = sorted(used - columns) + sorted(set(kinds.values()) - set(KINDS))
    wrong += [one for one in (*built.columns.required, *built.must, *built.whole) if one not in columns]
    for link in built.links:
        if (link.type, kinds.get(link.start, ""), kinds.get(link.end, "")) not in pairs:
            wrong.append(f"{link.start} {link.type} {link.end}")
    if wrong:
        raise ValueError(f"mapping {built.kind}: {', '.join(wrong)}")


#: Kinds of file that can be imported, in the order in which a world is loaded.
KINDS_OF_FILE = (
    "dealers",
    "dealer-volumes",
    "source-recovery",
    "traces",
    "multiple-sales",
    "thefts",
    "ballistics",
    "examinations",
    "partner-firearms",
)
