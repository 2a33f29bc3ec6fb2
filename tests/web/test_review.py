"""The review queue at the door: a finding becomes a referral that two people sign; another is dismissed."""

from __future__ import annotations

import re

import pytest

from ironriver import analytics, clock
from ironriver.analytics import Detector, Point
from ironriver.errors import Say
from ironriver.jobs import SilentReport
from tests.web.findings_world import BUYER, NAMES, RING, actor_of, pattern, state_findings
from tests.web.site import Browser, Site

WHY = "Sales, recoveries and both sources were read."


@pytest.fixture(scope="module")
def findings(bare_site: Site) -> dict[str, str]:
    return state_findings(bare_site)


@pytest.fixture(scope="module")
def analyst(bare_site: Site, findings: dict[str, str]) -> Browser:
    return bare_site.browser("ohlsson", case=True)


def text_of(browser: Browser, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status, text[:800]
    return text


def facts(browser: Browser, finding: str) -> str:
    found = re.search(r'name="facts" value="([0-9a-f]{64})"', text_of(browser, f"/review/findings/{finding}"))
    assert found
    return found[1]


def judged(browser: Browser, finding: str, **sent: str) -> tuple[int, str]:
    claimed = browser.post(f"/review/findings/{finding}/claim")
    assert claimed.status_code in (303, 409)
    data = {"facts": facts(browser, finding), "text": WHY, **sent}
    answer = browser.post(f"/review/findings/{finding}/judge", data)
    return answer.status_code, answer.get_data(as_text=True)


def test_the_queue_lists_by_band_with_true_counts(analyst: Browser) -> None:
    text = text_of(analyst, "/review")
    titles = ["Three pistols in one window", "Many purchases over years", "Above expectation: 60 traces"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "0 mine, 3 waiting, 3 in all" in text
    assert NAMES[BUYER] in text
    assert 'data-key="j"' in text
    assert "review.queue" in text  # the question behind it


def test_filters_narrow_and_say_when_nothing_is_left(analyst: Browser) -> None:
    text = text_of(analyst, "/review?detector=dealer")
    assert "Above expectation" in text
    assert "Many purchases" not in text
    assert "No finding fits this filter" in text_of(analyst, "/review?band=watch&detector=ring")
    assert "Above expectation" in text_of(analyst, "/review?after=nonsense&detector=nobody")


def test_names_wait_for_a_case_and_a_purpose(bare_site: Site, findings: dict[str, str]) -> None:
    browser = bare_site.browser("ohlsson")
    for path in ("/review", f"/review/findings/{findings['ring']}"):
        text = text_of(browser, path)
        assert NAMES[BUYER] not in text
        assert "choose a case and a purpose" in text


def test_the_page_shows_both_sides_and_their_limits(analyst: Browser, findings: dict[str, str]) -> None:
    text = text_of(analyst, f"/review/findings/{findings['ring']}")
    for said in (
        "For a closer look", "Against a closer look", "Theft was not ruled out", "What would change the answer",
        "Without the second recovery", "no flag", "A first purchaser is not a suspect", "no way suggests",
        "They are no probability", "source, line 12", "Findings like this, decided", "If you confirm",
    ):  # fmt: skip
        assert said in text, said
    assert f"/sources/source_{'4' * 32}?line=12" in text
    assert f"/workbench/{BUYER}" in text
    assert "%" not in re.sub(r"<[^>]*>", "", text[text.index("For a closer look") : text.index("What people did")])


def test_in_spanish_nothing_stays_english(bare_site: Site, findings: dict[str, str]) -> None:
    browser = bare_site.browser("ohlsson", case=True)
    browser.post("/look", {"language": "es", "back": "/"})
    text = text_of(browser, f"/review/findings/{findings['ring']}")
    for said in ("A favor de revisarlo", "No se descartó un robo", "Qué cambiaría la respuesta", "de ningún modo"):
        assert said in text, said
    assert "Por revisar" in text_of(browser, "/review")
    assert "Tasas de error" in text_of(browser, "/review/rates")
    assert "Remisiones" in text_of(browser, "/referrals")


def test_others_see_who_holds_it(
    bare_site: Site, analyst: Browser, findings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert analyst.post(f"/review/findings/{findings['above']}/claim").status_code == 303
    other = bare_site.browser("marchetti", case=True)
    assert "Claimed by P. Ohlsson" in text_of(other, "/review")
    refused = other.post(f"/review/findings/{findings['above']}/claim")
    assert refused.status_code == 409
    assert "P. Ohlsson holds this finding" in refused.get_data(as_text=True)
    assert "Claimed by you" in text_of(analyst, "/review?mine=yes")
    assert analyst.post(f"/review/findings/{findings['lone']}/claim").status_code == 303
    monkeypatch.setattr("ironriver.review.queue.PAGE", 1)  # the inbox goes on beyond a page of the queue
    inbox = text_of(analyst, "/inbox")
    for one in ("above", "lone"):
        assert f"/review/findings/{findings[one]}" in inbox
        assert analyst.post(f"/review/findings/{findings[one]}/release").status_code == 303


def test_a_collector_is_dismissed_with_a_reason(analyst: Browser, findings: dict[str, str]) -> None:
    status, text = judged(analyst, findings["lone"], do="dismiss")
    assert (status, "Choose a reason from the list" in text, WHY in text) == (422, True, True)
    status, _ = judged(analyst, findings["lone"], do="dismiss", reason="collector", looked_at="collector")
    assert status == 303
    text = text_of(analyst, f"/review/findings/{findings['lone']}")
    assert "Dismissed" in text
    assert WHY in text
    assert "Many purchases" not in text_of(analyst, "/review")
    assert "Many purchases" in text_of(analyst, "/review?standing=dismissed")
    rates = text_of(analyst, "/review/rates")
    assert "Collector 1" in rates
    assert "fewer than 30 decided" in rates


@pytest.fixture(scope="module")
def referral(analyst: Browser, findings: dict[str, str]) -> str:
    status, _ = judged(analyst, findings["ring"], do="confirm")
    assert status == 303
    path = f"/review/findings/{findings['ring']}/referrals"
    draft = {"sort": "criminal", "recipient": "U.S. Attorney, District of Arizona", "contact": "Duty attorney"}
    refused = analyst.post(path, draft)
    assert refused.status_code == 422
    assert "Say what is referred" in refused.get_data(as_text=True)
    made = analyst.post(
        path, {**draft, "summary": "Three pistols, two recovered within a year.", "charges": "usc_932"}
    )
    assert made.status_code == 303, made.get_data(as_text=True)[:500]
    return made.headers["Location"]


def test_a_second_person_approves_what_the_first_drafted(bare_site: Site, analyst: Browser, referral: str) -> None:
    assert "Theft was not ruled out" in text_of(analyst, referral)
    assert analyst.post(f"{referral}/move", {"do": "send", "note": "Handed over at the desk"}).status_code == 403
    assert analyst.post(f"{referral}/move", {"do": "propose", "note": WHY}).status_code == 303
    assert analyst.post(f"{referral}/decision", {"do": "approve", "reason": WHY}).status_code == 403
    second = bare_site.browser("whitfield", case=True)
    assert "Decide as the second person" in text_of(second, referral)
    waiting = text_of(second, "/approvals")
    assert "Approve a referral of a confirmed finding" in waiting
    assert second.post(f"{referral}/decision", {"do": "approve", "reason": WHY}).status_code == 303
    assert "Approved, not sent" in text_of(analyst, referral)


def test_it_prints_in_both_languages(analyst: Browser, referral: str) -> None:
    for more in ("", "?language=es", "?both=1&paper=a4"):
        answer = analyst.get(f"{referral}/paper.pdf{more}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.get_data().startswith(b"%PDF-")


def test_it_is_sent_and_its_outcome_is_tracked(analyst: Browser, referral: str) -> None:
    for step in ("send", "answer"):
        assert analyst.post(f"{referral}/move", {"do": step, "note": "By hand, to the desk"}).status_code == 303
    refused = analyst.post(f"{referral}/move", {"do": "close", "note": "They wrote to us", "outcome": ""})
    assert refused.status_code == 422
    closing = {"do": "close", "note": "They wrote to us", "outcome": "charged"}
    assert analyst.post(f"{referral}/move", closing).status_code == 303
    text = text_of(analyst, referral)
    for said in ("Closed", "Charges were brought", "Approved by a second person", "K. Whitfield"):
        assert said in text
    assert "RF-TPD-" in text_of(analyst, "/referrals")


def test_a_subject_record_takes_a_basis_and_a_second_person(
    bare_site: Site, analyst: Browser, findings: dict[str, str], referral: str
) -> None:
    path = f"/review/findings/{findings['ring']}"
    basis = {"person": BUYER, "basis": "", "basis_source": "IR-2026-0417/12", "basis_date": "2026-11-02"}
    assert analyst.post(f"{path}/subjects", basis).status_code == 422
    basis["basis"] = "Two recoveries and the seller's report, taken together"
    assert analyst.post(f"{path}/subjects", basis).status_code == 303
    assert "not open" in text_of(analyst, path)
    second = bare_site.browser("whitfield", case=True)
    found = re.search(r"/subjects/(subject_[0-9a-f]{32})/open", text_of(second, path))
    assert found
    assert second.post(f"{path}/subjects/{found[1]}/open", {"reason": WHY}).status_code == 303
    assert "validate or purge by" in text_of(second, path)


def test_the_ledger_tells_every_step(bare_site: Site, referral: str) -> None:
    acts = [entry.fields["act"] for entry in bare_site.platform.ledger.entries(limit=5_000)]
    told = [act for act in acts if str(act).startswith("review.")]
    for act in ("claim", "dismiss", "confirm", "draft", "referral_propose", "approve_referral", "referral_send",
                "referral_close", "propose_subject", "open_subject"):  # fmt: skip
        assert f"review.{act}" in told


def test_changed_facts_bring_a_dismissed_finding_back(
    bare_site: Site, analyst: Browser, findings: dict[str, str]
) -> None:
    more = Point(code="third", weight=2, sentence=Say("A third was recovered", "Se recuperó una tercera"))
    changed = pattern(RING.subject_ids[0], RING.title, points=(*RING.points, more), strength=12)
    ledger, me = bare_site.platform.ledger, actor_of(bare_site, "ohlsson")
    assert analytics.put_findings(me, "run_2", [changed], cut_at=clock.stamp(), ledger=ledger) == [findings["ring"]]
    text = text_of(analyst, f"/review/findings/{findings['ring']}")
    assert "Reopened: facts changed" in text
    assert "The facts have changed since the last step" in text
    assert "Three pistols in one window" in text_of(analyst, "/review?standing=reopened")


def test_random_checks_are_drawn_and_shown(analyst: Browser) -> None:
    assert analyst.post("/review/checks", {"each": "5"}).status_code == 303
    assert "random check" in text_of(analyst, "/review?checks=yes")
    assert "a stratum has no decided check" in text_of(analyst, "/review/rates")


def test_another_agency_sees_nothing_and_absent_looks_alike(bare_site: Site, findings: dict[str, str]) -> None:
    browser = bare_site.browser("noriega")
    assert "0 in all" in text_of(browser, "/review").replace("en total", "in all")
    hidden, absent = (browser.get(f"/review/findings/{id_}") for id_ in (findings["ring"], "finding_" + "0" * 32))
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_who_has_no_business_there_is_refused(bare_site: Site, findings: dict[str, str]) -> None:
    for login in ("reyes", "quill", "sandoval", "auditor", "admin"):
        assert bare_site.browser(login).get("/review").status_code == 403
    liaison = bare_site.browser("abara")
    assert liaison.get("/review").status_code == 200
    assert liaison.post(f"/review/findings/{findings['above']}/claim").status_code == 403


def test_what_a_run_no_longer_states_is_told_and_kept(
    bare_site: Site, analyst: Browser, findings: dict[str, str]
) -> None:
    ask = analytics.RunAsk(detectors=(Detector.STRAW,))
    ledger, me = bare_site.platform.ledger, actor_of(bare_site, "ohlsson")
    made = analytics.run_now(me, ask, SilentReport(), ledger=ledger)
    assert made["withdrawn"] == 2
    ring, lone = (text_of(analyst, f"/review/findings/{findings[name]}") for name in ("ring", "lone"))
    for page in (ring, lone):
        assert "No longer stated since a run of" in page
        assert f"/analytics/runs/{made['run_id']}" in page
    assert "Dismissed" in lone, "what a person decided stays"
    assert analyst.post(f"/review/findings/{findings['ring']}/claim").status_code == 409
    waiting = text_of(analyst, "/review")
    assert "Three pistols in one window" not in waiting
    assert "Three pistols in one window" in text_of(analyst, "/review?standing=gone")
    assert "no longer stated" in text_of(analyst, "/review?standing=dismissed")
    assert "it no longer states: 2" in text_of(analyst, f"/analytics/runs/{made['run_id']}")
