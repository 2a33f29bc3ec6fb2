"""The map, a case's map and its timeline, in both languages, by mouse and by keyboard, held against axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk
from tests.journeys.test_paper_pages import speak
from tests.web.site import Site
from tests.web.test_map import case_id

__all__ = ["case_id"]

YEARS = "first=2014&last=2026"


def looked_at(desk: Desk, name: str) -> None:
    """Light, dark, narrow as at 200 % zoom, and paper."""
    page = desk.page
    desk.accessible()
    desk.shot(name)
    page.emulate_media(color_scheme="dark")
    desk.accessible()
    desk.shot(f"{name}-dark")
    page.set_viewport_size({"width": 720, "height": 900})
    desk.fits()
    desk.shot(f"{name}-200")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="print", color_scheme="light")
    desk.shot(f"{name}-print")
    page.emulate_media(media="screen")


def box_of(desk: Desk) -> list[float]:
    return [float(part) for part in str(desk.page.locator("svg.map-drawing").get_attribute("viewBox")).split()]


@pytest.mark.parametrize("language", ["en", "es"])
def test_corridors_by_keyboard(desk: Desk, language: str) -> None:
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    speak(desk, language)
    desk.go("/")
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("/map"))
    page.focus("#first")
    page.keyboard.press("Control+A")
    page.keyboard.type("2014")
    page.keyboard.press("Enter")
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    page.locator(".map-rows .row-choice").first.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr[aria-current=true]")
    expect(row).to_have_count(1)
    first = row.get_attribute("data-id")
    expect(page.locator(".corridor.selected")).to_have_attribute("data-id", str(first))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".corridor.selected")).not_to_have_attribute("data-id", str(first))
    page.locator(".map-frame").focus()
    whole = box_of(desk)
    for key in ("+", "+", "ArrowDown"):
        page.keyboard.press(key)
    assert box_of(desk)[2] < whole[2] / 2
    assert box_of(desk)[1] > 0
    page.keyboard.press("0")
    assert box_of(desk) == whole
    if language == "en":
        played(desk)
    looked_at(desk, f"map-{language}")


def played(desk: Desk) -> None:
    """With reduced motion a press is a year; otherwise it plays until it is paused. Fields and strip follow."""
    page, shown = desk.page, desk.page.locator(".map-years .inside")
    page.locator("[data-play] button").focus()
    expect(page.get_by_role("button", name="Next year")).to_be_focused()
    years = page.locator(".map-years b").all_inner_texts()
    for year in years[:2]:
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"first={year}&.*last={year}"))
        expect(shown.locator("b")).to_have_text([year])
        expect(page.locator("#play-said")).to_contain_text(f"traces requested in {year}")
    expect(page.locator("#first")).to_have_value(years[1])
    page.emulate_media(reduced_motion="no-preference")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()
    page.select_option("#play-mode", "grow")
    page.locator("[data-play] button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    expect(page).to_have_url(re.compile(f"first={years[0]}&.*last={years[1]}"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()
    page.emulate_media(reduced_motion="reduce")


def test_recoveries_by_mouse(desk: Desk) -> None:
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    desk.go(f"/map?{YEARS}&layer=recoveries&window=border")
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    page.locator("svg.map-drawing .place-recovery .core").first.click()
    expect(page.locator("tr[aria-current=true]")).to_have_count(1)
    desk.accessible()
    desk.shot("map-recoveries")
    page.locator("[data-map-do=nearer]").click()
    assert box_of(desk)[2] < 1000
    page.get_by_role("link", name="Mexico", exact=True).click()
    expect(page).to_have_url(re.compile("layer=recoveries.*window=mexico"))
    page.locator("details.query summary").first.click()
    expect(page.locator(".query-body").first).to_contain_text("MATCH (r:Recovery)")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_case_on_the_map_and_in_time(desk: Desk, site: Site, case_id: str, language: str) -> None:
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    speak(desk, language)
    desk.go(f"/cases/{case_id}")
    page.locator(f"a[href='/cases/{case_id}/map']").click()
    expect(page.locator(".map-rows")).to_contain_text("TKF12045")
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    page.locator(".map-count").first.click()
    expect(page.locator("tr[aria-current=true]").first).to_be_visible()
    looked_at(desk, f"case-map-{language}")
    page.locator(f"a[href='/cases/{case_id}/timeline']").click()
    expect(page.locator("[data-timeline][data-ready]")).to_be_visible()
    page.locator(".event.lane-recovery").first.click()
    expect(page.locator("tr[aria-current=true]")).to_have_count(1)
    looked_at(desk, f"timeline-{language}")
    rows = page.locator("tr[data-date]:visible")
    before = rows.count()
    page.evaluate("document.querySelector('svg.timeline-drawing').scrollIntoView({block: 'center'})")
    drawing = page.locator("svg.timeline-drawing").bounding_box()
    assert drawing
    page.mouse.move(drawing["x"] + drawing["width"] * 0.2, drawing["y"] + 8)
    page.mouse.down()
    page.mouse.move(drawing["x"] + drawing["width"] * 0.5, drawing["y"] + 8, steps=4)
    page.mouse.up()
    expect(page.locator("#since")).not_to_have_value("")
    assert rows.count() < before
    desk.shot(f"timeline-brushed-{language}")
    page.locator("#since").fill("")
    page.locator("#until").fill("")
    page.locator("#until").dispatch_event("change")
    expect(rows).to_have_count(before)
