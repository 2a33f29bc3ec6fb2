"""Opening a case, keeping an account and claiming it, by mouse and held against axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk
from tests.web.site import Site, opened_site
from tests.world import EngineAddress

PASSWORD = "Four rivers and one bridge"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """The demonstration's people; no guns are needed here."""
    with opened_site(tmp_path_factory.mktemp("doors"), engine, story=False) as opened:
        yield opened


def test_a_case_is_opened_and_staffed(desk: Desk):
    page = desk.page
    desk.sign_in("marchetti")
    desk.go("/cases")
    page.fill("#open-number", "!")
    page.fill("#open-name", "Two pistols")
    page.select_option("#open-purpose", "crim_933")
    page.get_by_role("button", name="Open a case").click()
    expect(page.get_by_role("alert")).to_contain_text("The case was not opened")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("case-refused")
    desk.troubles.clear()  # the browser notes the 422
    page.fill("#open-number", "IR-2026-0960")
    page.get_by_role("button", name="Open a case").click()
    expect(page.locator("h1")).to_contain_text("IR-2026-0960")
    page.fill("#member-login", "ohlsson")
    page.get_by_role("button", name="Bring in").click()
    expect(page.locator("#members")).to_contain_text("Ohlsson")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("case")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("button", name="Reopen the case")).to_be_visible()


def test_the_auditor_looks_who_asked_what_and_who_was_refused(desk: Desk, site: Site):
    assert site.browser("ohlsson").post("/search", {"text": "TX4471*"}).status_code == 200
    assert site.browser("ohlsson").get("/ledger").status_code == 403
    page = desk.page
    desk.sign_in("auditor")
    desk.open_room("Ledger")
    page.get_by_role("link", name="Reads and sign-ins").click()
    expect(page.locator("section:has(#people-heading)")).to_contain_text("P. Ohlsson")
    page.locator("section:has(#list-heading) summary").first.click()
    expect(page.locator("section:has(#list-heading)")).to_contain_text("is sealed")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("reads")
    page.select_option("#what", "door")
    page.select_option("#who", "ohlsson")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("section:has(#list-heading)")).to_contain_text("Asked for what is not allowed")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("sign-ins")
    page.fill("#thing", "nothing-of-this-id")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_be_visible()


def test_an_account_is_made_and_claimed(desk: Desk):
    page = desk.page
    desk.sign_in("admin")
    desk.open_room("Accounts")
    page.fill("#add-login", "ibarra")
    page.fill("#add-name", "M. Ibarra")
    page.get_by_label("investigator").check()
    page.get_by_role("button", name="Add an account").click()
    code = page.locator("#issued-code").inner_text()
    page.wait_for_load_state()  # the text is there before the sheets are
    desk.shot("accounts")
    desk.accessible()
    page.get_by_role("link", name="ibarra").click()
    expect(page.locator("#clearance")).to_be_visible()
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("account-of-another")
    desk.go("/account")
    desk.accessible()
    desk.go("/claim")
    desk.accessible()
    desk.shot("claim")
    page.fill("#claim-login", "ibarra")
    page.fill("#claim-code", code)
    page.fill("#claim-password", PASSWORD)
    page.fill("#claim-again", PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.locator("h1")).to_contain_text("Your account is set up")
    page.wait_for_load_state()
    desk.accessible()
