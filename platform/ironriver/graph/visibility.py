"""The visibility rule for reads of case data, and the rules that keep it from being stepped around.

Every node and link of every pattern has a name, and for every name x the WHERE of the same clause says, at its
top level, `x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings` (or `x.tlp IN $tlps`). A
name that an earlier clause of the same scope has checked needs no second check. This is a lint that fails closed;
the proof is the hidden-mutation test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ironriver.graph.clauses import SUBQUERY_WORDS, Clause, split_at, split_clauses
from ironriver.graph.patterns import Pattern, RuleError, read_pattern
from ironriver.graph.tokens import Group, Items, flat

READ_CLAUSES = frozenset({"MATCH", "OPTIONAL MATCH", "WITH", "RETURN", "UNWIND", "CALL", "UNION"})
FULLTEXT = frozenset({"db.index.fulltext.querynodes", "db.index.fulltext.queryrelationships"})
_AFTER_SHORTEST = frozenset({"ALL", "ANY", "NONE", "SINGLE", "REDUCE"})


@dataclass(slots=True)
class Reader:
    """Walks one statement. `excepted` answers whether the header names an exception for a rule."""

    excepted: Callable[[str], bool]

    def walk_query(self, items: Items, checked: set[str], *, first: str = "") -> set[str]:
        """Check one query level; `checked` are the names it inherits. Return the checked names it hands out."""
        scope = set(checked)
        inherited = set(checked)
        handed: set[str] = set()
        for clause in split_clauses(items, first=first):
            if clause.name not in READ_CLAUSES:
                raise RuleError("words", f"line {clause.line}: {clause.name} in a read")
            if clause.name == "UNION":
                scope = set(inherited)
                continue
            scope = self._walk_clause(clause, scope)
            if clause.name == "RETURN":
                handed = scope
        return handed

    def _walk_clause(self, clause: Clause, scope: set[str]) -> set[str]:
        if clause.name in ("MATCH", "OPTIONAL MATCH"):
            return self._walk_match(clause, scope)
        if clause.name == "CALL":
            return self._walk_call(clause, scope)
        for part in [clause.body, *(items for name, items in clause.parts.items() if name != "WHERE")]:
            self._walk_expression(part, scope)
        self._check_limit(clause)
        if clause.name == "UNWIND":
            return scope - _aliases(clause.body)
        scope = project(clause.body, scope)
        self._walk_expression(clause.parts.get("WHERE", ()), scope)
        return scope

    def _walk_match(self, clause: Clause, scope: set[str]) -> set[str]:
        pattern = read_pattern(clause.body)
        where = clause.parts.get("WHERE", ())
        if set(clause.parts) - {"WHERE", "USING"}:
            raise RuleError("syntax", f"line {clause.line}: {', '.join(clause.parts)} after MATCH")
        if pattern.selective and any(item.upper in _AFTER_SHORTEST for item in where):
            raise RuleError("path", f"line {clause.line}: a condition on the inner path stands after SHORTEST")
        self._check_names(pattern, where, scope, clause.line)
        inside = scope | set(pattern.names())
        for group in pattern.groups:
            self._check_names(group.pattern, group.where, scope, group.line)
            if not any(_is_cap(piece) for piece in split_at(group.where, "AND")):
                self._breach("hub", f"line {group.line}: no cap on visible links inside the quantified group")
            self._walk_expression(group.where, inside | set(group.pattern.names()))
            for properties in group.pattern.properties:
                self._walk_expression(properties, inside)
        for properties in pattern.properties:
            self._walk_expression(properties, inside)
        self._walk_expression(where, inside)
        return inside

    def _check_names(self, pattern: Pattern, where: Items, scope: set[str], line: int) -> None:
        said = conjuncts(where)
        for name in pattern.names():
            if name not in scope and not is_visible(name, said):
                self._breach("visible", f"line {line}: {name} is read without the visibility condition", name)
        for name, labels in pattern.nodes.items():
            if name not in scope and not labels:
                self._breach("label", f"line {line}: node {name} has no label", name)

    def _walk_call(self, clause: Clause, scope: set[str]) -> set[str]:
        body = clause.body
        last = body[-1] if body else None
        if isinstance(last, Group) and last.open == "{":
            if clause.parts:
                raise RuleError("syntax", f"line {clause.line}: {', '.join(clause.parts)} after a subquery")
            return self._walk_subquery(clause, scope)
        name = "".join(item.text for item in body if not isinstance(item, Group)).lower()
        if name not in FULLTEXT:
            raise RuleError("procedure", f"line {clause.line}: {name} in a read of case data")
        return self._walk_fulltext(clause, scope)

    def _walk_subquery(self, clause: Clause, scope: set[str]) -> set[str]:
        imports, body = clause.body[:-1], clause.body[-1]
        if not isinstance(body, Group) or len(imports) > 1 or (imports and imports[0].text != "("):
            raise RuleError("syntax", f"line {clause.line}: {flat(imports)!r} before a subquery")
        names = {item.text for item in imports[0].items} if imports and isinstance(imports[0], Group) else set()
        if names & {"*"}:
            raise RuleError("syntax", f"line {clause.line}: a subquery names what it takes")
        return scope | self.walk_query(body.items, scope & names)

    def _walk_fulltext(self, clause: Clause, scope: set[str]) -> set[str]:
        arguments = clause.body[-1]
        if not isinstance(arguments, Group) or len(split_at(arguments.items, ",")) != 2:
            raise RuleError("fulltext", f"line {clause.line}: options would cut before the visibility condition")
        yielded = split_at(clause.parts.get("YIELD", ()), ",")
        names = [flat(piece) for piece in yielded]
        if len(names) != 1 or names[0].split(" ")[0] not in ("node", "relationship"):
            raise RuleError("fulltext", f"line {clause.line}: take the node alone; a score must order nothing")
        name = names[0].split(" ")[-1]
        where = clause.parts.get("WHERE", ())
        if not is_visible(name, conjuncts(where)):
            self._breach("visible", f"line {clause.line}: {name} is found without the visibility condition", name)
        self._walk_expression(where, scope | {name})
        return scope | {name}

    def _walk_expression(self, items: Items, scope: set[str]) -> None:
        _refuse_pattern(items)
        skip = _raw_shortcut(items)
        for position, item in enumerate(items):
            if not isinstance(item, Group) or position == skip:
                continue
            before = items[position - 1].upper if position else ""
            if item.open == "{" and before in SUBQUERY_WORDS:
                self.walk_query(item.items, scope, first="MATCH")
            else:
                self._walk_expression(item.items, scope)

    def _check_limit(self, clause: Clause) -> None:
        if set(clause.parts) & {"SKIP", "OFFSET"}:
            self._breach("order", f"line {clause.line}: pages go by key, not by SKIP")
        constant = len(clause.body) == 3 and clause.body[0].text == "1" and clause.body[1].upper == "AS"
        if "LIMIT" in clause.parts and "ORDER BY" not in clause.parts and not constant:
            self._breach("order", f"line {clause.line}: LIMIT without ORDER BY lets hidden rows decide")

    def _breach(self, rule: str, why: str, name: str = "") -> None:
        if self.excepted(rule) or (name and self.excepted(f"{rule}({name})")):
            return
        raise RuleError(rule, why)


def conjuncts(where: Items) -> set[str]:
    """Return the top-level conditions that all must hold; nothing where an OR, XOR or CASE stands beside them."""
    words = {item.upper for item in where}
    if words & {"OR", "XOR", "CASE"}:
        return set()
    found: set[str] = set()
    for piece in split_at(where, "AND"):
        only = piece[0] if len(piece) == 1 else None
        if isinstance(only, Group) and only.open == "(":
            found |= conjuncts(only.items)
        else:
            found.add(flat(piece))
    return found


def is_visible(name: str, said: set[str]) -> bool:
    """True if the conditions hold the three conjuncts for this name."""
    level = {f"{name} . tlp <= $max_tlp", f"{name} . tlp IN $tlps"}
    owner, codes = f"{name} . holding IN $holdings", f"{name} . handling IN $handlings"
    return owner in said and codes in said and bool(level & said)


def project(body: Items, scope: set[str]) -> set[str]:
    """Return which checked names survive a WITH or RETURN, under their new names."""
    items = body[1:] if body and body[0].upper == "DISTINCT" else body
    kept: set[str] = set()
    dropped: set[str] = set()
    for piece in split_at(items, ","):
        text = [item.text for item in piece]
        if text == ["*"]:
            kept |= scope
        elif len(piece) == 1 and text[0] in scope:
            kept.add(text[0])
        elif len(piece) == 3 and piece[1].upper == "AS" and text[0] in scope:
            kept.add(text[2])
        elif len(piece) > 2 and piece[-2].upper == "AS":
            dropped.add(text[-1])
    return kept - dropped


def _aliases(body: Items) -> set[str]:
    return {body[-1].text} if len(body) > 2 and body[-2].upper == "AS" else set()


def _refuse_pattern(items: Items) -> None:
    """A pattern inside an expression has no WHERE of its own: it must be written as EXISTS or COUNT."""
    for item, after in pairwise(items):
        if item.text == "-" and after.text in ("-", ">", "["):
            raise RuleError("syntax", f"line {item.line}: a pattern inside an expression; use EXISTS {{ … }}")


def _is_cap(piece: Items) -> bool:
    texts = list(_cap_words(piece))
    return "COUNT" in texts and "<=" in texts


def _cap_words(items: Items) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group) and item.open == "(":
            yield from _cap_words(item.items)
        yield item.upper or item.text


def _raw_shortcut(items: Items) -> int:
    """Position of the raw count in `COUNT { (n)--() } <= K OR COUNT { … visible … LIMIT K + 1 } <= K`, else -1.

    The raw degree is never below the visible one, so this means "at most K visible links": the raw count only
    saves work, and decides nothing.
    """
    words = [items[at].upper or items[at].text for at in (0, 2, 4, 5, 7)] if len(items) == 9 else []
    if words != ["COUNT", "<=", "OR", "COUNT", "<="]:
        return -1
    raw, bounded, cap = items[1], items[6], items[3].text
    if not isinstance(raw, Group) or not isinstance(bounded, Group) or items[8].text != cap:
        return -1
    node = raw.items[0] if raw.items else None
    if not isinstance(node, Group) or len(node.items) != 1:
        return -1
    if flat(raw.items) != f"( {node.items[0].text} ) - - ( )":
        return -1
    clauses = split_clauses(bounded.items, first="MATCH")
    shape = [clause.name for clause in clauses]
    starts = flat(bounded.items).removeprefix("MATCH ").startswith(f"( {node.items[0].text} ) -")
    one_more = {str(int(cap) + 1)} if cap.isdigit() else {f"{cap} + 1"}
    limited = shape == ["MATCH", "RETURN"] and flat(clauses[1].parts.get("LIMIT", ())) in one_more
    single = shape[:1] == ["MATCH"] and len(read_pattern(clauses[0].body).links) == 1
    return 1 if starts and limited and single else -1
