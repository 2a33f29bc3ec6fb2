"""Accounts: who may sign in and what he is cleared for. Facts of the graph, changed only by ledger acts.

An account is never deleted, so a login never comes to mean somebody else. What proves who somebody is (password,
second factor) is no fact and lies in `credentials`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver import clock
from ironriver.errors import Conflict, Invalid, Say
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import PUBLIC, Handling, Tlp

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")
_HOLDING = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
#: One page of accounts; an agency with more names them by search.
_MOST = 2_000


class AccountState(StrEnum):
    """`locked` by failed attempts until an administrator releases it; `disabled` by a decision."""

    ACTIVE = "active"
    LOCKED = "locked"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A case that the account is a member of, and as what."""

    id: str
    number: str
    name: str
    state: str
    openness: str
    role: str

    @property
    def is_open(self) -> bool:
        """Whether work on the case may go on."""
        return self.state == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an agreement that holds today opens to the persons it names."""

    agreement: str
    holdings: frozenset[str]
    max_tlp: Tlp
    handling: frozenset[Handling]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What is decided about a person before there is an account."""

    login: str
    name: str
    agency: str
    roles: frozenset[Role]
    holdings: frozenset[str] = frozenset()
    max_tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset()
    language: str = "en"
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as of now, with its cases and what agreements open to it."""

    id: str
    login: str
    name: str
    agency: str
    roles: frozenset[Role]
    holdings: frozenset[str]
    max_tlp: Tlp
    handling: frozenset[Handling]
    state: AccountState
    language: str
    demo: bool = False
    created: str = ""
    cases: tuple[Membership, ...] = ()
    grants: tuple[Grant, ...] = ()

    def membership(self, case: str) -> Membership | None:
        """Return the membership in a case by its id or number, if there is one."""
        return next((m for m in self.cases if case and case in (m.id, m.number)), None)

    def all_holdings(self) -> frozenset[str]:
        """Return every holding open to the person: his own, public lists, his cases', those by agreement.

        An agreement opens its holdings only to persons cleared no higher than it reaches: levels and codes belong
        to an actor as a whole, and a higher one would see more there than its owner has agreed to.
        """
        by_case = {case_holding(m.id) for m in self.cases if m.openness != "agency"}
        by_agreement = frozenset[str]().union(
            *(g.holdings for g in self.grants if self.max_tlp <= g.max_tlp and self.handling <= g.handling)
        )
        return self.holdings | {PUBLIC} | by_case | by_agreement

    def rights(self) -> str:
        """Return a digest of what decides the person's rights; sessions begun under another one are over.

        Cases are left out: joining or leaving one counts from the next request, and ends no session.
        """
        said = [
            self.agency,
            self.state,
            int(self.max_tlp),
            sorted(self.roles),
            sorted(self.holdings),
            sorted(self.handling),
            sorted(g.agreement for g in self.grants),
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def as_actor(self, *, origin: str, request_id: str = "") -> Actor:
        """Return the person as the rooms know him, on no case yet."""
        return Actor(
            id=self.id,
            name=self.name,
            agency=self.agency,
            holdings=self.all_holdings(),
            max_tlp=self.max_tlp,
            handling=self.handling,
            roles=self.roles,
            origin=origin,
            language=self.language,
            request_id=request_id,
        )


def case_holding(case_id: str) -> str:
    """Return the holding that belongs to the members of a joint or sealed case."""
    return case_id.replace("_", ":", 1)


def normal_login(login: str) -> str:
    """Return a login as it is compared: NFKC, lower case, without blanks around it."""
    return unicodedata.normalize("NFKC", login).strip().lower()


def find_account(ledger: Ledger, *, login: str = "", id: str = "") -> Account | None:  # noqa: A002  # the graph's word
    """Return the account of a login or of an id, or `None`."""
    today = clock.today().isoformat()
    if id:
        rows = ledger.look("access.account_by_id", {"id": id, "today": today})
    else:
        rows = ledger.look("access.account_by_login", {"login": normal_login(login), "today": today})
    return _account(rows[0]) if rows else None


def all_accounts(ledger: Ledger) -> list[Account]:
    """Return every account by login, without cases and agreements."""
    return [_account(row) for row in ledger.look("access.accounts", {"limit": _MOST})]


def create_account(actor: Actor, new: NewAccount, *, ledger: Ledger) -> str:
    """Make an account by an act and return its id. `Conflict` if the login is taken, now or ever."""
    check_new(new)
    login = normal_login(new.login)
    account_id = ledger.id_for("Account", f"login:{login}", "")

    def changes(look: Look) -> list[Change]:
        if look.read("access.account_by_login", {"login": login, "today": clock.today().isoformat()}):
            raise Conflict(
                Say(
                    en=f"The login {login} is taken. Accounts are never reused; choose another login.",
                    es=f"El usuario {login} ya existe. Las cuentas no se reutilizan; elija otro.",
                ),
                fields={"login": Say(en="Taken.", es="Ya existe.")},
            )
        return [Change(statement="write.put_account", rows=[Row(s={"id": account_id}, p=_stored(new, login))])]

    ledger.act(actor, Act(name="access.create_account", changes=changes))
    return account_id


def amend_account(actor: Actor, account_id: str, changed: Mapping[str, Any], *, ledger: Ledger, why: str) -> None:
    """Change properties of an account by an act named `access.<why>`. Callers check the policy first."""
    rows = [Row(s={"id": account_id}, p=dict(changed))]
    ledger.act(actor, Act(name=f"access.{why}", changes=[Change(statement="write.amend_account", rows=rows)]))


def clearance(
    roles: frozenset[Role], holdings: frozenset[str], max_tlp: Tlp, handling: frozenset[Handling]
) -> dict[str, Any]:
    """Return what somebody is cleared for as stored properties."""
    return {
        "roles": sorted(roles),
        "holdings": sorted(holdings),
        "max_tlp": int(max_tlp),
        "handling": sorted(handling),
    }


def _stored(new: NewAccount, login: str) -> dict[str, Any]:
    return {
        "login": login,
        "name": new.name.strip(),
        "agency": new.agency,
        **clearance(new.roles, new.holdings | {new.agency}, new.max_tlp, new.handling),
        "state": AccountState.ACTIVE.value,
        "language": new.language,
        "demo": new.demo,
        "created": clock.stamp(),
    }


def check_new(new: NewAccount) -> None:
    """Raise `Invalid` naming each field of a new account that cannot be."""
    fields = {}
    if not _LOGIN.fullmatch(normal_login(new.login)):
        fields["login"] = Say(
            en="2 to 40 letters a–z, digits, dot, dash or underscore, beginning with a letter.",
            es="De 2 a 40 letras a–z, cifras, punto, guion o guion bajo; empieza con letra.",
        )
    if not new.name.strip():
        fields["name"] = Say(
            en="Give the person's name: accounts are never shared.",
            es="Indique el nombre de la persona: las cuentas no se comparten.",
        )
    if not _HOLDING.fullmatch(new.agency):
        fields["agency"] = Say(
            en="The short name of an agency, such as us-tpd.", es="El nombre corto de una dependencia, como us-tpd."
        )
    if not new.roles or Role.SYSTEM in new.roles:
        fields["roles"] = Say(
            en="At least one role that people have.", es="Al menos una función que tengan personas."
        )
    if new.language not in ("en", "es"):
        fields["language"] = Say(en="en or es.", es="en o es.")
    if fields:
        raise Invalid(
            Say(en="The account was not made. See the fields.", es="No se creó la cuenta. Vea los campos."),
            fields=fields,
        )


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        agency=row["agency"] or "",
        roles=frozenset(Role(r) for r in row["roles"] or ()),
        holdings=frozenset(row["holdings"] or ()),
        max_tlp=Tlp(row["max_tlp"] or 0),
        handling=frozenset(Handling(h) for h in row["handling"] or ()),
        state=AccountState(row["state"]),
        language=row["language"] or "en",
        demo=bool(row["demo"]),
        created=row["created"] or "",
        cases=tuple(Membership(**one) for one in row.get("cases", ())),
        grants=tuple(
            Grant(
                agreement=one["id"],
                holdings=frozenset(one["holdings"] or ()),
                max_tlp=Tlp(one["max_tlp"] or 0),
                handling=frozenset(Handling(h) for h in one["handling"] or ()),
            )
            for one in row.get("agreements", ())
        ),
    )
