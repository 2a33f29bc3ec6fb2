"""Drawing random checks, and what decided findings say about the detectors."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Say
from ironriver.ledger import Act, Answer, Ask, Change, Ledger, Row, whole
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.review.rates import Estimate, Share, Stratum, estimates, shares_by
from ironriver.review.sampling import StratumKey, draw

#: Findings drawn of each stratum unless something else is asked for, and the most.
EACH = 10
_MOST_EACH = 30
#: Findings in one act of a draw: two rows each, and it takes 1,000.
_MOST_AN_ACT = 450
_MOST = 200_000
_MOST_GROUPS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What decided findings say: by detector and band, reasons of dismissal, and honest estimates."""

    shares: Mapping[tuple[str, str], Share]
    reasons: Mapping[str, tuple[tuple[str, int], ...]]
    estimates: tuple[Estimate, ...]
    answers: tuple[Answer, ...]

    def of_detector(self, detector: str) -> tuple[int, int]:
        """Return how many findings of a detector were confirmed, and how many decided."""
        found = [share for (name, _), share in self.shares.items() if name == detector]
        return sum(one.confirmed for one in found), sum(one.decided for one in found)


def draw_checks(actor: Actor, *, each: int = EACH, seed: str = "", ledger: Ledger) -> int:
    """Draw random checks of every stratum of undecided findings; return how many. The seed is recorded.

    `Conflict` where there is nothing to draw from, `TooLarge` where not all of it can be read.
    """
    require(actor, Action.RUN_DETECTORS)
    rows = ledger.ask(actor, "review.undecided", {"limit": _MOST + 1}).rows
    too_many = Say(
        en=f"More than {_MOST:,} findings wait. Decide or withdraw some before drawing.",
        es=f"Hay más de {_MOST:,} hallazgos en espera. Dictamine o retire algunos antes de sortear.",
    )
    strata: dict[StratumKey, list[str]] = {}
    # By marking too: who sees a check then sees all that it was drawn from, and no hidden count
    for row in whole(rows, _MOST, too_many):
        parted = (row["detector"], row["band"], row["holding"], str(row["tlp"]), row["handling"])
        strata.setdefault(parted, []).append(row["id"])
    seed = seed or secrets.token_hex(8)
    drawn = draw(strata, each=max(1, min(each, _MOST_EACH)), seed=seed)
    if not drawn:
        raise Conflict(
            Say(
                en="No finding waits, so there is nothing to draw from.",
                es="No hay hallazgos en espera, así que no hay de dónde sortear.",
            )
        )
    markings = {row["id"]: {name: row[name] for name in ("holding", "tlp", "handling")} for row in rows}
    at = clock.stamp()
    slots, links = [], []
    for one in drawn:
        marked = markings[one.finding_id]
        slot_id = ledger.id_for("ReviewSlot", f"{seed}:{one.finding_id}", str(marked["holding"]))
        payload = {
            "finding_id": one.finding_id,
            "draw": f"{at}-{seed[:6]}",  # in the order of time, also within a day: the newest counts
            "detector": one.detector,
            "band": one.band,
            "population": one.population,
            "chosen": one.chosen,
            "seed": seed,
            "at": at,
            "by": actor.id,
        }
        slots.append(Row(s={"id": slot_id, **marked}, p=payload))
        link_id = ids.relationship_id("SAMPLES", slot_id, one.finding_id)
        links.append(Row(s={"id": link_id, "from": slot_id, "to": one.finding_id, **marked}))
    for start in range(0, len(slots), _MOST_AN_ACT):
        part = slice(start, start + _MOST_AN_ACT)
        changes = [
            Change(statement="write.put_review_slot", rows=slots[part]),
            Change(statement="write.link_review_slot_samples_finding", rows=links[part]),
        ]
        ledger.act(actor, Act(name="review.draw_checks", changes=changes))
    return len(drawn)


def detector_rates(actor: Actor, *, ledger: Ledger) -> Rates:
    """Return what the decided findings that the actor may see say about the detectors."""
    require(actor, Action.VIEW_REVIEW)
    names = ("review.decided", "review.dismissals", "review.strata")
    asks = [Ask(statement=name, params={"limit": _MOST_GROUPS}, keep=True) for name in names]
    decided, dismissed, strata = ledger.ask_many(actor, asks)
    reasons: dict[str, list[tuple[str, int]]] = {}
    for row in dismissed.rows:
        reasons.setdefault(str(row["detector"]), []).append((str(row["reason"]), int(row["findings"])))
    newest = strata.rows[0]["draw"] if strata.rows else ""
    return Rates(
        shares=shares_by(decided.rows),
        reasons={name: tuple(found) for name, found in reasons.items()},
        estimates=estimates(
            Stratum(
                detector=row["detector"],
                band=row["band"],
                population=int(row["population"]),
                drawn=int(row["drawn"]),
                decided=int(row["decided"]),
                confirmed=int(row["confirmed"]),
            )
            for row in strata.rows
            if row["draw"] == newest
        ),
        answers=(decided, dismissed, strata),
    )
