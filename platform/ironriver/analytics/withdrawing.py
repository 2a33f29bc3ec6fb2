"""What a run no longer states is marked so, by a link from the run; nothing is deleted and judgements stay.

The link carries the marking of what the run read about the thing: who may not see that sees the finding as before,
so that a withdrawal tells nobody of facts that are hidden from him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.analytics.findings import Detector
from ironriver.analytics.registry import Outcome
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp, strictest

#: Findings of one act; an act holds 1,000 rows.
PORTION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Stating:
    """A run that has stated what it states: its id, when it began, and what each of its detectors returned."""

    run_id: str
    begun: str
    outcomes: Mapping[Detector, Outcome]


def withdraw_unstated(actor: Actor, run: Stating, *, ledger: Ledger) -> int:
    """Mark the findings of the run's detectors that it did not state again; return how many. Writes acts.

    Only what the run could see whole is withdrawn: a finding carries the strictest marking of what it rests on, and
    one above the actor's clearance is not read here. What was stated after the run began stays as it is.
    """
    require(actor, Action.RUN_DETECTORS)
    count = 0
    for rows in _unstated(actor, run, ledger):
        at = clock.stamp()
        links = [Row(s=_link(row, run), p={"at": at}) for row in rows]
        change = Change(statement="write.link_run_withdrew_finding", rows=links)
        ledger.act(actor, Act(name="analytics.withdraw_findings", changes=[change]))
        count += len(rows)
    return count


def _unstated(actor: Actor, run: Stating, ledger: Ledger) -> Iterator[list[dict[str, Any]]]:
    for detector in run.outcomes:
        after = ""
        while True:
            asked = {"detectors": [detector.value], "begun": run.begun, "after_id": after, "limit": PORTION}
            answer = ledger.ask(actor, "analytics.standing_findings", asked)
            rows = [{**row, "detector": detector} for row in answer.rows]
            if not rows:
                break
            yield rows
            after = rows[-1]["id"]


def _link(row: Mapping[str, Any], run: Stating) -> dict[str, Any]:
    outcome = run.outcomes[row["detector"]]
    marking = Marking(holding=row["holding"], tlp=Tlp(row["tlp"]), handling=row["handling"] or "")
    known = [outcome.grounds[one] for one in row["subject_ids"] if one in outcome.grounds]
    for one in known or [outcome.marking]:
        marking = strictest(marking, one.tlp, one.handling)
    id_ = ids.relationship_id("WITHDREW", run.run_id, row["id"])
    return {"id": id_, "from": run.run_id, "to": row["id"], **marking.as_properties()}
