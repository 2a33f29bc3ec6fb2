"""The pages of custody: received, offered, answered, packed; what is refused stands beside its field."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ironriver import custody
from ironriver.custody import DemoAuthority
from ironriver.ledger import Ledger
from ironriver.vault import Keys
from tests.web.site import Browser, Site

GUN = {
    "description": "Pistol, Harrow & Pike HP-9",
    "make": "Harrow & Pike",
    "serial_frame": "TKF11987",
    "seal": "S-40118",
    "condition": "Safe, magazine removed",
    "finder": "Officer 2207",
    "authority": "Search warrant SW-25-3381",
}
FILE = {"description": "Video of the counter", "finder": "Officer 2207", "authority": "Consent, form C-118"}
REASON = "Trial in Pima County, disclosure due"


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def case_of(site: Site, browser: Browser) -> str:
    found = re.search(r'href="/cases/(case_[0-9a-f]+)">IR-2026-0417<', text_of(browser.get("/cases")))
    assert found
    return found[1]


def received(site: Site, login: str = "quill") -> str:
    """Receive a gun and return the address of its page."""
    browser = site.browser(login)
    answer = browser.post(f"/cases/{case_of(site, browser)}/exhibits/firearm", GUN)
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def person(site: Site, page: str, name: str) -> str:
    found = re.search(rf'<option value="(actor_[0-9a-f]+)"[^>]*>{re.escape(name)}', page)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def worker(bare_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The worker's ledger: with the signing key, and a demonstration authority."""
    folder = tmp_path_factory.mktemp("tsa")
    authority = DemoAuthority(folder)
    authority.start()
    platform = bare_site.platform
    settings = replace(platform.settings, tsa_urls=authority.url, tsa_roots=str(folder / "bundle.pem"))
    platform.ledger.settings = settings
    keys = Keys.load_or_create(settings, signing=True)
    yield Ledger.open(settings, platform.database, platform.catalogue, platform.vault, keys)
    authority.stop()


def test_a_gun_is_received_offered_and_accepted_by_two_people(bare_site: Site) -> None:
    address = received(bare_site)
    quill, marchetti = bare_site.browser("quill"), bare_site.browser("marchetti")
    page = text_of(quill.get(address))
    assert "S-40118" in page
    to = person(bare_site, page, "J. Marchetti")
    assert quill.post(f"{address}/offer", {"to": to, "reason": "Test-fire", "seal": "S-40118"}).status_code == 303
    assert 'id="answer"' not in text_of(quill.get(address))
    assert "Waits for J. Marchetti" in text_of(quill.get(address))
    wrong = marchetti.post(f"{address}/answer", {"answer": "accept", "seal": "S-1"})
    assert wrong.status_code == 422
    assert 'value="S-1"' in text_of(wrong)
    assert "not the seal on record" in text_of(wrong)
    assert marchetti.post(f"{address}/answer", {"answer": "accept", "seal": "S-40118"}).status_code == 303
    page = text_of(marchetti.get(address))
    assert page.count('class="key">Accepted') == 1
    assert 'id="offer"' in page


def test_a_refusal_needs_a_reason_and_is_read_first(bare_site: Site) -> None:
    address = received(bare_site)
    quill, marchetti = bare_site.browser("quill"), bare_site.browser("marchetti")
    to = person(bare_site, text_of(quill.get(address)), "J. Marchetti")
    quill.post(f"{address}/offer", {"to": to, "reason": "Test-fire", "seal": "S-40118"})
    assert marchetti.post(f"{address}/answer", {"answer": "refuse"}).status_code == 422
    said = {"answer": "refuse", "reason": "Seal read S-40737, record says S-40118"}
    assert marchetti.post(f"{address}/answer", said).status_code == 303
    page = text_of(marchetti.get(address))
    assert "A transfer was refused here" in page
    assert "REFUSED" in page


def test_what_is_missing_stands_beside_its_field_in_spanish_too(bare_site: Site) -> None:
    browser = bare_site.browser("quill")
    browser.post("/look", {"language": "es", "back": "/"})
    answer = browser.post(f"/cases/{case_of(bare_site, browser)}/exhibits/firearm", GUN | {"seal": ""})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "No se recibió el indicio." in page
    assert 'id="gun-seal-message"' in page
    assert 'value="TKF11987"' in page


def test_a_file_goes_in_and_comes_out_byte_for_byte(bare_site: Site) -> None:
    browser = bare_site.browser("quill")
    case = case_of(bare_site, browser)
    content = b"\x00\x01 frames <script>alert(1)</script>" * 999
    none = browser.post(f"/cases/{case}/exhibits/file", dict(FILE))
    assert none.status_code == 422
    given = {**FILE, "file": (io.BytesIO(content), "camera <2>.html")}
    answer = browser.post(f"/cases/{case}/exhibits/file", given, content_type="multipart/form-data")
    assert answer.status_code == 303, text_of(answer)
    address = answer.headers["Location"]
    assert "camera &lt;2&gt;.html" in text_of(browser.get(address))
    sent = browser.post(f"{address}/file", buffered=True)
    assert sent.get_data() == content
    assert sent.headers["Content-Type"].startswith("application/octet-stream")
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert ">Downloaded<" in text_of(browser.get(address))


def test_the_record_prints_in_two_languages_with_the_same_bytes(bare_site: Site) -> None:
    address, browser = received(bare_site), bare_site.browser("quill")
    for language in ("en", "es"):
        first, second = (browser.get(f"{address}/record.pdf?language={language}").get_data() for _ in range(2))
        assert first.startswith(b"%PDF-1.7")
        assert first == second
    assert browser.get(f"{address}/record.docx").status_code == 404


def test_other_roles_and_agencies_get_nothing(bare_site: Site) -> None:
    address = received(bare_site)
    absent = bare_site.browser("noriega").get("/exhibits/exhibit_" + "0" * 32)
    hidden = bare_site.browser("noriega").get(address)
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert bare_site.browser("auditor").get(address).status_code == 403
    ohlsson = bare_site.browser("ohlsson")
    assert 'id="gun"' not in text_of(ohlsson.get(f"/cases/{case_of(bare_site, ohlsson)}/exhibits"))
    assert ohlsson.post(f"{address}/offer", {}).status_code == 403
    assert bare_site.browser("abara").post(f"{address}/record", {"kind": "tested"}).status_code == 403


def test_seals_and_looks_are_recorded(bare_site: Site) -> None:
    address, browser = received(bare_site), bare_site.browser("quill")
    for said in ({"kind": "viewed"}, {"kind": "seal_broken", "reason": "To test-fire"}):
        assert browser.post(f"{address}/record", said).status_code == 303
    page = text_of(browser.get(address))
    assert "Looked at" in page
    assert "none: broken" in page
    assert browser.post(f"{address}/record", {"kind": "resealed", "reason": "New bag"}).status_code == 422
    assert browser.post(f"{address}/record", {"kind": "accepted", "reason": "Nonsense"}).status_code == 422


def test_the_agencys_keys_are_public(bare_site: Site) -> None:
    received(bare_site)
    answer = bare_site.browser().get("/agencies/us-tpd/did.json")
    assert answer.status_code == 200
    assert answer.get_json(force=True)["id"] == custody.did_of(bare_site.platform.settings, "us-tpd")
    assert bare_site.browser().get("/agencies/nobody/did.json").status_code == 404


def test_exhibits_beyond_the_first_are_reached_and_packed(bare_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ironriver.web.views.custody.SHOWN", 1)
    last = [received(bare_site).rpartition("/")[2] for _ in range(2)][-1]
    abara = bare_site.browser("abara")
    path = f"/cases/{case_of(bare_site, abara)}/exhibits"
    page = text_of(abara.get(path))
    assert "The first 1 of " in page
    assert last not in page
    while more := re.search(r'href="([^"]+)">Show more<', page):
        page = text_of(abara.get(more[1]))
    form = re.search(r'action="([^"]+/packages[^"]*)"', page)
    assert form
    given = {"exhibits": last, "matter": "criminal", "court": "", "reason": REASON, "step": "preview"}
    refused = text_of(abara.post(form[1], given))
    assert re.search(f'value="{last}"[^>]*checked', refused)  # what was ticked on a longer list stays ticked
    assert "What would be given out" in text_of(abara.post(form[1], given | {"court": "Superior Court"}))
    assert abara.get(f"{path}?shown=nonsense").status_code == 200


def test_a_package_is_previewed_approved_by_another_and_verified(
    bare_site: Site, worker: Ledger, tmp_path: Path
) -> None:
    exhibit = received(bare_site).rpartition("/")[2]
    abara, quill = bare_site.browser("abara"), bare_site.browser("quill")
    case = case_of(bare_site, abara)
    given = {
        "exhibits": exhibit,
        "matter": "criminal",
        "court": "Superior Court",
        "reason": REASON,
        "language": "es",
    }
    assert abara.post(f"/cases/{case}/packages", given | {"court": ""}).status_code == 422
    shown = abara.post(f"/cases/{case}/packages", given | {"step": "preview"})
    assert "What would be given out" in text_of(shown)
    made = abara.post(f"/cases/{case}/packages", given | {"step": "propose"})
    assert made.status_code == 303, text_of(made)
    address = made.headers["Location"]
    assert abara.post(f"{address}/file").status_code == 409
    assert "Waits for a second person" in text_of(abara.get(address))
    assert 'name="decision"' in text_of(quill.get(address))
    said = {"decision": "approve", "reason": "Checked against the shelf"}
    assert abara.post(f"{address}/decision", said).status_code == 403
    assert quill.post(f"{address}/decision", said).status_code == 303
    assert "being sealed" in text_of(quill.get(address))
    assert custody.seal_waiting(worker) == 2
    assert "sealed and time-stamped" in text_of(abara.get(address))
    sent = abara.post(f"{address}/file", buffered=True).get_data()
    with zipfile.ZipFile(io.BytesIO(sent)) as bag:
        bag.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(top / "verify.py"), "--lang", "es"],
        capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Todo es íntegro." in done.stdout


def test_trace_data_is_refused_for_a_civil_matter_with_the_reason(bare_site: Site) -> None:
    quill, abara = bare_site.browser("quill"), bare_site.browser("abara")
    case = case_of(bare_site, quill)
    given = {**FILE, "trace_derived": "yes", "file": (io.BytesIO(b"trace"), "trace.txt")}
    made = quill.post(f"/cases/{case}/exhibits/file", given, content_type="multipart/form-data")
    exhibit = made.headers["Location"].rpartition("/")[2]
    asked = {"exhibits": exhibit, "matter": "civil", "court": "District Court", "reason": REASON, "language": "en"}
    answer = abara.post(f"/cases/{case}/packages", asked)
    assert answer.status_code == 403
    assert "Tiahrt" in text_of(answer)


def test_forms_without_a_token_change_nothing(bare_site: Site) -> None:
    address = received(bare_site)
    client = bare_site.browser("quill").client
    assert client.post(f"{address}/record", data={"kind": "viewed"}).status_code == 400
