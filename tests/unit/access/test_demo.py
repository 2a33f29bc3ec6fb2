"""The demonstration: who is there, what each may see, and that it stays a demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ironriver.access import (
    Access,
    Action,
    Proof,
    SignInNeeded,
    agreements,
    cases,
    events,
    find_account,
    may,
    open_access,
    prepare_demo,
    present,
    require,
    sign_in,
    work_on,
)
from ironriver.access.demo import CASES, DEMO_PASSWORD, PEOPLE, ROUTED, SHARED
from ironriver.errors import Invalid, NotFound
from ironriver.ledger import canonical_hash, replay_from_segments, verify_log
from ironriver.model.actor import Actor, Role
from tests import world as worlds
from tests.world import World

from .conftest import CHEAP, HERE


@pytest.fixture(scope="module")
def shown(demo_world: World) -> Iterator[Access]:
    """The demonstration, made once for this module."""
    opened = open_access(demo_world.settings, demo_world.ledger, demo_world.ledger.keys, passwords=CHEAP)
    prepare_demo(opened)
    yield opened
    opened.close()
    events.record_in(None)


def actor(access: Access, login: str) -> Actor:
    return present(access, sign_in(access, login, Proof(password=DEMO_PASSWORD), HERE).secret, HERE).actor


def test_everybody_signs_in_and_every_role_is_there(shown: Access) -> None:
    people = prepare_demo(shown)
    assert {person.login for person in people} >= {"marchetti", "ohlsson", "tamayo", "admin", "auditor"}
    assert {person.agency for person in people} == {"us-tpd", "mx-fge-son", "mx-fgr"}
    roles = frozenset[Role]().union(*(person.roles for person in people))
    assert roles == set(Role) - {Role.SYSTEM, Role.PARTNER_PROGRAM}
    for person in people:
        assert person.password == DEMO_PASSWORD
        assert sign_in(shown, person.login, Proof(password=DEMO_PASSWORD), HERE).account.name == person.name


def test_doing_it_again_changes_nothing(shown: Access) -> None:
    before = shown.ledger.head()
    people = prepare_demo(shown)
    assert shown.ledger.head() == before
    assert len(people) == len(PEOPLE) + 1


def test_a_changed_password_stays(shown: Access) -> None:
    found = find_account(shown.ledger, login="marchetti")
    assert found is not None
    shown.credentials.set_password(found.id, "his own choice now")
    prepare_demo(shown)
    sign_in(shown, "marchetti", Proof(password="his own choice now"), HERE)
    shown.credentials.set_password(found.id, DEMO_PASSWORD)


def test_the_nogales_case_is_as_pictured(shown: Access) -> None:
    lead = actor(shown, "marchetti")
    case = cases.find_case(lead, "IR-2026-0417", ledger=shown.ledger)
    assert case.name == "Nogales pistols"
    assert case.purpose == "crim_933"
    assert {m.login for m in case.members} >= {"marchetti", "ohlsson", "tamayo"}
    mine = {c.number: c.my_role for c in cases.my_cases(lead, ledger=shown.ledger)}
    assert mine == {
        "IR-2026-0417": "lead",
        "IR-2026-0388": "member",
        "IR-2026-0351": "lead",
        "IR-2025-0877": "member",
        "IR-2021-0102": "reader",
    }


def test_an_investigator_searches_persons_on_his_case(shown: Access) -> None:
    secret = sign_in(shown, "marchetti", Proof(password=DEMO_PASSWORD), HERE).secret
    here = work_on(shown, secret, case="IR-2026-0417", purpose="crim_933", visit=HERE)
    require(here.actor, Action.SEARCH_PERSON)


def test_sonora_sees_its_own_the_joint_case_and_what_the_agreement_opens(shown: Access) -> None:
    tamayo = actor(shown, "tamayo")
    joint = cases.find_case(tamayo, "IR-2026-0388", ledger=shown.ledger)
    assert tamayo.holdings == {"public", "mx-fge-son", SHARED, ROUTED, joint.holding}
    assert tamayo.language == "es"
    with pytest.raises(NotFound):
        cases.find_case(tamayo, "IR-2026-0351", ledger=shown.ledger)
    assert "us-tpd" not in actor(shown, "noriega").holdings
    assert SHARED not in actor(shown, "valdez").holdings


def test_tucson_does_not_see_sonora(shown: Access) -> None:
    for login in ("marchetti", "ohlsson", "whitfield", "reyes"):
        person = actor(shown, login)
        assert "mx-fge-son" not in person.holdings
        with pytest.raises(NotFound):
            cases.find_case(person, "FGE-SON-2026-1183", ledger=shown.ledger)


def test_the_sealed_case_is_its_leads_alone(shown: Access) -> None:
    sealed = next(c for c in CASES if c.new.openness == "sealed")
    cases.find_case(actor(shown, sealed.lead), sealed.new.number, ledger=shown.ledger)
    for login in ("marchetti", "ohlsson", "admin", "auditor", "tamayo", "valdez"):
        with pytest.raises(NotFound):
            cases.find_case(actor(shown, login), sealed.new.number, ledger=shown.ledger)


def test_administrator_and_auditor_keep_out_of_case_data(shown: Access) -> None:
    for login in ("admin", "auditor"):
        assert not may(actor(shown, login), Action.SEARCH_FIREARM)
    assert may(actor(shown, "auditor"), Action.VIEW_LEDGER)


def test_the_agreement_names_two_persons(shown: Access) -> None:
    agreement, contacts = agreements.all_agreements(shown, actor(shown, "sandoval"))
    assert (contacts.number, contacts.named) == ("MOU-2026-04", ())
    found = agreements.find_agreement(shown, actor(shown, "sandoval"), agreement.id)
    assert [n.login for n in found.named] == ["noriega", "tamayo"]
    assert found.partner == "mx-fge-son"


def test_production_makes_and_admits_none_of_it(shown: Access) -> None:
    serious = open_access(replace(shown.settings, demo=False), shown.ledger, shown.ledger.keys, passwords=CHEAP)
    with pytest.raises(Invalid):
        prepare_demo(serious)
    for login in ("marchetti", "admin"):
        with pytest.raises(SignInNeeded):
            sign_in(serious, login, Proof(password=DEMO_PASSWORD), HERE)
    serious.close()


def test_replaying_the_ledger_gives_the_same_accounts_cases_and_agreements(
    shown: Access, demo_world: World
) -> None:
    ledger, database = shown.ledger, demo_world.database
    lead = actor(shown, "marchetti")
    case = cases.find_case(lead, "IR-2026-0417", ledger=ledger)
    cases.remove_member(lead, case.id, "quill", ledger=ledger)
    while ledger.follower.follow_once():
        pass
    before = canonical_hash(database, demo_world.catalogue)
    worlds.empty(database, demo_world.catalogue)
    replay_from_segments(ledger, database)
    assert canonical_hash(database, demo_world.catalogue) == before
    assert actor(shown, "tamayo").holdings > {"public", "mx-fge-son"}


def test_the_log_with_its_events_verifies(shown: Access) -> None:
    assert list(shown.log.read())
    verify_log(shown.ledger)
