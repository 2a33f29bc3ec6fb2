"""The journeys: bring a file in, load it, take up an interrupted import."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Unpack

from ironriver.access import Action, policy
from ironriver.errors import Conflict, Say
from ironriver.ingest.batches import Batch, batches_of, close_batch, find_batch, list_batches, open_batch, report_of
from ironriver.ingest.load_dealers import DealerLoader
from ironriver.ingest.load_flows import FlowLoader
from ironriver.ingest.load_records import RecordLoader
from ironriver.ingest.loading import Loader, Opened, Runner
from ironriver.ingest.mapping import Reads, mapping
from ironriver.ingest.minting import Mint, Sees
from ironriver.ingest.report import REJECTS_KEPT, BatchReport
from ironriver.ingest.sources import Described, Source, find_source, receive
from ironriver.jobs import Report, SilentReport
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor

_LOADERS: dict[Reads, Callable[[Source, Mint, Sees], Loader]] = {
    Reads.DEALERS: DealerLoader,
    Reads.FLOWS: FlowLoader,
    Reads.RECORDS: RecordLoader,
}


def import_file(
    actor: Actor, path: Path, *, ledger: Ledger, report: Report | None = None, **described: Unpack[Described]
) -> BatchReport:
    """Receive a file and load it; `described` as in `receive`. See both for what they raise."""
    source = receive(actor, path, ledger=ledger, **described)
    return load(actor, source.id, ledger=ledger, report=report)


def load(actor: Actor, source_id: str, *, ledger: Ledger, report: Report | None = None) -> BatchReport:
    """Load a received source and return what it did.

    Bytes that were loaded before change nothing: the earlier report comes back with `already` set. An open batch
    of the source is taken up where it stopped. Raises `Invalid` or `TooLarge` when the file cannot be read as its
    kind (then no batch is opened), `Conflict` when another list is being loaded or a newer one is in.
    """
    policy.require(actor, Action.IMPORT_FILE)
    source = find_source(actor, source_id, ledger=ledger)
    earlier = batches_of(source, ledger=ledger)
    for batch in earlier:
        if batch.state == "closed":
            return _already(report_of(actor, batch.id, ledger=ledger))
    loader = _LOADERS[mapping(source.kind).reads](source, ledger.id_for, _sight(actor))
    opened = loader.open(ledger)
    batch = next((one for one in earlier if one.is_open), None) or _open(
        actor, source, len(earlier), opened, ledger
    )
    runner = Runner(actor, batch, ledger, report or SilentReport())
    runner.run(loader, opened.total)
    made = _report(runner, opened)
    close_batch(actor, batch, made, ledger=ledger)
    return made


def resume(actor: Actor, batch_id: str, *, ledger: Ledger, report: Report | None = None) -> BatchReport:
    """Take up an interrupted import where its last act left it. Raises `Conflict` when it is not open."""
    batch = find_batch(actor, batch_id, ledger=ledger)
    if not batch.is_open:
        raise Conflict(
            Say(
                en=f"This import is {batch.state}; only an open one can be taken up.",
                es="Esta importación no está abierta; solo se puede retomar una abierta.",
            )
        )
    return load(actor, batch.source.id, ledger=ledger, report=report)


def _sight(actor: Actor) -> Sees:
    """Whether a node of the import's holding lies within the actor's clearance, as `policy.may_see` has it."""
    handlings = set(actor.handling)

    @cache  # of few markings, for every node that a file names
    def within(tlp: int, handling: str) -> bool:
        return tlp <= actor.max_tlp and {code for code in handling.split(",") if code} <= handlings

    return lambda node: within(int(node.get("tlp") or 0), str(node.get("handling") or ""))


def _open(actor: Actor, source: Source, attempt: int, opened: Opened, ledger: Ledger) -> Batch:
    if mapping(source.kind).reads is Reads.DEALERS:
        # Two lists side by side could each take the other's changes for its own; undo could not tell them apart.
        for other in list_batches(actor, ledger=ledger, states=("open",)):
            if other.source.kind == source.kind and other.source.marking.holding == source.marking.holding:
                raise Conflict(
                    Say(
                        en=f"The import of {other.source.name} ({other.id}) is still open. Resume or undo it.",
                        es=f"La importación de {other.source.name} ({other.id}) sigue abierta. Retómela.",
                    )
                )
    return open_batch(actor, source, attempt, coverage=opened.coverage, ledger=ledger)


def _report(runner: Runner, opened: Opened) -> BatchReport:
    tally, source = runner.tally, runner.batch.source
    late = len(tally.late)
    return BatchReport(
        batch_id=runner.batch.id,
        source_id=source.id,
        kind=source.kind,
        name=source.name,
        state="closed",
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        absent=tally.absent,
        rejected=runner.rejected + late,
        candidates=tally.candidates,
        written=tally.rows,
        form=opened.form,
        data_date=opened.data_date,
        changes=dict(sorted(tally.changes.items())),
        doubts=dict(sorted(tally.doubts.items())),
        coverage=opened.coverage,
        ignored_columns=opened.ignored,
        mismatches=opened.mismatches,
        rejects=tuple(sorted([*runner.rejects, *tally.late][:REJECTS_KEPT], key=lambda one: one.line)),
    )


def _already(report: BatchReport) -> BatchReport:
    """Return the report of bytes that came again: nothing done, and which import had them."""
    return BatchReport(
        batch_id=report.batch_id,
        source_id=report.source_id,
        kind=report.kind,
        name=report.name,
        state=report.state,
        form=report.form,
        data_date=report.data_date,
        coverage=report.coverage,
        unchanged=report.added + report.changed + report.unchanged,
        rejected=report.rejected,
        rejects=report.rejects,
        already=report.batch_id,
    )
