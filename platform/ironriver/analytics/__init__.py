"""The machine proposes: runs of detectors and what they state, with reasons on both sides. A person decides."""

from __future__ import annotations

from ironriver.analytics.finding_store import PORTION, finding, finding_id, put_findings
from ironriver.analytics.finding_text import facts_digest, finding_of
from ironriver.analytics.findings import (
    RANKS,
    Band,
    Counterfactual,
    Detector,
    Finding,
    FindingDraft,
    Point,
    PointSource,
)
from ironriver.analytics.methods import METHODS
from ironriver.analytics.pictures import draw_funnel, draw_times
from ironriver.analytics.registry import Method, Outcome, Work
from ironriver.analytics.run_reading import (
    FindingFilter,
    Run,
    after_of,
    dealers_named,
    findings,
    newest_with,
    run,
    run_results,
    runs,
    things_named,
)
from ironriver.analytics.running import JOB_KIND, RunAsk, execute_run, run_now, start_run

__all__ = [
    "JOB_KIND",
    "METHODS",
    "PORTION",
    "RANKS",
    "Band",
    "Counterfactual",
    "Detector",
    "Finding",
    "FindingDraft",
    "FindingFilter",
    "Method",
    "Outcome",
    "Point",
    "PointSource",
    "Run",
    "RunAsk",
    "Work",
    "after_of",
    "dealers_named",
    "draw_funnel",
    "draw_times",
    "execute_run",
    "facts_digest",
    "finding",
    "finding_id",
    "finding_of",
    "findings",
    "newest_with",
    "put_findings",
    "run",
    "run_now",
    "run_results",
    "runs",
    "start_run",
    "things_named",
]
