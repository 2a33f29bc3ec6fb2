"""Cypher text → tokens → groups → clauses. What these layers misread, the visibility rule would not see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.graph import Catalogue
from ironriver.graph.clauses import functions, split_at, split_clauses, subqueries
from ironriver.graph.tokens import Group, TokenError, flat, read_tokens, read_tree, walk


def kinds(text: str) -> list[str]:
    return [token.kind for token in read_tokens(text)]


def texts(text: str) -> list[str]:
    return [token.text for token in read_tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n)", ["MATCH", "(", "n", ")"]),
        ("a.b<=$c", ["a", ".", "b", "<=", "$c"]),
        ("x<>1.5e-3", ["x", "<>", "1.5e-3"]),
        ("n+=$p", ["n", "+=", "$p"]),
        ("*1..3", ["*", "1", "..", "3"]),
        ("`a``b`", ["`a``b`"]),
        ("'it\\'s' \"q\"", ["'it\\'s'", '"q"']),
        ("año_1", ["año_1"]),
        ("a//b\nc", ["a", "c"]),
        ("a/*b\n*/c", ["a", "c"]),
        ("a/b", ["a", "/", "b"]),
        ("", []),
    ],
)
def test_text_is_cut_into_tokens(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_words_in_strings_and_comments_are_no_words() -> None:
    """A keyword hidden in a string must not count, and a condition in a comment must not either."""
    assert kinds("'MATCH (n)' // WHERE n.holding IN $holdings") == ["string"]
    assert not any(token.upper == "MATCH" for token in read_tokens("'MATCH' \"MATCH\" /* MATCH */"))


def test_a_comment_sign_inside_a_string_does_not_eat_the_rest() -> None:
    assert texts("'http://x' AND y") == ["'http://x'", "AND", "y"]
    assert texts("'/*' x '*/'") == ["'/*'", "x", "'*/'"]


def test_only_words_compare_as_keywords() -> None:
    assert [token.upper for token in read_tokens("match $match 'match' 1 (")] == ["MATCH", "", "", "", ""]


def test_lines_are_counted_through_strings_and_comments() -> None:
    lines = [token.line for token in read_tokens("a\n/* x\n\n*/ b\n'x\ny' c")]
    assert lines == [1, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a # b", "line 1"),
        ("a\n~b", "line 2"),
        ("'never closed", "line 1"),
        ("`never closed", "line 1"),
        ("a\n\n@", "line 3"),
        ("$1", "line 1"),
        ("\\u0041", "line 1"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(TokenError, match=says):
        read_tokens(text)


@pytest.mark.parametrize("text", ["(", ")", "(]", "([)]", "{", "a)", "((a)", "[}"])
def test_brackets_that_do_not_pair_are_refused(text: str) -> None:
    with pytest.raises(TokenError):
        read_tree(text)


def test_brackets_fold_into_groups() -> None:
    (word, group) = read_tree("f(a, [b], {c: (d)})")
    assert word.text == "f"
    assert isinstance(group, Group)
    assert [item.open for item in walk((group,)) if isinstance(item, Group)] == ["(", "[", "{", "("]
    assert flat((word, group)) == "f ( a , [ b ] , { c : ( d ) } )"


@given(st.text(alphabet="ab(){}[]'\"`/*$.,:<=>1 \n", max_size=40))
def test_any_text_is_read_or_refused_and_nothing_is_lost(text: str) -> None:
    try:
        tree = read_tree(text)
    except TokenError:
        return
    assert flat(tree).split() == [piece for token in texts(text) for piece in token.split()]


def test_every_shipped_statement_is_read_without_loss(catalogue: Catalogue) -> None:
    for statement in catalogue.values():
        if statement.mode != "schema":
            pieces = " ".join(token.text for token in read_tokens(statement.text))
            assert flat(read_tree(statement.text)).split() == pieces.split(), statement.name


# ---- clauses --------------------------------------------------------------------------------------------------


def names(text: str) -> list[str]:
    return [clause.name for clause in split_clauses(read_tree(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n) RETURN n", ["MATCH", "RETURN"]),
        ("OPTIONAL MATCH (n) RETURN n", ["OPTIONAL MATCH", "RETURN"]),
        ("match (n) return n", ["MATCH", "RETURN"]),
        ("MATCH (n) WHERE n.a STARTS WITH $x RETURN n", ["MATCH", "RETURN"]),
        ("MATCH (n) WHERE n.a ENDS WITH $x WITH n RETURN n", ["MATCH", "WITH", "RETURN"]),
        ("MERGE (n) ON CREATE SET n.a = 1 ON MATCH SET n.b = 2", ["MERGE", "ON CREATE", "SET", "ON MATCH", "SET"]),
        ("MATCH (n) DETACH DELETE n", ["MATCH", "DETACH DELETE"]),
        ("CALL (n) { MATCH (m) RETURN m } RETURN n", ["CALL", "RETURN"]),
        ("MATCH (n) RETURN n.match AS with", ["MATCH", "RETURN"]),
        ("MATCH (n:Create) RETURN n", ["MATCH", "RETURN"]),
        ("MATCH (n)-[r:SET|CALL]->(m) RETURN n", ["MATCH", "RETURN"]),
        ("RETURN 1 UNION ALL RETURN 2", ["RETURN", "UNION", "RETURN"]),
        ("LOAD CSV FROM 'x' AS line RETURN line", ["LOAD CSV", "RETURN"]),
        ("UNWIND $rows AS row FOREACH (x IN row | SET x.a = 1)", ["UNWIND", "FOREACH"]),
    ],
)
def test_a_query_is_cut_into_clauses(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_clause_keeps_its_parts_apart() -> None:
    (match, returned) = split_clauses(
        read_tree("MATCH (n) USING INDEX n:A(b) USING SCAN n:A WHERE n.a RETURN n ORDER BY n.id, n.b LIMIT $limit")
    )
    assert flat(match.body) == "( n )"
    assert {name: flat(items) for name, items in match.parts.items()} == {
        "USING": "INDEX n : A ( b ) SCAN n : A",
        "WHERE": "n . a",
    }
    assert {name: flat(items) for name, items in returned.parts.items()} == {
        "ORDER BY": "n . id , n . b",
        "LIMIT": "$limit",
    }
    assert [flat(items) for items in match.expressions()] == ["( n )", "n . a"]


@pytest.mark.parametrize(
    "text", ["n", "n RETURN n", "WHERE n.a", "LIMIT 5", "MATCH (n) WHERE n.a WHERE n.b RETURN n"]
)
def test_parts_without_a_clause_and_parts_given_twice_are_refused(text: str) -> None:
    with pytest.raises(TokenError):
        split_clauses(read_tree(text))


def test_a_bare_pattern_is_a_match_only_where_one_may_stand() -> None:
    tree = read_tree("(n)-[r]-(m) WHERE n.a")
    (clause,) = split_clauses(tree, first="MATCH")
    assert (clause.name, flat(clause.parts["WHERE"])) == ("MATCH", "n . a")
    with pytest.raises(TokenError):
        split_clauses(tree)


def test_splitting_stays_on_one_level() -> None:
    pieces = split_at(read_tree("a AND (b AND c) AND f(d, e)"), "AND")
    assert [flat(piece) for piece in pieces] == ["a", "( b AND c )", "f ( d , e )"]
    assert [flat(piece) for piece in split_at(read_tree("a, (b, c), d"), ",")] == ["a", "( b , c )", "d"]
    assert split_at((), ",") == [()]


def test_subqueries_are_found_at_any_depth_and_maps_are_none() -> None:
    text = "WHERE (EXISTS { (a)-[r]-(b) }) AND [COUNT { (c)--(d) }] AND {x: COLLECT { MATCH (e) RETURN e }}"
    assert [word for word, _ in subqueries(read_tree(text))] == ["EXISTS", "COUNT", "COLLECT"]
    assert list(subqueries(read_tree("RETURN {count: 1} AS m"))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RETURN count(n)", ["count"]),
        ("RETURN apoc.text.join(toUpper(n.a))", ["apoc.text.join", "toupper"]),
        ("USING INDEX n:Purchase(dealer_id) RETURN n", []),
        ("RETURN {a: rand()}", ["rand"]),
        ("RETURN CASE WHEN x THEN elementId(n) END", ["elementid"]),
    ],
)
def test_calls_are_found_by_their_whole_name(text: str, expected: list[str]) -> None:
    assert [name for name, _, _ in functions(read_tree(text))] == expected
