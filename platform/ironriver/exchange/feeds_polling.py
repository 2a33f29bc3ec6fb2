"""Poll one feed into the quarantine: page by page, each kept with the place to go on from in one act."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from requests.exceptions import RequestException
from taxii2client.exceptions import TAXIIServiceException
from taxii2client.v21 import Collection as ForeignCollection

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Say
from ironriver.exchange.client_connection import Connection, Fetched, Limits
from ironriver.exchange.client_trouble import FeedTrouble, TooMuch, trouble
from ironriver.exchange.feeds import Feed, amended, find_feed, named_hosts, token_of
from ironriver.exchange.feeds_seen import Seen
from ironriver.exchange.inbound_stages import MOST_OBJECTS, plain
from ironriver.exchange.quarantine import Arrived, keep_arrived
from ironriver.exchange.taxii_arrivals import version_of
from ironriver.jobs import Report, SilentReport
from ironriver.ledger import Act, Ledger
from ironriver.model.actor import Actor

PER_PAGE = 1_000
#: Asked for again at each poll: servers that date an object before it can be read would else lose it.
OVERLAP = timedelta(seconds=5)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a poll brought: pages asked for, objects that are new here, and up to which time."""

    pages: int
    objects: int
    after: str


@dataclass(slots=True)
class _Place:
    """Where in the feed we are: the filter, the server's cursor, and what was reached."""

    asked: str
    next: str
    reached: str
    used: set[str] = field(default_factory=set)
    per_page: int = PER_PAGE

    def params(self) -> dict[str, Any]:
        said = {"limit": self.per_page, "added_after": self.asked, "next": self.next}
        return {name: value for name, value in said.items() if value}

    def cursor(self) -> str:
        return json.dumps([self.asked, self.next]) if self.next else ""


def poll(
    actor: Actor,
    feed_id: str,
    *,
    ledger: Ledger,
    report: Report | None = None,
    limits: Limits | None = None,
) -> Polled:
    """Fetch what is new into the quarantine. `FeedTrouble` when the server misbehaves; it stays on the feed.

    An interrupted poll goes on where it stopped; what was brought already is not kept twice.
    """
    require(actor, Action.REVIEW_INBOUND)
    feed = find_feed(actor, feed_id, ledger=ledger)
    polling = _Polling(actor, feed, ledger, report or SilentReport(), limits or Limits())
    try:
        done = polling.run()
    except FeedTrouble as wrong:
        _note(actor, ledger, feed, wrong.say)
        raise
    _note(actor, ledger, feed, None)
    return done


class _Polling:
    def __init__(self, actor: Actor, feed: Feed, ledger: Ledger, report: Report, limits: Limits) -> None:
        self.actor, self.feed, self.ledger, self.report, self.limits = actor, feed, ledger, report, limits
        self.seen = Seen(ledger.settings.data_dir)
        self.pages = self.objects = 0

    def run(self) -> Polled:
        connection = Connection(
            self.feed.url,
            (self.feed.login, token_of(self.feed, ledger=self.ledger)),
            named=named_hosts(self.ledger),
            limits=self.limits,
            check=self.report.check_cancelled,
        )
        try:
            place = self._place()
            for fetched in self._all(connection, _objects_of(connection, self.feed.url), place):
                self._keep(fetched, place)
        finally:
            connection.close()
        self._settle(place)
        return Polled(pages=self.pages, objects=self.objects, after=place.reached)

    def _place(self) -> _Place:
        if self.feed.cursor:
            asked, next_ = json.loads(self.feed.cursor)
            return _Place(asked, next_, self.feed.after)
        return _Place(_earlier(self.feed.after), "", self.feed.after)

    def _all(self, connection: Connection, url: str, place: _Place) -> Iterator[Fetched]:
        """Yield page after page until the server has no more, or goes round in circles."""
        stale, last = 0, ""
        while True:
            fetched = self._page(connection, url, place)
            self.pages += 1
            before, reached = self.objects, last
            more = fetched.said.get("more") is True
            last = _last_of(fetched)
            place.reached = max(place.reached, last)
            _go_on(place, fetched, last if more else "")
            yield fetched
            if not more:
                return
            # Pages of the time that is asked for twice bring nothing new, and lead on.
            overlapping = reached < last <= self.feed.after
            stale = 0 if self.objects > before or overlapping else stale + 1
            if stale >= self.limits.stale_pages:
                raise _circle("the same objects again and again", "los mismos objetos una y otra vez")
            if self.pages >= self.limits.most_pages:
                # Kept here too: pages with nothing new are not, and the next poll would begin with them again.
                self._note_place(cursor=place.cursor())
                raise trouble(
                    f"Stopped after {self.pages} pages; the next poll goes on.",
                    f"Se detuvo tras {self.pages} páginas; la siguiente consulta continúa.",
                )

    def _page(self, connection: Connection, url: str, place: _Place) -> Fetched:
        try:
            return _fetched(connection, url, place)
        except FeedTrouble:
            if not (place.next and self.pages == 0):
                raise
            # A cursor of an earlier poll that the server has forgotten: go on by time.
            place.asked, place.next = _earlier(self.feed.after), ""
            return _fetched(connection, url, place)

    def _keep(self, fetched: Fetched, place: _Place) -> None:
        found = _objects_in(fetched)
        keys = [plain(f"{one.get('id') if isinstance(one, dict) else one} {version_of(one)}", 400) for one in found]
        fresh = self.seen.fresh(self.feed.id, keys)
        if not fresh:
            return
        self.objects += len(fresh)
        arrived = Arrived(
            origin="feed",
            origin_id=self.feed.id,
            partner=self.feed.partner,
            sender="",
            content=fetched.body,
            objects=len(found),
            marking=self.feed.marking,
            outcome=json.dumps({"fresh": len(fresh), "of": len(found)}),
        )
        # The time moves on at the end only: by then every page up to it is here.
        also = amended(self.feed.id, cursor=place.cursor(), fetched=self.feed.fetched + self.objects)
        keep_arrived(self.actor, arrived, ledger=self.ledger, also=(also,))
        self.seen.note(self.feed.id, fresh)
        self.report.progress(self.objects, 0)

    def _settle(self, place: _Place) -> None:
        self._note_place(after=min(place.reached, clock.stamp()), cursor="")

    def _note_place(self, **said: object) -> None:
        self.ledger.act(self.actor, Act(name="exchange.poll", changes=[amended(self.feed.id, **said)]))


def _objects_of(connection: Connection, url: str) -> str:
    """Return where the objects are, once the server has said that we may read them."""
    try:
        foreign = ForeignCollection(url, conn=connection)
        if foreign.can_read:
            return str(foreign.objects_url)
    except (TAXIIServiceException, RequestException, TypeError, ValueError, KeyError) as cause:
        raise trouble(
            "The address is no TAXII 2.1 collection.",
            "La dirección no es una colección TAXII 2.1.",
            str(cause)[:200],
        ) from cause
    raise trouble("The server does not let us read here.", "El servidor no nos permite leer aquí.")


def _fetched(connection: Connection, url: str, place: _Place) -> Fetched:
    """Fetch a page; one that is too large is asked for again with fewer objects, as far as the server lets us."""
    while True:
        try:
            return connection.fetch(url, place.params())
        except TooMuch:
            if place.per_page == 1:
                raise
            place.per_page //= 10


def _objects_in(fetched: Fetched) -> list[Any]:
    """Return a page's objects, junk among them too. Trouble for more than anybody reads: none of it is kept."""
    found = fetched.said.get("objects", [])
    if not isinstance(found, list):
        raise trouble("The server sends no envelope.", "El servidor no envía un sobre.")
    if len(found) > MOST_OBJECTS:
        raise trouble(
            f"The server sends more than {MOST_OBJECTS:,} objects in one page. Nothing of it was kept.",
            f"El servidor envía más de {MOST_OBJECTS:,} objetos en una página. No se conservó nada de ella.",
        )
    return found


def _go_on(place: _Place, fetched: Fetched, last: str) -> None:
    """Move to the next page: by the server's cursor, else by time. Raise where neither leads on."""
    if fetched.said.get("more") is not True:
        return
    next_ = fetched.said.get("next")
    if isinstance(next_, str) and next_:
        if next_ in place.used:
            raise _circle("its cursor comes back", "su marcador se repite")
        place.used.add(next_)
        place.next = next_
    elif last > place.asked:
        place.asked, place.next = last, ""
    else:
        raise _circle("it says more and not where", "dice que hay más y no dónde")


def _last_of(fetched: Fetched) -> str:
    """Return the time of the page's last object as the server says; nothing for no time, or one in the future."""
    said = fetched.headers.get("X-TAXII-Date-Added-Last", "")
    return said if _TIME.fullmatch(said) and said <= clock.stamp(clock.now() + timedelta(days=1)) else ""


def _earlier(after: str) -> str:
    return clock.stamp(datetime.fromisoformat(after) - OVERLAP) if after else ""


def _circle(en: str, es: str) -> FeedTrouble:
    return trouble(f"The server leads in a circle: {en}.", f"El servidor da vueltas en círculo: {es}.")


def _note(actor: Actor, ledger: Ledger, feed: Feed, wrong: Say | None) -> None:
    now = clock.stamp()
    said: dict[str, object] = {
        "polled": now,
        "trouble": wrong.en if wrong else "",
        "trouble_es": wrong.es if wrong else "",
    }
    said |= {"failures": feed.failures + 1} if wrong else {"failures": 0, "healthy": now}
    ledger.act(actor, Act(name="exchange.polled", changes=[amended(feed.id, **said)]))
