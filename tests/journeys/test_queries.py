"""An analyst writes, checks, saves and shares a query; a colleague runs it; it is asked of a gun from the chart."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ironriver import clock, queries
from ironriver.access import DEMO_PASSWORD, NewAccount, cases, find_account
from ironriver.access.accounts import create_account
from ironriver.access.cases import CaseRole
from ironriver.errors import Say, Unavailable
from ironriver.graph import Catalogue
from ironriver.jobs import Report, Worker
from ironriver.ledger import Act, Change, Row, canonical_hash, replay_from_segments
from ironriver.model.actor import Role, system_actor
from ironriver.queries import Projection, Projections
from ironriver.worker import make_projection, run_detectors
from tests.journeys.conftest import Desk
from tests.web.own_queries import ENDLESS, analyst, run, running
from tests.web.site import Site
from tests.world import empty

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
    # Over a selection it writes as over none: a bracket goes around, an é is one letter, and each is one step back.
    editor.click()
    written = page.locator(".cm-content").inner_text()
    for typed, then in (("(", f"({written})"), ("é", "é")):
        keys.press("Control+a")
        keys.type(typed)
        expect(page.locator(".cm-content")).to_have_text(then, use_inner_text=True)
        keys.press("Control+z")
        expect(page.locator(".cm-content")).to_have_text(written, use_inner_text=True)
    # As the browser's own menu deletes: no key of the editor is pressed.
    keys.press("Control+a")
    menu = page.context.new_cdp_session(page)
    menu.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "commands": ["DeleteBackward"]})
    expect(page.locator(".cm-content")).to_have_text("", use_inner_text=True)
    keys.press("Control+z")
    expect(page.locator(".cm-content")).to_have_text(written, use_inner_text=True)
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
    desk.fits()
    looked_at(desk, "query-200-es")


def wait_for(count: int, desk: Desk, site: Site, made: Projection) -> None:
    """Wait until so many queries run; inside Playwright, which lets requests through only while it is asked."""
    until = clock.monotonic() + 25
    while (now := len(running(site, made))) != count:
        assert clock.monotonic() < until, f"{now} still run"
        desk.page.wait_for_timeout(50)


def test_a_long_query_is_ended_by_mouse_and_by_keys(desk: Desk, site: Site, made: Projection) -> None:
    """What somebody sees who stops it. That the engine needs two seconds at most is held in `tests/web`.

    While an answer is on the way Playwright asks the page nothing, so mouse and keys go to places known before.
    """
    page, keys, said = desk.page, desk.page.keyboard, list[str]()
    page.on("console", lambda message: said.append(message.text))
    begin(desk, "ohlsson")
    long_query(desk)
    page.evaluate(
        "note => new MutationObserver(() => console.log(note.textContent)).observe(note, {childList: true})",
        page.query_selector("#query-running"),
    )
    run_at, stop_at = middle(page, "[data-run]"), middle(page, "[formaction='/queries/stop']")
    page.mouse.click(*run_at)
    wait_for(1, desk, site, made)
    page.wait_for_timeout(400)  # it is said after 300 ms
    page.mouse.click(*stop_at)
    wait_for(0, desk, site, made)
    assert any("runs, for 30 seconds at most" in one for one in said)
    told = page.locator(".notice.ok")
    expect(told).to_contain_text("of yours")
    expect(page.locator(".cm-content")).to_contain_text("MATCH (a), (b)")
    looked_at(desk, "query-stopped")
    # By keyboard alone, in Spanish: Ctrl+Enter runs it; parameters, Run, Check, CSV, and the next ends it.
    page.get_by_role("button", name="Español").click()
    long_query(desk)
    keys.press("Control+Enter")
    wait_for(1, desk, site, made)
    for key in (*("Tab",) * 5, "Enter"):
        keys.press(key)
    wait_for(0, desk, site, made)
    expect(told).to_contain_text("uya")


def long_query(desk: Desk) -> None:
    """Write a query that is allowed and takes minutes."""
    desk.go("/queries/write")
    desk.page.get_by_role("textbox", name="Cypher").focus()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.insert_text(ENDLESS)
    expect(desk.page.locator("#query-lint")).to_be_visible()  # said under the editor, and moves the buttons


def middle(page: Page, selector: str) -> tuple[float, float]:
    """Return where on the screen an element is."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@dataclass
class Patient:
    """A report of a run that is still at its first step when somebody asks to stop it."""

    report: Report
    site: Site
    job: str

    def check_cancelled(self) -> None:
        self.report.check_cancelled()

    def progress(self, done: int, total: int, say: Say) -> None:
        self.report.progress(done, total, say)
        until = clock.monotonic() + 60
        while not self.site.platform.jobs.is_cancel_asked(self.job) and clock.monotonic() < until:
            clock.sleep(0.05)


def test_a_run_of_detectors_is_stopped_on_its_page(desk: Desk, site: Site) -> None:
    page, ledger = desk.page, site.platform.ledger
    handlers = {"detect": lambda job, report: run_detectors(ledger, job, Patient(report, site, job.id))}
    worker = Worker(site.platform.jobs, handlers)
    begin(desk, "ohlsson")
    desk.go("/analytics")
    page.get_by_role("button", name="Run in the background").click()
    expect(page.locator("h1")).to_contain_text("Run of detectors")
    expect(page.locator("#job-heading")).to_have_text("Waiting")
    stop = page.get_by_role("button", name="Stop")
    stop.focus()
    working = threading.Thread(target=worker.run_one)
    working.start()
    expect(page.locator("#job-heading")).to_have_text("At work")
    looked_at(desk, "run-at-work")
    expect(stop).to_be_focused()  # what is shown anew every two seconds keeps the place of who works by keyboard
    page.keyboard.press("Enter")
    expect(page.locator("#job-heading")).to_have_text("Stopped")
    working.join(60)
    worker.close()
    expect(page.locator("#job")).to_contain_text("states nothing")
    looked_at(desk, "run-stopped")
    page.get_by_role("link", name="Back to where it was asked for").click()
    expect(page.locator("section:has(#runs-heading)")).to_contain_text("Stopped")


def test_a_run_is_followed_to_its_network_in_both_languages(desk: Desk, site: Site) -> None:
    page, ledger = desk.page, site.platform.ledger
    begin(desk, "ohlsson")
    desk.go("/analytics")
    for box in page.locator("input[name=detectors]:not([value=broker])").all():
        box.uncheck()
    looked_at(desk, "analytics")
    page.get_by_role("button", name="Run in the background").click()
    expect(page.locator("#job-heading")).to_be_visible()
    worker = Worker(site.platform.jobs, {"detect": lambda job, report: run_detectors(ledger, job, report)})
    assert worker.run_one()
    worker.close()
    page.get_by_role("link", name="See what it did").click()
    expect(page.locator("#frozen-heading")).to_be_visible()
    looked_at(desk, "run")
    page.get_by_role("link", name="Network overview").click()
    expect(page.locator("main")).to_contain_text("people are tied to")
    looked_at(desk, "networks")
    page.emulate_media(media="print")
    desk.shot("networks-print")
    page.emulate_media(media="screen", color_scheme="dark")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("main")).to_contain_text("personas")
    looked_at(desk, "networks-es-dark")
    page.set_viewport_size({"width": 720, "height": 900})
    desk.fits()
    looked_at(desk, "networks-200-es")
    # From who stands between others to the chart, by keyboard.
    page.locator("section:has(#brokers-heading) tbody a").first.focus()
    page.keyboard.press("Enter")
    desk.chart_ready(1)


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


# Asked for so that it runs with its module: tests with a browser are put before those without.
@pytest.mark.usefixtures("browser_name")
def test_replay_of_this_journey_gives_the_same_graph(site: Site) -> None:
    """The last of the module: imports, saved queries and runs, once more from the log alone."""
    ledger, catalogue = site.platform.ledger, Catalogue.load()
    count = "MATCH (n:SavedQuery|QueryVersion|Run) RETURN labels(n)[0] AS kind, count(*) AS n ORDER BY kind"
    live = canonical_hash(ledger.database, catalogue), ledger.database.read(count, {})
    assert [row["kind"] for row in live[1]] == ["QueryVersion", "Run", "SavedQuery"]
    ledger.follower.follow_once()
    empty(ledger.database, catalogue)
    replay_from_segments(ledger, ledger.database)
    assert (canonical_hash(ledger.database, catalogue), ledger.database.read(count, {})) == live
