"""The table of states and moves, read as a graph, and the words for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from ironriver.access import Action
from ironriver.errors import Say
from ironriver.tracing.records import TraceForm, may_move
from ironriver.tracing.states import MOVES, OUTCOMES, REASONS, STATES, WAYS, Move, Outcome, Reason, State
from tests.world import cleared_actor

SENDER, UNIT, STRANGER = "mx-fgr", "mx-fge-son", "us-tpd"
#: In each state: what the unit that asked may do, and what the agency that transmits may do.
MAY: dict[State, tuple[set[str], set[str]]] = {
    State.DRAFT: ({"save", "submit", "withdraw"}, set()),
    State.SUBMITTED: ({"withdraw", "follow_up"}, {"transmit", "ask", "follow_up"}),
    State.TRANSMITTED: (
        {"withdraw", "follow_up"},
        {"number", "ask", "hold", "dismiss", "complete", "follow_up"},
    ),
    State.IN_PROCESS: ({"withdraw", "follow_up"}, {"ask", "hold", "dismiss", "complete", "follow_up"}),
    State.INFO_NEEDED: ({"save", "submit", "withdraw", "follow_up"}, {"follow_up"}),
    State.COMPLETE: (set(), {"release"}),
    State.WITHDRAWN: (set(), set()),
}


def form(state: State, through: str = SENDER) -> TraceForm:
    return TraceForm(
        id="traceform_1", holding="mx-fge-son-fgr", tlp=2, handling="tiahrt", number="SR-1", state=state,
        agency=UNIT, through=through, author="a", author_name="A", created="", changed="",
    )  # fmt: skip


def moves(agency: str, at: TraceForm) -> set[str]:
    actor = cleared_actor(agency=agency)
    return {move.value for move in WAYS if may_move(actor, at, move)}


@pytest.mark.parametrize("state", list(State))
def test_who_may_do_what_in_each_state(state: State) -> None:
    unit, sender = MAY[state]
    assert moves(UNIT, form(state)) == unit
    assert moves(SENDER, form(state)) == sender
    assert moves(STRANGER, form(state)) == set()


@pytest.mark.parametrize("state", list(State))
def test_an_agency_that_sends_its_own_may_do_both(state: State) -> None:
    unit, sender = MAY[state]
    assert moves(UNIT, form(state, through="")) == unit | sender
    assert moves(SENDER, form(state, through="")) == set()


def test_every_state_is_reached_from_a_draft_and_final_ones_lead_nowhere() -> None:
    reached = {State.DRAFT}
    while more := {way.to for way in WAYS.values() if way.to and way.begins & reached} - reached:
        reached |= more
    assert reached == set(State)
    for way in WAYS.values():
        assert not (way.to and any(state.is_final for state in way.begins))


def test_a_completed_request_is_never_reopened_or_withdrawn() -> None:
    assert {move for move, way in WAYS.items() if State.COMPLETE in way.begins} == {Move.RELEASE}
    assert {move for move, way in WAYS.items() if State.WITHDRAWN in way.begins} == set()


def test_only_the_desk_sends_and_completes() -> None:
    for move, way in WAYS.items():
        desk = way.action in (Action.TRANSMIT_TRACE, Action.COMPLETE_TRACE)
        assert desk is way.by_sender, move


WORDED: list[tuple[type[StrEnum], Mapping[StrEnum, Say]]] = [
    (State, STATES),
    (Move, MOVES),
    (Outcome, OUTCOMES),
    (Reason, REASONS),
]  # type: ignore[list-item]


@pytest.mark.parametrize(("names", "words"), WORDED)
def test_everything_has_words_of_its_own(names: type[StrEnum], words: Mapping[StrEnum, Say]) -> None:
    assert set(words) == set(names)
    for language in ("en", "es"):
        said = [say.in_language(language) for say in words.values()]
        assert len(set(said)) == len(said), "two that cannot be told apart"
    assert all(say.en != say.es for say in words.values())


def test_no_outcome_calls_anybody_a_suspect_or_guilty() -> None:
    said = " ".join(f"{say.en} {say.es}" for words in (OUTCOMES, REASONS, STATES, MOVES) for say in words.values())
    for word in ("suspect", "guilty", "criminal", "sospechos", "culpable", "delincuente"):
        assert word not in said.lower()
