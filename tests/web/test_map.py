"""Maps and timelines: figures with their wholes, small numbers folded, GeoJSON that holds, gaps, both languages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from ironriver import search
from ironriver.access.accounts import find_account
from ironriver.search import ChartContents, ChartDraft, Placed
from ironriver.search.geojson import faults
from tests.web.site import Browser, Site

YEARS = "first=2000&last=2030"


@pytest.fixture(scope="module")
def analyst(site: Site) -> Browser:
    return site.browser("ohlsson")


@pytest.fixture(scope="module")
def on_case(site: Site) -> Browser:
    return site.browser("marchetti", case=True)


@pytest.fixture(scope="module")
def case_id(site: Site) -> str:
    """The case, with a chart of two of the story's guns saved under it."""
    account = find_account(site.platform.ledger, login="marchetti")
    assert account is not None
    case = next(one.id for one in account.cases if one.number == "IR-2026-0417")
    who = replace(account.as_actor(origin="test"), case=case, purpose="crim_933")
    guns = [Placed(id=site.firearm(serial), x=at, y=0.0) for at, serial in enumerate(("TKF12045", "TKF12051"))]
    contents = ChartContents(nodes=tuple(guns))
    draft = ChartDraft(title="Two guns", contents=contents)
    search.save_chart(who, draft, ledger=site.platform.ledger)
    return str(case)


def text_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:1200]
    return answer.get_data(as_text=True)


def data_of(browser: Browser, path: str) -> dict[str, Any]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:800]
    assert answer.mimetype == "application/geo+json"
    made: dict[str, Any] = answer.get_json(force=True)
    assert faults(made) == []
    assert "crs" not in made
    assert made["notice"]["en"]
    return made


def test_corridors_add_up_to_the_graph(site: Site, on_case: Browser) -> None:
    made = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}")
    rows = site.platform.database.read(
        "MATCH (t:TraceRequest {holding: 'us-tpd'}) RETURN t.source_state AS a, t.recovery_country AS c, "
        "t.recovery_state AS b"
    )
    assert made["denominators"]["asked"] == len(rows)
    assert sum(n for name, n in made["denominators"].items() if name != "asked") == len(rows)
    own = Counter(
        # One of the story's rows writes Chihuahua in another way.
        (row["a"], row["b"].replace("CHIH", "CHH"))
        for row in rows
        if row["a"] and row["b"] and (row["c"] != "US" or row["a"] != row["b"])
    )
    told = {(one["properties"]["from_id"][3:], one["properties"]["to_id"][3:]): one for one in made["features"]}
    assert {pair: one["properties"]["n"] for pair, one in told.items()} == dict(own)
    for one in made["features"]:
        assert one["properties"]["of"] == made["denominators"]["joined"]


def test_small_numbers_need_a_case_and_a_purpose(analyst: Browser, on_case: Browser) -> None:
    for path, key in (("corridors", "traces"), ("recoveries", "recoveries")):
        folded = data_of(analyst, f"/api/v1/{path}.geojson?{YEARS}")
        full = data_of(on_case, f"/api/v1/{path}.geojson?{YEARS}")
        assert all(one["properties"]["n"] >= search.FLOOR for one in folded["features"])
        assert any(one["properties"]["n"] < search.FLOOR for one in full["features"])
        shown = sum(one["properties"]["n"] for one in folded["features"])
        assert shown + folded["not_drawn"][key] == sum(one["properties"]["n"] for one in full["features"])
        assert not 0 < folded["not_drawn"][key] < search.FLOOR or not folded["features"]


def test_the_page_says_figures_with_their_whole_and_what_is_not_drawn(on_case: Browser) -> None:
    text = text_of(on_case, f"/map?{YEARS}")
    assert "They are not routes" in text
    assert re.search(r"\d+ of \d+ traces requested in these years join two different states", text)
    assert "without a known state of first sale" in text
    assert "Presumption of innocence" in text
    assert "places.corridors" in text
    assert len(re.findall(r'<tr data-id="', text)) == len(re.findall(r'<g class="corridor"', text)) > 0
    assert 'class="land land-us"' in text


def test_a_folded_page_names_no_small_corridor(analyst: Browser) -> None:
    text = text_of(analyst, f"/map?{YEARS}")
    assert all(int(n) >= search.FLOOR for n in re.findall(r'<td class="num key">(\d+)</td>', text))
    assert "are not named" in text


def test_limits_limit(on_case: Browser) -> None:
    abroad = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}&reach=abroad")
    within = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}&reach=within")
    assert all(not one["properties"]["to_id"].startswith("US") for one in abroad["features"])
    assert all(one["properties"]["to_id"].startswith("US") for one in within["features"])
    sonora = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}&place=MX-SON")
    assert sonora["features"]
    assert {one["properties"]["to_id"] for one in sonora["features"]} == {"MX-SON"}
    pistols = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}&type=P")
    whole = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}")
    assert 0 < pistols["denominators"]["asked"] < whole["denominators"]["asked"]
    assert data_of(on_case, "/api/v1/corridors.geojson?first=1990&last=1991")["features"] == []


@pytest.mark.parametrize("more", ["first=x", "first=2020&last=2019", "place=12", "reach=far", "type=ZZ"])
def test_a_limit_that_cannot_be_read(analyst: Browser, more: str) -> None:
    assert analyst.get(f"/map?{more}").status_code == 422
    assert analyst.get(f"/api/v1/corridors.geojson?{more}").status_code == 422


def test_pages_follow_each_other(on_case: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from ironriver.search import map_features

    whole = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}")["features"]
    monkeypatch.setattr(map_features, "PAGE_FEATURES", 3)
    found, after = [], ""
    while True:
        page = data_of(on_case, f"/api/v1/corridors.geojson?{YEARS}&after={after}")
        found += page["features"]
        after = page["next"]
        if not after:
            break
    assert [one["id"] for one in found] == [one["id"] for one in whole]
    assert on_case.get("/api/v1/corridors.geojson?after=nonsense").status_code == 422


def test_recoveries_say_how_rough_they_are(on_case: Browser) -> None:
    made = data_of(on_case, f"/api/v1/recoveries.geojson?{YEARS}")
    assert {one["properties"]["precision"] for one in made["features"]} <= {"city", "county", "state", "country"}
    told = made["denominators"]
    assert told["placed"] + told["unknown"] + made["not_drawn"]["recoveries"] == told["recoveries"]
    assert sum(one["properties"]["n"] for one in made["features"]) == told["placed"]
    names = {one["id"] for one in made["features"] if one["properties"]["precision"] == "city"}
    assert {"MX-SON/Hermosillo", "US-AZ/Tucson"} <= names
    text = text_of(on_case, f"/map?layer=recoveries&{YEARS}")
    assert "recoveries without a known place" in text
    assert 'class="place place-recovery' in text


def test_recoveries_keep_to_reach_and_type(on_case: Browser) -> None:
    """The file and the page hold the same: within and abroad are the whole, pistols are some of it."""

    def told(more: str) -> tuple[dict[str, int], set[str]]:
        made = data_of(on_case, f"/api/v1/recoveries.geojson?{YEARS}{more}")
        return made["denominators"], {one["id"] for one in made["features"]}

    (whole, everywhere), (here, within), (there, abroad) = (told(m) for m in ("", "&reach=within", "&reach=abroad"))
    assert here["placed"] + there["placed"] == whole["placed"]
    assert within | abroad == everywhere
    assert within
    assert abroad
    assert all(id_.startswith("US") for id_ in within)
    assert not any(id_.startswith("US") for id_ in abroad)
    pistols, none = (told(f"&type={code}")[0]["recoveries"] for code in ("P", "M"))
    assert 0 < pistols < whole["recoveries"]
    assert none < whole["recoveries"]
    text = text_of(on_case, f"/map?layer=recoveries&{YEARS}&reach=abroad")
    assert 'value="abroad" selected' in text
    assert "Tucson" not in text


def test_windows_leave_out_and_say_so(on_case: Browser) -> None:
    assert "Outside of this window" in text_of(on_case, f"/map?{YEARS}&window=caribbean")


def test_another_agency_sees_none_of_it(site: Site) -> None:
    made = data_of(site.browser("tamayo"), f"/api/v1/corridors.geojson?{YEARS}")
    assert made["features"] == []
    assert made["denominators"]["asked"] == 0


def test_who_may_not(site: Site, case_id: str) -> None:
    for login in ("auditor", "admin"):
        browser = site.browser(login)
        for path in ("/map", "/api/v1/corridors.geojson", "/api/v1/recoveries.geojson", f"/cases/{case_id}/map"):
            assert browser.get(path).status_code == 403


def test_the_map_of_a_case(on_case: Browser, case_id: str, site: Site) -> None:
    text = text_of(on_case, f"/cases/{case_id}/map")
    for serial in ("TKF12045", "TKF12051"):
        assert serial in text
    assert re.search(r"\d of 2 guns have a known place", text)
    made = data_of(on_case, f"/api/v1/cases/{case_id}/map.geojson")
    assert made["denominators"]["guns"] == 2 == len(made["features"])


def test_a_sale_that_a_held_back_result_names_is_not_drawn_as_this_guns(
    on_case: Browser, case_id: str, site: Site
) -> None:
    gun = site.firearm("TKF12045")
    held = (
        "MATCH (u:TraceResult)-[:NAMES]->(:Purchase)-[:OF]->(:Firearm {id: $gun}) "
        "SET u.held_back = $held RETURN count(u) AS n"
    )
    address = f"/api/v1/cases/{case_id}/map.geojson"

    def mark(*, value: bool | None) -> int:
        with site.platform.database.writing() as transaction:
            return int(transaction.run(held, {"gun": gun, "held": value})[0]["n"])

    def sold() -> str:
        features = data_of(on_case, address)["features"]
        return next(str(one["properties"]["sold"]) for one in features if one["id"] == gun)

    assert sold()
    assert mark(value=True)
    try:
        assert sold() == ""
    finally:
        mark(value=None)
    assert sold()


def test_hidden_and_absent_cases_look_the_same(site: Site, case_id: str) -> None:
    stranger = site.browser("arriaga")
    for room in ("map", "timeline"):
        hidden, absent = (stranger.get(f"/cases/{id_}/{room}") for id_ in (case_id, "case_none"))
        assert hidden.status_code == absent.status_code == 404


def test_in_spanish(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    browser.client.set_cookie("ironriver-language", "es")
    text = text_of(browser, f"/map?{YEARS}")
    assert "No son rutas" in text
    assert "Fuera del mapa" in text


# --- timelines ------------------------------------------------------------------------------------------------


def ids_in(text: str) -> set[str]:
    return set(re.findall(r'<tr data-id="([^"]+)"', text))


def test_each_recorded_event_of_a_gun_stands_on_its_timeline(site: Site, on_case: Browser) -> None:
    gun = site.firearm("TKF12045")
    text = text_of(on_case, f"/firearms/{gun}/timeline")
    rows = site.platform.database.read(
        "MATCH (f:Firearm {id: $id})<-[:OF|ABOUT]-(e:Purchase|Recovery|Shipment|Theft|TraceRequest) "
        "WHERE e.holding = 'us-tpd' RETURN e.id AS id UNION "
        "MATCH (f:Firearm {id: $id})-[:LEAD|HIT|EXCLUDED]->(e) RETURN e.id AS id",
        {"id": gun},
    )
    assert rows
    assert {row["id"] for row in rows} <= ids_in(text)


def test_the_leg_that_nobody_recorded_is_a_gap(site: Site, on_case: Browser) -> None:
    text = text_of(on_case, f"/firearms/{site.firearm('TKF12045')}/timeline")
    assert re.search(r"\d+ days; no source says who held it\.", text)
    assert '<g class="gap">' in text
    assert "Presumption of innocence" in text
    assert "timeline.sales" in text


def test_the_twin_holds_what_the_drawing_holds(on_case: Browser, case_id: str) -> None:
    text = text_of(on_case, f"/cases/{case_id}/timeline")
    drawn = set(re.findall(r'<g class="event [^"]+" data-id="([^"]+)"', text))
    assert drawn
    assert drawn <= ids_in(text)
    assert "TKF12045" in text
    assert "TKF12051" in text


def test_limits_of_a_timeline(site: Site, on_case: Browser, case_id: str) -> None:
    whole = ids_in(text_of(on_case, f"/cases/{case_id}/timeline"))
    sales = ids_in(text_of(on_case, f"/cases/{case_id}/timeline?lane=sold"))
    assert sales < whole
    assert all(id_.startswith("purchase_") for id_ in sales)
    one = ids_in(text_of(on_case, f"/cases/{case_id}/timeline?gun={site.firearm('TKF12045')}"))
    assert set() < one < whole
    late = text_of(on_case, f"/cases/{case_id}/timeline?since=2099-01-01")
    assert "No dated event within these limits" in late
    assert on_case.get(f"/cases/{case_id}/timeline?since=soon").status_code == 422


def test_persons_are_not_named_here(site: Site, on_case: Browser, case_id: str) -> None:
    names = site.platform.database.read(
        "MATCH (p:Person)-[:BOUGHT]->()-[:OF]->(:Firearm {canonical: 'TKF12045'}) RETURN p.name AS name"
    )
    text = text_of(on_case, f"/cases/{case_id}/timeline")
    assert names
    assert not [row["name"] for row in names if row["name"] in text]


def test_absent_guns_and_strangers(site: Site, on_case: Browser) -> None:
    assert on_case.get("/firearms/firearm_none/timeline").status_code == 404
    assert site.browser("tamayo").get(f"/firearms/{site.firearm('TKF12045')}/timeline").status_code == 404
    assert site.browser("auditor").get(f"/firearms/{site.firearm('TKF12045')}/timeline").status_code == 403


def test_charts_that_were_not_read_are_owned_up_to(
    site: Site, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = find_account(site.platform.ledger, login="marchetti")
    assert account is not None
    who = replace(account.as_actor(origin="test"), case=case_id, purpose="crim_933")
    assert not search.case_map(who, case_id, ledger=site.platform.ledger).cut
    monkeypatch.setattr("ironriver.search.case_guns.MOST_CHARTS", 0)
    for read in (search.case_map, search.timeline_of_case):
        assert read(who, case_id, ledger=site.platform.ledger).cut


def test_a_timeline_in_spanish(site: Site, case_id: str) -> None:
    browser = site.browser("marchetti", case=True)
    browser.client.set_cookie("ironriver-language", "es")
    text = text_of(browser, f"/cases/{case_id}/timeline")
    assert "Cronología" in text
    assert "ninguna fuente dice quién la tuvo" in text
