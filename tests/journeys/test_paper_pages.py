"""The trace summary and the statistics, in both languages, by mouse and by keyboard, held against axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk
from tests.web.site import Site


def speak(desk: Desk, language: str) -> None:
    desk.page.context.add_cookies([{"name": "ironriver-language", "value": language, "url": desk.address}])


@pytest.mark.parametrize("language", ["en", "es"])
def test_statistics_by_keyboard(desk: Desk, language: str):
    page = desk.page
    desk.sign_in("ohlsson")
    speak(desk, language)
    desk.go("/")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/statistics"))
    page.focus("#area")
    page.keyboard.type("SON")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("area=SON"))
    expect(page.locator(".funnel tbody tr")).to_have_count(5)
    # A limit that is refused comes back in its field, with what was typed beside it.
    page.focus("#ori")
    page.keyboard.type("AZ1")
    page.keyboard.press("Enter")
    wrong = page.locator("#ori[aria-invalid=true]")
    expect(wrong).to_have_value("AZ1")
    expect(page.locator("#area")).to_have_value("SON")
    desk.accessible()
    desk.shot(f"statistics-refused-{language}")
    # Chromium reports every 422 to the console; here it is the refusal that the page shows.
    assert [one for one in desk.troubles if "422" not in one] == []
    desk.troubles.clear()
    wrong.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#crime")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".funnel tbody tr")).to_have_count(5)
    desk.accessible()
    desk.shot(f"statistics-{language}")
    page.emulate_media(color_scheme="dark")
    desk.accessible()
    desk.shot(f"statistics-dark-{language}")
    page.set_viewport_size({"width": 720, "height": 900})
    desk.fits()
    desk.accessible()
    page.locator("#since").focus()
    for _ in range(4):  # month, day, year, the calendar: each shows where one is
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Tab")
    desk.shot(f"statistics-200-{language}")
    page.emulate_media(media="print", color_scheme="light")
    desk.shot(f"statistics-print-{language}")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_summary_from_the_page_of_the_gun(desk: Desk, site: Site, language: str):
    page = desk.page
    desk.sign_in("marchetti")
    desk.work_on("IR-2026-0417")
    speak(desk, language)
    desk.go(f"/firearms/{site.firearm('TKF12045')}")
    page.locator("a[href*='/summary']").first.click()
    expect(page.locator("#limits-" + language)).to_be_visible()
    desk.accessible()
    desk.shot(f"summary-{language}")
    page.locator("a[href*='both=1']:not([download])").click()
    expect(page.locator("#limits-en")).to_be_visible()
    expect(page.locator("#limits-es")).to_be_visible()
    desk.accessible()
    desk.shot(f"summary-both-{language}")
    with page.expect_download() as waited:
        page.locator("a[href*='summary.pdf']").click()
    assert waited.value.suggested_filename == "trace-summary.pdf"
