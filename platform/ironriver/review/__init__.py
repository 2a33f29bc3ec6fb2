"""A person decides: the queue of findings, claim and judgement, random checks, referrals that two people sign."""

from __future__ import annotations

from ironriver.review.decisions import (
    EXPLANATIONS,
    LOOKED_AT,
    STANDINGS,
    STEPS,
    WAYS,
    Explanation,
    Standing,
    Step,
    Way,
)
from ironriver.review.rates import LEAST_DECIDED, Estimate, Share, Stratum, estimates, share_of, shares_by
from ironriver.review.sampling import Drawn, draw

__all__ = [
    "EXPLANATIONS",
    "LEAST_DECIDED",
    "LOOKED_AT",
    "STANDINGS",
    "STEPS",
    "WAYS",
    "Drawn",
    "Estimate",
    "Explanation",
    "Share",
    "Standing",
    "Step",
    "Stratum",
    "Way",
    "draw",
    "estimates",
    "share_of",
    "shares_by",
]
