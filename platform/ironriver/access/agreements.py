"""Agreements (MOU): which holdings an agency opens to named persons of a partner, until when.

Each user is named, the list is confirmed by a date (re-attestation), and revoking takes effect at once: sessions
and tokens of the named persons end, and what the agreement opened is gone (`facts/domain.md` §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ironriver import clock
from ironriver.access import policy
from ironriver.access.accounts import Account, clearance, find_account
from ironriver.access.administration import cut_off, own_holdings
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.policy import Action
from ironriver.access.referral_partners import CONTACTS
from ironriver.errors import Conflict, Invalid, Say, nothing_here
from ironriver.ledger import Act, Change, Look, Row, whole
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Tlp

#: Agreements of one agency; each was signed by people.
_MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """What was signed. `authority` is the legal basis; `handling` are the codes the partner may hold there."""

    number: str
    name: str
    partner: str
    authority: str
    holdings: frozenset[str]
    max_tlp: Tlp
    handling: frozenset[Handling]
    signed: date
    expires: date
    reattest_by: date
    #: Whom a partner calls when a referral list names this agency; empty: it takes part in none.
    referral_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person named in an agreement, and since when."""

    account: str
    login: str
    name: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement as of now."""

    id: str
    number: str
    name: str
    agency: str
    partner: str
    authority: str
    holdings: frozenset[str]
    max_tlp: Tlp
    handling: frozenset[Handling]
    state: str
    signed: str
    expires: str
    reattest_by: str
    contact: str = ""
    named: tuple[Named, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Return whether it opens anything on a day: active, signed, not expired, list confirmed."""
        stamp = day.isoformat()
        return self.state == "active" and self.signed <= stamp <= min(self.expires, self.reattest_by)


def sign_agreement(access: Access, actor: Actor, new: NewAgreement) -> str:
    """Record a signed agreement of the actor's agency; return its id. It names nobody yet."""
    policy.require(actor, Action.MANAGE_AGREEMENTS)
    _check(access, actor, new)
    agreement_id = access.ledger.id_for("Agreement", f"number:{new.number.strip().casefold()}", actor.agency)
    stored = {
        "number": new.number.strip(),
        "name": new.name.strip(),
        "agency": actor.agency,
        "partner": new.partner,
        "authority": new.authority.strip(),
        **clearance(frozenset(), new.holdings, new.max_tlp, new.handling),
        "state": "active",
        "signed": new.signed.isoformat(),
        "expires": new.expires.isoformat(),
        "reattest_by": new.reattest_by.isoformat(),
        "referrals": CONTACTS if new.referral_contact.strip() else None,
        "contact": new.referral_contact.strip() or None,
    }
    del stored["roles"]

    def changes(look: Look) -> list[Change]:
        if look.read("access.agreement_by_id", {"id": agreement_id, "limit": 1}):
            raise Conflict(
                Say(
                    en=f"There is an agreement {new.number}. Choose another number.",
                    es=f"Ya hay un convenio {new.number}. Elija otro número.",
                ),
                fields={"number": Say(en="Taken.", es="Ya existe.")},
            )
        return [Change(statement="write.put_agreement", rows=[Row(s={"id": agreement_id}, p=stored)])]

    access.ledger.act(actor, Act(name="access.sign_agreement", changes=changes))
    return agreement_id


def name_user(access: Access, actor: Actor, agreement_id: str, login: str) -> None:
    """Name a person in an agreement. `Invalid` if he is cleared higher than the agreement reaches.

    A level and codes belong to a person as a whole: cleared higher, he would see more there than was agreed to.
    """
    agreement = _managed(access, actor, agreement_id)
    account = _partner_account(access, agreement, login)
    row = Row(
        s={"id": _naming_id(account.id, agreement.id), "from": account.id, "to": agreement.id},
        p={"since": clock.stamp(), "revoked": None},
    )
    change = Change(statement="write.link_account_named_in_agreement", rows=[row])
    access.ledger.act(actor, Act(name="access.name_user", changes=[change]))


def strike_user(access: Access, actor: Actor, agreement_id: str, login: str) -> int:
    """Take a person out of an agreement; his sessions and tokens end at once. Returns how many sessions ended."""
    agreement = _managed(access, actor, agreement_id)
    named = next((n for n in agreement.named if n.login == login), None)
    if named is None:
        raise nothing_here()
    row = Row(
        s={"id": _naming_id(named.account, agreement.id), "from": named.account, "to": agreement.id},
        p={"revoked": clock.stamp()},
    )
    change = Change(statement="write.link_account_named_in_agreement", rows=[row])
    access.ledger.act(actor, Act(name="access.strike_user", changes=[change]))
    return cut_off(access, named.account, "struck from agreement")


def reattest(access: Access, actor: Actor, agreement_id: str, *, until: date) -> None:
    """Confirm the list of named persons until a later date."""
    agreement = _managed(access, actor, agreement_id)
    if not clock.today() < until <= date.fromisoformat(agreement.expires):
        raise Invalid(
            Say(
                en="The list cannot be confirmed until that day.",
                es="La lista no se puede confirmar hasta ese día.",
            ),
            fields={
                "until": Say(
                    en=f"A day after today, not after the agreement's end ({agreement.expires}).",
                    es=f"Un día posterior a hoy, no después del fin del convenio ({agreement.expires}).",
                )
            },
        )
    _amend(access, actor, agreement.id, {"reattest_by": until.isoformat()}, "access.reattest_agreement")


def revoke_agreement(access: Access, actor: Actor, agreement_id: str, *, reason: str) -> int:
    """End an agreement now. Sessions and tokens of everybody it names end; returns how many sessions did."""
    agreement = _managed(access, actor, agreement_id)
    changed = {"state": "revoked", "revoked": clock.stamp()}
    _amend(access, actor, agreement.id, changed, "access.revoke_agreement")
    ended = sum(cut_off(access, named.account, "agreement revoked") for named in agreement.named)
    access.note(
        Event(
            event="agreement_revoked",
            outcome="success",
            actor=actor.id,
            origin=actor.origin,
            object=agreement.id,
            reason=reason,
        )
    )
    return ended


def find_agreement(access: Access, actor: Actor, agreement_id: str) -> Agreement:
    """Return an agreement of the actor's agency. `NotFound` otherwise."""
    policy.require(actor, Action.MANAGE_AGREEMENTS)
    return _managed(access, actor, agreement_id)


def all_agreements(access: Access, actor: Actor) -> list[Agreement]:
    """Return the agreements of the actor's agency by number, without the names."""
    policy.require(actor, Action.MANAGE_AGREEMENTS)
    rows = access.ledger.look("access.agreements_of_agency", {"agency": actor.agency, "limit": _MOST + 1})
    return [_agreement(row) for row in whole(rows, _MOST)]


def _managed(access: Access, actor: Actor, agreement_id: str) -> Agreement:
    policy.require(actor, Action.MANAGE_AGREEMENTS)
    rows = access.ledger.look("access.agreement_by_id", {"id": agreement_id, "limit": _MOST})
    if not rows or rows[0]["agency"] != actor.agency:
        raise nothing_here()
    return _agreement(rows[0])


def _partner_account(access: Access, agreement: Agreement, login: str) -> Account:
    account = find_account(access.ledger, login=login)
    if account is None or account.agency != agreement.partner:
        raise Invalid(
            Say(
                en=f"Nobody of {agreement.partner} has this login. Accounts are personal: make one first.",
                es=f"Nadie de {agreement.partner} tiene este usuario. Las cuentas son personales: cree una antes.",
            ),
            fields={
                "login": Say(en="Not a person of the partner.", es="No es persona de la dependencia asociada.")
            },
        )
    if account.max_tlp > agreement.max_tlp or not account.handling <= agreement.handling:
        raise Invalid(
            Say(
                en=f"{account.login} is cleared higher than this agreement reaches, and would see more than was "
                "agreed to. Lower his clearance or make another agreement.",
                es=f"{account.login} tiene una autorización mayor que este convenio y vería más de lo convenido. "
                "Baje su autorización o haga otro convenio.",
            )
        )
    return account


def _amend(access: Access, actor: Actor, agreement_id: str, changed: dict[str, Any], name: str) -> None:
    change = Change(statement="write.amend_agreement", rows=[Row(s={"id": agreement_id}, p=changed)])
    access.ledger.act(actor, Act(name=name, changes=[change]))


def _naming_id(account: str, agreement: str) -> str:
    return ids.relationship_id("NAMED_IN", account, agreement)


def _check(access: Access, actor: Actor, new: NewAgreement) -> None:
    fields = {}
    if not new.number.strip() or not new.name.strip():
        fields["number"] = Say(en="Number and name are needed.", es="Se necesitan número y nombre.")
    if len(new.authority.strip()) < 10:
        fields["authority"] = Say(
            en="Say under which law or treaty it was signed.", es="Diga conforme a qué ley o tratado se firmó."
        )
    # What a partner or a joint case opens to the actor is his to read, not his agency's to open to others.
    if not new.holdings or not new.holdings <= actor.holdings & own_holdings(access, actor, new.holdings):
        fields["holdings"] = Say(
            en="Only holdings of your own agency can be opened.",
            es="Solo se pueden abrir titularidades de su propia dependencia.",
        )
    if new.partner == actor.agency:
        fields["partner"] = Say(en="The partner is another agency.", es="La dependencia asociada es otra.")
    if not new.signed <= new.reattest_by <= new.expires:
        fields["reattest_by"] = Say(
            en="Signed, then confirmed by, then expires: in this order.",
            es="Firmado, luego confirmar, luego vence: en este orden.",
        )
    if fields:
        raise Invalid(
            Say(
                en="The agreement was not recorded. See the fields.",
                es="No se registró el convenio. Vea los campos.",
            ),
            fields=fields,
        )


def _agreement(row: Mapping[str, Any]) -> Agreement:
    return Agreement(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        agency=row["agency"],
        partner=row["partner"],
        authority=row["authority"] or "",
        holdings=frozenset(row["holdings"] or ()),
        max_tlp=Tlp(row["max_tlp"]),
        handling=frozenset(Handling(h) for h in row["handling"] or ()),
        state=row["state"],
        signed=row["signed"],
        expires=row["expires"],
        reattest_by=row["reattest_by"],
        contact=row["contact"] or "",
        named=tuple(Named(**one) for one in row.get("named", ())),
    )
