"""The page of paths and its call: the story from dealer and purchaser to Nogales, and every way it can say no."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.site import Site


def one(site: Site, query: str) -> str:
    return str(site.platform.database.read(query + " AS id ORDER BY id LIMIT 1", {})[0]["id"])


@pytest.fixture(scope="module")
def ends(site: Site) -> dict[str, str]:
    gun = "(:Firearm {canonical: 'TKF12045'})"
    return {
        "dealer": one(site, f"MATCH (d:Dealer)<-[:SOLD_BY]-(:Purchase)-[:OF]->{gun} RETURN d.id"),
        "buyer": one(site, f"MATCH (p:Person)-[:BOUGHT]->(:Purchase)-[:OF]->{gun} RETURN p.id"),
        "recovery": one(site, f"MATCH (r:Recovery)-[:OF]->{gun} RETURN r.id"),
        "gun": site.firearm("TKF12045"),
    }


def page(site: Site, start: str, end: str, login: str = "marchetti", case: bool = True, **more: Any) -> Any:
    address = "/paths?" + urlencode({"from": start, "to": end, **more}, doseq=True)
    return site.browser(login, case=case).get(address)


@pytest.mark.parametrize("start", ["dealer", "buyer"])
def test_the_story_in_time_order_with_its_unknown_leg(site: Site, ends: dict[str, str], start: str) -> None:
    answer = page(site, ends[start], ends["recovery"])
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "in time order" in text
    assert "No source says who held it" in text
    assert "110 days" in text
    assert 'data-style="unknown_leg"' in text
    assert "Weakest link: hop 3." in text
    assert "paths.shortest" in text
    assert "line=" in text


def test_no_way_calls_a_leg_unknown_over_a_recorded_sale(site: Site, ends: dict[str, str]) -> None:
    """From the dealer to where the gun was found: its shipment and its recovery have the sale between them."""
    place = one(site, "MATCH (:Firearm {canonical: 'TKF12045'})<-[:OF]-(:Recovery)-[:AT]->(p:Place) RETURN p.id")
    text = page(site, ends["dealer"], place, links=["chain", "contacts"]).get_data(as_text=True)
    assert "110 days" in text
    assert "147 days" not in text
    assert re.search(r"in time order\. \d of \d across a leg that no source describes\.", text)
    assert "skip a sale or theft that is recorded between the two" in text


def test_no_path_against_time_is_said_as_a_finding(site: Site, ends: dict[str, str]) -> None:
    text = page(site, ends["recovery"], ends["dealer"]).get_data(as_text=True)
    assert "No path within 6 hops under these limits" in text
    assert "data-style" not in text
    assert "data-style" in page(site, ends["recovery"], ends["dealer"], order="any").get_data(as_text=True)


def test_too_far_under_fewer_hops(site: Site, ends: dict[str, str]) -> None:
    text = page(site, ends["dealer"], ends["recovery"], hops=2).get_data(as_text=True)
    assert "No path within 2 hops" in text


def test_what_is_left_out_is_not_passed(site: Site, ends: dict[str, str]) -> None:
    text = page(site, ends["dealer"], ends["recovery"], without=ends["gun"]).get_data(as_text=True)
    assert "No path within 6 hops" in text


def test_in_spanish(site: Site, ends: dict[str, str]) -> None:
    browser = site.browser("marchetti", case=True)
    address = "/paths?" + urlencode({"from": ends["dealer"], "to": ends["recovery"]})
    browser.post("/look", {"language": "es", "back": "/"})
    text = browser.get(address).get_data(as_text=True)
    assert "Ninguna fuente dice quién la tuvo" in text
    assert "Vínculo más débil" in text
    assert "No source says" not in text


def test_an_empty_page_says_what_to_do(site: Site) -> None:
    text = site.browser("marchetti", case=True).get("/paths").get_data(as_text=True)
    assert "Name two ends." in text


def test_hidden_and_absent_look_the_same(site: Site, ends: dict[str, str]) -> None:
    absent = page(site, ends["dealer"], "recovery_" + "0" * 32)
    unreadable = page(site, ends["dealer"], "nothing")
    assert (absent.status_code, unreadable.status_code) == (404, 404)


@pytest.mark.parametrize("more", [{"most": 6}, {"hops": 7}, {"hops": "x"}, {"most": 0}, {"hops": "²"}])
def test_limits_out_of_range_are_refused_in_words(site: Site, ends: dict[str, str], more: dict[str, Any]) -> None:
    assert page(site, ends["dealer"], ends["recovery"], **more).status_code == 422


def test_twice_the_same_end_is_refused(site: Site, ends: dict[str, str]) -> None:
    assert page(site, ends["dealer"], ends["dealer"]).status_code == 422


def test_a_person_is_an_end_on_a_case_only(site: Site, ends: dict[str, str]) -> None:
    assert page(site, ends["buyer"], ends["recovery"], case=False).status_code != 200
    assert page(site, ends["dealer"], ends["recovery"], case=False).status_code == 200


def test_whose_a_phone_is_stays_closed_without_a_case(site: Site) -> None:
    phone = one(
        site,
        "MATCH (f:Phone)<-[:HAS_PHONE]-(p:Person)-[:BOUGHT]->(:Purchase) RETURN f.id",
    )
    gun = one(
        site,
        f"MATCH (:Phone {{id: '{phone}'}})<-[:HAS_PHONE]-(:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(g:Firearm) "
        "RETURN g.id",
    )
    more = {"links": ["chain", "contacts"], "order": "any"}
    assert "data-style" in page(site, phone, gun, **more).get_data(as_text=True)
    closed = page(site, phone, gun, case=False, **more).get_data(as_text=True)
    assert "data-style" not in closed
    assert "opens on a case and for a purpose only" in closed


def test_ends_are_looked_up_and_chosen(site: Site, ends: dict[str, str]) -> None:
    browser = site.browser("marchetti", case=True)
    first = browser.post("/paths", {"from": "TKF12045", "to": ends["recovery"]})
    assert ends["gun"] in first.get_data(as_text=True)
    chosen = browser.post("/paths", {"from": "TKF12045", "from_id": ends["gun"], "to": ends["recovery"]})
    assert chosen.status_code == 303
    assert ends["gun"] in chosen.headers["Location"]
    assert browser.get(chosen.headers["Location"]).status_code == 200
    assert "Nothing open to you matches" in browser.post("/paths", {"from": "QQQQ0000Z", "to": ""}).get_data(True)


def hidden_fields(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+_(?:was|said))" value="([^"]*)">', text))


def test_a_chosen_end_stays_while_its_words_do_and_is_called_by_them(site: Site, ends: dict[str, str]) -> None:
    browser = site.browser("marchetti", case=True)
    text = page(site, ends["dealer"], ends["gun"]).get_data(as_text=True)
    assert 'name="from" value="Palo Fierro Arms"' in text
    kept = hidden_fields(text)
    assert (kept["from_was"], kept["to_was"]) == (ends["dealer"], ends["gun"])
    again = browser.post("/paths", {"from": "Palo Fierro Arms", "to": "TKF12045", "hops": "3", **kept})
    assert again.status_code == 303
    assert ends["dealer"] in again.headers["Location"]
    # Other words are looked up anew, and the end that was kept is not asked for again.
    other = browser.post("/paths", {"from": "Palo Fierro Arms", "to": "TKF12054", **kept}).get_data(as_text=True)
    assert "Choose which one is meant" in other
    assert 'name="to_id"' in other
    assert 'name="from_id"' not in other
    assert hidden_fields(other) == {"from_was": ends["dealer"], "from_said": "Palo Fierro Arms"}


def test_the_only_candidate_is_chosen_already(site: Site, ends: dict[str, str]) -> None:
    browser = site.browser("marchetti", case=True)
    text = browser.post("/paths", {"from": "Palo Fierro Arms", "to": ends["gun"]}).get_data(as_text=True)
    assert f'name="from_id" value="{ends["dealer"]}" checked' in text
    assert "Name two ends" not in text


def test_where_no_hop_is_weaker_none_is_called_the_weakest(site: Site, ends: dict[str, str]) -> None:
    text = page(site, ends["dealer"], ends["gun"], most=1).get_data(as_text=True)
    assert "None is weaker than the others" in text
    assert "Weakest link" not in text
    assert ">weakest<" not in text
    (way,) = call(site, {"from": ends["dealer"], "to": ends["gun"], "most": 1}).get_json()["ways"]
    assert way["weakest"] is None


def call(site: Site, body: dict[str, Any]) -> Any:
    return site.browser("marchetti", case=True).call("/api/v1/paths", body)


def test_the_call_gives_what_the_page_shows(site: Site, ends: dict[str, str]) -> None:
    answer = call(site, {"from": ends["dealer"], "to": ends["recovery"], "most": 1})
    assert answer.status_code == 200
    (way,) = answer.get_json()["ways"]
    assert way["crosses_unknown"] is True
    assert way["hops"][way["weakest"]]["style"] == "unknown_leg"
    assert all(hop["line"] for hop in way["hops"])
    dates = [hop["date"] for hop in way["hops"] if hop["date"]]
    assert dates == sorted(dates)


def test_the_call_refuses_what_it_does_not_know(site: Site, ends: dict[str, str]) -> None:
    known = {"from": ends["dealer"], "to": ends["recovery"]}
    for wrong in ({"hops": 9}, {"links": ["all"]}, {"links": []}, {"why": "x"}, {"most": 6}):
        assert call(site, {**known, **wrong}).status_code == 422


def test_workbench_and_firearm_page_lead_here(site: Site, ends: dict[str, str]) -> None:
    browser = site.browser("marchetti", case=True)
    for address in (f"/firearms/{ends['gun']}", f"/workbench/thing/{ends['gun']}"):
        assert f"/paths?from={ends['gun']}" in browser.get(address).get_data(as_text=True)
