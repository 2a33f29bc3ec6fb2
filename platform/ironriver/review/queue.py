"""The queue: findings by band and strength, how each stands, and true counts of all that a person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ironriver import analytics
from ironriver.access import Action, may_now, require
from ironriver.analytics import Band, Detector, Finding
from ironriver.ledger import Answer, Ask, Ledger, whole
from ironriver.model.actor import Actor
from ironriver.review.decisions import Standing

PAGE = 25
#: Names of one page of the queue, which prints three of a finding; and of one finding, which are told whole.
_MOST_NAMES, _MOST_SUBJECTS = 5_000, 20_000
#: Undecided: what the queue shows unless something else is asked for.
WAITING = (Standing.OPEN, Standing.CLAIMED, Standing.NEEDS_MORE, Standing.REOPENED)
#: Before the first finding of any queue.
_FIRST = (99, 1e18, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What is shown; empty means everything that waits. `after` is the key of the last row of the page before."""

    detectors: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    mine: bool = False
    checks: bool = False
    after: tuple[int, float, str] = _FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One finding in the queue. `subjects` are names where the actor may meet them; `about` counts them all."""

    finding: Finding
    standing: Standing
    is_check: bool
    holder: str = ""
    holder_name: str = ""
    since: str = ""
    subjects: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page; `more` is the key of the next one, None on the last. `counts` is over everything visible."""

    rows: tuple[QueueRow, ...]
    counts: Mapping[Standing, int]
    by_stratum: Mapping[tuple[str, str], int] = field(default_factory=dict)
    held: int = 0
    more: tuple[int, float, str] | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def waiting(self) -> int:
        """How many wait for a decision."""
        return sum(self.counts.get(one, 0) for one in WAITING)

    @property
    def total(self) -> int:
        """All findings that the actor may see."""
        return sum(self.counts.values())

    @property
    def cut(self) -> tuple[str, str]:
        """Instant and opaque id of the data cut."""
        return self.answers[0].cut.at, self.answers[0].cut.id


def read_queue(actor: Actor, chosen: QueueFilter, *, ledger: Ledger) -> QueuePage:
    """Return a page of the queue and the counts; persons are named on a case and for a purpose only."""
    require(actor, Action.VIEW_REVIEW)
    rank, strength, after_id = chosen.after
    params = {
        "detectors": [one for one in chosen.detectors if one in set(Detector)] or [one.value for one in Detector],
        "bands": [one for one in chosen.bands if one in set(Band)] or [one.value for one in Band],
        "standings": [one for one in chosen.standings if one in set(Standing)] or [one.value for one in WAITING],
        "holder": actor.id if chosen.mine else "",
        "checks": chosen.checks,
        "rank": rank,
        "strength": strength,
        "after_id": after_id,
        "limit": PAGE + 1,
    }
    most = len(Detector) * len(Band) * len(Standing)
    counted = Ask(statement="review.counts", params={"holder": actor.id, "limit": most}, keep=True)
    found, counts = ledger.ask_many(actor, [Ask(statement="review.queue", params=params), counted])
    rows = found.rows[:PAGE]
    named = ledger.ask(
        actor, "review.subjects_named", {"ids": [row["f"]["id"] for row in rows], "limit": _MOST_NAMES}
    )
    told = _told(actor, named)
    made = tuple(_row(row, told) for row in rows)
    last = made[-1].finding if len(found.rows) > PAGE else None
    return QueuePage(
        rows=made,
        counts=_by(counts, "standing"),
        by_stratum=_strata(counts),
        held=sum(row["held"] for row in counts.rows),
        more=(analytics.RANKS[last.band], last.strength, last.id) if last else None,
        answers=(found, counts, named),
    )


def subjects_named(
    actor: Actor, finding_id: str, *, ledger: Ledger
) -> tuple[tuple[Mapping[str, Any], ...], Answer]:
    """Return what one finding is about, persons without what describes them unless a case and purpose are set."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "review.subjects_named", {"ids": [finding_id], "limit": _MOST_SUBJECTS + 1})
    whole(answer.rows, _MOST_SUBJECTS)
    return tuple(_told(actor, answer).get(finding_id, ())), answer


def _told(actor: Actor, named: Answer) -> dict[str, list[Mapping[str, Any]]]:
    told: dict[str, list[Mapping[str, Any]]] = {}
    with_persons = may_now(actor, Action.OPEN_PERSON)
    for row in named.rows:
        node = row["s"]
        if node["id"].startswith("person_") and not with_persons:
            node = {"id": node["id"], "withheld": True}
        told.setdefault(row["id"], []).append(node)
    return told


def _row(row: Mapping[str, Any], told: Mapping[str, list[Mapping[str, Any]]]) -> QueueRow:
    judgement, standing = row["j"] or {}, Standing(row["standing"])
    claimed = standing is Standing.CLAIMED
    return QueueRow(
        finding=analytics.finding_of(row["f"], row["gone"]),
        standing=standing,
        is_check=bool(row["is_check"]),
        holder=judgement["by"] if claimed else "",
        holder_name=judgement["by_name"] if claimed else "",
        since=judgement.get("at") or "",
        subjects=tuple(told.get(row["f"]["id"], ())),
    )


def _by(counts: Answer, column: str) -> dict[Standing, int]:
    found: dict[Standing, int] = {}
    for row in counts.rows:
        key = Standing(row[column])
        found[key] = found.get(key, 0) + int(row["findings"])
    return found


def _strata(counts: Answer) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in counts.rows:
        key = (row["detector"], row["band"])
        found[key] = found.get(key, 0) + int(row["findings"])
    return found
