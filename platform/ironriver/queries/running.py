"""A person's own query: guarded, run on his projection, written down, and only then handed out."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Say, Unavailable
from ironriver.graph import Outcome, RunLimits, Sandbox, SandboxTrouble, Trouble
from ironriver.ledger import DataCut, Ledger
from ironriver.model.actor import Actor
from ironriver.queries import figures
from ironriver.queries.guard import checked_plan, refusals, refused
from ironriver.queries.guard_text import Refusal, check_text
from ironriver.queries.narrowing import is_narrowed, narrowed
from ironriver.queries.projections import Projection, find_projection, folder_of, open_sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be run: text, values of its parameters, and the saved query and version it comes from, if any."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)
    query_id: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Rows of a query, the data cut of the projection they were read from, and what they cost."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool
    milliseconds: int
    cut: DataCut
    text: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """Why a text would not be run. Without an engine's view (`by_engine`) names and grammar were not looked at."""

    refusals: tuple[Refusal, ...]
    by_engine: bool


def run_query(actor: Actor, wanted: Wanted, *, ledger: Ledger, gone: Callable[[], bool] = lambda: False) -> Result:
    """Run a person's own Cypher against the projection of his clearance, never against the graph itself.

    `gone` says whether nobody waits any more; then the engine's transaction is ended. Raises `Invalid` with every
    reason for which the query is refused, `Conflict` while two others of his run, `Unavailable` where no projection
    answers or the read log cannot be written.
    """
    require(actor, Action.RUN_CYPHER)
    require(actor, Action.SEARCH_PERSON)  # a projection holds persons: a case and a purpose are needed
    projection, sandbox = serving(actor, ledger)
    try:
        plan = checked_plan(wanted.text, wanted.params, sandbox)
        with _slot(actor, ledger):
            outcome = _run(sandbox, actor, wanted, gone)
        if is_narrowed(projection.sight, sandbox, ledger, projection.entries):  # meanwhile
            raise narrowed()
    finally:
        sandbox.close()
    _note(actor, wanted, outcome, ledger, projection=projection, estimated=plan[0].rows)
    return Result(
        columns=outcome.columns,
        rows=tuple(tuple(row) for row in outcome.rows),
        more=outcome.more,
        milliseconds=outcome.milliseconds,
        cut=DataCut(at=projection.cut_at, id=projection.cut_id),
        text=wanted.text,
        params=wanted.params,
    )


def lint(actor: Actor, text: str, params: Mapping[str, Any], *, ledger: Ledger) -> Linted:
    """Return why this text would not be run, without running it; the engine's view too where one answers."""
    require(actor, Action.RUN_CYPHER)
    try:
        _, sandbox = serving(actor, ledger)
    except Unavailable:
        return Linted(refusals=check_text(text), by_engine=False)
    try:
        return Linted(refusals=refusals(text, params, sandbox), by_engine=True)
    finally:
        sandbox.close()


def stop_queries(actor: Actor, *, ledger: Ledger) -> int:
    """End every running query of this person on his projection, from whatever window; return how many.

    Where no engine runs there is none to end; one that is too old to answer is asked all the same.
    """
    require(actor, Action.RUN_CYPHER)
    found = find_projection(ledger.settings, actor)
    sandbox = open_sandbox(ledger.settings, found) if found is not None else None
    if sandbox is None:
        return 0
    try:
        mine = [row["run"] for row in sandbox.running() if row["actor"] == actor.id]
        return sum(sandbox.end(run) for run in mine)
    finally:
        sandbox.close()


def serving(actor: Actor, ledger: Ledger) -> tuple[Projection, Sandbox]:
    """Return the projection that answers this actor. `Unavailable` with what to do where none does."""
    found = find_projection(ledger.settings, actor)
    if found is None:
        raise _no_projection()
    if found.is_narrowed:
        raise narrowed()
    if not found.checks:
        raise _reviving()
    if not found.passed:
        raise _failed_test()
    if age_of(found) > figures.OLDEST_PROJECTION:
        raise _too_old()
    sandbox = open_sandbox(ledger.settings, found)
    if sandbox is None:
        raise _reviving()
    try:
        taken = is_narrowed(found.sight, sandbox, ledger, found.entries)
    except BaseException:
        sandbox.close()
        raise
    if taken:
        sandbox.close()
        raise narrowed()
    return found, sandbox


def refusal_of(actor: Actor, ledger: Ledger) -> Say | None:
    """Return why no projection answers the actor at present; None where one does."""
    try:
        serving(actor, ledger)[1].close()
    except Unavailable as refusal:
        return refusal.say
    return None


def age_of(projection: Projection) -> float:
    """Return how many seconds the projection lags behind the graph."""
    read = datetime.fromisoformat(projection.cut_at)
    return max(0.0, (datetime.fromisoformat(clock.stamp()) - read).total_seconds())


def _run(sandbox: Sandbox, actor: Actor, wanted: Wanted, gone: Callable[[], bool]) -> Outcome:
    limits = RunLimits(
        run=f"run_{secrets.token_hex(8)}",
        actor=actor.id,
        rows=figures.MOST_ROWS,
        bytes=figures.MOST_BYTES,
        seconds=figures.RUN_SECONDS,
    )
    try:
        return sandbox.run(wanted.text, wanted.params, limits, gone=gone)
    except SandboxTrouble as trouble:
        refusal = Refusal(code=f"engine_{trouble.trouble}", line=trouble.line)
        if trouble.trouble in (Trouble.UNREACHABLE, Trouble.STOPPED):
            raise Unavailable(refusal.say) from None
        raise refused((refusal,)) from None


def _note(
    actor: Actor, wanted: Wanted, outcome: Outcome, ledger: Ledger, *, projection: Projection, estimated: float
) -> None:
    """Write the run down before its first byte leaves: text, version, parameters, rows, cost."""
    said = {
        "text": wanted.text,
        "values": dict(wanted.params),
        "query": wanted.query_id,
        "version": wanted.version,
        "milliseconds": outcome.milliseconds,
        "estimated_rows": estimated,
        "more": outcome.more,
        "projection": projection.key,
        "projection_cut": projection.cut_id,
    }
    ledger.note_read(actor, "queries.own_cypher", said, count=len(outcome.rows))


@contextmanager
def _slot(actor: Actor, ledger: Ledger) -> Iterator[None]:
    """Hold one of the person's places, over all processes; the kernel frees it if this one dies."""
    folder = folder_of(ledger.settings) / "places"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(actor.id.encode()).hexdigest()[:16]
    for number in range(figures.MOST_RUNNING):
        place = os.open(folder / f"{name}-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(place)
            continue
        try:
            yield
        finally:
            os.close(place)
        return
    raise Conflict(
        Say(
            en="Two queries of yours are running. Wait for one, or stop them.",
            es="Tiene dos consultas en marcha. Espere a que termine una, o deténgalas.",
        )
    )


def _no_projection() -> Unavailable:
    return Unavailable(
        Say(
            en="There is no projection for your clearance yet. Make one; it takes about a minute.",
            es="Aún no hay una proyección para su nivel de acceso. Créela; tarda cerca de un minuto.",
        )
    )


def _reviving() -> Unavailable:
    return Unavailable(
        Say(
            en="The projection's engine ended, perhaps because a query took all its memory. It is being started "
            "again; wait half a minute. If a query of yours did it, ask for less.",
            es="El motor de la proyección terminó, quizá porque una consulta tomó toda su memoria. Se está "
            "iniciando de nuevo; espere medio minuto. Si fue una consulta suya, pida menos.",
        )
    )


def _failed_test() -> Unavailable:
    return Unavailable(
        Say(
            en="The projection did not pass its self-test, so it answers nobody. The status page says which check.",
            es="La proyección no pasó su autoprueba y no responde a nadie. La página de estado dice cuál revisión.",
        )
    )


def _too_old() -> Unavailable:
    return Unavailable(
        Say(
            en="The projection is older than a day. Make it anew.",
            es="La proyección tiene más de un día. Vuelva a crearla.",
        )
    )
