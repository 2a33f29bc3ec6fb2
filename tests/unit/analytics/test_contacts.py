"""Shared contacts: who shares with whom that is flagged, what is no pair, how it is marked, the other side."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ironriver.analytics.contacts import MOST, Contact, Holder, contact_of, shared_with
from ironriver.analytics.findings import PointSource
from ironriver.analytics.straw import detect_straw, marking_of, with_contacts
from ironriver.analytics.straw_card import CardParameters
from ironriver.model.marking import Marking, Tlp
from tests.unit.analytics.test_straw import DAY, STRAW, gun

CARD = CardParameters()
AMBER = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
#: Five points alone: below the band.
LATER = gun(12, DAY + timedelta(days=400), days=700, city="A", model="OTHER")
NEAR = replace(STRAW, id="person_2", purchases=(gun(11, days=30, city="A"), LATER))


def contact(*people: str, **changes: Any) -> Contact:
    holders = tuple(
        Holder(person=one, sources=(PointSource(source_id=f"source_{one}", line=3),), levels=((2, ""),))
        for one in people
    )
    return Contact(**({"id": "phone_1", "kind": "Phone", "holders": holders} | changes))


def test_a_row_of_the_graph_becomes_a_contact() -> None:
    row = {
        "id": "phone_9", "digits": "5205550142", "tlp": 1, "handling": None, "dealers": [], "same": [["b", "a"]],
        "people": [["a", 2, "tiahrt", [["source_1", 4, 3, ""], [None, None, 1, ""]]], ["b", 0, None, []]],
    }  # fmt: skip
    found = contact_of(row, "Phone")
    assert found.holders[0].sources == (PointSource(source_id="source_1", line=4),)
    assert found.holders[0].levels == ((2, "tiahrt"), (3, ""), (1, ""))
    assert found.same == {frozenset(("a", "b"))}
    assert not found.is_dealers
    assert contact_of(row, "Phone", frozenset({"5205550142"})).is_dealers
    assert contact_of({**row, "dealers": ["dealer_1"]}, "Phone").is_dealers


def test_sharing_counts_with_flagged_others_only() -> None:
    flagged = {"person_1": AMBER}
    assert set(shared_with([contact("person_1", "person_2")], flagged)) == {"person_2"}
    assert shared_with([contact("person_2", "person_3")], flagged) == {}
    assert shared_with([contact("person_1", "person_2", same=frozenset({frozenset(("person_1", "person_2"))}))],
                       flagged) == {}  # fmt: skip
    crowd = [f"person_{n}" for n in range(1, MOST + 2)]
    assert shared_with([contact(*crowd)], flagged) == {}, "a block or a parcel store"


def test_what_rests_on_others_is_marked_like_them() -> None:
    red = Marking(holding="us-tpd", tlp=Tlp.RED, handling="tiahrt")
    (shared,) = shared_with([contact("person_1", "person_2")], {"person_1": red})["person_2"]
    assert (shared.marking.tlp, shared.marking.handling) == (Tlp.RED, "tiahrt")
    assert [one.source_id for one in shared.sources] == ["source_person_1", "source_person_2"]
    assert marking_of(replace(NEAR, shared=(shared,))).tlp == Tlp.RED


def test_the_point_lifts_a_purchaser_into_the_band_and_the_other_side_is_told() -> None:
    assert [one.subject_ids for one in detect_straw([STRAW, NEAR], CARD)] == [("person_1",)]
    buyers = with_contacts([NEAR, STRAW], [contact("person_1", "person_2")], CARD)
    drafts = {one.subject_ids[0]: one for one in detect_straw(buyers, CARD)}
    found = drafts["person_2"]
    point = next(one for one in found.points if one.code == "shared_contact")
    assert (point.weight, point.fact_ids) == (2, ("phone_1", "person_1"))
    assert len(point.sources) == 2
    other_side = {one.code: one.sentence.en for one in found.against}
    assert "2 people on record" in other_side["household"]
    without = next(one for one in found.counterfactuals if "what is shared" in one.sentence.en)
    assert (without.strength, without.band) == (5, "")
    assert "shared_contact" not in {one.code for one in drafts["person_1"].points}, "the other is not flagged alone"


def test_no_chain_of_flags_grows_from_one() -> None:
    third = replace(NEAR, id="person_3")
    links = [contact("person_1", "person_2"), contact("person_2", "person_3", id="phone_2")]
    drafts = detect_straw(with_contacts([STRAW, NEAR, third], links, CARD), CARD)
    assert [one.subject_ids[0] for one in drafts] == ["person_1", "person_2"]


def test_the_order_of_contacts_and_buyers_changes_nothing() -> None:
    links = [contact("person_1", "person_2"), contact("person_2", "person_1", id="place_1", kind="Place")]
    assert with_contacts([STRAW, NEAR], links, CARD) == with_contacts([NEAR, STRAW], links[::-1], CARD)
