"""What the engine would do, held against an allow list: the check that decides whether a query is run.

Pure: operators in, reasons out. Text can be written in many ways; the plan says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ironriver.graph import Operator
from ironriver.queries import figures
from ironriver.queries.guard_text import Refusal, allowed

_STAR = re.compile(r"\*(\d*)(\.\.)?(\d*)\]")
_BRACES = re.compile(r"\)\{\s*\d*\s*,\s*(\d*)\s*\}")
_WALKS = ("VarLengthExpand", "PruningVarLengthExpand", "BFSPruningVarLengthExpand", "ShortestPath")
_REPEATS = ("Repeat", "BidirectionalRepeat", "StatefulShortestPath")


def check_plan(plan: Sequence[Operator]) -> tuple[Refusal, ...]:
    """Return every reason why a plan is not run; none if it may be."""
    if not plan:
        return (Refusal(code="operator", word="?"),)
    return tuple(dict.fromkeys(refusal for operator in plan for refusal in _check(operator)))


def _check(operator: Operator) -> Iterator[Refusal]:
    name = operator.name.partition("(")[0]
    if name == "EmptyResult":
        yield Refusal(code="no_answer")
    elif name not in allowed()["operators"]:
        yield Refusal(code="operator", word=operator.name[:60])
    if not _is_bounded(name, operator.details):
        yield Refusal(code="steps")


def _is_bounded(name: str, details: str) -> bool:
    if name in _WALKS:
        return all(_most(found[1], found[2], found[3]) <= figures.MOST_STEPS for found in _STAR.finditer(details))
    if name in _REPEATS:
        found = _BRACES.findall(details)
        return bool(found) and all(text and int(text) <= figures.MOST_STEPS for text in found)
    return True


def _most(first: str, dots: str | None, last: str) -> int:
    """`*..6` and `*3` are bounded, `*` and `*2..` are not."""
    bound = last if dots else first
    return int(bound) if bound else figures.MOST_STEPS + 1
