"""How fast pages and the JSON interface answer over HTTP, from a real engine, worker and gunicorn.

Run: `PYTHONPATH=platform:. python tests/bench/bench_pages.py HOME [--times 40] [--settle 60] [--rounds 1]
[--only TEXT]… [--in-place]`

HOME was made by `python -m seed.bulk.build --home HOME --size medium|large`; a copy of it is used and removed,
unless `--in-place` says that it may be written to (demo accounts, read log). Starts `ironriver run` on a free port,
makes the demonstration's people, waits `--settle` seconds (the engine plans ahead meanwhile; 0 measures a cold
engine), signs in as the analyst and asks every question of `QUESTIONS`, or those whose name begins with a TEXT.
Prints one JSON object: for each round and question the first answer and p50, p95, max of the others in
milliseconds; the load average, and processor seconds of client and servers. Every round asks for other serials and
firearms than the rounds before: the first one tells how the platform answers while its engine is still cold, the
later ones how it answers for the rest of the day. A page joins by one line in `QUESTIONS`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import requests

from ironriver.access import DEMO_PASSWORD
from ironriver.graph import Database
from ironriver.graph.engine import engine_address
from ironriver.settings import Settings
from tests.bench.bench_large_world import rows_of

START_SECONDS = 600
#: Guns of the case whose map and timeline are asked for.
CASE_GUNS = 41


@dataclass
class World:
    """What is asked for, found in the store and in the files the world was made of."""

    serials: list[str]
    guns: list[str]
    dealers: list[str]
    persons: list[str]
    hub: str
    hub_sales: int
    case: str = ""


@dataclass
class Client:
    """One signed-in person over HTTP, on a connection that is kept open as a browser's is."""

    address: str
    token: str = ""
    _session: requests.Session = field(default_factory=requests.Session)

    def ask(self, path: str, *, form: dict[str, str] | None = None, body: Any = None) -> bytes:
        """Return the answer's bytes; raises `requests.HTTPError` for a refusal (redirects are followed)."""
        answer = self._session.request(
            "GET" if form is None and body is None else "POST",
            self.address + path,
            data=None if form is None else {"csrf_token": self.token, **form},
            json=body,
            headers={"X-CSRFToken": self.token, "Referer": self.address},
            timeout=120,
        )
        answer.raise_for_status()
        return answer.content

    def sign_in(self, login: str, case: str = "IR-2026-0417", purpose: str = "crim_933") -> None:
        """Begin a session on a case, as the sign-in page does."""
        self._remember(self.ask("/sign-in"))
        given = {"login": login, "password": DEMO_PASSWORD, "consent": "yes", "next": "/"}
        self._remember(self.ask("/sign-in", form=given))
        self.ask("/work-on", form={"case": case, "purpose": purpose, "back": "/"})

    def _remember(self, page: bytes) -> None:
        found = re.search(rb'name="csrf_token" value="([^"]+)"', page)
        self.token = found[1].decode() if found else self.token


#: Name → what is asked the n-th time. One line joins a page or an address of the interface.
QUESTIONS: dict[str, Callable[[Client, World, int], bytes]] = {
    "home": lambda c, w, n: c.ask("/"),
    "search, serial exact": lambda c, w, n: c.ask("/search", form={"text": pick(w.serials, n)}),
    "search, one sign unknown (?)": lambda c, w, n: c.ask("/search", form={"text": unknown(pick(w.serials, n))}),
    "search, half read (*)": lambda c, w, n: c.ask("/search", form={"text": pick(w.serials, n)[:5] + "*"}),
    "api search, serial exact": lambda c, w, n: c.ask("/api/v1/search", body={"text": pick(w.serials, n)}),
    "firearm page": lambda c, w, n: c.ask(f"/firearms/{pick(w.guns, n)}"),
    "dealer page": lambda c, w, n: c.ask(f"/dealers/{pick(w.dealers, n)}"),
    "dealer page, hub": lambda c, w, n: c.ask(f"/dealers/{w.hub}"),
    "person page": lambda c, w, n: c.ask(f"/persons/{pick(w.persons, n)}"),
    "first chart, firearm": lambda c, w, n: c.ask("/api/v1/chart/start", body={"id": pick(w.guns, n)}),
    "first chart, hub": lambda c, w, n: c.ask("/api/v1/chart/start", body={"id": w.hub}),
    "counts, dealers": lambda c, w, n: c.ask("/api/v1/chart/counts", body={"id": pick(w.dealers, n)}),
    "counts, hub": lambda c, w, n: c.ask("/api/v1/chart/counts", body={"id": w.hub}),
    "expand, hub's guns": lambda c, w, n: c.ask(
        "/api/v1/chart/expand", body={"id": w.hub, "link": "dealer_sold_by_of_firearm", "direction": "out"}
    ),
    "paths, dealer to person": lambda c, w, n: c.ask(f"/paths?from={pick(w.dealers, n)}&to={pick(w.persons, n)}"),
    "map, corridors": lambda c, w, n: c.ask(f"/map?first={2015 + n % 10}"),
    "map, same question again": lambda c, w, n: c.ask("/map"),
    "map, one type of firearm": lambda c, w, n: c.ask(f"/map?first={2015 + n % 10}&type={'PRS'[n % 3]}"),
    "map, recoveries": lambda c, w, n: c.ask(f"/map?layer=recoveries&first={2015 + n % 10}"),
    "map, recoveries again": lambda c, w, n: c.ask("/map?layer=recoveries"),
    "corridors as GeoJSON": lambda c, w, n: c.ask(f"/api/v1/corridors.geojson?first={2015 + n % 10}"),
    "timeline of a firearm": lambda c, w, n: c.ask(f"/firearms/{pick(w.guns, n)}/timeline"),
    "map of a case": lambda c, w, n: c.ask(f"/cases/{case_of(c, w)}/map"),
    "timeline of a case": lambda c, w, n: c.ask(f"/cases/{case_of(c, w)}/timeline"),
    "statistics, five years": lambda c, w, n: c.ask("/statistics"),
    "statistics, a year": lambda c, w, n: c.ask(f"/statistics?in_year={2015 + n % 10}"),
    "statistics, a year again": lambda c, w, n: c.ask(f"/statistics?in_year={2024 + n % 2}"),
    "statistics, a crime in Mexico": lambda c, w, n: c.ask("/statistics?crime=52&land=MX"),
    "statistics as CSV": lambda c, w, n: c.ask("/statistics.csv"),
    "cases": lambda c, w, n: c.ask("/cases"),
    "imports": lambda c, w, n: c.ask("/imports"),
}


def case_of(client: Client, world: World) -> str:
    """The case, at the first call with a chart of guns that are known here saved under it."""
    if not world.case:
        content = {"nodes": [{"id": gun, "x": 0, "y": 0} for gun in world.guns[:CASE_GUNS]], "edges": []}
        given = {"title": "Bench", "cut_at": "2026-11-20T00:00:00Z", "cut_id": "cut_bench", **content}
        client.ask("/api/v1/charts/save", body=given)
        found = re.search(rb'value="(case_[0-9a-f]+)"[^>]*>[^<]*IR-2026-0417', client.ask("/cases"))
        world.case = found[1].decode() if found else ""
    return world.case


def pick(values: list[str], number: int) -> str:
    """The n-th value, from the beginning again at the end."""
    return values[number % len(values)]


def unknown(serial: str) -> str:
    """The serial with its second sign unknown."""
    return serial[:1] + "?" + serial[2:]


def measured(ask: Callable[[int], object], times: int, start: int = 0) -> dict[str, Any]:
    """Ask one question so often, the n-th time with its number, counted from `start`; milliseconds."""
    taken, trouble = [], Counter[str]()
    for number in range(start, start + times + 1):
        began = time.perf_counter()
        try:
            ask(number)
        except requests.HTTPError as error:
            trouble[f"{error.response.status_code}"] += 1
            if error.response.status_code == 429:
                time.sleep(2)
            continue
        taken.append(1_000 * (time.perf_counter() - began))
    first, rest = (taken[:1] or [0.0])[0], sorted(taken[1:]) or [0.0]
    return {
        "n": len(rest),
        "first_ms": round(first, 1),
        "p50_ms": round(statistics.median(rest), 1),
        "p95_ms": round(rest[int(0.95 * (len(rest) - 1))], 1),
        "max_ms": round(rest[-1], 1),
        **({"refused": dict(trouble)} if trouble else {}),
    }


def look_around(home: Path, settings: Settings, count: int) -> World:
    """Choose what to ask for, without the product's help."""
    address = engine_address(settings)
    database = Database.open(address.uri, address.user, address.password)
    known = (row["serial"] for row in rows_of(home) if row["outcome"] == "purchaser_identified")
    serials = [serial for serial in known if serial and "_" not in serial]
    guns = database.read(
        "MATCH (f:Firearm)<-[:OF]-(p:Purchase)<-[:BOUGHT]-(x:Person) WHERE p.holding = 'us-tpd' "
        "RETURN f.id AS gun, x.id AS person, p.dealer_id AS dealer LIMIT $n",
        {"n": 20 * count},
    )[::20]
    hubs = database.read(
        "MATCH (p:Purchase) WHERE p.dealer_id IS NOT NULL WITH p.dealer_id AS id, count(*) AS n "
        "RETURN id, n ORDER BY n DESC LIMIT 1"
    )
    database.close()
    columns = {name: [row[name] for row in guns] for name in ("gun", "person", "dealer")}
    step = max(1, len(serials) // count)
    return World(
        serials[::step], columns["gun"], columns["dealer"], columns["person"], hubs[0]["id"], hubs[0]["n"]
    )


@contextmanager
def used(home: Path, *, in_place: bool) -> Iterator[Path]:
    """Yield the home itself, or a copy of it that is removed afterwards."""
    if in_place:
        yield home
        return
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="bench-") as folder:
        shutil.copytree(home, folder, symlinks=True, dirs_exist_ok=True)
        yield Path(folder)


@contextmanager
def served(home: Path, port: int) -> Iterator[str]:
    """Run the platform on a home, in demo mode; yield its address."""
    environment = {**os.environ, "IRONRIVER_HOME": str(home), "IRONRIVER_DEMO": "1", "IRONRIVER_PORT": str(port)}
    command = [sys.executable, "-m", "ironriver", "run"]
    with (home / "served.log").open("w") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except OSError:
                if running.poll() is not None or time.monotonic() > until:
                    raise SystemExit((home / "served.log").read_text("utf-8")[-2000:]) from None
                time.sleep(0.2)
        people = [sys.executable, "-m", "ironriver", "accounts", "demo"]
        subprocess.run(people, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=180)


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(home: Path, times: int, settle: float, rounds: int, only: tuple[str, ...]) -> dict[str, Any]:
    """Serve a home and ask every question whose name begins with one of `only`, once a round."""
    own = {k: v for k, v in os.environ.items() if k.startswith("IRONRIVER_")}
    settings = Settings.from_environment({**own, "IRONRIVER_HOME": str(home), "IRONRIVER_DEMO": "1"})
    began = time.perf_counter()
    with served(home, free_port()) as address:
        result: dict[str, Any] = {"started_s": round(time.perf_counter() - began, 1)}
        world = look_around(home, settings, rounds * (times + 1))
        time.sleep(settle)
        client = Client(address)
        client.sign_in("ohlsson")
        result["load_average"] = os.getloadavg()[0]
        result["hub"] = {"id": world.hub, "sales": world.hub_sales}
        asked = {name: question for name, question in QUESTIONS.items() if name.startswith(only)}
        result["rounds"] = [
            {name: measured(partial(question, client, world), times, start) for name, question in asked.items()}
            for start in range(0, rounds * (times + 1), times + 1)
        ]
    used = os.times()
    result["processor_s"] = {"client": round(used.user + used.system, 1), "servers": round(used.children_user, 1)}
    return result


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--settle", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--in-place", action="store_true")
    given = parser.parse_args()
    with used(given.home, in_place=given.in_place) as home:
        told = measure(home, given.times, given.settle, given.rounds, tuple(given.only) or ("",))
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
