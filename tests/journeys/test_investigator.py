"""From a half-read serial to the gun, its chart, its dealer's links, and paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk
from tests.paper import needs_poppler, sheets_of
from tests.web.site import Site

SERIAL = "TKF12045"


def test_by_mouse(desk: Desk):
    page = desk.page
    desk.sign_in("marchetti")
    desk.shot("home")
    desk.work_on("IR-2026-0417")
    page.get_by_role("link", name="Search", exact=True).click()
    page.fill("#text", "T?F12O45")
    page.get_by_role("button", name="Look up").click()
    hit = page.locator("#results").get_by_role("link", name=SERIAL, exact=True)
    expect(hit).to_be_visible()
    desk.shot("search")
    hit.click()
    expect(page.locator("h1")).to_contain_text(SERIAL)
    expect(page.locator(".chain")).to_contain_text("No source says who held it")
    desk.shot("firearm")
    page.locator("details.query summary").first.click()
    expect(page.locator(".query-body").first).to_contain_text("MATCH")
    page.get_by_role("link", name="Open on chart").click()
    desk.chart_ready()
    expect(page.locator("#showing")).to_contain_text(re.compile(r"Showing \d+ of \d+ in reach"))
    desk.shot("workbench")
    before = things(desk)
    select(desk, "dealer")
    expand = page.locator("#counts [data-link=dealer_sold_by_bought_person]")
    expect(expand).to_be_visible()
    expand.click()
    desk.chart_ready(before + 1)
    expect(page.locator("#live")).not_to_be_empty()
    desk.shot("workbench-expanded")
    page.locator(".toolbar [data-tool=undo]").click()
    assert things(desk) == before
    page.locator(".toolbar [data-tool=redo]").click()
    assert things(desk) > before
    drawn, said = page.locator("#history").inner_text(), page.locator("#said")
    for _ in range(20):  # until the last page of this link is drawn: then it is said, and there is nothing to undo
        expand.click()
        expect(said).to_be_visible()
        if "nothing more to add" in said.inner_text():
            break
        drawn = page.locator("#history").inner_text()
    expect(said).to_have_text("There is nothing more to add here.")
    assert page.locator("#history").inner_text() == drawn


def test_a_full_chart_takes_nothing_more_and_says_so(desk: Desk, site: Site):
    """Eyes, too: who looks at the chart reads why nothing came, and the page that had no room is asked again."""
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{site.firearm(SERIAL)}")
    desk.chart_ready()
    page.evaluate("""() => {
        const model = ironriverChart.model;
        const [one] = model.state.nodes.values();
        const room = 2000 - model.state.nodes.size - model.state.edges.size;
        const nodes = Array.from({ length: room }, (_, at) => ({ ...one, id: `filler_${at}` }));
        const places = (fresh) => new Map(fresh.map((node, at) => [node.id, { x: at % 50 * 9, y: at }]));
        model.add({ nodes, edges: [] }, places);
    }""")
    select(desk, "dealer")
    before = things(desk)
    more = page.locator("#counts [data-link=dealer_sold_by_bought_person]")
    more.click()
    expect(page.locator("#trouble")).to_contain_text("The chart is full at 2,000 elements.")
    assert things(desk) == before
    page.locator("#trouble [data-told=close]").click()
    page.locator(".toolbar [data-tool=undo]").click()
    more.click()
    expect(page.locator("#said")).to_contain_text("added")
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_phone_that_purchasers_share_is_joined_with_all_who_are_drawn(desk: Desk, site: Site):
    """The dealer's sales, then one purchaser's phone: its line to the other purchaser comes with it."""
    page = desk.page
    phone, dealer, buyers = shared_phone(site)
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{dealer}")
    desk.chart_ready(1)
    for _ in range(40):
        if page.evaluate("ids => ids.every((id) => ironriverChart.model.state.nodes.has(id))", buyers):
            break
        before = things(desk)
        page.evaluate("id => ironriverChart.model.select(id)", dealer)
        page.locator("#counts [data-link=dealer_sold_by_bought_person]").click()
        desk.chart_ready(before + 1)
    page.evaluate("id => ironriverChart.model.select(id)", buyers[0])
    page.locator("#counts [data-link=person_has_phone_phone]").click()
    lines = "id => [...ironriverChart.model.state.edges.values()].filter((edge) => edge.to === id).length"
    for _ in range(100):
        if page.evaluate(lines, phone):
            break
        page.wait_for_timeout(200)
    assert page.evaluate(lines, phone) == len(buyers)
    page.evaluate("id => ironriverChart.model.select(id)", phone)
    expect(page.locator("#counts table, #counts p").first).to_be_visible()
    page.locator(".toolbar [data-tool=others]").click()
    page.locator(".toolbar [data-tool=ranks]").click()
    assert things(desk) == len(buyers) + 1
    desk.shot("workbench-shared-phone")
    desk.accessible()
    page.locator(".toolbar [data-tool=collapse]").click()
    assert things(desk) == 1
    page.keyboard.press("Control+z")
    assert things(desk) == len(buyers) + 1


def test_the_pane_shows_what_was_chosen_last(desk: Desk, site: Site):
    """Several things chosen faster than answers come: no answer to an earlier one stays."""
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{site.firearm(SERIAL)}")
    desk.chart_ready(4)
    desk.slow_down(700)
    ids = page.evaluate("[...ironriverChart.model.state.nodes.keys()]")
    asked: list[str] = []
    page.on("response", lambda response: asked.append(response.url) if "/workbench/thing" in response.url else None)
    choose = "ids => { for (const id of ids) ironriverChart.model.select(id); }"
    page.evaluate(choose, ids)
    title = page.evaluate("id => ironriverChart.model.state.nodes.get(id).label", ids[-1])
    expect(page.locator("#thing h2")).to_have_text(title)
    page.evaluate(choose, [*ids[:3], None])
    page.wait_for_timeout(2_500)
    expect(page.locator("#thing")).to_be_empty()


def shared_phone(site: Site) -> tuple[str, str, list[str]]:
    """Return a phone of two purchasers from one dealer, that dealer, and the two."""
    rows = site.platform.database.read(
        "MATCH (f:Phone)<-[:HAS_PHONE]-(p:Person)-[:BOUGHT]->(:Purchase)-[:SOLD_BY]->(d:Dealer) "
        "WITH f, d, collect(DISTINCT p.id) AS people WHERE size(people) > 1 "
        "RETURN f.id AS phone, d.id AS dealer, people ORDER BY phone, dealer LIMIT 1",
        {},
    )
    return str(rows[0]["phone"]), str(rows[0]["dealer"]), sorted(rows[0]["people"])


def things(desk: Desk) -> int:
    return int(desk.page.evaluate("ironriverChart.model.state.nodes.size"))


def select(desk: Desk, kind: str) -> None:
    """Click on the thing of a kind where it is drawn."""
    place = desk.page.evaluate(
        """kind => {
          const {model, stage} = ironriverChart;
          const node = [...model.state.nodes.values()].find((one) => one.kind === kind);
          const at = stage.cy.getElementById(node.id).renderedPosition();
          const box = document.getElementById("canvas").getBoundingClientRect();
          return {x: box.x + at.x, y: box.y + at.y};
        }""",
        kind,
    )
    desk.page.mouse.click(place["x"], place["y"])


def test_by_keyboard_alone(desk: Desk):
    page, keys = desk.page, desk.page.keyboard
    desk.go("/sign-in")
    keys.type("marchetti")
    keys.press("Tab")
    keys.type("rivers-of-iron")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(page.locator(".topbar")).to_be_visible()
    page.wait_for_load_state("load")
    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    keys.press("/")
    keys.type("T?F12O45")
    keys.press("Enter")
    expect(page.locator("#results")).to_contain_text(SERIAL)
    page.locator("#results").get_by_role("link", name=SERIAL, exact=True).focus()
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text(SERIAL)
    page.wait_for_load_state("load")
    keys.press("c")
    desk.chart_ready()
    # The first thing is chosen once the chart stands, then its pane comes: before, no key has a place to go from.
    expect(page.locator("#counts table, #counts p").first).to_be_visible()
    keys.press("ArrowRight")
    expect(page.locator("#live")).not_to_be_empty()
    keys.press("t")
    expect(page.locator("#twin [aria-selected=true]")).to_be_focused()
    keys.press("ArrowUp")
    expect(page.locator("#twin [aria-selected=true]")).to_be_focused()
    keys.press("t")
    keys.press("Escape")
    keys.press("ArrowRight")
    before = things(desk)
    expect(page.locator("#counts table, #counts p").first).to_be_visible()
    keys.press("h")
    assert things(desk) == before - 1
    keys.press("Control+z")
    assert things(desk) == before
    keys.press("g")
    keys.press("h")
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d"))


@pytest.mark.parametrize("path", ["/", "/search", "/cases", "/imports", "/account", "/workbench"])
@pytest.mark.parametrize("login", ["marchetti", "noriega"])
def test_pages_are_accessible_in_both_languages(desk: Desk, path: str, login: str):
    desk.sign_in(login)
    desk.go(path)
    desk.accessible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gun_and_its_chart_are_accessible(desk: Desk, site: Site, theme: str):
    desk.page.emulate_media(color_scheme=theme)
    desk.go("/sign-in")
    desk.accessible()
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    gun = site.firearm(SERIAL)
    desk.go(f"/firearms/{gun}")
    desk.accessible()
    desk.shot(f"firearm-{theme}")
    desk.go(f"/workbench/{gun}")
    desk.chart_ready()
    expect(desk.page.locator("#counts table")).to_be_visible()
    desk.accessible()
    desk.shot(f"workbench-{theme}")
    desk.page.keyboard.press("t")
    desk.accessible()


def test_paper_carries_marking_notice_and_chart(desk: Desk, site: Site):
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/firearms/{site.firearm(SERIAL)}")
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator(".marking.print-end")).to_be_visible()
    expect(page.get_by_text("in no way suggests that either the FFL")).to_be_visible()
    assert (
        page.locator(".marking").first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    )
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    (desk.shots / "firearm.pdf").write_bytes(paper)
    page.emulate_media(media="screen")
    desk.go(f"/workbench/{site.firearm(SERIAL)}")
    desk.chart_ready()
    page.emulate_media(media="print")
    expect(page.locator("#print-chart svg")).to_be_visible()
    expect(page.locator("#print-chart")).to_contain_text("110 days")
    expect(page.locator("#twin table")).to_be_visible()
    paper = page.pdf(format="A4", landscape=True, prefer_css_page_size=False)
    (desk.shots / "chart.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2, "table and picture; no sheet with the marking alone"


@needs_poppler
def test_each_sheet_of_what_the_browser_prints_bears_the_marking(desk: Desk, site: Site):
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    gun = site.firearm(SERIAL)
    for path, is_chart in ((f"/firearms/{gun}", False), (f"/workbench/{gun}", True)):
        desk.go(path)
        if is_chart:
            desk.chart_ready()
        sheets = sheets_of(desk.page.pdf(format="A4", landscape=is_chart, prefer_css_page_size=not is_chart))
        assert len(sheets) > 1, path
        for sheet in sheets:
            assert "LAW ENFORCEMENT SENSITIVE" in sheet, path
            assert "TLP:AMBER" in sheet, path


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (720, 450), (390, 844)])
def test_nothing_is_lost_when_the_window_is_small(desk: Desk, site: Site, width: int, height: int):
    """720 × 450 is a 1440 × 900 screen at 200 %."""
    page = desk.page
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in("noriega" if width == 390 else "marchetti")
    for path in ("/", "/search", f"/firearms/{site.firearm(SERIAL)}") if width != 390 else ("/", "/search"):
        desk.go(path)
        desk.fits(path)
        expect(page.locator(".foot-notice")).to_be_attached()
        expect(page.locator(".topnav a").first).to_be_visible()
    desk.shot(f"narrow-{width}")


def test_in_a_narrow_window_the_pane_opens_when_asked_and_closes(desk: Desk, site: Site):
    page = desk.page
    page.set_viewport_size({"width": 720, "height": 900})
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{site.firearm(SERIAL)}")
    desk.chart_ready()
    expect(page.locator("#pane-right")).to_be_hidden()
    select(desk, "firearm")
    expect(page.locator("#pane-right")).to_contain_text(SERIAL)
    page.locator(".pane-close").click()
    expect(page.locator("#pane-right")).to_be_hidden()


def test_two_records_of_one_name_are_pointed_out(desk: Desk, site: Site):
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{site.firearm(SERIAL)}")
    desk.chart_ready(8)
    expect(desk.page.locator("#same-names")).to_contain_text("Whitcombe Dale R: possibly one person, not joined")
    links = desk.page.evaluate("[...ironriverChart.model.state.edges.values()].map((edge) => edge.link)")
    assert "organisation_shipped_by_shipped_to_dealer" in links
    assert "recovery_at_place" in links
    assert "dealer_sold_by_of_firearm" not in links


def test_targets_are_large_enough(desk: Desk, site: Site):
    desk.sign_in("marchetti")
    for path in ("/", f"/firearms/{site.firearm(SERIAL)}", "/workbench"):
        desk.go(path)
        small = desk.page.evaluate(
            """() => [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, .topnav a")]
              .filter((e) => e.offsetParent !== null)
              .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
              .filter(([, box]) => box.height > 0 && (box.height < 18 || box.width < 18))
              .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert small == []
