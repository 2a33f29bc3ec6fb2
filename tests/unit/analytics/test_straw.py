"""The straw card: points, both sides, what would change it, and that nothing about a person's traits can."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from ironriver.analytics.contacts import Contact, Holder, Shared
from ironriver.analytics.finding_text import body_text, title_text
from ironriver.analytics.findings import Band, PointSource
from ironriver.analytics.straw import detect_straw, without
from ironriver.analytics.straw_card import Bought, Buyer, CardParameters, Recovered, points_of, total_of
from ironriver.model.marking import Marking, Tlp

CARD = CardParameters()
DAY = date(2024, 3, 1)


def gun(n: int, bought: date = DAY, days: int | None = None, **more: Any) -> Bought:
    recovered = ()
    if days is not None:
        place = {"city": more.pop("city", f"City {n}"), "country": more.pop("country", "US"), "state": "AZ"}
        who = more.pop("possessors", ())
        recovered = (Recovered(id=f"recovery_{n}", day=bought + timedelta(days=days), possessors=who, **place),)
    given: dict[str, Any] = {"dealer": "dealer_1", "maker": "HP", "model": "TK9", "calibre": "9", "type": "PI"}
    marked = {"marking": Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")}
    return Bought(id=f"purchase_{n}", day=bought, recovered=recovered, **(given | marked | more))


def buyer(*purchases: Bought, **more: Any) -> Buyer:
    return Buyer(id="person_1", purchases=purchases, **more)


def codes(one: Buyer) -> dict[str, float]:
    return {point.code: point.weight for point in points_of(one, CARD)}


def shared_by(*others: str, own: bool = False) -> Shared:
    holders = tuple(Holder(person=one) for one in ("person_1", *others))
    return Shared(contact=Contact(id="phone_1", kind="Phone", holders=holders, is_dealers=own), others=others)


STRAW = buyer(
    gun(1, days=40, possessors=("person_8",), source=PointSource(source_id="source_1", line=4)),
    gun(2, days=90, possessors=("person_9",)),
    gun(3, DAY + timedelta(days=3), days=800, country="MX"),
)


def test_every_point_of_a_textbook_case() -> None:
    assert codes(STRAW) == {
        "two_events": 2, "three_events": 2, "short": 3, "second_short": 2, "same_day": 1, "alike": 1,
        "other_possessor": 1, "spread": 2,
    }  # fmt: skip
    (found,) = detect_straw([STRAW], CARD)
    assert (found.band, found.strength, found.subject_ids) == (Band.PRIORITY, 14.0, ("person_1",))
    assert found.title.en == "Guns bought: 3, recovered: 3"
    short = next(one for one in found.points if one.code == "short")
    assert (short.fact_ids, short.sources) == (
        ("purchase_1", "recovery_1"),
        (PointSource(source_id="source_1", line=4),),
    )
    assert found.marking == Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")


@pytest.mark.parametrize(
    ("one", "code", "weight"),
    [
        (buyer(gun(1, days=20, city="A"), gun(2, days=20, city="A")), "two_events", None),
        (buyer(gun(1, days=20), gun(2, days=400)), "two_events", 2),
        (buyer(gun(1, days=366)), "short", None),
        (buyer(gun(1, days=365)), "short", 3),
        (buyer(gun(1, days=-5)), "short", None),
        (buyer(gun(1), gun(2, calibre="45")), "same_day", None),
        (buyer(gun(1), gun(2), gun(3, DAY + timedelta(9)), gun(4, DAY + timedelta(9))), "two_same_days", 2),
        (buyer(gun(1), gun(2, DAY + timedelta(days=91))), "alike", None),
        (buyer(gun(1), gun(2, DAY + timedelta(days=90))), "alike", 1),
        (
            buyer(gun(1, days=9, possessors=("person_1", "x")), gun(2, days=9, possessors=("x",))),
            "other_possessor",
            None,
        ),
        (buyer(gun(1, days=9, country="MX")), "abroad", 2),
        (buyer(gun(1, days=9)), "spread", None),
        (buyer(gun(1), shared=(shared_by("person_7"),)), "shared_contact", 2),
        (buyer(gun(1), shared=(shared_by("person_7", own=True),)), "shared_contact", None),
        (buyer(gun(1), shared=(shared_by("person_7", own=True),)), "dealer_contact", 0),
        (buyer(gun(1), shared=(shared_by("person_7"), shared_by("person_8", own=True))), "shared_contact", 2),
        (buyer(gun(1), high_rate_dealers=frozenset({"dealer_1"})), "dealer", 1),
        (buyer(gun(1, days=9, thefts=(("theft_1", DAY + timedelta(days=8)),))), "theft_before", -3),
        (buyer(gun(1, days=9, thefts=(("theft_1", DAY + timedelta(days=9)),))), "theft_after", 0),
    ],
)
def test_each_point_at_its_edge(one: Buyer, code: str, weight: float | None) -> None:
    assert codes(one).get(code) == weight


def test_a_collector_is_not_flagged() -> None:
    many = buyer(*(gun(n, DAY + timedelta(days=200 * n), model=f"M{n}") for n in range(30)))
    assert codes(many) == {"many": 1}
    assert detect_straw([many], CARD) == []


def test_a_timely_theft_report_takes_the_flag_away() -> None:
    stolen = buyer(gun(1, days=40), gun(2, days=90, thefts=(("theft_1", DAY + timedelta(days=10)),)))
    assert total_of(points_of(stolen, CARD)) == 8
    honest = detect_straw([replace(stolen, purchases=(gun(1, days=400), *stolen.purchases[1:]))], CARD)
    assert honest == []


def test_counterfactuals_are_what_the_card_says_without_each_recovery() -> None:
    (found,) = detect_straw([STRAW], CARD)
    ids = ("recovery_1", "recovery_2", "recovery_3")
    single = [total_of(points_of(without(STRAW, [one]), CARD)) for one in ids]
    assert [one.strength for one in found.counterfactuals[:3]] == single
    assert all(one.band for one in found.counterfactuals[:3])
    assert found.counterfactuals[3:], "no single recovery decides, so pairs are named"
    assert {one.band for one in found.counterfactuals[3:]} == {""}
    assert "2024-04-10" in found.counterfactuals[0].sentence.en


def test_the_other_side_is_always_told() -> None:
    (found,) = detect_straw([replace(STRAW, purchases=(*STRAW.purchases, gun(4, DAY + timedelta(days=400))))], CARD)
    assert [one.code for one in found.against] == ["no_theft", "not_recovered", "one_dealer"]
    assert all(one.weight == 0 for one in found.against)
    assert len(found.caveats) == 4


def test_order_of_input_changes_no_byte() -> None:
    once = detect_straw([STRAW, replace(STRAW, id="person_0")], CARD)
    turned = replace(STRAW, purchases=STRAW.purchases[::-1])
    again = detect_straw([replace(STRAW, id="person_0"), turned], CARD)
    as_bytes = [[body_text(one) + title_text(one) for one in found] for found in (once, again)]
    assert as_bytes[0] == as_bytes[1]


def test_nothing_that_describes_a_person_can_be_an_input() -> None:
    known = {field.name for kind in (Buyer, Bought, Recovered) for field in fields(kind)}
    of_things = {"day", "dealer", "dealer_state", "gun", "maker", "model", "calibre", "type", "source", "marking"}
    of_events = {"id", "purchases", "recovered", "thefts", "possessors", "city", "state", "country"}
    assert known == of_things | of_events | {"shared", "high_rate_dealers"}
    told = {field.name for kind in (Contact, Holder, Shared) for field in fields(kind)}
    of_lines = {"id", "kind", "holders", "person", "same", "is_dealers", "level", "levels", "others", "contact"}
    assert told == of_lines | {"sources", "marking"}
