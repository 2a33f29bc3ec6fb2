"""Two persons for one act: proposal, decision, carrying out; each shortcut refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ironriver import clock
from ironriver.access import Access, Action, approvals
from ironriver.access.approvals import act_digest
from ironriver.access.figures import PROPOSAL_LIFE
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import Role

from .conftest import Person, make_person

WHY = "needed for the court of Pima County"


@pytest.fixture
def proposer(access: Access) -> Person:
    return make_person(access, "marchetti", Role.INVESTIGATOR)


@pytest.fixture
def decider(access: Access) -> Person:
    return make_person(access, "whitfield", Role.SUPERVISOR)


def act(access: Access, language: str = "es") -> Act:
    """A small act whose effect can be seen: it changes an account's language."""
    target = access.ledger.id_for("Account", "login:admin", "")
    rows = [Row(s={"id": target}, p={"language": language})]
    return Act(name="test.set_language", changes=[Change(statement="write.amend_account", rows=rows)])


def language(access: Access) -> str:
    from ironriver.access import find_account

    found = find_account(access.ledger, login="admin")
    assert found is not None
    return found.language


def proposed(proposer: Person, **changes) -> str:
    return approvals.propose(
        proposer.actor(), act(proposer.access), reason=WHY, ledger=proposer.access.ledger, **changes
    )


def test_two_persons_do_it_and_both_stand_in_the_entry(access: Access, proposer: Person, decider: Person) -> None:
    proposal = proposed(proposer)
    assert [p.id for p in approvals.waiting(decider.actor(), ledger=access.ledger)] == [proposal]
    approvals.approve(decider.actor(), proposal, reason="the order is in the file", ledger=access.ledger)
    assert language(access) == "en"
    receipt = approvals.carry_out(proposer.actor(), proposal, act(access), ledger=access.ledger)
    assert language(access) == "es"
    (entry,) = access.ledger.entries(start=receipt.seq)
    assert entry.fields["act"] == "test.set_language"
    assert [s["name"] for s in entry.fields["statements"]] == ["write.amend_account", "write.amend_proposal"]
    found = approvals.find_proposal(decider.actor(), proposal, ledger=access.ledger)
    assert (found.state, found.proposed_by, found.decided_by) == ("carried_out", proposer.id, decider.id)
    assert found.carried_out
    assert found.reason == WHY
    assert found.decision_reason == "the order is in the file"
    assert approvals.waiting(decider.actor(), ledger=access.ledger) == []


def test_nobody_approves_his_own(access: Access) -> None:
    both = make_person(access, "whitfield", Role.SUPERVISOR, Role.INVESTIGATOR)
    proposal = proposed(both)
    for decide in (approvals.approve, approvals.refuse):
        with pytest.raises(NotAllowed):
            decide(both.actor(), proposal, reason=WHY, ledger=access.ledger)
    assert approvals.waiting(both.actor(), ledger=access.ledger) == []
    with pytest.raises(Conflict):
        approvals.carry_out(both.actor(), proposal, act(access), ledger=access.ledger)
    assert language(access) == "en"


def test_deciding_needs_the_right(access: Access, proposer: Person) -> None:
    proposal = proposed(proposer)
    analyst = make_person(access, "ohlsson", Role.ANALYST)
    with pytest.raises(NotAllowed):
        approvals.approve(analyst.actor(), proposal, reason=WHY, ledger=access.ledger)
    with pytest.raises(NotFound):
        approvals.find_proposal(analyst.actor(), proposal, ledger=access.ledger)
    assert approvals.waiting(analyst.actor(), ledger=access.ledger) == []


def test_a_proposal_may_ask_for_another_right(access: Access, proposer: Person, decider: Person) -> None:
    proposal = proposed(proposer, permission=Action.SHRED)
    chief = make_person(access, "chief", Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    approvals.approve(chief.actor(), proposal, reason=WHY, ledger=access.ledger)


def test_a_refusal_is_final_and_says_why(access: Access, proposer: Person, decider: Person) -> None:
    proposal = proposed(proposer)
    approvals.refuse(decider.actor(), proposal, reason="the wrong account", ledger=access.ledger)
    found = approvals.find_proposal(proposer.actor(), proposal, ledger=access.ledger)
    assert (found.state, found.decision_reason) == ("refused", "the wrong account")
    with pytest.raises(Conflict):
        approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    with pytest.raises(Conflict):
        approvals.carry_out(proposer.actor(), proposal, act(access), ledger=access.ledger)


def test_it_is_decided_once_and_carried_out_once(access: Access, proposer: Person, decider: Person) -> None:
    proposal = proposed(proposer)
    approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    with pytest.raises(Conflict):
        approvals.refuse(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    approvals.carry_out(decider.actor(), proposal, act(access), ledger=access.ledger)
    with pytest.raises(Conflict):
        approvals.carry_out(proposer.actor(), proposal, act(access), ledger=access.ledger)


def test_what_a_crash_cut_short_goes_on_by_the_same_person(
    access: Access, proposer: Person, decider: Person
) -> None:
    proposal, chief = proposed(proposer), make_person(access, "chief_of_all", Role.SUPERVISOR)
    approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    before = access.ledger.head().size
    approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    assert access.ledger.head().size == before
    with pytest.raises(Conflict):
        approvals.approve(chief.actor(), proposal, reason=WHY, ledger=access.ledger)
    approvals.carry_out(decider.actor(), proposal, act(access), ledger=access.ledger)
    with pytest.raises(Conflict):
        approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)


def test_what_was_not_approved_is_not_done(access: Access, proposer: Person, decider: Person) -> None:
    proposal = proposed(proposer)
    with pytest.raises(Conflict):
        approvals.carry_out(proposer.actor(), proposal, act(access), ledger=access.ledger)
    approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    for other in (act(access, "fr"), Act(name="test.other", changes=act(access).changes)):
        with pytest.raises(Conflict):
            approvals.carry_out(proposer.actor(), proposal, other, ledger=access.ledger)
    assert language(access) == "en"


def test_a_third_person_carries_nothing_out(access: Access, proposer: Person, decider: Person) -> None:
    proposal = proposed(proposer)
    approvals.approve(decider.actor(), proposal, reason=WHY, ledger=access.ledger)
    third = make_person(access, "third", Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        approvals.carry_out(third.actor(), proposal, act(access), ledger=access.ledger)


def test_proposals_and_approvals_expire(access: Access, proposer: Person, decider: Person) -> None:
    first, second = proposed(proposer), proposed(proposer)
    approvals.approve(decider.actor(), second, reason=WHY, ledger=access.ledger)
    with clock.moved_by(PROPOSAL_LIFE - timedelta(minutes=1)):
        assert [p.id for p in approvals.waiting(decider.actor(), ledger=access.ledger)] == [first]
    with clock.moved_by(PROPOSAL_LIFE + timedelta(seconds=1)):
        assert approvals.waiting(decider.actor(), ledger=access.ledger) == []
        with pytest.raises(Conflict) as refusal:
            approvals.approve(decider.actor(), first, reason=WHY, ledger=access.ledger)
        assert "expired" in refusal.value.say.en
        with pytest.raises(Conflict):
            approvals.carry_out(proposer.actor(), second, act(access), ledger=access.ledger)


def test_reasons_are_asked_for(access: Access, proposer: Person, decider: Person) -> None:
    with pytest.raises(Invalid):
        approvals.propose(proposer.actor(), act(access), reason="ok", ledger=access.ledger)
    proposal = proposed(proposer)
    with pytest.raises(Invalid):
        approvals.approve(decider.actor(), proposal, reason="  ok     ", ledger=access.ledger)


def test_auditors_propose_nothing(access: Access) -> None:
    auditor = make_person(access, "auditor2", Role.AUDITOR)
    with pytest.raises(NotAllowed):
        proposed(auditor)


def test_unknown_proposals_are_not_found(access: Access, proposer: Person, decider: Person) -> None:
    for attempt in (
        lambda: approvals.approve(decider.actor(), "proposal_0", reason=WHY, ledger=access.ledger),
        lambda: approvals.find_proposal(decider.actor(), "proposal_0", ledger=access.ledger),
        lambda: approvals.carry_out(proposer.actor(), "proposal_0", act(access), ledger=access.ledger),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_the_digest_covers_everything(access: Access) -> None:
    given = act(access)
    (change,) = given.changes  # type: ignore[misc]
    others = [
        Act(name="x", changes=given.changes),
        Act(name=given.name, changes=given.changes, batch="b"),
        Act(name=given.name, changes=[change, change]),
        Act(name=given.name, changes=[Change(statement="write.put_account", rows=change.rows)]),
        Act(name=given.name, changes=[Change(statement=change.statement, rows=[Row(s={"id": "y"}, p={})])]),
        act(access, "fr"),
    ]
    digests = {act_digest(one) for one in others}
    assert len(digests) == len(others)
    assert act_digest(given) not in digests
    assert act_digest(act(access)) == act_digest(given)


def test_an_act_that_decides_later_cannot_be_proposed() -> None:
    with pytest.raises(Invalid):
        act_digest(Act(name="x", changes=lambda _: []))


def test_approvers_of_another_agency_neither_see_nor_decide(
    access: Access, proposer: Person, decider: Person
) -> None:
    proposal = proposed(proposer)
    valdez = make_person(access, "valdez", Role.SUPERVISOR, agency="mx-fge-son").actor()
    assert approvals.waiting(valdez, ledger=access.ledger) == []
    for attempt in (
        lambda: approvals.find_proposal(valdez, proposal, ledger=access.ledger),
        lambda: approvals.approve(valdez, proposal, reason=WHY, ledger=access.ledger),
        lambda: approvals.refuse(valdez, proposal, reason=WHY, ledger=access.ledger),
    ):
        with pytest.raises(NotFound):
            attempt()
    found = approvals.find_proposal(decider.actor(), proposal, ledger=access.ledger)
    assert (found.state, found.agency) == ("open", "us-tpd")
    assert [one.id for one in approvals.waiting(decider.actor(), ledger=access.ledger)] == [proposal]
