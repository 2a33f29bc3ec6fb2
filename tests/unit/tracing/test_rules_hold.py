"""The rules over requests that nobody thought of: they never raise, always name a field, and their advice helps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ironriver.tracing.checking import RULES, Chance, check, needed_fields
from ironriver.tracing.findings import Grade, Request
from ironriver.tracing.schema import current_schema, routes
from tests.unit.tracing.test_request_cases import ALL, MX, TODAY, US, checked

FIELDS = list(current_schema().fields)
TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["²²²²", "9" * 5000, "٢٠٢٦", "1955", "NONE", "??", "0", "MX", "US", "\x00", "31/12/2026"]),
    st.integers(-(10**6), 10**30).map(str),
)
WHOLE = {"US": US, "MX": MX}


def request(country: str, values: dict[str, str]) -> Request:
    return Request(values=values, route=routes()[country], today=TODAY)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["US", "MX"]), st.dictionaries(st.sampled_from(FIELDS), TYPED, max_size=6))
def test_nothing_typed_makes_a_rule_raise(country: str, changes: dict[str, str]) -> None:
    found = check(request(country, WHOLE[country] | changes))
    places = [FIELDS.index(one.field) for one in found.findings]
    assert places == sorted(places), "in the order of the form"
    assert all(one.say.en and one.say.es for one in found.findings)
    assert 0 <= found.completeness.done <= found.completeness.needed
    assert 0 <= found.completeness.percent <= 100
    assert {one.chance for one in found.forecast} <= set(Chance)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["US", "MX"]), st.dictionaries(st.sampled_from(FIELDS), TYPED, max_size=6))
def test_blanks_around_what_is_typed_change_nothing(country: str, changes: dict[str, str]) -> None:
    typed = {name: value.replace("\x00", "") for name, value in (WHOLE[country] | changes).items()}
    spaced = {name: f"  {value}\t" for name, value in typed.items()}
    one, other = check(request(country, typed)), check(request(country, spaced))
    assert one.findings == other.findings


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=40), TYPED)
def test_a_field_that_the_form_does_not_have_changes_nothing(name: str, value: str) -> None:
    extra = {} if name in FIELDS else {name: value}
    assert check(request("US", US | extra)) == check(request("US", US))


@pytest.mark.parametrize("year", ["²²²²", "9" * 5000, "١٩٥٥", "½", "-1955", "1955.0", "0000"])
def test_a_year_that_is_no_year_is_said_and_forecasts_nothing(year: str) -> None:
    found = checked(US, "US", {"year_made": year})
    assert "too_old" not in {one.reason for one in found.forecast} or year == "١٩٥٥"
    assert "year_made" in {one.rule for one in found.findings} or year == "١٩٥٥"


@pytest.mark.parametrize(("year", "old"), [("1799", False), ("1800", True), ("1967", True), ("1968", False)])
def test_the_law_of_1968_is_the_border(year: str, old: bool) -> None:
    assert ("too_old" in {one.reason for one in checked(US, "US", {"year_made": year}).forecast}) is old


SUGGESTING = [case for case in ALL if any(one.suggestion for one in checked(*case[:3]).findings)]


@pytest.mark.parametrize(("base", "country", "changes", "_expected"), SUGGESTING)
def test_whatever_is_suggested_settles_what_it_was_suggested_for(base, country, changes, _expected) -> None:
    for one in checked(base, country, changes).findings:
        if one.suggestion:
            again = checked(base, country, changes | {one.field: one.suggestion})
            assert (one.field, one.rule) not in {(other.field, other.rule) for other in again.findings}


def test_enough_suggestions_are_tried() -> None:
    assert len(SUGGESTING) >= 10


@pytest.mark.parametrize("name", FIELDS)
def test_a_needed_field_left_empty_is_an_error_and_no_other_is(name: str) -> None:
    found = checked(US, "US", {name: ""})
    missing = {one.field for one in found.errors}
    assert missing == ({name} if name in needed_fields(request("US", US)) else set())


@pytest.mark.parametrize("name", FIELDS)
def test_the_longest_text_of_every_field_is_the_same(name: str) -> None:
    fits, over = (checked(US, "US", {name: "x" * length}) for length in (2000, 2001))
    assert "too_long" not in {one.rule for one in fits.of(name)}
    (long,) = [one for one in over.of(name) if one.rule == "too_long"]
    assert long.grade is Grade.ERROR
    assert "2000" in long.say.en
    assert "2000" in long.say.es


def test_every_rule_speaks_in_some_case() -> None:
    """A rule that no case makes speak is a rule that nobody has read."""
    silent = {
        rule.__name__
        for rule in RULES
        if not any(list(rule(request(country, base | changes))) for base, country, changes, _ in ALL)
    }
    assert silent == set()


@pytest.mark.parametrize("choice", [f for f in current_schema().fields.values() if f.choices], ids=lambda f: f.name)
def test_every_choice_of_the_list_is_accepted_in_both_languages(choice) -> None:
    for code, say in choice.choices:
        assert say.en
        assert say.es
        assert "no_such_choice" not in {one.rule for one in checked(US, "US", {choice.name: code}).of(choice.name)}
        worded = checked(US, "US", {choice.name: f"{code} "}).of(choice.name)
        assert "no_such_choice" not in {one.rule for one in worded}
