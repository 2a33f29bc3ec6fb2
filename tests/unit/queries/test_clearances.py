"""What a projection is made of, and who shares one."""

from __future__ import annotations

from ironriver.model.kinds import KINDS, LINKS
from ironriver.model.marking import Handling, Tlp
from ironriver.queries import PROJECTED
from ironriver.queries.clearances import clearance_key, cleared, protected_names
from ironriver.queries.ontology import ontology
from tests.world import cleared_actor


def test_nothing_that_only_some_may_know_is_ever_copied() -> None:
    kept_out = {"ProtectedTraits", "Account", "Case", "Judgement", "SubjectRecord", "Exhibit", "Key", "SavedQuery"}
    assert not kept_out & set(PROJECTED)
    assert set(PROJECTED) <= set(KINDS)
    assert len(set(PROJECTED)) == len(PROJECTED)


def test_holdings_of_sealed_and_joint_cases_are_left_out() -> None:
    actor = cleared_actor(holdings=frozenset({"public", "us-tpd", "case:0123"}))
    assert cleared(actor).holdings == {"public", "us-tpd"}
    assert clearance_key(actor) == clearance_key(cleared_actor())


def test_who_sees_the_same_shares_a_projection_and_nobody_else() -> None:
    one = cleared_actor()
    assert clearance_key(one) == clearance_key(cleared_actor(id="actor:another", name="Another", case="case_x"))
    others = [
        cleared_actor(holdings=frozenset({"public"})),
        cleared_actor(max_tlp=Tlp.AMBER),
        cleared_actor(handling=frozenset({Handling.TIAHRT})),
        cleared_actor(handling=frozenset()),
    ]
    assert len({clearance_key(actor) for actor in (one, *others)}) == 5


def test_protected_properties_are_known_and_in_no_completion() -> None:
    words = ontology()
    for name in protected_names():
        assert not [kind for kind, inner in words.items() if name in inner]


def test_completion_names_what_a_projection_holds() -> None:
    words = ontology()
    assert set(PROJECTED) <= set(words)
    assert "canonical" in words["Firearm"]
    assert "Person → Purchase" in words["-[:BOUGHT]->"]
    joined = {pair for name, pairs in words.items() if name.startswith("-[") for pair in pairs}
    assert all(end in PROJECTED for pair in joined for end in pair.split(" → "))
    assert len(joined) <= len(LINKS)
