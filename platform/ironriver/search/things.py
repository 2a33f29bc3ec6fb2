"""Nodes as readers meet them: a label, a second line, a marking, doubts. Table first, code second."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ironriver.errors import Say
from ironriver.model.kinds import KINDS, is_protected
from ironriver.search.asking import SourceBook
from ironriver.search.results import Fact, Thing

Node = Mapping[str, Any]

#: Kind → (properties of which the first that is not empty names it, properties that make the second line).
_LABELS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "Firearm": (("serial", "canonical"), ("maker", "model", "calibre")),
        "Serial": (("value", "canonical"), ("of", "method")),
        "Person": (("name",), ("dob",)),
        "Dealer": (("business_name", "name", "key"), ("key", "city", "state")),
        "Organisation": (("name",), ("role", "state")),
        "Agency": (("name", "ori"), ("ori",)),
        "Recovery": (("date",), ("city", "state", "country")),
        "Place": (("street", "name", "city", "county", "state", "country"), ("city", "state", "country")),
        "Phone": (("number", "digits"), ()),
        "Vehicle": (("plate", "canonical"), ("description", "state")),
        "BallisticEvent": (("number",), ("kind", "date", "city")),
        "Document": (("name",), ("kind", "date")),
        "MultipleSale": (("number",), ("date",)),
        "Theft": (("number",), ("kind", "date")),
        "TraceRequest": (("number",), ("date", "agency")),
        "TraceResult": (("outcome",), ("completed",)),
        "Purchase": (("date",), ()),
        "Shipment": (("invoice", "date"), ("stage", "date")),
        "Observation": (("value",), ("attribute",)),
        "Source": (("name",), ("kind", "received")),
        "Batch": (("kind",), ("state", "opened")),
    }
)
_APART = frozenset({"holding", "tlp", "handling", "raw", "_labels", "_type"})
_FLAGS = ("serial_flags", "date_flags", "name_flags", "place_flags")
_SOME = Say(en="Value", es="Valor")


def kind_of(node: Node) -> str:
    """Return the node's kind; every node has one label that is a kind."""
    return next((label for label in node.get("_labels", ()) if label in KINDS), "Unknown")


def thing(node: Node) -> Thing:
    """Return a node as a reader meets it. A shredded one has an empty label and the flag `shredded`."""
    kind = kind_of(node)
    names, seconds = _LABELS.get(kind, ((), ()))
    flags = [flag for name in _FLAGS for flag in node.get(name) or ()]
    return Thing(
        id=str(node["id"]),
        kind=kind,
        label=first_of(node, names),
        second=", ".join(str(node[name]) for name in seconds if node.get(name)),
        holding=str(node.get("holding", "")),
        tlp=int(node.get("tlp", 0)),
        handling=str(node.get("handling", "")),
        flags=(*flags, *(["shredded"] if node.get("shredded") else [])),
        properties={name: value for name, value in node.items() if name not in _APART},
    )


def maybe(node: Node | None) -> Thing | None:
    """Return the thing, or None where there is no node."""
    return thing(node) if node else None


def first_of(node: Node, names: Iterable[str]) -> str:
    """Return the first of these properties that says something."""
    return next((str(node[name]) for name in names if node.get(name)), "")


def raw_cells(node: Node | None) -> dict[str, str]:
    """Return the cells as written, by column name; empty where none were kept. Protected traits are left out."""
    text = (node or {}).get("raw") or ""
    try:
        cells = json.loads(text) if text else {}
    except ValueError:
        return {"": str(text)}
    if not isinstance(cells, dict):
        return {}
    return {str(name): str(value) for name, value in cells.items() if not is_protected(str(name))}


def as_written(node: Node | None, columns: Iterable[str]) -> str:
    """Return the first of these columns that the source filled in, as written there."""
    cells = raw_cells(node)
    return next((cells[name] for name in columns if cells.get(name)), "")


def title_of(kind: str, name: str) -> Say:
    """Return the ontology's title of a property."""
    known = KINDS[kind].properties.get(name) if kind in KINDS else None
    return known.title if known else _SOME


def text_of(value: object) -> str:
    """Return a stored value as text; lists joined, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)


def line_of(node: Node | None) -> int | None:
    """Return the line of the source that a node cites, or None."""
    line = (node or {}).get("line")
    return line if isinstance(line, int) else None


def node_facts(node: Node, book: SourceBook, names: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Return a node's own properties as facts, in the ontology's order; `names` limits them.

    Protected properties are never among them.
    """
    kind = kind_of(node)
    wanted = tuple(names) or tuple(KINDS[kind].properties if kind in KINDS else ())
    known = KINDS[kind].properties if kind in KINDS else {}
    return tuple(
        Fact(
            key=name,
            title=title_of(kind, name),
            value=text_of(node.get(name)),
            source_no=book.number(node),
            source_id=str(node.get("source_id") or ""),
            line=line_of(node),
            raw=as_written(node, (name,)),
            grade=str(node.get("grade") or ""),
        )
        for name in wanted
        if node.get(name) not in (None, "", []) and not (name in known and known[name].protected)
    )


def strictest(nodes: Iterable[Node | None]) -> int:
    """Return the highest TLP among nodes; 0 for none."""
    return max((int(node.get("tlp", 0)) for node in nodes if node), default=0)


def codes_of(node: Node) -> tuple[str, ...]:
    """Return the handling codes of a node."""
    return tuple(code for code in str(node.get("handling") or "").split(",") if code)
