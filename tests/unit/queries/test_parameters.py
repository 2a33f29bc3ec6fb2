"""Typed parameters: declared in a line, read from what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ironriver.errors import Invalid
from ironriver.queries.parameters import Parameter, ParameterKind, bind, check_used, read_parameters

GUN = "firearm_095aae5581453b0b1ba65f5b4d8e59a9"


def one(line: str) -> Parameter:
    (parameter,) = read_parameters([line])
    return parameter


def value(line: str, typed: str) -> object:
    return bind([one(line)], {one(line).name: typed})[one(line).name]


@pytest.mark.parametrize(
    ("line", "typed", "bound"),
    [
        ("a text", " hello ", "hello"),
        ("a text = usual", "", "usual"),
        ("a number", "-12", -12),
        ("a number = 365", "", 365),
        ("a decimal", "2.50", 2.5),
        ("a date", "2024-02-29", "2024-02-29"),
        ("a yes", "sí", True),
        ("a yes", "", False),
        ("a choice(AZ, TX)", "TX", "TX"),
        ("a choice(AZ, TX) = AZ", "", "AZ"),
        ("a list", "x, y ,,z", ["x", "y", "z"]),
        ("a list", "", []),
        ("a node(Firearm)", GUN, GUN),
        ("a node", GUN, GUN),
    ],
)
def test_what_was_typed_becomes_a_value_of_its_kind(line: str, typed: str, bound: object) -> None:
    assert value(line, typed) == bound
    assert type(value(line, typed)) is type(bound)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("a text", ""),
        ("a text", "x" * 501),
        ("a number", "12.5"),
        ("a number", "9223372036854775808"),
        ("a number", "many"),
        ("a decimal", "1/2"),
        ("a decimal", "1e999999"),
        ("a decimal", "-1e400"),
        ("a decimal", "NaN"),
        ("a decimal", "Infinity"),
        ("a date", "29/02/2024"),
        ("a date", "2023-02-29"),
        ("a choice(AZ, TX)", "NM"),
        ("a choice(AZ, TX)", ""),
        ("a node(Firearm)", "person_095aae5581453b0b1ba65f5b4d8e59a9"),
        ("a node", "nothing"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_with_a_remedy(line: str, typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        value(line, typed)
    assert set(caught.value.fields) == {"a"}
    assert caught.value.fields["a"].en != caught.value.fields["a"].es
    assert typed not in caught.value.fields["a"].en or not typed


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        bind(read_parameters(["a number", "b date", "c text = fine"]), {"a": "x", "b": "y"})
    assert set(caught.value.fields) == {"a", "b"}


@pytest.mark.parametrize(
    "line",
    [
        "Since date",
        "since",
        "since dates",
        "1a text",
        "a choice",
        "a choice()",
        "a node(Gun)",
        "a text; b text",
        "a = 1",
    ],
)
def test_a_line_that_declares_nothing_is_refused(line: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_parameters([line])
    assert set(caught.value.fields) == {"parameters"}


def test_a_name_stands_once_and_there_are_not_too_many() -> None:
    with pytest.raises(Invalid):
        read_parameters(["a text", "a number"])
    with pytest.raises(Invalid):
        read_parameters([f"a{number} text" for number in range(13)])
    assert read_parameters(["", "  ", "a text"]) == (Parameter(name="a", kind=ParameterKind.TEXT),)


def test_a_query_uses_nothing_that_it_does_not_declare() -> None:
    check_used("RETURN $a, $b", read_parameters(["a text", "b text", "c text"]))
    with pytest.raises(Invalid) as caught:
        check_used("RETURN $a, $serial", read_parameters(["a text"]))
    assert "$serial" in caught.value.say.en
    assert "$a," not in caught.value.say.en


@given(
    name=st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True),
    kind=st.sampled_from(["text", "number", "decimal", "date", "yes", "list"]),
    usual=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 .-]{0,10}[A-Za-z0-9]|", fullmatch=True),
)
@settings(max_examples=60, deadline=None)
def test_a_declaration_is_written_down_as_it_was_read(name: str, kind: str, usual: str) -> None:
    read = one(f"{name} {kind}" + (f" = {usual}" if usual else ""))
    assert one(read.line) == read
