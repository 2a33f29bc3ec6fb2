"""The ontology holds together and covers the graph that the rooms share."""

from __future__ import annotations

import pytest

from ironriver.model.kinds import (
    KINDS,
    LINKS,
    MARKING,
    RECEIPT,
    Data,
    Nature,
    PropertyType,
    kind_of_id,
    links_at,
    links_between,
    snake,
)

PROTECTED = {"race", "sex", "ethnicity", "height", "weight", "ssn", "driving_licence", "birth_place"}
SHAPES = {
    "Firearm": "hexagon",
    "Recovery": "diamond",
    "Person": "circle",
    "Dealer": "house",
    "Organisation": "square",
    "BallisticEvent": "octagon",
    "Place": "triangle_down",
    "Phone": "tall_round_rectangle",
    "Vehicle": "wide_round_rectangle",
    "Document": "cut_corner",
}
SHARED_LINKS = """
Serial ON Firearm; ProtectedTraits OF Person; Purchase OF Firearm; Purchase SOLD_BY Dealer; Person BOUGHT Purchase;
Shipment OF Firearm; Shipment SHIPPED_BY Organisation; Shipment SHIPPED_BY Dealer; Shipment SHIPPED_TO Organisation;
Shipment SHIPPED_TO Dealer; Firearm MADE_BY Organisation; Recovery OF Firearm; Recovery AT Place;
Person POSSESSED Recovery; Recovery IN_VEHICLE Vehicle; TraceRequest ABOUT Firearm; TraceRequest FOR Recovery;
TraceRequest ASKED_BY Agency; TraceResult ANSWERS TraceRequest; TraceResult NAMES Purchase; Place IN Place;
Person HAS_PHONE Phone; Person HAS_ADDRESS Place; Dealer PREMISES_AT Place; MultipleSale INCLUDES Purchase;
MultipleSale REPORTED_BY Dealer; Theft OF Firearm; Theft REPORTED_BY Dealer; Firearm LEAD BallisticEvent;
Firearm HIT BallisticEvent; BallisticEvent AT Place; Observation OBSERVED_OF Dealer; Dealer SAME_AS Dealer;
Firearm SAME_AS Firearm; Person SAME_AS Person; Account MEMBER_OF Case
"""


@pytest.mark.parametrize("link", [one.strip().split() for one in SHARED_LINKS.split(";")])
def test_the_shared_shape_is_covered(link: list[str]) -> None:
    start, type_, end = link
    assert type_ in {one.type for one in links_between(start, end)}


def test_prefixes_are_unique_and_name_their_kind() -> None:
    assert len({kind.prefix for kind in KINDS.values()}) == len(KINDS)
    for kind in KINDS.values():
        assert kind_of_id(f"{kind.prefix}_0123") is kind
    assert kind_of_id("actor:system") is KINDS["Account"]
    assert kind_of_id("nothing_1") is None


def test_every_link_joins_known_kinds_and_has_its_own_stem() -> None:
    assert all(link.from_kind in KINDS and link.to_kind in KINDS for link in LINKS)
    assert len({link.stem for link in LINKS}) == len(LINKS)
    stems = [f"{kind.stem}" for kind in KINDS.values()] + [link.stem for link in LINKS]
    assert len(set(stems)) == len(stems)


def test_everything_is_titled_in_both_languages() -> None:
    says = [say for kind in KINDS.values() for say in (kind.title, kind.plural, kind.key_rule)]
    says += [say for link in LINKS for say in (link.title, link.back)]
    says += [one.title for kind in KINDS.values() for one in kind.properties.values()]
    assert all(say.en.strip() and say.es.strip() for say in says)


def test_protected_traits_are_there_and_nowhere_else() -> None:
    found = {(kind.name, one.name) for kind in KINDS.values() for one in kind.properties.values() if one.protected}
    assert found == {("ProtectedTraits", name) for name in PROTECTED}
    for kind in KINDS.values():
        if kind.name != "ProtectedTraits":
            assert not PROTECTED & set(kind.properties)


def test_only_traits_link_to_persons_and_nothing_links_to_published_flows() -> None:
    assert {(one.type, one.to_kind) for one in links_at("ProtectedTraits")} == {("OF", "Person")}
    assert links_at("TraceFlow") == ()


def test_events_carry_their_date_and_precision() -> None:
    events = [kind for kind in KINDS.values() if kind.is_event]
    # What people do in the product happens at an instant; what files report, on a date of some precision.
    done_here = {kind.name for kind in events if {"at", "created"} & set(kind.properties)}
    review = {"Judgement", "ReviewSlot", "Referral", "ReferralStep"}
    assert done_here >= {"CustodyEvent", "TraceForm", "TraceStep"} | review
    reported = [kind for kind in events if kind.name not in done_here]
    assert len(reported) >= 8
    for kind in reported:
        assert kind.properties["date"].type is PropertyType.DATE
        assert "date_precision" in kind.properties


def test_no_kind_redefines_marking_or_receipt() -> None:
    for kind in KINDS.values():
        assert kind.name in {"Account", "Agreement"} or not set(MARKING) & set(kind.properties) - {"tlp"}
        assert not set(RECEIPT) & set(kind.properties)
        assert "id" not in kind.properties


def test_indexes_stand_on_known_properties() -> None:
    for kind in KINDS.values():
        known = {"id", *MARKING, *RECEIPT, *kind.properties}
        for index in kind.indexes:
            assert set(index.properties) <= known
            assert index.kind in {"range", "text", "fulltext"}
            assert bool(index.analyzer) == (index.kind == "fulltext")
        assert all(set(one) <= known for one in kind.unique)


def test_shapes_are_those_of_the_look() -> None:
    for name, shape in SHAPES.items():
        assert KINDS[name].shape == shape


def test_access_data_is_told_apart() -> None:
    access = {kind.name for kind in KINDS.values() if kind.data is Data.ACCESS}
    assert access == {"Account", "Case", "Agreement", "Proposal", "HandlerKey"}
    assert {kind.name for kind in KINDS.values() if kind.nature is Nature.ACCESS} == access
    for link in LINKS:
        assert (link.data is Data.ACCESS) == (link.from_kind in access or link.to_kind in access)


def test_the_chain_runs_from_maker_to_recovery() -> None:
    chain = {link.type for link in LINKS if link.chain}
    assert {"MADE_BY", "SHIPPED_BY", "SHIPPED_TO", "SOLD_BY", "BOUGHT", "OF", "POSSESSED", "AT"} <= chain
    assert not {"LEAD", "HIT", "SAME_AS", "HAS_PHONE"} & chain


def test_snake() -> None:
    assert [snake(one) for one in ("Firearm", "TraceRequest", "MultipleSale")] == [
        "firearm",
        "trace_request",
        "multiple_sale",
    ]


def test_ontology_cannot_be_changed_by_a_reader() -> None:
    with pytest.raises(TypeError):
        KINDS["Ghost"] = KINDS["Firearm"]  # type: ignore[index]
