"""What the tour's steps stand on: each person at an own browser, words of the language, pictures for the page."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from ironriver.ledger import Ledger
from ironriver.web.language import word
from tests.journeys.conftest import Desk
from tests.web.site import Site

CASE, GUN = "IR-2026-0417", "TKF12045"
#: Set to the folder of the page's pictures to take them anew.
PICTURES = "IRONRIVER_TOUR_PICTURES"
#: As many colours as the pages need: with fewer, markings and recoveries, which are small, lose theirs. Keeps all
#: pictures of both languages under two megabytes.
COLOURS = 256

Step = Callable[["Tour"], None]
STEPS: list[tuple[str, str, Step]] = []


def step(english: str, spanish: str) -> Callable[[Step], Step]:
    """Name a step as the headings of `docs/tour.md` and `docs/recorrido.md` do, in the order of both."""

    def note(function: Step) -> Step:
        STEPS.append((english, spanish, function))
        return function

    return note


@dataclass
class Tour:
    """One walk in one language. `found` holds what a later step needs of an earlier one."""

    site: Site
    address: str
    language: str
    browser: Browser
    how: dict[str, Any]
    worker: Ledger
    folder: Path
    desks: dict[str, Desk] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)

    def as_(self, login: str, *, case: bool = False) -> Desk:
        """Return the browser of a person, signed in at the first call; with the case chosen if asked."""
        if login not in self.desks:
            context = self.browser.new_context(**self.how, accept_downloads=True)
            desk = Desk(page=context.new_page(), address=self.address, shots=self.folder)
            desk.watch()
            desk.sign_in(login)
            cookie = {"name": "ironriver-language", "value": self.language, "url": self.address}
            context.add_cookies([cookie])  # type: ignore[list-item]
            self.desks[login] = desk
        desk = self.desks[login]
        if case and f"{login} works on it" not in self.found:
            desk.work_on(CASE)
            self.found[f"{login} works on it"] = "yes"
        return desk

    def say(self, key: str, **values: object) -> str:
        """Return a word of the product in the language of the walk."""
        return word(key, self.language, **values)

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture for the page, if pictures were asked for."""
        if folder := os.environ.get(PICTURES):
            page.wait_for_load_state()
            image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            small = image.quantize(COLOURS, dither=Image.Dither.NONE)
            Path(folder).mkdir(parents=True, exist_ok=True)
            small.save(Path(folder) / f"{name}-{self.language}.png", optimize=True)


@contextmanager
def tour_of(**given: Any) -> Iterator[Tour]:
    """A walk; at its end nobody's browser may have met trouble."""
    tour = Tour(**given)
    try:
        yield tour
        assert {login: desk.troubles for login, desk in tour.desks.items() if desk.troubles} == {}
    finally:
        for desk in tour.desks.values():
            desk.page.context.close()
