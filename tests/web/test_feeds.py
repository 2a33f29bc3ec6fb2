"""The page of feeds: empty, kept, in trouble, polled by the worker; who may what; hidden feeds change no byte."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ironriver.exchange import FeedTrouble
from ironriver.jobs import SilentReport
from ironriver.worker import job_handlers
from tests.web.site import Site
from tests.web.test_interference import stripped

PAGE = "/exchange/feeds"
#: A public address that nothing answers at within this test: it is never asked.
FEED = {"name": "Sonora", "partner": "mx-fge-son", "url": "https://192.88.99.1/root/collections/a/", "login": "us"}


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def test_an_empty_page_says_who_adds_a_feed(bare_site: Site) -> None:
    said = text(bare_site.browser("ohlsson").get(PAGE))
    assert "No feed is open to you" in said
    assert "Add a feed" not in said
    assert "Add a feed" in text(bare_site.browser("sandoval").get(PAGE))


def test_an_address_inside_is_refused_by_name_and_the_token_never_comes_back(bare_site: Site) -> None:
    sent = FEED | {"url": "https://169.254.169.254/collections/a/", "password": "very-secret"}
    answer = bare_site.browser("sandoval").post(PAGE, sent)
    assert answer.status_code == 422
    assert "private network" in text(answer)
    assert "very-secret" not in text(answer)


def test_a_feed_is_kept_polled_and_its_trouble_shown(bare_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    manager, analyst = bare_site.browser("sandoval"), bare_site.browser("ohlsson")
    assert manager.post(PAGE, FEED | {"password": "t"}).status_code == 303
    page = text(analyst.get(PAGE))
    found = re.search(r"/exchange/feeds/(feed_[0-9a-f]+)/poll", page)
    assert found
    assert "not polled yet" in page
    assert manager.post(f"{PAGE}/{found[1]}/poll").status_code == 403
    assert analyst.post(f"{PAGE}/{found[1]}/poll").status_code == 303
    assert analyst.post(f"{PAGE}/feed_none/poll").status_code == 404
    platform = bare_site.platform
    (job,) = [one for one in platform.jobs.list() if one.kind == "poll"]
    monkeypatch.setattr("requests.Session.get", _refuse)  # the address is real and never spoken to
    with pytest.raises(FeedTrouble):
        job_handlers(platform.ledger)["poll"](job, SilentReport())
    page = text(analyst.get(PAGE))
    assert "does not answer" in page
    assert "in a row: 1" in page


def _refuse(*_: object, **__: object) -> None:
    raise OSError("nobody there")


@pytest.mark.parametrize(
    ("login", "status"), [("reyes", 403), ("quill", 403), ("admin", 403), ("auditor", 403), ("whitfield", 200)]
)
def test_who_sees_the_page(bare_site: Site, login: str, status: int) -> None:
    assert bare_site.browser(login).get(PAGE).status_code == status


def test_hidden_feeds_change_no_byte(bare_site: Site) -> None:
    browser = bare_site.browser("ohlsson")
    before = stripped(text(browser.get(PAGE)))
    for number, marking in enumerate(({"holding": "mx-fge-son", "tlp": 2}, {"holding": "us-tpd", "tlp": 4})):
        with bare_site.platform.database.writing() as transaction:
            query = "CREATE (f:Feed {id: $id, name: 'Hidden', handling: ''}) SET f += $marking"
            transaction.run(query, {"id": f"feed_hidden{number}", "marking": marking})
        assert stripped(text(browser.get(PAGE))) == before
