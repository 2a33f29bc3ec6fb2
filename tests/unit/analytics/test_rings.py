"""Rings on made-up people: a planted ring is found, chance and families are not, traits cannot matter."""

from __future__ import annotations

import random
from dataclasses import fields, replace

import pytest

from ironriver.analytics.findings import Band, FindingDraft
from ironriver.analytics.rings import detect_rings, find_rings
from ironriver.analytics.rings_chance import adjusted, chance_of, quick_guns, shares_of
from ironriver.analytics.rings_graph import RingParameters, edges_of, rewired, several, stable_groups
from ironriver.analytics.rings_inputs import RingInputs, Sale, Tie
from ironriver.analytics.rings_points import points_against

PARAMETERS = RingParameters(seeds=5, rewired=2)
RING = tuple(f"person_r{n}" for n in range(4))
FAMILY = tuple(f"person_f{n}" for n in range(3))


def sale(person: str, number: int, days: int | None, **changes: object) -> Sale:
    """A sale of 2024 whose gun is recovered after so many days."""
    recovered = "" if days is None else f"{2024 + days // 365}-{1 + days % 365 // 31:02}-15"
    given = {"person": person, "id": f"purchase_{person}_{number}", "dealer": f"dealer_{person[-1]}",
             "date": f"2024-01-{1 + number:02}", "recovered": recovered, "model": f"M{number}",
             "source_id": "source_1", "line": number, "holding": "us-tpd", "tlp": 2}  # fmt: skip
    return Sale(**(given | changes))  # type: ignore[arg-type]


def tie(person: str, kind: str, thing: str) -> Tie:
    return Tie(person=person, kind=kind, thing=thing)


@pytest.fixture(scope="module")
def crowd() -> RingInputs:
    """600 buyers with a dealer each, one in four with an early recovery; a ring of four; a family of three."""
    rng = random.Random(3)
    ties, sales = [], []
    for n in range(600):
        person = f"person_b{n:03}"
        ties.append(tie(person, "Dealer", f"dealer_{rng.randrange(40)}"))
        ties += [tie(person, "Phone", f"phone_b{n}"), tie(person, "Place", f"place_b{n}")]
        sales.append(sale(person, 1, 200 if rng.random() < 0.25 else 900))
    for person in RING:
        ties += [tie(person, "Phone", "phone_ring"), tie(person, "Dealer", "dealer_1")]
        sales += [sale(person, 1, 100, dealer="dealer_1", model="HP"), sale(person, 2, 150, dealer="dealer_1")]
    for person in FAMILY:
        ties.append(tie(person, "Place", "place_home"))
        sales.append(sale(person, 1, 900))
    return RingInputs(ties=tuple(ties), sales=tuple(sales), holding="us-tpd")


def drafts(crowd: RingInputs) -> list[FindingDraft]:
    return detect_rings(crowd, PARAMETERS)


def test_the_planted_ring_is_found_and_the_family_is_not(crowd: RingInputs) -> None:
    found = find_rings(crowd, PARAMETERS)
    assert [ring.members for ring in found] == [RING]
    assert found[0].quick == 8
    assert found[0].several == 6
    assert found[0].chance < 1e-6


def test_a_rewired_network_gives_no_ring(crowd: RingInputs) -> None:
    for seed in range(10, 18):
        dealt = replace(crowd, ties=tuple(rewired(crowd.ties, seed)))
        assert find_rings(dealt, PARAMETERS) == []


def test_rewiring_keeps_what_everybody_has(crowd: RingInputs) -> None:
    dealt = rewired(crowd.ties, 1)
    assert dealt != sorted(crowd.ties, key=lambda one: (one.person, one.thing))
    for name in ("person", "kind"):
        assert sorted(getattr(t, name) for t in dealt) == sorted(getattr(t, name) for t in crowd.ties)
    assert dealt == rewired(crowd.ties, 1)


def test_two_runs_and_another_order_give_the_same(crowd: RingInputs) -> None:
    shuffled = replace(crowd, ties=tuple(reversed(crowd.ties)), sales=tuple(reversed(crowd.sales)))
    first = drafts(crowd)
    assert repr(first) == repr(drafts(crowd))
    again = drafts(shuffled)
    assert [d.subject_ids for d in again] == [d.subject_ids for d in first]
    assert [d.strength for d in again] == [d.strength for d in first]


def test_reasons_stand_on_both_sides_with_their_sources(crowd: RingInputs) -> None:
    (draft,) = drafts(crowd)
    codes = {point.code: point for point in draft.points}
    assert set(codes) == {"shared_phone", "same_dealer", "early_recoveries", "same_model", "same_days"}
    assert codes["shared_phone"].fact_ids == ("phone_ring", *RING)
    assert len(codes["early_recoveries"].sources) == 2  # lines 1 and 2 of the one source
    assert all(point.fact_ids for point in draft.points)
    assert draft.band is Band.PRIORITY
    assert (draft.marking.holding, draft.marking.tlp) == ("us-tpd", 2)
    for point in (*draft.points, *draft.against):
        assert point.sentence.en != point.sentence.es
    assert len(draft.caveats) == 2


def test_a_household_with_early_recoveries_is_told_to_be_one(crowd: RingInputs) -> None:
    sales = [replace(s, recovered="2024-03-15") if s.person in FAMILY else s for s in crowd.sales]
    sales += [sale(person, 2, 60) for person in FAMILY[:2]]
    found = {draft.subject_ids: draft for draft in drafts(replace(crowd, sales=tuple(sales)))}
    assert FAMILY in found
    against = {point.code for point in found[FAMILY].against}
    assert "household" in against


def test_members_without_an_early_recovery_are_told(crowd: RingInputs) -> None:
    sales = (*(s for s in crowd.sales if s.person != RING[0]), sale(RING[0], 1, None))
    (draft,) = drafts(replace(crowd, sales=sales))
    assert {p.code: p.fact_ids for p in draft.against}["no_early_recovery"] == (RING[0],)


def test_regulars_of_two_shops_are_told_to_be_regulars() -> None:
    people = tuple(f"person_{n}" for n in range(3))
    ties = [tie(p, "Dealer", d) for p in people for d in ("dealer_1", "dealer_2", "dealer_3")]
    quick = [sale(p, n, 50) for p in people for n in (1, 2, 3)]
    assert "regulars" in {point.code for point in points_against(people, ties, quick, 365)}
    phone = [*ties, tie(people[0], "Phone", "phone_1"), tie(people[1], "Phone", "phone_1")]
    assert points_against(people, phone, quick, 365) == ()


def test_what_rests_on_another_holding_is_left_out(crowd: RingInputs) -> None:
    sales = [replace(s, holding="mx-fge-son") if s.person == RING[1] else s for s in crowd.sales]
    assert drafts(replace(crowd, sales=tuple(sales))) == []


def test_no_trait_of_a_person_can_reach_the_detector() -> None:
    known = {field.name for kind in (Tie, Sale, RingInputs) for field in fields(kind)}
    assert known.isdisjoint({"sex", "race", "dob", "age", "birthplace", "nationality", "name", "language", "zip"})


def test_one_shared_dealer_makes_no_pair() -> None:
    one = [tie("person_a", "Dealer", "dealer_1"), tie("person_b", "Dealer", "dealer_1")]
    assert edges_of(one) == {}
    two = [*one, tie("person_a", "Dealer", "dealer_2"), tie("person_b", "Dealer", "dealer_2")]
    assert edges_of(two) == {("person_a", "person_b"): 0.6}
    phone = [*one, tie("person_a", "Phone", "phone_1"), tie("person_b", "Phone", "phone_1")]
    assert edges_of(phone) == {("person_a", "person_b"): 1.3}
    assert several(("person_a", "person_b"), edges_of(phone)) == 1


def test_groups_are_as_many_as_were_tied() -> None:
    ties = [tie(f"person_{a}{n}", "Phone", f"phone_{a}") for a in "xy" for n in range(4)]
    assert stable_groups(edges_of(ties), PARAMETERS) == [
        tuple(f"person_x{n}" for n in range(4)), tuple(f"person_y{n}" for n in range(4)),
    ]  # fmt: skip
    assert stable_groups({}, PARAMETERS) == []
    assert stable_groups(edges_of(ties), replace(PARAMETERS, least=5)) == []


def test_the_chance_is_exact() -> None:
    shares = shares_of({"a": 0, "b": 0, "c": 0, "d": 1})
    assert shares.tolist() == [0.75, 0.25, 0.0, 0.0]
    assert chance_of(2, 2, shares) == pytest.approx(0.0625)
    assert chance_of(1, 2, shares) == pytest.approx(1 - 0.75**2)
    assert chance_of(0, 2, shares) == 1.0
    assert chance_of(3, 2, shares) == 0.0


def test_many_tests_are_paid_for() -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert adjusted([]) == []


def test_days_need_two_dates_in_order() -> None:
    assert sale("person_a", 1, 100).days is not None
    assert sale("person_a", 1, None).days is None
    assert replace(sale("person_a", 1, 100), recovered="2020-01-01").days is None
    assert quick_guns([sale("person_a", n, 40) for n in range(5)], 365) == {"person_a": 3}
