"""Patterns of MATCH, EXISTS and COUNT: which nodes, links and quantified groups they name.

Everything without a name, and every shape that is not listed here, is a `RuleError`: what has no name cannot be
held to the visibility rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ironriver.graph.clauses import split_at, split_clauses
from ironriver.graph.tokens import Group, Item, Items, flat


class RuleError(ValueError):
    """A statement breaks a rule; `rule` is its short name, the message says where and why."""

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(f"{rule}: {why}")
        self.rule = rule


@dataclass(slots=True)
class Pattern:
    """What one pattern names. `nodes` maps a variable to its labels, `links` to its types."""

    nodes: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=dict)
    groups: list[PathGroup] = field(default_factory=list)
    properties: list[Items] = field(default_factory=list)
    selective: bool = False

    def names(self) -> Iterator[str]:
        """Yield every node and link variable outside quantified groups."""
        yield from self.nodes
        yield from self.links


@dataclass(slots=True)
class PathGroup:
    """A quantified group `((a)-[r]-(b) WHERE …){1,6}`."""

    pattern: Pattern
    where: Items
    line: int


_SELECTORS = {"SHORTEST", "ANY", "ALL", "GROUPS"}


def read_pattern(items: Items) -> Pattern:
    """Read a comma-separated list of patterns."""
    pattern = Pattern()
    for part in split_at(items, ","):
        _read_part(part, pattern)
    return pattern


def _read_part(items: Items, pattern: Pattern) -> None:
    position = 0
    if len(items) > 2 and items[0].upper and items[1].text == "=":
        position = 2  # p = …: a path holds only what is named inside it
    while position < len(items) and not isinstance(items[position], Group):
        item = items[position]
        number = item.text.isdigit() or item.text.startswith("$")
        if item.upper not in _SELECTORS and not (number and pattern.selective):
            raise RuleError("syntax", f"line {item.line}: {item.text!r} in a pattern")
        pattern.selective = True
        position += 1
    expect_node = True
    while position < len(items):
        if expect_node:
            position, expect_node = _read_step(items, position, pattern)
        else:
            position = _read_link(items, position, pattern)
            expect_node = True
    if expect_node:
        raise RuleError("syntax", f"a pattern ends without a node: {flat(items)}")


def _read_step(items: Items, position: int, pattern: Pattern) -> tuple[int, bool]:
    """Read a node or a quantified group; return the next position and whether another node may follow at once."""
    item = items[position]
    if not isinstance(item, Group) or item.open != "(":
        raise RuleError("syntax", f"line {item.line}: a node is expected, not {item.text!r}")
    if _is_path(item.items):
        position = _read_group(items, position, pattern)
        return position, True
    _read_node(item, pattern)
    position += 1
    after = items[position] if position < len(items) else None
    follows = isinstance(after, Group) and after.open == "(" and _is_path(after.items)
    return position, follows


def _is_path(items: Items) -> bool:
    if not items:
        return False
    if isinstance(items[0], Group):
        return items[0].open == "("
    return len(items) > 2 and items[1].text == "=" and isinstance(items[2], Group)


def _read_group(items: Items, position: int, pattern: Pattern) -> int:
    group = items[position]
    if not isinstance(group, Group):
        raise RuleError("syntax", f"line {group.line}: a group is expected")
    after = items[position + 1] if position + 1 < len(items) else None
    if not isinstance(after, Group) or after.open != "{":
        raise RuleError("path", f"line {group.line}: a group needs a bound like {{1,6}}")
    bounds = [item.text for item in after.items]
    if not bounds or not (bounds[-1].isdigit() and set(bounds[:-1]) <= set(",0123456789") | set(bounds)):
        raise RuleError("path", f"line {group.line}: the bound {{{' '.join(bounds)}}} has no upper end")
    clauses = split_clauses(group.items, first="MATCH")
    if len(clauses) != 1 or set(clauses[0].parts) - {"WHERE"}:
        raise RuleError("syntax", f"line {group.line}: a group holds one pattern and one WHERE")
    inner = read_pattern(clauses[0].body)
    if inner.groups:
        raise RuleError("syntax", f"line {group.line}: a group inside a group")
    pattern.groups.append(PathGroup(inner, clauses[0].parts.get("WHERE", ()), group.line))
    return position + 2


def _read_node(group: Group, pattern: Pattern) -> None:
    name, words, rest = _named(group, "node")
    pattern.nodes.setdefault(name, set()).update(words)
    _read_properties(rest, group.line, pattern)


def _read_link(items: Items, position: int, pattern: Pattern) -> int:
    line = items[position].line
    shape: list[Item] = []
    while position < len(items) and not (isinstance(items[position], Group) and items[position].text == "("):
        shape.append(items[position])
        position += 1
    signs = "".join("[" if isinstance(item, Group) else item.text for item in shape)
    if signs in ("--", "-->", "<--", "<-->"):
        raise RuleError("name", f"line {line}: a link without a name")
    if signs not in ("-[-", "-[->", "<-[-", "<-[->"):
        raise RuleError("syntax", f"line {line}: {flat(tuple(shape))!r} is not a link we know")
    group = next(item for item in shape if isinstance(item, Group))
    if group.open != "[":
        raise RuleError("syntax", f"line {line}: {flat(tuple(shape))!r} is not a link we know")
    name, words, rest = _named(group, "link")
    pattern.links.setdefault(name, set()).update(words)
    _read_properties(rest, line, pattern)
    return position


def _named(group: Group, what: str) -> tuple[str, set[str], Items]:
    """Return (variable, labels or types, what follows)."""
    items = group.items
    if not items or not items[0].upper:
        raise RuleError("name", f"line {group.line}: a {what} without a name")
    name = items[0].text
    words: set[str] = set()
    position = 1
    while position < len(items) and items[position].text in (":", "|", "&"):
        after = items[position + 1] if position + 1 < len(items) else None
        if after is None or not after.upper:
            raise RuleError("syntax", f"line {group.line}: {flat(items)!r}: labels and types are plain words")
        words.add(after.text)
        position += 2
    return name, words, items[position:]


def _read_properties(rest: Items, line: int, pattern: Pattern) -> None:
    if not rest:
        return
    only = rest[0]
    if len(rest) != 1 or not isinstance(only, Group) or only.open != "{":
        raise RuleError("syntax", f"line {line}: {flat(rest)!r} inside a node or link; conditions go to WHERE")
    pattern.properties.append(only.items)
