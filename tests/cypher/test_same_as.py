"""Records held to be one thing: how far a page follows them; hidden ones change nothing; what is held back."""

from __future__ import annotations

import pytest

from ironriver import search
from ironriver.errors import Invalid, NotFound
from ironriver.graph import Catalogue, Database
from ironriver.search.asking import MAX_MEMBERS, SAME_AS_ROUNDS
from tests.cypher.story import HIDDEN, OPEN, TOO_HIGH, Teller
from tests.cypher.worlds import Direct, narrow_actor, write
from tests.world import empty

ACTOR = narrow_actor()
DAY = {"date_precision": "day"}
LONG = SAME_AS_ROUNDS + 3
MANY = MAX_MEMBERS + 10


@pytest.fixture(scope="module")
def ledger(open_database: Database, catalogue: Catalogue) -> Direct:
    """Chains and crowds of records, one held-back result, one theft before the sale."""
    empty(open_database, catalogue)
    t = Teller()
    t.add("Source", "trace", name="Results", kind="traces", received="2026-01-01T00:00:00.000000Z")
    joined(t)
    held_back(t)
    persons(t)
    write(t.graph, open_database, catalogue)
    return Direct(open_database, catalogue)


def joined(t: Teller) -> None:
    for number in range(LONG):
        t.add("Firearm", f"c{number}", serial=f"CHAIN{number}", canonical=f"CHAIN{number}")
        if number:
            t.tie("SAME_AS", f"firearm_c{number - 1}", f"firearm_c{number}")
    t.add("Firearm", "crowd", serial="CROWD", canonical="CROWD")
    for number in range(MANY):
        t.add("Firearm", f"m{number:02}", serial="CROWD", canonical="CROWD")
        t.tie("SAME_AS", f"firearm_m{number:02}", "firearm_crowd")
    for name, marking in (("ring_a", OPEN), ("ring_b", OPEN), ("ring_c", OPEN), ("behind", OPEN), ("wall", HIDDEN)):
        t.add("Firearm", name, marking, serial=name, canonical=name.upper())
    for start, end in (("ring_a", "ring_b"), ("ring_b", "ring_c"), ("ring_c", "ring_a")):
        t.tie("SAME_AS", f"firearm_{start}", f"firearm_{end}")
    t.tie("SAME_AS", "firearm_ring_a", "firearm_wall", HIDDEN)
    t.tie("SAME_AS", "firearm_wall", "firearm_behind", HIDDEN)
    t.tie("SAME_AS", "firearm_ring_b", "firearm_behind", TOO_HIGH)


def held_back(t: Teller) -> None:
    """A result that contradicts the exhibit, one that agrees, and one sale that both of them name."""
    t.add("Firearm", "held", serial="HELD1", canonical="HELD1")
    t.add("Recovery", "held", date="2025-12-02", **DAY)
    t.tie("OF", "recovery_held", "firearm_held")
    for name, day in (("only_held", "2025-01-01"), ("good", "2025-08-14"), ("both", "2025-09-01")):
        t.add("Dealer", name, key="7-86-00001", name=name)
        t.add("Purchase", name, dealer_id=f"dealer_{name}", date=day, **DAY)
        t.tie("OF", f"purchase_{name}", "firearm_held")
        t.tie("SOLD_BY", f"purchase_{name}", f"dealer_{name}")
    for name, held, sales in (("bad", True, ("only_held", "both")), ("fine", False, ("good", "both"))):
        t.add("TraceRequest", name, number=name, date="2025-12-10")
        t.add("TraceResult", name, outcome="purchaser_identified", held_back=held)
        t.tie("ABOUT", f"trace_{name}", "firearm_held")
        t.tie("ANSWERS", f"result_{name}", f"trace_{name}")
        for sold in sales:
            t.tie("NAMES", f"result_{name}", f"purchase_{sold}")


def persons(t: Teller) -> None:
    t.add("Person", "one", name="Whitcombe, Dale R.", dob="1990-01-01")
    t.add("Person", "two", name="Whitcomb, Dale")
    t.add("Person", "secret", TOO_HIGH, name="Whitcombe, Secret")
    t.tie("SAME_AS", "person_one", "person_two")
    t.tie("SAME_AS", "person_two", "person_secret", TOO_HIGH)
    for number, who in enumerate(("one", "two", "two", "secret")):
        marking = TOO_HIGH if who == "secret" else OPEN
        t.add("Firearm", f"b{number}", marking, serial=f"B{number}", canonical=f"B{number}")
        t.add("Purchase", f"b{number}", marking, date=f"2025-0{number + 1}-01", **DAY)
        t.tie("OF", f"purchase_b{number}", f"firearm_b{number}", marking)
        t.tie("BOUGHT", f"person_{who}", f"purchase_b{number}", marking)
    t.add("Recovery", "b", date="2025-12-02", **DAY)
    t.tie("OF", "recovery_b", "firearm_b1")
    t.tie("POSSESSED", "person_two", "recovery_b")
    t.add("ProtectedTraits", "one", race="W", sex="M")
    t.tie("OF", "traits_one", "person_one")


def members(page: search.FirearmPage) -> list[str]:
    return [page.firearm.id, *(member.id for member in page.members)]


def test_a_chain_is_followed_to_its_named_end_and_no_further(ledger: Direct) -> None:
    page = search.firearm_page(ACTOR, "firearm_c0", ledger=ledger)
    assert members(page) == [f"firearm_c{number}" for number in range(SAME_AS_ROUNDS + 1)]
    middle = search.firearm_page(ACTOR, f"firearm_c{LONG // 2}", ledger=ledger)
    assert set(members(middle)) == {f"firearm_c{number}" for number in range(LONG)}


def test_a_ring_ends(ledger: Direct) -> None:
    asked = search.firearm_page(ACTOR, "firearm_ring_a", ledger=ledger)
    assert members(asked) == ["firearm_ring_a", "firearm_ring_b", "firearm_ring_c"]
    rounds = [shown for shown in asked.shown if shown.statement == "search.firearm_same_as"]
    assert len(rounds) <= 2


@pytest.mark.parametrize("start", ["a", "b", "c"])
def test_nothing_is_reached_through_what_is_hidden(ledger: Direct, start: str) -> None:
    assert "firearm_behind" not in members(search.firearm_page(ACTOR, f"firearm_ring_{start}", ledger=ledger))


def test_a_crowd_is_cut_and_the_page_still_opens(ledger: Direct) -> None:
    page = search.firearm_page(ACTOR, "firearm_crowd", ledger=ledger)
    assert len(members(page)) == MAX_MEMBERS
    assert members(page)[0] == "firearm_crowd"
    assert members(page)[1:] == sorted(members(page)[1:])


def test_sales_that_only_a_held_back_result_names_are_left_out(ledger: Direct) -> None:
    page = search.firearm_page(ACTOR, "firearm_held", ledger=ledger)
    assert page.held_back == 1
    dealers = [stop.thing.id for stop in page.chain.stops if stop.role == "dealer" and stop.thing]
    assert dealers == ["dealer_good", "dealer_both"]
    assert page.time_to_crime is not None
    assert (page.time_to_crime.sold, page.time_to_crime.days) == ("2025-08-14", 110)
    assert "2025-01-01" not in {fact.value for fact in page.facts}


def test_held_back_results_are_still_listed_as_traces(ledger: Direct) -> None:
    page = search.firearm_page(ACTOR, "firearm_held", ledger=ledger)
    assert {related.thing.id for related in page.traces} == {"trace_bad", "trace_fine"}


def test_a_person_is_told_over_all_visible_records(ledger: Direct) -> None:
    page = search.person_page(ACTOR, "person_one", ledger=ledger)
    assert [member.id for member in page.members] == ["person_two"]
    assert dict(page.roles) == {"possessor": 1, "purchaser_of_record": 3}
    assert [event.date for event in page.events] == ["2025-01-01", "2025-02-01", "2025-03-01", "2025-12-02"]
    assert search.person_page(ACTOR, "person_two", ledger=ledger).roles == page.roles


def test_marking_of_a_page_is_the_strictest_of_what_is_shown_and_not_of_what_is_hidden(ledger: Direct) -> None:
    assert search.person_page(ACTOR, "person_one", ledger=ledger).tlp == OPEN["tlp"]


def test_protected_traits_stand_nowhere_on_a_persons_page(ledger: Direct) -> None:
    page = search.person_page(ACTOR, "person_one", ledger=ledger)
    assert "traits" not in repr(page).lower().replace("portraits", "")
    assert not {fact.key for fact in page.facts} & {"race", "sex", "ethnicity", "height", "weight", "ssn"}


@pytest.mark.parametrize(
    ("case", "purpose", "missing"),
    [("", "", {"case", "purpose"}), ("case_1", "", {"purpose"}), ("", "oversight", {"case"})],
)
def test_a_persons_page_needs_case_and_purpose(ledger: Direct, case: str, purpose: str, missing: set[str]) -> None:
    nobody = narrow_actor(case=case, purpose=purpose)
    for open_ in (search.person_page, search.chart_start, search.link_counts, search.facts_of_node):
        with pytest.raises(Invalid) as caught:
            open_(nobody, "person_one", ledger=ledger)
        assert set(caught.value.fields) == missing
    with pytest.raises(Invalid):
        search.facts_of_edge(nobody, "person_bought_of_firearm", "person_one", "firearm_b0", ledger=ledger)


def test_refused_before_looking(ledger: Direct) -> None:
    """Without a case the answer is the same for a person who exists, one who is hidden and one who does not."""
    nobody = narrow_actor(case="", purpose="")
    said = set()
    for id_ in ("person_one", "person_secret", "person_nowhere"):
        with pytest.raises(Invalid) as caught:
            search.person_page(nobody, id_, ledger=ledger)
        said.add(caught.value.say)
    assert len(said) == 1


@pytest.mark.parametrize("id_", ["person_secret", "person_nowhere", "firearm_c0", "", "person_"])
def test_hidden_absent_and_of_another_kind_look_the_same(ledger: Direct, id_: str) -> None:
    with pytest.raises(NotFound):
        search.person_page(ACTOR, id_, ledger=ledger)
