"""Who acts: identity, clearance and roles, together with where from, on which case and for what purpose.

The type lives in `model` because the ledger, which lies below `access`, records it. Only `access` makes actors
that stand for people.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from ironriver.model.marking import PUBLIC, Handling, Tlp, join_handling


class Role(StrEnum):
    """What a person is employed to do; `access/policy` says what each may do."""

    INVESTIGATOR = "investigator"
    ANALYST = "analyst"
    TRACER = "tracer"
    CUSTODIAN = "custodian"
    COURT_LIAISON = "court_liaison"
    PARTNER_MANAGER = "partner_manager"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    #: No person: a partner's program that fetches and sends over TAXII.
    PARTNER_PROGRAM = "partner_program"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One person (or the system) as of this request.

    `origin` says where the act comes from (`web`, `cli`, `worker`, `api`) and, after a colon, the address.
    `case` and `purpose` are those of this request; both empty when the person works on no case.
    """

    id: str
    name: str
    agency: str
    holdings: frozenset[str] = frozenset({PUBLIC})
    max_tlp: Tlp = Tlp.CLEAR
    handling: frozenset[Handling] = frozenset()
    roles: frozenset[Role] = frozenset()
    origin: str = "unknown"
    case: str = ""
    purpose: str = ""
    language: str = "en"
    #: Actions that a token was limited to; `None` when the roles alone decide. It only ever takes away.
    only: frozenset[str] | None = None
    request_id: str = field(default="", compare=False)

    def on(self, *, case: str, purpose: str) -> Actor:
        """Return the same person working on a case for a stated purpose."""
        return replace(self, case=case, purpose=purpose)

    def visibility(self) -> dict[str, object]:
        """Return the four parameters that the visibility dialect takes.

        `holdings` and `max_tlp` scope by owner and level; `tlps` is the same level as a list, for statements
        that an index should answer; `handlings` lists every stored handling string this actor may see, that is
        every combination of the codes he holds (2**n strings, n <= 7).
        """
        return {
            "holdings": sorted(self.holdings),
            "max_tlp": int(self.max_tlp),
            "tlps": list(range(int(self.max_tlp) + 1)),
            "handlings": list(_stored_handlings(self.handling)),
        }


@lru_cache(maxsize=128)  # there are no more sets of seven codes; each question asks
def _stored_handlings(held: frozenset[Handling]) -> tuple[str, ...]:
    codes = sorted(held)
    return tuple(
        join_handling(set(combo)) for size in range(len(codes) + 1) for combo in combinations(codes, size)
    )


SYSTEM_ACTOR_ID = "actor:system"


def system_actor(origin: str = "worker") -> Actor:
    """Return the actor that stands for the product itself: start-up, worker housekeeping, genesis."""
    return Actor(
        id=SYSTEM_ACTOR_ID, name="Ironriver", agency="system", roles=frozenset({Role.SYSTEM}), origin=origin
    )
