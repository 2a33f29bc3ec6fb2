"""Where a finding stands, derived from what people did; charges as data; keys of the queue's pages."""

from __future__ import annotations

import itertools

import pytest

from ironriver.analytics import Detector
from ironriver.review import (
    REFERRAL_MOVES,
    REFERRAL_STATES,
    REFERRAL_WAYS,
    WAYS,
    Judgement,
    ReferralMove,
    ReferralState,
    Sort,
    Standing,
    Step,
    all_charges,
    charges_for,
    docket_of,
)
from ironriver.web.pages.review import after_of, number, page_key, signed

STATES = {Step.CLAIM: "claimed", Step.RELEASE: "open", Step.CONFIRM: "confirmed", Step.DISMISS: "dismissed"}


def done(*steps: Step, facts: str = "a", by: str = "me") -> list[Judgement]:
    return [
        Judgement(
            id=f"judgement_{n}",
            n=n,
            step=step,
            state=Standing(STATES.get(step, "needs_more")),
            at=f"2026-11-20T0{n}:00:00.000000Z",
            by=by,
            by_name=by.title(),
            by_agency="us-tpd",
            facts=facts,
        )
        for n, step in enumerate(steps, 1)
    ]


def test_untouched_is_open() -> None:
    docket = docket_of([], "a")
    assert (docket.standing, docket.n, docket.holder) == (Standing.OPEN, 0, "")


@pytest.mark.parametrize(
    ("steps", "same", "changed"),
    [
        ((Step.CLAIM,), Standing.CLAIMED, Standing.CLAIMED),
        ((Step.CLAIM, Step.RELEASE), Standing.OPEN, Standing.OPEN),
        ((Step.CLAIM, Step.NEED_MORE), Standing.NEEDS_MORE, Standing.REOPENED),
        ((Step.CLAIM, Step.CONFIRM), Standing.CONFIRMED, Standing.REOPENED),
        ((Step.CLAIM, Step.DISMISS), Standing.DISMISSED, Standing.REOPENED),
    ],
)
def test_it_stands_as_the_last_step_and_the_facts_say(
    steps: tuple[Step, ...], same: Standing, changed: Standing
) -> None:
    assert docket_of(done(*steps), "a").standing is same
    other = docket_of(done(*steps), "b")
    assert (other.standing, other.facts_changed) == (changed, True)


def test_the_order_of_reading_does_not_matter() -> None:
    steps = done(Step.CLAIM, Step.RELEASE, Step.CLAIM, Step.DISMISS)
    for order in itertools.permutations(steps):
        assert docket_of(order, "a") == docket_of(steps, "a")


def test_only_who_claimed_holds_it() -> None:
    docket = docket_of(done(Step.CLAIM, by="ohlsson"), "a")
    assert (docket.holder, docket.holder_name) == ("ohlsson", "Ohlsson")
    for step in (Step.RELEASE, Step.CONFIRM, Step.DISMISS, Step.NEED_MORE):
        assert docket.may(step, "ohlsson")
        assert not docket.may(step, "marchetti")
    assert not docket.may(Step.CLAIM, "ohlsson")
    assert docket_of(done(Step.CLAIM, Step.CONFIRM), "a").holder == ""


@pytest.mark.parametrize("step", list(Step))
def test_a_decided_finding_takes_no_step_until_its_facts_change(step: Step) -> None:
    decided = done(Step.CLAIM, Step.DISMISS)
    assert not docket_of(decided, "a").may(step, "me")
    assert docket_of(decided, "b").may(step, "me") == (step is Step.CLAIM)


@pytest.mark.parametrize(
    ("steps", "facts", "stands"),
    [
        ((), "a", Standing.GONE),
        ((Step.CLAIM, Step.RELEASE), "a", Standing.GONE),
        ((Step.CLAIM, Step.NEED_MORE), "a", Standing.GONE),
        ((Step.CLAIM, Step.CONFIRM), "b", Standing.GONE),
        ((Step.CLAIM,), "a", Standing.CLAIMED),
        ((Step.CLAIM, Step.CONFIRM), "a", Standing.CONFIRMED),
        ((Step.CLAIM, Step.DISMISS), "a", Standing.DISMISSED),
    ],
)
def test_what_no_run_states_any_more_waits_for_nobody_and_decisions_stay(
    steps: tuple[Step, ...], facts: str, stands: Standing
) -> None:
    docket = docket_of(done(*steps), facts, gone=True)
    assert docket.standing is stands
    assert len(docket.judgements) == len(steps)
    assert not docket.may(Step.CLAIM, "me")


def test_every_standing_but_reopened_and_gone_is_reached_by_a_step() -> None:
    assert {way.to for way in WAYS.values()} == set(Standing) - {Standing.REOPENED, Standing.GONE}


def test_the_way_of_a_referral_has_an_end_and_words() -> None:
    reached = {ReferralState.DRAFTED} | {way.to for way in REFERRAL_WAYS.values()}
    assert reached == set(ReferralState)
    assert set(REFERRAL_WAYS) == set(ReferralMove) - {ReferralMove.DRAFT}
    ends = set(ReferralState) - {state for way in REFERRAL_WAYS.values() for state in way.begins}
    assert ends == {ReferralState.CLOSED, ReferralState.WITHDRAWN}
    assert set(REFERRAL_STATES) == set(ReferralState)
    assert set(REFERRAL_MOVES) == set(ReferralMove)
    sent = REFERRAL_WAYS[ReferralMove.SEND].begins
    assert sent == {ReferralState.APPROVED}  # nothing goes out that a second person has not approved


def test_every_detector_has_grounds_and_every_charge_elements() -> None:
    for detector in Detector:
        assert charges_for(detector.value, Sort.COMPLIANCE)
    assert {one.code for one in charges_for("straw", Sort.CRIMINAL)} == {
        "usc_932", "usc_933", "usc_922_a_1", "usc_922_a_6", "usc_554",
    }  # fmt: skip
    assert charges_for("time_to_crime", Sort.CRIMINAL) == ()  # a statistic charges nobody
    for charge in all_charges().values():
        assert len(charge.elements) >= 2
        assert charge.detectors <= {one.value for one in Detector}
        assert all(say.en != say.es for say in (charge.title, *charge.elements))


@pytest.mark.parametrize(
    "key", [(2, 10.0, "finding_1"), (0, 2.5, "finding_a"), (1, -3.25, "finding_b"), (1, 1e-9, "f")]
)
def test_a_page_key_comes_back_as_it_went(key: tuple[int, float, str]) -> None:
    assert after_of(page_key(key)) == {"after": key}


@pytest.mark.parametrize("text", ["", "x", "1", "1.x.finding", "..", "one.2.finding"])
def test_what_is_no_key_begins_at_the_beginning(text: str) -> None:
    assert after_of(text) == {}


def test_weights_as_people_write_them() -> None:
    assert [signed(one) for one in (5, 0, -3, 2.5)] == ["+5", "0", "\N{MINUS SIGN}3", "+2.5"]
    assert number(-1.0) == "\N{MINUS SIGN}1"
