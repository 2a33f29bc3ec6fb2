"""What describes a person stays back until a case and a purpose are chosen. The one place where rows are cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ironriver.access import Action, may_now
from ironriver.model.actor import Actor
from ironriver.model.kinds import describes_person

#: All that is left of a person: the name as the records state it, whose record it is, and where it comes from.
_LEFT = frozenset(
    {"id", "name", "holding", "tlp", "handling", "source_id", "line", "grade", "name_flags", "shredded", "_labels"}
)
#: Words about persons on other things: what an agency wrote in a trace.
_TOLD = frozenset({"narrative", "administrative_notes", "associated_traces"})


def persons_open(actor: Actor) -> bool:
    """Return whether this actor may read about persons now: by role, on a case, for a purpose."""
    return may_now(actor, Action.OPEN_PERSON)


def without_persons(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row, or a node in it, with what describes a person left out; lists and maps are looked into."""
    if "Person" in row.get("_labels", ()):
        return {name: item for name, item in row.items() if name in _LEFT}
    return {name: _inside(item) for name, item in row.items() if name not in _TOLD}


def _inside(value: object) -> object:
    if isinstance(value, list):
        return [_inside(item) for item in value]
    return without_persons(value) if isinstance(value, dict) else value


def cells_without_persons(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a line whose columns do not name or describe a person. A line without columns is none."""
    return {column: cell for column, cell in cells.items() if column and not describes_person(column)}
