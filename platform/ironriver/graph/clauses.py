"""A tree of tokens → the clauses of one query level, each with its own WHERE, ORDER BY and LIMIT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ironriver.graph.tokens import Group, Item, Items, Token, TokenError

#: Words that begin a clause, and the second word that some of them need.
_FOLLOWED = {
    "OPTIONAL": {"MATCH"},
    "DETACH": {"DELETE"},
    "ORDER": {"BY"},
    "ON": {"CREATE", "MATCH"},
    "LOAD": {"CSV"},
}
_MAIN = {
    *("MATCH", "OPTIONAL MATCH", "WITH", "RETURN", "UNWIND", "CALL", "MERGE", "CREATE", "SET", "DELETE"),
    *("DETACH DELETE", "REMOVE", "FOREACH", "UNION", "ON CREATE", "ON MATCH", "LOAD CSV", "USE", "FINISH"),
    *("SHOW", "TERMINATE", "EXPLAIN", "PROFILE", "CYPHER", "INSERT", "NODETACH", "DROP", "ALTER"),
}
#: Parts of the clause before them.
_PARTS = {"WHERE", "ORDER BY", "SKIP", "OFFSET", "LIMIT", "USING", "YIELD"}
_STARTS = {word.split()[0] for word in _MAIN | _PARTS} | set(_FOLLOWED)

SUBQUERY_WORDS = frozenset({"EXISTS", "COUNT", "COLLECT"})


@dataclass(slots=True)
class Clause:
    """One clause; `body` is what follows its keyword, `parts` maps WHERE, ORDER BY, LIMIT … to their items."""

    name: str
    line: int
    body: Items = ()
    parts: dict[str, Items] = field(default_factory=dict)

    def expressions(self) -> Iterator[Items]:
        """Yield every part that holds expressions (all but index hints)."""
        yield self.body
        for name, items in self.parts.items():
            if name != "USING":
                yield items


def split_clauses(items: Items, *, first: str = "") -> list[Clause]:
    """Split one level into clauses. `first` names what leading items mean (a bare pattern in EXISTS: MATCH).

    Raises `TokenError` for what stands before the first clause, and for parts without a clause.
    """
    clauses: list[Clause] = []
    if first and items and _keyword(items, 0) not in _MAIN:
        clauses.append(Clause(first, items[0].line))
    current: list[Item] = []
    part = ""
    position = 0
    while position < len(items):
        word = _keyword(items, position)
        if not word:
            current.append(items[position])
            position += 1
            continue
        _close(clauses, part, current, items[position].line)
        current, part = [], ""
        if word in _MAIN:
            clauses.append(Clause(word, items[position].line))
        else:
            part = word
        position += len(word.split())
    _close(clauses, part, current, items[-1].line if items else 1)
    return clauses


def _close(clauses: list[Clause], part: str, items: list[Item], line: int) -> None:
    if not clauses:
        if items or part:
            raise TokenError(f"line {line}: a query starts with a clause")
        return
    clause = clauses[-1]
    if not part:
        clause.body = tuple(items)
    elif part == "USING":
        clause.parts[part] = (*clause.parts.get(part, ()), *items)
    elif part in clause.parts:
        raise TokenError(f"line {line}: {part} stands twice in one clause")
    else:
        clause.parts[part] = tuple(items)


def _keyword(items: Items, position: int) -> str:
    """Return the clause keyword at this position, or nothing where the word is a name."""
    word = items[position].upper
    if word not in _STARTS:
        return ""
    before = items[position - 1] if position else None
    if before is not None and (before.text in (".", ":", "|", "&", "!") or before.upper == "AS"):
        return ""
    if word == "WITH" and before is not None and before.upper in ("STARTS", "ENDS"):
        return ""
    after = items[position + 1].upper if position + 1 < len(items) else ""
    if word in _FOLLOWED:
        return f"{word} {after}" if after in _FOLLOWED[word] else ""
    return word if word in _MAIN or word in _PARTS else ""


def split_at(items: Items, sign: str) -> list[Items]:
    """Split at a sign or keyword of this level, e.g. `,` or `AND`."""
    pieces: list[list[Item]] = [[]]
    for item in items:
        if item.text == sign or (item.upper and item.upper == sign):
            pieces.append([])
        else:
            pieces[-1].append(item)
    return [tuple(piece) for piece in pieces]


def subqueries(items: Items) -> Iterator[tuple[str, Group]]:
    """Yield (EXISTS | COUNT | COLLECT, body) of the subqueries, at any bracket depth but not nested ones."""
    for position, item in enumerate(items):
        if not isinstance(item, Group):
            continue
        before = items[position - 1].upper if position else ""
        if item.open == "{" and before in SUBQUERY_WORDS:
            yield before, item
        else:
            yield from subqueries(item.items)


def functions(items: Items) -> Iterator[tuple[str, Group, int]]:
    """Yield (dotted name in lower case, arguments, line) of everything that looks like a call."""
    for position, item in enumerate(items):
        if not isinstance(item, Group):
            continue
        if item.open == "(" and position and isinstance(items[position - 1], Token):
            name = _dotted(items, position - 1)
            if name:
                yield name, item, item.line
        yield from functions(item.items)


def _dotted(items: Items, end: int) -> str:
    if not items[end].upper:
        return ""
    parts = [items[end].text]
    while end >= 2 and items[end - 1].text == "." and items[end - 2].upper:
        end -= 2
        parts.insert(0, items[end].text)
    # `USING INDEX p:Purchase(dealer_id)` is a hint; after any other colon stands a value, which may well be a call.
    if end >= 3 and items[end - 1].text == ":" and items[end - 3].upper in ("INDEX", "SEEK"):
        return ""
    return ".".join(parts).lower()
