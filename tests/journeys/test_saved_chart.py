"""From a half-read serial to a saved, reopened, exported, printed chart: by mouse; in Spanish by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.charting import DRAWN, PLACES, click, draw_box, grow, has, named, wait_for
from tests.journeys.conftest import Desk, replays
from tests.web.site import Site

GUN = "TKF12045"

#: What a browser without network writes, and htmx.
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")


def exported(desk: Desk) -> None:
    """Fetch each file of the saved chart as its link names it."""
    links = {
        one.get_attribute("data-form"): one.get_attribute("href")
        for one in desk.page.locator("#chart-files a").all()
    }
    assert set(links) == {"svg", "pdf", "csv"}
    for form, href in links.items():
        begins = desk.page.evaluate("async href => (await (await fetch(href)).text()).slice(0, 60)", href)
        assert begins.startswith({"svg": "<svg ", "pdf": "%PDF", "csv": ("Row,", "Renglón,")}[str(form)])


def test_by_mouse(desk: Desk, site: Site):
    page, ids = desk.page, named(site)
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go("/workbench")
    page.fill("#pane-text", "T?F12O45")
    page.keyboard.press("Enter")
    page.locator("#pane-results").get_by_text(GUN).first.click()
    desk.chart_ready(5)
    wait_for(desk, has(ids["dealer"]))
    grow(desk, ids["dealer"], "dealer_sold_by_bought_person", ids["people"])
    grow(desk, ids["people"][0], "person_has_phone_phone", [ids["phone"]])
    lines = f"[...ironriverChart.model.state.edges.values()].filter((one) => one.to === '{ids['phone']}').length"
    wait_for(desk, f"{lines} === {len(ids['people'])}")
    desk.shot("chart-phone")
    grow(desk, ids["buyer"], "person_bought_of_firearm", [ids["gun"]])
    grow(desk, ids["gun"], "recovery_of_firearm", [ids["recovery"]])
    grow(desk, ids["recovery"], "recovery_at_place", [ids["place"]])
    page.evaluate("ironriverChart.stage.fit()")
    click(desk, ids["dealer"])
    click(desk, ids["place"], shift=True)
    page.locator(".toolbar [data-tool=path]").click()
    expect(page.locator("#path-said")).not_to_be_empty()
    unknown = "[...ironriverChart.model.state.edges.values()].some((one) => one.style === 'unknown_leg')"
    assert page.evaluate(unknown)
    assert page.evaluate(f"ironriverChart.model.chosen.has('{ids['recovery']}')")
    desk.shot("chart-path")
    page.evaluate("ironriverChart.stage.fit()")
    click(desk, ids["phone"])
    click(desk, ids["gun"], button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    desk.shot("chart-menu")
    page.get_by_role("menuitem", name="Pin or let go").click()
    draw_box(desk)
    page.locator(".toolbar [data-tool=save]").click()
    expect(page.locator("#save-title")).to_contain_text("IR-2026-0417")
    page.fill("#save-name", "Two buyers, one phone")
    desk.accessible()
    page.locator("#save-chart button[value=save]").dblclick()  # in a hurry: still one chart
    expect(page.locator("#chart-name")).to_contain_text("Two buyers, one phone v1")
    count = "MATCH (c:Chart) WHERE c.title = 'Two buyers, one phone' RETURN count(c) AS n"
    assert site.platform.database.read(count) == [{"n": 1}]
    before, places = page.evaluate(DRAWN), page.evaluate(PLACES)
    page.reload()
    desk.chart_ready(len(before))
    assert page.evaluate(DRAWN) == before
    again = page.evaluate(PLACES)
    assert all(abs(again[id_]["x"] - places[id_]["x"]) < 0.06 for id_ in before)
    assert page.evaluate("id => ironriverChart.model.state.pinned.has(id)", ids["gun"])
    expect(page.locator("#brush")).to_be_visible()
    drag_on_the_strip(desk)
    desk.shot("chart-reopened")
    desk.accessible()
    exported(desk)
    for wide in (1440, 1280):  # one line of tools, files of the saved chart included
        page.set_viewport_size({"width": wide, "height": 900})
        assert page.evaluate("document.querySelector('.stage > .toolbar').offsetHeight") == 40
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="print")
    expect(page.locator("#print-chart svg")).to_be_visible()
    expect(page.get_by_text("in no way suggests that either the FFL")).to_be_visible()
    desk.shot("chart-print")
    page.emulate_media(media="screen", color_scheme="dark")
    desk.shot("chart-dark")
    desk.accessible()


def drag_on_the_strip(desk: Desk) -> None:
    """The first end of the strip to its last tenth: what lies before fades; then the whole again."""
    page, faint = desk.page, "ironriverChart.stage.cy.elements('.faint').length"
    first, strip = page.locator("[data-brush=from]"), page.locator(".brush-strip").bounding_box()
    before = first.get_attribute("aria-valuetext")
    assert strip is not None
    middle = strip["y"] + strip["height"] / 2
    page.mouse.move(strip["x"], middle)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.5, middle)
    page.mouse.move(strip["x"] + strip["width"] * 0.9, middle)
    page.mouse.up()
    expect(first).to_be_focused()
    expect(first).not_to_have_attribute("aria-valuetext", str(before))
    expect(page.locator(".brush-text")).to_contain_text(str(first.get_attribute("aria-valuetext")))
    wait_for(desk, f"{faint} > 0")
    desk.shot("chart-strip")
    page.locator("[data-brush-all]").click()
    expect(first).to_have_attribute("aria-valuetext", str(before))
    wait_for(desk, f"{faint} === 0")
    last = page.locator("[data-brush=to]")
    end = str(last.get_attribute("aria-valuetext"))
    page.get_by_role("button", name="Next stretch of time").click()  # with reduced motion a press is a step
    expect(last).not_to_have_attribute("aria-valuetext", end)
    page.locator("[data-brush-all]").click()
    expect(last).to_have_attribute("aria-valuetext", end)


def find(desk: Desk, text: str, id_: str) -> None:
    """Find a thing with Ctrl+K and put it on the chart: Enter searches, arrows choose, Enter adds."""
    page, keys = desk.page, desk.page.keyboard
    keys.press("Control+k")
    expect(page.locator("#find-text")).to_be_focused()
    keys.type(text)
    keys.press("Enter")
    expect(page.locator("#find-hits [role=option]").first).to_be_visible()
    for _ in range(20):
        if page.locator("#find-hits [aria-selected=true]").get_attribute("data-id") == id_:
            break
        keys.press("ArrowDown")
    keys.press("Enter")
    wait_for(desk, f"{has(id_)} && ironriverChart.model.selected === '{id_}'")


def expand(desk: Desk, link: str, id_: str) -> None:
    """Expand what is selected by one link: `e` to its counts, Tab to the link, Enter."""
    expect(desk.page.locator(f"#counts [data-link={link}]").first).to_be_visible()
    desk.page.keyboard.press("e")
    desk.press(f"#counts [data-link={link}]")
    wait_for(desk, has(id_))


def test_a_line_that_breaks_is_told_and_the_chart_stays(desk: Desk, site: Site):
    """Without network, and where no answer comes: said in words, the chart as it was, and the same asked again."""
    page, gun = desk.page, named(site)["gun"]
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{gun}")
    desk.chart_ready()
    more, trouble = page.locator("#counts [data-link=recovery_of_firearm]"), page.locator("#trouble")
    expect(more).to_be_visible()
    before = page.evaluate(DRAWN)
    page.context.set_offline(True)
    more.click()
    expect(trouble).to_contain_text("The connection broke before the answer came. The chart is as it was")
    assert page.evaluate(DRAWN) == before
    desk.accessible()
    desk.shot("chart-line-broken")
    trouble.get_by_role("button", name="Close").click()
    other = next(one for one in before if one != gun)
    page.evaluate("id => ironriverChart.model.select(id)", other)  # the pane asks on another way
    expect(trouble).to_contain_text("The connection broke")
    page.context.set_offline(False)
    trouble.get_by_role("button", name="Try again").click()
    expect(page.locator(f"#counts[hx-get$='{other}']")).to_be_visible()
    page.evaluate("id => ironriverChart.model.select(id)", gun)
    expect(more).to_be_visible()
    desk.troubles = [one for one in desk.troubles if not any(said in one for said in OFFLINE)]
    page.route("**/api/v1/chart/expand", lambda _: None)  # asked, and never answered
    more.click()
    page.locator("#busy").get_by_role("button", name="Stop").click()
    expect(trouble).to_contain_text("Stopped. The chart is as it was.")
    expect(page.locator("#busy")).to_be_hidden()
    assert page.evaluate(DRAWN) == before
    page.unroute("**/api/v1/chart/expand")
    trouble.get_by_role("button", name="Try again").click()
    expect(page.locator("#live")).to_contain_text("nothing more to add")
    expect(trouble).to_be_hidden()


def test_by_keyboard_alone_in_spanish(desk: Desk, site: Site):
    """Nothing but keys from the sign-in on; the language is the account's own page's."""
    page, keys, ids = desk.page, desk.page.keyboard, named(site)
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    page.locator("button[value=es]").first.focus()
    keys.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    desk.go("/workbench")
    wait_for(desk, "Boolean(window.ironriverChart)")
    serial = site.platform.database.read("MATCH (f:Firearm {id: $id}) RETURN f.serial AS s", {"id": ids["gun"]})[0][
        "s"
    ]
    find(desk, f"{serial[:1]}?{serial[2:]}", ids["gun"])
    expand(desk, "recovery_of_firearm", ids["recovery"])
    keys.press("Escape")
    find(desk, f"{serial[:1]}?{serial[2:]}", ids["gun"])
    expand(desk, "person_bought_of_firearm", ids["buyer"])
    keys.press("t")
    expect(page.locator("#twin tr[tabindex='0']")).to_be_focused()
    choose_row(desk, ids["buyer"])
    keys.press("Shift+F10")
    expect(page.get_by_role("menu")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Ampliar: conteos por vínculo")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#twin tr[tabindex='0']")).to_be_focused()
    choose_row(desk, ids["recovery"])
    keys.press("Space")
    keys.press("Space")
    choose_two(desk, ids["buyer"], ids["recovery"])
    keys.press("w")
    expect(page.locator("#path-said")).not_to_be_empty()
    expect(page.locator("#live")).not_to_be_empty()
    tabs_by_keyboard(desk, ids)
    keys.press("t")
    keys.press("s")
    expect(page.locator("#save-title")).to_contain_text("¿Guardar este diagrama en IR-2026-0417?")
    keys.type("Dos compradores, un teléfono")
    keys.press("Enter")
    expect(page.locator("#chart-name")).to_contain_text("Dos compradores, un teléfono v1")
    before = page.evaluate(DRAWN)
    keys.press("h")
    expect(page.locator("#changed")).to_be_visible()
    keys.press("Control+z")
    expect(page.locator("#changed")).to_be_hidden()
    page.reload()
    desk.chart_ready(len(before))
    assert page.evaluate(DRAWN) == before
    desk.reach("[data-brush=from]")
    keys.press("End")
    wait_for(desk, "document.querySelector('.brush-text').textContent.length > 5")
    assert page.evaluate("ironriverChart.stage.cy.elements('.faint').length") > 0
    last = page.locator("[data-brush=to]")
    end = last.get_attribute("aria-valuetext")
    keys.press("Shift+ArrowLeft")  # both ends by a month
    expect(last).not_to_have_attribute("aria-valuetext", str(end))
    keys.press("Shift+End")
    expect(last).to_have_attribute("aria-valuetext", str(end))
    keys.press("Home")
    exported(desk)
    assert page.evaluate("document.querySelector('.stage > .toolbar').offsetHeight") == 40  # one line
    desk.accessible()
    desk.shot("chart-es")
    page.set_viewport_size({"width": 720, "height": 450})
    desk.fits()
    desk.shot("chart-200")


def tabs_by_keyboard(desk: Desk, ids: dict[str, Any]) -> None:
    """From the search to the ways and the questions by arrow keys; a way of the list is chosen on the chart."""
    page, keys = desk.page, desk.page.keyboard
    page.locator("#tab-search").focus()
    keys.press("ArrowRight")
    expect(page.get_by_role("tab", name="Ruta")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Ruta")).to_contain_text("En el orden del tiempo")
    expect(page.locator("#panel-search")).to_be_hidden()
    page.select_option("#path-from", ids["buyer"])
    page.select_option("#path-to", ids["recovery"])
    page.locator("#path-to").focus()
    desk.press("#panel-path button.primary")
    expect(page.locator("#panel-path [data-way]").first).to_contain_text("→")
    desk.press("#panel-path [data-way]")
    for end in ("buyer", "recovery"):
        wait_for(desk, f"ironriverChart.model.chosen.has('{ids[end]}')")
    desk.shot("chart-ways-es")
    desk.accessible()
    page.locator("#tab-path").focus()
    keys.press("ArrowRight")
    expect(page.get_by_role("tab", name="Consulta")).to_be_focused()
    expect(page.locator("#panel-query")).to_be_visible()
    desk.accessible()
    keys.press("Home")
    expect(page.locator("#panel-search")).to_be_visible()
    page.locator("#tab-search").blur()


def choose_row(desk: Desk, id_: str) -> None:
    """Walk the list with the arrow keys to a thing."""
    for key in ("ArrowUp", "ArrowDown"):
        for _ in range(40):
            if desk.page.evaluate("ironriverChart.model.selected") == id_:
                return
            desk.page.keyboard.press(key)
    raise AssertionError("not in the list")


def choose_two(desk: Desk, first: str, second: str) -> None:
    """Choose two rows and no others: walk to each, Space adds it."""
    chosen = "[...ironriverChart.model.chosen]"
    choose_row(desk, first)
    row = f"#twin tr[data-id='{second}']"
    desk.page.locator(row).focus()
    desk.page.keyboard.press("Space")
    assert set(desk.page.evaluate(chosen)) == {first, second}


# Asked for so that it runs with its module: tests with a browser are put before those without.
@pytest.mark.usefixtures("browser_name")
def test_replay_of_this_journey_gives_the_same_graph(site: Site) -> None:
    """The last of the module: imports, charts and their versions."""
    replays(site, "Chart", "ChartVersion", "Firearm")
