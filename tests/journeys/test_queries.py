"""An analyst writes, checks, saves and shares a query; a colleague runs it; it is asked of a gun from the chart."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ironriver import clock, queries
from ironriver.access import DEMO_PASSWORD, NewAccount, cases, find_account
from ironriver.access.accounts import create_account
from ironriver.access.cases import CaseRole
from ironriver.errors import Say, Unavailable
from ironriver.jobs import Report, Worker
from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import Role, system_actor
from ironriver.queries import Projection, Projections
from ironriver.worker import make_projection
from tests.journeys.conftest import Desk
from tests.web.own_queries import analyst, run
from tests.web.site import Site

TEXT = "MATCH (f:Firearm)<-[:OF]-(r:Recovery)\nWHERE f.id = $gun\nRETURN f.serial AS serial, r.date AS found"
TITLE = "Where this gun was found"


@dataclass
class Meddling:
    """A report that records a new thing, as somebody else would, once while the copy runs."""

    report: Report
    site: Site
    written: str = ""

    def check_cancelled(self) -> None:
        self.report.check_cancelled()

    def progress(self, done: int, total: int, say: Say) -> None:
        if done and not self.written:
            self.written = self.site.one("Dealer")
            found = self.site.platform.database.read("MATCH (d:Dealer {id: $id}) RETURN d", {"id": self.written})
            known = {key: found[0]["d"][key] for key in ("id", "holding", "tlp", "handling")}
            rows = [Row(s=known, p={"name": "Renamed meanwhile"})]
            act = Act(name="test.rename", changes=[Change(statement="write.put_dealer", rows=rows)])
            self.site.platform.ledger.act(system_actor("demo"), act)
        self.report.progress(done, total, say)


@pytest.fixture(scope="module")
def held(site: Site) -> Iterator[Projections]:
    """A colleague of the analyst with the same clearance on the same case, and the projection of both."""
    _colleague(site)
    made = Projections(site.platform.settings)
    site.browser("ohlsson", case=True).post("/queries/projection")
    ledger = site.platform.ledger
    handlers = {"projection": lambda job, report: make_projection(ledger, made, job, Meddling(report, site))}
    worker = Worker(site.platform.jobs, handlers)
    assert worker.run_one()
    worker.close()
    yield made
    made.close()


@pytest.fixture
def made(site: Site, held: Projections) -> Projection:
    found = queries.find_projection(site.platform.settings, analyst(site))
    assert found is not None
    return found


def _colleague(site: Site) -> None:
    access, ledger = site.platform.access, site.platform.ledger
    first = find_account(ledger, login="ohlsson")
    lead = find_account(ledger, login="marchetti")
    assert first is not None
    assert lead is not None
    new = NewAccount(
        login="lindqvist", name="S. Lindqvist", agency=first.agency, roles=frozenset({Role.ANALYST}),
        max_tlp=first.max_tlp, handling=first.handling, demo=True,
    )  # fmt: skip
    create_account(system_actor("demo"), new, ledger=ledger)
    made = find_account(ledger, login="lindqvist")
    assert made is not None
    access.credentials.set_published_password([made.id], DEMO_PASSWORD)
    actor = lead.as_actor(origin="test")
    case = next(one for one in cases.my_cases(actor, ledger=ledger) if one.number == "IR-2026-0417")
    cases.add_member(actor, case.id, "lindqvist", CaseRole.MEMBER, ledger=ledger)


def begin(desk: Desk, login: str, language: str = "en") -> None:
    desk.page.context.clear_cookies()
    desk.sign_in(login)
    desk.work_on("IR-2026-0417")
    desk.page.context.add_cookies([{"name": "ironriver-language", "value": language, "url": desk.address}])


def looked_at(desk: Desk, name: str) -> None:
    desk.page.wait_for_load_state()
    desk.accessible()
    desk.shot(name)


def test_what_is_recorded_during_the_copy_is_wholly_in_it(site: Site, made: Projection) -> None:
    """The copy had read its dealers when one was renamed: it was begun again, at a later cut."""
    renamed = run(site, "MATCH (d:Dealer {name: 'Renamed meanwhile'}) RETURN d.id AS id").rows
    assert renamed == ((site.one("Dealer"),),)
    assert run(site, "MATCH (n) RETURN count(n) AS n").rows[0][0] == made.nodes


def test_by_mouse(desk: Desk, site: Site, made: Projection) -> None:
    page, keys = desk.page, desk.page.keyboard
    begin(desk, "ohlsson")
    desk.go("/queries/write")
    editor = page.get_by_role("textbox", name="Cypher")
    editor.click()
    keys.press("Control+a")
    keys.type("MATCH (f:Fire")
    page.get_by_role("option", name="Firearm").click()
    keys.type(")<-[:O")
    expect(page.get_by_role("option", name="OF", exact=False).first).to_be_visible()
    looked_at(desk, "query-completion")
    keys.press("Escape")
    keys.press("Control+a")
    keys.insert_text("MATCH (f:Firearm)\nDELETE f\nRETURN $gun AS g")
    findings = page.locator("#query-lint")
    expect(findings).to_contain_text("Line 2, column 1: DELETE changes data.")
    expect(findings).to_contain_text("Declare these parameters too: $gun.")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    looked_at(desk, "query-lint")
    editor.click()
    keys.press("Control+a")
    keys.insert_text(TEXT)
    page.fill("#query-parameters", "gun node(Firearm)")
    page.get_by_role("button", name="Check").click()
    expect(findings).to_contain_text("nothing against")
    page.get_by_text("Save", exact=True).first.click()
    page.fill("#query-title", TITLE)
    page.fill("#query-about", "Recoveries of one gun")
    page.select_option("#query-scope", "case")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    looked_at(desk, "query-saved")
    # Another member of the case runs it, from the chart.
    begin(desk, "lindqvist")
    gun = site.firearm("TKF12045")
    desk.go(f"/workbench/{gun}")
    desk.chart_ready(1)
    at = page.evaluate("id => ironriverChart.stage.whereIs(id)", gun)
    page.mouse.click(at["x"], at["y"], button="right")
    page.get_by_role("menuitem", name="Run a saved question").click()
    expect(page.get_by_role("menuitem", name="Other guns of the same purchaser")).to_be_visible()
    looked_at(desk, "query-menu")
    with page.context.expect_page() as opened:
        page.get_by_role("menuitem", name=TITLE).click()
    beside = opened.value
    expect(beside.locator("#query-gun")).to_have_value(gun)
    beside.get_by_role("button", name="Run").click()
    expect(beside.locator("main")).to_contain_text("TKF12045")
    beside.emulate_media(media="print")
    beside.screenshot(path=desk.shots / "query-print.png", full_page=True)
    beside.close()


def test_by_keyboard_in_spanish(desk: Desk, site: Site, made: Projection) -> None:
    page, keys = desk.page, desk.page.keyboard
    begin(desk, "ohlsson", "es")
    page.emulate_media(color_scheme="dark")
    desk.go("/queries/write")
    page.get_by_role("textbox", name="Cypher").focus()
    keys.press("Control+a")
    keys.type("MATCH (p:Pers")
    expect(page.get_by_role("option", name="Person").first).to_be_visible()
    page.wait_for_timeout(150)  # the editor takes nothing in the first moments of a list
    keys.press("Enter")
    keys.press("End")
    keys.type(" RETRN p.name")
    keys.press("Escape")
    expect(page.locator("#query-lint")).to_contain_text("Renglón 1, columna 18:")
    looked_at(desk, "query-lint-es-dark")
    keys.press("Tab")
    expect(page.locator("#query-parameters")).to_be_focused()
    page.set_viewport_size({"width": 720, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    looked_at(desk, "query-200-es")


def test_an_engine_that_ended_is_started_again(site: Site, held: Projections, made: Projection) -> None:
    """Killed outright, as when its memory is used up: told to the person, started by the worker's watch."""
    keeper = json.loads((Path(made.home) / "engine.json").read_text("utf-8"))["keeper_pid"]
    java = Path(f"/proc/{keeper}/task/{keeper}/children").read_text("utf-8").split()
    os.kill(int(java[0]), signal.SIGKILL)
    until = clock.monotonic() + 20
    while queries.open_sandbox(site.platform.settings, made) is not None:
        assert clock.monotonic() < until
        clock.sleep(0.1)
    with pytest.raises(Unavailable, match="being started again"):
        run(site, "RETURN 1 AS one")
    assert held.revive() == 1
    assert run(site, "MATCH (n) RETURN count(n) AS n").rows[0][0] == made.nodes
    assert held.revive() == 0
