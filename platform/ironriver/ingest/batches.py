"""The Batch node: one attempt to load one source, from open to closed or undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import policy
from ironriver.errors import NotFound, Say, nothing_here
from ironriver.ingest.report import BatchReport, Tally
from ironriver.ingest.sources import Source, find_source
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One import as of now. `state` is open, closed, undone or withdrawn."""

    id: str
    source: Source
    state: str
    tally: Tally
    report_sha256: str = ""
    opened: str = ""
    closed: str = ""
    #: Of the person who began it; empty where an earlier version did.
    agency: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be resumed or undone."""
        return self.state == "open"

    def structure(self) -> dict[str, Any]:
        """Return the `s` part of a row about this batch."""
        return {"id": self.id, **self.source.marking.as_properties()}


def batches_of(source: Source, *, ledger: Ledger) -> list[Batch]:
    """Return the attempts to load a source, oldest first."""
    rows = ledger.look("ingest.batches_of_source", {"source_id": source.id})
    return [_batch(row["node"], source) for row in rows]


def find_batch(actor: Actor, batch_id: str, *, ledger: Ledger) -> Batch:
    """Return a batch whose holding is open to the actor; anything else is `NotFound`."""
    rows = ledger.look("ingest.batch", {"id": batch_id})
    if not rows:
        raise nothing_here()
    node = rows[0]["node"]
    return _batch(node, find_source(actor, node["source_id"], ledger=ledger))


def list_batches(actor: Actor, *, ledger: Ledger, states: tuple[str, ...] = ()) -> list[Batch]:
    """Return the imports that the actor may see, newest first, at most 500."""
    chosen = list(states or ("open", "closed", "undone", "withdrawn"))
    # Chosen in the graph: among the newest 500 of all agencies one's own could be missing.
    visible = {name: value for name, value in actor.visibility().items() if name != "tlps"}
    rows = ledger.look("ingest.batches", {"states": chosen, **visible})
    seen = [row["node"] for row in rows if policy.may_see(actor, _marking(row["node"]))]
    return [_batch(node, find_source(actor, node["source_id"], ledger=ledger)) for node in seen]


def _marking(node: dict[str, Any]) -> Marking:
    return Marking(holding=node["holding"], tlp=Tlp(node["tlp"]), handling=node["handling"])


def open_batch(actor: Actor, source: Source, attempt: int, *, coverage: tuple[str, ...], ledger: Ledger) -> Batch:
    """Begin an import. The id follows from source and attempt, so a repeated call opens the same batch."""
    batch_id = ledger.id_for("Batch", f"{source.id}:{attempt}", source.marking.holding)
    batch = Batch(
        id=batch_id, source=source, state="open", tally=Tally(), opened=clock.stamp(), agency=actor.agency
    )
    payload = {"kind": source.kind, "state": "open", "source_id": source.id, "opened": batch.opened, "done": 0}
    row = Row(
        batch.structure(),
        {**payload, "agency": actor.agency, "coverage": list(coverage), "tally": batch.tally.to_json()},
    )
    changes = [Change(statement="write.put_batch", rows=[row])]
    ledger.act(actor, Act(name="ingest.open_batch", changes=changes, act_id=f"{batch_id}:open", batch=batch_id))
    return batch


def progress_change(batch: Batch, tally: Tally) -> Change:
    """Return the change that goes with each act: how far the batch is, in the same transaction as its rows."""
    payload = {"done": tally.done, "tally": tally.to_json()}
    return Change(statement="write.amend_batch", rows=[Row({"id": batch.id}, payload)])


def close_batch(actor: Actor, batch: Batch, report: BatchReport, *, ledger: Ledger) -> None:
    """Keep the report in the vault and close the batch, after the log's copy has caught up."""
    ledger.wait_until_all_copied()
    stored = ledger.vault.put(report.to_json().encode())
    payload = {
        "state": "closed",
        "closed": clock.stamp(),
        "total": report.total,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "absent": report.absent,
        "rejected": report.rejected,
        "report_sha256": stored.sha256,
        "tally": None,
    }
    changes = [Change(statement="write.amend_batch", rows=[Row({"id": batch.id}, payload)])]
    act_id = f"{batch.id}:close"
    ledger.act(actor, Act(name="ingest.close_batch", changes=changes, act_id=act_id, batch=batch.id))


def report_of(actor: Actor, batch_id: str, *, ledger: Ledger) -> BatchReport:
    """Return the report of a closed batch. Raises `NotFound` while it is open or when it was undone."""
    batch = find_batch(actor, batch_id, ledger=ledger)
    if not batch.report_sha256:
        raise NotFound(
            Say(
                en="This import has no report: it was not finished.",
                es="Esta importación no tiene informe: no se terminó.",
            )
        )
    with ledger.vault.open(batch.report_sha256) as handle:
        return BatchReport.from_json(handle.read().decode())


def _batch(node: dict[str, Any], source: Source) -> Batch:
    return Batch(
        id=node["id"],
        source=source,
        state=node["state"],
        tally=Tally.from_json(node["tally"]) if node.get("tally") else Tally(done=node.get("done") or 0),
        report_sha256=node.get("report_sha256") or "",
        opened=node.get("opened") or "",
        closed=node.get("closed") or "",
        agency=node.get("agency") or "",
    )
