"""The one box on the story: every way to write a search in both languages, and what each may not find."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ironriver import search
from ironriver.errors import Invalid, NotAllowed
from ironriver.graph import Catalogue, Database
from ironriver.model.actor import Role
from ironriver.search import PREFIXES
from tests.cypher.story import tell
from tests.cypher.worlds import Direct, narrow_actor, write
from tests.world import empty

ACTOR = narrow_actor()
#: What is searched → a term that the story answers, and what must come first.
ANSWERS = {
    "serial": ("TKF12045", "firearm_a"),
    "dealer": ("7-86-01234", "dealer_p"),
    "person": ("whitcombe", "person_w"),
    "organisation": ("lakeshore", "organisation_box"),
    "trace": ("25-118822", "trace_1"),
    "phone": ("520 555 0142", "phone_one"),
    "plate": ("syn 4417", "vehicle_one"),
    "sale": ("MS-2025-1107", "multiple_1"),
}


@pytest.fixture(scope="module")
def ledger(open_database: Database, catalogue: Catalogue) -> Direct:
    """Asks the story."""
    empty(open_database, catalogue)
    write(tell(), open_database, catalogue)
    return Direct(open_database, catalogue)


def ids(found: search.Found) -> list[str]:
    return [hit.thing.id for group in found.groups for hit in group.hits]


def test_every_kind_of_search_is_answered_here() -> None:
    assert set(PREFIXES.values()) == set(ANSWERS)


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_each_prefix_finds_what_it_names(ledger: Direct, prefix: str) -> None:
    term, expected = ANSWERS[PREFIXES[prefix]]
    for text in (f"{prefix}:{term}", f"{prefix.upper()} :  {term} ", f" {prefix.title()}: {term}"):
        found = search.find(ACTOR, text, ledger=ledger)
        assert ids(found)[0] == expected
        assert (found.prefix, found.term) == (PREFIXES[prefix], term)
        assert found.read_as.en != found.read_as.es
        assert found.total == len(ids(found))
        assert len(found.shown) >= 1


def test_a_prefix_searches_nothing_else(ledger: Direct) -> None:
    assert ids(search.find(ACTOR, "dealer: whitcombe", ledger=ledger)) == []
    assert ids(search.find(ACTOR, "person: lakeshore", ledger=ledger)) == []
    assert ids(search.find(ACTOR, "trace: TKF12045", ledger=ledger)) == []


@pytest.mark.parametrize("text", ["5205550142", "(520) 555-0142", "+1 520.555.0142", "1-520-555-0142"])
def test_phones_are_found_however_written(ledger: Direct, text: str) -> None:
    assert ids(search.find(ACTOR, f"phone: {text}", ledger=ledger)) == ["phone_one"]


@pytest.mark.parametrize("text", ["7-86-01234", "786-01234", "78601234", "7-86-019-01-8A-01234", "786019018A01234"])
def test_licences_are_found_however_written(ledger: Direct, text: str) -> None:
    for asked in (text, f"ffl:{text}"):
        assert set(ids(search.find(ACTOR, asked, ledger=ledger))) >= {"dealer_p", "dealer_q"}, asked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T?F12045", {"firearm_a", "firearm_m", "firearm_w"}),
        ("TKF120?5", {"firearm_a"}),
        ("TKF*45", {"firearm_a"}),
        ("*88213", {"firearm_far"}),
        ("TKF12045*", {"firearm_a"}),
        ("NV?88213", set()),
        ("Z?Z*9", set()),
    ],
)
def test_patterns(ledger: Direct, text: str, expected: set[str]) -> None:
    got = set(ids(search.find(ACTOR, f"serial: {text}", ledger=ledger)))
    assert expected <= got if expected else got == set()


@pytest.mark.parametrize("text", ["?", "*", "???", "?*?", "--", "n/a", "unknown", "ninguna"])
def test_a_search_that_knows_no_position_is_told_so_and_asks_for_no_list(ledger: Direct, text: str) -> None:
    found = search.find(ACTOR, f"serial: {text}", ledger=ledger)
    assert found.total == 0


@pytest.mark.parametrize(
    ("swapped", "tier"), [("TKF12045", 1), ("tkf-12045", 2), ("TKF12O45", 2), ("TKF12054", 5), ("TKF1204", None)]
)
def test_tiers_come_best_first_and_say_why(ledger: Direct, swapped: str, tier: int | None) -> None:
    (group,) = [g for g in search.find(ACTOR, f"serial:{swapped}", ledger=ledger).groups if g.kind == "Firearm"]
    tiers = [hit.tier for hit in group.hits]
    assert tiers == sorted(tiers, key=lambda one: one or 0)
    assert all(hit.reasons and hit.reasons[0].en != hit.reasons[0].es for hit in group.hits)
    ours = next((hit for hit in group.hits if hit.thing.id == "firearm_a"), None)
    if tier:
        assert ours is not None
        assert ours.tier == tier


def test_a_bare_word_looks_among_names_and_says_that_it_left_persons_out(ledger: Direct) -> None:
    nobody = narrow_actor(case="", purpose="")
    found = search.find(nobody, "lakeshore", ledger=ledger)
    assert ids(found) == ["organisation_box"]
    assert [note.es for note in found.notes if "No se buscaron personas" in note.es]
    assert not any("person" in shown.statement for shown in found.shown)


def test_with_case_and_purpose_a_bare_word_looks_among_persons_too(ledger: Direct) -> None:
    found = search.find(ACTOR, "whitcombe", ledger=ledger)
    assert "person_w" in ids(found)
    assert found.notes == ()


@pytest.mark.parametrize("prefix", ["person", "persona", "phone", "telefono", "plate", "placa"])
@pytest.mark.parametrize(
    ("case", "purpose", "missing"),
    [
        ("", "", {"case", "purpose"}),
        ("case_1", "", {"purpose"}),
        ("", "crim_933", {"case"}),
        ("c", "idle", {"purpose"}),
    ],
)
def test_what_leads_to_a_person_needs_case_and_purpose(
    ledger: Direct, prefix: str, case: str, purpose: str, missing: set[str]
) -> None:
    with pytest.raises(Invalid) as caught:
        search.find(narrow_actor(case=case, purpose=purpose), f"{prefix}: 5205550142", ledger=ledger)
    assert set(caught.value.fields) == missing
    assert all(say.en != say.es for say in caught.value.fields.values())


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.CUSTODIAN, {"serial", "organisation", "trace", "sale"}),
        (Role.ANALYST, set(ANSWERS)),
        (Role.AUDITOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_roles_decide_what_may_be_searched(ledger: Direct, role: Role, allowed: set[str]) -> None:
    somebody = narrow_actor(roles=frozenset({role}))
    for wanted, (term, _) in ANSWERS.items():
        prefix = next(word for word, searched in PREFIXES.items() if searched == wanted)
        if wanted in allowed:
            assert search.find(somebody, f"{prefix}:{term}", ledger=ledger).total
        else:
            with pytest.raises(NotAllowed):
                search.find(somebody, f"{prefix}:{term}", ledger=ledger)


@pytest.mark.parametrize("text", ["TKF12045", "serial:TKF12045", "25-118822", "whitcombe", "7-86-01234"])
def test_a_search_shows_its_questions_with_the_text_that_ran(
    ledger: Direct, catalogue: Catalogue, text: str
) -> None:
    for shown in search.find(ACTOR, text, ledger=ledger).shown:
        assert shown.text == catalogue.statement(shown.statement).text
        assert shown.cut_id
        assert not {"holdings", "max_tlp", "tlps", "handlings"} & set(shown.params)


@pytest.mark.parametrize(
    "text", ["x" * 200, "Ñ" * 200, "a " * 100, "🔫", "\u202etxt", "1\n2", "'; DROP", "{}", "$id", "\\", "%00"]
)
def test_odd_texts_are_searched_or_refused_and_never_break(ledger: Direct, text: str) -> None:
    with contextlib.suppress(Invalid):
        assert not any("secret" in id_ for id_ in ids(search.find(ACTOR, text, ledger=ledger)))


def test_hidden_things_are_found_by_no_search(ledger: Direct) -> None:
    for text in (
        "TKF12045",
        "serial: TKF*",
        "person: whitcombe",
        "person: secret",
        "phone: 5205550142",
        "NOG-0212",
    ):
        assert not any("secret" in id_ for id_ in ids(search.find(ACTOR, text, ledger=ledger))), text


#: The index's own language, wildcards, words of it, signs that fold to others, and a little of the story.
SIGNS = [
    *"+-&|!(){}[]^\"~*?:\\/<>=.,;#%_' ",
    "AND ",
    "OR ",
    "NOT ",
    " TO ",
    "TKF",
    "O",
    "0",
    "ñ",
    "É",
    "ß",
    "\u200b",
    "ﬁ",
]
PREFIXED = st.sampled_from(["", "serial:", "dealer:", "person:", "maker:", "phone:", "plate:", "trace:", "sale:"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(prefix=PREFIXED, pieces=st.lists(st.sampled_from(SIGNS), min_size=1, max_size=14))
def test_nothing_that_can_be_typed_breaks_the_index(ledger: Direct, prefix: str, pieces: list[str]) -> None:
    """A query that Lucene cannot parse would be a failure of ours, shown to a person as such."""
    with contextlib.suppress(Invalid):
        found = search.find(ACTOR, prefix + "".join(pieces), ledger=ledger)
        assert not any("secret" in id_ for id_ in ids(found))
