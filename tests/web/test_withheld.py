"""What pages, panes and the chart's API leave out about persons until a case and a purpose are chosen."""

from __future__ import annotations

import re

import pytest

from ironriver import search
from ironriver.access import find_account
from tests.web.site import Browser, Site

SERIAL = "TKF12045"
WITHHELD = "withheld until a case and a purpose are chosen"


def address_of_line(browser: Browser, site: Site) -> str:
    page = browser.get(f"/firearms/{site.firearm(SERIAL)}").get_data(as_text=True)
    parts = [part.split('"', 1)[0].replace("&amp;", "&") for part in page.split('href="/sources/')[1:]]
    lines = [f"/sources/{part}" for part in parts]
    return next(one for one in lines if "purchaser_name" in Desk(browser).cells(one))


class Desk:
    """Reads the cells of a line on a case, where all are open."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def cells(self, address: str) -> str:
        return self.browser.get(address).get_data(as_text=True)


def test_a_sources_line_shows_no_person_without_case_and_purpose(site: Site) -> None:
    address = address_of_line(site.browser("marchetti", case=True), site)
    open_page = site.browser("marchetti", case=True).get(address).get_data(as_text=True)
    assert "purchaser_dob" in open_page
    assert WITHHELD not in open_page
    page = site.browser("marchetti").get(address).get_data(as_text=True)
    assert WITHHELD in page
    assert '<th scope="row">serial</th>' in page
    for column in ("purchaser_", "possessor_", "transferee_", "narrative", "vehicle_"):
        assert f'<th scope="row">{column}' not in page
    spoken = site.browser("noriega").get(address)
    assert spoken.status_code in (200, 404)


def test_a_chart_shows_a_persons_name_and_no_date_of_birth_without_a_case(site: Site) -> None:
    gun = site.firearm(SERIAL)
    asked = {"id": gun, "link": "person_bought_of_firearm", "direction": "in"}
    born = site.platform.database.read(
        "MATCH (x:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(:Firearm {id: $id}) RETURN x.dob AS dob, x.name AS name",
        {"id": gun},
    )[0]
    assert born["dob"]
    bare = site.browser("marchetti").call("/api/v1/chart/expand", asked).get_data(as_text=True)
    assert born["dob"] not in bare
    assert site.browser("marchetti").call("/api/v1/chart/expand", asked).get_json()["nodes"]
    on_case = site.browser("marchetti", case=True).call("/api/v1/chart/expand", asked).get_json()
    assert len(on_case["nodes"]) >= 1
    page = site.browser("marchetti").get(f"/firearms/{gun}").get_data(as_text=True)
    assert born["dob"] not in page


def test_a_phone_or_an_address_leads_to_no_person_without_a_case(site: Site) -> None:
    pairs = site.platform.database.read(
        "MATCH (x:Person)-[r:HAS_PHONE|HAS_ADDRESS]->(c) RETURN type(r) AS type, x.id AS person, c.id AS id, "
        "labels(c)[0] AS label LIMIT 200",
        {},
    )
    for kind in {pair["type"]: pair for pair in pairs}.values():
        link = f"person_{kind['type'].lower()}_{kind['label'].lower()}"
        asked = {"id": kind["id"], "link": link, "direction": "in"}
        assert site.browser("marchetti").call("/api/v1/chart/expand", asked).status_code == 422
        assert site.browser("marchetti", case=True).call("/api/v1/chart/expand", asked).status_code == 200


def test_properties_of_everything_on_a_firearms_page_hold_no_description(site: Site) -> None:
    account = find_account(site.platform.ledger, login="marchetti")
    assert account is not None
    page = search.firearm_page(account.as_actor(origin="test"), site.firearm(SERIAL), ledger=site.platform.ledger)
    persons = [stop.thing for stop in page.chain.stops if stop.thing and stop.thing.kind == "Person"]
    assert persons
    for person in persons:
        assert person.label
        assert person.second == ""
        assert set(person.properties) <= {"id", "name", "source_id", "line", "grade", "name_flags"}
    assert all("narrative" not in one.thing.properties for one in page.traces)


def test_a_list_of_which_only_the_first_rows_were_read_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = site.platform.database.read(
        "MATCH (x:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(:Firearm {canonical: $serial}) RETURN x.id AS id LIMIT 1",
        {"serial": SERIAL},
    )
    browser = site.browser("marchetti", case=True)
    whole = browser.get(f"/persons/{row['id']}").get_data(as_text=True)
    assert not re.search(r"first \d+ rows", whole)
    monkeypatch.setattr("ironriver.search.persons.PAGE_ROWS", 1)
    page = browser.get(f"/persons/{row['id']}").get_data(as_text=True)
    assert "first 1 rows" in page.partition("Where the person stands")[2]
    assert "first 1 rows; roles in records" in page
