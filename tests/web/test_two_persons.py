"""Pages of approvals and agreements: who sees what, deciding, withdrawing, ending at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from ironriver import clock, tracing
from ironriver.access import DEMO_PASSWORD, Action, actor_for_command_line, administration, approvals, find_account
from ironriver.jobs import Worker
from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import system_actor
from tests.web.site import Browser, Site

WHY = "needed for the court of Pima County"
_KEPT = re.compile(r'name="(kept(?:_for|:\w+))" value="([^"]*)"')
_SENT = re.compile(r'name="(do|reason)" value="([^"]*)"')
_AGREEMENT = re.compile(r'href="(/agreements/agreement_[^"]+)"')


def text_of(answer: Any) -> str:
    return answer.get_data(as_text=True)


def rights_of(browser: Browser) -> set[str]:
    """Return the words of what a person's own page says he may see."""
    answer = browser.get("/account")
    assert answer.status_code == 200, answer.headers
    return set(re.split(r"[<>, ]+", text_of(answer).partition("<dl")[2].partition("</dl>")[0]))


def proposed(site: Site, login: str = "marchetti", *, name: str = "test.set_language", **more: Any) -> str:
    """Propose a small act in somebody's name; return the address of its page."""
    platform = site.platform
    row = Row(s={"id": platform.ledger.id_for("Account", "login:admin", "")}, p={"language": "es"})
    act = Act(name=name, changes=[Change(statement="write.amend_account", rows=[row])])
    actor = actor_for_command_line(platform.access, login)
    return "/approvals/" + approvals.propose(actor, act, reason=WHY, ledger=platform.ledger, **more)


def test_another_person_approves_with_a_reason(bare_site: Site):
    page = proposed(bare_site)
    chief, own = bare_site.browser("whitfield"), bare_site.browser("marchetti")
    assert page in text_of(chief.get("/approvals"))
    shown = text_of(chief.get(page))
    assert "test.set_language" in shown
    assert WHY in shown
    assert re.search(r"[0-9a-f]{64}", shown)
    short = chief.post(f"{page}/decision", {"do": "approve", "reason": "yes"})
    assert short.status_code == 422
    assert "At least 10 characters." in text_of(short)
    assert chief.post(f"{page}/decision", {"do": "neither", "reason": WHY}).status_code == 422
    said = {"do": "approve", "reason": "the order is in the file"}
    assert chief.post(f"{page}/decision", said).status_code == 303
    assert "approved" in text_of(own.get(page))
    assert "the order is in the file" in text_of(own.get(page))
    assert chief.post(f"{page}/decision", {"do": "refuse", "reason": WHY}).status_code == 409


def test_what_one_proposed_goes_on_beyond_the_newest(bare_site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(approvals, "OWN", 1)
    first, second = (proposed(bare_site) for _ in range(2))
    own = bare_site.browser("marchetti")
    page = text_of(own.get("/approvals"))
    assert (first in page, second in page, "The newest 1; there are more." in page) == (False, True, True)
    more = re.search(r'href="([^"]+)">Show more<', page)
    assert more
    assert first in text_of(own.get(more[1]))
    assert own.get("/approvals?shown=nonsense").status_code == 200


def test_nobody_decides_on_his_own(bare_site: Site):
    page = proposed(bare_site, "whitfield")
    chief = bare_site.browser("whitfield")
    waiting = text_of(chief.get("/approvals")).partition('id="own"')
    assert page not in waiting[0]
    assert page in waiting[2]
    assert 'value="approve"' not in text_of(chief.get(page))
    refused = chief.post(f"{page}/decision", {"do": "approve", "reason": WHY})
    assert refused.status_code == 403
    assert "Another person decides." in text_of(refused)


def test_one_withdraws_his_own_and_nobody_elses(bare_site: Site):
    page = proposed(bare_site)
    chief, own = bare_site.browser("whitfield"), bare_site.browser("marchetti")
    assert chief.post(f"{page}/withdraw").status_code == 404
    assert own.post(f"{page}/withdraw").status_code == 303
    assert "withdrawn" in text_of(own.get(page))
    again = own.post(f"{page}/withdraw")
    assert again.status_code == 409
    assert chief.post(f"{page}/decision", {"do": "approve", "reason": WHY}).status_code == 409
    assert page not in text_of(chief.get("/approvals"))


def test_what_is_not_ones_own_does_not_exist(bare_site: Site):
    page = proposed(bare_site)
    nothing = text_of(bare_site.browser("ohlsson").get("/approvals/proposal_0"))
    for login in ("ohlsson", "noriega"):
        hidden = bare_site.browser(login).get(page)
        assert hidden.status_code == 404
    assert text_of(bare_site.browser("ohlsson").get(page)) == nothing
    attempt = bare_site.browser("ohlsson").post(f"{page}/decision", {"do": "approve", "reason": WHY})
    assert attempt.status_code == 404
    assert bare_site.browser("auditor").get("/approvals").status_code == 403


def test_a_privileged_decision_asks_for_the_password_again(bare_site: Site):
    page = proposed(bare_site)
    chief = bare_site.browser("whitfield")
    with clock.moved_by(timedelta(minutes=11)):
        asked = chief.post(f"{page}/decision", {"do": "approve", "reason": WHY})
        assert asked.status_code == 401
        assert "What you typed is kept" in text_of(asked)
        kept = dict(_KEPT.findall(text_of(asked)))
        assert kept == {"kept_for": f"{page}/decision", "kept:do": "approve", "kept:reason": WHY}
        wrong = chief.post("/prove", kept | {"password": "not this one"})
        assert wrong.status_code == 401
        assert dict(_KEPT.findall(text_of(wrong))) == kept
        assert "approve" in text_of(chief.get(page))  # nothing is decided yet
        proved = chief.post("/prove", kept | {"password": DEMO_PASSWORD})
        assert proved.status_code == 200
        assert f'action="{page}/decision"' in text_of(proved)
        sent = dict(_SENT.findall(text_of(proved)))
        assert sent == {"do": "approve", "reason": WHY}
        assert chief.post(f"{page}/decision", sent).status_code == 303


def test_a_kept_form_goes_nowhere_else(bare_site: Site):
    chief = bare_site.browser("whitfield")
    for address in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        answer = chief.post("/prove", {"kept_for": address, "kept:a": "b", "password": DEMO_PASSWORD})
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/"


def test_a_package_is_decided_on_its_own_page(bare_site: Site):
    page = proposed(bare_site, name="custody.approve_package")
    chief = bare_site.browser("whitfield")
    assert "where its contents can be read" in text_of(chief.get(page))
    assert chief.post(f"{page}/decision", {"do": "approve", "reason": WHY}).status_code == 422


def test_a_right_that_the_proposal_names_is_the_one_that_counts(bare_site: Site):
    page = proposed(bare_site, permission=Action.SHRED)
    assert bare_site.browser("whitfield").get(page).status_code == 404
    assert bare_site.browser("admin").get(page).status_code == 200


def new_agreement(**changes: str) -> dict[str, str]:
    today = clock.today()
    return {
        "number": "MOU-2026-77",
        "name": "Tracing of recovered firearms",
        "partner": "mx-fge-son",
        "authority": "Article 4; tracing of recovered firearms",
        "holdings": "us-tpd",
        "tlp": "2",
        "handling": "tiahrt",
        "signed": today.isoformat(),
        "reattest_by": (today + timedelta(days=180)).isoformat(),
        "expires": (today + timedelta(days=730)).isoformat(),
    } | changes


def signed(site: Site, **changes: str) -> tuple[Any, str]:
    keeper = site.browser("sandoval")
    made = keeper.post("/agreements", new_agreement(**changes))
    assert made.status_code == 303, text_of(made)
    return keeper, made.headers["Location"]


def test_an_agreement_opens_to_named_persons_and_ends_at_once(bare_site: Site):
    keeper, page = signed(bare_site)
    assert "Nobody is named" in text_of(keeper.get(page))
    tamayo = bare_site.browser("tamayo")
    assert "us-tpd" not in rights_of(tamayo)
    named = keeper.post(f"{page}/persons", {"login": "tamayo"})
    assert named.status_code == 303, text_of(named)
    assert tamayo.get("/account").status_code == 303  # his rights changed: he signs in again
    tamayo = bare_site.browser("tamayo")
    assert "us-tpd" in rights_of(tamayo)
    unsaid = keeper.post(f"{page}/end", {"reason": " "})
    assert unsaid.status_code == 422
    assert "Say why" in text_of(unsaid)
    assert keeper.post(f"{page}/end", {"reason": "the partner left"}).status_code == 303
    over = text_of(keeper.get(page))
    assert "ended" in over
    assert "Name this person" not in over
    assert tamayo.get("/account").status_code == 303  # his session is gone


def test_a_refused_agreement_keeps_what_was_typed(bare_site: Site):
    keeper = bare_site.browser("sandoval")
    for gap in ({"expires": ""}, {"expires": "2020-01-01"}, {"partner": "us-tpd"}, {"holdings": "mx-fge-son"}):
        answer = keeper.post("/agreements", new_agreement(number="MOU-2026-99", **gap))
        assert answer.status_code == 422, gap
        assert 'value="MOU-2026-99"' in text_of(answer)
    assert _AGREEMENT.search(text_of(keeper.get("/agreements"))) is None or "MOU-2026-99" not in text_of(
        keeper.get("/agreements")
    )


def test_persons_are_struck_and_the_list_is_confirmed(bare_site: Site):
    keeper, page = signed(bare_site, number="MOU-2026-78")
    assert keeper.post(f"{page}/persons", {"login": "ohlsson"}).status_code == 422  # not of the partner
    assert keeper.post(f"{page}/persons", {"login": "tamayo"}).status_code == 303
    assert "tamayo" in text_of(keeper.get(page))
    assert keeper.post(f"{page}/persons/strike", {"login": "tamayo"}).status_code == 303
    assert keeper.post(f"{page}/persons/strike", {"login": "tamayo"}).status_code == 404
    later = (clock.today() + timedelta(days=300)).isoformat()
    assert keeper.post(f"{page}/confirm", {"until": "never"}).status_code == 422
    assert keeper.post(f"{page}/confirm", {"until": later}).status_code == 303
    assert bare_site.browser("marchetti").get("/agreements").status_code == 403
    assert keeper.get("/agreements/agreement_0").status_code == 404


@pytest.mark.parametrize(("login", "rooms"), [("whitfield", "/approvals"), ("sandoval", "/agreements")])
def test_the_menu_names_the_rooms_in_both_languages(bare_site: Site, login: str, rooms: str):
    browser = bare_site.browser(login)
    assert f'<a href="{rooms}"' in text_of(browser.get("/"))
    browser.post("/look", {"language": "es", "back": rooms})
    assert "dependencia" in text_of(browser.get(rooms)) or "Dos personas" in text_of(browser.get(rooms))


def test_tokens_are_listed_and_ended_on_ones_own_page(bare_site: Site):
    platform = bare_site.platform
    actor = actor_for_command_line(platform.access, "reyes")
    given = {"name": "nightly <figures>", "actions": frozenset({Action.VIEW_CASES}), "life": timedelta(days=3)}
    _, token = administration.make_token(platform.access, actor, **given)
    own = bare_site.browser("reyes")
    assert "nightly &lt;figures&gt;" in text_of(own.get("/account"))
    assert bare_site.browser("ohlsson").post(f"/account/tokens/{token.id}/end").status_code == 404
    assert own.post(f"/account/tokens/{token.id}/end").status_code == 303
    assert "nightly" not in text_of(own.get("/account"))


def test_the_address_to_claim_at_is_the_configured_one(bare_site: Site):
    chief = bare_site.browser("admin")
    answer = chief.post("/accounts/reyes/code")  # the request's own host is `localhost`
    settings = bare_site.platform.settings
    assert answer.status_code == 200
    assert "http://localhost" not in text_of(answer)
    assert f"http://{settings.host}:{settings.port}/claim" in text_of(answer)


def test_the_inbox_holds_what_waits_and_nothing_else(bare_site: Site):
    waiting = proposed(bare_site)
    chief, proposer = bare_site.browser("whitfield"), bare_site.browser("ohlsson")
    page = chief.get("/inbox").get_data(as_text=True)
    assert f'href="{waiting}"' in page
    assert re.search(r'aria-label="Inbox: \d+ wait for your decision"', page)
    assert f'href="{waiting}"' in chief.get("/inbox/part").get_data(as_text=True)
    assert 'hx-get="/inbox/part"' in chief.get("/").get_data(as_text=True)  # Home shows it once it stands
    assert waiting not in proposer.get("/inbox").get_data(as_text=True)
    assert "Nothing waits for you." in bare_site.browser("marchetti").get("/inbox").get_data(as_text=True)
    assert "Nada espera por usted." in bare_site.browser("beltran").get("/inbox").get_data(as_text=True)


def test_the_inbox_finds_ones_own_behind_a_page_of_others(bare_site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ironriver.tracing.reading.PAGE", 1)
    ledger, made = bare_site.platform.ledger, {}
    for login in ("reyes", "marchetti"):  # the other one's was changed later
        account = find_account(ledger, login=login)
        made[login] = tracing.begin(account.as_actor(origin="test"), {}, ledger=ledger)
        row = Row(s={"id": made[login].id}, p={"state": "info_needed"})
        asked = Act(name="test.ask", changes=[Change(statement="write.amend_trace_form", rows=[row])])
        ledger.act(system_actor("test"), asked)
    page = bare_site.browser("reyes").get("/inbox").get_data(as_text=True)
    assert made["reyes"].id in page
    assert made["marchetti"].id not in page


def test_the_inbox_tells_of_failed_work_by_whom_it_was_asked(bare_site: Site):
    account = find_account(bare_site.platform.ledger, login="reyes")
    assert account is not None
    job = bare_site.platform.jobs.submit("no_such_kind", account.id, {"name": "results.csv"})
    worker = Worker(bare_site.platform.jobs, {})
    worker.run_one()
    worker.close()
    mine = bare_site.browser("reyes").get("/inbox").get_data(as_text=True)
    assert f'href="/imports/jobs/{job.id}"' in mine
    assert job.id not in bare_site.browser("marchetti").get("/inbox").get_data(as_text=True)
