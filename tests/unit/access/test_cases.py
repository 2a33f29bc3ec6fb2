"""Cases: who opens, joins, sees; what membership opens; case and purpose of a session."""

from __future__ import annotations

import pytest

from ironriver.access import Access, Action, Visit, cases, present, require, sign_in, work_on
from ironriver.access.cases import CaseRole, NewCase, Openness
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp

from .conftest import HERE, Person, make_person

NOGALES = NewCase(number="IR-2026-0417", name="Nogales pistols", purpose="crim_933")


@pytest.fixture
def lead(access: Access) -> Person:
    return make_person(access, "marchetti", Role.INVESTIGATOR)


def opened(lead: Person, **changes) -> str:
    given = {"number": "IR-2026-0417", "name": "Nogales pistols", "purpose": "crim_933"}
    return cases.open_case(lead.actor(), NewCase(**(given | changes)), ledger=lead.access.ledger)


def test_opening_makes_the_actor_lead(access: Access, lead: Person) -> None:
    case = cases.find_case(lead.actor(), opened(lead), ledger=access.ledger)
    assert (case.number, case.name, case.purpose, case.state) == (
        "IR-2026-0417",
        "Nogales pistols",
        "crim_933",
        "open",
    )
    assert (case.holding, case.tlp, case.handling) == ("us-tpd", Tlp.AMBER, "")
    assert [(m.login, m.role) for m in case.members] == [("marchetti", CaseRole.LEAD)]
    assert case.opened.endswith("Z")


def test_a_case_is_found_by_number_too(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    assert cases.find_case(lead.actor(), "IR-2026-0417", ledger=access.ledger).id == case_id
    colleague = make_person(access, "ohlsson", Role.ANALYST)
    assert cases.find_case(colleague.actor(), "ir-2026-0417", ledger=access.ledger).id == case_id


def test_a_number_is_used_once_an_agency(access: Access, lead: Person) -> None:
    opened(lead)
    with pytest.raises(Conflict):
        opened(lead, number="ir-2026-0417 ")
    abroad = make_person(access, "noriega", Role.INVESTIGATOR, agency="mx-fge-son")
    assert opened(abroad) != opened(lead, number="IR-2026-0418")


@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        ("number", {"number": "?"}),
        ("name", {"name": " "}),
        ("purpose", {"purpose": "curiosity"}),
        ("tlp", {"tlp": Tlp.RED}),
    ],
)
def test_what_a_case_may_not_be(lead: Person, wrong: str, changes: dict) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(lead, **changes)
    assert set(refusal.value.fields) == {wrong}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.TRACER, Role.ADMINISTRATOR, Role.AUDITOR, Role.COURT_LIAISON])
def test_others_open_none(access: Access, role: Role) -> None:
    with pytest.raises(NotAllowed):
        opened(make_person(access, "somebody", role))


def test_the_lead_brings_members_in_and_a_member_does_not(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    second = make_person(access, "second", Role.INVESTIGATOR)
    cases.add_member(lead.actor(), case_id, "second", CaseRole.MEMBER, ledger=access.ledger)
    case = cases.find_case(second.actor(), case_id, ledger=access.ledger)
    assert case.role_of(second.id) is CaseRole.MEMBER
    make_person(access, "third")
    with pytest.raises(NotAllowed):
        cases.add_member(second.actor(), case_id, "third", CaseRole.MEMBER, ledger=access.ledger)
    with pytest.raises(Invalid):
        cases.add_member(lead.actor(), case_id, "nobody", CaseRole.MEMBER, ledger=access.ledger)
    with pytest.raises(Invalid):
        cases.add_member(lead.actor(), case_id, "system", CaseRole.MEMBER, ledger=access.ledger)


def test_a_role_in_the_case_can_change(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    second = make_person(access, "second", Role.INVESTIGATOR)
    for role in (CaseRole.READER, CaseRole.LEAD):
        cases.add_member(lead.actor(), case_id, "second", role, ledger=access.ledger)
        case = cases.find_case(lead.actor(), case_id, ledger=access.ledger)
        assert case.role_of(second.id) is role
        assert len(case.members) == 2


def test_a_case_keeps_a_lead(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    with pytest.raises(Conflict):
        cases.remove_member(lead.actor(), case_id, "marchetti", ledger=access.ledger)
    second = make_person(access, "second", Role.INVESTIGATOR)
    cases.add_member(lead.actor(), case_id, "second", CaseRole.LEAD, ledger=access.ledger)
    cases.remove_member(second.actor(), case_id, "marchetti", ledger=access.ledger)
    with pytest.raises(NotFound):
        cases.remove_member(second.actor(), case_id, "marchetti", ledger=access.ledger)


def test_the_only_lead_is_not_made_a_member(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    for role in (CaseRole.MEMBER, CaseRole.READER):
        with pytest.raises(Conflict):
            cases.add_member(lead.actor(), case_id, "marchetti", role, ledger=access.ledger)
    make_person(access, "second", Role.INVESTIGATOR)
    cases.add_member(lead.actor(), case_id, "second", CaseRole.LEAD, ledger=access.ledger)
    cases.add_member(lead.actor(), case_id, "marchetti", CaseRole.READER, ledger=access.ledger)
    case = cases.find_case(lead.actor(), case_id, ledger=access.ledger)
    assert case.role_of(lead.id) is CaseRole.READER


def test_an_agency_case_is_seen_by_the_agency_and_nobody_else(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    colleague = make_person(access, "ohlsson", Role.ANALYST)
    abroad = make_person(access, "tamayo", Role.TRACER, agency="mx-fge-son")
    cases.find_case(colleague.actor(), case_id, ledger=access.ledger)
    for name in (case_id, "IR-2026-0417", "case_0", ""):
        with pytest.raises(NotFound):
            cases.find_case(abroad.actor(), name, ledger=access.ledger)
    found, more = cases.agency_cases(colleague.actor(), ledger=access.ledger)
    assert ([c.id for c in found], more) == ([case_id], False)
    assert cases.agency_cases(abroad.actor(), ledger=access.ledger) == ([], False)


def test_a_higher_case_is_hidden_within_the_agency(access: Access, lead: Person) -> None:
    case_id = opened(lead, tlp=Tlp.AMBER_STRICT, handling=frozenset({Handling.TIAHRT}))
    low = make_person(access, "low", Role.ANALYST, max_tlp=Tlp.GREEN)
    no_code = make_person(access, "nocode", Role.ANALYST, handling=frozenset())
    for person in (low, no_code):
        with pytest.raises(NotFound):
            cases.find_case(person.actor(), case_id, ledger=access.ledger)
        assert cases.agency_cases(person.actor(), ledger=access.ledger) == ([], False)


def test_joining_an_agency_case_opens_no_holding(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    abroad = make_person(access, "tamayo", Role.TRACER, agency="mx-fge-son")
    cases.add_member(lead.actor(), case_id, "tamayo", CaseRole.MEMBER, ledger=access.ledger)
    assert abroad.actor().holdings == {"public", "mx-fge-son"}
    assert cases.find_case(abroad.actor(), case_id, ledger=access.ledger).id == case_id


@pytest.mark.parametrize("openness", [Openness.JOINT, Openness.SEALED])
def test_joint_and_sealed_cases_come_with_a_holding_for_members(
    access: Access, lead: Person, openness: Openness
) -> None:
    case_id = opened(lead, openness=openness)
    own = case_id.replace("_", ":")
    colleague = make_person(access, "ohlsson", Role.ANALYST)
    abroad = make_person(access, "tamayo", Role.TRACER, agency="mx-fge-son")
    supervisor = make_person(access, "whitfield", Role.SUPERVISOR, max_tlp=Tlp.RED)
    cases.add_member(lead.actor(), case_id, "tamayo", CaseRole.MEMBER, ledger=access.ledger)
    assert own in lead.actor().holdings
    assert abroad.actor().holdings == {"public", "mx-fge-son", own}
    assert own not in colleague.actor().holdings
    assert cases.find_case(abroad.actor(), case_id, ledger=access.ledger).holding == own
    for outsider in (colleague, supervisor):
        with pytest.raises(NotFound):
            cases.find_case(outsider.actor(), case_id, ledger=access.ledger)
        with pytest.raises(NotFound):
            cases.close_case(
                outsider.actor() if outsider is supervisor else supervisor.actor(), case_id, ledger=access.ledger
            )
    cases.remove_member(lead.actor(), case_id, "tamayo", ledger=access.ledger)
    assert abroad.actor().holdings == {"public", "mx-fge-son"}


def test_a_sealed_cases_number_is_no_secret_told_by_a_refusal(access: Access, lead: Person) -> None:
    sealed = opened(lead, openness=Openness.SEALED)
    other = make_person(access, "second", Role.INVESTIGATOR)
    plain = opened(other)
    assert plain != sealed
    assert cases.find_case(other.actor(), "IR-2026-0417", ledger=access.ledger).id == plain
    assert cases.find_case(lead.actor(), sealed, ledger=access.ledger).openness is Openness.SEALED


def test_a_supervisor_of_the_agency_may_change_an_agency_case(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    supervisor = make_person(access, "whitfield", Role.SUPERVISOR)
    cases.add_member(supervisor.actor(), case_id, "whitfield", CaseRole.READER, ledger=access.ledger)
    cases.close_case(supervisor.actor(), case_id, ledger=access.ledger)
    case = cases.find_case(supervisor.actor(), case_id, ledger=access.ledger)
    assert not case.is_open
    assert case.closed
    cases.reopen_case(supervisor.actor(), case_id, ledger=access.ledger)
    assert cases.find_case(supervisor.actor(), case_id, ledger=access.ledger).closed == ""


def test_my_cases_are_mine_open_ones_first(access: Access, lead: Person) -> None:
    old = opened(lead, number="IR-2020-0001")
    new = opened(lead, number="IR-2026-0002")
    cases.close_case(lead.actor(), new, ledger=access.ledger)
    make_person(access, "ohlsson", Role.ANALYST)
    found = cases.my_cases(lead.actor(), ledger=access.ledger)
    assert [c.id for c in found] == [old, new]
    assert {c.my_role for c in found} == {CaseRole.LEAD}


def test_a_session_works_on_a_case_for_a_purpose(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    secret = sign_in(access, "marchetti", lead.proof(), HERE).secret
    with pytest.raises(Invalid):
        require(present(access, secret, HERE).actor, Action.SEARCH_PERSON)
    here = work_on(access, secret, case="IR-2026-0417", purpose="crim_933", visit=HERE)
    assert here.case is not None
    assert here.case.id == case_id
    assert (here.actor.case, here.actor.purpose) == (case_id, "crim_933")
    require(here.actor, Action.SEARCH_PERSON)
    assert present(access, secret, Visit(acted=False)).actor.case == case_id
    cleared = work_on(access, secret, case="", purpose="", visit=HERE)
    assert (cleared.case, cleared.actor.case, cleared.actor.purpose) == (None, "", "")


@pytest.mark.parametrize(
    ("case", "purpose", "wrong"),
    [
        ("IR-2026-0417", "curiosity", {"purpose"}),
        ("IR-2026-9999", "crim_933", {"case"}),
        ("nonsense", "", {"case", "purpose"}),
    ],
)
def test_case_and_purpose_must_fit(access: Access, lead: Person, case: str, purpose: str, wrong: set[str]) -> None:
    opened(lead)
    secret = sign_in(access, "marchetti", lead.proof(), HERE).secret
    with pytest.raises(Invalid) as refusal:
        work_on(access, secret, case=case, purpose=purpose, visit=HERE)
    assert set(refusal.value.fields) == wrong


def test_a_case_of_others_and_none_look_the_same(access: Access, lead: Person) -> None:
    opened(lead)
    other = make_person(access, "second", Role.INVESTIGATOR)
    secret = sign_in(access, "second", other.proof(), HERE).secret
    said = set()
    for number in ("IR-2026-0417", "IR-2026-9999"):
        with pytest.raises(Invalid) as refusal:
            work_on(access, secret, case=number, purpose="crim_933", visit=HERE)
        said.add((refusal.value.say.en, refusal.value.fields["case"].en))
    assert len(said) == 1


def test_closing_or_leaving_a_case_stops_person_searches_at_the_next_request(access: Access, lead: Person) -> None:
    case_id = opened(lead)
    second = make_person(access, "second", Role.INVESTIGATOR)
    cases.add_member(lead.actor(), case_id, "second", CaseRole.MEMBER, ledger=access.ledger)
    secret = sign_in(access, "second", second.proof(), HERE).secret
    work_on(access, secret, case=case_id, purpose="crim_933", visit=HERE)
    cases.close_case(lead.actor(), case_id, ledger=access.ledger)
    with pytest.raises(Invalid):
        require(present(access, secret, HERE).actor, Action.SEARCH_PERSON)
    cases.reopen_case(lead.actor(), case_id, ledger=access.ledger)
    require(present(access, secret, HERE).actor, Action.SEARCH_PERSON)
    cases.remove_member(lead.actor(), case_id, "second", ledger=access.ledger)
    with pytest.raises(Invalid):
        require(present(access, secret, HERE).actor, Action.SEARCH_PERSON)
