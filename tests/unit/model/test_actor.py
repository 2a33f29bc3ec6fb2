"""Actors: what they may see, as the parameters of the visibility dialect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.actor import SYSTEM_ACTOR_ID, Actor, Role, system_actor
from ironriver.model.kinds import kind_of_id
from ironriver.model.marking import PUBLIC, Handling, Tlp, join_handling

CLEARED = Actor(
    id="actor_1",
    name="A. Marchetti",
    agency="us-tpd",
    holdings=frozenset({PUBLIC, "us-tpd"}),
    max_tlp=Tlp.AMBER,
    handling=frozenset({Handling.TIAHRT, Handling.CFR28_23}),
)


def test_an_actor_sees_nothing_but_the_published_unless_told() -> None:
    nobody = Actor(id="actor_0", name="Nobody", agency="none")
    assert nobody.visibility() == {"holdings": [PUBLIC], "max_tlp": 0, "tlps": [0], "handlings": [""]}


def test_the_four_parameters() -> None:
    assert CLEARED.visibility() == {
        "holdings": [PUBLIC, "us-tpd"],
        "max_tlp": 2,
        "tlps": [0, 1, 2],
        "handlings": ["", "28cfr23", "tiahrt", "28cfr23,tiahrt"],
    }


@given(st.sets(st.sampled_from(Handling)), st.sets(st.sampled_from(Handling)))
def test_a_thing_is_open_exactly_when_every_code_is_held(held: set[Handling], on_thing: set[Handling]) -> None:
    actor = Actor(id="actor_1", name="x", agency="x", handling=frozenset(held))
    handlings = actor.visibility()["handlings"]
    assert isinstance(handlings, list)
    assert (join_handling(on_thing) in handlings) == (on_thing <= held)
    assert len(handlings) == 2 ** len(held)


@given(st.sampled_from(Tlp))
def test_levels_as_a_list_say_the_same_as_the_highest(level: Tlp) -> None:
    given_ = Actor(id="actor_1", name="x", agency="x", max_tlp=level).visibility()
    assert given_["tlps"] == [int(one) for one in Tlp if one <= level]


def test_on_a_case_the_person_stays_the_same() -> None:
    at_work = CLEARED.on(case="case_1", purpose="Criminal investigation")
    assert (at_work.case, at_work.purpose) == ("case_1", "Criminal investigation")
    assert (at_work.id, at_work.visibility()) == (CLEARED.id, CLEARED.visibility())
    assert CLEARED.case == ""


def test_an_actor_cannot_be_widened_in_passing() -> None:
    with pytest.raises(AttributeError):
        CLEARED.max_tlp = Tlp.RED  # type: ignore[misc]


def test_the_request_id_makes_no_other_person() -> None:
    same = Actor(id="actor_0", name="x", agency="x", request_id="one")
    assert same == Actor(id="actor_0", name="x", agency="x", request_id="two")


def test_the_system_acts_under_its_own_name_and_sees_only_the_published() -> None:
    actor = system_actor("genesis")
    assert (actor.id, actor.origin, actor.roles) == (SYSTEM_ACTOR_ID, "genesis", frozenset({Role.SYSTEM}))
    assert actor.holdings == frozenset({PUBLIC})
    kind = kind_of_id(actor.id)
    assert kind is not None
    assert kind.name == "Account"
