"""Accounts as values: rights, holdings, the actor they make; and as facts of the graph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ironriver.access import Access, find_account
from ironriver.access.accounts import Account, AccountState, Grant, Membership, case_holding, normal_login
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp

from .conftest import make_person

ACCOUNT = Account(
    id="actor_1",
    login="marchetti",
    name="J. Marchetti",
    agency="us-tpd",
    roles=frozenset({Role.INVESTIGATOR}),
    holdings=frozenset({"us-tpd"}),
    max_tlp=Tlp.AMBER,
    handling=frozenset({Handling.TIAHRT}),
    state=AccountState.ACTIVE,
    language="en",
)
GRANT = Grant(
    agreement="agreement_1",
    holdings=frozenset({"shared"}),
    max_tlp=Tlp.AMBER,
    handling=frozenset({Handling.TIAHRT}),
)


def membership(openness: str, state: str = "open") -> Membership:
    return Membership(id="case_ab12", number="IR-1", name="n", state=state, openness=openness, role="member")


@pytest.mark.parametrize(
    "changes",
    [
        {"agency": "other"},
        {"roles": frozenset({Role.ANALYST})},
        {"roles": frozenset({Role.INVESTIGATOR, Role.ANALYST})},
        {"holdings": frozenset({"us-tpd", "more"})},
        {"max_tlp": Tlp.RED},
        {"handling": frozenset()},
        {"state": AccountState.DISABLED},
        {"state": AccountState.LOCKED},
        {"grants": (GRANT,)},
    ],
)
def test_each_right_changes_the_digest(changes: dict) -> None:
    assert replace(ACCOUNT, **changes).rights() != ACCOUNT.rights()


@pytest.mark.parametrize(
    "changes", [{"name": "Other"}, {"language": "es"}, {"cases": (membership("joint"),)}, {"demo": True}]
)
def test_what_is_no_right_does_not(changes: dict) -> None:
    assert replace(ACCOUNT, **changes).rights() == ACCOUNT.rights()


@pytest.mark.parametrize(("openness", "opens"), [("agency", False), ("joint", True), ("sealed", True)])
def test_what_a_membership_opens(openness: str, opens: bool) -> None:
    holdings = replace(ACCOUNT, cases=(membership(openness),)).all_holdings()
    assert holdings == {"public", "us-tpd"} | ({"case:ab12"} if opens else set())


def test_a_closed_joint_case_can_still_be_read() -> None:
    assert "case:ab12" in replace(ACCOUNT, cases=(membership("joint", "closed"),)).all_holdings()


@pytest.mark.parametrize(
    ("grant", "opens"),
    [
        (GRANT, True),
        (replace(GRANT, max_tlp=Tlp.RED), True),
        (replace(GRANT, max_tlp=Tlp.GREEN), False),
        (replace(GRANT, handling=frozenset()), False),
        (replace(GRANT, handling=frozenset(Handling)), True),
    ],
)
def test_an_agreement_opens_only_as_far_as_it_reaches(grant: Grant, opens: bool) -> None:
    assert ("shared" in replace(ACCOUNT, grants=(grant,)).all_holdings()) is opens


def test_membership_by_id_and_number() -> None:
    account = replace(ACCOUNT, cases=(membership("agency"),))
    assert account.membership("case_ab12") == account.membership("IR-1") == membership("agency")
    assert account.membership("IR-2") is None
    assert account.membership("") is None
    assert membership("agency").is_open
    assert not membership("agency", "closed").is_open


def test_the_actor_works_on_no_case_yet() -> None:
    actor = ACCOUNT.as_actor(origin="web:1", request_id="r")
    assert (actor.id, actor.agency, actor.origin, actor.case, actor.purpose) == (
        "actor_1",
        "us-tpd",
        "web:1",
        "",
        "",
    )
    assert actor.visibility() == {
        "holdings": ["public", "us-tpd"],
        "max_tlp": 2,
        "tlps": [0, 1, 2],
        "handlings": ["", "tiahrt"],
    }


@pytest.mark.parametrize(
    ("typed", "login"),
    [(" Marchetti ", "marchetti"), ("ＭＡＲＣＨＥＴＴＩ", "marchetti"), ("o.hl-sson_2", "o.hl-sson_2")],
)
def test_logins_are_compared_in_one_form(typed: str, login: str) -> None:
    assert normal_login(typed) == login


def test_the_case_holding_is_no_id() -> None:
    assert case_holding("case_ab12") == "case:ab12"


def test_accounts_are_found_by_either_and_nobody_is_none(access: Access) -> None:
    person = make_person(access, "marchetti")
    assert find_account(access.ledger, login="marchetti") == find_account(access.ledger, id=person.id)
    for missing in ({"login": "nobody"}, {"login": ""}, {"id": "actor_0"}):
        assert find_account(access.ledger, **missing) is None


def test_ids_say_nothing_about_logins(access: Access) -> None:
    person = make_person(access, "marchetti")
    assert person.id.startswith("actor_")
    assert len(person.id) == len("actor_") + 32
    assert person.id == access.ledger.id_for("Account", "login:marchetti", "")
