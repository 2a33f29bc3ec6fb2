"""What is decided about a chart before it is stored: title, marking, codes of the records behind its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid
from ironriver.model.marking import Handling, Marking, Tlp
from ironriver.search.chart import join_codes
from ironriver.search.chart_told import told_twice
from ironriver.search.saving_charts import _saved_since, _strictest, titled
from tests.web.test_first_chart import BOUGHT, SOLD_GUN, SOLD_TO

MARKS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["", "tiahrt", "grand_jury", "28cfr23,tiahrt"])), max_size=6
)
CASE = Marking(holding="us-tpd", tlp=Tlp.GREEN, handling="orcon")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Two   buyers ", "Two buyers"), ("Ñandú\n1", "Ñandú 1"), ("x" * 120, "x" * 120)],
)
def test_a_title_is_one_line_without_blanks_around_it(typed: str, kept: str) -> None:
    assert titled(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "x" * 121])
def test_a_title_that_is_none_or_too_long_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        titled(typed)
    assert set(refused.value.fields) == {"title"}
    assert refused.value.say.en != refused.value.say.es


@given(MARKS)
def test_the_marking_is_never_wider_than_anything_on_the_chart(marks: list[tuple[int, str]]) -> None:
    found = _strictest(CASE, marks)
    codes = set(found.handling.split(","))
    assert found.holding == CASE.holding
    assert int(found.tlp) == max([int(CASE.tlp), *(tlp for tlp, _ in marks)])
    assert all(set(filter(None, handling.split(","))) <= codes for _, handling in marks)
    assert Handling.ORCON.value in codes


@given(MARKS)
def test_the_order_in_which_a_chart_is_read_does_not_change_its_marking(marks: list[tuple[int, str]]) -> None:
    assert _strictest(CASE, marks) == _strictest(CASE, marks[::-1])


@pytest.mark.parametrize(
    ("codes", "joined"),
    [([], ""), (["", ""], ""), (["tiahrt", "28cfr23,tiahrt"], "28cfr23,tiahrt"), (["orcon"], "orcon")],
)
def test_codes_of_several_records_are_one_sorted_list(codes: list[str], joined: str) -> None:
    assert join_codes(codes) == joined


def test_who_saved_first_is_named_in_both_languages() -> None:
    said = _saved_since({"saved_by_name": "R. Ohlsson", "n": 3}).say
    assert said.en.startswith("R. Ohlsson saved version 3")
    assert said.es.startswith("R. Ohlsson guardó la versión 3")


def test_a_line_that_the_chain_tells_is_not_counted_as_missing() -> None:
    assert told_twice([SOLD_GUN, SOLD_TO, BOUGHT]) == [SOLD_GUN.id]
    assert told_twice([SOLD_GUN, BOUGHT]) == []
