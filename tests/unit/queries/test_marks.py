"""Where the guard's reasons stand in a text."""

from __future__ import annotations

from ironriver.queries.fitting import takes
from ironriver.queries.guard_text import Refusal, check_text
from ironriver.queries.marks import placed
from ironriver.queries.parameters import read_parameters


def place_of(text: str) -> tuple[int, int, int]:
    mark = placed(text, check_text(text)[0])
    return mark.line, mark.column, mark.length


def test_a_word_is_marked_where_it_stands() -> None:
    assert place_of("MATCH (n)\n  DELETE n") == (2, 3, 6)
    assert place_of("MATCH (n:Person)\nRETURN n, delete(n)") == (2, 11, 6)
    assert place_of("RETURN  gds.version() AS v") == (1, 9, 11)


def test_a_reason_without_a_word_marks_its_line() -> None:
    assert place_of("RETURN 1;\n RETURN 2") == (1, 1, 9)
    assert place_of("\n\n  RETURN `x`") == (3, 3, 10)


def test_the_engine_s_column_goes_before_the_word() -> None:
    text = "MATCH (n) RETRN n"
    mark = placed(text, Refusal(code="engine_syntax", line=1, column=11))
    assert (mark.line, mark.column, mark.length) == (1, 11, 5)


def test_what_is_about_the_whole_has_no_place() -> None:
    assert place_of("") == (0, 0, 0)
    assert place_of("RETURN (1") == (0, 0, 0)
    late = placed("RETURN 1", Refusal(code="engine_syntax", line=7, column=3))
    assert (late.line, late.column) == (0, 0)
    beyond = placed("RETURN 1", Refusal(code="engine_syntax", line=1, column=90))
    assert (beyond.line, beyond.column, beyond.length) == (1, 1, 8)


def test_a_thing_goes_into_the_first_parameter_that_takes_its_kind() -> None:
    parameters = read_parameters(["days number = 3", "buyer node(Person)", "gun node(Firearm)", "any node"])
    assert takes(parameters, "Firearm") == "gun"
    assert takes(parameters, "Person") == "buyer"
    assert takes(parameters, "Dealer") == "any"
    assert takes(parameters[:2], "Dealer") == ""
