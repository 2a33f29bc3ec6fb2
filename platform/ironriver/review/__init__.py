"""A person decides: the queue of findings, claim and judgement, random checks, referrals that two people sign."""

from __future__ import annotations

from ironriver.review.charges import Charge, Sort, all_charges, charges_for
from ironriver.review.checks import EACH, Rates, detector_rates, draw_checks
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
from ironriver.review.dossiers import Dossier, open_dossier
from ironriver.review.judging import Verdict, claim, judge, release
from ironriver.review.queue import WAITING, QueueFilter, QueuePage, QueueRow, read_queue, subjects_named
from ironriver.review.rates import LEAST_DECIDED, Estimate, Share, Stratum, estimates, share_of, shares_by
from ironriver.review.records import Docket, Judgement, docket_of
from ironriver.review.referral_paper import print_referral
from ironriver.review.referral_records import (
    Referral,
    ReferralFile,
    ReferralPage,
    ReferralStep,
    find_referral,
    referral_page,
    referrals_of,
)
from ironriver.review.referrals import (
    NewReferral,
    answer_referral,
    approve_referral,
    close_referral,
    draft_referral,
    propose_referral,
    refuse_referral,
    send_referral,
    withdraw_referral,
)
from ironriver.review.releasing import confirmed_finding
from ironriver.review.sampling import Drawn, draw
from ironriver.review.subjects import Basis, Subject, open_subject, propose_subject, subjects_of
from ironriver.review.ways import (
    OUTCOMES,
    REFERRAL_MOVES,
    REFERRAL_STATES,
    REFERRAL_WAYS,
    SORTS,
    Outcome,
    ReferralMove,
    ReferralState,
)

__all__ = [
    "EACH",
    "EXPLANATIONS",
    "LEAST_DECIDED",
    "LOOKED_AT",
    "OUTCOMES",
    "REFERRAL_MOVES",
    "REFERRAL_STATES",
    "REFERRAL_WAYS",
    "SORTS",
    "STANDINGS",
    "STEPS",
    "WAITING",
    "WAYS",
    "Basis",
    "Charge",
    "Docket",
    "Dossier",
    "Drawn",
    "Estimate",
    "Explanation",
    "Judgement",
    "NewReferral",
    "Outcome",
    "QueueFilter",
    "QueuePage",
    "QueueRow",
    "Rates",
    "Referral",
    "ReferralFile",
    "ReferralMove",
    "ReferralPage",
    "ReferralState",
    "ReferralStep",
    "Share",
    "Sort",
    "Standing",
    "Step",
    "Stratum",
    "Subject",
    "Verdict",
    "Way",
    "all_charges",
    "answer_referral",
    "approve_referral",
    "charges_for",
    "claim",
    "close_referral",
    "confirmed_finding",
    "detector_rates",
    "docket_of",
    "draft_referral",
    "draw",
    "draw_checks",
    "estimates",
    "find_referral",
    "judge",
    "open_dossier",
    "open_subject",
    "print_referral",
    "propose_referral",
    "propose_subject",
    "read_queue",
    "referral_page",
    "referrals_of",
    "refuse_referral",
    "release",
    "send_referral",
    "share_of",
    "shares_by",
    "subjects_named",
    "subjects_of",
    "withdraw_referral",
]
