"""One's own account, cases, ledger and status pages."""

from __future__ import annotations

import json
import re

import pyotp

from ironriver.access import all_accounts
from ironriver.model.actor import SYSTEM_ACTOR_ID
from tests.web.site import Site


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_account_page_says_what_one_may_see(bare_site: Site):
    page = text_of(bare_site.browser("marchetti").get("/account"))
    assert "investigator" in page
    assert "us-tpd" in page
    assert "TLP:AMBER+STRICT" in page
    held = re.search(r"<dt>Holdings</dt><dd>([^<]+)</dd>", page)[1]
    assert "case IR-2026-0388" in held.split(", ")  # the joint case by its number; an id says nothing to anybody
    assert "case:" not in held


def test_a_second_factor_is_set_up_and_counts(bare_site: Site):
    browser = bare_site.browser("quill")
    page = text_of(browser.post("/account/factor"))
    secret = re.search(r'class="mono">([A-Z2-7]{32})<', page)[1]
    assert "<svg" in page
    assert browser.post("/account/factor/confirm", {"code": "000000"}).status_code == 422
    done = text_of(browser.post("/account/factor/confirm", {"code": pyotp.TOTP(secret).now()}))
    assert "Recovery codes" in done
    assert "Your authenticator is set up." in text_of(browser.get("/account"))


def test_another_session_of_mine_can_be_ended_and_nobody_elses(bare_site: Site):
    one, other = bare_site.browser("reyes"), bare_site.browser("reyes")
    stranger = bare_site.browser("ohlsson")
    page = text_of(one.get("/account"))
    address = re.search(r'action="(/account/sessions/[^"]+/end)"', page)[1]
    assert stranger.post(address).status_code == 404
    assert one.post(address).status_code == 303
    assert other.get("/search").headers["Location"].startswith("/sign-in")


def test_case_and_purpose_are_asked_for_together(bare_site: Site):
    browser = bare_site.browser("marchetti")
    wrong = browser.work_on(purpose="curiosity")
    assert wrong.status_code == 422
    assert "Choose the purpose from the list." in text_of(wrong)
    assert browser.work_on(number="IR-9999-0001").status_code == 422
    assert browser.work_on().status_code == 303
    assert "18 U.S.C. 933" in text_of(browser.get("/"))
    assert browser.post("/work-on", {"case": "", "back": "/"}).status_code == 303
    assert "none chosen" in text_of(browser.get("/"))


def test_a_case_shows_its_members_and_hides_from_others(bare_site: Site):
    mine = bare_site.browser("marchetti")
    address = re.search(r'href="(/cases/[^"?]+)"', text_of(mine.get("/cases")))[1]
    page = text_of(mine.get(address))
    assert "J. Marchetti" in page
    hidden = bare_site.browser("noriega").get(address)
    absent = bare_site.browser("noriega").get("/cases/case_" + "0" * 32)
    assert hidden.status_code in (200, 404)  # a joint case has members from Sonora
    assert absent.status_code == 404


def test_the_auditor_reads_entries_checks_them_and_asks_for_proofs(bare_site: Site):
    browser = bare_site.browser("auditor")
    page = text_of(browser.get("/ledger"))
    assert "ledger.genesis" in page or "access." in page
    # What was done in words beside its name in the entry; who did it by name where it is one's own agency.
    assert re.search(r"Member of a case added<br><span[^>]*>access.add_member<", page)
    assert re.search(r"<td>Ironriver <span[^>]*>…system<", page)
    assert "Root" in page
    checked = text_of(browser.post("/ledger/verify"))
    assert "Everything fits." in checked
    first = text_of(browser.get("/ledger/0"))
    assert "ledger.genesis" in first
    assert "The ledger begins" in first
    assert "Proof of inclusion" in first
    assert browser.get("/ledger/999999").status_code == 404
    assert browser.get("/ledger?start=0").status_code == 200


def test_the_ledger_names_nobody_of_another_agency(bare_site: Site):
    """The auditor is of Tucson; whom Sonora employs the list does not say, though it shows what they did."""
    browser, seen = bare_site.browser("auditor"), ""
    for start in range(0, bare_site.platform.ledger.head().size, 50):
        seen += text_of(browser.get(f"/ledger?start={start}"))
    acting = {json.loads(one.text)["actor"] for one in bare_site.platform.ledger.entries(limit=10_000)}
    known = [one for one in all_accounts(bare_site.platform.ledger) if one.id in acting - {SYSTEM_ACTOR_ID}]
    assert {"us-tpd", "mx-fge-son"} <= {one.agency for one in known}
    for one in known:
        if one.agency == "us-tpd":
            assert re.search(rf"<td>{re.escape(one.name)} <span[^>]*>…{one.id[-6:]}<", seen), one.login
        else:
            assert f'<td><span class="small mono">{one.id}</span></td>' in seen, one.login
            assert one.name not in seen, one.login
    # An entry of its own page neither.
    elsewhere = next(one for one in known if one.agency != "us-tpd")
    entries = bare_site.platform.ledger.entries(limit=10_000)
    seq = next(one.seq for one in entries if json.loads(one.text)["actor"] == elsewhere.id)
    page = text_of(browser.get(f"/ledger/{seq}"))
    assert elsewhere.id in page
    assert elsewhere.name not in page


def test_a_supervisor_sees_the_status_and_no_entry_numbers(bare_site: Site):
    page = text_of(bare_site.browser("whitfield").get("/status"))
    assert "Graph and ledger" in page
    assert "Statements in the catalogue" in page
    assert re.search(r"answer; last act \d+ \w{3} \d{4} \d\d:\d\d UTC", page)
    size = bare_site.platform.ledger.head().size
    assert f">{size}<" not in page
