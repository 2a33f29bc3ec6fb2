"""Every page of the story as the investigator meets it, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest

from ironriver.access import find_account
from tests.web.site import Site

FRONT = Path(__file__).resolve().parents[2] / "platform" / "frontend" / "src"

SERIAL = "TKF12045"


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_home_shows_what_is_real(site: Site):
    page = text_of(site.browser("marchetti").get("/"))
    assert "Newest trace results" in page
    assert "IR-2026-0417" in page
    assert "purchaser known" in page  # the denominators stand before the list


@pytest.mark.parametrize("asked", ["TKF12045", "T?F12O45", "serial:tkf12045", "TKF120*"])
def test_a_half_read_serial_finds_the_gun(site: Site, asked: str):
    page = text_of(site.browser("marchetti").post("/search", {"text": asked}))
    assert SERIAL in page
    assert "Candidates only" in page
    assert "Show the query" in page


def test_search_says_how_it_read_the_text_and_what_it_did_not_find(site: Site):
    page = text_of(site.browser("marchetti").post("/search", {"text": "serial:QQQQ99887"}))
    assert "Nothing found" in page
    assert "What others hold may be more" in page


def test_search_as_a_part_has_no_frame(site: Site):
    browser = site.browser("marchetti")
    part = text_of(browser.post("/search", {"text": SERIAL}, headers={"HX-Request": "true"}))
    assert SERIAL in part
    assert "<html" not in part


def test_a_person_is_looked_for_on_a_case_only(site: Site):
    without = site.browser("marchetti").post("/search", {"text": "person:Whitcombe"})
    assert without.status_code == 422
    assert "needs a case and a purpose" in text_of(without)
    found = site.browser("marchetti", case=True).post("/search", {"text": "person:Whitcombe"})
    assert found.status_code == 200
    assert "Whitcombe" in text_of(found)


def test_the_firearm_page_keeps_the_unknown_leg_and_the_notice(site: Site):
    page = text_of(site.browser("marchetti").get(f"/firearms/{site.firearm(SERIAL)}"))
    assert "4 of 5 legs recorded" in page
    assert "No source says who held it" in page
    assert 'class="leg unknown"' in page
    assert "Time to crime 110 days" in page
    assert "in no way suggests that either the FFL or the first purchaser" in page
    assert "Whitcombe" in page or "WHITCOMBE" in page
    assert "suspect" not in page.lower()


def test_serial_cells_show_what_could_not_be_read(site: Site):
    page = text_of(site.browser("marchetti").get(f"/firearms/{site.firearm(SERIAL)}"))
    assert 'class="unread"' in page
    assert 'class="doubtful"' in page
    assert "Written with the letter O; read as zero." in page


def test_facts_lead_to_the_line_they_come_from(site: Site):
    browser = site.browser("marchetti")
    page = text_of(browser.get(f"/firearms/{site.firearm(SERIAL)}"))
    address = page.split('href="/sources/', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    line = text_of(browser.get(f"/sources/{address}"))
    assert "SHA-256" in line
    assert "Invented for the tests" in line


def test_the_dealer_page_carries_denominators(site: Site):
    page = text_of(site.browser("marchetti").get(f"/dealers/{dealer(site)}"))
    assert "Palo Fierro" in page
    assert "Sales recorded here" in page
    assert "Presumption of innocence" in page


def dealer(site: Site) -> str:
    rows = site.platform.database.read("MATCH (d:Dealer {key: '7-86-01234'}) RETURN d.id AS id")
    return str(rows[0]["id"])


@contextmanager
def more(site: Site, text: str) -> Iterator[None]:
    """More of something than a page lists, beside the ledger and gone again at the end; `$n` counts to forty."""
    marking = "holding: 'us-tpd', tlp: 2, handling: '', extra: true"
    with site.platform.database.writing() as transaction:
        transaction.run(text.replace("$marking", marking), {"dealer": dealer(site)})
    try:
        yield
    finally:
        with site.platform.database.writing() as transaction:
            transaction.run("MATCH (n {extra: true}) DETACH DELETE n")


def test_a_dealers_sales_go_on_on_a_second_page(site: Site):
    sales = (
        "MATCH (d:Dealer {id: $dealer}) UNWIND range(10, 49) AS n "
        "CREATE (p:Purchase {id: 'purchase_extra' + n, date: '1999-01-' + (n % 20 + 10), dealer_id: d.id, "
        "$marking}) "
        "CREATE (f:Firearm {id: 'firearm_extra' + n, canonical: 'EXTRA' + n, serial: 'EXTRA' + n, $marking}) "
        "CREATE (p)-[:OF {id: 'r_extra' + n, $marking}]->(f)"
    )
    browser = site.browser("marchetti")
    with more(site, sales):
        path, seen, pages = f"/dealers/{dealer(site)}", list[str](), 0
        while path:
            page = browser.get(path).get_data(as_text=True)
            seen += re.findall(r">(EXTRA\d\d)<", page)
            assert ("Newest sales" in page) == (pages > 0)
            pages += 1
            found = re.search(r'href="([^"]+)">Earlier sales<', page)
            path = unescape(found[1]) if found else ""
    assert pages > 1
    assert sorted(seen) == [f"EXTRA{n}" for n in range(10, 50)]
    assert browser.get(f"/dealers/{dealer(site)}?after=nonsense").status_code == 422


def test_imports_beyond_the_newest_are_reached(site: Site):
    batches = (
        "UNWIND range(10, 49) AS n CREATE (:Batch {id: 'batch_extra' + n, kind: 'traces', state: 'open', "
        "opened: '1999-01-01T00:00:' + n + 'Z', source_id: 'x', $marking})"
    )
    browser = site.browser("marchetti")
    with more(site, batches):
        page = browser.get("/imports").get_data(as_text=True)
        assert "The newest 25; there are more." in page
        path = unescape(re.search(r'href="([^"]+)">Show more<', page)[1])
        page = browser.get(path).get_data(as_text=True)
        assert all(f"batch_extra{n}" in page for n in range(10, 50))
        assert "Show more" not in page
    assert "there are more" not in browser.get("/imports?shown=nonsense").get_data(as_text=True)


def test_ones_own_job_is_found_behind_newer_ones_and_nobody_elses(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ironriver.jobs.store.LIST_LIMIT", 1)
    jobs, who = site.platform.jobs, find_account(site.platform.ledger, login="marchetti")
    made = [jobs.submit("import", who.id, {"file": f"{n}.csv", "source_id": f"s{n}"}) for n in range(2)]
    browser, other = site.browser("marchetti"), site.browser("ohlsson")
    assert browser.get(f"/imports/jobs/{made[0].id}").status_code == 200
    closed = [other.get(f"/imports/jobs/{id_}") for id_ in (made[0].id, "job_" + 16 * "0")]
    assert [one.status_code for one in closed] == [404, 404]
    assert browser.post(f"/imports/jobs/{made[0].id}/cancel").status_code == 303
    assert jobs.cancel(made[1].id).state.is_final


def test_a_person_page_needs_case_and_purpose(site: Site):
    person = site.one("Person")
    without = site.browser("marchetti").get(f"/persons/{person}")
    assert without.status_code == 422
    assert f'href="/cases?back=/persons/{person}"' in text_of(without), "and says where they are chosen"
    page = site.browser("marchetti", case=True).get(f"/persons/{person}")
    assert page.status_code == 200
    assert "never a judgement" in text_of(page)


def test_what_an_examiner_excluded_is_no_plain_line(site: Site):
    """A gun and a shooting that an examiner found not to belong together: a line without a word would join them."""
    browser = site.browser("marchetti", case=True)
    started = browser.call("/api/v1/chart/start", {"id": site.firearm("TKF11987")}).get_json()
    said = {edge["link"]: edge for edge in started["edges"] if "ballistic" in edge["link"]}
    excluded, lead = said["firearm_excluded_ballistic_event"], said["firearm_lead_ballistic_event"]
    assert (excluded["style"], excluded["label"]) == ("excluded", "excluded")
    assert (lead["style"], lead["label"]) == ("lead", "lead")
    assert "An examiner found that this firearm did not fire it." in browser.get(excluded["pane"]).text


def test_the_chart_starts_counts_and_expands(site: Site):
    browser = site.browser("marchetti", case=True)
    started = browser.call("/api/v1/chart/start", {"id": site.firearm(SERIAL)}).get_json()
    kinds = {node["kind"] for node in started["nodes"]}
    assert {"firearm", "recovery", "dealer", "person", "maker"} <= kinds
    leg = next(edge for edge in started["edges"] if edge["style"] == "unknown_leg")
    assert leg["from"] == site.firearm(SERIAL)  # from the gun to its recovery, as time runs
    assert leg["label"] == "110 days"
    counts = browser.call("/api/v1/chart/counts", {"id": dealer(site)}).get_json()
    sold = next(one for one in counts["counts"] if one["link"] == "dealer_sold_by_bought_person")
    part = browser.call(
        "/api/v1/chart/expand",
        {"id": dealer(site), "link": sold["link"], "direction": sold["direction"], "limit": 2},
    ).get_json()
    assert len(part["nodes"]) == min(2, sold["total"])
    assert part["total"] == sold["total"]
    assert part["left"] == max(sold["total"] - 2, 0)


def test_a_first_chart_waits_for_no_hub_and_its_numbers_come_when_asked_for(site: Site):
    browser, gun = site.browser("marchetti", case=True), site.firearm(SERIAL)
    started = browser.call("/api/v1/chart/start", {"id": gun}).get_json()
    nodes = {node["id"]: node for node in started["nodes"]}
    hubs = {id_ for id_, node in nodes.items() if node["kind"] in {"maker", "distributor", "dealer"}}
    assert hubs == set(started["later"])
    assert {id_ for id_, node in nodes.items() if node["total"] is None} == hubs
    shipped = {edge["id"]: edge for edge in started["edges"] if "shipped_by_shipped_to" in edge["link"]}
    assert {edge["from"] for edge in shipped.values()} | {edge["to"] for edge in shipped.values()} == hubs
    # Drawn by this gun's own shipments: one, and no word on how many else.
    assert {(edge["count"], edge["label"], edge["first"]) for edge in shipped.values()} == {(1, "", "")}
    # Nothing else that its shipments say is drawn beside them.
    assert not [edge for edge in started["edges"] if edge["link"].endswith(("shipped_by_of_firearm", "made_by"))]
    lines = browser.call("/api/v1/chart/between", {"fresh": started["later"], "drawn": []}).get_json()["edges"]
    counted = {edge["id"]: edge for edge in lines}
    assert shipped.keys() <= counted.keys()
    for id_ in shipped:
        sender, receiver = id_.split(":")[1:]
        true = site.platform.database.read(
            "MATCH (a {id: $a})<-[:SHIPPED_BY]-(s:Shipment)-[:SHIPPED_TO]->(b {id: $b}) "
            "RETURN count(s) AS n, min(s.date) AS d",
            {"a": sender, "b": receiver},
        )[0]
        assert (counted[id_]["count"], counted[id_]["first"]) == (true["n"], true["d"])
    for id_ in hubs:
        total = browser.call("/api/v1/chart/counts", {"id": id_}).get_json()["total"]
        drawn = sum(id_ in (edge["from"], edge["to"]) for edge in started["edges"])
        assert total >= drawn + nodes[id_]["told"] > drawn  # the gun's line to it is told by the chain


def test_panes_say_what_a_line_does_not_show(site: Site):
    browser = site.browser("marchetti", case=True)
    started = browser.call("/api/v1/chart/start", {"id": site.firearm(SERIAL)}).get_json()
    for edge in started["edges"]:
        pane = browser.get(edge["pane"])
        assert pane.status_code == 200, edge
        said = text_of(pane)
        order = ["What it means", "Source and grade", "Confirmed or lead", "What it does not show", "Sharing level"]
        places = [said.index(part) for part in order]
        assert places == sorted(places)


def test_the_things_pane_shows_counts_before_anything_is_drawn(site: Site):
    browser = site.browser("marchetti", case=True)
    assert "+" not in text_of(browser.get(f"/workbench/thing/{dealer(site)}"))[:200]
    counts = text_of(browser.get(f"/workbench/counts/{dealer(site)}"))
    assert 'data-link="dealer_sold_by_bought_person"' in counts
    assert "links in reach" in counts


@pytest.mark.parametrize(
    "path", ["/", "/search", "/cases", "/workbench", "/imports", "/account", "/about/notice", "/about/components"]
)
def test_pages_speak_spanish(site: Site, path: str):
    browser = site.browser("noriega")
    page = text_of(browser.get(path))
    assert '<html lang="es"' in page
    for english in ("Show the query", "What you open here", "Sign out", "My cases", "Search</a>"):
        assert english not in page


def test_the_chosen_language_outlives_the_page(site: Site):
    browser = site.browser("marchetti")
    assert browser.post("/look", {"language": "es", "back": "/search"}).headers["Location"] == "/search"
    assert "Consultar" in text_of(browser.get("/search"))
    browser.post("/look", {"theme": "dark", "back": "/"})
    assert 'data-theme="dark"' in text_of(browser.get("/search"))


def test_the_workbench_carries_its_words_as_data(site: Site):
    page = text_of(site.browser("marchetti").get("/workbench"))
    setup = json.loads(page.split('id="chart-setup">', 1)[1].split("</script>", 1)[0])
    assert setup["words"]["showing"] == "Showing {n} of {all} in reach"
    assert setup["words"]["twin"]["kinds"]["dealer"] == "Dealer (FFL)"
    front = [FRONT / name for name in ("workbench.ts", "chart/around.ts")]
    source = "".join(path.read_text(encoding="utf-8") for path in front)
    # Each key in `fill(… "key" …)` and `words[… "key" …]`, both sides of a choice.
    asked = {
        key for part in re.findall(r"(?:fill\(|words\[)([^,\]]*)", source) for key in re.findall(r'"(\w+)"', part)
    }
    assert len(asked) > 15
    assert {key for key in asked if not isinstance(setup["words"].get(key), (str, dict))} == set()


def test_the_context_bar_shows_case_purpose_and_cut(site: Site):
    page = text_of(site.browser("marchetti", case=True).get(f"/firearms/{site.firearm(SERIAL)}"))
    bar = page.split('class="context"', 1)[1].split("</div>", 1)[0]
    assert "IR-2026-0417" in bar
    assert "18 U.S.C. 933" in bar
    assert "Data cut" in bar
    assert "cut_" in bar
    assert "#" not in bar.split("Data cut", 1)[1]  # never the entry number


def test_the_printed_page_names_the_case(site: Site):
    page = text_of(site.browser("marchetti", case=True).get(f"/firearms/{site.firearm(SERIAL)}"))
    assert "@bottom-left" in page
    assert "IR-2026-0417" in page.split("@bottom-left", 1)[1][:80]


def test_a_page_is_marked_by_the_strictest_thing_on_it(site: Site):
    """Marchetti sees up to AMBER+STRICT; the bar said AMBER whatever stood below it."""
    gun, source, browser = site.firearm("TKF12045"), site.one("Source", "us-tpd"), site.browser("marchetti")
    mark = "MATCH (n) WHERE n.id IN $ids SET n.tlp = $tlp"

    def bars() -> list[bool]:
        answers = (browser.post("/search", {"text": "TKF12045"}), browser.get(f"/sources/{source}"))
        return ['class="level-3"' in answer.get_data(as_text=True) for answer in answers]

    assert bars() == [False, False]
    with site.platform.database.writing() as transaction:
        transaction.run(mark, {"ids": [gun, source], "tlp": 3})
    try:
        assert bars() == [True, True]
    finally:
        with site.platform.database.writing() as transaction:
            transaction.run(mark, {"ids": [gun, source], "tlp": 2})
