"""A detective leaves a chart for lunch: the screen locks, and the chart is there again behind it."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from ironriver import clock
from tests.journeys.charting import DRAWN, PLACES, grow, has, named, wait_for
from tests.journeys.conftest import Desk
from tests.web.site import Site


def prove(desk: Desk) -> None:
    """Give the password where the locked screen asks for it."""
    page = desk.page
    expect(page.locator("main.entry")).to_be_visible()
    desk.troubles = [one for one in desk.troubles if "401" not in one]
    page.fill("#password", "rivers-of-iron")
    page.keyboard.press("Enter")
    expect(page.locator(".topbar")).to_be_visible()


def test_a_chart_outlives_the_locked_screen(desk: Desk, site: Site):
    """After a long break the screen asks for the password; the chart comes back as it was, unsaved or changed."""
    page, ids = desk.page, named(site)
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/workbench/{ids['gun']}")
    desk.chart_ready()
    grow(desk, ids["gun"], "recovery_of_firearm", [ids["recovery"]])
    page.evaluate(f"ironriverChart.model.pin('{ids['recovery']}')")
    other = next(one for one in page.evaluate(DRAWN) if one not in (ids["gun"], ids["recovery"]))
    page.evaluate(f"ironriverChart.model.hide(['{other}'])")
    before, places = page.evaluate(DRAWN), page.evaluate(PLACES)
    page.evaluate("id => ironriverChart.model.select(id)", ids["gun"])
    expect(page.locator("#counts [data-link=recovery_of_firearm]")).to_be_visible()
    with clock.moved_by(timedelta(minutes=31)):
        page.evaluate("id => ironriverChart.model.select(id)", ids["recovery"])  # the pane asks
        prove(desk)
        desk.chart_ready(len(before))
        expect(page.locator("#live")).to_contain_text("The chart stands as you left it.")
        desk.shot("chart-left")
        assert page.url.endswith(f"/workbench/{ids['gun']}")
        assert page.evaluate(DRAWN) == before
        again = page.evaluate(PLACES)
        assert all(abs(again[id_]["x"] - places[id_]["x"]) < 0.06 for id_ in before)
        assert page.evaluate(f"ironriverChart.model.state.pinned.has('{ids['recovery']}')")
        assert page.evaluate(f"ironriverChart.model.state.hidden.has('{other}')")
        page.get_by_role("button", name="Español").click()  # another language of the same chart
        desk.chart_ready(len(before))
        expect(page.locator("#live")).to_contain_text("El diagrama está como usted lo dejó.")
        assert page.evaluate(DRAWN) == before
        desk.shot("chart-left-es")
        page.get_by_role("button", name="English").click()
        expect(page.locator("#live")).to_contain_text("The chart stands as you left it.")
        page.locator(".toolbar [data-tool=save]").click()
        page.fill("#save-name", "Left for lunch")
        page.keyboard.press("Enter")
        expect(page.locator("#chart-name")).to_contain_text("Left for lunch v1")
        page.locator(".toolbar [data-tool=restore]").click()
        wait_for(desk, has(other))
        page.evaluate("id => ironriverChart.model.select(id)", ids["recovery"])
        expect(page.locator("#counts [data-link=recovery_at_place]")).to_be_visible()
    with clock.moved_by(timedelta(minutes=62)):
        page.locator("#counts [data-link=recovery_at_place]").click()  # the chart asks
        prove(desk)
        desk.chart_ready(len(before) + 1)
        assert page.evaluate(DRAWN) == sorted([*before, other])
        expect(page.locator("#chart-name")).to_contain_text("Left for lunch v1")
        expect(page.locator("#changed")).to_be_visible()
        page.reload()  # nobody asked at the door: as it was saved
        desk.chart_ready(len(before))
        assert page.evaluate(DRAWN) == before
