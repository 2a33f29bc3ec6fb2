"""The guard: the text first, then the plan on the very engine that would run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ironriver.errors import Invalid, Say
from ironriver.graph import Operator, Sandbox, SandboxTrouble, Trouble
from ironriver.queries.guard_plan import check_plan
from ironriver.queries.guard_text import Refusal, check_text


def refusals(text: str, params: Mapping[str, Any], sandbox: Sandbox) -> tuple[Refusal, ...]:
    """Return why a query is not run; none if it may be. What the engine cannot plan is refused too."""
    if found := check_text(text):
        return found
    try:
        return check_plan(sandbox.plan(text, params))
    except SandboxTrouble as trouble:
        return (Refusal(code=f"engine_{trouble.trouble}", line=trouble.line, column=trouble.column),)


def checked_plan(text: str, params: Mapping[str, Any], sandbox: Sandbox) -> Sequence[Operator]:
    """Return the plan of a query that may be run. Raises `Invalid` with every reason, each with its line."""
    if found := check_text(text):
        raise refused(found)
    try:
        plan = sandbox.plan(text, params)
    except SandboxTrouble as trouble:
        raise refused((Refusal(code=f"engine_{trouble.trouble}", line=trouble.line),)) from None
    if found := check_plan(plan):
        raise refused(found)
    return plan


def refused(found: Sequence[Refusal]) -> Invalid:
    """Return the refusal as it is told: the first reason as the sentence, all of them at the query's field."""
    first = found[0].say
    told = [_placed(refusal) for refusal in found[:8]]
    lines = Say(en=" ".join(one.en for one in told), es=" ".join(one.es for one in told))
    return Invalid(
        Say(en=f"The query was not run. {first.en}", es=f"La consulta no se ejecutó. {first.es}"),
        fields={"text": lines},
        detail=" ".join(refusal.code for refusal in found),
    )


def _placed(refusal: Refusal) -> Say:
    if not refusal.line:
        return refusal.say
    return Say(
        en=f"Line {refusal.line}: {refusal.say.en}",
        es=f"Renglón {refusal.line}: {refusal.say.es}",
    )


#: What the engine's own troubles are called as refusals.
ENGINE_CODES = tuple(f"engine_{trouble}" for trouble in Trouble)
