"""What every answer carries, how refusals look, what must not be told apart."""

from __future__ import annotations

import os
import re

import pytest

from tests.web.site import Site

SERIAL = "TKF12045"


def test_every_answer_is_protected(site: Site):
    browser = site.browser("marchetti")
    for path in ("/", "/sign-in", "/nowhere", "/api/v1/openapi.json", "/static/mark.svg", "/healthz"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Request-ID"]


def test_the_nonce_is_new_each_time(site: Site):
    browser = site.browser("marchetti")
    seen = {re.search(r"'nonce-([^']+)'", browser.get("/").headers["Content-Security-Policy"])[1] for _ in range(3)}
    assert len(seen) == 3


def test_nothing_but_built_files_may_be_kept(site: Site):
    browser = site.browser("marchetti")
    for path in ("/", "/search", "/account", "/nowhere", "/api/v1/openapi.json"):
        assert browser.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/search", "/cases", "/workbench", "/imports", "/account", "/sign-in"])
def test_pages_hold_no_inline_style_or_script(site: Site, path: str):
    page = site.browser("marchetti").get(path).get_data(as_text=True)
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    for tag in re.findall(r"<script[^>]*>", page):
        assert "src=" in tag or 'type="application/json"' in tag


def test_hidden_and_absent_answer_with_the_same_bytes(site: Site):
    """Sonora's tracer and a gun of Tucson's; an id that nobody has."""
    browser = site.browser("tamayo")
    for kind, hidden in (
        ("firearms", site.firearm(SERIAL)),
        ("sources", site.one("Source", "us-tpd")),
        ("imports", site.one("Batch", "us-tpd")),
        ("workbench/thing", site.firearm(SERIAL)),
    ):
        absent = hidden.rsplit("_", 1)[0] + "_" + "0" * 32
        one, other = browser.get(f"/{kind}/{hidden}"), browser.get(f"/{kind}/{absent}")
        assert one.status_code == other.status_code == 404, kind
        assert one.get_data() == other.get_data(), kind
        assert len(one.headers) == len(other.headers)


def test_hidden_and_absent_are_the_same_to_programs(site: Site):
    browser = site.browser("tamayo")
    one = browser.call("/api/v1/chart/start", {"id": site.firearm(SERIAL)})
    other = browser.call("/api/v1/chart/start", {"id": "firearm_" + "0" * 32})
    assert one.status_code == other.status_code == 404
    assert one.get_data() == other.get_data()


def test_sonora_finds_nothing_of_tucson(site: Site):
    answer = site.browser("tamayo").post("/search", {"text": SERIAL}).get_data(as_text=True)
    assert 'href="/firearms/' not in answer


def test_refusals_are_json_under_api_and_pages_elsewhere(site: Site):
    browser = site.browser("auditor")
    refused = browser.call("/api/v1/search", {"text": "x"})
    assert refused.status_code == 403
    assert refused.get_json()["code"] == "not_allowed"
    assert set(refused.get_json()["message"]) == {"en", "es"}
    page = browser.get("/search")
    assert page.status_code == 403
    assert page.content_type.startswith("text/html")
    assert browser.get("/nowhere").content_type.startswith("text/html")
    assert browser.get("/api/v1/nowhere").content_type == "application/json"


def test_a_refused_page_keeps_the_menu_and_names_the_action_in_words(site: Site):
    auditor = site.browser("auditor")
    page = auditor.get("/search").get_data(as_text=True)
    assert "Your roles do not include this: search for firearms." in page
    assert "search_firearm" not in page
    assert 'href="/ledger"' in page  # his own rooms, and no other's
    assert 'href="/imports"' in page
    assert 'href="/workbench"' not in page
    assert "TLP:" in page
    absent = site.browser("tamayo").get("/nowhere").get_data(as_text=True)
    assert '<html lang="es"' in absent  # the language of the account, which nobody but its session tells
    assert 'class="topnav"' not in absent  # its bytes are those of what is hidden: no tokens
    stranger = site.browser().client.post("/sign-in", data={})
    assert stranger.status_code == 400
    assert 'class="topnav"' not in stranger.get_data(as_text=True)
    known = site.browser("tamayo").client.post("/account/factor", data={})
    assert known.status_code == 400
    assert 'class="topnav"' in known.get_data(as_text=True)


def test_a_refusal_is_told_although_its_menu_cannot_be_drawn(site: Site, monkeypatch, capsys):
    supervisor = site.browser("whitfield")
    assert supervisor.client.post("/account/factor", data={}).get_data(as_text=True).count('class="topnav"') == 1
    monkeypatch.setattr("ironriver.web.look.approvals.waiting", explode)
    answer = supervisor.client.post("/account/factor", data={})
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert "TKF-SECRET" not in page
    assert 'role="alert"' in page
    assert 'class="topnav"' not in page
    assert "TKF-SECRET" in capsys.readouterr().err  # the cause is in the log
    monkeypatch.setattr("ironriver.web.signed_in.present", explode)
    assert supervisor.get("/nowhere").status_code == 404


def test_wrong_input_names_its_fields(site: Site):
    browser = site.browser("marchetti")
    for body in ({}, {"text": ""}, {"text": "x" * 201}, {"text": "x", "more": 1}, {"text": 7}, [1], None):
        answer = browser.call("/api/v1/search", body)
        assert answer.status_code == 422, body
        assert answer.get_json()["fields"]


def test_a_failure_tells_its_number_and_nothing_else(site: Site, monkeypatch, capsys):
    browser = site.browser("marchetti")
    monkeypatch.setattr("ironriver.web.views.search.render_template", explode)
    answer = browser.get("/search")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in page
    assert "TKF-SECRET" not in page
    assert "Traceback" not in page
    logged = capsys.readouterr().err
    assert answer.headers["X-Request-ID"] in logged
    assert "local-secret" not in logged  # locals hold case data


def explode(*_args: object, **_more: object) -> str:
    hidden = "local-" + "secret"
    raise RuntimeError(f"TKF-SECRET {len(hidden)}")


def test_an_engine_that_is_away_is_said_to_be_away(site: Site, monkeypatch):
    from ironriver.errors import Say, Unavailable

    def away() -> None:
        raise Unavailable(Say(en="The engine does not answer.", es="El motor no responde."))

    browser = site.browser("whitfield")
    monkeypatch.setattr(site.platform.ledger, "head", away)
    assert browser.get("/readyz").status_code == 503
    page = browser.get("/status")
    assert page.status_code == 200
    assert "do not answer" in page.get_data(as_text=True)


def test_what_does_not_hold_is_refused_and_its_detail_is_in_the_log(site: Site, capsys):
    auditor, database = site.browser("auditor"), site.platform.ledger.database
    ((state,),) = (row.values() for row in database.read("MATCH (h:Head) RETURN h.state AS state"))
    try:
        with database.writing() as transaction:
            transaction.run("MATCH (h:Head) SET h.state = ['six', '']", {})
        answer = auditor.get("/ledger")
    finally:
        with database.writing() as transaction:
            transaction.run("MATCH (h:Head) SET h.state = $state", {"state": state})
    assert answer.status_code == 409
    assert "head cannot be read" in answer.get_data(as_text=True)
    assert "the head is no number of entries" in capsys.readouterr().err
    assert auditor.get("/ledger").status_code == 200


def test_without_a_read_log_nothing_is_shown_and_it_is_said_why(site: Site):
    browser, log = site.browser("marchetti"), site.platform.ledger.read_log
    assert SERIAL in browser.post("/search", {"text": "TKF120*"}).get_data(as_text=True)
    os.close(log._file)
    log._file = os.open("/dev/full", os.O_WRONLY)
    refused = browser.post("/search", {"text": "TKF120*"})
    assert refused.status_code == 503
    page = refused.get_data(as_text=True)
    assert "the read log cannot be written" in page
    assert SERIAL not in page
    again = browser.post("/search", {"text": "TKF120*"})  # a new file is begun where there is room
    assert again.status_code == 200


def test_signing_in_needs_consent_and_leads_nowhere_else(site: Site):
    browser = site.browser()
    assert browser.sign_in("marchetti", consent="").status_code == 422
    for place in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "javascript:x"):
        assert browser.sign_in("marchetti", next=place).headers["Location"] == "/"
    assert browser.sign_in("marchetti", next="/search").headers["Location"] == "/search"


def test_a_refused_sign_in_says_the_same_for_everybody(site: Site):
    said = set()
    for login in ("marchetti", "nobody-at-all"):
        browser = site.browser()
        page = browser.sign_in(login, password="wrong").get_data(as_text=True)
        said.add(re.search(r'class="notice danger".*?<p>(.*?)</p>', page, re.S)[1])
    assert len(said) == 1


def test_the_session_cookie_is_out_of_reach_of_scripts(site: Site):
    browser = site.browser()
    browser.get("/sign-in")
    cookie = next(
        c for c in browser.sign_in("marchetti").headers.getlist("Set-Cookie") if c.startswith("ironriver=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_tls_cookies_and_transport_are_strict(site: Site):
    from dataclasses import replace

    from ironriver.web import create_app

    secure = replace(site.platform, settings=replace(site.platform.settings, tls=True))
    answer = create_app(secure).test_client().get("/sign-in", base_url="https://localhost")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ironriver=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_the_interface_is_described(site: Site):
    from openapi_spec_validator import validate

    described = site.browser().get("/api/v1/openapi.json").get_json()
    validate(described)
    assert set(described["paths"]) == {
        "/api/v1/search",
        "/api/v1/firearms/{firearm_id}",
        "/api/v1/chart/start",
        "/api/v1/chart/counts",
        "/api/v1/chart/expand",
        "/api/v1/chart/between",
        "/api/v1/charts/open",
        "/api/v1/charts/save",
        "/api/v1/charts/things",
        "/api/v1/paths",
    }


def test_the_firearm_comes_whole_over_the_interface(site: Site):
    browser = site.browser("marchetti")
    gun = browser.get(f"/api/v1/firearms/{site.firearm(SERIAL)}").get_json()
    assert gun["firearm"]["label"] == SERIAL
    assert gun["chain"]["recorded"] == 4
    assert gun["time_to_crime"]["days"] == 110
    assert all(fact["source_id"] for fact in gun["facts"])
    found = browser.call("/api/v1/search", {"text": "T?F12O45"}).get_json()
    assert SERIAL in [hit["thing"]["label"] for group in found["groups"] for hit in group["hits"]]
