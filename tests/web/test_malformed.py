"""What nobody types but somebody sends: refused in words, never a crash, never another site."""

from __future__ import annotations

import pytest

from tests.web.site import Site

BEYOND = str(2**63)


@pytest.mark.parametrize(
    "address", ["//[", "http://[x", "/\\evil.example", "//evil.example", "/a\r\nX-Evil: 1", "/\t//x"]
)
def test_a_way_back_that_is_none_leads_home(site: Site, address: str):
    anybody = site.browser()
    assert anybody.get("/sign-in", query_string={"next": address}).status_code == 200
    assert anybody.get("/prove", query_string={"next": address}).status_code == 200
    answer = anybody.post("/look", {"language": "es", "back": address})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "X-Evil" not in answer.headers


def test_numbers_beyond_the_database_are_refused(site: Site):
    source = site.one("Source")
    assert site.browser("marchetti").get(f"/sources/{source}?line={BEYOND}").status_code == 422
    assert site.browser("auditor").get(f"/ledger/{BEYOND}").status_code in (404, 422)


def test_broken_characters_and_endless_brackets_are_refused(site: Site):
    browser = site.browser("marchetti")
    gun = site.one("Firearm")
    asked = {"id": gun, "link": "recovery_of_firearm", "direction": "in", "after": "\ud800~x"}
    assert browser.call("/api/v1/chart/expand", asked).status_code == 422
    headers = {"X-CSRFToken": browser.token, "Content-Type": "application/json"}
    answer = browser.client.post("/api/v1/search", data="[" * 50_000, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("seen", ["abc", "1e3", "9" * 5_000, "-1", "\u0663"])
@pytest.mark.parametrize("do", ["run", "save"])
def test_a_version_that_is_no_number_breaks_nothing(site: Site, seen: str, do: str) -> None:
    sent = {
        "do": do,
        "seen": seen,
        "text": "MATCH (f:Firearm) RETURN f.id AS id LIMIT 1",
        "title": f"Guns {seen[:9]}",
    }
    assert site.browser("ohlsson", case=True).post("/queries/write", sent).status_code in (303, 422, 503)


@pytest.mark.parametrize("after", [f"{BEYOND}.1.x", f"-{BEYOND}9.1.x", "1.nan.x", "1.inf.x", "1.1e999.x"])
def test_a_key_of_the_queue_that_is_none_breaks_nothing(site: Site, after: str) -> None:
    assert site.browser("ohlsson").get("/review", query_string={"after": after}).status_code in (200, 422)
