"""What a pattern names. A node, link or group that this layer overlooks escapes the visibility rule."""

from __future__ import annotations

import pytest

from ironriver.graph.patterns import Pattern, RuleError, read_pattern
from ironriver.graph.tokens import flat, read_tree


def read(text: str) -> Pattern:
    return read_pattern(read_tree(text))


@pytest.mark.parametrize(
    ("text", "nodes", "links"),
    [
        ("(n)", {"n": set()}, {}),
        ("(n:Firearm)", {"n": {"Firearm"}}, {}),
        ("(n:Firearm|Person)", {"n": {"Firearm", "Person"}}, {}),
        ("(n:Firearm&Thing)", {"n": {"Firearm", "Thing"}}, {}),
        ("(n:Firearm {id: $id})", {"n": {"Firearm"}}, {}),
        ("(a)-[r]-(b)", {"a": set(), "b": set()}, {"r": set()}),
        ("(a)-[r:OF]->(b:B)", {"a": set(), "b": {"B"}}, {"r": {"OF"}}),
        ("(a)<-[r:OF|ON]-(b)", {"a": set(), "b": set()}, {"r": {"OF", "ON"}}),
        ("(a)-[r]->(b)<-[s]-(c)", {"a": set(), "b": set(), "c": set()}, {"r": set(), "s": set()}),
        ("(a), (b)-[r]-(c)", {"a": set(), "b": set(), "c": set()}, {"r": set()}),
        ("p = (a)-[r]-(b)", {"a": set(), "b": set()}, {"r": set()}),
        ("(a:X), (a:Y)", {"a": {"X", "Y"}}, {}),
    ],
)
def test_every_name_is_seen(text: str, nodes: dict[str, set[str]], links: dict[str, set[str]]) -> None:
    pattern = read(text)
    assert (pattern.nodes, pattern.links) == (nodes, links)
    assert list(pattern.names()) == [*nodes, *links]
    assert not pattern.groups


def test_properties_are_kept_for_the_conditions_inside_them() -> None:
    pattern = read("(a {id: $id})-[r {line: 3}]-(b {x: f(1)})")
    assert [flat(items) for items in pattern.properties] == ["id : $id", "line : 3", "x : f ( 1 )"]


@pytest.mark.parametrize("text", ["()", "(:Firearm)", "({id: $id})", "(a)-[]-(b)", "(a)-[:OF]-(b)", "(a)--(b)"])
@pytest.mark.parametrize("beside", ["", "(x), "])
def test_what_has_no_name_is_refused(text: str, beside: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(beside + text)
    assert caught.value.rule == "name"


@pytest.mark.parametrize("arrow", ["-->", "<--", "<-->", "--"])
def test_bare_arrows_are_links_without_a_name(arrow: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(f"(a){arrow}(b)")
    assert caught.value.rule == "name"


@pytest.mark.parametrize(
    "text",
    [
        "(a)-[r*]-(b)",
        "(a)-[r*1..3]-(b)",
        "(a)-[r:OF*2]-(b)",
        "(a)-[r:OF]-{1,3}(b)",
        "(a)-[r:OF]-+(b)",
        "(a)-[r:OF]-",
        "-[r:OF]-(a)",
        "(a)(b)",
        "(a)-(b)",
        "(a)-{r}-(b)",
        "[a]",
        "{a}",
        "",
        "(a),",
        "(a:)",
        "(a:!Firearm)",
        "(a:$label)",
        "(a:%)",
        "(a:Firearm WHERE a.x)",
        "(a {x: 1} {y: 2})",
        "(a $map)",
        "(a)-[r:OF WHERE r.x]-(b)",
        "(a)-[r:$type]-(b)",
        "NEAREST (a)-[r]-(b)",
        "p (a)",
    ],
)
def test_shapes_that_are_not_known_are_refused(text: str) -> None:
    with pytest.raises(RuleError):
        read(text)


@pytest.mark.parametrize("bound", ["{1,6}", "{3}", "{,4}", "{0,1}"])
def test_groups_with_an_upper_bound_are_read_with_their_condition(bound: str) -> None:
    pattern = read(f"(a) ((m)-[r:OF]-(n) WHERE m.x AND n.y){bound} (b)")
    (group,) = pattern.groups
    assert list(pattern.names()) == ["a", "b"]
    assert list(group.pattern.names()) == ["m", "n", "r"]
    assert flat(group.where) == "m . x AND n . y"


@pytest.mark.parametrize("bound", ["", "+", "*", "{1,}", "{,}", "{}", "{$most}", "{1,$most}"])
def test_groups_without_an_upper_bound_are_refused(bound: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(f"(a) ((m)-[r:OF]-(n)){bound} (b)")
    assert caught.value.rule == "path"


@pytest.mark.parametrize(
    "inside",
    [
        "(m) ((x)-[q:OF]-(y)){1,2} (n)",
        "(m)-[r:OF]-(n) RETURN m",
        "(m)-[r:OF]-(n) WHERE m.x ORDER BY m.id",
    ],
)
def test_groups_hold_one_pattern_and_one_condition(inside: str) -> None:
    with pytest.raises(RuleError):
        read(f"(a) (({inside})){{1,2}} (b)")


@pytest.mark.parametrize(
    ("text", "selective"),
    [
        ("(a)-[r]-(b)", False),
        ("SHORTEST 1 (a)-[r]-(b)", True),
        ("p = SHORTEST 3 (a)-[r]-(b)", True),
        ("ANY SHORTEST (a)-[r]-(b)", True),
        ("ALL SHORTEST (a)-[r]-(b)", True),
        ("SHORTEST $k (a)-[r]-(b)", True),
    ],
)
def test_selectors_are_noticed(text: str, selective: bool) -> None:
    assert read(text).selective is selective


def test_a_number_needs_a_selector_before_it() -> None:
    with pytest.raises(RuleError):
        read("3 (a)-[r]-(b)")


def test_a_refusal_says_rule_line_and_piece() -> None:
    with pytest.raises(RuleError) as caught:
        read("(a),\n(b)-[r:OF]-(c),\n(d)--(e)")
    assert str(caught.value).startswith("name: line 3")
