"""The ring detector and the network overview as a run calls them: read under the clearance, compute, say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from functools import reduce

from ironriver.analytics.findings import FindingDraft
from ironriver.analytics.networks import overview
from ironriver.analytics.registry import Outcome, Work
from ironriver.analytics.rings import detect_rings
from ironriver.analytics.rings_graph import RingParameters
from ironriver.analytics.rings_inputs import CAPS, SECONDS, RingInputs, read_ring_inputs
from ironriver.graph.algorithms import Stopped
from ironriver.model.marking import PUBLIC, Marking, Tlp, strictest

MARKS = "analytics.ring_marks"
#: People asked for at once, and more markings than one of them can have: levels times sets of codes in use.
AT_ONCE, MOST_MARKS = 500, 100


def ring(work: Work) -> Outcome:
    """Look for rings; the figures say how much was read and what was cut."""
    with _cancelling(work):
        inputs = read_ring_inputs(work.actor, work.job, ledger=work.ledger, report=work.report)
    work.report.check_cancelled()
    names = {one.name for one in fields(RingParameters)}
    chosen = RingParameters(**{name: value for name, value in work.parameters.items() if name in names})
    drafts = _marked(work, detect_rings(inputs, chosen))
    results = {"ties": len(inputs.ties), "sales": len(inputs.sales), "rings": len(drafts), "caps": dict(CAPS)}
    marking = _marking(inputs)
    for draft in drafts:
        marking = strictest(marking, draft.marking.tlp, draft.marking.handling)
    return Outcome(marking=marking, drafts=drafts, results=results)


def network(work: Work) -> Outcome:
    """Look at the network as a whole. Exploratory: figures for the overview, and no finding about anybody."""
    with _cancelling(work):
        found = overview(work.actor, ledger=work.ledger, report=work.report, job=work.job)
    marking = Marking(holding=work.actor.agency, tlp=Tlp.CLEAR)
    for row in work.ledger.ask(work.actor, "analytics.tie_marks", {"limit": MOST_MARKS}, timeout=SECONDS).rows:
        marking = strictest(marking, row["tlp"], row["handling"])
    # The cut is the run's own; without it two runs on one state of the ledger give the same bytes.
    results = {name: value for name, value in asdict(found).items() if name != "cut"}
    return Outcome(marking=marking, results=results)


@contextmanager
def _cancelling(work: Work) -> Iterator[None]:
    """What the engine was told to stop ends the job as cancelled, not as failed."""
    try:
        yield
    except Stopped:
        work.report.check_cancelled()
        raise


def _marked(work: Work, drafts: Sequence[FindingDraft]) -> tuple[FindingDraft, ...]:
    """Return rings as strict as all that ties their members: a phone may be known from an informant alone."""
    people = sorted({person for draft in drafts for person in draft.subject_ids})
    found: dict[str, list[tuple[int, str]]] = {}
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        asked = {"ids": some, "limit": AT_ONCE * MOST_MARKS}
        for row in work.ledger.ask(work.actor, MARKS, asked, timeout=SECONDS).rows:
            found.setdefault(row["person"], []).append((row["tlp"], row["handling"]))
    marks = [[mark for person in draft.subject_ids for mark in found.get(person, ())] for draft in drafts]
    return tuple(
        replace(draft, marking=reduce(lambda whole, one: strictest(whole, *one), mine, draft.marking))
        for draft, mine in zip(drafts, marks, strict=True)
    )


def _marking(inputs: RingInputs) -> Marking:
    marking = Marking(holding=inputs.holding or PUBLIC, tlp=Tlp.CLEAR)
    for sale in inputs.sales:
        marking = strictest(marking, sale.tlp, sale.handling)
    return marking
