"""Who may do what: accounts, sign-in, sessions, the policy table, cases, purposes, agreements, approvals.

Journeys stand in the modules exported here: `access.cases.open_case`, `access.approvals.propose`,
`access.administration.disable_now`, `access.claim.claim`, `access.agreements.revoke_agreement`.
"""

from __future__ import annotations

from ironriver.access import (
    administration,
    agreements,
    approvals,
    block_list,
    cases,
    claim,
    command_line,
    policy,
    upkeep,
)
from ironriver.access.accounts import (
    Account,
    AccountState,
    Membership,
    NewAccount,
    all_accounts,
    case_holding,
    find_account,
)
from ironriver.access.action_words import ACTION_WORDS
from ironriver.access.api import actor_for_token
from ironriver.access.command_line import actor_for_command_line
from ironriver.access.counters import Counters
from ironriver.access.credentials import Proof
from ironriver.access.demo import DEMO_PASSWORD, DemoSignIn, prepare_demo
from ironriver.access.opened import Access, open_access
from ironriver.access.partner_programs import actor_for_program
from ironriver.access.policy import Action, check_declared, may, may_now, may_see, require
from ironriver.access.purposes import PURPOSES, say_purpose
from ironriver.access.referral_partners import ReferralPartner, asking_over, referral_partners
from ironriver.access.refusals import ConfirmationNeeded, ScreenLocked, SignInNeeded, SlowDown
from ironriver.access.second_factor import Enrolment
from ironriver.access.sessions import Session, SessionKind, Standing
from ironriver.access.sign_in import (
    Present,
    SignedIn,
    Visit,
    actor_for,
    authorise,
    present,
    reauthenticate,
    sign_in,
    sign_out,
    work_on,
)

__all__ = [
    "ACTION_WORDS",
    "DEMO_PASSWORD",
    "PURPOSES",
    "Access",
    "Account",
    "AccountState",
    "Action",
    "ConfirmationNeeded",
    "Counters",
    "DemoSignIn",
    "Enrolment",
    "Membership",
    "NewAccount",
    "Present",
    "Proof",
    "ReferralPartner",
    "ScreenLocked",
    "Session",
    "SessionKind",
    "SignInNeeded",
    "SignedIn",
    "SlowDown",
    "Standing",
    "Visit",
    "actor_for",
    "actor_for_command_line",
    "actor_for_program",
    "actor_for_token",
    "administration",
    "agreements",
    "all_accounts",
    "approvals",
    "asking_over",
    "authorise",
    "block_list",
    "case_holding",
    "cases",
    "check_declared",
    "claim",
    "command_line",
    "find_account",
    "may",
    "may_now",
    "may_see",
    "open_access",
    "policy",
    "prepare_demo",
    "present",
    "reauthenticate",
    "referral_partners",
    "require",
    "say_purpose",
    "sign_in",
    "sign_out",
    "upkeep",
    "work_on",
]
