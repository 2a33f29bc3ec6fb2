"""Cypher text → tokens → nested groups. No grammar: enough to see clauses, patterns and conditions.

Anything that the tokenizer does not know is an error, so that the rules built on it fail closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind = Literal["word", "param", "string", "number", "sign"]

_PATTERN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<word>`(?:[^`]|``)+`|[^\W\d]\w*)
      | (?P<param>\$[^\W\d]\w*)
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<sign><=|>=|<>|=~|\+=|\.\.|\|\||[-<>=+*/%^.,:;|&!(){}\[\]?])
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSES = {"(": ")", "[": "]", "{": "}"}


class TokenError(ValueError):
    """The text is outside what the tokenizer knows; the message says where."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `text` of a word is as written, `upper` is for comparing keywords."""

    kind: Kind
    text: str
    line: int

    @property
    def upper(self) -> str:
        """The word in capitals; empty for everything else, so that it can never equal a keyword."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between a pair of brackets."""

    open: str
    items: tuple[Item, ...]
    line: int

    kind = "group"
    upper = ""

    @property
    def text(self) -> str:
        """The opening bracket."""
        return self.open


Item: TypeAlias = "Token | Group"
Items: TypeAlias = "tuple[Item, ...]"


def read_tokens(text: str) -> list[Token]:
    """Split `text`; comments and white space are dropped. Raises `TokenError`."""
    tokens: list[Token] = []
    position, line = 0, 1
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            raise TokenError(f"line {line}: unknown character {text[position]!r}")
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(Token(kind, match.group(), line))  # type: ignore[arg-type]
        line += match.group().count("\n")
        position = match.end()
    return tokens


def read_tree(text: str) -> Items:
    """Return tokens with brackets folded into groups. Raises `TokenError` where they do not pair."""
    stack: list[tuple[str, int, list[Item]]] = [("", 1, [])]
    for token in read_tokens(text):
        if token.kind == "sign" and token.text in _CLOSES:
            stack.append((token.text, token.line, []))
        elif token.kind == "sign" and token.text in _CLOSES.values():
            opened, line, items = stack.pop()
            if _CLOSES.get(opened) != token.text:
                raise TokenError(f"line {token.line}: {token.text!r} closes nothing")
            stack[-1][2].append(Group(opened, tuple(items), line))
        else:
            stack[-1][2].append(token)
    if len(stack) != 1:
        raise TokenError(f"line {stack[-1][1]}: {stack[-1][0]!r} is never closed")
    return tuple(stack[0][2])


def walk(items: Items) -> Iterator[Item]:
    """Yield every token and group, depth first, groups before what they hold."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)


def flat(items: Items) -> str:
    """Return the items as text with single spaces, words as written: for comparing known shapes."""
    parts: list[str] = []
    for item in items:
        if isinstance(item, Group):
            parts += [item.open, flat(item.items), _CLOSES[item.open]]
        else:
            parts.append(item.text)
    return " ".join(part for part in parts if part)
