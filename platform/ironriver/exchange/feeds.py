"""Feeds: collections of partners that we poll, and how each one fares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Invalid, Say, nothing_here
from ironriver.exchange.client_address import pin
from ironriver.exchange.client_trouble import FeedTrouble
from ironriver.exchange.collections import MOST
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from ironriver.vault import make_folder, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """Address of the collection (`…/collections/<id>/`), and our proof. `login` empty: bearer token."""

    name: str
    partner: str
    url: str
    login: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed as of now. `after`: everything added up to then is here; `cursor` where a poll broke off."""

    id: str
    name: str
    partner: str
    url: str
    login: str
    state: str
    after: str
    cursor: str
    polled: str
    healthy: str
    failures: int
    trouble: Say | None
    fetched: int
    holding: str
    tlp: Tlp

    @property
    def marking(self) -> Marking:
        """What arrives unmarked is at least AMBER, and ours."""
        return Marking(holding=self.holding, tlp=self.tlp)


def make_feed(actor: Actor, new: NewFeed, *, ledger: Ledger) -> Feed:
    """Keep a feed; made again for the same address it changes. The token lies with the keys, not here."""
    require(actor, Action.EDIT_PROFILE)
    url = new.url.strip().rstrip("/") + "/"
    faults = {} if new.name.strip() else {"name": Say(en="A name is needed.", es="Se necesita un nombre.")}
    try:
        pin(url, named=named_hosts(ledger))
    except FeedTrouble as wrong:
        faults["url"] = wrong.say
    if faults:
        raise Invalid(
            Say(en="The feed was not kept. See the fields.", es="No se guardó la fuente. Vea los campos."),
            fields=faults,
        )
    id_ = ledger.id_for("Feed", url, actor.agency)
    secret = ledger.settings.keys_dir / "feeds"
    make_folder(secret)
    write_whole(secret / id_, new.token.encode())
    (secret / id_).chmod(0o600)
    stored = {"name": new.name.strip(), "partner": new.partner, "url": url, "login": new.login, "state": "active"}
    stored |= {"opened": clock.stamp()}
    marking = Marking(holding=actor.agency, tlp=Tlp.AMBER).as_properties()
    put = Change(statement="write.put_feed", rows=[Row(s={"id": id_, **marking}, p=stored)])
    ledger.act(actor, Act(name="exchange.make_feed", changes=[put]))
    return find_feed(actor, id_, ledger=ledger)


def find_feed(actor: Actor, feed_id: str, *, ledger: Ledger) -> Feed:
    """Return a feed. `NotFound` if it is not open to the actor."""
    require(actor, Action.VIEW_EXCHANGE)
    rows = ledger.ask(actor, "exchange.feed", {"id": feed_id}).rows
    if not rows:
        raise nothing_here()
    return feed_of(rows[0]["f"])


def all_feeds(actor: Actor, *, ledger: Ledger) -> list[Feed]:
    """Return the feeds open to the actor, by name."""
    require(actor, Action.VIEW_EXCHANGE)
    return [feed_of(row["f"]) for row in ledger.ask(actor, "exchange.feeds", {"limit": MOST}).rows]


def amended(feed_id: str, **said: object) -> Change:
    """Return the change that notes something of a feed."""
    return Change(statement="write.amend_feed", rows=[Row(s={"id": feed_id}, p=dict(said))])


def token_of(feed: Feed, *, ledger: Ledger) -> str:
    """Return the token with which we come; empty where it was not restored with the keys."""
    path = ledger.settings.keys_dir / "feeds" / feed.id
    return path.read_text("utf-8") if path.is_file() else ""


def named_hosts(ledger: Ledger) -> frozenset[str]:
    """Return the hosts that may lie in private networks."""
    return frozenset(ledger.settings.feed_hosts.split())


def feed_of(node: Mapping[str, Any]) -> Feed:
    """Return the feed that a node of the graph stands for."""
    said = ("id", "name", "partner", "url", "login", "state", "after", "cursor", "polled", "healthy", "holding")
    wrong = str(node.get("trouble") or "")
    return Feed(
        **{name: str(node.get(name) or "") for name in said},
        failures=int(node.get("failures") or 0),
        fetched=int(node.get("fetched") or 0),
        trouble=Say(en=wrong, es=str(node.get("trouble_es") or wrong)) if wrong else None,
        tlp=Tlp(node["tlp"]),
    )
