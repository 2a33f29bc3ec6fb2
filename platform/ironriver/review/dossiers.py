"""A finding together with what people did with it: what every page and act of this room reads first."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver import analytics
from ironriver.access import Action, require
from ironriver.analytics import Finding
from ironriver.ledger import Answer, Ledger, whole
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking
from ironriver.review.records import Docket, docket_of, judgement_of

#: What people did with one finding. Where it stands is told from all of it, so no part of it will do.
MOST_STEPS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One finding and where it stands."""

    finding: Finding
    docket: Docket
    answers: tuple[Answer, ...]

    @property
    def facts(self) -> str:
        """The digest of the facts that the finding rests on now."""
        return self.finding.facts

    @property
    def marking(self) -> Marking:
        """Whose it is and how far it may go: that of the finding."""
        return self.finding.marking

    @property
    def cut(self) -> tuple[str, str]:
        """Instant and opaque id of the data cut at which it was read."""
        return self.answers[0].cut.at, self.answers[0].cut.id


def open_dossier(actor: Actor, finding_id: str, *, ledger: Ledger) -> Dossier:
    """Return a finding with its judgements. `NotFound` where it is hidden or absent, `NotAllowed` by policy."""
    require(actor, Action.VIEW_REVIEW)
    finding, stated = analytics.finding(actor, finding_id, ledger=ledger)
    answer = ledger.ask(actor, "review.judgements", {"finding_id": finding_id, "limit": MOST_STEPS + 1})
    steps = whole(answer.rows, MOST_STEPS)
    docket = docket_of([judgement_of(row["j"]) for row in steps], finding.facts, gone=finding.is_gone)
    return Dossier(finding=finding, docket=docket, answers=(stated, answer))
