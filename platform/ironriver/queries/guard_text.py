"""What a query's text may not hold. The first of two checks; the plan (`guard_plan`) is the one that decides.

Pure: text in, reasons out. Whatever the reader does not know is a reason, so that a new construct has to be thought
about once before anybody uses it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from ironriver.errors import Say
from ironriver.graph import Group, Items, TokenError, read_tree
from ironriver.queries import figures
from ironriver.queries.refusal_texts import SAID

#: Words by the reason why they are refused.
_WORDS = {
    "write": "CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH INSERT",
    "catalogue": "DROP ALTER GRANT DENY REVOKE RENAME START STOP ENABLE DRYRUN DEALLOCATE REALLOCATE",
    "load": "LOAD",
    "server": "SHOW TERMINATE",
    "use": "USE",
    "prefix": "CYPHER EXPLAIN PROFILE PERIODIC",
    "transactions": "TRANSACTIONS",
    "procedure": "YIELD",
}
WORDS = {word: code for code, words in _WORDS.items() for word in words.split()}
_UNICODE = re.compile(r"\\u+[0-9A-Fa-f]{0,4}")
#: Characters that look like others or nothing: they hide what a query does from whoever reads it.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)
_LITERAL = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason why a query is not run: a fixed code, the line (0: the whole), and the word it is about.

    `column` is set where the engine named it; it counts from 1 in the person's own text.
    """

    code: str
    line: int = 0
    word: str = ""
    column: int = 0

    @property
    def say(self) -> Say:
        """The reason in words, and what to do instead."""
        said = SAID[self.code]
        return Say(en=said.en.replace("{word}", self.word), es=said.es.replace("{word}", self.word))


@cache
def allowed() -> dict[str, frozenset[str]]:
    """Return the allow lists: functions, before_brackets, operators."""
    table = tomllib.loads((Path(__file__).parent / "allowed.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def check_text(text: str) -> tuple[Refusal, ...]:
    """Return every reason why this text is not sent to the engine; none if it may be."""
    if not text.strip():
        return (Refusal(code="empty"),)
    if len(text) > figures.LONGEST_TEXT:
        return (Refusal(code="long"),)
    tricks = [*_escapes(text)]
    if found := _HIDDEN.search(text):
        tricks.append(Refusal(code="hidden_character", line=_line(text, found.start())))
    try:
        tree = read_tree(text)
    except (TokenError, RecursionError):
        return (*tricks, Refusal(code="unreadable"))
    if tricks:
        return tuple(tricks)
    return tuple(dict.fromkeys([*_several(tree), *_walk(tree, depth=0, looping=False)]))


def _escapes(text: str) -> Iterator[Refusal]:
    """The engine reads `\\uXXXX` before it knows what a string is, so one inside a string can end it."""
    for found in _UNICODE.finditer(text):
        yield Refusal(code="unicode", line=_line(text, found.start()))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _several(tree: Items) -> Iterator[Refusal]:
    at = [number for number, item in enumerate(tree) if item.text == ";"]
    if at and at != [len(tree) - 1]:
        yield Refusal(code="several", line=tree[at[0]].line)


def _walk(items: Items, *, depth: int, looping: bool) -> Iterator[Refusal]:
    if depth > figures.DEEPEST:
        yield Refusal(code="deep", line=items[0].line if items else 0)
        return
    for position, item in enumerate(items):
        if not isinstance(item, Group):
            yield from _word(items, position)
            continue
        loops = _is_loop(items, position)
        if loops and looping:
            yield Refusal(code="loop", line=item.line)
        yield from _call(items, position, item)
        # A subquery runs row by row, and each row can be stopped: what loops outside does not count inside.
        inside = False if item.open == "{" else looping or loops
        yield from _walk(item.items, depth=depth + 1, looping=inside)
    for one, two in pairwise(items):
        if one.text == ";" and depth:
            yield Refusal(code="several", line=two.line)


def _word(items: Items, position: int) -> Iterator[Refusal]:
    item = items[position]
    if item.text.startswith("`"):
        yield Refusal(code="quoted", line=item.line)
    if item.text == "=~":
        yield Refusal(code="regex", line=item.line)
    if item.text == "$" or _is_dynamic(items, position):
        yield Refusal(code="dynamic", line=item.line)
    if not item.upper or _is_name(items, position):
        return
    if item.upper in WORDS:
        yield Refusal(code=WORDS[item.upper], line=item.line, word=item.upper)
    after = items[position + 1] if position + 1 < len(items) else None
    if item.upper == "CALL" and not isinstance(after, Group):
        yield Refusal(code="procedure", line=item.line, word="CALL")


def _is_dynamic(items: Items, position: int) -> bool:
    return items[position].text == ":" and position + 1 < len(items) and items[position + 1].text.startswith("$")


def _is_name(items: Items, position: int) -> bool:
    """A property, label, type or map key: a name of the data, no word of the language."""
    before = items[position - 1].text if position else ""
    after = items[position + 1].text if position + 1 < len(items) else ""
    if before in (".", ":", "|", "&", "!"):
        return True
    return after == ":" and before in (",", "")


def _call(items: Items, position: int, group: Group) -> Iterator[Refusal]:
    if group.open != "(" or position == 0 or not items[position - 1].upper:
        return
    start = position - 1
    while start >= 2 and items[start - 1].text == "." and items[start - 2].upper:
        start -= 2
    if start and items[start - 1].text in (":", "|", "&", "!"):
        return  # an index hint names a label
    name = "".join(item.text for item in items[start:position]).lower()
    lists = allowed()
    if name in lists["before_brackets"] or name.upper() in WORDS:
        return
    if name not in lists["functions"]:
        yield Refusal(code="function", line=group.line, word=name[:60])
    elif name == "range" and not _is_short_range(group.items):
        yield Refusal(code="range", line=group.line)


def _is_short_range(arguments: Items) -> bool:
    texts = [item.text for item in arguments]
    numbers = [text for text in texts if text != ","]
    if len(texts) != 2 * len(numbers) - 1 or not 2 <= len(numbers) <= 3:
        return False
    if not all(_LITERAL.fullmatch(text) for text in numbers):
        return False
    return abs(int(numbers[1]) - int(numbers[0])) < figures.LONGEST_RANGE


def _is_loop(items: Items, position: int) -> bool:
    """`[x IN list …]` and `any(x IN list …)`: the engine walks the list inside one expression."""
    group = items[position]
    if not isinstance(group, Group) or len(group.items) < 3 or group.items[1].upper != "IN":
        return False
    before = items[position - 1].upper if position else ""
    if group.open == "[":
        return any(item.text == "|" or item.upper == "WHERE" for item in group.items)
    return group.open == "(" and before in ("ALL", "ANY", "NONE", "SINGLE")
