"""A run: a frozen data cut, detectors with version, parameters and seed; figures as bytes under their digest."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.analytics.finding_store import put_findings
from ironriver.analytics.findings import Detector
from ironriver.analytics.methods import METHODS
from ironriver.analytics.registry import Outcome, Work
from ironriver.analytics.withdrawing import Stating, withdraw_unstated
from ironriver.errors import Conflict, Invalid, Say
from ironriver.jobs import Cancelled, Job, Jobs, Report, State
from ironriver.ledger import Act, Change, Head, Ledger, Row, root_of
from ironriver.model.actor import Actor
from ironriver.model.marking import PUBLIC, Marking, Tlp, strictest

JOB_KIND = "detect"
#: How often the reading is done again because something was written meanwhile.
TRIES = 3
STILL_WRITING = Say(
    "Something was written to the ledger while the run read, three times in a row. "
    "Start it when imports have ended.",
    "Se escribió en el registro mientras la corrida leía, tres veces seguidas. Iníciela cuando terminen las "
    "importaciones.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsk:
    """What to run. `parameters`: detector → name → value, where they differ from the method's own."""

    detectors: tuple[Detector, ...]
    seed: int = 1
    parameters: Mapping[str, Mapping[str, Any]] | None = None


def start_run(actor: Actor, ask: RunAsk, *, jobs: Jobs) -> Job:
    """Queue a run and return its job. Raises `Invalid` where no detector or an unknown one is named."""
    payload = _payload(actor, ask)
    return jobs.submit(JOB_KIND, actor.id, payload)


def run_now(actor: Actor, ask: RunAsk, report: Report, *, ledger: Ledger) -> dict[str, Any]:
    """Do a run in this process and return what `execute_run` returns. For the command line."""
    made = {"id": f"job_{secrets.token_hex(8)}", "kind": JOB_KIND, "actor_id": actor.id, "state": State.RUNNING}
    job = Job(payload=_payload(actor, ask), started=clock.stamp(), **made)  # type: ignore[arg-type]
    return execute_run(actor, job, report, ledger=ledger)


def _payload(actor: Actor, ask: RunAsk) -> dict[str, Any]:
    require(actor, Action.RUN_DETECTORS)
    if not ask.detectors or not set(ask.detectors) <= set(METHODS):
        known = ", ".join(METHODS)
        raise Invalid(
            Say(f"Choose at least one detector of: {known}.", f"Elija al menos un detector de: {known}."),
            fields={"detectors": Say("none chosen", "ninguno elegido")},
        )
    if not 0 <= ask.seed < 2**63:
        say = Say("A whole number from 0 on that fits 63 bits.", "Un número entero desde 0 que quepa en 63 bits.")
        raise Invalid(say, fields={"seed": say})
    names = list(dict.fromkeys(one.value for one in ask.detectors))  # named a thousand times, run once
    return {"detectors": names, "seed": ask.seed, "parameters": ask.parameters or {}}


def execute_run(actor: Actor, job: Job, report: Report, *, ledger: Ledger) -> dict[str, Any]:
    """Do a run; taken up again after a crash, it begins anew under the same id. Returns its id and counts."""
    require(actor, Action.RUN_DETECTORS)
    narrow = replace(actor, holdings=actor.holdings & {PUBLIC, actor.agency})
    ask = RunAsk(
        detectors=tuple(Detector(one) for one in job.payload["detectors"]),
        seed=int(job.payload.get("seed", 1)),
        parameters=job.payload.get("parameters") or {},
    )
    run_id = ledger.id_for("Run", job.id, actor.agency)
    marking = Marking(holding=actor.agency, tlp=Tlp.AMBER)
    begun = {**_described(narrow, ask), "state": "running", "at": job.started or clock.stamp(), "by": actor.id}
    _put(actor, run_id, marking, begun, ledger=ledger)
    try:
        done, marking = _read_and_keep(
            Work(actor=narrow, job=job.id, ledger=ledger, report=report, seed=ask.seed), ask, run_id, begun["at"]
        )
    except Cancelled:
        _put(actor, run_id, marking, {"state": "cancelled", "ended": clock.stamp()}, ledger=ledger)
        raise
    except Exception:
        _put(actor, run_id, marking, {"state": "failed", "ended": clock.stamp()}, ledger=ledger)
        raise
    _put(actor, run_id, marking, done, ledger=ledger)
    return {"run_id": run_id, **{name: done[name] for name in ("findings", "withdrawn", "results")}}


def _read_and_keep(work: Work, ask: RunAsk, run_id: str, begun: str) -> tuple[dict[str, Any], Marking]:
    """Read, store what was found, and return what the run says of it, with its marking."""
    found, head = _on_one_cut(work, ask)
    work.report.check_cancelled()
    ledger, marking = work.ledger, Marking(holding=work.actor.agency, tlp=Tlp.AMBER)
    cut = {"cut_at": head.at, "cut_size": head.size, "cut_root": root_of(head).hex()}
    for outcome in found.values():
        marking = strictest(marking, outcome.marking.tlp, outcome.marking.handling)
    results = results_bytes(found)
    drafts = [draft for outcome in found.values() for draft in outcome.drafts]
    put_findings(work.actor, run_id, drafts, cut_at=head.at, ledger=ledger)
    # A run with parameters of its own answers another question, so it withdraws nothing.
    usual = {name: outcome for name, outcome in found.items() if not (ask.parameters or {}).get(name.value)}
    stating = Stating(run_id=run_id, begun=begun, outcomes=usual)
    withdrawn = withdraw_unstated(work.actor, stating, ledger=ledger)
    done = {"state": "done", "ended": clock.stamp(), "findings": len(drafts), "withdrawn": withdrawn}
    done["results"] = ledger.vault.put(results).sha256
    return {**cut, **done}, marking


def results_bytes(found: Mapping[Detector, Outcome]) -> bytes:
    """Return the figures of a run as the bytes that are stored: the same figures give the same bytes."""
    told = {name.value: outcome.results for name, outcome in found.items()}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _on_one_cut(work: Work, ask: RunAsk) -> tuple[dict[Detector, Outcome], Head]:
    """Run the detectors on one state of the ledger: what was written meanwhile makes it read again."""
    for _ in range(TRIES):
        head = work.ledger.head()
        found = {
            name: METHODS[name].load()(replace(work, parameters=_parameters(ask, name))) for name in ask.detectors
        }
        if work.ledger.head_after_reading().size == head.size:
            return found, head
    raise Conflict(STILL_WRITING)


def _parameters(ask: RunAsk, name: Detector) -> dict[str, Any]:
    return {**METHODS[name].parameters, **(ask.parameters or {}).get(name.value, {})}


def _described(actor: Actor, ask: RunAsk) -> dict[str, Any]:
    visible = actor.visibility()
    clearance = {"holdings": sorted(actor.holdings), "max_tlp": visible["max_tlp"]}
    used: dict[str, Any] = {name.value: _parameters(ask, name) for name in ask.detectors}
    return {
        "detectors": [one.value for one in ask.detectors],
        "method": ", ".join(f"{name} {METHODS[name].version}" for name in ask.detectors),
        "parameters": json.dumps(used, sort_keys=True),
        "seed": ask.seed,
        "clearance": json.dumps(clearance, sort_keys=True),
    }


def _put(actor: Actor, run_id: str, marking: Marking, values: dict[str, Any], *, ledger: Ledger) -> None:
    row = Row(s={"id": run_id, **marking.as_properties()}, p=values)
    ledger.act(actor, Act(name="analytics.put_run", changes=[Change(statement="write.put_run", rows=[row])]))
