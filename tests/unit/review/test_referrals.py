"""Referrals: frozen packet, two persons, print, outcome; subject records only with a basis; random checks."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from ironriver import documents, review
from ironriver.access import approvals
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import Handling, Marking, Tlp
from ironriver.review import Basis, NewReferral, ReferralState, Standing, Step
from ironriver.review.packet import packet_text
from tests.paper import paper_text
from tests.unit.review.conftest import Room, draft
from tests.unit.review.test_judging import decide

NEW = NewReferral(
    sort="criminal",
    recipient="U.S. Attorney, District of Arizona",
    contact="Duty attorney, +1 520 555 0111",
    summary="Three pistols bought in one window; two recovered within a year with others.",
    charges=("usc_932", "usc_933"),
)
WHY = "Both columns were read against the sources."
BASIS = Basis(
    text="Two recoveries and the report of the seller, taken together", source="IR-2026-0417/12", date="2026-11-02"
)


def drafted(room: Room, **changes: object) -> str:
    finding = room.fresh()
    decide(room, finding, Step.CONFIRM)
    return review.draft_referral(room.analyst, finding, replace(NEW, **changes), ledger=room.ledger)


def found(room: Room, referral: str) -> review.Referral:
    return review.find_referral(room.analyst, referral, ledger=room.ledger).referral


def test_only_what_is_confirmed_is_referred(room: Room) -> None:
    finding = room.fresh()
    with pytest.raises(Conflict, match="Only a confirmed finding"):
        review.draft_referral(room.analyst, finding, NEW, ledger=room.ledger)
    decide(room, finding, Step.DISMISS)
    with pytest.raises(Conflict):
        review.draft_referral(room.analyst, finding, NEW, ledger=room.ledger)


def test_the_packet_freezes_both_columns(room: Room) -> None:
    referral = found(room, drafted(room))
    assert [one["code"] for one in referral.packet["for"]] == ["window", "short"]
    assert [one["code"] for one in referral.packet["against"]] == ["theft"]
    assert referral.packet["caveats"][0]["es"] == "Nada dice de culpabilidad"
    assert [one["step"] for one in referral.packet["judgements"]] == ["claim", "confirm"]
    assert [one["code"] for one in referral.packet["charges"]] == ["usc_932", "usc_933"]
    text = packet_text(referral.packet)
    assert hashlib.sha256(text.encode()).hexdigest() == referral.packet_sha256
    subject = (room.ids[-1],)
    room.state(draft(subject_ids=subject, points=()), run="run_9")
    assert found(room, referral.id).packet == referral.packet


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"sort": "civil"}, "sort"), ({"recipient": ""}, "recipient"), ({"summary": "short"}, "summary"),
     ({"charges": ()}, "charges"), ({"charges": ("records_inspection",)}, "charges"),
     ({"sort": "compliance"}, "charges")],
)  # fmt: skip
def test_what_is_missing_is_named(room: Room, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        drafted(room, **changes)
    assert set(refusal.value.fields) == {field}


def test_a_compliance_review_names_its_own_grounds(room: Room) -> None:
    referral = found(room, drafted(room, sort="compliance", charges=("records_inspection",)))
    assert referral.charges == ("records_inspection",)


def test_a_second_person_approves_and_the_ledger_tells_it(room: Room) -> None:
    referral = drafted(room)
    before = len(room.acts())
    assert review.propose_referral(room.analyst, referral, WHY, ledger=room.ledger).state is ReferralState.PROPOSED
    with pytest.raises(NotAllowed):
        review.approve_referral(room.analyst, referral, WHY, ledger=room.ledger)
    done = review.approve_referral(room.second, referral, WHY, ledger=room.ledger)
    assert done.state is ReferralState.APPROVED
    assert room.acts()[before:] == [
        "review.referral_propose", "access.proposal_approved", "review.approve_referral",
        "review.referral_approve",
    ]  # fmt: skip
    steps = review.find_referral(room.analyst, referral, ledger=room.ledger).steps
    assert [(one.move.value, one.by_name) for one in steps] == [
        ("draft", "P. Ohlsson"), ("propose", "P. Ohlsson"), ("approve", "K. Whitfield"),
    ]  # fmt: skip


def test_whoever_drafted_never_approves_even_with_the_right(room: Room) -> None:
    finding = room.fresh()
    review.claim(room.second, finding, ledger=room.ledger)
    facts = review.open_dossier(room.second, finding, ledger=room.ledger).facts
    verdict = review.Verdict(step=Step.CONFIRM, text=WHY, facts=facts)
    review.judge(room.second, finding, verdict, ledger=room.ledger)
    referral = review.draft_referral(room.second, finding, NEW, ledger=room.ledger)
    review.propose_referral(room.second, referral, WHY, ledger=room.ledger)
    with pytest.raises(NotAllowed, match="Another person decides"):
        review.approve_referral(room.second, referral, WHY, ledger=room.ledger)
    with pytest.raises(NotAllowed):
        approvals.approve(room.second, found(room, referral).proposal, reason=WHY, ledger=room.ledger)


def test_refused_it_is_a_draft_again(room: Room) -> None:
    referral = drafted(room)
    review.propose_referral(room.analyst, referral, WHY, ledger=room.ledger)
    back = review.refuse_referral(room.second, referral, "The estate was not looked at.", ledger=room.ledger)
    assert (back.state, back.proposal) == (ReferralState.DRAFTED, "")
    review.propose_referral(room.analyst, referral, WHY, ledger=room.ledger)
    assert review.approve_referral(room.second, referral, WHY, ledger=room.ledger).state is ReferralState.APPROVED


def test_it_is_sent_answered_and_closed_with_an_outcome(room: Room) -> None:
    referral = drafted(room)
    with pytest.raises(NotAllowed):
        review.send_referral(room.analyst, referral, "Handed over at the desk", ledger=room.ledger)
    review.propose_referral(room.analyst, referral, WHY, ledger=room.ledger)
    review.approve_referral(room.second, referral, WHY, ledger=room.ledger)
    review.send_referral(room.analyst, referral, "Handed over at the desk", ledger=room.ledger)
    review.answer_referral(room.analyst, referral, "Case opened there, number follows", ledger=room.ledger)
    with pytest.raises(Invalid):
        review.close_referral(room.analyst, referral, "guilty", "They said so yesterday", ledger=room.ledger)
    done = review.close_referral(room.analyst, referral, "charged", "Charged on 20 Nov 2026", ledger=room.ledger)
    assert (done.state, done.outcome) == (ReferralState.CLOSED, "charged")
    with pytest.raises(NotAllowed):
        review.withdraw_referral(room.analyst, referral, "Too late for that now", ledger=room.ledger)


def test_a_draft_can_be_withdrawn_and_stays_readable(room: Room) -> None:
    referral = drafted(room)
    done = review.withdraw_referral(room.analyst, referral, "Overtaken by another case", ledger=room.ledger)
    assert done.state is ReferralState.WITHDRAWN
    listed = review.referral_page(room.analyst, ledger=room.ledger).referrals
    assert referral in {one.id for one in listed}


def test_numbers_tell_nothing_of_other_referrals(room: Room) -> None:
    numbers = {found(room, drafted(room)).number for _ in range(3)}
    assert len(numbers) == 3
    assert all(re.fullmatch(r"RF-TPD-\d{4}-[2-9C-Y]{4}-[2-9C-Y]{4}", one) for one in numbers)
    ends = sorted(one[-9:] for one in numbers)
    assert all(first[:7] != second[:7] for first, second in pairwise(ends)), "neighbours would be a count"


def test_another_agency_sees_nothing_of_it(room: Room, narrow: Actor) -> None:
    referral = drafted(room)
    with pytest.raises(NotFound):
        review.find_referral(narrow, referral, ledger=room.ledger)
    assert review.referral_page(narrow, ledger=room.ledger).referrals == ()


def test_the_paper_holds_both_columns_in_both_languages(room: Room) -> None:
    found_ = review.find_referral(room.analyst, drafted(room), ledger=room.ledger)
    options = documents.PrintOptions(language="en", both=True, case="IR-2026-0417")
    content = review.print_referral(room.analyst, found_, options)
    assert content == review.print_referral(room.analyst, found_, options)
    words = " ".join(paper_text(content).split())
    for said in ("For a closer look", "En contra de revisarlo", "Theft not ruled out", "Robo no descartado",
                 "not a probability", "no way suggests", "18 U.S.C. 932", found_.referral.number):  # fmt: skip
        assert said in words, said


def test_no_subject_record_without_basis_and_second_person(room: Room) -> None:
    finding = room.fresh()
    person = room.ids[-1]
    with pytest.raises(Conflict, match="confirmed finding"):
        review.propose_subject(room.analyst, finding, person, BASIS, ledger=room.ledger)
    decide(room, finding, Step.CONFIRM)
    gaps = (
        ({"text": "suspicious"}, "basis"),
        ({"source": ""}, "basis_source"),
        ({"date": "2.11."}, "basis_date"),
        ({"date": "2999-01-01"}, "basis_date"),
    )
    for gap, field in gaps:
        with pytest.raises(Invalid) as refusal:
            review.propose_subject(room.analyst, finding, person, replace(BASIS, **gap), ledger=room.ledger)
        assert set(refusal.value.fields) == {field}
    assert review.subjects_of(room.analyst, finding, ledger=room.ledger) == ()
    record = review.propose_subject(room.analyst, finding, person, BASIS, ledger=room.ledger)
    (proposed,) = review.subjects_of(room.analyst, finding, ledger=room.ledger)
    assert not proposed.is_open
    assert "28cfr23" in proposed.handling.split(",")
    with pytest.raises(NotAllowed):
        review.open_subject(room.analyst, record, WHY, ledger=room.ledger)
    opened = review.open_subject(room.second, record, WHY, ledger=room.ledger)
    assert opened.is_open
    assert opened.validate_by == "2031-11-02"
    with pytest.raises(Conflict, match="There is a subject record"):
        review.propose_subject(room.analyst, finding, person, BASIS, ledger=room.ledger)


def test_the_basis_is_not_told_to_approvers_who_may_not_see_the_record(room: Room) -> None:
    """Proposals carry no marking: a custodian of the agency reads their list."""
    finding = room.fresh()
    decide(room, finding, Step.CONFIRM)
    review.propose_subject(room.analyst, finding, room.ids[-1], BASIS, ledger=room.ledger)
    outsider = replace(room.second, roles=frozenset({Role.CUSTODIAN}), handling=frozenset(), max_tlp=Tlp.CLEAR)
    listed = approvals.waiting(outsider, ledger=room.ledger)
    assert any(one.act == "review.open_subject" for one in listed)
    assert not [one for one in listed if BASIS.text[:20] in one.reason]


def test_a_subject_is_one_of_the_findings_and_met_on_a_case(room: Room) -> None:
    finding = room.fresh()
    decide(room, finding, Step.CONFIRM)
    with pytest.raises(NotFound):
        review.propose_subject(room.analyst, finding, "person_" + "9" * 32, BASIS, ledger=room.ledger)
    off_case = replace(room.analyst, case="", purpose="")
    with pytest.raises(Invalid):
        review.propose_subject(off_case, finding, room.ids[-1], BASIS, ledger=room.ledger)


def test_checks_are_drawn_and_rates_follow_from_them(room: Room) -> None:
    decide(room, room.fresh(), Step.CONFIRM)
    for _ in range(4):
        room.fresh()
    drawn = review.draw_checks(room.analyst, each=3, seed="test", ledger=room.ledger)
    page = review.read_queue(room.analyst, review.QueueFilter(checks=True), ledger=room.ledger)
    assert len(page.rows) == drawn
    assert all(row.is_check for row in page.rows)
    before = {one.detector: one for one in review.detector_rates(room.analyst, ledger=room.ledger).estimates}
    assert before["straw"].share is None  # nothing drawn is decided yet
    for row in page.rows:
        if row.standing is Standing.OPEN:
            decide(room, row.finding.id, Step.DISMISS)
    rates = review.detector_rates(room.analyst, ledger=room.ledger)
    straw = next(one for one in rates.estimates if one.detector == "straw")
    assert straw.decided > 0
    assert dict(rates.reasons["straw"])["collector"] >= straw.decided - 1
    confirmed, decided = rates.of_detector("straw")
    assert 0 < confirmed < decided


def test_the_later_of_two_draws_of_a_day_counts(room: Room) -> None:
    for seed in ("zzz", "aaa"):
        room.fresh()
        review.draw_checks(room.analyst, each=3, seed=seed, ledger=room.ledger)
    told = {one.detector: one for one in review.detector_rates(room.analyst, ledger=room.ledger).estimates}
    slots = "MATCH (s:ReviewSlot {detector: 'straw'}) WHERE s.seed = $seed RETURN max(s.population) AS n"
    (last,) = room.ledger.database.read(slots, {"seed": "aaa"})
    assert told["straw"].population == last["n"]


def test_what_checks_were_drawn_from_tells_nothing_of_hidden_findings(room: Room) -> None:
    """Who sees fewer codes reads the same denominators, whatever waits under a code that he does not see."""
    less = replace(room.analyst, id="account_less", handling=frozenset({Handling.TIAHRT}))
    told = []
    for _ in range(2):
        review.draw_checks(room.analyst, each=3, ledger=room.ledger)
        rates = review.detector_rates(less, ledger=room.ledger).estimates
        told.append({one.detector: (one.population, one.drawn) for one in rates})
        for _ in range(3):
            room.fresh(marking=Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="grand_jury,tiahrt"))
    assert told[0] == told[1]
    assert told[0]["straw"][0] >= 3
    review.draw_checks(room.analyst, each=3, ledger=room.ledger)
    full = {one.detector: one for one in review.detector_rates(room.analyst, ledger=room.ledger).estimates}
    assert full["straw"].population == told[0]["straw"][0] + 6


def test_the_packet_is_json_that_repeats(room: Room) -> None:
    referral = found(room, drafted(room))
    assert json.loads(packet_text(referral.packet)) == referral.packet
