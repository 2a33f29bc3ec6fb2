"""What the tests of questions do again and again: ask as the analyst, look what runs, save a query."""

from __future__ import annotations

from typing import Any

from ironriver import clock, queries
from ironriver.access import find_account
from ironriver.model.actor import Actor
from ironriver.queries import Projection, Wanted
from ironriver.queries.figures import RUN_SECONDS
from tests.web.site import Browser, Site

#: Half of the time after which the server ends a query itself.
LONG_BEFORE_ITS_TIME = RUN_SECONDS / 2
#: Runs for minutes unless it is ended.
ENDLESS = "MATCH (a), (b), (c), (d) RETURN count(a.id + b.id + c.id + d.id) AS n"


def analyst(site: Site) -> Actor:
    account = find_account(site.platform.ledger, login="ohlsson")
    assert account is not None
    return account.as_actor(origin="test").on(case="case_x", purpose="crim_933")


def run(site: Site, text: str, **values: Any) -> queries.Result:
    return queries.run_query(analyst(site), Wanted(text=text, params=values), ledger=site.platform.ledger)


def write(browser: Browser, do: str, text: str, **more: str) -> tuple[int, str]:
    answer = browser.post("/queries/write", {"do": do, "text": text, "parameters": "", **more})
    return answer.status_code, answer.get_data(as_text=True)


def running(site: Site, made: Projection) -> list[dict[str, Any]]:
    sandbox = queries.open_sandbox(site.platform.settings, made)
    assert sandbox is not None
    try:
        return [row for row in sandbox.running() if row["run"] != "self-test"]
    finally:
        sandbox.close()


def wait_for(count: int, site: Site, made: Projection, seconds: float) -> None:
    """Return once so many queries run; fail when it takes longer."""
    began = clock.monotonic()
    while len(running(site, made)) != count:
        assert clock.monotonic() - began < seconds, f"{len(running(site, made))} still run"
        clock.sleep(0.05)


def saved(browser: Browser, title: str, text: str, **more: str) -> str:
    answer = browser.post("/queries/write", {"do": "save", "title": title, "text": text, "scope": "me", **more})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    return answer.headers["Location"].rpartition("/")[2]


def endless_post(browser: Browser) -> bytes:
    """Return a request that runs an endless query, as a browser would send it over its connection."""
    body = f"csrf_token={browser.token}&do=run&parameters=&text={ENDLESS.replace('+', '%2B')}".encode()
    cookies = "; ".join(f"{one.key}={one.value}" for one in browser.client._cookies.values())
    head = (
        f"POST /queries/write HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
