"""The way of a real deployment, in browsers: first administrator, accounts, claiming, a case, a new password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest

from ironriver import clock
from ironriver.access import claim as claiming
from ironriver.access import find_account
from ironriver.app import open_platform
from ironriver.graph import Catalogue, Database
from ironriver.web import create_app
from tests import world as worlds
from tests.web.site import Browser, Site
from tests.world import EngineAddress

PASSWORD = "Four rivers and one bridge"
OTHER = "Seven bridges and no river"
ADDED = {"login": "ibarra", "name": "M. Ibarra", "roles": "investigator", "tlp": "2", "language": "en"}
_ISSUED = re.compile(r'id="issued-code">([A-Z0-9-]+)<')
_FACTOR = re.compile(r'class="mono">([A-Z2-7]{32})<')


def text_of(answer: Any) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """A deployment that is no demonstration: one administrator with a one-time code, nothing else."""
    database = Database.open(engine.uri, engine.user, engine.password)
    try:
        catalogue = Catalogue.load()
        worlds.empty(database, catalogue)
        made = worlds.make_world(tmp_path_factory.mktemp("real"), engine, database, catalogue)
    finally:
        database.close()
    platform = open_platform(replace(made.settings, demo=False))
    app = create_app(platform)
    app.testing = False
    yield Site(platform, app)
    platform.close()


def claimed(site: Site, login: str, code: str, password: str = PASSWORD) -> pyotp.TOTP:
    """Claim an account in a browser; return its authenticator."""
    browser = site.browser()
    asked = browser.post("/claim", {"login": login, "code": code, "password": password, "again": password})
    assert asked.status_code == 200, text_of(asked)
    assert "<svg" in text_of(asked)
    factor = pyotp.TOTP(_FACTOR.search(text_of(asked))[1])
    given = {"login": login, "one_time": code}
    wrong = browser.post("/claim/confirm", given | {"code": "12"})
    assert wrong.status_code == 422
    assert "The code does not fit." in text_of(wrong)
    with clock.moved_by(timedelta(minutes=-5)):
        done = browser.post("/claim/confirm", given | {"code": factor.at(clock.now())})
    assert "Recovery codes" in text_of(done)
    return factor


def entered(site: Site, login: str, factor: pyotp.TOTP, password: str = PASSWORD, *, later: int = 0) -> Browser:
    """Sign in with password and code; `later` steps of 30 seconds, because a code works once."""
    browser = site.browser()
    moment = clock.now() + timedelta(seconds=30 * later)
    answer = browser.sign_in(login, password=password, code=factor.at(moment))
    assert answer.status_code == 303, text_of(answer)
    return browser


def test_from_the_first_code_to_a_case_and_a_search_for_a_person(real: Site):
    login, code = claiming.first_administrator(real.platform.access)
    chief = entered(real, login, claimed(real, login, code))
    page = text_of(chief.get("/accounts"))
    assert "not yet" not in page
    assert page.count('href="/accounts/') == 1
    made = chief.post("/accounts", ADDED)
    assert "M. Ibarra" in text_of(made)
    fresh = _ISSUED.search(text_of(made))[1]
    assert fresh not in text_of(chief.get("/accounts/ibarra"))
    factor = claimed(real, "ibarra", fresh)
    assert real.browser().post("/claim", claim_of("ibarra", fresh)).status_code == 401  # used up
    person = entered(real, "ibarra", factor)
    new = {"number": "A-1", "name": "Two pistols", "purpose": "crim_933", "openness": "agency", "tlp": "2"}
    assert person.post("/cases", new).status_code == 303
    assert person.work_on(number="A-1").status_code == 303
    assert "Persons are looked for too" in text_of(person.get("/search"))
    changed = {"old_password": PASSWORD, "password": OTHER, "again": OTHER}
    wrong = person.post("/account/password", changed)  # the second factor is asked for too
    assert wrong.status_code == 401
    assert "The password was not changed" in text_of(wrong)
    moment = clock.now() + timedelta(seconds=30)
    done = person.post("/account/password", changed | {"code": factor.at(moment)})
    assert "The password is changed" in text_of(done)
    assert person.get("/search").headers["Location"].startswith("/sign-in")


def claim_of(login: str, code: str, password: str = PASSWORD, again: str = PASSWORD) -> dict[str, str]:
    return {"login": login, "code": code, "password": password, "again": again}


def test_a_claim_refuses_without_telling_who_exists(real: Site):
    browser = real.browser()
    nobody = text_of(browser.post("/claim", claim_of("nobody-here", "AAAA-AAAA-AAAA")))
    known = text_of(browser.post("/claim", claim_of("admin", "AAAA-AAAA-AAAA")))
    assert "Login and one-time code were not accepted." in nobody
    plain = re.sub(r'name="csrf_token" value="[^"]+"', "", nobody)
    assert plain.replace("nobody-here", "admin") == re.sub(r'name="csrf_token" value="[^"]+"', "", known)
    assert PASSWORD not in known
    assert "AAAA-AAAA-AAAA" not in known


def test_a_gap_in_the_form_is_no_attempt(real: Site):
    browser = real.browser()
    for given in (claim_of("admin", ""), claim_of("admin", "x", again="other"), {}):
        answer = browser.post("/claim", given)
        assert answer.status_code == 422
        assert "Nothing was set." in text_of(answer)
    assert "The two differ." in text_of(browser.post("/claim", claim_of("admin", "x", again="other")))
    assert browser.post("/claim/confirm", {}).status_code == 422
    assert browser.client.post("/claim", data=claim_of("admin", "x")).status_code == 400


def test_a_password_that_is_refused_says_why_beside_the_field(bare_site: Site):
    chief = bare_site.browser("admin")
    code = _ISSUED.search(text_of(chief.post("/accounts", ADDED | {"login": "weak"})))[1]
    browser = bare_site.browser()
    answer = browser.post("/claim", claim_of("weak", code, "password1", "password1"))
    assert answer.status_code == 422
    assert 'id="claim-password-message"' in text_of(answer)
    assert "is set up" in text_of(browser.post("/claim", claim_of("weak", code)))  # the code stayed good
    assert bare_site.browser().sign_in("weak", password=PASSWORD).status_code == 303


def test_only_administrators_reach_accounts(bare_site: Site):
    assert 'href="/accounts"' in text_of(bare_site.browser("admin").get("/"))
    for login in ("marchetti", "whitfield", "auditor"):
        browser = bare_site.browser(login)
        assert 'href="/accounts"' not in text_of(browser.get("/account"))
        assert browser.get("/accounts").status_code == 403
        assert browser.post("/accounts", ADDED | {"login": "sneaked"}).status_code == 403
        assert browser.post("/accounts/admin/code").status_code == 403


def test_a_privileged_page_asks_for_the_password_again(bare_site: Site):
    browser = bare_site.browser("admin")
    with clock.moved_by(timedelta(minutes=11)):
        assert browser.get("/accounts").headers["Location"].startswith("/prove?next=%2Faccounts")
        asked = browser.post("/accounts", ADDED | {"login": "later"})
        assert asked.status_code == 401
        assert 'name="kept:login" value="later"' in text_of(asked)
    assert find_account(bare_site.platform.ledger, login="later") is None


def test_an_account_that_cannot_be_made_comes_back_as_it_was_typed(bare_site: Site):
    browser = bare_site.browser("admin")
    answer = browser.post("/accounts", ADDED | {"login": "9 bad", "handling": "tiahrt"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="add-login-message"' in page
    assert re.search(r'value="investigator" checked', page)
    assert re.search(r'value="tiahrt" checked', page)
    taken = browser.post("/accounts", ADDED | {"login": "marchetti"})
    assert taken.status_code == 409
    system = browser.post("/accounts", ADDED | {"login": "robot", "roles": "system"})
    assert system.status_code == 422


def test_disable_enable_release_and_a_new_code(bare_site: Site):
    chief, person = bare_site.browser("admin"), bare_site.browser("reyes")
    assert "Say why" in text_of(chief.post("/accounts/reyes/use", {"do": "disable", "reason": " "}))
    assert chief.post("/accounts/reyes/use", {"do": "disable", "reason": "left the agency"}).status_code == 303
    assert person.get("/").headers["Location"].startswith("/sign-in")
    page = text_of(chief.get("/accounts/reyes"))
    assert "disabled" in page
    assert chief.post("/accounts/reyes/use", {"do": "unlock"}).status_code == 422
    assert chief.post("/accounts/reyes/use", {"do": "enable"}).status_code == 303
    person = bare_site.browser("reyes")
    assert chief.post("/accounts/reyes/use", {"do": "unlock"}).status_code == 303
    assert _ISSUED.search(text_of(chief.post("/accounts/reyes/code")))
    assert person.get("/").headers["Location"].startswith("/sign-in")
    assert chief.get("/accounts/nobody-here").status_code == 404
    assert chief.get("/accounts/tamayo").status_code == 404  # of another agency
    assert "tamayo" not in text_of(chief.get("/accounts"))
    assert chief.post("/accounts/nobody-here/use", {"do": "enable"}).status_code == 404


def test_a_clearance_is_set_and_never_ones_own(bare_site: Site):
    chief, person = bare_site.browser("admin"), bare_site.browser("ohlsson")
    given = {"roles": ["analyst", "auditor"], "holdings": "us-tpd, US-TPD-mou", "tlp": "1", "handling": []}
    assert chief.post("/accounts/ohlsson/clearance", given).status_code == 303
    account = find_account(bare_site.platform.ledger, login="ohlsson")
    assert account is not None
    assert (account.holdings, int(account.max_tlp)) == ({"us-tpd", "us-tpd-mou"}, 1)
    assert account.roles == {"analyst", "auditor"}
    assert person.get("/").headers["Location"].startswith("/sign-in")
    assert chief.post("/accounts/ohlsson/clearance", given | {"roles": []}).status_code == 422
    assert chief.post("/accounts/admin/clearance", given).status_code == 403
    assert "Another administrator changes it." in text_of(chief.get("/accounts/admin"))


def test_a_new_password_is_typed_twice_and_needs_the_old_one(bare_site: Site):
    browser = bare_site.browser("abara")
    assert 'id="password-old_password"' in text_of(browser.get("/account"))
    given = {"old_password": "not the password", "password": OTHER, "again": OTHER}
    assert browser.post("/account/password", given).status_code == 401
    assert browser.post("/account/password", given | {"again": "x"}).status_code == 422
    weak = {"old_password": "rivers-of-iron", "password": "password1", "again": "password1"}
    assert 'id="password-password-message"' in text_of(browser.post("/account/password", weak))
    done = browser.post("/account/password", given | {"old_password": "rivers-of-iron"})
    assert "The password is changed" in text_of(done)
    assert bare_site.browser().sign_in("abara").status_code == 401
    assert bare_site.browser().sign_in("abara", password=OTHER).status_code == 303
