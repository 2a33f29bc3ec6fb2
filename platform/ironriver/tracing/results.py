"""Results of traces: they land on the request by its number, are held against it, and two people release them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ironriver import clock
from ironriver.access import Action, approvals, require
from ironriver.errors import Conflict, Invalid, Say, nothing_here
from ironriver.ingest import import_file
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.values import canonical_serial, fold, read_calibre, read_make, tidy
from ironriver.tracing.findings import Request
from ironriver.tracing.reading import find_form
from ironriver.tracing.records import NEVER, TraceForm, form_of, read_request
from ironriver.tracing.requests import admit, move
from ironriver.tracing.states import Move, Outcome

#: Requests of one page, and numbers that are matched at once; each has few requests and results.
_MOST, _AT_ONCE = 500, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What came of taking in results: how many requests are complete, and which are held back."""

    complete: int = 0
    held: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result as imported: trace record, outcome, gun, purchase and purchaser of record."""

    trace: Mapping[str, Any]
    result: Mapping[str, Any]
    gun: Mapping[str, Any]
    purchase: Mapping[str, Any]
    purchaser: Mapping[str, Any]

    @property
    def outcome(self) -> str:
        """What it came to; a purchaser where one is named and nothing is said."""
        said = str(self.result.get("outcome") or self.trace.get("outcome") or "")
        known = said if said in set(Outcome) else ""
        return known or (Outcome.PURCHASER_IDENTIFIED if self.purchaser else Outcome.NOT_TRACED)


def import_results(actor: Actor, file: Path, name: str, *, ledger: Ledger) -> Landed:
    """Import a file of trace results and let them land on the requests that wait for them.

    The rows become facts like those of any import, under the actor's agency. Raises what `ingest.import_file`
    raises for a file that cannot be read.
    """
    require(actor, Action.COMPLETE_TRACE)
    import_file(
        actor,
        file,
        ledger=ledger,
        kind="traces",
        name=name,
        authority="Results of the agency's own trace requests",
        brought_by=actor.name,
    )
    return land_results(actor, _numbers_waiting(actor, ledger), ledger=ledger)


def land_results(actor: Actor, numbers: Sequence[str], *, ledger: Ledger) -> Landed:
    """Match results to requests on their way by trace number or request number, and complete or hold each."""
    require(actor, Action.COMPLETE_TRACE)
    outcomes: dict[str, str] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        params = {"numbers": list(numbers[start : start + _AT_ONCE]), "limit": _MOST}
        forms = [form_of(row["q"]) for row in ledger.ask(actor, "tracing.forms_waiting", params).rows]
        mine = [form for form in forms if form.sender == actor.agency and form.id not in outcomes]
        found = _results(actor, [n for f in mine for n in (f.trace_number, f.number) if n], ledger)
        for form in mine:
            result = found.get(form.trace_number) or found.get(form.number)
            outcomes[form.id] = "waiting" if result is None or form.held else _land(actor, form, result, ledger)
    told = Counter(outcomes.values())
    return Landed(complete=told["complete"], held=told["held"], waiting=told["waiting"])


def _land(actor: Actor, form: TraceForm, result: Result, ledger: Ledger) -> str:
    differences = contradictions(read_request(form.agency, form.values), result)
    if differences:
        _hold(actor, form, result, differences, ledger)
        return "held"
    complete_with(actor, form, result, ledger=ledger)
    return "complete"


def _numbers_waiting(actor: Actor, ledger: Ledger) -> list[str]:
    """Return the numbers of all requests on their way; only then the results of a file are looked for."""
    page = {
        "states": ["transmitted", "in_process"], "priorities": ["routine", "urgent"], "unit": "", "due_before": "~",
        "before": NEVER, "before_id": "", "agency": actor.agency, "limit": _MOST,
    }  # fmt: skip
    numbers: list[str] = []
    while True:
        rows = ledger.ask(actor, "tracing.forms_page", page).rows
        forms = [form_of(row["q"]) for row in rows]
        numbers += [n for form in forms for n in (form.trace_number, form.number) if n]
        if len(rows) < _MOST:
            return numbers
        page |= {"before": rows[-1]["q"]["changed"], "before_id": rows[-1]["q"]["id"]}


def result_of(actor: Actor, form: TraceForm, *, ledger: Ledger) -> Result | None:
    """Return the result of a request as far as the actor may see it: whole for who transmits, else nothing."""
    require(actor, Action.VIEW_TRACES, form)
    numbers = [n for n in (form.trace_number, form.number) if n]
    found = _results(actor, numbers, ledger)
    return next((found[n] for n in numbers if n in found), None)


def contradictions(request: Request, result: Result) -> list[str]:
    """Return in which of make, model, calibre and serial a result is about another gun than the request.

    What either side leaves open contradicts nothing. Pure.
    """
    gun = result.gun
    if not gun:
        return []
    said = {
        "maker": (request.maker.code, read_make(str(gun.get("maker") or "")).code),
        "model": (_bare(request.get("model")), _bare(str(gun.get("model") or ""))),
        "calibre": (request.calibre.code, read_calibre(str(gun.get("calibre") or "")).code),
        "serial": (_whole(request.get("serial")), _whole(str(gun.get("serial") or gun.get("canonical") or ""))),
    }
    found = []
    for name, (ours, theirs) in said.items():
        alike = name == "model" and (ours in theirs or theirs in ours)
        if ours and theirs and ours != theirs and not alike:
            found.append(name)
    return found


def _bare(text: str) -> str:
    bare = fold(text).replace(" ", "")
    return "" if bare in ("UNKNOWN", "DESCONOCIDO") else bare


def _whole(text: str) -> str:
    canonical = canonical_serial(tidy(text))
    return "" if "?" in canonical or "*" in canonical else canonical


def _results(actor: Actor, numbers: Sequence[str], ledger: Ledger) -> dict[str, Result]:
    if not numbers:
        return {}
    # A trace answered twice has two results, so more rows come than numbers are asked for.
    params = {"numbers": list(numbers), "limit": 10 * _MOST}
    rows = ledger.ask(actor, "tracing.results_numbered", params).rows
    return {
        str(row["t"]["number"]): Result(
            trace=row["t"],
            result=row["v"],
            gun=row["f"] or {},
            purchase=row["p"] or {},
            purchaser=row["x"] or {},
        )
        for row in rows
    }


def _hold(actor: Actor, form: TraceForm, result: Result, differences: list[str], ledger: Ledger) -> None:
    note = ", ".join(differences)
    move(actor, form, Move.HOLD, {"held": note, "result_id": result.trace["id"]}, note=note, ledger=ledger)
    _mark_result(actor, result, held=True, ledger=ledger)


def _mark_result(actor: Actor, result: Result, *, held: bool, ledger: Ledger) -> None:
    row = Row(s={"id": result.result["id"]}, p={"held_back": held})
    changes = [Change(statement="write.amend_trace_result", rows=[row])]
    ledger.act(actor, Act(name="tracing.mark_result", changes=changes))


def complete_with(actor: Actor, form: TraceForm, result: Result, *, ledger: Ledger, note: str = "") -> TraceForm:
    """Complete a request with a result. The request takes what its unit may read, and never the purchaser."""
    changed = {
        "outcome": result.outcome,
        "reason": str(result.result.get("reason") or ""),
        "completed": str(result.result.get("completed") or clock.stamp()[:10]),
        "result_id": result.trace["id"],
        "source_state": str(result.trace.get("source_state") or ""),
        "ttc_days": result.trace.get("ttc_days"),
        "held": None,
        "due": NEVER,
    }
    return move(actor, form, Move.COMPLETE, changed, note=note, ledger=ledger)


def decide_held(actor: Actor, form_id: str, *, same_gun: bool, note: str, ledger: Ledger) -> TraceForm:
    """Decide on a held result: it is about this gun, and completes the request; or it is a false trace."""
    form = find_form(actor, form_id, ledger=ledger)
    admit(actor, form, Move.COMPLETE if same_gun else Move.DISMISS)
    if not form.held:
        raise Conflict(Say(en="No result of this request is held back.", es="Ningún resultado está retenido aquí."))
    if len(note.strip()) < 10:
        raise Invalid(
            Say(en="Say how you decided.", es="Diga cómo decidió."),
            fields={
                "note": Say(
                    en="Note: write at least ten characters on what was compared.",
                    es="Nota: escriba al menos diez caracteres sobre lo que se comparó.",
                )
            },
        )
    result = result_of(actor, form, ledger=ledger)
    if result is None:
        raise nothing_here()
    if not same_gun:
        changed = {"held": None, "result_id": None, "trace_number": None}
        return move(actor, form, Move.DISMISS, changed, note=note.strip(), ledger=ledger)
    _mark_result(actor, result, held=False, ledger=ledger)
    return complete_with(actor, form, result, note=note.strip(), ledger=ledger)


def propose_release(actor: Actor, form_id: str, reason: str, *, ledger: Ledger) -> str:
    """Propose to release the purchaser of record to the unit that asked; another person approves."""
    form = find_form(actor, form_id, ledger=ledger)
    require(actor, Action.COMPLETE_TRACE, form)
    act = _releasing(actor, form, ledger)
    proposal, proposing = approvals.proposing(actor, act, reason=reason, ledger=ledger)
    move(actor, form, Move.RELEASE, {"proposal": proposal}, note=reason, ledger=ledger, also=[proposing])
    return proposal


def release(actor: Actor, form_id: str, reason: str, *, ledger: Ledger) -> TraceForm:
    """Approve the release that another person proposed, and carry it out, for this request alone."""
    form = find_form(actor, form_id, ledger=ledger)
    require(actor, Action.APPROVE, form)
    if not form.proposal:
        raise nothing_here()
    act = _releasing(actor, form, ledger)
    approvals.approve(actor, form.proposal, reason=reason, ledger=ledger)
    approvals.carry_out(actor, form.proposal, act, ledger=ledger)
    return find_form(actor, form_id, ledger=ledger)


def _releasing(actor: Actor, form: TraceForm, ledger: Ledger) -> Act:
    result = result_of(actor, form, ledger=ledger)
    if actor.agency != form.sender or result is None or not result.purchaser:
        raise nothing_here()
    name = str(result.purchaser.get("name") or "")
    row = Row(s={"id": form.id}, p={"purchaser": name})
    return Act(name="tracing.release_purchaser", changes=[Change(statement="write.amend_trace_form", rows=[row])])
