"""Opening, staffing and closing cases on their pages, by those whose role may."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ironriver.access import cases
from tests.web.site import Browser, Site

NEW = {
    "number": "IR-2026-0900",
    "name": "Two pistols at Nogales",
    "purpose": "crim_933",
    "openness": "agency",
    "tlp": "2",
}


def text_of(answer: Any) -> str:
    return answer.get_data(as_text=True)


def opened(browser: Browser, **more: str) -> str:
    """Open a case and return the address of its page."""
    answer = browser.post("/cases", NEW | more)
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["Location"]


def test_an_investigator_opens_a_case_and_may_then_look_for_a_person(bare_site: Site):
    browser = bare_site.browser("marchetti")
    address = opened(browser, number="IR-2026-0901")
    page = text_of(browser.get(address))
    assert "The case is open and you lead it." in page
    assert "Two pistols at Nogales" in page
    assert browser.work_on(number="IR-2026-0901").status_code == 303
    assert "Persons are looked for too" in text_of(browser.get("/search"))


@pytest.mark.parametrize("login", ["ohlsson", "tamayo", "admin", "auditor"])
def test_other_roles_get_neither_the_form_nor_the_act(bare_site: Site, login: str):
    browser = bare_site.browser(login)
    assert 'id="open"' not in text_of(browser.get("/cases"))
    assert browser.post("/cases", NEW | {"number": "IR-2026-0902"}).status_code == 403
    assert browser.post("/cases/case_" + "0" * 32 + "/state", {"state": "closed"}).status_code == 403


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(bare_site: Site):
    browser = bare_site.browser("marchetti")
    answer = browser.post("/cases", NEW | {"number": "!", "purpose": "", "name": 'Guns "kept" <b>'})
    page = text_of(answer)
    assert answer.status_code == 422
    assert '<a href="#open-number">' in page
    assert 'id="open-purpose-message"' in page
    assert re.search(r'id="open-number"[^>]*aria-describedby="open-number-hint open-number-message"', page)
    assert 'value="Guns &#34;kept&#34; &lt;b&gt;"' in page
    browser.post("/look", {"language": "es", "back": "/"})
    assert "No se abrió el caso." in text_of(browser.post("/cases", NEW | {"name": " "}))


def test_a_number_is_taken_once_and_no_level_above_ones_own_is_given(bare_site: Site):
    browser = bare_site.browser("marchetti")
    opened(browser, number="IR-2026-0903")
    again = browser.post("/cases", NEW | {"number": "ir-2026-0903"})
    assert again.status_code == 409
    assert "Taken." in text_of(again)
    assert browser.post("/cases", NEW | {"number": "IR-2026-0904", "tlp": "4"}).status_code == 422
    assert browser.post("/cases", NEW | {"number": "IR-2026-0904", "tlp": "99"}).status_code == 422


def test_the_lead_brings_people_in_and_takes_them_out(bare_site: Site):
    browser = bare_site.browser("marchetti")
    address = opened(browser, number="IR-2026-0905", openness="sealed")
    other = bare_site.browser("tamayo")
    assert other.get(address).status_code == 404
    assert browser.post(address + "/members", {"login": "tamayo", "role": "reader"}).status_code == 303
    page = text_of(other.get(address))
    assert "Two pistols at Nogales" in page
    assert "Bring somebody in" not in page
    assert other.post(address + "/members", {"login": "ohlsson"}).status_code == 403
    wrong = browser.post(address + "/members", {"login": "nobody-here", "role": "member"})
    assert wrong.status_code == 422
    assert "Check its spelling." in text_of(wrong)
    assert browser.post(address + "/members/remove", {"login": "tamayo"}).status_code == 303
    assert other.get(address).status_code == 404


def test_a_case_keeps_a_lead_and_who_leaves_comes_to_the_list(bare_site: Site):
    browser = bare_site.browser("marchetti")
    address = opened(browser, number="IR-2026-0906", openness="sealed")
    alone = browser.post(address + "/members/remove", {"login": "marchetti"})
    assert alone.status_code == 409
    assert "A case needs a lead." in text_of(alone)
    browser.post(address + "/members", {"login": "whitfield", "role": "lead"})
    left = browser.post(address + "/members/remove", {"login": "marchetti"})
    assert left.headers["Location"] == "/cases"
    assert browser.get(address).status_code == 404


def test_a_closed_case_is_read_and_not_worked_on_until_it_is_reopened(bare_site: Site):
    browser = bare_site.browser("marchetti")
    address = opened(browser, number="IR-2026-0907")
    assert browser.post(address + "/state", {"state": "closed"}).status_code == 303
    page = text_of(browser.get(address))
    assert "Reopen the case" in page
    assert "Work on this case" not in page
    assert browser.work_on(number="IR-2026-0907").status_code == 422
    assert browser.post(address + "/state", {"state": "open"}).status_code == 303
    assert browser.work_on(number="IR-2026-0907").status_code == 303


def test_a_supervisor_finds_and_manages_the_cases_of_the_agency(bare_site: Site):
    address = opened(bare_site.browser("marchetti"), number="IR-2026-0908")
    hidden = opened(bare_site.browser("marchetti"), number="IR-2026-0909", openness="sealed")
    chief = bare_site.browser("whitfield")
    page = text_of(chief.get("/cases"))
    assert f'href="{address}"' in page
    assert hidden not in page
    assert "Bring somebody in" in text_of(chief.get(address))
    assert chief.post(address + "/members", {"login": "reyes", "role": "member"}).status_code == 303
    assert chief.post(hidden + "/members", {"login": "whitfield"}).status_code == 404


def test_a_list_of_many_cases_goes_on(bare_site: Site, monkeypatch: pytest.MonkeyPatch):
    lead = bare_site.browser("marchetti")
    older, newer = opened(lead, number="IR-2027-0001"), opened(lead, number="IR-2027-0002")
    monkeypatch.setattr(cases, "LISTED", 1)
    first = text_of(bare_site.browser("whitfield").get("/cases"))
    assert newer in first
    assert older not in first
    more = re.search(r"/cases\?shown=\d+", first)
    assert more is not None
    assert older in text_of(bare_site.browser("whitfield").get(more[0]))


def test_without_the_pages_token_nothing_happens(bare_site: Site):
    browser = bare_site.browser("marchetti")
    assert browser.client.post("/cases", data=NEW | {"number": "IR-2026-0910"}).status_code == 400
    assert "IR-2026-0910" not in text_of(browser.get("/cases"))
