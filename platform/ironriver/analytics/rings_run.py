"""The ring detector and the network overview as a run calls them: read under the clearance, compute, say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields

from ironriver.analytics.networks import overview
from ironriver.analytics.registry import Outcome, Work
from ironriver.analytics.rings import detect_rings
from ironriver.analytics.rings_graph import RingParameters
from ironriver.analytics.rings_inputs import CAPS, RingInputs, read_ring_inputs
from ironriver.graph.algorithms import Stopped
from ironriver.model.marking import PUBLIC, Marking, Tlp, strictest


def ring(work: Work) -> Outcome:
    """Look for rings; the figures say how much was read and what was cut."""
    with _cancelling(work):
        inputs = read_ring_inputs(work.actor, work.job, ledger=work.ledger, report=work.report)
    work.report.check_cancelled()
    names = {one.name for one in fields(RingParameters)}
    chosen = RingParameters(**{name: value for name, value in work.parameters.items() if name in names})
    drafts = tuple(detect_rings(inputs, chosen))
    results = {"ties": len(inputs.ties), "sales": len(inputs.sales), "rings": len(drafts), "caps": dict(CAPS)}
    return Outcome(marking=_marking(inputs), drafts=drafts, results=results)


def network(work: Work) -> Outcome:
    """Look at the network as a whole. Exploratory: figures for the overview, and no finding about anybody."""
    with _cancelling(work):
        found = overview(work.actor, ledger=work.ledger, report=work.report, job=work.job)
    marking = Marking(holding=work.actor.agency, tlp=work.actor.max_tlp)
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


def _marking(inputs: RingInputs) -> Marking:
    marking = Marking(holding=inputs.holding or PUBLIC, tlp=Tlp.CLEAR)
    for sale in inputs.sales:
        marking = strictest(marking, sale.tlp, sale.handling)
    return marking
