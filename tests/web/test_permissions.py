"""Who reaches which route of custody, packages, trace requests, summaries and figures: one table, every login."""

from __future__ import annotations

import pytest

from tests.web.new_rooms import LOGINS, Things, made_things, rules_of
from tests.web.site import Browser, Site

#: Route; then one letter per login of `LOGINS`: `+` past the door (whatever the answer to an empty form), `-` 403.
#: To release and to decide takes the right to look at the thing as well: partners approve, and see no exhibit.
#:                       investigator analyst tracer custodian liaison partner supervisor auditor admin
TABLE = """
GET  /cases/<case_id>/exhibits                     + + + + + - + - -
POST /cases/<case_id>/exhibits/file                + - - + - - - - -
POST /cases/<case_id>/exhibits/firearm             + - - + - - - - -
GET  /exhibits/<exhibit_id>                        + + + + + - + - -
POST /exhibits/<exhibit_id>/offer                  + - - + + - - - -
POST /exhibits/<exhibit_id>/answer                 + - - + + - - - -
POST /exhibits/<exhibit_id>/record                 + - - + + - - - -
POST /exhibits/<exhibit_id>/file                   + - - + + - - - -
GET  /exhibits/<exhibit_id>/record.<form>          + + + + + - + - -
GET  /agencies/<agency>/did.json                   + + + + + + + + +
POST /cases/<case_id>/packages                     - - - - + - + - -
GET  /packages/<package_id>                        + + + + + - + - -
POST /packages/<package_id>/decision               - - - + + - + - -
POST /packages/<package_id>/file                   + - - + + - - - -
GET  /trace-requests                               + + + - + - + - -
GET  /trace-requests/new                           + - + - - - + - -
POST /trace-requests                               + - + - - - + - -
POST /trace-requests/check                         + - + - - - + - -
GET  /trace-requests/<form_id>                     + + + - + - + - -
POST /trace-requests/<form_id>                     + - + - - - + - -
POST /trace-requests/<form_id>/transmit            - - + - - - + - -
POST /trace-requests/<form_id>/number              - - + - - - + - -
POST /trace-requests/<form_id>/ask                 - - + - - - + - -
POST /trace-requests/<form_id>/withdraw            + - + - - - + - -
POST /trace-requests/<form_id>/held                - - + - - - + - -
POST /trace-requests/<form_id>/propose-release     - - + - - - + - -
POST /trace-requests/<form_id>/release             - - - - + - + - -
POST /trace-requests/follow-up                     + + + - + - + - -
POST /trace-requests/results                       - - + - - - + - -
GET  /trace-requests/<form_id>/file.csv            + + + - + - + - -
GET  /trace-requests/<form_id>/print               + + + - + - + - -
GET  /trace-requests/<form_id>/request.pdf         + + + - + - + - -
GET  /traces/<trace_id>/summary                    + + + - + + + - -
GET  /traces/<trace_id>/summary.pdf                + + + - + + + - -
GET  /traces/<trace_id>/summary.json               + + + - + + + - -
GET  /exchange                                     + + - - + + + - -
GET  /exchange/register.csv                        + + - - + + + - -
GET  /exchange/inbound                             + + - - - - + - -
GET  /traces/<trace_id>/referral-list              + + + - + + + - -
GET  /traces/<trace_id>/referral-list.csv          + + + - + + + - -
GET  /traces/<trace_id>/referral-list.pdf          + + + - + + + - -
GET  /review                                       + + - - + - + - -
GET  /review/findings/<finding_id>                 + + - - + - + - -
POST /review/findings/<finding_id>/claim           + + - - - - + - -
POST /review/findings/<finding_id>/release         + + - - - - + - -
POST /review/findings/<finding_id>/judge           + + - - - - + - -
POST /review/findings/<finding_id>/referrals       + + - - - - + - -
POST /review/findings/<finding_id>/subjects        + + - - - - + - -
POST /review/findings/<finding_id>/subjects/<subject_id>/open  - - - - + - + - -
GET  /review/rates                                 + + - - + - + - -
POST /review/checks                                - + - - - - + - -
GET  /referrals                                    + + - - + - + - -
GET  /referrals/<referral_id>                      + + - - + - + - -
POST /referrals/<referral_id>/move                 + + - - - - + - -
POST /referrals/<referral_id>/decision             - - - - + - + - -
GET  /referrals/<referral_id>/paper.pdf            + + - - + - + - -
GET  /statistics                                   + + + - + + + - -
GET  /statistics.csv                               + + + - + + + - -
GET  /statistics.pdf                               + + + - + + + - -
POST /exchange/profiles                             - - - - - + - - -
POST /exchange/collections                          - - - - - + - - -
GET  /exchange/profiles/<profile_id>                + + - - + + + - -
POST /exchange/profiles/<profile_id>                - - - - - + - - -
GET  /stix/schemas/<name>.json                      + + + + + + + + +
POST /exchange/profiles/<profile_id>/releases       + + - - - + + - -
GET  /exchange/releases/<release_id>                + + - - + + + - -
POST /exchange/releases/<release_id>/decision       - - - - + + + - -
POST /exchange/releases/<release_id>/hand-over      - - - - + + + - -
POST /exchange/releases/<release_id>/recall         - - - - + + + - -
POST /exchange/releases/<release_id>/acknowledge    + + - - - + + - -
POST /exchange/releases/<release_id>/bundle         + + - - + + + - -
GET  /exchange/feeds                                + + - - + + + - -
POST /exchange/feeds                                - - - - - + - - -
POST /exchange/feeds/<feed_id>/poll                 + + - - - - + - -
GET  /map                                           + + + - + + + - -
GET  /cases/<case_id>/map                           + + + - + + + - -
GET  /cases/<case_id>/timeline                      + + + - + + + - -
GET  /firearms/<firearm_id>/timeline                + + + + + + + - -
GET  /charts/<chart_id>                             + + + - + + + - -
POST /charts/<chart_id>/title                       + + + - + + + - -
GET  /charts/<chart_id>/chart.svg                   + + + - + + + - -
GET  /charts/<chart_id>/chart.pdf                   + + + - + + + - -
GET  /charts/<chart_id>/chart.csv                   + + + - + + + - -
GET  /charts/<chart_id>/chart.json                  + + + - + + + - -
GET  /queries                                       + + + - + + + - -
GET  /queries/library/<name>                        + + + - + + + - -
POST /queries/library/<name>                        + + + - + + + - -
GET  /queries/write                                 - + - - - - - - -
POST /queries/write                                 - + - - - - - - -
POST /queries/lint                                  - + - - - - - - -
GET  /queries/of/<thing_id>                         + + + - + + + - -
POST /queries/stop                                  - + - - - - - - -
POST /queries/projection                            - + - - - - - - -
GET  /queries/saved/<query_id>                      - + - - - - - - -
GET  /case-files                                    + + - - + - + - -
POST /case-files                                    + + - - - - + - -
GET  /case-files/<file_id>                          + + - - + - + - -
POST /case-files/<file_id>/propose                  + + - - - - + - -
POST /case-files/<file_id>/approve                  - - - - + - + - -
GET  /case-files/<file_id>/case-file.pdf            + + - - + - + - -
GET  /case-files/<file_id>/case-file.docx           + + - - + - + - -
GET  /analytics                                     + + - - + - + - -
POST /analytics/runs                                - + - - - - + - -
GET  /analytics/runs/<run_id>                       + + - - + - + - -
GET  /analytics/time-to-crime                       + + - - + - + - -
GET  /analytics/dealers                             + + - - + - + - -
GET  /analytics/networks                            + + - - + - + - -
POST /exchange/inbound/<arrival_id>/read            + + - - - - + - -
GET  /inbox                                         + + + + + + + + +
GET  /inbox/part                                    + + + + + + + + +
GET  /exchange/drafts/<draft_id>                    + + - - - - + - -
POST /exchange/drafts/<draft_id>/decision           + + - - - - + - -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
WORDS = {"en": "Your roles do not include this", "es": "Sus funciones no incluyen esto"}


@pytest.fixture(scope="module")
def things(bare_site: Site) -> Things:
    return made_things(bare_site)


@pytest.fixture(scope="module")
def people(bare_site: Site, things: Things) -> dict[str, Browser]:
    """Everybody signed in once: a browser each, kept for the whole table."""
    return {login: bare_site.browser(login) for login in LOGINS}


def asked(browser: Browser, method: str, path: str):
    return browser.post(path, {}) if method == "POST" else browser.get(path)


def test_the_table_names_every_route_and_no_other(bare_site: Site) -> None:
    assert sorted((row[0], row[1]) for row in ROWS) == [(method, rule) for method, rule, _ in rules_of(bare_site)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_row(row: list[str], people: dict[str, Browser], things: Things) -> None:
    method, rule, *letters = row
    found = []
    for login in LOGINS:
        answer = asked(people[login], method, things.filled(rule))
        refused = answer.status_code == 403 and WORDS["en"] in answer.get_data(as_text=True)
        found.append("-" if refused else "+")
        assert answer.status_code < 500, (login, rule)
    assert dict(zip(LOGINS, found, strict=True)) == dict(zip(LOGINS, letters, strict=True))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_without_a_session_nothing_is_answered(row: list[str], bare_site: Site, things: Things) -> None:
    answer = asked(bare_site.browser(), row[0], things.filled(row[1]))
    if "did.json" in row[1] or "/stix/schemas/" in row[1]:
        # keys are public, or nobody could check a signature; so is the shape of what partners are given
        assert answer.status_code == 200
    else:
        assert answer.status_code in (302, 303, 401)
        assert "TKF11987" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] == "POST"], ids=lambda row: row[1])
def test_a_form_without_its_token_is_refused(row: list[str], people: dict[str, Browser], things: Things) -> None:
    path = things.filled(row[1])
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x" * 80}):
        assert people["whitfield"].client.post(path, data=token).status_code == 400


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_another_way_of_asking_is_refused(row: list[str], people: dict[str, Browser], things: Things) -> None:
    path = things.filled(row[1])
    for method in ("PUT", "DELETE", "PATCH"):
        answer = people["marchetti"].client.open(path, method=method)
        assert answer.status_code == 405, method
        assert "Traceback" not in answer.get_data(as_text=True)


def test_a_refusal_speaks_spanish_to_whoever_chose_it(bare_site: Site, things: Things) -> None:
    browser = bare_site.browser("auditor")
    browser.post("/look", {"language": "es", "back": "/"})
    assert WORDS["es"] in browser.get(f"/exhibits/{things.gun}").get_data(as_text=True)
