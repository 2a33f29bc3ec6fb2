"""Partners by mouse and by keyboard, in both languages: a profile, viewed as the partner, two persons, a recall."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Desk
from tests.journeys.test_paper_pages import speak
from tests.web.site import Site
from tests.web.test_exchange import GUN, arrived

WHY = "The agreement covers it and the case is open"


def made_by_mouse(desk: Desk) -> str:
    """Make the profile that both journeys use; return its address."""
    page = desk.page
    desk.sign_in("sandoval")
    page.goto(f"{desk.address}/exchange")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("exchange-empty")
    page.fill("#profile-name", "Usual view abroad")
    page.get_by_label("18 U.S.C. 933").first.check()
    page.get_by_role("button", name="Make a profile").click()
    expect(page.locator("h1")).to_contain_text("Usual view abroad")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("profile")
    return page.url


def fill(page: Page, gun: str) -> None:
    page.fill("#release-subject", gun)
    page.fill("#release-title", "Pistol recovered in Sonora")
    page.fill("#release-reason", "Joint inquiry on recovered pistols")


def test_a_profile_is_previewed_released_by_two_people_and_recalled(desk: Desk, site: Site):
    page = desk.page
    profile = made_by_mouse(desk)
    page.context.clear_cookies()
    desk.sign_in("ohlsson")
    desk.work_on("IR-2026-0417")
    page.goto(profile)
    fill(page, f"{desk.address}/firearms/{site.firearm('TKF12045')}")
    page.get_by_role("button", name="View as partner").click()
    expect(page.locator("#view")).to_contain_text("taken out")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("view-as-partner")
    page.get_by_role("button", name="Propose this release").click()
    expect(page.get_by_role("status")).to_contain_text("nothing has left")
    release = page.url
    page.context.clear_cookies()
    desk.sign_in("whitfield")
    page.goto(release)
    page.fill("#decision-reason", WHY)
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("release-to-decide")
    page.focus("#decision-reason")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("on record")
    page.fill("#recall-reason", "The serial was read wrongly.")
    page.get_by_role("button", name="Recall", exact=True).click()
    expect(page.locator(".notice.caution")).to_contain_text("The serial was read wrongly.")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("release-recalled")
    page.get_by_role("button", name="Español").click()
    expect(page.locator(".notice.caution")).to_contain_text("Retirada.")
    page.emulate_media(color_scheme="dark")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("release-recalled-es-dark")
    page.emulate_media(media="print", color_scheme="light")
    desk.shot("release-recalled-es-print")


def test_what_came_in_is_judged(desk: Desk, site: Site):
    page = desk.page
    arrived(site, [GUN, {**GUN, "id": GUN["id"][:-1] + "1", "calibre": "9 mm"}])
    desk.sign_in("ohlsson")
    page.goto(f"{desk.address}/exchange/inbound")
    page.get_by_role("button", name="Read 2 objects").click()
    expect(page.locator("#create")).to_contain_text("held by a stage")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("inbound")
    page.get_by_role("row", name="to be judged").get_by_role("link").click()
    page.fill("#decision-reason", "Compared with the exhibit")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("draft")
    draft = page.url
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_contain_text("on record")
    page.goto(draft)
    page.get_by_role("button", name="Español").click()
    expect(page.locator("#undo-heading")).to_have_text("Deshacer su decisión")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 640, "height": 720})  # what 1280 pixels leave at 200 %
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("draft-undo-es-dark-200")
    page.focus("#decision-reason")
    page.keyboard.type("Se aceptó el arma equivocada")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#create")).to_contain_text("por juzgar")
    expect(page.locator("#create")).to_contain_text("Se aceptó el arma equivocada")


pytestmark = pytest.mark.browser


def test_a_profile_is_released_and_recalled_without_a_mouse(desk: Desk, site: Site) -> None:
    page = desk.page
    desk.sign_in("sandoval")
    speak(desk, "es")
    desk.go("/exchange")
    desk.type_into("#profile-name", "Vista usual")
    desk.reach("input[name=purposes][value=crim_933]")
    page.keyboard.press("Space")
    desk.press("#make form button.primary")
    expect(page.locator("h1")).to_contain_text("Vista usual")
    profile = page.url.removeprefix(desk.address)

    page.context.clear_cookies()
    desk.sign_in("ohlsson")
    desk.work_on("IR-2026-0417")
    speak(desk, "es")
    desk.go(profile)
    desk.type_into("#release-subject", f"{desk.address}/firearms/{site.firearm('TKF12045')}")
    desk.type_into("#release-title", "Pistola recuperada en Sonora")
    desk.type_into("#release-reason", "Indagatoria conjunta")
    desk.press("button[name=step][value=preview]")
    expect(page.locator("#view")).to_be_visible()
    desk.accessible()
    desk.shot("view-as-partner-es-keys")
    desk.press("#view form button.primary")
    page.wait_for_url("**/exchange/releases/*")
    release = page.url.removeprefix(desk.address)

    page.context.clear_cookies()
    desk.sign_in("whitfield")
    speak(desk, "es")
    desk.go(release)
    desk.type_into("#decision-reason", "El convenio lo permite y el caso está abierto")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#recall-reason")).to_be_visible()
    desk.type_into("#recall-reason", "La serie se leyó mal.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.caution")).to_contain_text("La serie se leyó mal.")
    expect(page.locator(".notice.caution")).to_contain_text("Retirada.")
    page.set_viewport_size({"width": 640, "height": 720})  # what 1280 pixels leave at 200 %
    desk.fits()
    desk.accessible()
    desk.shot("release-recalled-es-keys-200")
