"""Where in a text the guard's reasons stand, for an editor: line, column and length, each counted from 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ironriver.errors import Invalid, Say
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.queries.guard_text import Refusal
from ironriver.queries.parameters import USED, Parameter, check_used, read_parameters
from ironriver.queries.running import lint

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One reason and its place; line 0 where it is about the whole text."""

    line: int
    column: int
    length: int
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The marks of a text, and whether an engine looked at its names and grammar."""

    marks: tuple[Mark, ...]
    by_engine: bool


def marks(actor: Actor, text: str, declared: Sequence[str], *, ledger: Ledger) -> Marked:
    """Return what stands against running this text with these declared parameters, without running it.

    Guard and engine are asked as `lint` asks them. Nothing is raised for a text or declaration that is wrong: that
    is what the marks say. Raises `NotAllowed` by policy.
    """
    linted = lint(actor, text, {}, ledger=ledger)
    found = [placed(text, refusal) for refusal in linted.refusals]
    try:
        found += _undeclared(text, read_parameters(declared))
    except Invalid as error:
        found.append(Mark(line=0, column=0, length=0, say=error.say))
    return Marked(marks=tuple(found), by_engine=linted.by_engine)


def placed(text: str, refusal: Refusal) -> Mark:
    """Return a reason at its word: at the engine's column where it names one, else at the word's first place."""
    lines = text.splitlines()
    if not 0 < refusal.line <= len(lines):
        return Mark(line=0, column=0, length=0, say=refusal.say)
    line = lines[refusal.line - 1]
    column, length = _place(line, refusal)
    return Mark(line=refusal.line, column=column, length=length, say=refusal.say)


def _place(line: str, refusal: Refusal) -> tuple[int, int]:
    if 0 < refusal.column <= len(line):
        word = _WORD.match(line, refusal.column - 1)
        return refusal.column, len(word[0]) if word else 1
    at = re.search(rf"\b{re.escape(refusal.word)}\b", line, re.IGNORECASE) if refusal.word else None
    if at:
        return at.start() + 1, len(refusal.word)
    blank = len(line) - len(line.lstrip())
    return blank + 1, max(1, len(line.strip()))


def _undeclared(text: str, parameters: Sequence[Parameter]) -> list[Mark]:
    """A `$name` that nobody declared, at each of its places."""
    try:
        check_used(text, parameters)
        return []
    except Invalid as error:
        say, known = error.say, {parameter.name for parameter in parameters}
    return [_at(text, found.start(), len(found[0]), say) for found in USED.finditer(text) if found[1] not in known]


def _at(text: str, position: int, length: int, say: Say) -> Mark:
    begin = text.rfind("\n", 0, position)
    return Mark(line=text.count("\n", 0, position) + 1, column=position - begin, length=length, say=say)

