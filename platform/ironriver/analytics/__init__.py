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

__all__ = [
    "PORTION",
    "RANKS",
    "Band",
    "Counterfactual",
    "Detector",
    "Finding",
    "FindingDraft",
    "Point",
    "PointSource",
    "facts_digest",
    "finding",
    "finding_id",
    "finding_of",
    "put_findings",
]
