"""Values that are codes of ours, in the reader's words. A value that is no such code stays as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.model.kinds import KINDS, PropertyType
from ironriver.web.language import has_word
from ironriver.web.look import t

#: Property → group of words.
_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "outcome": "outcome",
        "status": "trace_status",
        "priority": "trace_priority",
        "basis": "trace_basis",
        "kind": "event_kind",
    }
)
#: Properties that hold true or false.
_BOOLS = frozenset(
    name
    for kind in KINDS.values()
    for name, known in kind.properties.items()
    if known.type is PropertyType.BOOL
)


def code_text(name: str, value: str) -> str | None:
    """Return what the value of a property says, or None where it is no code."""
    if name.endswith("_flags"):
        return ", ".join(_word("doubt", one) for one in value.split(", "))
    if name in _BOOLS and value in ("True", "False"):
        return t("records.yes" if value == "True" else "records.no")
    group = _GROUPS.get(name)
    key = f"{group}.{value.lower()}"
    return t(key) if group and has_word(key) else None


def _word(group: str, code: str) -> str:
    key = f"{group}.{code}"
    return t(key) if has_word(key) else code.replace("_", " ")
