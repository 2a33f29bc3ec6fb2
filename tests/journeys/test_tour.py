"""The tour of `docs/tour.md` and `docs/recorrido.md`: five kinds of users through one case, in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from taxii2client.v21 import Server

from ironriver import analytics, custody
from ironriver.analytics import Detector, RunAsk
from ironriver.exchange import standing_agreements
from ironriver.jobs import SilentReport
from ironriver.ledger import Ledger
from tests.journeys.charting import click, draw_box, grow, has, wait_for
from tests.journeys.conftest import Desk
from tests.journeys.test_custody import GUN as EXHIBIT
from tests.journeys.test_custody import worker
from tests.journeys.test_tracing_desk import fill
from tests.journeys.tour_people import CASE, GUN, STEPS, Tour, step, tour_of
from tests.unit.exchange.sharing import Program, program
from tests.unit.tracing.test_request_cases import MX
from tests.web.findings_world import actor_of
from tests.web.site import Site
from tests.world import CHECKOUT

__all__ = ["worker"]
PAGES = {"en": "docs/tour.md", "es": "docs/recorrido.md"}
WHY = "Read with its sources / Leído con sus fuentes"


@pytest.fixture(scope="module")
def partner(site: Site) -> Program:
    """Findings of the purchase pattern, as `dev.py run` leaves them, and a program of the partner in Sonora."""
    ask = RunAsk(detectors=(Detector.STRAW,))
    analytics.run_now(actor_of(site, "ohlsson"), ask, SilentReport(), ledger=site.platform.ledger)
    found = standing_agreements(site.platform.access, actor_of(site, "sandoval"))
    agreement = next(one for one in found if one.number == "MOU-2026-03")
    return program(site.platform.access, agreement.id)


@pytest.fixture(scope="module")
def given(site: Site, address: str, worker: Ledger, browser: Browser) -> dict[str, Any]:
    """What a walk stands on, in every language."""
    return {"site": site, "address": address, "worker": worker, "browser": browser}


@pytest.fixture
def tour(
    request: pytest.FixtureRequest, given: dict[str, Any], browser_context_args: dict[str, Any], tmp_path: Path
) -> Iterator[Tour]:
    with tour_of(**given, how=browser_context_args, folder=tmp_path, language=request.param) as walk:
        yield walk


@step("A serial that is half gone", "Una serie a medias")
def read_half(tour: Tour) -> None:
    desk = tour.as_("marchetti", case=True)
    page = desk.page
    desk.go("/search")
    page.fill("#text", "T?F12O45")
    page.keyboard.press("Enter")
    hit = page.locator("#results").get_by_role("link", name=GUN, exact=True)
    expect(hit).to_be_visible()
    tour.picture(page, "01-search")
    hit.click()
    expect(page.locator("h1")).to_contain_text(GUN)
    tour.found["gun"] = page.url.rpartition("/")[2]


@step("One gun, and the leg that nobody recorded", "Un arma, y el tramo que nadie registró")
def one_gun(tour: Tour) -> None:
    page = tour.as_("marchetti").page
    expect(page.locator(".chain")).to_contain_text("Nogales")
    expect(page.locator(".chain")).to_contain_text(re.compile("No source says who|Ninguna fuente dice qui"))
    tour.picture(page, "02-firearm")
    page.locator("a[href*='line=2']").first.click()
    expect(page.locator("main")).to_contain_text("T_F12O45")
    page.go_back()


@step("Two buyers, one telephone", "Dos compradores, un teléfono")
def two_buyers(tour: Tour) -> None:
    desk = tour.as_("marchetti")
    page, ids = desk.page, story(tour)
    page.locator("a[data-key=c]").click()
    desk.chart_ready(5)
    wait_for(desk, has(ids["dealer"]))
    grow(desk, ids["dealer"], "dealer_sold_by_bought_person", [ids["buyer"], ids["other"]])
    grow(desk, ids["buyer"], "person_has_phone_phone", [ids["phone"]])
    lines = f"[...ironriverChart.model.state.edges.values()].filter((one) => one.to === '{ids['phone']}')"
    wait_for(desk, f"new Set({lines}.map((one) => one.from)).size === 2")
    click(desk, ids["phone"])
    expect(page.locator("#thing h2")).to_contain_text("555 0142")
    tour.picture(page, "03-chart")


@step("A way to the border, with its gap", "Un camino a la frontera, con su hueco")
def way_to_the_border(tour: Tour) -> None:
    desk, ids = tour.as_("marchetti"), story(tour)
    page = desk.page
    page.evaluate("ironriverChart.stage.fit()")
    click(desk, ids["dealer"])
    click(desk, ids["place"], shift=True)
    page.locator(".toolbar [data-tool=path]").click()
    expect(page.locator("#path-said")).not_to_be_empty()
    wait_for(desk, "[...ironriverChart.model.state.edges.values()].some((one) => one.style === 'unknown_leg')")
    tour.picture(page, "04-path")
    page.evaluate("ironriverChart.stage.fit()")
    draw_box(desk)
    page.locator(".toolbar [data-tool=save]").click()
    page.fill("#save-name", name_of(tour))
    page.locator("#save-chart button[value=save]").click()
    expect(page.locator("#chart-name")).to_contain_text(name_of(tour))


@step("Sonora asks for a trace", "Sonora pide un rastreo")
def sonora_asks(tour: Tour) -> None:
    desk = tour.as_("tamayo")
    page = desk.page
    desk.go("/trace-requests/new")
    fill(desk, MX | {"maker": "Norvick"})
    page.locator("#form-model").click()
    expect(page.locator("#said-maker")).to_contain_text("Norvik Arms")
    tour.picture(page, "05-request")
    page.locator("#said-maker button").first.click()
    expect(page.locator("#form-maker")).to_have_value("Norvik Arms")
    page.locator("button[value=submit]").click()
    expect(page.locator(".page-head")).to_contain_text(re.compile("Submitted|Enviada"))
    federal = tour.as_("arriaga")
    federal.go(page.url.removeprefix(desk.address))
    federal.page.locator("form[action$='/transmit'] button").click()
    expect(federal.page.locator(".page-head")).to_contain_text(re.compile("Transmitted|Transmitida"))


@step("The answer in two languages", "La respuesta en dos idiomas")
def the_answer(tour: Tour) -> None:
    desk = tour.as_("reyes", case=True)
    page = desk.page
    desk.go(f"/firearms/{tour.found['gun']}")
    page.locator("a[href*='/summary']").first.click()
    page.locator("a[href*='both=1']:not([download])").click()
    expect(page.locator("#limits-en")).to_be_visible()
    expect(page.locator("#limits-es")).to_be_visible()
    tour.picture(page, "06-summary")


@step("A finding, with what speaks against it", "Un hallazgo, con lo que habla en contra")
def a_finding(tour: Tour) -> None:
    desk = tour.as_("ohlsson", case=True)
    page = desk.page
    desk.go("/review")
    # Both buyers are of the case. One finding is decided once, so each language takes its own.
    buyer = {"en": "WHITCOMBE DALE R", "es": "KERN, TOBIAS J"}[tour.language]
    page.locator("table tbody tr", has_text=buyer).get_by_role("link").first.click()
    expect(page.locator("#for-heading")).to_be_visible()
    expect(page.locator("#against-heading")).to_be_visible()
    tour.picture(page, "07-finding")
    page.locator("form[action*='/claim'] button").click()
    page.fill("#judge-text", WHY)
    page.locator("button[name=do][value=confirm]").click()
    expect(page.locator(".chip-row")).to_contain_text(re.compile("Confirmed|Confirmado"))


@step("A referral that a second person approves", "Una remisión que aprueba otra persona")
def a_referral(tour: Tour) -> None:
    desk = tour.as_("ohlsson")
    page = desk.page
    page.fill("#draft-recipient", "U.S. Attorney, District of Arizona")
    page.locator("#referral input[name=charges]").first.check()
    page.fill("#draft-summary", WHY)
    page.locator("#referral form button.primary").click()
    expect(page.locator("h1")).to_contain_text("RF-TPD-")
    page.fill("#propose-note", WHY)
    page.locator("button[name=do][value=propose]").click()
    second = tour.as_("whitfield", case=True)
    second.go("/")
    second.page.keyboard.press("g")
    second.page.keyboard.press("b")
    expect(second.page.locator("h1")).to_have_text(tour.say("nav.inbox"))
    second.accessible()
    second.page.locator(f"#decide a[href='{page.url.removeprefix(desk.address)}']").click()
    second.page.fill("#decide-reason", WHY)
    tour.picture(second.page, "08-referral")
    second.page.locator("#decide button.primary").click()
    expect(second.page.locator(".page-head")).to_contain_text(re.compile("Approved, not sent|Aprobada, sin enviar"))


@step("What the partner would see", "Qué vería la dependencia asociada")
def as_the_partner(tour: Tour) -> None:
    manager = tour.as_("sandoval")
    manager.go("/exchange")
    page = manager.page
    page.locator("#collections summary").click()
    page.fill("#collection-title", name_of(tour))
    page.fill("#collection-alias", f"sonora-{tour.language}")
    page.locator("#collections input[name=handling][value=tiahrt]").check()
    page.locator("#collections form button").click()
    page.fill("#profile-name", name_of(tour))
    page.locator("#make input[name=purposes][value=crim_933]").check()
    page.locator("#make form button.primary").click()
    expect(page.locator("h1")).to_contain_text(name_of(tour))
    desk = tour.as_("ohlsson")
    desk.go(page.url.removeprefix(desk.address))
    fill_release(tour, desk)
    desk.page.locator("#release button.primary").click()
    expect(desk.page.locator("#view")).to_be_visible()
    tour.picture(desk.page, "09-partner")
    desk.page.locator("#view form button.primary").click()
    tour.found["release"] = desk.page.url.removeprefix(desk.address)


@step("The partner's program fetches it", "El programa de la asociada lo descarga")
def the_partner_fetches(tour: Tour) -> None:
    second = tour.as_("whitfield")
    second.go(tour.found["release"])
    second.page.fill("#decision-reason", WHY)
    second.page.locator("button[name=decision][value=approve]").click()
    expect(second.page.get_by_role("status")).to_be_visible()
    proof = {"user": tour.found["login"], "password": tour.found["token"]}
    with closing(Server(f"{tour.address}/taxii2/", **proof)) as foreign:
        (shared,) = (one for one in foreign.default.collections if one.title == name_of(tour))
        bundle = str(shared.get_objects())
    assert "'type': 'firearm'" in bundle
    assert "marking-definition" in bundle
    assert "WHITCOMBE" not in bundle.upper()


@step("An exhibit changes hands", "Un indicio cambia de manos")
def changes_hands(tour: Tour) -> None:
    quill, marchetti = tour.as_("quill"), tour.as_("marchetti")
    to_exhibits(tour, quill)
    for name, value in EXHIBIT.items():
        quill.page.fill(f"#gun-{name}", value)
    quill.page.locator("#gun button.primary").click()
    expect(quill.page.locator("#offer")).to_be_visible()
    quill.page.select_option("#offer-to", label="J. Marchetti · us-tpd")
    quill.page.fill("#offer-reason", WHY)
    quill.page.locator("#offer button.primary").click()
    marchetti.go(quill.page.url.removeprefix(quill.address))
    marchetti.page.fill("#answer-seal", EXHIBIT["seal"])
    tour.picture(marchetti.page, "11-transfer")
    marchetti.page.locator("#answer button[value=accept]").click()
    expect(marchetti.page.locator("dl.pairs dd.key").first).to_contain_text("J. Marchetti")


@step("A package that proves itself", "Un paquete que se prueba solo")
def a_package(tour: Tour) -> None:
    abara, quill = tour.as_("abara"), tour.as_("quill")
    to_exhibits(tour, abara)
    page = abara.page
    page.locator("#package input[type=checkbox]").first.check()
    page.select_option("#package-matter", "criminal")
    page.fill("#package-court", "Superior Court, Pima County")
    page.fill("#package-reason", WHY)
    page.locator("#package button.primary").click()
    page.locator("button[value=propose]").click()
    address = page.url.removeprefix(abara.address)
    quill.go(address)
    quill.page.fill("#decision-reason", WHY)
    quill.page.locator("button[name=decision][value=approve]").click()
    expect(quill.page.locator("body")).to_contain_text(tour.say("custody.being_sealed"))
    custody.seal_waiting(tour.worker)
    abara.go(address)
    tour.picture(page, "12-package")
    with page.expect_download() as download:
        page.locator("form[action$='/file'] button").click()
    assert verified(download.value.path(), tour.folder) == 0


@step("The case file", "El expediente")
def the_case_file(tour: Tour) -> None:
    desk, second = tour.as_("marchetti"), tour.as_("whitfield")
    page = desk.page
    desk.go("/case-files")
    page.fill("#make-title", name_of(tour))
    page.select_option("#make-chart", label=name_of(tour))
    page.locator("#make button.primary").click()
    expect(page.locator("main")).to_contain_text(GUN)
    tour.picture(page, "13-case-file")
    page.fill("#propose-reason", WHY)
    page.locator("form[action$='/propose'] button.primary").click()
    second.go(page.url.removeprefix(desk.address))
    second.page.fill("#approve-reason", WHY)
    second.page.locator("form[action$='/approve'] button.primary").click()
    expect(second.page.locator(".page-head")).to_contain_text(tour.say("case_files.state_approved"))
    paper = "async a => (await (await fetch(a + '/case-file.pdf')).text()).slice(0, 5)"
    assert second.page.evaluate(paper, second.page.url) == "%PDF-"


def story(tour: Tour) -> dict[str, str]:
    """Return the gun's dealer and buyer, the telephone, who else gave it, and where the gun was found."""
    rows = tour.site.platform.database.read(
        "MATCH (b:Person)-[:BOUGHT]->(p:Purchase)-[:OF]->(:Firearm {id: $gun})<-[:OF]-(:Recovery)-[:AT]->(w:Place) "
        "MATCH (p)-[:SOLD_BY]->(d:Dealer) MATCH (b)-[:HAS_PHONE]->(h:Phone)<-[:HAS_PHONE]-(o:Person) WHERE o <> b "
        "RETURN b.id AS buyer, o.id AS other, d.id AS dealer, h.id AS phone, w.id AS place",
        {"gun": tour.found["gun"]},
    )
    return rows[0]


def name_of(tour: Tour) -> str:
    return {"en": "Two buyers, one telephone", "es": "Dos compradores, un teléfono"}[tour.language]


def fill_release(tour: Tour, desk: Desk) -> None:
    page = desk.page
    page.fill("#release-subject", f"{desk.address}/firearms/{tour.found['gun']}")
    page.fill("#release-title", name_of(tour))
    page.select_option("#release-collection_id", label=f"{name_of(tour)} (TLP:AMBER)")
    page.fill("#release-reason", WHY)


def to_exhibits(tour: Tour, desk: Desk) -> None:
    desk.go("/cases")
    desk.page.get_by_role("link", name=CASE, exact=True).click()
    desk.page.locator(".page-head a[href$='/exhibits']").click()


def verified(package: Path, folder: Path) -> int:
    """Return the answer of the verifier inside a package, run by bare Python."""
    with zipfile.ZipFile(package) as bag:
        bag.extractall(folder / "unpacked")
    (top,) = (folder / "unpacked").iterdir()
    command = [sys.executable, "-I", "-S", str(top / "verify.py")]
    return subprocess.run(command, capture_output=True, env={"PATH": "/usr/bin:/bin"}, check=False).returncode


@pytest.mark.parametrize("tour", ["en", "es"], indirect=True)
def test_the_tour(tour: Tour, partner: Program) -> None:
    tour.found |= {"login": partner.login, "token": partner.token}
    for _, _, walk in STEPS:
        walk(tour)


@pytest.mark.parametrize(("language", "column"), [("en", 0), ("es", 1)])
def test_the_page_tells_the_steps_of_the_test(language: str, column: int) -> None:
    told = re.findall(r"^## \d+\. (.+)$", (CHECKOUT / PAGES[language]).read_text("utf-8"), re.MULTILINE)
    assert told == [names[column] for names in STEPS]
