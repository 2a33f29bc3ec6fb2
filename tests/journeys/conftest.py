"""Browser journeys: a real server, a real Chromium, and no mercy for console errors or foreign requests."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, Route, expect
from werkzeug.serving import make_server

from ironriver.graph import Catalogue
from ironriver.ledger import canonical_hash, replay_from_segments
from tests.web.site import Site, opened_site
from tests.world import EngineAddress, empty

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--force-color-profile=srgb", "--font-render-hinting=none"),
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The machine may be busy with other suites.
PATIENCE_MS = 60_000
#: What reaches beyond the right edge, if the page as a whole does.
STICKS_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return ["page", ...[...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > width)
        .map(e => e.outerHTML.slice(0, 120))];
}"""
#: No page has more things to stop at before the one that somebody wants.
MOST_TABS = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the journeys are skipped aloud; where REQUIRE_BROWSER is set they fail instead."""
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker("browser")
            if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; Playwright's own download is not used."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The pictures' size; no animation."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
        "locale": "en-US",
        "color_scheme": "light",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """The demonstration's people and the story's guns."""
    with opened_site(tmp_path_factory.mktemp("journey"), engine, story=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Where the site is served, on loopback."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@dataclass
class Desk:
    """One person at a browser, and everything that went wrong in it."""

    page: Page
    address: str
    shots: Path
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.route("**/*", self._only_here)
        self.slow_down(int(os.environ.get("IRONRIVER_TEST_LATENCY_MS", "0")))

    def slow_down(self, latency_ms: int) -> None:
        """Let each request wait so long before it is sent, as on a bad line; 0: as it is."""
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        told = {"offline": False, "latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1}
        line.send("Network.emulateNetworkConditions", told)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text}")

    def _only_here(self, route: Route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.troubles.append(f"request elsewhere: {route.request.url}")
            route.abort()

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, login: str) -> None:
        self.go("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", "rivers-of-iron")
        self.page.check("#consent")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".topbar")).to_be_visible()

    def open_room(self, name: str) -> None:
        """Go where the menu goes; rooms that do not fit lie folded under "More"."""
        door = self.page.locator(".topnav").get_by_role("link", name=name, exact=True)
        if not door.is_visible():
            self.page.locator(".topnav .more > summary").click()
        door.click()

    def work_on(self, number: str) -> None:
        self.go("/cases")
        value = self.page.locator("#case option", has_text=number).get_attribute("value")
        self.page.select_option("#case", value)
        self.page.select_option("#purpose", "crim_933")
        self.page.locator("form:has(#case) button.primary").click()
        expect(self.page.locator(".context")).to_contain_text(number)

    def chart_ready(self, at_least: int = 2) -> None:
        """Wait until the chart has things on it. Polled: a strict policy forbids Playwright's own waiting."""
        for _ in range(PATIENCE_MS // 200):
            with suppress(Error):  # the page may still be on its way
                if self.page.evaluate("window.ironriverChart?.model.state.nodes.size ?? 0") >= at_least:
                    return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"the chart never had {at_least} things on it")

    def reach(self, selector: str) -> None:
        """Press Tab until the element has the focus, as somebody without a mouse does."""
        self.page.wait_for_load_state()
        for _ in range(MOST_TABS):
            if self.page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")

    def type_into(self, selector: str, text: str) -> None:
        """Go to a field by Tab and type."""
        self.reach(selector)
        self.page.keyboard.type(text)

    def press(self, selector: str) -> None:
        """Go to a button or a link by Tab and press Enter."""
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def accessible(self) -> None:
        """Hold the page against axe, once its style sheets are there."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
        said = [f"{v['id']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found.response["violations"]]
        if said:
            self.shot("refused")
        assert said == []

    def fits(self, page: str = "") -> None:
        """Fail, naming what sticks out, if the page must be scrolled sideways; waits for its style sheets."""
        self.page.wait_for_load_state()
        assert self.page.evaluate(STICKS_OUT) == [], page

    def shot(self, name: str) -> None:
        """Keep a picture for people to look at."""
        self.page.screenshot(path=self.shots / f"{name}.png")


def replays(site: Site, *kinds: str) -> None:
    """Make the graph once more from the log alone: the same hash, and as many things of each of these kinds."""
    ledger, catalogue = site.platform.ledger, Catalogue.load()
    count = (
        "MATCH (n) UNWIND labels(n) AS kind WITH kind WHERE kind IN $kinds RETURN kind, count(*) AS n ORDER BY kind"
    )
    live = canonical_hash(ledger.database, catalogue), ledger.database.read(count, {"kinds": list(kinds)})
    assert [row["kind"] for row in live[1]] == sorted(kinds)
    ledger.follower.follow_once()
    empty(ledger.database, catalogue)
    assert canonical_hash(ledger.database, catalogue) != live[0]
    replay_from_segments(ledger, ledger.database)
    assert (canonical_hash(ledger.database, catalogue), ledger.database.read(count, {"kinds": list(kinds)})) == live


@pytest.fixture
def desk(page: Page, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A browser that fails the test for any console error, script error or request that leaves."""
    kept = os.environ.get("IRONRIVER_TEST_SHOTS")
    shots = Path(kept) if kept else tmp_path_factory.mktemp("shots")
    shots.mkdir(parents=True, exist_ok=True)
    opened = Desk(page=page, address=address, shots=shots)
    opened.watch()
    yield opened
    assert opened.troubles == []
