"""Reading runs, their figures and findings with visibility."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, may_now, require
from ironriver.analytics.finding_text import finding_of
from ironriver.analytics.findings import RANKS, Detector, Finding
from ironriver.errors import nothing_here
from ironriver.ledger import Answer, Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp

PAGE = 25
_NEWEST = ("9999-12-31T23:59:59.999999Z", "")
_FIRST = (99, 1e18, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. The ledger's size and root at its cut are for auditors: they tell of acts that are hidden."""

    id: str
    state: str
    detectors: tuple[Detector, ...]
    method: str
    parameters: Mapping[str, Mapping[str, Any]]
    seed: int
    clearance: Mapping[str, Any]
    at: str
    ended: str
    by: str
    findings: int
    withdrawn: int
    cut_at: str
    cut_size: int
    cut_root: str
    results: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings; empty means all. `after` is (rank, strength, id) of the last one of the page before."""

    detectors: tuple[Detector, ...] = ()
    run_id: str = ""
    after: tuple[int, float, str] = _FIRST
    limit: int = PAGE


def runs(
    actor: Actor, *, ledger: Ledger, before: tuple[str, str] = _NEWEST, limit: int = PAGE
) -> tuple[tuple[Run, ...], Answer]:
    """Return runs, newest first, and the question that was asked. `before` is (begun, id) of the last one seen."""
    require(actor, Action.VIEW_REVIEW)
    asked = {"before": before[0], "before_id": before[1] or "zzz", "limit": limit}
    answer = ledger.ask(actor, "analytics.runs", asked)
    return tuple(_run(row["r"]) for row in answer.rows), answer


def run(actor: Actor, run_id: str, *, ledger: Ledger) -> tuple[Run, Answer]:
    """Return one run and the question. `NotFound` where it is hidden or absent."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "analytics.run", {"id": run_id})
    if not answer.rows:
        raise nothing_here()
    return _run(answer.rows[0]["r"]), answer


def run_results(actor: Actor, run_id: str, *, ledger: Ledger) -> dict[str, Any]:
    """Return the figures of a run by detector, as they were stored; empty while it is not done."""
    found, _ = run(actor, run_id, ledger=ledger)
    if not found.results:
        return {}
    figures: dict[str, Any] = json.loads(ledger.vault.read(found.results))
    return figures


def findings(actor: Actor, chosen: FindingFilter, *, ledger: Ledger) -> tuple[tuple[Finding, ...], Answer]:
    """Return findings, strongest first, and the question that was asked."""
    require(actor, Action.VIEW_REVIEW)
    rank, strength, after_id = chosen.after
    params = {
        "detectors": [one.value for one in chosen.detectors or tuple(Detector)],
        "run_id": chosen.run_id,
        "rank": rank,
        "strength": strength,
        "after_id": after_id,
        "limit": chosen.limit,
    }
    answer = ledger.ask(actor, "analytics.findings_page", params)
    return tuple(finding_of(row["f"], row["gone"]) for row in answer.rows), answer


def newest_with(actor: Actor, detector: Detector, run_id: str, *, ledger: Ledger) -> tuple[Run | None, Answer]:
    """Return the run of this id, or without one the newest finished run of a detector; None where there is none."""
    if run_id:
        return run(actor, run_id, ledger=ledger)
    listed, answer = runs(actor, ledger=ledger, limit=100)
    done = (one for one in listed if one.state == "done" and detector in one.detectors)
    return next(done, None), answer


def dealers_named(
    actor: Actor, ids: Sequence[str], *, ledger: Ledger
) -> tuple[dict[str, Mapping[str, Any]], Answer]:
    """Return id → dealer of those among `ids` that the actor may see, and the question."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "analytics.dealers_named", {"ids": list(ids), "limit": max(len(ids), 1)})
    return {row["d"]["id"]: row["d"] for row in answer.rows}, answer


def things_named(
    actor: Actor, ids: Sequence[str], *, ledger: Ledger
) -> tuple[dict[str, Mapping[str, Any]], Answer]:
    """Return id → what it is, of those that the actor may see; persons without names but on a case and purpose."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "analytics.things_named", {"ids": list(ids), "limit": max(len(ids), 1)})
    with_persons = may_now(actor, Action.OPEN_PERSON)
    found: dict[str, Mapping[str, Any]] = {}
    for row in answer.rows:
        node = row["n"]
        is_withheld = node["id"].startswith("person_") and not with_persons
        found[node["id"]] = {"id": node["id"], "withheld": True} if is_withheld else node
    return found, answer


def after_of(last: Finding) -> tuple[int, float, str]:
    """Return the key of the page after this finding."""
    return RANKS[last.band], last.strength, last.id


def _run(row: Mapping[str, Any]) -> Run:
    return Run(
        id=row["id"],
        state=row.get("state") or "",
        detectors=tuple(Detector(one) for one in row.get("detectors") or ()),
        method=row.get("method") or "",
        parameters=json.loads(row.get("parameters") or "{}"),
        seed=int(row.get("seed") or 0),
        clearance=json.loads(row.get("clearance") or "{}"),
        at=row.get("at") or "",
        ended=row.get("ended") or "",
        by=row.get("by") or "",
        findings=int(row.get("findings") or 0),
        withdrawn=int(row.get("withdrawn") or 0),
        cut_at=row.get("cut_at") or "",
        cut_size=int(row.get("cut_size") or 0),
        cut_root=row.get("cut_root") or "",
        results=row.get("results") or "",
        marking=Marking(holding=row["holding"], tlp=Tlp(int(row["tlp"])), handling=row.get("handling") or ""),
    )
