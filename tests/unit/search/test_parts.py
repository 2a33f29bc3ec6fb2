"""The pure parts of search: how text is read, how serials are cut into cells, how words become a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid
from ironriver.graph import shipped_folder
from ironriver.model.kinds import KINDS, LINKS
from ironriver.search import CHART_LINKS, DRAWN, PREFIXES, links_of
from ironriver.search.asking import SourceBook
from ironriver.search.chain import Story, build_chain
from ironriver.search.dealers import LAST_DATE, read_key
from ironriver.search.finding import read_text
from ironriver.search.firearm_facts import serial_cells
from ironriver.search.generate import all_statements
from ironriver.search.lucene import escape, name_query, name_rank, near_name_query, wildcard, words_of
from ironriver.search.serials import agreements
from ironriver.search.things import as_written, node_facts, raw_cells, strictest, thing


def test_checked_in_chart_statements_are_the_generated_ones() -> None:
    folder = shipped_folder() / "chart"
    assert {path.name: path.read_text("utf-8") for path in folder.glob("*.cypher")} == all_statements()


def test_every_chart_link_rests_on_the_ontology() -> None:
    known = {(link.type, link.from_kind, link.to_kind) for link in LINKS}
    for link in CHART_LINKS.values():
        kinds = [link.from_kind, *([link.via] if link.via else []), link.to_kind]
        for step, here, there in zip(link.steps, kinds, kinds[1:], strict=False):
            ends = (here, there) if step.to_right else (there, here)
            assert (step.type, *ends) in known, link.name
        for say in (link.title, link.back, link.means, link.does_not_show):
            assert say.en
            assert say.es
            assert say.en != say.es


def test_protected_traits_are_on_no_chart() -> None:
    assert "ProtectedTraits" not in DRAWN
    assert not any("ProtectedTraits" in (link.from_kind, link.to_kind, link.via) for link in CHART_LINKS.values())
    assert set(DRAWN) <= set(KINDS)


def test_a_link_to_its_own_kind_comes_from_both_sides() -> None:
    ways = [way for link, way in links_of("Firearm") if link.name == "firearm_same_as_firearm"]
    assert sorted(ways) == ["in", "out"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("serial:T?F12O45", ("serial", "T?F12O45")),
        ("  Dealer :  Palo Fierro ", ("dealer", "Palo Fierro")),
        ("serie: TKF", ("serial", "TKF")),
        ("PERSONA: Núñez", ("person", "Núñez")),
        ("TKF12045", ("", "TKF12045")),
        ("Palo Fierro Arms", ("", "Palo Fierro Arms")),
    ],
)
def test_text_is_read(text: str, read: tuple[str, str]) -> None:
    assert read_text(text) == read


@pytest.mark.parametrize("text", ["", " ", "colour: red", "serial: ", "y" * 201])
def test_text_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_text(text)
    assert caught.value.say.en != caught.value.say.es


def test_prefixes_are_in_both_languages() -> None:
    assert {"serial", "serie", "dealer", "comerciante", "person", "persona", "ffl", "gun", "arma"} <= set(PREFIXES)


@given(st.text(max_size=40))
def test_lucene_sees_no_operator_of_a_person(text: str) -> None:
    escaped = escape(text)
    for sign in '+-&|!(){}[]^"~*?:/':
        assert escaped.count(sign) == escaped.count("\\" + sign)


@given(st.text(max_size=60))
def test_name_queries_hold_words_and_our_own_operators_only(text: str) -> None:
    for query in (name_query(text), near_name_query(text)):
        assert '"' not in query
        assert "[" not in query
        assert "/" not in query


def test_names_become_queries() -> None:
    assert name_query("Dale Whit") == "dale AND (whit OR whit*)"
    assert name_query("García-López") == "garcía AND (lópez OR lópez*)"
    assert name_query("OR gun") == "\\or AND (gun OR gun*)"
    assert near_name_query("Dale R") == "dale~1 AND r"
    assert name_query(" - ") == ""
    assert wildcard("T?F*-1") == "T?F*\\-1"
    assert words_of("Núñez, Ma.") == ("nunez", "ma")


def test_rank_prefers_whole_words_then_beginnings_then_the_name() -> None:
    names = ["Whitcombe, Dalton", "Whitcombe, Dale R.", "Whitman, Dale"]
    ranked = sorted(names, key=lambda name: name_rank("dale whitcombe", name))
    assert ranked == ["Whitcombe, Dale R.", "Whitcombe, Dalton", "Whitman, Dale"]


@pytest.mark.parametrize(
    ("value", "positions", "states"),
    [
        ("TKF12", "", "known known known known known"),
        ("T?F", "", "known unreadable known"),
        ("T_F", "kuk", "known unreadable known"),
        ("TKF", "krk", "known restored known"),
        ("T1O4", "", "known known doubtful known"),
        ("BOB", "", "known known known"),
        ("TK*", "", "known known gap"),
        ("TKF", "kk", "known known known"),
        ("", "", ""),
    ],
)
def test_serial_cells(value: str, positions: str, states: str) -> None:
    assert " ".join(cell.state for cell in serial_cells(value, positions)) == states


def test_agreements_are_said_for_and_against() -> None:
    ours = {"maker": "Harrow & Pike", "model": "HP-9", "calibre": ""}
    theirs = {"maker": "HARROW & PIKE", "model": "HP-9L", "calibre": ".40", "type": "pistol"}
    assert [say.en for say in agreements(ours, theirs)] == ["Same maker: HARROW & PIKE.", "Another model: HP-9L."]


def test_a_type_is_named_in_both_languages() -> None:
    (same,) = agreements({"type": "PISTOL"}, {"type": "PISTOL"})
    assert (same.en, same.es) == ("Same type: Semi-automatic pistol.", "Mismo tipo: Pistola semiautomática.")
    (other,) = agreements({"type": "PISTOL"}, {"type": "ZIP THING"})
    assert (other.en, other.es) == ("Another type: ZIP THING.", "Otro tipo: ZIP THING.")


def test_page_keys() -> None:
    assert read_key("") == (LAST_DATE, "")
    assert read_key("2025-08-14~purchase_1") == ("2025-08-14", "purchase_1")
    assert read_key("~purchase_1") == ("", "purchase_1")
    for bad in ("2025-08-14", "2025-08-14~", "x" * 300 + "~y"):
        with pytest.raises(Invalid):
            read_key(bad)


def node(label: str, id_: str, **given: object) -> dict[str, object]:
    return {"_labels": [label], "id": id_, "holding": "us-tpd", "tlp": 2, "handling": "", **given}


def test_a_thing_names_itself_and_keeps_marking_apart() -> None:
    this = thing(node("Firearm", "firearm_1", serial="TKF12045", maker="Harrow & Pike", model="HP-9", raw="{}"))
    assert (this.kind, this.label, this.second) == ("Firearm", "TKF12045", "Harrow & Pike, HP-9")
    assert (this.holding, this.tlp) == ("us-tpd", 2)
    assert not {"holding", "tlp", "handling", "raw", "_labels"} & set(this.properties)


def test_every_drawn_kind_has_a_label_rule() -> None:
    for kind in DRAWN:
        filled = {name: "x" for name, prop in KINDS[kind].properties.items() if prop.type == "string"}
        assert thing(node(kind, "x_1", **{**filled, "date": "2025-01-01"})).label, kind


def test_a_shredded_thing_says_so() -> None:
    this = thing(node("Person", "person_1", shredded=True))
    assert this.label == ""
    assert "shredded" in this.flags


def test_cells_as_written_survive_bad_receipts() -> None:
    assert raw_cells(None) == {}
    assert raw_cells({"raw": "not json"}) == {"": "not json"}
    assert raw_cells({"raw": "[1]"}) == {}
    assert as_written({"raw": '{"a": "", "b": "x"}'}, ("a", "b")) == "x"


def test_protected_traits_are_cut_from_cells_as_written() -> None:
    raw = '{"purchaser_race": "W", "purchaser_sex": "M", "sex": "F", "possessor_ssn": "1", "purchaser_name": "X"}'
    assert raw_cells({"raw": raw}) == {"purchaser_name": "X"}


def test_protected_properties_are_no_facts() -> None:
    facts = node_facts(node("ProtectedTraits", "traits_1", race="x", sex="y"), SourceBook())
    assert facts == ()


def test_strictest_marking() -> None:
    assert strictest([node("Firearm", "a"), None, node("Firearm", "b", tlp=4)]) == 4
    assert strictest([]) == 0


def test_sources_are_numbered_as_cited() -> None:
    book = SourceBook()
    assert [book.number({"source_id": id_}) for id_ in ("b", "a", "b", "", None)] == [1, 2, 1, 0, 0]


def sale(id_: str, date: str, dealer: str, person: str | None) -> dict[str, object]:
    return {
        "p": node("Purchase", id_, date=date, date_precision="day"),
        "d": node("Dealer", dealer),
        "x": node("Person", person) if person else None,
    }


def recovery(id_: str, date: str) -> dict[str, object]:
    return {"r": node("Recovery", id_, date=date, date_precision="day"), "l": None, "x": None, "v": None}


def test_a_second_sale_leaves_an_unknown_leg_between() -> None:
    story = Story(
        makers=[],
        shipments=[],
        purchases=[sale("p1", "2020-01-01", "d1", "x1"), sale("p2", "2022-01-01", "d2", None)],
        recoveries=[recovery("r1", "2023-01-01"), recovery("r2", "2024-01-01")],
    )
    chain = build_chain(story, SourceBook())
    assert [leg.kind for leg in chain.legs] == ["sold", "unknown", "sold", "unknown", "unknown"]
    assert [leg.days for leg in chain.legs] == [None, 731, None, 365, 365]
    assert chain.stops[3].thing is None
    assert len(chain.stops) == len(chain.legs) + 1


def test_an_importer_follows_the_maker() -> None:
    makers = [
        {"link": "IMPORTED_BY", "o": node("Organisation", "o2", role="importer"), "r": {"id": "r2"}},
        {"link": "MADE_BY", "o": node("Organisation", "o1", role="maker"), "r": {"id": "r1"}},
    ]
    chain = build_chain(Story(makers=makers, shipments=[], purchases=[], recoveries=[]), SourceBook())
    assert [stop.role for stop in chain.stops] == ["maker", "importer"]
    assert [leg.recorded for leg in chain.legs] == [True]


def test_nothing_recorded_is_no_chain() -> None:
    chain = build_chain(Story(makers=[], shipments=[], purchases=[], recoveries=[]), SourceBook())
    assert (chain.stops, chain.legs, chain.total) == ((), (), 0)
