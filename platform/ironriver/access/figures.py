"""The figures that sign-in, sessions and agreements hold to, each with where it comes from.

CJIS Security Policy v6.0 (27 December 2024) control numbers; OWASP ASVS 5.0 requirement numbers; our own choices
say so. Tests name these constants, so a changed figure is a changed test.
"""

from __future__ import annotations

from datetime import timedelta

#: AC-7: five consecutive invalid attempts in fifteen minutes lock the account until an administrator releases it.
#: Wrong passwords, wrong second-factor codes and wrong API-token secrets count alike.
FAILURES_BEFORE_LOCK = 5
FAILURE_WINDOW = timedelta(minutes=15)

#: AC-11: the screen locks after at most thirty minutes without a person acting.
IDLE_LOCK = timedelta(minutes=30)
#: SC-10: the session ends after one hour without a person acting.
IDLE_END = timedelta(hours=1)
#: IA-11: everybody signs in again every twelve hours, however busy.
SESSION_END = timedelta(hours=12)
#: Our choice: how far the clock may be stepped back under a session. One that began later than that from now would
#: outlive its twelve hours, so it is over.
CLOCK_STEP = timedelta(minutes=2)
#: IA-11 asks again for privileged functions; how old that answer may be is our choice.
PRIVILEGED_WITHIN = timedelta(minutes=10)
#: Our choice: a session row is rewritten at most this often, so idle time is over-counted by no more than this.
TOUCH_EVERY = timedelta(seconds=10)

#: IA-5(1): at least eight characters; ASVS 6.2.1 advises fifteen; no truncation, so the upper bound only stops
#: abuse of the hash (ASVS 6.2.9 asks for at least 64).
PASSWORD_SHORTEST = 8
PASSWORD_ADVISED = 15
PASSWORD_LONGEST = 1024
#: IA-5(1): the block-list is refreshed quarterly.
BLOCK_LIST_AGE = timedelta(days=92)

#: AC-2(2): temporary credentials are gone in 72 hours; a one-time code for a first sign-in is one.
ONE_TIME_CODE_LIFE = timedelta(hours=72)
#: AC-2(3): accounts that nobody used for ninety days are disabled.
INACTIVE_AFTER = timedelta(days=90)

#: RFC 6238 default step; one step of clock difference each way is accepted.
TOTP_STEP = timedelta(seconds=30)
TOTP_DRIFT_STEPS = 1
RECOVERY_CODES = 8

#: Our choice, in front of the lock so that one address cannot lock many accounts: (failures, window) pairs.
ADDRESS_LIMITS = ((10, timedelta(minutes=1)), (30, timedelta(minutes=15)))

#: AC-12, IA-5: session secrets have at least 64 bits; ours have 256.
SECRET_BYTES = 32

#: Our choice: an API token lives 90 days unless asked shorter, and never longer than a year.
TOKEN_LIFE = timedelta(days=90)
TOKEN_LONGEST = timedelta(days=365)

#: Our choice: a proposal that nobody decided on in a week has to be made again.
PROPOSAL_LIFE = timedelta(days=7)

#: Our choice, for memory: argon2id takes 64 MiB a hash, so no more than this many at once in a process.
HASHES_AT_ONCE = 4
