"""How a page looks to this person: language, theme, rooms in the menu, what the marking says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf

from ironriver import clock
from ironriver.access import Action, approvals, may, say_purpose
from ironriver.errors import IronriverError
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.web import formats, headers, signed_in
from ironriver.web.assets import entry
from ironriver.web.drawing import icon, initials, kind_classes, kind_inside, kind_mark
from ironriver.web.language import choose_language, has_word, word

LANGUAGE_COOKIE = "ironriver-language"
THEME_COOKIE = "ironriver-theme"
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One entry of the menu: `g` then its key goes there."""

    name: str
    endpoint: str
    key: str
    action: Action

    @property
    def blueprint(self) -> str:
        """The part of the application whose pages all belong to this room."""
        return self.endpoint.partition(".")[0]


ROOMS = (
    Room(name="home", endpoint="home.home", key="h", action=Action.USE_OWN_ACCOUNT),
    Room(name="search", endpoint="search.search", key="s", action=Action.SEARCH_FIREARM),
    Room(name="cases", endpoint="cases.cases", key="c", action=Action.VIEW_CASES),
    Room(name="workbench", endpoint="workbench.workbench", key="w", action=Action.OPEN_CHART),
    Room(name="traces", endpoint="trace_requests.monitor", key="r", action=Action.VIEW_TRACES),
    Room(name="review", endpoint="review.queue", key="v", action=Action.VIEW_REVIEW),
    Room(name="analytics", endpoint="analytics.home", key="d", action=Action.RUN_DETECTORS),
    Room(name="imports", endpoint="imports.imports", key="i", action=Action.VIEW_IMPORTS),
    Room(name="statistics", endpoint="statistics.statistics", key="n", action=Action.VIEW_STATISTICS),
    Room(name="map", endpoint="map.world", key="k", action=Action.VIEW_STATISTICS),
    Room(name="queries", endpoint="queries.home", key="q", action=Action.ASK_QUESTION),
    Room(name="case_files", endpoint="case_files.case_files", key="f", action=Action.OPEN_CASE_FILE),
    Room(name="exchange", endpoint="exchange.home", key="x", action=Action.VIEW_EXCHANGE),
    Room(name="ledger", endpoint="ledger.ledger", key="l", action=Action.VIEW_LEDGER),
    Room(name="approvals", endpoint="approvals.waiting", key="p", action=Action.PROPOSE),
    Room(name="inbox", endpoint="inbox.inbox", key="b", action=Action.USE_OWN_ACCOUNT),
    Room(name="agreements", endpoint="agreements.agreements", key="m", action=Action.MANAGE_AGREEMENTS),
    Room(name="accounts", endpoint="accounts.accounts", key="a", action=Action.MANAGE_ACCOUNTS),
    Room(name="status", endpoint="status.status", key="t", action=Action.VIEW_STATUS),
)

#: More rooms than this do not fit beside the search field in Spanish at 1,280 px: then the last ones fold together.
MOST_ROOMS, ROOMS_BESIDE_MORE = 7, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingOn:
    """The case of this request as the context bar shows it."""

    number: str
    name: str
    purpose: str


def language() -> str:
    """Return the language of this answer: chosen, else the account's, else the browser's."""
    if "language" not in g:
        here = g.get("here")
        account = here.account.language if here else None
        g.language = choose_language(
            request.cookies.get(LANGUAGE_COOKIE) or account, request.headers.get("Accept-Language")
        )
    return str(g.language)


def theme() -> str:
    """Return `light`, `dark`, or nothing: then the browser decides."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def t(key: str, **values: object) -> str:
    """Return a sentence in the language of this answer."""
    return word(key, language(), **values)


def static(path: str) -> str:
    """Return the address of a built file."""
    return url_for("static_files.static_file", path=path)


def install(app: Flask) -> None:
    """Give templates their words, formats and drawings."""
    app.jinja_env.globals.update(
        t=t,
        has_word=has_word,
        icon=icon,
        kind_mark=kind_mark,
        kind_classes=kind_classes,
        kind_inside=kind_inside,
        initials=initials,
        tlp=formats.tlp_label,
        entry=entry,
        static=static,
        nonce=headers.nonce,
        csrf_token=generate_csrf,
        show_date=lambda value: formats.show_date(value, language()),
        show_time=lambda value: formats.show_time(value, language()),
        show_number=lambda value: formats.show_number(value, language()),
        show_size=lambda value: formats.show_size(value, language()),
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """What the frame of every page needs."""
    here = g.get("here")
    actor = g.get("actor") or (here.actor if here else None)
    rooms = [room for room in ROOMS if actor and may(actor, room.action)]
    level = int(actor.max_tlp) if actor else int(Tlp.AMBER)
    case = here.case if here else None
    return {
        "language": language(),
        "theme": theme(),
        "demo": signed_in.platform().settings.demo,
        "actor": actor,
        "rooms": rooms,
        "rooms_shown": len(rooms) if len(rooms) <= MOST_ROOMS else ROOMS_BESIDE_MORE,
        "key_rooms": " ".join(f"{room.key}={url_for(room.endpoint)}" for room in rooms),
        "here": (request.endpoint or "").partition(".")[0],
        "back": request.full_path.rstrip("?") if request.method == "GET" else "/",
        "may": lambda name: actor is not None and may(actor, Action(name)),
        "marking_level": min(level, int(Tlp.AMBER)) if actor else int(Tlp.AMBER),
        "marking_audience": t("frame.case_members" if case else "frame.own_agency"),
        "working_on": WorkingOn(
            number=case.number, name=case.name, purpose=say_purpose(actor.purpose).in_language(language())
        )
        if case and actor
        else None,
        "cut": None,
        "inbox_waiting": lambda: _waiting(actor),
        "print_key": _print_key(case.number if case else ""),
        "foot_end": t("frame.logged") if actor else "",
    }


def _waiting(actor: Actor | None) -> int:
    """Return how many proposals this person may decide; 0 when that cannot be read, for a page must still stand."""
    if actor is None or not may(actor, Action.APPROVE):
        return 0
    with suppress(IronriverError):
        return len(approvals.waiting(actor, ledger=signed_in.platform().ledger))
    return 0


def _print_key(case: str) -> str:
    """Return what stands at the foot of each printed page. Only safe characters: it goes into a style sheet."""
    kept = "".join(c for c in case if c.isalnum() or c in "-./ ")
    return f"{kept}  Ironriver {clock.today():%Y-%m-%d}" if kept else ""
