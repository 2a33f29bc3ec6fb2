"""How fast every page of the later rooms answers over HTTP in a large world: each address of the interference test.

Run: `PYTHONPATH=platform:. python tests/bench/bench_rooms.py HOME [--times 20] [--settle 60] [--only WORD]`

HOME was made by `python -m seed.bulk.build --home HOME --size medium|large`; a copy of it is used and removed,
unless `--in-place`. What a page needs (a run of three detectors, findings, an exhibit, a package, a saved chart, a
case file, a trace request, a release) is made first through the rooms, as in the tests, and takes minutes. Each
address is asked as the first person of `PEOPLE` who may open it. Prints one JSON object, slowest first: the first
answer and p50, p95, max of the others in milliseconds, with the load average before and after.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import requests

from ironriver.analytics import Detector, RunAsk, run_now
from ironriver.app import open_platform
from ironriver.jobs import SilentReport
from ironriver.settings import Settings
from ironriver.web import create_app
from tests.bench.bench_pages import Client, free_port, measured, served, used
from tests.web.findings_world import actor_of
from tests.web.partner_world import exchanged
from tests.web.site import Site
from tests.web.test_interference import paths_of

PEOPLE = ("marchetti", "ohlsson", "abara", "reyes", "sandoval", "whitfield", "auditor", "admin")
#: Addresses beside those of the interference test: lists that belong to no thing.
ALSO = (
    *("/queries/write", "/queries/library/short_time_to_crime", "/exchange/inbound", "/exchange/feeds"),
    *("/approvals", "/agreements", "/accounts", "/status", "/ledger", "/cases", "/account", "/trace-requests/new"),
)


def addresses(site: Site) -> list[str]:
    """Return every address, after making what it shows."""
    if not site.platform.database.read("MATCH (p:SharingProfile) RETURN p.id AS id LIMIT 1"):
        exchanged(site)
    # Without rings and brokers, which take a quarter of an hour here; their findings look like the others.
    ask = RunAsk(detectors=(Detector.STRAW, Detector.DEALER, Detector.TIME_TO_CRIME))
    if not site.platform.database.read("MATCH (r:Run) WHERE r.findings > 0 RETURN r.id AS id LIMIT 1"):
        run_now(actor_of(site, "ohlsson"), ask, SilentReport(), ledger=site.platform.ledger)
    typed = {"serial": "TKF12045", "maker": "Tessmer Werke", "do": "save"}
    site.browser("marchetti", case=True).post("/trace-requests", typed)
    return list(dict.fromkeys([*paths_of(site), *ALSO]))


def somebody(clients: dict[str, Client], address: str, path: str) -> str:
    """Return the first person who may open a path; signs people in as they are needed. Empty when nobody may."""
    for login in PEOPLE:
        if login not in clients:
            clients[login] = Client(address)
            with suppress(requests.HTTPError):  # who is not on the case reads what needs none
                clients[login].sign_in(login)
        try:
            clients[login].ask(path)
        except requests.HTTPError as refused:
            if refused.response.status_code not in (403, 404):
                raise
        else:
            return login
    return ""


def again(client: Client, path: str, _number: int) -> bytes:
    """The same address each time."""
    return client.ask(path)


def measure(home: Path, times: int, settle: float, only: str) -> dict[str, Any]:
    """Serve a home, make what the pages show, and ask for each."""
    own = {k: v for k, v in os.environ.items() if k.startswith("IRONRIVER_")}
    settings = Settings.from_environment({**own, "IRONRIVER_HOME": str(home), "IRONRIVER_DEMO": "1"})
    found: dict[str, Any] = {}
    with served(home, free_port()) as address:
        began = time.perf_counter()
        platform = open_platform(settings)
        paths = [path for path in addresses(Site(platform, create_app(platform))) if only in path]
        platform.close()
        made = round(time.perf_counter() - began, 1)
        time.sleep(settle)
        before, clients = os.getloadavg()[0], dict[str, Client]()
        for path in paths:
            began = time.perf_counter()
            login = somebody(clients, address, path)
            first = 1_000 * (time.perf_counter() - began)
            told = measured(partial(again, clients[login], path), times) if login else {"p95_ms": 0.0}
            found[path] = {"who": login, **told, "first_ms": round(first, 1)}
    slowest = dict(sorted(found.items(), key=lambda item: -float(item[1]["p95_ms"])))
    return {"made_s": made, "load_average": [before, os.getloadavg()[0]], "pages": slowest}


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--settle", type=float, default=60.0)
    parser.add_argument("--only", default="", help="addresses that hold this word")
    parser.add_argument("--in-place", action="store_true")
    given = parser.parse_args()
    with used(given.home, in_place=given.in_place) as home:
        told = measure(home, given.times, given.settle, given.only)
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
