"""Claim, release, judge: one holder, reasons, nothing changed afterwards, reopened when the facts change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ironriver import review
from ironriver.analytics import Band, Detector
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Actor, Role
from ironriver.review import Explanation, QueueFilter, Standing, Step, Verdict
from tests.unit.review.conftest import DEALER, Room, draft

WORDS = "Both sales and both recoveries were read in the sources."


def facts_of(room: Room, finding: str) -> str:
    return review.open_dossier(room.analyst, finding, ledger=room.ledger).facts


def decide(room: Room, finding: str, step: Step, **changes: str) -> review.Docket:
    review.claim(room.analyst, finding, ledger=room.ledger)
    reason = {"reason": Explanation.COLLECTOR.value} if step is Step.DISMISS else {}
    verdict = Verdict(**({"step": step, "text": WORDS, "facts": facts_of(room, finding)} | reason | changes))
    return review.judge(room.analyst, finding, verdict, ledger=room.ledger)


def test_a_claim_is_seen_by_others_and_is_alone(room: Room) -> None:
    finding = room.fresh()
    docket = review.claim(room.analyst, finding, ledger=room.ledger)
    assert (docket.standing, docket.holder_name) == (Standing.CLAIMED, "P. Ohlsson")
    seen = review.open_dossier(room.other, finding, ledger=room.ledger).docket
    assert seen.holder_name == "P. Ohlsson"
    with pytest.raises(Conflict, match="Ohlsson holds"):
        review.claim(room.other, finding, ledger=room.ledger)
    with pytest.raises(Conflict, match="Ohlsson holds"):
        review.judge(
            room.other, finding, Verdict(step=Step.CONFIRM, text=WORDS, facts=seen and facts_of(room, finding)),
            ledger=room.ledger,
        )  # fmt: skip


def test_released_it_is_open_again(room: Room) -> None:
    finding = room.fresh()
    review.claim(room.analyst, finding, ledger=room.ledger)
    with pytest.raises(Conflict):
        review.release(room.other, finding, ledger=room.ledger)
    assert review.release(room.analyst, finding, ledger=room.ledger).standing is Standing.OPEN
    assert review.claim(room.other, finding, ledger=room.ledger).holder == room.other.id


def test_who_approves_frees_what_another_left_lying(room: Room) -> None:
    finding = room.fresh()
    review.claim(room.analyst, finding, ledger=room.ledger)
    docket = review.release(room.second, finding, ledger=room.ledger)
    assert [one.by_name for one in docket.judgements] == ["P. Ohlsson", "K. Whitfield"]


def test_it_is_claimed_before_it_is_judged(room: Room) -> None:
    finding = room.fresh()
    verdict = Verdict(step=Step.CONFIRM, text=WORDS, facts=facts_of(room, finding))
    with pytest.raises(Conflict, match="Claim the finding first"):
        review.judge(room.analyst, finding, verdict, ledger=room.ledger)


def test_a_decision_stands_with_its_reasons(room: Room) -> None:
    finding = room.fresh()
    docket = decide(room, finding, Step.DISMISS)
    assert docket.standing is Standing.DISMISSED
    last = docket.judgements[-1]
    assert (last.reason, last.text, last.by_name) == ("collector", WORDS, "P. Ohlsson")
    with pytest.raises(Conflict, match="decided"):
        review.claim(room.other, finding, ledger=room.ledger)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": ""}, "text"), ({"text": "short"}, "text"), ({"text": "x" * 2001}, "text"),
     ({"reason": ""}, "reason"), ({"reason": "because"}, "reason")],
)  # fmt: skip
def test_dismissing_takes_a_reason_and_words(room: Room, changes: dict[str, str], field: str) -> None:
    finding = room.fresh()
    with pytest.raises(Invalid) as refusal:
        decide(room, finding, Step.DISMISS, **changes)
    assert field in refusal.value.fields
    assert review.open_dossier(room.analyst, finding, ledger=room.ledger).docket.standing is Standing.CLAIMED


def test_confirming_takes_words_and_no_reason_of_the_list(room: Room) -> None:
    assert decide(room, room.fresh(), Step.CONFIRM).standing is Standing.CONFIRMED
    with pytest.raises(Invalid):
        decide(room, room.fresh(), Step.CONFIRM, text=" ")


def test_needing_more_leaves_it_to_anybody(room: Room) -> None:
    finding = room.fresh()
    assert decide(room, finding, Step.NEED_MORE).standing is Standing.NEEDS_MORE
    assert review.claim(room.other, finding, ledger=room.ledger).holder_name == "J. Marchetti"


def test_what_was_read_must_be_what_is_there(room: Room) -> None:
    finding = room.fresh()
    review.claim(room.analyst, finding, ledger=room.ledger)
    verdict = Verdict(step=Step.CONFIRM, text=WORDS, facts="0" * 64)
    with pytest.raises(Conflict, match="facts of this finding have changed"):
        review.judge(room.analyst, finding, verdict, ledger=room.ledger)


def test_changed_facts_reopen_and_what_was_said_stays(room: Room) -> None:
    finding = room.fresh()
    subject = (room.ids[-1],)
    decide(room, finding, Step.DISMISS)
    (same,) = room.state(draft(subject_ids=subject), run="run_2")
    assert same == finding
    assert review.open_dossier(room.analyst, finding, ledger=room.ledger).docket.standing is Standing.DISMISSED
    room.state(draft(subject_ids=subject, against=()), run="run_3")
    docket = review.open_dossier(room.analyst, finding, ledger=room.ledger).docket
    assert (docket.standing, docket.facts_changed) == (Standing.REOPENED, True)
    assert [one.step for one in docket.judgements] == [Step.CLAIM, Step.DISMISS]
    page = review.read_queue(room.analyst, QueueFilter(standings=("reopened",)), ledger=room.ledger)
    assert finding in {row.finding.id for row in page.rows}
    assert decide(room, finding, Step.CONFIRM).standing is Standing.CONFIRMED


def test_every_step_is_an_act(room: Room) -> None:
    before = len(room.acts())
    decide(room, room.fresh(), Step.CONFIRM)
    assert room.acts()[before:][-2:] == ["review.claim", "review.confirm"]


def test_roles_decide_who_may(room: Room) -> None:
    finding = room.fresh()
    liaison = replace(room.other, roles=frozenset({Role.COURT_LIAISON}))
    assert review.open_dossier(liaison, finding, ledger=room.ledger).docket.standing is Standing.OPEN
    for doing in (review.claim, review.release):
        with pytest.raises(NotAllowed):
            doing(liaison, finding, ledger=room.ledger)
    tracer = replace(room.other, roles=frozenset({Role.TRACER}))
    with pytest.raises(NotAllowed):
        review.open_dossier(tracer, finding, ledger=room.ledger)


def test_hidden_and_absent_look_the_same(room: Room, narrow: Actor) -> None:
    finding = room.fresh()
    said = []
    for id_ in (finding, "finding_" + "0" * 32):
        with pytest.raises(NotFound) as refusal:
            review.claim(narrow, id_, ledger=room.ledger)
        said.append(refusal.value.say)
    assert said[0] == said[1]
    page = review.read_queue(narrow, QueueFilter(), ledger=room.ledger)
    assert (page.rows, page.total) == ((), 0)


def test_the_queue_is_by_band_and_strength_and_pages_by_key(room: Room) -> None:
    for strength in range(30):
        room.fresh(strength=strength, band=Band.WATCH if strength % 3 else Band.PRIORITY)
    rows, after = [], QueueFilter().after
    while True:
        page = review.read_queue(room.analyst, QueueFilter(after=after), ledger=room.ledger)
        rows += page.rows
        if page.more is None:
            break
        after = page.more
    keys = [
        (-("watch", "review", "priority").index(r.finding.band), -r.finding.strength, r.finding.id) for r in rows
    ]
    assert keys == sorted(keys)
    assert len({row.finding.id for row in rows}) == len(rows) == page.waiting


def test_the_queue_can_be_narrowed(room: Room) -> None:
    dealer = room.state(draft(detector=Detector.DEALER, subject_ids=(DEALER,)))[0]
    page = review.read_queue(room.analyst, QueueFilter(detectors=("dealer",)), ledger=room.ledger)
    assert [row.finding.id for row in page.rows] == [dealer]
    assert [node["name"] for node in page.rows[0].subjects] == ["Palo Fierro Arms"]
    review.claim(room.second, dealer, ledger=room.ledger)
    mine = review.read_queue(room.second, QueueFilter(mine=True), ledger=room.ledger)
    assert [row.finding.id for row in mine.rows] == [dealer]
    assert mine.held == 1
    assert mine.rows[0].holder_name == "K. Whitfield"


def test_persons_are_named_on_a_case_only(room: Room) -> None:
    finding = room.fresh()
    named, _ = review.subjects_named(room.analyst, finding, ledger=room.ledger)
    assert named[0]["name"].startswith("Person ")
    without, _ = review.subjects_named(replace(room.analyst, case="", purpose=""), finding, ledger=room.ledger)
    assert without == ({"id": room.ids[-1], "withheld": True},)
