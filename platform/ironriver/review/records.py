"""What people did with a finding, as stored, and where it stands because of that: derived, never set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.review.decisions import WAYS, Explanation, Standing, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One step. `state` is what the step led to; `facts` the digest of what was read when it was made."""

    id: str
    n: int
    step: Step
    state: Standing
    at: str
    by: str
    by_name: str
    by_agency: str
    facts: str
    reason: str = ""
    text: str = ""
    looked_at: tuple[str, ...] = ()
    run_id: str = ""


_WAITING = frozenset({Standing.OPEN, Standing.NEEDS_MORE, Standing.REOPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """Where a finding stands, who holds it, and everything that was done, oldest first."""

    standing: Standing
    n: int = 0
    holder: str = ""
    holder_name: str = ""
    since: str = ""
    facts_changed: bool = False
    judgements: tuple[Judgement, ...] = ()

    def may(self, step: Step, by: str) -> bool:
        """Return whether this account may do the step now; roles are the policy's to decide."""
        way = WAYS[step]
        return self.standing in way.begins and (not way.holder or self.holder == by)


def docket_of(judgements: Sequence[Judgement], facts: str, *, gone: bool = False) -> Docket:
    """Return where a finding with these facts stands. Decided on other facts, it is reopened. Pure.

    `gone`: a later run no longer states it. What a person decided on these facts, or holds, stays as it is.
    """
    if not judgements:
        return Docket(standing=Standing.GONE if gone else Standing.OPEN)
    done = sorted(judgements, key=lambda one: one.n)
    last = done[-1]
    standing = standing_now(last.state, changed=last.facts != facts)
    if gone and standing in _WAITING:
        standing = Standing.GONE
    claimed = standing is Standing.CLAIMED
    return Docket(
        standing=standing,
        n=last.n,
        holder=last.by if claimed else "",
        holder_name=last.by_name if claimed else "",
        since=last.at,
        facts_changed=last.facts != facts,
        judgements=tuple(done),
    )


def standing_now(stored: Standing, *, changed: bool) -> Standing:
    """Return the standing that follows from the last step, and from whether the facts have changed since."""
    waits = stored.is_decided or stored is Standing.NEEDS_MORE
    return Standing.REOPENED if changed and waits else stored


def judgement_of(row: Mapping[str, Any]) -> Judgement:
    """Return a judgement from its stored properties."""
    return Judgement(
        id=row["id"],
        n=int(row["n"]),
        step=Step(row["step"]),
        state=Standing(row["state"]),
        at=row["at"],
        by=row["by"],
        by_name=row["by_name"],
        by_agency=row["by_agency"],
        facts=row["facts"],
        reason=row.get("reason") or "",
        text=row.get("text") or "",
        looked_at=tuple(one for one in row.get("looked_at") or () if one in set(Explanation)),
        run_id=row.get("run_id") or "",
    )
