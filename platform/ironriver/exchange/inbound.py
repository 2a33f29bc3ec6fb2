"""Drafts of what partners sent: made from quarantined bytes, accepted or refused by a person, one by one.

What is accepted enters as a source by the door of every file; it stands beside our facts and changes none of them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.documents import to_csv
from ironriver.errors import Conflict, Invalid, Say, TooLarge, nothing_here
from ironriver.exchange.inbound_stages import (
    Examined,
    Feed,
    Known,
    NoEnvelope,
    Stage,
    Tab,
    examine,
    objects_in,
    plain,
    serial_of,
)
from ironriver.exchange.quarantine import Quarantined, QuarantineState, find_quarantined, settled
from ironriver.ingest import import_file
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Marking, Tlp, join_handling

_MOST = 5_000
#: Groups times states, and room to spare.
_MOST_COUNTS = 100
#: Drafts in one act; the ledger takes 1,000 rows.
_AT_ONCE = 900
_COLUMNS = {
    "stix_id": "id", "serial": "serial_number", "maker": "make", "model": "model", "calibre": "caliber",
    "type": "firearm_type",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One object that came in. `state`: held (by a stage), draft, accepted, refused."""

    id: str
    quarantined_id: str
    feed: str
    stix_id: str
    stix_type: str
    version: str
    creator: str
    title: str
    sha256: str
    stage: str
    reasons: tuple[str, ...]
    tab: str
    level: Tlp
    state: str
    received: str
    decided: str
    decided_by: str
    reason: str
    imported_as: str
    holding: str
    tlp: int
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCount:
    """How many drafts of one group are in one state, and when the newest came (a `clock.stamp`)."""

    tab: str
    state: str
    n: int
    newest: str


def read_arrival(actor: Actor, quarantined_id: str, *, ledger: Ledger) -> Quarantined:
    """Put quarantined bytes through all stages and make drafts. `Conflict` if that was done already."""
    arrival = find_quarantined(actor, quarantined_id, ledger=ledger)
    if arrival.state is not QuarantineState.WAITING:
        raise Conflict(Say(en="These bytes were read already.", es="Estos bytes ya se leyeron."))
    try:
        objects = objects_in(ledger.vault.read(arrival.sha256))
    except NoEnvelope as error:
        change = settled(arrival.id, QuarantineState.REFUSED, (str(error),))
        ledger.act(actor, Act(name="exchange.refuse_arrival", changes=[change]))
        return find_quarantined(actor, arrival.id, ledger=ledger)
    ids = sorted({plain(one.get("id", "")) for one in objects})
    known, written = _known(actor, ids, arrival.id, ledger)
    feed = Feed(name=arrival.origin_id, usual=Tlp(arrival.tlp), known=known)
    rows = [row for one in examine(objects, feed) if (row := _row(one, arrival, ledger)).s["id"] not in written]
    for start in range(0, max(len(rows), 1), _AT_ONCE):
        changes = [Change(statement="write.put_inbound_draft", rows=rows[start : start + _AT_ONCE])]
        if start + _AT_ONCE >= len(rows):
            changes.append(settled(arrival.id, QuarantineState.READ))
        ledger.act(actor, Act(name="exchange.read_arrival", changes=[one for one in changes if one.rows]))
    return find_quarantined(actor, arrival.id, ledger=ledger)


def drafts(actor: Actor, *, ledger: Ledger, tab: str = "", limit: int = _MOST) -> list[Draft]:
    """Return what came in and is open to the actor, undecided first, then newest first; of one group if named.

    At most `limit`: what was cut comes up as others are decided; `draft_counts` says how many there are.
    """
    require(actor, Action.REVIEW_INBOUND)
    answer = ledger.ask(actor, "exchange.drafts", {"tab": tab, "limit": limit})
    return [draft_of(row["d"]) for row in answer.rows]


def draft_counts(actor: Actor, *, ledger: Ledger) -> list[DraftCount]:
    """Return how many drafts are open to the actor, by group and state."""
    require(actor, Action.REVIEW_INBOUND)
    answer = ledger.ask(actor, "exchange.drafts_counted", {"limit": _MOST_COUNTS})
    return [
        DraftCount(tab=row["tab"] or "", state=row["state"], n=int(row["drafts"]), newest=row["newest"] or "")
        for row in answer.rows
    ]


def find_draft(actor: Actor, draft_id: str, *, ledger: Ledger) -> Draft:
    """Return one draft. `NotFound` if it is not open to the actor."""
    require(actor, Action.REVIEW_INBOUND)
    rows = ledger.ask(actor, "exchange.draft", {"id": draft_id}).rows
    if not rows:
        raise nothing_here()
    return draft_of(rows[0]["d"])


def content_of(actor: Actor, draft_id: str, *, ledger: Ledger) -> dict[str, Any]:
    """Return the object as it was sent."""
    found: dict[str, Any] = json.loads(ledger.vault.read(find_draft(actor, draft_id, ledger=ledger).sha256))
    return found


def accept(actor: Actor, draft_id: str, *, reason: str, ledger: Ledger) -> Draft:
    """Accept a draft. A firearm becomes a record of its own, from a source that names the partner; other objects
    are kept as the partner's word. `Conflict` for what a stage held or a person has decided."""
    draft = _open(actor, draft_id, reason, ledger)
    source = _bring_in(actor, draft, ledger) if draft.stix_type == "firearm" else ""
    return decide(actor, draft, {"state": "accepted", "imported_as": source, "reason": reason.strip()}, ledger)


def refuse(actor: Actor, draft_id: str, *, reason: str, ledger: Ledger) -> Draft:
    """Refuse a draft, with the reason. What a stage held can be refused too."""
    draft = _open(actor, draft_id, reason, ledger, states=("draft", "held"))
    return decide(actor, draft, {"state": "refused", "reason": reason.strip()}, ledger)


def draft_of(node: Mapping[str, Any]) -> Draft:
    """Return the draft that a node of the graph stands for."""
    said: dict[str, Any] = {one.name: str(node.get(one.name) or "") for one in fields(Draft)}
    said |= {"reasons": tuple(node.get("reasons") or ()), "level": Tlp(node["level"]), "tlp": int(node["tlp"])}
    return Draft(**said)


def _bring_in(actor: Actor, draft: Draft, ledger: Ledger) -> str:
    one = json.loads(ledger.vault.read(draft.sha256))
    cells = [str(one.get(name, "")) for name in _COLUMNS.values()]
    codes = {Handling(code) for code in draft.handling.split(",") if code}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "partner-firearms.csv"
        path.write_text(to_csv([list(_COLUMNS), cells]), encoding="utf-8")
        report = import_file(
            actor,
            path,
            ledger=ledger,
            kind="partner-firearms",
            name=f"{draft.stix_id}.csv",
            authority=f"Sent by a partner: {draft.feed}",
            brought_by=draft.creator or draft.feed,
            marking=Marking(holding=draft.holding, tlp=draft.level, handling=join_handling(codes)),
        )
    return str(report.source_id)


def _open(actor: Actor, draft_id: str, reason: str, ledger: Ledger, states: Sequence[str] = ("draft",)) -> Draft:
    draft = find_draft(actor, draft_id, ledger=ledger)
    if draft.state not in states:
        raise Conflict(
            Say(
                en="This can no longer be decided, or a stage holds it.",
                es="Esto ya no se puede decidir, o lo retiene una etapa.",
            )
        )
    check_reason(reason)
    return draft


def check_reason(reason: str) -> None:
    """Raise `Invalid` for a reason that says nothing to others."""
    if len(reason.strip()) < 10:
        raise Invalid(
            Say(en="A reason is needed that others understand.", es="Se necesita un motivo que otros entiendan."),
            fields={"reason": Say(en="At least 10 characters.", es="Al menos 10 caracteres.")},
        )


def decide(actor: Actor, draft: Draft, said: dict[str, Any], ledger: Ledger, *, by: str | None = None) -> Draft:
    """Write a decision on a draft, by the actor or by nobody again. `Conflict` where somebody came before."""
    payload = {**said, "decided": clock.stamp(), "decided_by": actor.id if by is None else by}

    def changes(look: Look) -> list[Change]:
        now = look.read("exchange.draft_now", {"id": draft.id})
        if not now or now[0]["state"] != draft.state:
            raise _elsewhere()
        return [Change(statement="write.amend_inbound_draft", rows=[Row(s={"id": draft.id}, p=payload)])]

    ledger.act(actor, Act(name="exchange.decide_draft", changes=changes))
    return find_draft(actor, draft.id, ledger=ledger)


def _elsewhere() -> Conflict:
    return Conflict(
        Say(
            en="Somebody decided this meanwhile. Look at it again.",
            es="Alguien decidió esto mientras tanto. Véalo de nuevo.",
        )
    )


def _known(
    actor: Actor, ids: list[str], arrival_id: str, ledger: Ledger
) -> tuple[dict[str, list[Known]], frozenset[str]]:
    """Return all that came before under these ids, and the drafts that a reading cut short made of this arrival:
    those are no earlier word of the partner, and may be decided by now."""
    found: dict[str, list[Known]] = {}
    written: set[str] = set()
    for row in _all_drafts(actor, ids, ledger):
        one = draft_of(row["d"])
        if one.quarantined_id == arrival_id:
            written.add(one.id)
            continue
        is_revoked = bool(json.loads(ledger.vault.read(one.sha256)).get("revoked"))
        said = Known(version=one.version, sha256=one.sha256, creator=one.creator, feed=one.feed, revoked=is_revoked)
        found.setdefault(one.stix_id, []).append(said)
    return found, frozenset(written)


def _all_drafts(actor: Actor, ids: list[str], ledger: Ledger) -> list[dict[str, Any]]:
    """Return every draft under these ids: where one answer is full, each half is asked anew."""
    rows = ledger.ask(actor, "exchange.drafts_of_ids", {"stix_ids": ids, "limit": _MOST}).rows
    if len(rows) < _MOST:
        return rows
    if len(ids) == 1:
        raise TooLarge(
            Say(en="One object came in too many versions.", es="Un objeto llegó en demasiadas versiones.")
        )
    half = len(ids) // 2
    return _all_drafts(actor, ids[:half], ledger) + _all_drafts(actor, ids[half:], ledger)


def _row(one: Examined, arrival: Quarantined, ledger: Ledger) -> Row:
    stored = {
        "quarantined_id": arrival.id,
        "feed": arrival.origin_id,
        "stix_id": one.stix_id,
        "stix_type": one.stix_type,
        "version": one.version,
        "creator": one.creator,
        "title": one.title,
        "sha256": ledger.vault.put(one.canonical).sha256,
        "stage": one.stage.value,
        "reasons": list(one.reasons),
        "tab": one.tab.value,
        "level": int(one.tlp),
        "state": "held" if one.stage is not Stage.NONE else "accepted" if one.tab is Tab.KNOWN else "draft",
        "received": arrival.received,
        "canonical": serial_of(json.loads(one.canonical)),
    }
    basis = f"{arrival.id}:{one.stix_id}:{one.version}:{one.sha256}"
    id_ = ledger.id_for("InboundDraft", basis, arrival.holding)
    marking = Marking(holding=arrival.holding, tlp=Tlp(max(one.tlp, arrival.tlp)), handling=arrival.handling)
    return Row(s={"id": id_, **marking.as_properties()}, p=stored)
