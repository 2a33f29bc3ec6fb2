"""Approvals and agreements by mouse, in both languages, held against axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ironriver import clock
from tests.journeys.conftest import Desk
from tests.web.site import Site, opened_site
from tests.web.test_two_persons import proposed
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """The demonstration's people; no guns are needed here."""
    with opened_site(tmp_path_factory.mktemp("two"), engine, story=False) as opened:
        yield opened


def test_a_second_person_approves(desk: Desk, site: Site):
    proposed(site)
    page = desk.page
    desk.sign_in("whitfield")
    desk.open_room("Approvals")
    expect(page.locator("#waiting")).to_contain_text("test.set_language")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("approvals")
    page.get_by_role("link", name="The act test.set_language").click()
    expect(page.locator("#decision")).to_be_visible()
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("proposal")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("button", name="Aprobar")).to_be_visible()
    page.wait_for_load_state()
    desk.accessible()
    page.emulate_media(color_scheme="dark")
    desk.shot("proposal-es-dark")
    page.fill("#decision-reason", "la orden está en el expediente")
    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_role("status")).to_contain_text("Aprobado")


def test_an_agreement_is_recorded_and_ended(desk: Desk):
    page, today = desk.page, clock.today()
    desk.sign_in("sandoval")
    desk.open_room("Agreements")
    page.wait_for_load_state()
    desk.accessible()
    page.fill("#sign-number", "MOU-2026-80")
    page.fill("#sign-name", "Tracing of recovered firearms")
    page.fill("#sign-partner", "mx-fge-son")
    page.fill("#sign-authority", "Article 4; tracing of recovered firearms")
    page.fill("#sign-holdings", "us-tpd")
    page.get_by_label("tiahrt").check()
    page.fill("#sign-reattest_by", (today + timedelta(days=180)).isoformat())
    page.fill("#sign-expires", (today + timedelta(days=730)).isoformat())
    desk.shot("agreements")
    page.get_by_role("button", name="Record a signed agreement").click()
    expect(page.locator("h1")).to_contain_text("MOU-2026-80")
    page.fill("#name-login", "tamayo")
    page.get_by_role("button", name="Name this person").click()
    expect(page.locator("#persons")).to_contain_text("Tamayo")
    page.wait_for_load_state()
    desk.accessible()
    desk.shot("agreement")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("button", name="Terminarlo ahora")).to_be_visible()
    page.wait_for_load_state()
    desk.shot("agreement-es")
    page.fill("#end-reason", "la contraparte cambió de titular")
    page.get_by_role("button", name="Terminarlo ahora").click()
    expect(page.get_by_role("status")).to_contain_text("terminó")
    page.wait_for_load_state()
    desk.accessible()
