"""An agreement, a partner's program with its token, collections and objects: what tests of exchange stand on."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta

from ironriver import clock
from ironriver.access import Access, Action, NewAccount, find_account
from ironriver.access.accounts import create_account
from ironriver.access.agreements import NewAgreement, name_user, sign_agreement
from ironriver.exchange.collections import Collection, NewCollection, make_collection
from ironriver.exchange.object_store import StoredObject
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp
from tests.world import cleared_actor

PARTNER = "mx-fge-son"
MANAGER = cleared_actor(
    id="actor:manager",
    holdings=frozenset({"public", "us-tpd", "us-tpd-mou"}),
    roles=frozenset({Role.PARTNER_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR}),
)
_SPACE = uuid.UUID("6d8f1c4e-6f0e-4a5e-9d15-5f5d2a4b7c31")


@dataclass(frozen=True)
class Program:
    """A partner's program: how it signs in, and what stands behind it."""

    login: str
    token: str
    account: str
    agreement: str


def agreed(access: Access, *, number: str = "MOU-1", partner: str = PARTNER, tlp: Tlp = Tlp.AMBER) -> str:
    today = clock.today()
    new = NewAgreement(
        number=number, name="Exchange of traces", partner=partner, authority="MOU of 2026",
        holdings=frozenset({"us-tpd-mou"}), max_tlp=tlp, handling=frozenset({Handling.TIAHRT}),
        signed=today - timedelta(days=1), expires=today + timedelta(days=365),
        reattest_by=today + timedelta(days=90),
    )  # fmt: skip
    return sign_agreement(access, MANAGER, new)


def program(access: Access, agreement: str, *, login: str = "sonora-taxii", **changes: object) -> Program:
    given: dict[str, object] = {
        "login": login, "name": "Sonora, exchange", "agency": PARTNER, "max_tlp": Tlp.AMBER,
        "roles": frozenset({Role.PARTNER_PROGRAM}), "handling": frozenset({Handling.TIAHRT}),
    }  # fmt: skip
    create_account(MANAGER, NewAccount(**(given | changes)), ledger=access.ledger)  # type: ignore[arg-type]
    name_user(access, MANAGER, agreement, login)
    account = find_account(access.ledger, login=login)
    assert account is not None
    actions = frozenset({Action.FETCH_SHARED, Action.SEND_SHARED})
    text, _ = access.tokens.make(account.id, name="poll", actions=actions)
    return Program(login=login, token=text, account=account.id, agreement=agreement)


def collection(access: Access, agreement: str, alias: str = "out", **changes: object) -> Collection:
    given: dict[str, object] = {
        "agreement_id": agreement, "title": f"Collection {alias}", "alias": alias, "max_tlp": Tlp.AMBER,
    }  # fmt: skip
    return make_collection(access, MANAGER, NewCollection(**(given | changes)))  # type: ignore[arg-type]


def objects(count: int, *, start: int = 0, version: str = "2026-01-01T00:00:00.000Z", kind: str = "identity"):
    """Small valid STIX objects, numbered, so that anybody may tell which is missing."""
    return [
        stored(f"{kind}--{uuid.uuid5(_SPACE, str(n))}", version, name=f"No. {n}")
        for n in range(start, start + count)
    ]


def stored(stix_id: str, version: str, *, tlp: Tlp = Tlp.GREEN, **said: object) -> StoredObject:
    whole = {
        "type": stix_id.partition("--")[0], "spec_version": "2.1", "id": stix_id, "created": version,
        "modified": version, "name": "Somebody", **said,
    }  # fmt: skip
    return StoredObject(id=stix_id, version=version, tlp=tlp, canonical=json.dumps(whole).encode())
