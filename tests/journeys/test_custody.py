"""Journeys of custody in a browser: two people, a refusal, a package that bare Python verifies."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from ironriver import custody
from ironriver.custody import DemoAuthority
from ironriver.ledger import Ledger
from ironriver.vault import Keys
from tests.journeys.conftest import Desk
from tests.web.site import Site

CASE = "IR-2026-0417"
GUN = {
    "description": "Pistol, Harrow & Pike HP-9 Compact",
    "make": "Harrow & Pike",
    "model": "HP-9 Compact",
    "calibre": "9 × 19 mm",
    "serial_frame": "TKF11987",
    "serial_slide": "TKF11987",
    "seal": "S-40118",
    "condition": "Safe, magazine removed",
    "place": "1400 block W. Sierpe, Tucson",
    "finder": "Officer 2207",
    "authority": "Search warrant SW-25-3381",
}


@pytest.fixture(scope="module")
def worker(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """What the worker does here at our word: seal and stamp."""
    folder = tmp_path_factory.mktemp("tsa")
    authority = DemoAuthority(folder)
    authority.start()
    platform = site.platform
    platform.ledger.settings = replace(
        platform.settings, tsa_urls=authority.url, tsa_roots=str(folder / "bundle.pem")
    )
    keys = Keys.load_or_create(platform.settings, signing=True)
    yield Ledger.open(platform.ledger.settings, platform.database, platform.catalogue, platform.vault, keys)
    authority.stop()


@pytest.fixture
def desks(desk: Desk, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Any]:
    """More people, each at a browser of their own."""
    opened: list[Desk] = []

    def another(login: str) -> Desk:
        page = browser.new_context(**browser_context_args, accept_downloads=True).new_page()
        made = Desk(page=page, address=desk.address, shots=desk.shots)
        made.watch()
        made.sign_in(login)
        opened.append(made)
        return made

    yield another
    for one in opened:
        one.page.context.close()
        assert one.troubles == []


def to_exhibits(desk: Desk) -> None:
    desk.go("/cases")
    desk.page.get_by_role("link", name=CASE, exact=True).click()
    desk.page.locator(".page-head").get_by_role("link", name="Exhibits").click()
    expect(desk.page.locator("h1")).to_contain_text("Exhibits")


def receive_gun(desk: Desk) -> str:
    to_exhibits(desk)
    for name, value in GUN.items():
        desk.page.fill(f"#gun-{name}", value)
    desk.page.locator("#gun button.primary").click()
    expect(desk.page.locator(".flash")).to_contain_text("You hold it")
    return desk.page.url.removeprefix(desk.address)


def offer(desk: Desk, address: str, name: str, reason: str) -> None:
    desk.go(address)
    desk.page.select_option("#offer-to", label=f"{name} · us-tpd")
    desk.page.fill("#offer-reason", reason)
    desk.page.locator("#offer button.primary").click()
    expect(desk.page.locator(".flash")).to_contain_text("on record")


def test_a_gun_changes_hands_between_two_people(desks: Any) -> None:
    quill, marchetti = desks("quill"), desks("marchetti")
    address = receive_gun(quill)
    quill.accessible()
    offer(quill, address, "J. Marchetti", "Test-fire for comparison")
    expect(quill.page.get_by_role("heading", name="Waits for J. Marchetti")).to_be_visible()
    marchetti.go(address)
    marchetti.accessible()
    marchetti.shot("custody-answer")
    marchetti.page.fill("#answer-seal", "S-40118")
    marchetti.page.get_by_role("button", name="Accept and sign").click()
    expect(marchetti.page.locator("dl.pairs dd.key").first).to_contain_text("J. Marchetti")
    marchetti.shot("custody-exhibit")


def test_a_transfer_is_refused_by_keyboard_alone(desks: Any) -> None:
    quill, marchetti = desks("quill"), desks("marchetti")
    address = receive_gun(quill)
    offer(quill, address, "J. Marchetti", "Restore frame serial")
    marchetti.go(address)
    page = marchetti.page
    marchetti.type_into("#answer-seal", "S-40737")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Seal read S-40737, record says S-40118")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.caution")).to_contain_text("refused")
    expect(page.locator("dl.pairs dd.key").first).to_contain_text("D. Quill")
    marchetti.accessible()
    marchetti.shot("custody-refused")


def test_a_package_is_approved_downloaded_and_verified_with_bare_python(
    desks: Any, worker: Ledger, tmp_path: Path
) -> None:
    quill, abara = desks("quill"), desks("abara")
    receive_gun(quill)
    to_exhibits(abara)
    page = abara.page
    page.locator("#package input[type=checkbox]").first.check()
    page.select_option("#package-matter", "criminal")
    page.fill("#package-court", "Superior Court, Pima County")
    page.fill("#package-reason", "Trial in Pima County, disclosure due")
    abara.accessible()
    abara.shot("custody-exhibits")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("h1")).to_contain_text("What would be given out")
    abara.accessible()
    page.get_by_role("button", name="Propose for approval").click()
    address = page.url.removeprefix(abara.address)
    quill.go(address)
    quill.page.fill("#decision-reason", "Checked against the shelf")
    quill.accessible()
    quill.page.get_by_role("button", name="Approve").click()
    expect(quill.page.locator("body")).to_contain_text("being sealed")
    custody.seal_waiting(worker)
    abara.go(address)
    expect(page.locator(".page-head")).to_contain_text("sealed and time-stamped")
    abara.accessible()
    abara.shot("custody-package")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    path = tmp_path / "package.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as bag:
        bag.extractall(tmp_path / "unpacked")
    (top,) = (tmp_path / "unpacked").iterdir()
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(top / "verify.py")], capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_look_of_the_page(desks: Any) -> None:
    quill = desks("quill")
    address = receive_gun(quill)
    page = quill.page
    quill.shot("custody-light")
    page.emulate_media(media="print")
    quill.shot("custody-print-css")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Dark").or_(page.locator("button[name=theme]")).first.click()
    quill.accessible()
    quill.shot("custody-dark")
    page.locator("button[name=language][value=es]").click()
    expect(page.locator("body")).to_contain_text("Cadena de custodia")
    quill.accessible()
    quill.shot("custody-es")
    page.set_viewport_size({"width": 720, "height": 900})
    quill.go(address)
    quill.accessible()
    quill.fits()
    quill.shot("custody-200")
