"""A referral as it is stored, one step of its way, and reading them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import nothing_here
from ironriver.ledger import Answer, Ask, Ledger, whole
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from ironriver.review.charges import Sort
from ironriver.review.ways import REFERRAL_WAYS, ReferralMove, ReferralState

PAGE = 50
_LAST = "9999-12-31T23:59:59.999999Z"
#: Steps of one referral, and referrals of one finding: each is a person's own doing.
_MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One referral as of now. `packet` is the frozen finding with both columns; see `packet.packet_of`."""

    id: str
    holding: str
    tlp: int
    handling: str
    number: str
    finding_id: str
    sort: Sort
    state: ReferralState
    agency: str
    recipient: str
    contact: str
    charges: tuple[str, ...]
    summary: str
    packet: Mapping[str, Any]
    packet_sha256: str
    author: str
    author_name: str
    n: int
    created: str
    changed: str
    proposal: str = ""
    outcome: str = ""

    @property
    def marking(self) -> Marking:
        """Whose it is and how far it may go: that of its finding."""
        return Marking(holding=self.holding, tlp=Tlp(self.tlp), handling=self.handling)

    def may(self, move: ReferralMove, actor: Actor) -> bool:
        """Return whether state, agency and the rule of two persons allow a move; roles are the policy's."""
        way = REFERRAL_WAYS[move]
        second = move in (ReferralMove.APPROVE, ReferralMove.REFUSE)
        return self.state in way.begins and actor.agency == self.agency and not (second and actor.id == self.author)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStep:
    """One thing that happened to a referral."""

    n: int
    move: ReferralMove
    state: ReferralState
    at: str
    by_name: str
    by_agency: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFile:
    """A referral with its way and the questions that were asked for it."""

    referral: Referral
    steps: tuple[ReferralStep, ...]
    answers: tuple[Answer, ...]

    @property
    def cut(self) -> tuple[str, str]:
        """Instant and opaque id of the data cut."""
        return self.answers[0].cut.at, self.answers[0].cut.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPage:
    """One page of referrals, last changed first; `more` is the key for the next one, empty on the last."""

    referrals: tuple[Referral, ...]
    more: tuple[str, str]
    answers: tuple[Answer, ...]


def find_referral(actor: Actor, referral_id: str, *, ledger: Ledger) -> ReferralFile:
    """Return one referral with its steps. `NotFound` where it is hidden or absent."""
    require(actor, Action.VIEW_REVIEW)
    asks = [
        Ask(statement="review.referral", params={"id": referral_id}),
        Ask(statement="review.steps_of_referral", params={"id": referral_id, "limit": _MOST + 1}),
    ]
    found, steps = ledger.ask_many(actor, asks)
    if not found.rows:
        raise nothing_here()
    return ReferralFile(
        referral=referral_of(found.rows[0]["r"]),
        steps=tuple(_step_of(row["s"]) for row in whole(steps.rows, _MOST)),
        answers=(found, steps),
    )


def referral_page(actor: Actor, *, after: tuple[str, str] = ("", ""), ledger: Ledger) -> ReferralPage:
    """Return a page of referrals that the actor may see."""
    require(actor, Action.VIEW_REVIEW)
    before, before_id = after if after[0] else (_LAST, "")
    answer = ledger.ask(actor, "review.referrals", {"before": before, "before_id": before_id, "limit": PAGE + 1})
    found = [referral_of(row["r"]) for row in answer.rows]
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = (last.changed, last.id) if last else ("", "")
    return ReferralPage(referrals=tuple(found[:PAGE]), more=more, answers=(answer,))


def referrals_of(actor: Actor, finding_id: str, *, ledger: Ledger) -> tuple[Referral, ...]:
    """Return the referrals that were made of a finding, oldest first."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "review.referrals_of_finding", {"finding_id": finding_id, "limit": _MOST + 1})
    return tuple(referral_of(row["r"]) for row in whole(answer.rows, _MOST))


def referral_of(row: Mapping[str, Any]) -> Referral:
    """Return a referral from its stored properties."""
    known = {name: row[name] for name in Referral.__slots__ if row.get(name) is not None}
    read = {
        "sort": Sort(row["sort"]),
        "state": ReferralState(row["state"]),
        "charges": tuple(row.get("charges") or ()),
        "packet": json.loads(row["packet"]),
    }
    return Referral(**(known | read))


def _step_of(row: Mapping[str, Any]) -> ReferralStep:
    return ReferralStep(
        n=int(row["n"]),
        move=ReferralMove(row["move"]),
        state=ReferralState(row["state"]),
        at=row["at"],
        by_name=row["by_name"],
        by_agency=row["by_agency"],
        note=row.get("note") or "",
    )
