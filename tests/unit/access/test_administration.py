"""What administrators do with accounts, and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ironriver import clock
from ironriver.access import (
    Access,
    AccountState,
    Action,
    NewAccount,
    SignInNeeded,
    cases,
    find_account,
    present,
    sign_in,
)
from ironriver.access import administration as admin
from ironriver.access.accounts import all_accounts, case_holding
from ironriver.access.cases import NewCase, Openness
from ironriver.access.demo import DEMO_PASSWORD
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp

from .conftest import HERE, Person, make_person

NEW = {"login": "newcomer", "name": "N. Comer", "agency": "us-tpd", "roles": frozenset({Role.ANALYST})}


@pytest.fixture
def chief(access: Access) -> Person:
    return make_person(access, "chief", Role.ADMINISTRATOR)


def state(access: Access, login: str) -> AccountState:
    found = find_account(access.ledger, login=login)
    assert found is not None
    return found.state


def test_an_account_is_made_as_told(access: Access, chief: Person) -> None:
    new = NewAccount(
        **NEW, holdings=frozenset({"us-tpd-mou"}), max_tlp=Tlp.GREEN, handling=frozenset({Handling.TIAHRT})
    )
    account_id, code = admin.add_account(access, chief.actor(), new)
    found = find_account(access.ledger, id=account_id)
    assert found is not None
    assert found == find_account(access.ledger, login=" NEWCOMER ")
    assert found.holdings == {"us-tpd", "us-tpd-mou"}
    assert found.all_holdings() == {"us-tpd", "us-tpd-mou", "public"}
    assert found.max_tlp is Tlp.GREEN
    assert found.handling == {Handling.TIAHRT}
    assert found.roles == {Role.ANALYST}
    assert found.state is AccountState.ACTIVE
    assert not found.demo
    assert len(code) == 14
    assert "newcomer" not in account_id


@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        ("login", {"login": "x"}),
        ("login", {"login": "drop table;"}),
        ("login", {"login": "1st"}),
        ("name", {"name": "  "}),
        ("agency", {"agency": "Tucson PD!"}),
        ("roles", {"roles": frozenset()}),
        ("roles", {"roles": frozenset({Role.SYSTEM})}),
        ("language", {"language": "fr"}),
    ],
)
def test_what_an_account_may_not_be(access: Access, chief: Person, wrong: str, changes: dict) -> None:
    with pytest.raises(Invalid) as refusal:
        admin.add_account(access, chief.actor(), NewAccount(**(NEW | changes)))
    assert set(refusal.value.fields) == {wrong}
    assert all(say.en and say.es for say in refusal.value.fields.values())


def test_a_login_is_never_used_twice(access: Access, chief: Person) -> None:
    admin.add_account(access, chief.actor(), NewAccount(**NEW))
    admin.disable_now(access, chief.actor(), "newcomer", reason="left")
    with pytest.raises(Conflict) as refusal:
        admin.add_account(access, chief.actor(), NewAccount(**(NEW | {"login": "Newcomer"})))
    assert "login" in refusal.value.fields


def test_every_change_is_an_act_of_the_administrator(access: Access, chief: Person) -> None:
    before = access.ledger.head().size
    admin.add_account(access, chief.actor(), NewAccount(**NEW))
    admin.disable_now(access, chief.actor(), "newcomer", reason="left")
    admin.enable(access, chief.actor(), "newcomer")
    entries = access.ledger.entries(start=before)
    assert [e.fields["act"] for e in entries] == [
        "access.create_account",
        "access.disable_account",
        "access.enable_account",
    ]
    assert {e.fields["actor"] for e in entries} == {chief.id}
    assert "newcomer" not in str([e.fields for e in entries])


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.SYSTEM)])
def test_others_may_do_none_of_it(access: Access, role: Role) -> None:
    somebody = make_person(access, "somebody", role).actor()
    make_person(access, "target")
    for attempt in (
        lambda: admin.add_account(access, somebody, NewAccount(**NEW)),
        lambda: admin.disable_now(access, somebody, "target", reason="r"),
        lambda: admin.enable(access, somebody, "target"),
        lambda: admin.unlock(access, somebody, "target"),
        lambda: admin.issue_code(access, somebody, "target"),
        lambda: admin.set_clearance(
            access,
            somebody,
            "target",
            roles=frozenset({role}),
            holdings=frozenset(),
            cleared=(Tlp.CLEAR, frozenset()),
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert state(access, "target") is AccountState.ACTIVE


def test_nobody_changes_his_own_account(access: Access, chief: Person) -> None:
    me = chief.actor()
    for attempt in (
        lambda: admin.enable(access, me, "chief"),
        lambda: admin.unlock(access, me, "chief"),
        lambda: admin.issue_code(access, me, "chief"),
        lambda: admin.set_clearance(
            access,
            me,
            "chief",
            roles=frozenset({Role.ADMINISTRATOR, Role.INVESTIGATOR}),
            holdings=frozenset({"us-tpd"}),
            cleared=(Tlp.RED, frozenset(Handling)),
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_agency_keeps_an_administrator(access: Access, chief: Person) -> None:
    for one in admin.list_accounts(access, chief.actor()):
        if Role.ADMINISTRATOR in one.roles and one.id != chief.id:
            admin.disable_now(access, chief.actor(), one.login, reason="left")
    with pytest.raises(Conflict, match="last administrator"):
        admin.disable_now(access, chief.actor(), "chief", reason="left")
    assert state(access, "chief") is AccountState.ACTIVE
    make_person(access, "second", Role.ADMINISTRATOR)
    admin.disable_now(access, chief.actor(), "chief", reason="left")
    assert state(access, "chief") is AccountState.DISABLED


def test_one_lists_and_ends_his_own_tokens_only(access: Access) -> None:
    mine, other = make_person(access, "marchetti"), make_person(access, "reyes")
    day = timedelta(days=1)
    actions = frozenset({Action.VIEW_CASES})
    _, made = admin.make_token(access, mine.actor(), name="nightly", actions=actions, life=day)
    assert [one.id for one in admin.list_tokens(access, mine.actor())] == [made.id]
    assert admin.list_tokens(access, other.actor()) == []
    with pytest.raises(NotFound):
        admin.revoke_token(access, other.actor(), made.id)
    admin.revoke_token(access, mine.actor(), made.id)
    assert admin.list_tokens(access, mine.actor()) == []


def test_an_administrator_makes_the_token_of_a_program_and_of_nobody_else(access: Access, chief: Person) -> None:
    day, actor = timedelta(days=1), chief.actor()
    make_person(access, "poller", roles=frozenset({Role.PARTNER_PROGRAM}))
    make_person(access, "afar", roles=frozenset({Role.PARTNER_PROGRAM}), agency="mx-fge-son")
    text, made = admin.make_program_token(access, actor, "poller", name="poll", life=day)
    found = access.tokens.find(text)
    assert found is not None
    assert found.id == made.id
    assert found.actions == {Action.FETCH_SHARED, Action.SEND_SHARED}
    make_person(access, "reyes")
    with pytest.raises(Invalid, match="a person's account"):
        admin.make_program_token(access, actor, "reyes", name="poll", life=day)
    with pytest.raises(NotFound):
        admin.make_program_token(access, actor, "afar", name="poll", life=day)


def test_the_system_and_nobody_are_not_found(access: Access, chief: Person) -> None:
    for login in ("system", "nobody", ""):
        with pytest.raises(NotFound):
            admin.disable_now(access, chief.actor(), login, reason="r")


def test_clearance_changes_end_sessions_and_take_effect(access: Access, chief: Person) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    admin.set_clearance(
        access,
        chief.actor(),
        "marchetti",
        roles=frozenset({Role.ANALYST}),
        holdings=frozenset({"us-tpd"}),
        cleared=(Tlp.GREEN, frozenset()),
    )
    with pytest.raises(SignInNeeded):
        present(access, secret, HERE)
    actor = present(access, sign_in(access, "marchetti", person.proof(), HERE).secret, HERE).actor
    assert (actor.roles, actor.max_tlp, actor.handling) == ({Role.ANALYST}, Tlp.GREEN, frozenset())


def test_unlocking_does_not_enable(access: Access, chief: Person) -> None:
    make_person(access, "marchetti")
    admin.disable_now(access, chief.actor(), "marchetti", reason="left")
    with pytest.raises(Invalid):
        admin.unlock(access, chief.actor(), "marchetti")
    assert state(access, "marchetti") is AccountState.DISABLED


def test_sessions_are_listed_to_their_owner_to_administrators_and_to_auditors(
    access: Access, chief: Person
) -> None:
    person, auditor = make_person(access, "marchetti"), make_person(access, "auditor2", Role.AUDITOR)
    session = sign_in(access, "marchetti", person.proof(), HERE).session
    assert [s.id for s in admin.list_sessions(access, person.actor(), "marchetti")] == [session.id]
    assert [s.id for s in admin.list_sessions(access, chief.actor())] == [session.id]
    assert [s.id for s in admin.list_sessions(access, auditor.actor(), "marchetti")] == [session.id]
    other = make_person(access, "ohlsson")
    with pytest.raises(NotAllowed):
        admin.list_sessions(access, other.actor(), "marchetti")


def test_ninety_days_without_use_disable(access: Access, chief: Person) -> None:
    idle, busy = make_person(access, "idle"), make_person(access, "busy")
    make_person(access, "shown", demo=True)
    sign_in(access, "idle", idle.proof(), HERE)
    with clock.moved_by(timedelta(days=45)):
        sign_in(access, "busy", busy.proof(), HERE)
        sign_in(access, "chief", chief.proof(), HERE)
    with clock.moved_by(timedelta(days=89)):
        assert admin.disable_inactive(access) == []
    with clock.moved_by(timedelta(days=90, minutes=5)):
        assert "idle" in admin.disable_inactive(access)
        assert state(access, "idle") is AccountState.DISABLED
        assert state(access, "busy") is AccountState.ACTIVE
        assert state(access, "shown") is AccountState.ACTIVE
        assert state(access, "system") is AccountState.ACTIVE
        with pytest.raises(SignInNeeded):
            sign_in(access, "idle", idle.proof(), HERE)


def test_demo_accounts_are_not_made_in_production(production: Access) -> None:
    chief = make_person(production, "chief", Role.ADMINISTRATOR).actor()
    with pytest.raises(Invalid):
        admin.add_account(production, chief, NewAccount(**NEW, demo=True))
    assert DEMO_PASSWORD


def test_accounts_are_listed_by_login(access: Access, chief: Person) -> None:
    make_person(access, "aaron")
    logins = [account.login for account in all_accounts(access.ledger)]
    assert logins == sorted(logins)
    assert {"aaron", "chief", "admin", "system"} <= set(logins)


def test_an_administrator_keeps_the_accounts_of_his_own_agency_only(access: Access, chief: Person) -> None:
    make_person(access, "tamayo", agency="mx-fge-son")
    him = chief.actor()
    for attempt in (
        lambda: admin.disable_now(access, him, "tamayo", reason="r"),
        lambda: admin.enable(access, him, "tamayo"),
        lambda: admin.unlock(access, him, "tamayo"),
        lambda: admin.issue_code(access, him, "tamayo"),
        lambda: admin.list_sessions(access, him, "tamayo"),
        lambda: admin.set_clearance(
            access,
            him,
            "tamayo",
            roles=frozenset({Role.ANALYST}),
            holdings=frozenset({"us-tpd"}),
            cleared=(Tlp.CLEAR, frozenset()),
        ),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotAllowed, match="mx-fge-son"):
        admin.add_account(access, him, NewAccount(**(NEW | {"agency": "mx-fge-son"})))
    assert find_account(access.ledger, login="newcomer") is None
    assert state(access, "tamayo") is AccountState.ACTIVE
    assert "tamayo" not in {account.login for account in admin.list_accounts(access, him)}
    theirs = make_person(access, "jefa", Role.ADMINISTRATOR, agency="mx-fge-son").actor()
    assert {account.login for account in admin.list_accounts(access, theirs)} == {"jefa", "tamayo"}


def test_open_sessions_of_other_agencies_are_not_listed(access: Access, chief: Person) -> None:
    tamayo, marchetti = make_person(access, "tamayo", agency="mx-fge-son"), make_person(access, "marchetti")
    for person in (tamayo, marchetti):
        sign_in(access, person.login, person.proof(), HERE)
    assert {session.account for session in admin.list_sessions(access, chief.actor())} == {marchetti.id}


@pytest.mark.parametrize("foreign", ["mx-fge-son", "mx-fge-son-mou", "us-tpd-west", "us-tpd-west-x", "case:case_0"])
def test_no_holding_is_given_that_is_not_the_agencys_own(access: Access, chief: Person, foreign: str) -> None:
    make_person(access, "tamayo", agency="mx-fge-son")
    make_person(access, "west", agency="us-tpd-west")
    person = make_person(access, "marchetti")
    holdings = frozenset({"us-tpd", foreign})
    with pytest.raises(NotAllowed) as refusal:
        admin.add_account(access, chief.actor(), NewAccount(**NEW, holdings=holdings))
    assert foreign in refusal.value.say.en
    assert foreign in refusal.value.say.es
    with pytest.raises(NotAllowed):
        admin.set_clearance(
            access,
            chief.actor(),
            "marchetti",
            roles=frozenset({Role.ANALYST}),
            holdings=holdings,
            cleared=(Tlp.CLEAR, frozenset()),
        )
    found = find_account(access.ledger, id=person.id)
    assert found is not None
    assert foreign not in found.holdings


def test_joint_cases_of_the_agency_may_be_given_and_sealed_ones_may_not(access: Access, chief: Person) -> None:
    lead = make_person(access, "whitfield", Role.SUPERVISOR).actor()
    made = {
        openness: cases.open_case(
            lead,
            NewCase(number=f"IR-{openness}", name="Case", purpose="crim_933", openness=openness),
            ledger=access.ledger,
        )
        for openness in (Openness.JOINT, Openness.SEALED)
    }
    joint, sealed = (case_holding(made[one]) for one in (Openness.JOINT, Openness.SEALED))
    admin.add_account(access, chief.actor(), NewAccount(**NEW, holdings=frozenset({joint, "public"})))
    given = NEW | {"login": "second", "holdings": frozenset({sealed})}
    with pytest.raises(NotAllowed):
        admin.add_account(access, chief.actor(), NewAccount(**given))
