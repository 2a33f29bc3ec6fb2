"""Undo of an open import: its facts deleted, what it closed reopened, what it changed restored.

What facts of another source cite stays. Each act can be repeated, so an undo that was interrupted is simply asked
for again. Afterwards the graph is as before, the batch and its source aside.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ironriver.access import Action, policy
from ironriver.errors import Conflict, NotAllowed, Say
from ironriver.ingest.batches import Batch, batches_of, find_batch
from ironriver.ingest.dealers import LISTED, PROPERTIES, attribute_properties, licence_number
from ironriver.ingest.giving_way import GivingWay
from ironriver.ingest.minting import Rows
from ironriver.ingest.revising import restored
from ironriver.ingest.sources import find_source
from ironriver.jobs import Report, SilentReport
from ironriver.ledger import MAX_ROWS, Act, Change, Ledger, Row
from ironriver.model.actor import Actor, Role
from ironriver.model.kinds import KINDS, snake
from ironriver.model.marking import PUBLIC

PARTNERS_WORD = "partner-firearms"
_ATTRIBUTES = ("county", "type", "expiry", "name", "business_name", "premises", "mail", "phone")


def undo(actor: Actor, batch_id: str, *, ledger: Ledger, report: Report | None = None) -> Batch:
    """Undo an open batch and return it. A batch that was undone before is returned as it is.

    Raises `Conflict` for a closed batch: what is closed is withdrawn by dated acts, never erased; `NotAllowed` for
    one in `public` that another agency began.
    """
    policy.require(actor, Action.UNDO_IMPORT)
    batch = find_batch(actor, batch_id, ledger=ledger)
    if batch.state == "undone":
        return batch
    if not batch.is_open:
        raise Conflict(
            Say(
                en="This import is closed, so it can no longer be undone. Import a corrected file instead.",
                es="Esta importación está cerrada y ya no se puede deshacer. Importe un archivo corregido.",
            )
        )
    if batch.source.marking.holding == PUBLIC and batch.agency != actor.agency and Role.SYSTEM not in actor.roles:
        # Everybody sees public lists; that is no reason to take back what another agency is bringing in.
        raise NotAllowed(
            Say(
                en="This import is open and in public. Only the agency of the person who began it may undo it.",
                es="Esta importación está abierta y es pública. Solo puede deshacerla la dependencia de quien la "
                "inició.",
            )
        )
    _Undoing(actor, batch, ledger, report or SilentReport()).run()
    return find_batch(actor, batch_id, ledger=ledger)


def take_back(actor: Actor, source_id: str, *, ledger: Ledger) -> None:
    """Take back a closed import of what a partner said, which a person accepted by mistake; again does nothing.

    Only this kind: it is accepted object by object and changes no fact of ours. `Conflict` for any other kind, and
    where something of another source, or a person's judgement, has been tied to what it brought.
    """
    policy.require(actor, Action.UNDO_IMPORT)
    source = find_source(actor, source_id, ledger=ledger)
    if source.kind != PARTNERS_WORD:
        raise Conflict(
            Say(
                en="This import is closed, so it can no longer be undone. Import a corrected file instead.",
                es="Esta importación está cerrada y ya no se puede deshacer. Importe un archivo corregido.",
            )
        )
    for batch in batches_of(source, ledger=ledger):
        if batch.state == "undone":
            continue
        free = ledger.look("ingest.nodes_of_source", {"source_id": source.id})
        if not any(row["label"] == "Firearm" for row in free) and not batch.is_open:
            raise Conflict(
                Say(
                    en="Something else has been tied to this record since, so it stays. Say so where it is used.",
                    es="Otra cosa se vinculó ya a este registro, por lo que se queda. Indíquelo donde se use.",
                )
            )
        _Undoing(actor, batch, ledger, SilentReport()).run()


class _Undoing:
    def __init__(self, actor: Actor, batch: Batch, ledger: Ledger, report: Report) -> None:
        self.actor = actor
        self.batch = batch
        self.ledger = ledger
        self.report = report
        self.done = 0
        self.asked = {"source_id": batch.source.id}
        self._giving_way = GivingWay(ledger.read_log.written)

    def run(self) -> None:
        self._restore_changed()
        self._restore_dealers()
        self._reopen()
        self._drop_nodes()
        self._drop_links()
        payload = {"state": "undone", "tally": None}
        self._act([Change(statement="write.amend_batch", rows=[Row({"id": self.batch.id}, payload)])])

    def _restore_changed(self) -> None:
        while found := self.ledger.look("ingest.changed_by_source", self.asked):
            rows = [(f"write.amend_{KINDS[row['label']].stem}", _restore(row["node"])) for row in found]
            self._spend(rows)

    def _restore_dealers(self) -> None:
        """Set the current values of older dealers back to what their other observations say."""
        after = ""
        while page := self.ledger.look("ingest.dealers_observed_by", {**self.asked, "after": after}):
            after = page[-1]["id"]
            ids = [row["id"] for row in page]
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                history: dict[str, list[dict[str, Any]]] = defaultdict(list)
                for row in self.ledger.look("ingest.observation_history", {"ids": part}):
                    if row["node"].get("source_id") != self.batch.source.id:
                        history[row["dealer"]].append(row["node"])
                nodes = {
                    row["node"]["id"]: row["node"]
                    for row in self.ledger.look("ingest.dealers_by_id", {"ids": part})
                }
                self._spend(
                    [
                        (
                            "write.amend_dealer",
                            Row({"id": id_}, _former(nodes[id_], history[id_], self.batch.source.id)),
                        )
                        for id_ in part
                    ]
                )

    def _reopen(self) -> None:
        reopened = {"valid_to": None, "closed_by": None}
        while found := self.ledger.look("ingest.closed_by_source", self.asked):
            self._spend([("write.amend_observation", Row({"id": row["node"]["id"]}, reopened)) for row in found])
        while found := self.ledger.look("ingest.premises_closed_by_source", self.asked):
            rows = []
            for row in found:
                link = row["link"]
                marking = {name: link[name] for name in ("holding", "tlp", "handling")}
                structure = {"id": link["id"], "from": row["start"], "to": row["end"], **marking}
                rows.append(("write.link_dealer_premises_at_place", Row(structure, reopened)))
            self._spend(rows)

    def _drop_nodes(self) -> None:
        while found := self.ledger.look("ingest.nodes_of_source", self.asked):
            dealers = [row["id"] for row in found if row["label"] == "Dealer"]
            if dealers:
                # Their observations and keys go with them, in one row; other kinds of this page come next time.
                self._spend([("ingest.drop_listing", Row({"id": id_}, {})) for id_ in dealers])
                continue
            keys: list[dict[str, Any]] = []
            ids = [row["id"] for row in found]
            for start in range(0, len(ids), 5_000):
                keys += self.ledger.look("ingest.keys_of_entities", {"entities": ids[start : start + 5_000]})
            rows = [("write.drop_key", Row({"id": row["id"]}, {})) for row in keys]
            rows += [(f"write.drop_{KINDS[row['label']].stem}", Row({"id": row["id"]}, {})) for row in found]
            self._spend(rows)

    def _drop_links(self) -> None:
        while found := self.ledger.look("ingest.links_of_source", self.asked):
            rows = []
            for row in found:
                stem = f"{snake(row['start_label'])}_{row['type'].lower()}_{snake(row['end_label'])}"
                structure = {"id": row["id"], "from": row["start"], "to": row["end"]}
                rows.append((f"write.unlink_{stem}", Row(structure, {})))
            self._spend(rows)

    def _spend(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Do the rows in acts of at most `MAX_ROWS`, in order."""
        gathered, count = Rows(), 0
        for statement, row in rows:
            gathered.add(statement, row)
            count += 1
            if count == MAX_ROWS:
                self._act(gathered.changes())
                gathered, count = Rows(), 0
        if count:
            self._act(gathered.changes())

    def _act(self, changes: list[Change]) -> None:
        self.ledger.act(self.actor, Act(name="ingest.undo_rows", changes=changes, batch=self.batch.id))
        self.done += sum(len(one.rows) for one in changes)
        self.report.progress(self.done, 0, Say(en=f"{self.done:,} taken back", es=f"{self.done:,} deshechas"))
        self._giving_way.rest_if_asked()


def _restore(node: Mapping[str, Any]) -> Row:
    return Row({"id": node["id"]}, restored(node))


def _former(dealer: Mapping[str, Any], observations: Iterable[Mapping[str, Any]], source_id: str) -> dict[str, Any]:
    """Return a dealer's current values from the observations of other sources, those this one closed included."""
    payload: dict[str, Any] = {name: None for one in _ATTRIBUTES for name in PROPERTIES.get(one, (one,))}
    payload["absent_since"] = None
    values: dict[str, str] = {}
    last_seen = ""
    for one in observations:
        is_open = one.get("valid_to") is None or one.get("closed_by") == source_id
        if one["attribute"] == LISTED:
            last_seen = "open" if is_open else max(last_seen, one["valid_to"])
        elif is_open:
            values[one["attribute"]] = one["value"]
            payload |= attribute_properties(one["attribute"], json.loads(one["raw"]), one["valid_from"])
    if last_seen and last_seen != "open":
        payload["absent_since"] = last_seen
    if {"county", "type", "expiry"} <= set(values):
        payload["number"] = licence_number(dealer["key"], values["county"], values["type"], values["expiry"])
    return payload
