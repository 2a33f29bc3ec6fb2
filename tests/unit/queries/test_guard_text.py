"""What a text may not hold, in shapes that the lists of forgeries do not have."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ironriver.queries import figures
from ironriver.queries.guard_text import WORDS, Refusal, check_text
from ironriver.queries.refusal_texts import SAID


def codes(text: str) -> set[str]:
    return {refusal.code for refusal in check_text(text)}


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_is_not_sent(text: str) -> None:
    assert codes(text) == {"empty"}


def test_a_long_text_is_not_even_read() -> None:
    longest = "RETURN '" + "a" * (figures.LONGEST_TEXT - 9) + "'"
    assert len(longest) == figures.LONGEST_TEXT
    assert codes(longest) == set()
    assert codes(longest + " ") == {"long"}


def test_deep_brackets_end_in_a_refusal_and_not_in_a_crash() -> None:
    assert codes("RETURN " + "(" * 41 + "1" + ")" * 41) == {"deep"}
    assert codes("RETURN " + "(" * 1500 + "1" + ")" * 1500) <= {"deep", "unreadable"}


def test_every_reason_names_its_line_and_word() -> None:
    found = check_text("MATCH (n)\nSET n.x = 1\nWITH n\nDELETE n")
    assert [(one.code, one.line, one.word) for one in found] == [("write", 2, "SET"), ("write", 4, "DELETE")]


def test_every_code_has_words_in_both_languages() -> None:
    for code, said in SAID.items():
        say = Refusal(code=code, word="LOAD").say
        assert "{" not in say.en.replace("{ … }", "")
        assert said.en != said.es
        assert say.en.endswith(".")
        assert say.es.endswith(".")
    assert set(WORDS.values()) <= set(SAID)


@pytest.mark.parametrize("word", sorted(WORDS))
def test_a_word_of_writing_is_fine_as_a_name_of_the_data(word: str) -> None:
    assert codes(f"MATCH (n:Firearm) RETURN n.{word.lower()} AS x") == set()
    assert codes(f"MATCH (n:Firearm {{{word.lower()}: 1}}) RETURN n") == set()
    assert codes(f"RETURN '{word} everything' AS said") == set()
    assert codes(f"RETURN 1 AS one // {word}") == set()


@pytest.mark.parametrize("word", sorted(WORDS))
def test_the_same_word_is_refused_as_a_word_of_the_language(word: str) -> None:
    for written in (word, word.lower(), word.title()):
        assert WORDS[word] in codes(f"MATCH (n)\n{written} n RETURN n")
        assert WORDS[word] in codes(f"CALL () {{ {written} x }} RETURN 1")


@given(
    word=st.sampled_from(sorted(WORDS)),
    gap=st.sampled_from([" ", "\n", "\t", "/**/", "/* a */ ", "//x\n", "  \n "]),
    shape=st.sampled_from(
        ["MATCH (n){gap}{word}{gap}n RETURN n", "{word}{gap}(n)", "RETURN 1 AS a{gap}{word}{gap}(n)"]
    ),
    upper=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_gaps_comments_and_case_hide_no_word(word: str, gap: str, shape: str, upper: bool) -> None:
    text = shape.format(gap=gap, word=word if upper else word.lower())
    # After AS a word is an alias for the engine too; the plan has the last word there.
    assert WORDS[word] in codes(text)


@given(st.text(alphabet=string.printable + "áñ→\u200b\\\u0000", max_size=200))
@example("RETURN '\\")
@example("`")
@example("$")
@example("([{")
@settings(max_examples=150, deadline=None)
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    for refusal in check_text(text):
        assert refusal.say.en
        assert refusal.line >= 0


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("RETURN range(1, 10000)", True),
        ("RETURN range(1, 10001)", False),
        ("RETURN range(10000, 1, -1)", False),
        ("RETURN range(0, 100, 5)", True),
        ("RETURN range(1)", False),
        ("RETURN range(1, 2, 3, 4)", False),
        ("RETURN range(1, toInteger('99999999'))", False),
        ("RETURN RANGE(1, 9999999999999)", False),
    ],
)
def test_a_range_is_short_and_known_beforehand(text: str, runs: bool) -> None:
    assert ("range" not in codes(text)) is runs


def test_loops_inside_subqueries_are_rows_and_can_be_stopped() -> None:
    assert (
        codes("MATCH (n) RETURN [x IN labels(n) | COUNT { MATCH (m) WHERE any(y IN labels(m) WHERE y = 'a') }]")
        == set()
    )
    assert codes("MATCH (n) RETURN [x IN labels(n) | size([y IN labels(n) WHERE y = x])]") == {"loop"}


def test_a_test_of_membership_is_no_loop() -> None:
    assert codes("MATCH (n) WHERE (n.a IN ['x'] OR n.b IN ['y']) RETURN [x IN [1, 2] WHERE x IN [2] | x]") == set()
