"""Cases and their members. A case is what people work on; person searches need one.

Openness decides what membership opens: `agency` nothing beyond what the members may see anyway; `joint` and
`sealed` come with a holding of their own that only members see, and a sealed case itself is seen by members only.
Members of another agency never get that agency's holding by joining.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver import clock
from ironriver.access import policy
from ironriver.access.accounts import Account, case_holding, find_account
from ironriver.access.policy import Action
from ironriver.access.purposes import PURPOSES
from ironriver.errors import Conflict, Invalid, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Look, Row, whole
from ironriver.model import ids
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import Handling, Marking, Tlp, join_handling

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{1,39}")
#: Members of one case, and cases of one account.
_MOST = 20_000
#: Cases of an agency that are listed at first.
LISTED = 200


class Openness(StrEnum):
    """Who gets to see what is held by the case."""

    AGENCY = "agency"
    JOINT = "joint"
    SEALED = "sealed"


class CaseRole(StrEnum):
    """What somebody is in a case. A lead brings members in; a reader only looks."""

    LEAD = "lead"
    MEMBER = "member"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What is decided when a case is opened."""

    number: str
    name: str
    purpose: str
    openness: Openness = Openness.AGENCY
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a case."""

    account: str
    login: str
    name: str
    agency: str
    role: CaseRole
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as of now, with its members. `holding`, `tlp`, `handling` are its marking."""

    id: str
    number: str
    name: str
    purpose: str
    openness: Openness
    state: str
    holding: str
    tlp: Tlp
    handling: str
    opened: str
    closed: str
    members: tuple[Member, ...] = ()
    #: What the asking person is in it, where the list was asked for him.
    my_role: CaseRole | None = None

    @property
    def is_open(self) -> bool:
        """Whether work on it may go on."""
        return self.state == "open"

    def role_of(self, account: str) -> CaseRole | None:
        """Return what an account is in this case, or `None`."""
        return next((m.role for m in self.members if m.account == account), None)


def open_case(actor: Actor, new: NewCase, *, ledger: Ledger) -> str:
    """Open a case with the actor as its lead; return its id. `Conflict` if the agency has that number already.

    Sealed cases are left out of that: a refusal would tell that there is one.
    """
    policy.require(actor, Action.MANAGE_CASES)
    _check(actor, new)
    number = new.number.strip()
    case_id = ledger.id_for("Case", _basis(number, new.openness), actor.agency)
    marking = Marking(
        holding=actor.agency if new.openness is Openness.AGENCY else case_holding(case_id),
        tlp=new.tlp,
        handling=join_handling(new.handling),
    )
    stored = {
        "number": number,
        "name": new.name.strip(),
        "purpose": new.purpose,
        "openness": new.openness.value,
        "state": "open",
        "opened": clock.stamp(),
    }

    def changes(look: Look) -> list[Change]:
        if look.read("access.case_by_id", {"id": case_id, "limit": 1}):
            raise Conflict(
                Say(
                    en=f"There is a case {number} at your agency. Choose another number.",
                    es=f"Su dependencia ya tiene un caso {number}. Elija otro número.",
                ),
                fields={"number": Say(en="Taken.", es="Ya existe.")},
            )
        return [
            Change(statement="write.put_case", rows=[Row(s={"id": case_id, **marking.as_properties()}, p=stored)]),
            _joining(actor.id, case_id, CaseRole.LEAD),
        ]

    ledger.act(actor, Act(name="access.open_case", changes=changes))
    return case_id


def add_member(actor: Actor, case_id: str, login: str, role: CaseRole, *, ledger: Ledger) -> None:
    """Bring somebody into a case, or change his role. The lead or a supervisor who sees the case does this.

    `Conflict` when it would leave the case without a lead.
    """
    case = _managed(actor, case_id, ledger)
    account = _person(login, ledger)

    def changes(look: Look) -> list[Change]:
        if role is not CaseRole.LEAD:
            _keep_a_lead(look, case.id, account.id)
        return [_joining(account.id, case.id, role)]

    ledger.act(actor, Act(name="access.add_member", changes=changes))


def remove_member(actor: Actor, case_id: str, login: str, *, ledger: Ledger) -> None:
    """Take somebody out of a case; what the case opened to him is gone at his next request."""
    case = _managed(actor, case_id, ledger)
    account = _person(login, ledger)
    if case.role_of(account.id) is None:
        raise nothing_here()

    def changes(look: Look) -> list[Change]:
        _keep_a_lead(look, case.id, account.id)
        row = Row(s={"id": _membership_id(account.id, case.id), "from": account.id, "to": case.id})
        return [Change(statement="write.unlink_account_member_of_case", rows=[row])]

    ledger.act(actor, Act(name="access.remove_member", changes=changes))


def close_case(actor: Actor, case_id: str, *, ledger: Ledger) -> None:
    """Close a case: it can still be read, but no search runs on it any more."""
    _set_state(actor, case_id, {"state": "closed", "closed": clock.stamp()}, "access.close_case", ledger)


def reopen_case(actor: Actor, case_id: str, *, ledger: Ledger) -> None:
    """Open a closed case again."""
    _set_state(actor, case_id, {"state": "open", "closed": None}, "access.reopen_case", ledger)


def find_case(actor: Actor, case: str, *, ledger: Ledger) -> Case:
    """Return a case by id, or by number within the actor's agency or among his own cases.

    `NotFound` if it does not exist or is not open to him: he is no member, and it is not his agency's.
    """
    policy.require(actor, Action.VIEW_CASES)
    by_number = ledger.id_for("Case", _basis(case), actor.agency)
    own = [c.id for c in my_cases(actor, ledger=ledger) if c.number.casefold() == case.casefold()]
    found = next(filter(None, (_read(case_id, ledger) for case_id in (case, *own, by_number))), None)
    if found is None or not _may_open(actor, found):
        raise nothing_here()
    return found


def my_cases(actor: Actor, *, ledger: Ledger) -> list[Case]:
    """Return the cases the actor is a member of, open ones first, newest number first; without members."""
    policy.require(actor, Action.VIEW_CASES)
    rows = ledger.look("access.cases_of_account", {"account": actor.id, "limit": _MOST + 1})
    return [_case(row) for row in whole(rows, _MOST)]


def agency_cases(actor: Actor, *, ledger: Ledger, limit: int = LISTED) -> tuple[list[Case], bool]:
    """Return the first `limit` cases of the actor's agency that he may see, and whether there are more.

    For supervisors; open ones first, newest number first; sealed ones only if a member.
    """
    policy.require(actor, Action.VIEW_CASES)
    rows = ledger.look("access.cases_of_holdings", {"holdings": sorted(actor.holdings), "limit": limit + 1})
    return [case for case in map(_case, rows[:limit]) if policy.may_see(actor, case)], len(rows) > limit


def _set_state(actor: Actor, case_id: str, changed: Mapping[str, Any], name: str, ledger: Ledger) -> None:
    case = _managed(actor, case_id, ledger)
    change = Change(statement="write.amend_case", rows=[Row(s={"id": case.id}, p=dict(changed))])
    ledger.act(actor, Act(name=name, changes=[change]))


def _managed(actor: Actor, case_id: str, ledger: Ledger) -> Case:
    """Return the case if the actor may change it: its lead, or a supervisor to whom it is open."""
    policy.require(actor, Action.MANAGE_CASES)
    case = find_case(actor, case_id, ledger=ledger)
    if case.role_of(actor.id) is not CaseRole.LEAD and Role.SUPERVISOR not in actor.roles:
        raise NotAllowed(
            Say(
                en="Only the lead of the case or a supervisor changes it.",
                es="Solo el responsable del caso o un supervisor lo cambia.",
            )
        )
    return case


def _may_open(actor: Actor, case: Case) -> bool:
    if case.role_of(actor.id) is not None:
        return True
    return case.openness is Openness.AGENCY and policy.may_see(actor, case)


def _keep_a_lead(look: Look, case_id: str, account: str) -> None:
    """Refuse to take the only lead away. Read behind the head lock: two leads cannot take each other out."""
    case = _case(look.read("access.case_by_id", {"id": case_id, "limit": _MOST})[0])
    if {m.account for m in case.members if m.role is CaseRole.LEAD} == {account}:
        raise Conflict(
            Say(
                en="A case needs a lead. Name another lead first.",
                es="Un caso necesita responsable. Nombre antes a otro.",
            )
        )


def _person(login: str, ledger: Ledger) -> Account:
    account = find_account(ledger, login=login)
    if account is None or Role.SYSTEM in account.roles:
        raise Invalid(
            Say(en="Nobody has this login.", es="Nadie tiene este usuario."),
            fields={"login": Say(en="Check its spelling.", es="Revise cómo está escrito.")},
        )
    return account


def _joining(account: str, case: str, role: CaseRole) -> Change:
    row = Row(
        s={"id": _membership_id(account, case), "from": account, "to": case},
        p={"role": role.value, "since": clock.stamp()},
    )
    return Change(statement="write.link_account_member_of_case", rows=[row])


def _membership_id(account: str, case: str) -> str:
    return ids.relationship_id("MEMBER_OF", account, case)


def _basis(number: str, openness: Openness = Openness.AGENCY) -> str:
    basis = f"number:{number.strip().casefold()}"
    return f"{basis}:{secrets.token_hex(16)}" if openness is Openness.SEALED else basis


def _check(actor: Actor, new: NewCase) -> None:
    fields = {}
    if not _NUMBER.fullmatch(new.number.strip()):
        fields["number"] = Say(
            en="2 to 40 letters, digits, blanks, dots, dashes, slashes.",
            es="De 2 a 40 letras, cifras, espacios, puntos, guiones, diagonales.",
        )
    if not new.name.strip():
        fields["name"] = Say(
            en="Name the case by facts, not by a person.", es="Nombre el caso por hechos, no por una persona."
        )
    if new.purpose not in PURPOSES:
        fields["purpose"] = Say(en="Choose the purpose from the list.", es="Elija la finalidad de la lista.")
    if new.tlp > actor.max_tlp:
        fields["tlp"] = Say(en="Higher than what you are cleared for.", es="Más alto que su propia autorización.")
    if fields:
        raise Invalid(
            Say(en="The case was not opened. See the fields.", es="No se abrió el caso. Vea los campos."),
            fields=fields,
        )


def _read(case_id: str, ledger: Ledger) -> Case | None:
    rows = ledger.look("access.case_by_id", {"id": case_id, "limit": _MOST})
    return _case(rows[0]) if rows else None


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        purpose=row["purpose"] or "",
        openness=Openness(row["openness"] or "agency"),
        state=row["state"],
        holding=row["holding"],
        tlp=Tlp(row["tlp"]),
        handling=row["handling"] or "",
        opened=row["opened"] or "",
        closed=row["closed"] or "",
        members=tuple(Member(**{**one, "role": CaseRole(one["role"])}) for one in row.get("members", ())),
        my_role=CaseRole(row["role"]) if row.get("role") else None,
    )
