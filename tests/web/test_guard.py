"""Who reaches what: every route against every role, CSRF, limits, the refusal to start."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from ironriver import clock
from ironriver.access import Action, may, policy
from ironriver.errors import Invalid
from ironriver.model.actor import Actor, Role
from ironriver.web import guard
from tests.web.site import Site

#: One demonstration person for each role.
PEOPLE = {
    "marchetti": Role.INVESTIGATOR,
    "ohlsson": Role.ANALYST,
    "tamayo": Role.TRACER,
    "quill": Role.CUSTODIAN,
    "abara": Role.COURT_LIAISON,
    "sandoval": Role.PARTNER_MANAGER,
    "whitfield": Role.SUPERVISOR,
    "admin": Role.ADMINISTRATOR,
    "auditor": Role.AUDITOR,
}
FILLINGS = {"path": "mark.svg", "seq": 0}
#: What the partners' address answers to whoever has no key: refused, or told where the slash belongs.
WITHOUT_KEY = (401, 308)


def routes(site: Site):
    """Every (method, address, action) of the application, with something in each placeholder."""
    adapter = site.app.url_map.bind("localhost")
    for rule in site.app.url_map.iter_rules():
        values = {name: FILLINGS.get(name, "nothing_0") for name in rule.arguments}
        address = adapter.build(rule.endpoint, values, force_external=False)
        action = site.app.view_functions[rule.endpoint].declared_action
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, address, action


def test_every_route_declares_an_action_that_somebody_has(bare_site: Site):
    found = list(routes(bare_site))
    assert len(found) > 40
    everything = policy.actions_of(Role) | {Action.ENTER}
    assert all(action in everything for _, _, action in found)


def test_a_route_without_a_declaration_stops_the_start(bare_site: Site):
    from flask import Flask

    app = Flask("bad", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(Invalid) as refused:
        guard.check_routes(app)
    assert "/open" in refused.value.detail


@pytest.mark.parametrize("login", sorted(PEOPLE))
def test_each_role_reaches_what_the_policy_says_and_nothing_else(bare_site: Site, login: str):
    browser = bare_site.browser(login)
    person = Actor(id="x", name="x", agency="x", roles=frozenset({PEOPLE[login]}))
    for method, address, action in routes(bare_site):
        if address in ("/sign-out", "/prove") or action in policy.PRIVILEGED:
            continue  # the one ends the session, the other counts as a failed attempt
        if method == "GET":
            status = browser.get(address).status_code
        elif address.startswith("/api/"):
            status = browser.call(address, {}).status_code
        else:
            status = browser.post(address, {}).status_code
        told = f"{login} {method} {address} ({action}) -> {status}"
        if may(person, action):
            assert status != 403, told
            assert status < 500, told
        elif address.startswith("/taxii2/"):
            assert status in WITHOUT_KEY, told  # programs have no session: whoever has one is nobody there
        else:
            assert status == 403, told


def test_nobody_reaches_anything_without_signing_in(bare_site: Site):
    browser = bare_site.browser()
    browser.get("/sign-in")
    for method, address, action in routes(bare_site):
        if action is Action.ENTER:
            continue
        if address.startswith("/taxii2/"):
            answer = browser.post(address, {}) if method == "POST" else browser.get(address)
            assert answer.status_code in WITHOUT_KEY, address
        elif address.startswith("/api/"):
            answer = browser.call(address, {}) if method == "POST" else browser.get(address)
            assert answer.status_code == 401, address
            assert answer.get_json()["code"] == "sign_in_needed"
        else:
            answer = browser.post(address, {}) if method == "POST" else browser.get(address)
            assert answer.status_code == 303, address
            assert answer.headers["Location"].startswith("/sign-in?")


def test_a_form_without_its_token_is_refused(bare_site: Site):
    browser = bare_site.browser("marchetti")
    for method, address, _ in routes(bare_site):
        if method == "POST":
            answer = browser.client.post(address, data={"x": "y"})
            # programs of partners carry a key, no cookie: there is nothing that a foreign page could ride on
            refused = WITHOUT_KEY if address.startswith("/taxii2/") else (400,)
            assert answer.status_code in refused, address
    assert browser.get("/").status_code == 200  # and nobody was signed out by it


def test_a_foreign_token_does_not_help(bare_site: Site):
    mine, theirs = bare_site.browser("marchetti"), bare_site.browser("ohlsson")
    theirs.get("/account")
    assert mine.client.post("/look", data={"csrf_token": theirs.token, "language": "es"}).status_code == 400


def test_an_api_token_needs_no_form_token_and_reaches_only_its_actions(bare_site: Site):
    from ironriver.access import find_account

    access = bare_site.platform.access
    account = find_account(bare_site.platform.ledger, login="marchetti")
    assert account is not None
    text, _ = access.tokens.make(account.id, name="test", actions=frozenset({Action.SEARCH_FIREARM}))
    client = bare_site.app.test_client()
    headers = {"Authorization": f"Bearer {text}"}
    assert client.post("/api/v1/search", json={"text": "TKF12045"}, headers=headers).status_code == 200
    assert client.post("/api/v1/chart/start", json={"id": "x"}, headers=headers).status_code == 403
    wrong = {"Authorization": f"Bearer {text}x"}
    assert client.post("/api/v1/search", json={"text": "TKF12045"}, headers=wrong).status_code == 401
    assert client.post("/search", data={"text": "x"}, headers=headers).status_code == 400  # pages take no tokens


def test_thirty_idle_minutes_lock_the_screen_and_polling_does_not_keep_it_open(bare_site: Site):
    browser = bare_site.browser("marchetti")
    job = bare_site.platform.jobs.submit("import", account_id(bare_site, "marchetti"), {"name": "x"})
    for minute in (10, 20, 29):
        with clock.moved_by(timedelta(minutes=minute)):
            assert browser.get(f"/imports/jobs/{job.id}/progress").status_code == 200
    with clock.moved_by(timedelta(minutes=30, seconds=1)):
        answer = browser.get("/search")
        assert answer.headers["Location"].startswith("/prove?")
        part = browser.get("/workbench/counts/x", headers={"HX-Request": "true"})
        assert part.status_code == 401
        assert part.headers["HX-Redirect"].startswith("/prove?")
        assert part.get_data() == b""
        for page, back in (
            ("http://localhost/workbench/x?a=1#b", "/workbench/x?a=1"),
            ("http://elsewhere.example/workbench/x", "/"),
            ("http://[", "/"),
            ("", "/"),
        ):
            asked = {"HX-Request": "true", "HX-Current-URL": page}
            door = urlsplit(browser.get("/workbench/counts/x", headers=asked).headers["HX-Redirect"])
            assert parse_qs(door.query)["next"] == [back], page
        given = {"password": "rivers-of-iron", "next": "/search"}
        assert browser.post("/prove", given).headers["Location"] == "/search"
        assert browser.get("/search").status_code == 200
    with clock.moved_by(timedelta(hours=12, seconds=1)):
        assert browser.get("/search").headers["Location"].startswith("/sign-in?")


def account_id(site: Site, login: str) -> str:
    from ironriver.access import find_account

    account = find_account(site.platform.ledger, login=login)
    assert account is not None
    return account.id


def test_a_cookie_is_worth_nothing_after_sign_out(bare_site: Site):
    browser = bare_site.browser("marchetti")
    cookie = browser.client.get_cookie("ironriver")
    assert cookie is not None
    browser.post("/sign-out")
    browser.client.set_cookie("ironriver", cookie.value)
    assert browser.get("/search").headers["Location"].startswith("/sign-in?")


def test_signing_in_replaces_the_session_secret(bare_site: Site):
    browser = bare_site.browser("marchetti")
    before = browser.client.get_cookie("ironriver")
    browser.sign_in("marchetti")
    after = browser.client.get_cookie("ironriver")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_an_unknown_token_is_counted_by_its_address(bare_site: Site):
    from ironriver.access import find_account

    access = bare_site.platform.access
    account = find_account(bare_site.platform.ledger, login="marchetti")
    assert account is not None
    text, token = access.tokens.make(account.id, name="count", actions=frozenset({Action.SEARCH_FIREARM}))
    for given, counted in (
        ("irt_0_guess", "192.0.2.9"),
        ("anything", "192.0.2.9"),
        (f"{text}x", "192.0.2.9"),
        (text, token.id),
    ):
        with bare_site.app.test_request_context(
            "/api/v1/search",
            headers={"Authorization": f"Bearer {given}"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.9"},
        ):
            assert guard._who() == counted
