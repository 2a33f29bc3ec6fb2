"""What belongs to another agency answers byte for byte as what never was, on every route that takes an id."""

from __future__ import annotations

import re

import pytest

from tests.web.new_rooms import Things, made_things, rules_of
from tests.web.site import Browser, Site

OWN = re.compile(r'nonce[-=]"?[^"\s;]+"?|value="[\w.-]{40,}"|content="[\w.-]{40,}"|X-CSRFToken[^}]*|req_\w+')
#: Ids of nothing: well formed, of another kind, and everything that somebody may put into an address.
NOTHINGS = (
    "exhibit_" + "0" * 32, "case_" + "f" * 32, "firearm_1", "0", "%00", "a" * 3000, "..%2F..%2Fetc%2Fpasswd",
    "%27%20OR%201=1", "%F0%9F%94%AB", "{{7*7}}", "%3Cscript%3E", "MATCH%20(n)%20DETACH%20DELETE%20n",
)  # fmt: skip
#: Who is of another agency, and which of the routes' things are then hidden from him by name of the parameter.
OTHERS = {"noriega": ("exhibit_id", "case_id", "package_id", "form_id"), "valdez": ("form_id", "package_id")}
#: Rooms that answer ids of nothing in another way: persons stand in a case file, so without a chosen case none is
#: looked for; which questions take a thing is told by the kind that its id names, whether there is one or not.
USUAL = {"/case-files": (404, 422), "/queries/of/": (200,)}
PAGES = {"case_id": "case", "exhibit_id": "gun", "package_id": "package", "form_id": "request"}


@pytest.fixture(scope="module")
def things(bare_site: Site) -> Things:
    return made_things(bare_site)


def sent(browser: Browser, method: str, path: str) -> tuple[int, str]:
    answer = browser.post(path, {}) if method == "POST" else browser.get(path)
    return answer.status_code, OWN.sub("", answer.get_data(as_text=True))


def with_ids(rule: str, thing: str) -> str:
    return re.sub(r"<(\w+)>", lambda found: "pdf" if found[1] == "form" else thing, rule)


@pytest.mark.parametrize("login", OTHERS)
def test_hidden_is_absent_on_every_route(login: str, bare_site: Site, things: Things) -> None:
    browser, tried = bare_site.browser(login), 0
    for method, rule, _ in rules_of(bare_site):
        name, *_ = re.findall(r"<(\w+_id)>", rule) or [""]
        if name not in OTHERS[login]:
            continue
        real = getattr(things, PAGES[name])
        absent = real.rpartition("_")[0] + "_" + "0" * len(real.rpartition("_")[2])
        hidden, nothing = (sent(browser, method, with_ids(rule, one)) for one in (real, absent))
        assert (hidden[0], hidden[1].replace(real, "")) == (nothing[0], nothing[1].replace(absent, "")), rule
        assert hidden[0] in (403, 404, 422), rule
        tried += hidden[0] == 404
    assert tried >= 4


@pytest.mark.parametrize("turn", range(3))
def test_ids_of_nothing_answer_alike_and_never_fail(turn: int, bare_site: Site) -> None:
    """Every route gets three of the ids; all together get all of them."""
    whitfield = bare_site.browser("whitfield")
    for place, (method, rule, _) in enumerate(rules_of(bare_site)):
        nothing = NOTHINGS[(place + 4 * turn) % len(NOTHINGS)]
        if "_id>" in rule:
            status, page = sent(whitfield, method, with_ids(rule, nothing))
            usual = next((codes for start, codes in USUAL.items() if rule.startswith(start)), (403, 404))
            # An id with a stroke in it is another address, and none of ours.
            usual = (404,) if "%2F" in nothing else usual
            assert status in usual, f"{method} {rule}: {status}"
            assert "<script>" not in page


def test_a_draft_of_sonora_is_nothing_in_tucson_and_in_the_federal_unit(bare_site: Site, things: Things) -> None:
    for login in ("reyes", "whitfield", "arriaga"):
        browser = bare_site.browser(login)
        for rest in ("", "/print", "/file.csv", "/request.pdf"):
            assert sent(browser, "GET", f"/trace-requests/{things.foreign}{rest}")[0] == 404, login
    assert sent(bare_site.browser("noriega"), "GET", f"/trace-requests/{things.foreign}")[0] == 200


def test_an_agency_without_keys_has_no_document_whatever_it_is_called(bare_site: Site, things: Things) -> None:
    nobody = bare_site.browser()
    for agency in ("mx-fgr", "nobody", "..", "a" * 500, "us-tpd%20"):
        assert nobody.get(f"/agencies/{agency}/did.json").status_code in (404, 308), agency


def test_a_follow_up_on_a_hidden_request_touches_none_of_the_others(bare_site: Site, things: Things) -> None:
    reyes = bare_site.browser("reyes")
    chosen = {"form": [things.request, things.foreign], "note": "Called the centre"}
    assert reyes.post("/trace-requests/follow-up", chosen).status_code == 404
    assert "Called the centre" not in reyes.get(f"/trace-requests/{things.request}").get_data(as_text=True)


def test_hidden_exhibits_in_a_package_are_left_out_like_absent_ones(bare_site: Site, things: Things) -> None:
    abara = bare_site.browser("abara")
    given = {"matter": "criminal", "court": "Superior Court", "reason": "Trial in Pima County", "step": "propose"}
    for chosen in ([], ["exhibit_" + "0" * 32], ["' OR 1=1"], [things.request]):
        answer = abara.post(f"/cases/{things.case}/packages", {**given, "exhibits": chosen})
        assert answer.status_code == 422, chosen
        assert 'id="package-exhibits-message"' in answer.get_data(as_text=True)
