"""What a person types, before anything is asked: prefixes, keys of pages, the neighbourhood of a serial."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid
from ironriver.search import PREFIXES
from ironriver.search.dealers import read_key
from ironriver.search.finding import MAX_TEXT, read_text
from ironriver.search.lucene import MAX_WORDS, escape, name_query, name_rank, near_name_query, wildcard, words_of
from ironriver.search.serials import (
    LONGEST_SLIP,
    PROPOSALS,
    SHORTEST_FRAGMENT,
    _asks,
    _swapped,
    _wildcard_asks,
    _with_open,
)

serials = st.text(alphabet="ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
@pytest.mark.parametrize("form", ["{}:x y", " {} : x y ", "{}:\tx y\n"])
def test_every_prefix_is_read_in_any_case(prefix: str, form: str) -> None:
    for word in (prefix, prefix.upper(), prefix.title()):
        assert read_text(form.format(word)) == (PREFIXES[prefix], "x y")


def test_what_stands_behind_the_first_colon_is_the_term() -> None:
    assert read_text("serial: A:B") == ("serial", "A:B")
    assert read_text("dealer: serial: x") == ("dealer", "serial: x")


def test_a_prefix_is_read_with_the_accent_that_its_word_has() -> None:
    assert read_text("teléfono: 662 555 0142") == ("phone", "662 555 0142")
    assert read_text("TELÉFONO:1") == read_text("telefono:1") == ("phone", "1")


@pytest.mark.parametrize("text", ["12:30", "7-86:x", "a1: x", "°: x", ": x", "9mm: Luger"])
def test_a_colon_behind_figures_or_signs_makes_no_prefix(text: str) -> None:
    assert read_text(text) == ("", text)


@pytest.mark.parametrize(("length", "taken"), [(1, True), (MAX_TEXT, True), (MAX_TEXT + 1, False)])
def test_the_longest_text_that_is_searched(length: int, taken: bool) -> None:
    if taken:
        assert read_text("x" * length) == ("", "x" * length)
        assert read_text(" " * 500 + "x" * length) == ("", "x" * length), "blanks around it do not count"
    else:
        with pytest.raises(Invalid) as caught:
            read_text("x" * length)
        assert str(MAX_TEXT) in caught.value.say.en
        assert str(MAX_TEXT) in caught.value.say.es


@pytest.mark.parametrize("text", ["colour: red", "serials: x", "persona:", "ffl:  "])
def test_an_unknown_or_empty_prefix_is_named_and_the_known_ones_listed(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_text(text)
    for words in (caught.value.say.en, caught.value.say.es):
        assert text.partition(":")[0] + ":" in words
        assert "serial:" in words


def test_an_accent_makes_no_prefix_but_a_name() -> None:
    assert read_text("sérial: x") == ("", "sérial: x")


@given(st.text(max_size=30), st.text(max_size=30))
def test_page_keys_survive_their_own_form(date: str, id_: str) -> None:
    key = f"{date}~{id_}"
    if "~" in date:
        return  # no date has one: the first one ends it
    if not id_:
        with pytest.raises(Invalid):
            read_key(key)
    else:
        assert read_key(key) == (date, id_)


# ---- the neighbourhood of a serial ----------------------------------------------------------------------------


@given(serials)
def test_a_swapped_pair_can_be_swapped_back(serial: str) -> None:
    for other in _swapped(serial):
        assert sorted(other) == sorted(serial)
        assert serial in set(_swapped(other))
    assert len(list(_swapped(serial))) == len(serial) - 1


@given(serials)
def test_open_positions_are_one_or_two_and_all_of_them(serial: str) -> None:
    found = list(_with_open(serial))
    n = len(serial)
    assert len(found) == len(set(found)) == n + n * (n - 1) // 2
    for one in found:
        assert len(one) == n
        assert all(a in (b, "?") for a, b in zip(one, serial, strict=True))


@given(serials)
def test_what_is_asked_of_exact_indexes_stays_small(serial: str) -> None:
    asks = _asks(serial)
    usual = asks.get("search.firearm_candidates")
    assert (usual is not None) is (SHORTEST_FRAGMENT <= len(serial) <= LONGEST_SLIP)
    slips, near = (
        (usual["canonicals"], usual["near"])
        if usual
        else (asks[f"search.firearm_by_{index}"]["canonicals"] for index in ("canonical", "reading"))
    )
    assert serial in slips
    assert serial in near
    assert slips == sorted(set(slips))
    assert len(slips) <= 1_500
    assert len(near) <= 400
    assert all(params["limit"] == PROPOSALS for params in asks.values())
    # A longer serial asks for its fragment apart; a short one stands in nearly every other.
    assert usual is not None or ("search.firearm_by_fragment" in asks) is (len(serial) >= SHORTEST_FRAGMENT)


@pytest.mark.parametrize(
    ("pattern", "run", "fragment"),
    [("T?F*", "T", False), ("TKF*", "TKF", True), ("*", "", False), ("?2045", "2045", True)],
)
def test_short_runs_of_a_pattern_are_no_fragment(pattern: str, run: str, fragment: bool) -> None:
    asks = _wildcard_asks(pattern, run)
    assert ("search.firearm_by_reading_fragment" in asks) is fragment
    assert asks["search.firearm_by_canonical"]["canonicals"] == [pattern]


# ---- names ----------------------------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_all_words_are_asked_for_and_no_more_than_the_most(text: str) -> None:
    query = name_query(text)
    assert query.count(" AND ") < MAX_WORDS
    assert bool(query) is bool(near_name_query(text))
    assert len(words_of(text)) <= MAX_WORDS


@given(st.text(alphabet="abcÁñ '-", min_size=1, max_size=20))
def test_a_name_ranks_before_every_other_for_itself(name: str) -> None:
    assert name_rank(name, name) <= name_rank(name, "zzz qqq")


@pytest.mark.parametrize("word", ["and", "AND", "Or", "not", "TO"])
def test_words_of_the_index_are_escaped_in_any_case(word: str) -> None:
    assert escape(word) == "\\" + word


@pytest.mark.parametrize("word", ["andy", "orlando", "knot", "tor", "", "x"])
def test_other_words_are_not(word: str) -> None:
    assert escape(word) == word


@given(st.text(max_size=30))
def test_wildcards_are_the_only_signs_left_open(text: str) -> None:
    plain = text.replace("?", "").replace("*", "")
    assert wildcard(text).count("?") == text.count("?")
    if not set(text) & set("?*"):
        assert wildcard(text) == "".join(escape(char) for char in plain)
