"""A whole deployment with the demonstration's people and the story's guns, and browsers that sign in to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ironriver.access import DEMO_PASSWORD, prepare_demo
from ironriver.app import Platform, open_platform
from ironriver.graph import Catalogue, Database
from ironriver.web import create_app
from seed.generate import generate
from seed.load import FILES, people_for
from seed.world.sizes import SIZES
from tests import world as worlds
from tests.world import EngineAddress

#: The story and hardly anything around it: loads in seconds.
TINY = replace(
    SIZES["small"],
    name="tiny",
    **dict.fromkeys(("solo", "rings", "rotating", "corrupt", "pipelines", "thefts"), 0),
    **dict.fromkeys(("collectors", "police", "siblings", "twins"), 0),
    traces=40,
    dealers=70,
    block=40,
)
#: Left out: the second dealer list, Sonora's sheet and thefts, which no page test needs.
BROUGHT = ("dealers_2026_09.txt", "traces.csv", "multiple_sales.csv", "ballistics.csv", "examinations.csv")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Browser:
    """One person's browser over the Flask client: carries the CSRF token as a page's forms do."""

    client: FlaskClient
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> TestResponse:
        answer = self.client.get(path, headers=self.headers | more.pop("headers", {}), buffered=True, **more)
        self._remember(answer)
        return answer

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        if not self.token:
            self.get("/sign-in")
        answer = self.client.post(
            path,
            data={"csrf_token": self.token, **(data or {})},
            headers=self.headers | more.pop("headers", {}),
            **more,
        )
        self._remember(answer)
        return answer

    def call(self, path: str, body: Any, **headers: str) -> TestResponse:
        if not self.token:
            self.get("/sign-in")
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.token, **headers})

    def _remember(self, answer: TestResponse) -> None:
        if "text/html" in answer.headers.get("Content-Type", ""):
            found = _TOKEN.search(answer.get_data(as_text=True))
            self.token = found.group(1) if found else self.token

    def sign_in(self, login: str, **more: str) -> TestResponse:
        given = {"login": login, "password": DEMO_PASSWORD, "consent": "yes", "next": "/", **more}
        return self.post("/sign-in", given)

    def work_on(self, number: str = "IR-2026-0417", purpose: str = "crim_933") -> TestResponse:
        return self.post("/work-on", {"case": number, "purpose": purpose, "back": "/"})


@dataclass
class Site:
    """What tests drive."""

    platform: Platform
    app: Flask

    def browser(self, login: str = "", *, case: bool = False) -> Browser:
        """Return a fresh browser, signed in as somebody if named."""
        browser = Browser(self.app.test_client())
        if login:
            assert browser.sign_in(login).status_code == 303
        if case:
            assert browser.work_on().status_code == 303
        return browser

    def firearm(self, serial: str) -> str:
        """Return the id of the gun with this canonical serial."""
        rows = self.platform.database.read(
            "MATCH (f:Firearm {canonical: $serial}) RETURN f.id AS id ORDER BY id LIMIT 1", {"serial": serial}
        )
        return str(rows[0]["id"])

    def one(self, label: str, holding: str = "") -> str:
        """Return the id of some node of a kind, of one holding if named. Ids are keyed: which one is chance."""
        query = (
            "MATCH (n) WHERE $label IN labels(n) AND ($holding = '' OR n.holding = $holding) "
            "RETURN n.id AS id ORDER BY id LIMIT 1"
        )
        return str(self.platform.database.read(query, {"label": label, "holding": holding})[0]["id"])


@contextmanager
def opened_site(folder: Path, engine: EngineAddress, *, story: bool) -> Iterator[Site]:
    """Open a deployment over the emptied graph of the suite's engine, with or without the story's guns."""
    database = Database.open(engine.uri, engine.user, engine.password)
    try:
        catalogue = Catalogue.load()
        worlds.empty(database, catalogue)
        made = worlds.make_world(folder / "world", engine, database, catalogue)
    finally:
        database.close()
    platform = open_platform(made.settings)
    try:
        prepare_demo(platform.access)
        if story:
            bring_story(platform, folder / "files")
        app = create_app(platform)
        app.testing = False  # errors go through problems.py, as in service
        yield Site(platform, app)
    finally:
        platform.close()


def bring_story(platform: Platform, folder: Path) -> None:
    """Import the story by the front door, as the demonstration's analyst."""
    from ironriver.ingest import import_file

    generate(7, TINY, folder, say=lambda _: None)
    people = people_for(platform.access)
    for file in FILES:
        if file.name in BROUGHT:
            import_file(
                people.home,
                folder / file.name,
                ledger=platform.ledger,
                kind=file.kind,
                name=file.name,
                authority="Invented for the tests",
                brought_by="Test",
            )
