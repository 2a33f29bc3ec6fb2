"""Who takes part in referral lists with whom: only where an agreement of each side says so, and both hold today.

Being a partner opens nothing to read. It lets a fixed question be asked over the partner's records, whose answer
is that something overlaps, and whom to call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ironriver import clock
from ironriver.ledger import Ledger, whole
from ironriver.model.actor import Actor
from ironriver.model.marking import PUBLIC, Handling, Tlp

#: What an agreement stores when it takes part.
CONTACTS = "contacts"
#: Agreements that take part, of one agency: over each the question is asked, and one left out would be no overlap.
_MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPartner:
    """One agreement of another agency, and which of its records the question may be asked over."""

    agency: str
    agreement: str
    contact: str
    holdings: frozenset[str]
    max_tlp: Tlp
    handling: frozenset[Handling]


def referral_partners(actor: Actor, *, ledger: Ledger) -> tuple[ReferralPartner, ...]:
    """Return the partners of the actor's agency today, by agency and agreement; none looks like no agreement."""
    today = clock.today().isoformat()
    params = {"agency": actor.agency, "today": today, "limit": _MOST + 1}
    return tuple(
        ReferralPartner(
            agency=row["agency"],
            agreement=row["number"],
            contact=row["contact"] or "",
            holdings=frozenset(row["holdings"] or ()),
            max_tlp=Tlp(row["max_tlp"]),
            handling=frozenset(Handling(code) for code in row["handling"] or ()),
        )
        for row in whole(ledger.look("access.referral_partners", params), _MOST)
    )


def asking_over(actor: Actor, partner: ReferralPartner) -> Actor:
    """Return the actor as he stands before a partner's records: himself, with what the agreement opens and no more.

    For statements that answer with nothing but an overlap. The read log names him, his case and his purpose.
    """
    return replace(
        actor,
        holdings=(partner.holdings - {PUBLIC}) | {PUBLIC},
        max_tlp=partner.max_tlp,
        handling=partner.handling,
    )
