"""Lines between drawn things: the phone that two purchasers share shows without expanding either of them again."""

from __future__ import annotations

import pytest

from tests.web.site import Browser, Site

SERIAL = "TKF12045"


def ids(site: Site, query: str) -> list[str]:
    return [str(row["id"]) for row in site.platform.database.read(query, {})]


@pytest.fixture(scope="module")
def shared(site: Site) -> dict[str, list[str]]:
    """Return a phone of several purchasers, those, and who sold to one of them."""
    phone = ids(
        site,
        "MATCH (f:Phone)<-[:HAS_PHONE]-(p:Person)-[:BOUGHT]->(:Purchase) WITH f, count(DISTINCT p) AS many "
        "WHERE many > 1 RETURN f.id AS id ORDER BY id LIMIT 1",
    )
    has = f"(:Phone {{id: '{phone[0]}'}})<-[:HAS_PHONE]-(p:Person)"
    people = ids(site, f"MATCH {has} RETURN DISTINCT p.id AS id ORDER BY id")
    sellers = ids(
        site,
        f"MATCH (p:Person {{id: '{people[0]}'}})-[:BOUGHT]->(:Purchase)-[:SOLD_BY]->(d:Dealer) "
        "RETURN DISTINCT d.id AS id ORDER BY id LIMIT 1",
    )
    return {"phone": phone, "people": people, "sellers": sellers}


def lines(browser: Browser, fresh: list[str], drawn: list[str]) -> set[tuple[str, str, str]]:
    answer = browser.call("/api/v1/chart/between", {"fresh": fresh, "drawn": drawn})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {(edge["link"], edge["from"], edge["to"]) for edge in answer.get_json()["edges"]}


def test_a_phone_that_comes_in_is_joined_with_everybody_drawn_who_has_it(site: Site, shared: dict[str, list[str]]):
    (phone,), people = shared["phone"], shared["people"]
    assert len(people) > 1
    found = lines(site.browser("marchetti", case=True), [phone], people)
    assert found == {("person_has_phone_phone", one, phone) for one in people}


def test_it_does_not_matter_which_end_came_last(site: Site, shared: dict[str, list[str]]):
    browser = site.browser("marchetti", case=True)
    people = shared["people"]
    last = lines(browser, people, shared["phone"])
    together = lines(browser, [*people, *shared["phone"]], [])
    assert {line for line in last if "phone" in line[0]} == {line for line in together if "phone" in line[0]}
    assert len({line for line in last if "phone" in line[0]}) == len(people)


def test_purchasers_that_come_in_are_joined_with_the_dealer_that_is_drawn(site: Site, shared: dict[str, list[str]]):
    found = lines(site.browser("marchetti", case=True), shared["people"], shared["sellers"])
    assert ("dealer_sold_by_bought_person", shared["sellers"][0], shared["people"][0]) in found


def test_what_is_drawn_already_is_not_asked_again(site: Site, shared: dict[str, list[str]]):
    assert lines(site.browser("marchetti", case=True), [], [*shared["people"], *shared["phone"]]) == set()


def test_without_a_case_no_line_says_whose_a_phone_is(site: Site, shared: dict[str, list[str]]):
    assert lines(site.browser("marchetti"), shared["phone"], shared["people"]) == set()


def test_hidden_absent_and_unreadable_ids_have_no_lines(site: Site, shared: dict[str, list[str]]):
    browser = site.browser("marchetti", case=True)
    assert lines(browser, ["phone_" + "0" * 32, "nothing", ""], shared["people"]) == set()
    assert lines(site.browser("sandoval", case=False), shared["phone"], shared["people"]) == set()


def test_more_than_a_chart_draws_is_refused_in_words(site: Site):
    many = [f"phone_{number:032d}" for number in range(1500)]
    answer = site.browser("marchetti", case=True).call("/api/v1/chart/between", {"fresh": many, "drawn": many})
    assert answer.status_code == 422
    assert "2,000" in answer.get_json()["message"]["es"]
