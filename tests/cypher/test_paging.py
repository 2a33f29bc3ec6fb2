"""Pages by key on the real engine: ties, ends, unions of records, hubs. Nothing twice, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ironriver import search
from ironriver.errors import Invalid, NotFound
from ironriver.graph import Catalogue, Database
from ironriver.search.dealers import PAGE
from tests.cypher.story import HIDDEN, TOO_HIGH, Teller
from tests.cypher.worlds import Direct, narrow_actor, write
from tests.world import empty

ACTOR = narrow_actor()
DAY = {"date_precision": "day"}
#: Sales of the two records of one licence: many on one day, so that the date alone decides no order.
SAME_DAY, OTHER_DAYS, SECOND_RECORD = 31, 12, 27
HUBS = {"under": 499, "at": 500, "over": 501}


@pytest.fixture(scope="module")
def ledger(open_database: Database, catalogue: Catalogue) -> Direct:
    """One dealer with many sales, three phones with about as many holders as a chart draws unasked."""
    empty(open_database, catalogue)
    t = Teller()
    sales(t)
    hubs(t)
    traces(t)
    rounds(t)
    write(t.graph, open_database, catalogue)
    return Direct(open_database, catalogue)


def sales(t: Teller) -> None:
    t.add("Source", "trace", name="Results", kind="traces", received="2026-01-01T00:00:00.000000Z")
    for name in ("p", "q", "r"):
        t.add("Dealer", name, key="7-86-01234", name="Palo Fierro")
    t.add("Dealer", "other", key="7-86-09999", name="Other")
    t.tie("SAME_AS", "dealer_q", "dealer_p")
    t.tie("SAME_AS", "dealer_r", "dealer_q")  # only reached through the second record
    for number in range(SAME_DAY):
        sell(t, f"same{number:03}", "p", "2025-08-14")
    for number in range(OTHER_DAYS):
        sell(t, f"day{number:03}", "p", f"2025-07-{number + 1:02}")
    for number in range(SECOND_RECORD):
        sell(t, f"two{number:03}", "q", "2025-08-14" if number % 3 else f"2025-06-{number + 1:02}")
    sell(t, "third", "r", "2025-08-14")
    sell(t, "undated", "q", None)
    sell(t, "elsewhere", "other", "2025-08-14")
    for number, marking in enumerate((HIDDEN, TOO_HIGH)):
        sell(t, f"hidden{number}", "p", "2025-08-14", marking)


def sell(t: Teller, name: str, dealer: str, day: str | None, marking: dict[str, Any] | None = None) -> None:
    given = {"date": day, **DAY} if day else {}
    mark = [marking] if marking else []
    t.add("Firearm", name, *mark, serial=name, canonical=name.upper(), maker="Norvik")
    t.add("Purchase", name, *mark, dealer_id=f"dealer_{dealer}", **given)
    t.tie("OF", f"purchase_{name}", f"firearm_{name}", *mark)
    t.tie("SOLD_BY", f"purchase_{name}", f"dealer_{dealer}", *mark)


def hubs(t: Teller) -> None:
    for number in range(max(HUBS.values())):
        t.add("Person", f"h{number:03}", name=f"Holder {number}")
    for name, many in HUBS.items():
        t.add("Phone", name, number=name, digits="5205550100")
        for number in range(many):
            t.tie("HAS_PHONE", f"person_h{number:03}", f"phone_{name}")
    # Hidden holders count for nobody who may not see them: the one at the limit stays there.
    for number in range(3):
        t.add("Person", f"hidden{number}", HIDDEN, name="Hidden")
        t.tie("HAS_PHONE", f"person_hidden{number}", "phone_at", HIDDEN)
        t.tie("HAS_PHONE", "person_h500", "phone_at", TOO_HIGH)


def rounds(t: Teller) -> None:
    """A gun sold by a dealer, three hundred ways out of the dealer and back, and two long ways round."""
    t.add("Dealer", "round", key="7-86-07777", name="Round")
    for name, dealer in (("first", "round"), ("zz1", "other"), ("zz2", "other"), ("zz3", "round")):
        t.add("Purchase", name, dealer_id=f"dealer_{dealer}")
        t.tie("SOLD_BY", f"purchase_{name}", f"dealer_{dealer}")
    t.add("Person", "zz", name="Zz")
    t.add("Firearm", "near", serial="near", canonical="NEAR", maker="Norvik")
    t.add("Firearm", "zz", serial="zz", canonical="ZZ", maker="Norvik")
    for purchase, gun in (("first", "near"), ("zz1", "near"), ("zz2", "zz"), ("zz3", "zz")):
        t.tie("OF", f"purchase_{purchase}", f"firearm_{gun}")
    for purchase in ("zz1", "zz2"):
        t.tie("BOUGHT", "person_zz", f"purchase_{purchase}")
    for number in range(150):
        t.add("Person", f"round{number:03}", name="Round")
        for time in ("a", "b"):
            name = f"round{number:03}{time}"
            t.add("Purchase", name, dealer_id="dealer_round")
            t.tie("BOUGHT", f"person_round{number:03}", f"purchase_{name}")
            t.tie("SOLD_BY", f"purchase_{name}", "dealer_round")


def traces(t: Teller) -> None:
    for number, day in enumerate(("2025-12-30", "2025-12-31", "2025-12-31", "2025-06-01", "2019-01-01")):
        status = (
            {"status": "complete", "outcome": "purchaser_identified"} if number % 2 else {"status": "submitted"}
        )
        t.add("TraceRequest", f"{number}", number=f"25-{number}", date=day, **status)
    t.add("TraceRequest", "hidden", HIDDEN, number="25-9", date="2025-12-31", status="complete")


def pages(ledger: Direct, dealer: str = "dealer_p") -> Iterator[search.DealerPage]:
    after = ""
    for _ in range(10):
        page = search.dealer_page(ACTOR, dealer, ledger=ledger, after=after)
        yield page
        after = page.next_after
        if not after:
            return
    pytest.fail("the pages have no end")


# ---- sales of a licence ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def all_pages(ledger: Direct) -> list[search.DealerPage]:
    return list(pages(ledger))


def test_every_sale_of_every_record_once(all_pages: list[search.DealerPage]) -> None:
    ids = [sale.id for page in all_pages for sale in page.sales]
    dated = SAME_DAY + OTHER_DAYS + SECOND_RECORD + 1
    assert len(ids) == len(set(ids)) == dated
    assert "purchase_third" in ids
    assert not {"purchase_undated", "purchase_elsewhere", "purchase_hidden0", "purchase_hidden1"} & set(ids)


def test_order_is_total_across_pages_and_records(all_pages: list[search.DealerPage]) -> None:
    keys = [(sale.date, sale.id) for page in all_pages for sale in page.sales]
    assert keys == sorted(keys, reverse=True)


def test_only_the_last_page_is_short_and_has_no_next(all_pages: list[search.DealerPage]) -> None:
    assert [len(page.sales) for page in all_pages[:-1]] == [PAGE] * (len(all_pages) - 1)
    assert 0 < len(all_pages[-1].sales) <= PAGE
    assert [bool(page.next_after) for page in all_pages] == [True] * (len(all_pages) - 1) + [False]


def test_a_page_ends_inside_a_day(all_pages: list[search.DealerPage]) -> None:
    """Otherwise this module proves nothing about ties."""
    assert all_pages[0].sales[-1].date == all_pages[1].sales[0].date == "2025-08-14"


def test_counts_are_those_of_the_union_on_every_page(all_pages: list[search.DealerPage]) -> None:
    dated = SAME_DAY + OTHER_DAYS + SECOND_RECORD + 1
    assert {(page.counts.sales, page.counts.undated_sales) for page in all_pages} == {(dated + 1, 1)}


def test_each_record_of_the_licence_leads_to_the_same_sales(ledger: Direct) -> None:
    told = [{sale.id for page in pages(ledger, id_) for sale in page.sales} for id_ in ("dealer_q", "dealer_r")]
    assert told[0] == told[1] == {sale.id for page in pages(ledger) for sale in page.sales}


def test_members_are_the_others(ledger: Direct) -> None:
    page = search.dealer_page(ACTOR, "dealer_q", ledger=ledger)
    assert (page.dealer.id, [member.id for member in page.members]) == ("dealer_q", ["dealer_p", "dealer_r"])


@pytest.mark.parametrize("after", ["0000-01-01~purchase_a", "~x", "~~"])
def test_a_key_behind_the_end_is_an_empty_page(ledger: Direct, after: str) -> None:
    page = search.dealer_page(ACTOR, "dealer_p", ledger=ledger, after=after)
    assert (page.sales, page.next_after) == ((), "")


@pytest.mark.parametrize("after", ["2025-08-14", "2025-08-14~", "nonsense", "x" * 201 + "~y", "~"])
def test_a_key_that_no_page_gave_out_is_refused(ledger: Direct, after: str) -> None:
    with pytest.raises(Invalid) as caught:
        search.dealer_page(ACTOR, "dealer_p", ledger=ledger, after=after)
    assert "primera página" in caught.value.say.es


def test_a_key_is_data_and_not_a_query(ledger: Direct) -> None:
    page = search.dealer_page(ACTOR, "dealer_p", ledger=ledger, after="2025-08-14' OR 1=1 //~x")
    assert all(sale.date <= "2025-08-14' OR 1=1 //" for sale in page.sales)


# ---- charts ---------------------------------------------------------------------------------------------------


def neighbours(ledger: Direct, limit: int) -> list[search.Expansion]:
    found, page = [], search.Page(limit=limit)
    while True:
        got = search.expand(ACTOR, "dealer_p", "dealer_sold_by_of_firearm", "out", ledger=ledger, page=page)
        found.append(got)
        if not got.next_after:
            return found
        page = search.Page(limit=limit, after=got.next_after)


@pytest.mark.parametrize("limit", [1, 7, 43, 200])
def test_a_chart_adds_every_neighbour_once_whatever_the_step(ledger: Direct, limit: int) -> None:
    got = neighbours(ledger, limit)
    ids = [node.id for one in got for node in one.nodes]
    assert len(ids) == len(set(ids)) == SAME_DAY + OTHER_DAYS
    assert {one.total for one in got} == {SAME_DAY + OTHER_DAYS}
    assert all(len(one.nodes) == len(one.edges) <= limit for one in got)
    lasts = [edge.last for one in got for edge in one.edges]
    assert lasts == sorted(lasts, reverse=True)


@pytest.mark.parametrize("limit", [0, -1, 201, 10_000])
def test_a_step_outside_the_bounds_is_refused(ledger: Direct, limit: int) -> None:
    with pytest.raises(Invalid):
        search.expand(
            ACTOR,
            "dealer_p",
            "dealer_sold_by_of_firearm",
            "out",
            ledger=ledger,
            page=search.Page(limit=limit),
        )


def test_steps_asked_as_one_group_are_the_steps_one_by_one(ledger: Direct) -> None:
    """Two things, several links, one more neighbour than a page holds, and a thing that is gone by now."""
    steps = [
        (id_, count)
        for id_ in ("dealer_p", "phone_under")
        for count in search.link_counts(ACTOR, id_, ledger=ledger).counts
    ]
    assert len(steps) > 2
    assert max(count.total for _, count in steps) > search.MOST
    gone = ("dealer_" + "0" * 32, steps[0][1])
    for most in (7, search.MOST):
        alone = [
            search.expand(ACTOR, id_, count.link, count.direction, ledger=ledger,
                          page=search.Page(limit=min(count.total, most)))
            for id_, count in steps
        ]  # fmt: skip
        told = [told_of(part) for part in search.expand_each(ACTOR, [*steps, gone], ledger=ledger, most=most)]
        assert told == [told_of(part) for part in alone]
    assert search.expand_each(ACTOR, [], ledger=ledger) == []


def told_of(part: search.Expansion) -> tuple[object, ...]:
    """All of a page but the list of questions behind it."""
    return part.id, part.link, part.direction, part.nodes, part.edges, part.total, part.next_after


@pytest.mark.parametrize(("name", "is_hub"), [("under", False), ("at", False), ("over", True)])
def test_the_hub_guard_begins_above_its_limit_and_counts_what_is_visible(
    ledger: Direct, name: str, is_hub: bool
) -> None:
    start = search.chart_start(ACTOR, f"phone_{name}", ledger=ledger)
    (count,) = [count for count in start.counts.counts if count.link == "person_has_phone_phone"]
    assert (count.total, count.is_hub, count.direction, count.kind) == (HUBS[name], is_hub, "in", "Person")
    assert start.counts.total == HUBS[name]


def test_a_line_says_whether_more_records_stand_behind_it(ledger: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "dealer_sold_by_bought_person", "dealer_round", "person_round000"
    whole = search.facts_of_edge(ACTOR, *line, ledger=ledger)
    assert (len(whole.records), whole.is_cut) == (2, False)
    monkeypatch.setattr("ironriver.search.chart.RECORDS", 1)
    part = search.facts_of_edge(ACTOR, *line, ledger=ledger)
    assert (part.records, part.is_cut) == (whole.records[:1], True)


def test_a_hub_is_still_shown_step_by_step(ledger: Direct) -> None:
    page = search.Page(limit=200)
    seen: list[str] = []
    for _ in range(3):
        got = search.expand(ACTOR, "phone_over", "person_has_phone_phone", "in", ledger=ledger, page=page)
        seen += [node.id for node in got.nodes]
        page = search.Page(limit=200, after=got.next_after)
    assert len(set(seen)) == len(seen) == HUBS["over"]
    assert got.next_after == ""


# ---- sources and traces ---------------------------------------------------------------------------------------


def test_windows_of_traces_widen_until_the_page_is_full(ledger: Direct) -> None:
    until = date(2026, 1, 1)
    shown = {n: search.recent_traces(ACTOR, ledger=ledger, until=until, limit=n) for n in (1, 3, 4, 5, 25)}
    assert {n: got.funnel.since for n, got in shown.items()} == {
        1: "2025-12-01",
        3: "2025-12-01",
        4: "2024-12-31",
        5: shown[5].funnel.since,
        25: shown[5].funnel.since,
    }
    assert shown[5].funnel.since < "1930"
    assert [len(got.rows) for got in shown.values()] == [1, 3, 4, 5, 5]


def test_denominators_are_of_the_window_and_not_of_the_page(ledger: Direct) -> None:
    funnel = search.recent_traces(ACTOR, ledger=ledger, until=date(2026, 1, 1), limit=1).funnel
    assert (funnel.asked, funnel.completed, funnel.purchaser_identified) == (3, 1, 1)


def test_ties_of_traces_are_ordered_by_id(ledger: Direct) -> None:
    got = search.recent_traces(ACTOR, ledger=ledger, until=date(2026, 1, 1), limit=3)
    assert [row.trace.id for row in got.rows] == ["trace_2", "trace_1", "trace_0"]


def test_sources_of_one_moment_are_paged_by_id(
    ledger: Direct, open_database: Database, catalogue: Catalogue
) -> None:
    t = Teller()
    for number in range(7):
        t.add("Source", f"t{number}", name=f"T{number}", kind="traces", received="2026-02-01T00:00:00.000000Z")
    write(t.graph, open_database, catalogue)
    seen, after = [], ""
    while True:
        got = search.sources(ACTOR, ledger=ledger, after=after, limit=3)
        seen += [source.id for source in got.sources]
        after = got.next_after
        if not after:
            break
    assert seen == [*(f"source_t{number}" for number in reversed(range(7))), "source_trace"]


@pytest.mark.parametrize("line", [0, -1, 10_000])
def test_a_line_that_made_nothing_is_not_found(ledger: Direct, line: int) -> None:
    with pytest.raises(NotFound):
        search.source_line(ACTOR, "source_trace", line, ledger=ledger)


def test_ways_out_of_an_end_and_back_hide_no_path(ledger: Direct) -> None:
    limits = search.Limits(in_time=False, most=5)
    told = search.find_paths(ACTOR, "firearm_near", "dealer_round", limits, ledger=ledger)
    back = search.find_paths(ACTOR, "dealer_round", "firearm_near", limits, ledger=ledger)
    ways = [[hop.end.id for hop in way.hops] for way in told.ways]
    assert ["purchase_zz1", "person_zz", "purchase_zz2", "firearm_zz", "purchase_zz3", "dealer_round"] in ways
    assert [len(way) for way in ways] == [2, 6, 6]  # by the person, and by the dealer of both other sales
    turned = [[*(hop.start.id for hop in reversed(way.hops))] for way in back.ways]
    assert sorted(turned) == sorted(ways)
