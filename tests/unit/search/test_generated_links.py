"""Generated chart statements: each link read from both ends is the same link, and no name in it goes unchecked."""

from __future__ import annotations

import re

import pytest

from ironriver.graph import read_statement
from ironriver.model.kinds import KINDS, LINKS, Data, kind_of_id, snake
from ironriver.search import CHART_LINKS, DRAWN, links_of
from ironriver.search.generate import (
    all_statements,
    between_statement,
    counts_statement,
    evidence_statement,
    expand_statement,
    node_statement,
    pattern,
    visible,
)
from ironriver.search.link_texts import link_texts
from ironriver.search.links import ChartLink, drawn_kinds

each = pytest.mark.parametrize("link", CHART_LINKS.values(), ids=CHART_LINKS)


def arrows(text: str) -> list[tuple[str, str, str]]:
    """Return (type, start, end) of every relationship of a pattern as it is stored, ends by their names."""
    found = []
    nodes = re.findall(r"\((\w+)", text)
    for at, (left, type_, right) in enumerate(re.findall(r"(<?)-\[\w+:(\w+)\]-(>?)", text)):
        assert (left, right) in {("<", ""), ("", ">")}, "a link is read in its stored direction only"
        here, there = nodes[at], nodes[at + 1]
        found.append((type_, here, there) if right else (type_, there, here))
    return found


@each
def test_from_either_end_a_link_is_the_same_relationships(link: ChartLink) -> None:
    out, _ = pattern(link, "out", ("n", "m"))
    back, _ = pattern(link, "in", ("m", "n"))
    assert sorted(arrows(out)) == sorted(arrows(back))


@each
def test_every_relationship_is_one_of_the_ontology(link: ChartLink) -> None:
    kinds = {"n": link.from_kind, "m": link.to_kind, "e": link.via}
    known = {(one.type, one.from_kind, one.to_kind) for one in LINKS}
    text, _ = pattern(link, "out", ("n", "m"))
    for type_, start, end in arrows(text):
        assert (type_, kinds[start], kinds[end]) in known


@each
@pytest.mark.parametrize("direction", ["out", "in"])
def test_every_inner_name_is_handed_out_for_the_condition(link: ChartLink, direction: str) -> None:
    text, inner = pattern(link, direction, ("n", "m"))  # type: ignore[arg-type]
    named = set(re.findall(r"[(\[](\w+)[:)]", text)) - {"n", "m"}
    assert set(inner) == named
    assert len(inner) == len(set(inner)) == (3 if link.via else 1)


@each
def test_statements_of_a_link_keep_the_dialect(link: ChartLink) -> None:
    for name, text in (
        (f"chart.expand_{link.name}_out", expand_statement(link, "out")),
        (f"chart.expand_{link.name}_in", expand_statement(link, "in")),
        (f"chart.evidence_{link.name}", evidence_statement(link)),
    ):
        statement = read_statement(name, text)
        assert statement.data == "case"
        assert statement.returns


@each
def test_dates_of_an_event_come_from_the_event_and_of_a_relationship_from_itself(link: ChartLink) -> None:
    text = expand_statement(link, "out")
    assert ("e.date" in text) is bool(link.via)
    assert ("a.valid_from" in text) is not bool(link.via)


@each
def test_pages_go_by_key_and_a_null_date_cannot_stop_them(link: ChartLink) -> None:
    """`last < null` is null in Cypher: without the coalesce, undated things would be on no page."""
    text = expand_statement(link, "in")
    assert "coalesce(max(" in text
    assert "(last = $after_date AND m.id < $after_id)" in text
    assert "ORDER BY last DESC, m.id DESC LIMIT $limit" in text


@pytest.mark.parametrize("kind", DRAWN)
def test_a_kind_is_opened_and_counted_by_statements_of_its_own(kind: str) -> None:
    assert read_statement(f"chart.node_{snake(kind)}", node_statement(kind)).header.limit_one
    counted = counts_statement(kind)
    read_statement(f"chart.counts_{snake(kind)}", counted)
    for link, direction in links_of(kind):
        alone = f"'{link.name}' AS link, '{direction}' AS direction" in counted
        assert alone != (f"THEN '{link.name} {direction}'" in counted)
    ways = counted.count("AS direction, count(") + counted.count("    WHEN ")
    assert ways == len(links_of(kind))


def test_links_over_the_same_events_are_counted_in_one_walk() -> None:
    counted = counts_statement("Dealer")
    assert counted.count("[a:SOLD_BY]") == 1
    assert "<-[a:SHIPPED_TO]-(e:Shipment)-[b:SHIPPED_BY|OF]->(m:Organisation|Dealer|Firearm)" in counted


@pytest.mark.parametrize("kind", DRAWN)
def test_links_of_a_kind_are_those_that_touch_it(kind: str) -> None:
    found = links_of(kind)
    assert len(found) == len({(link.name, way) for link, way in found})
    touching = sum((link.from_kind == kind) + (link.to_kind == kind) for link in CHART_LINKS.values())
    assert len(found) == touching > 0
    for link, way in found:
        assert (link.from_kind if way == "out" else link.to_kind) == kind


def test_every_case_link_between_drawn_kinds_is_drawn() -> None:
    wanted = {
        link.stem for link in LINKS if link.data is Data.CASE and {link.from_kind, link.to_kind} <= set(DRAWN)
    }
    assert wanted <= set(CHART_LINKS)


def test_no_two_links_have_one_name_and_no_file_is_left_over() -> None:
    files = all_statements()
    assert len(files) == 3 * len(DRAWN) + 4 * len(CHART_LINKS)
    assert drawn_kinds() == DRAWN


def test_each_drawn_kind_is_known_by_its_id() -> None:
    """A chart opens a node by id alone: the prefix has to say which statement asks for it."""
    for kind in DRAWN:
        found = kind_of_id(f"{KINDS[kind].prefix}_0123")
        assert found is not None
        assert found.name == kind


@pytest.mark.parametrize("type_", sorted({step.type for link in CHART_LINKS.values() for step in link.steps}))
def test_each_line_says_what_it_means_and_what_it_does_not(type_: str) -> None:
    means, not_shown = link_texts(type_)
    for say in (means, not_shown):
        assert say.en.endswith(".")
        assert say.es.endswith(".")
        assert say.en != say.es
    assert means != not_shown


@pytest.mark.parametrize("type_", ["BOUGHT", "SOLD_BY", "INCLUDES", "REPORTED_BY"])
def test_lines_to_purchasers_and_dealers_carry_the_innocence_notice(type_: str) -> None:
    _, not_shown = link_texts(type_)
    assert "in no way suggests" in not_shown.en
    assert "de ningún modo sugiere" in not_shown.es


@pytest.mark.parametrize(
    "type_", ["MADE_BY", "SHIPPED_TO", "POSSESSED", "AT", "IN_VEHICLE", "EXCLUDED", "INCLUDES"]
)
def test_lines_of_the_chain_are_not_explained_by_a_phrase_for_any(type_: str) -> None:
    assert link_texts(type_)[0] != link_texts("NO SUCH LINE")[0]


def test_leads_and_hits_are_never_the_same_line() -> None:
    styles = {link.name: link.style for link in CHART_LINKS.values() if "ballistic" in link.name}
    assert styles["firearm_lead_ballistic_event"] == "lead"
    assert styles["firearm_hit_ballistic_event"] == "hit"
    assert styles["firearm_excluded_ballistic_event"] == "excluded"
    assert link_texts("LEAD")[0] != link_texts("HIT")[0]


def test_a_condition_names_each_name_once() -> None:
    text = visible("a", "b")
    for name in "ab":
        for part in ("holding IN $holdings", "tlp <= $max_tlp", "handling IN $handlings"):
            assert text.count(f"{name}.{part}") == 1


@each
def test_lines_between_are_asked_of_both_ends_and_check_every_name(link: ChartLink) -> None:
    text = between_statement(link)
    assert "n.id IN $from_ids AND m.id IN $to_ids" in text
    _, inner = pattern(link, "out", ("n", "m"))
    assert visible("n", *inner, "m") in text
    assert text.rstrip().endswith("LIMIT $limit")
