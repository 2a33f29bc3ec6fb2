"""Writing findings by an act, so that a re-run updates and never duplicates; reading one with visibility."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ironriver import clock
from ironriver.access import Action, require
from ironriver.analytics.finding_text import body_text, facts_digest, finding_of, title_text
from ironriver.analytics.findings import RANKS, Finding, FindingDraft
from ironriver.errors import nothing_here
from ironriver.ledger import Act, Answer, Change, Ledger, Row
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id

#: Findings of one act, and its rows: a group of forty buyers is one node and forty links (an act holds 1,000).
PORTION, PORTION_ROWS = 100, 900
#: Kinds that a finding can be linked to; other subjects stand in `subject_ids` alone.
SUBJECT_KINDS = ("Person", "Dealer", "Firearm")


def put_findings(
    actor: Actor, run_id: str, drafts: Sequence[FindingDraft], *, cut_at: str, ledger: Ledger
) -> list[str]:
    """Store what a run states, in acts of one portion each; return the ids in the order of the drafts.

    The same detector about the same things, as strictly marked, is the same finding: it is updated, and what
    people decided stays.
    """
    require(actor, Action.RUN_DETECTORS)
    found = [finding_id(draft, ledger=ledger) for draft in drafts]
    for portion in portions(list(zip(found, drafts, strict=True))):
        for changes in split(_changes(portion, run_id, cut_at)):
            ledger.act(actor, Act(name="analytics.put_findings", changes=changes))
    return found


def portions(pairs: Sequence[tuple[str, FindingDraft]]) -> Iterator[list[tuple[str, FindingDraft]]]:
    """Yield findings with their ids in portions that fit one act each, in their order; none is left out."""
    portion: list[tuple[str, FindingDraft]] = []
    rows = 0
    for id_, draft in pairs:
        needed = 1 + len(draft.subject_ids)
        if portion and (len(portion) == PORTION or rows + needed > PORTION_ROWS):
            yield portion
            portion, rows = [], 0
        portion.append((id_, draft))
        rows += needed
    if portion:
        yield portion


def split(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield changes in acts: one, unless a single finding is about more things than an act has rows.

    The first holds the finding, so that every link finds it; what a crash leaves out, the next run puts again.
    """
    part: list[Change] = []
    room = PORTION_ROWS
    for change in changes:
        left = list(change.rows)
        while left:
            taken, left = left[:room], left[room:]
            part.append(Change(statement=change.statement, rows=taken))
            room -= len(taken)
            if not room:
                yield part
                part, room = [], PORTION_ROWS
    if part:
        yield part


def finding_id(draft: FindingDraft, *, ledger: Ledger) -> str:
    """Return the id of a finding: from its detector, what it is about, and how strictly it is marked.

    A run that sees less states another finding: it neither overwrites the stricter one nor opens its judgements.
    """
    marking = draft.marking
    basis = f"{draft.detector}:{','.join(sorted(draft.subject_ids))}:{int(marking.tlp)}:{marking.handling}"
    return ledger.id_for("Finding", basis, marking.holding)


def finding(actor: Actor, finding_id: str, *, ledger: Ledger) -> tuple[Finding, Answer]:
    """Return one finding and the question that was asked. `NotFound` where it is hidden or absent."""
    require(actor, Action.VIEW_REVIEW)
    answer = ledger.ask(actor, "analytics.finding", {"id": finding_id})
    if not answer.rows:
        raise nothing_here()
    return finding_of(answer.rows[0]["f"], answer.rows[0]["gone"]), answer


def _changes(portion: Iterable[tuple[str, FindingDraft]], run_id: str, cut_at: str) -> Iterable[Change]:
    rows, links = [], {kind: [] for kind in SUBJECT_KINDS}  # type: ignore[var-annotated]
    at = clock.stamp()
    for id_, draft in portion:
        marked = draft.marking.as_properties()
        payload = {
            "detector": draft.detector.value,
            "subject_ids": sorted(draft.subject_ids),
            "band": draft.band.value,
            "rank": RANKS[draft.band],
            "strength": float(draft.strength),
            "title": title_text(draft),
            "body": body_text(draft),
            "facts": facts_digest(draft),
            "run_id": run_id,
            "cut_at": cut_at,
            "stated": at,
        }
        rows.append(Row(s={"id": id_, **marked}, p=payload))
        for subject in draft.subject_ids:
            kind = kind_of_id(subject)
            if kind is not None and kind.name in links:
                link = ids.relationship_id("CONCERNS", id_, subject)
                links[kind.name].append(Row(s={"id": link, "from": id_, "to": subject, **marked}))
    yield Change(statement="write.put_finding", rows=rows)
    for kind_name, found in links.items():
        if found:
            yield Change(statement=f"write.link_finding_concerns_{kind_name.lower()}", rows=found)
