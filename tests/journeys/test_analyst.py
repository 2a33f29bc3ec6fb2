"""An analyst confirms a group of buyers into a referral that a second person approves; a collector is dismissed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from ironriver.graph import Catalogue
from ironriver.ledger import canonical_hash, replay_from_segments
from tests.journeys.conftest import Desk
from tests.web.findings_world import state_findings
from tests.web.site import Site, opened_site
from tests.world import EngineAddress, empty

WHY = "Sales, recoveries and both sources were read."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """The demonstration's people and three findings; no guns are needed here."""
    with opened_site(tmp_path_factory.mktemp("analyst"), engine, story=False) as opened:
        state_findings(opened)
        yield opened


def again(desk: Desk, login: str) -> None:
    desk.page.context.clear_cookies()
    desk.sign_in(login)
    desk.work_on("IR-2026-0417")


def press(desk: Desk, key: str) -> None:
    """Press a key once the page listens."""
    desk.page.wait_for_load_state()
    desk.page.keyboard.press(key)


def looked_at(desk: Desk, name: str) -> None:
    desk.page.wait_for_load_state()
    desk.accessible()
    desk.shot(name)


def test_an_analyst_confirms_and_a_second_person_approves(desk: Desk) -> None:
    page = desk.page
    again(desk, "ohlsson")
    desk.open_room("Review")
    expect(page.locator("table tbody tr")).to_have_count(3)
    looked_at(desk, "review-queue")
    # By keyboard alone: to the first finding, on to the second and back.
    press(desk, "j")
    expect(page.locator("h1")).to_have_text("Three pistols in one window, two recovered")
    press(desk, "j")
    expect(page.locator("h1")).to_have_text("Many purchases over years, one recovered")
    press(desk, "k")
    expect(page.locator("h1")).to_have_text("Three pistols in one window, two recovered")
    looked_at(desk, "review-finding")
    page.get_by_role("button", name="Claim").click()
    expect(page.locator(".chip-row")).to_contain_text("Claimed by you")
    page.get_by_label("Collector").check()
    page.fill("#judge-text", WHY)
    looked_at(desk, "review-judge")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".chip-row")).to_contain_text("Confirmed")
    page.fill("#draft-recipient", "U.S. Attorney, District of Arizona")
    page.get_by_label("18 U.S.C. 932", exact=False).check()
    page.fill("#draft-summary", "Three pistols bought in one window, two recovered within a year.")
    page.get_by_role("button", name="Draft a referral").click()
    expect(page.locator("h1")).to_contain_text("RF-TPD-")
    page.fill("#propose-note", WHY)
    looked_at(desk, "referral-draft")
    page.get_by_role("button", name="Put to a second person").click()
    expect(page.locator(".notice")).to_contain_text(["Another person decides"])
    address = page.url.removeprefix(desk.address)
    again(desk, "whitfield")
    desk.go(address)
    page.get_by_role("button", name="Español").click()
    page.fill("#decide-reason", "Leí ambas columnas con sus fuentes.")
    looked_at(desk, "referral-es")
    page.get_by_role("button", name="Aprobar").click()
    expect(page.locator(".page-head")).to_contain_text("Aprobada, sin enviar")
    page.get_by_role("button", name="English").click()
    page.emulate_media(media="print")
    desk.shot("referral-print")


def test_a_collector_is_dismissed_in_spanish_by_keyboard(desk: Desk) -> None:
    page = desk.page
    again(desk, "ohlsson")
    desk.go("/review")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("link", name="Muchas compras en años").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tomar").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip-row")).to_contain_text("Lo tiene usted")
    page.locator("#judge-text").focus()
    page.keyboard.type("Coleccionista con licencia desde hace años.")
    page.select_option("#judge-reason", "collector")
    page.get_by_role("button", name="Descartar").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip-row")).to_contain_text("Descartado")
    page.emulate_media(color_scheme="dark")
    looked_at(desk, "review-finding-es-dark")
    desk.go("/review/rates")
    expect(page.locator("main")).to_contain_text("Coleccionista 1")
    looked_at(desk, "review-rates-es")
    page.set_viewport_size({"width": 720, "height": 900})
    desk.go("/review?standing=dismissed")
    looked_at(desk, "review-queue-narrow")


def test_the_auditor_reads_every_step(desk: Desk) -> None:
    desk.sign_in("auditor")
    desk.open_room("Ledger")
    for act in ("review.dismiss", "review.approve_referral"):
        expect(desk.page.locator("main")).to_contain_text(act)


# Asked for so that it runs with its module: tests with a browser are put before those without.
@pytest.mark.usefixtures("browser_name")
def test_replay_of_this_journey_gives_the_same_graph(site: Site) -> None:
    """The last of the module: findings, judgements, the referral and its approval, once more from the log alone."""
    ledger, catalogue = site.platform.ledger, Catalogue.load()
    count = (
        "MATCH (n:Finding|Judgement|Referral|ReferralStep) RETURN labels(n)[0] AS kind, count(*) AS n ORDER BY kind"
    )
    live = canonical_hash(ledger.database, catalogue), ledger.database.read(count, {})
    assert len(live[1]) == 4
    ledger.follower.follow_once()
    empty(ledger.database, catalogue)
    assert canonical_hash(ledger.database, catalogue) != live[0]
    replay_from_segments(ledger, ledger.database)
    assert (canonical_hash(ledger.database, catalogue), ledger.database.read(count, {})) == live
