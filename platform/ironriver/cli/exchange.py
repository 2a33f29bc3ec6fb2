"""`ironriver exchange feeds|add-feed|poll`: partners' TAXII collections that are fetched into the quarantine."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ironriver.app import Platform
    from ironriver.exchange import Feed
    from ironriver.model.actor import Actor


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `exchange`."""
    parser = subparsers.add_parser("exchange", help="partners' feeds: list, add, poll")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    _person(actions.add_parser("feeds", help="list feeds and how they fare")).set_defaults(run=show)
    action = _person(
        actions.add_parser("add-feed", help="keep a feed; its token is asked for, or piped in")
    )
    action.add_argument("url", help="address of the collection, https://…/collections/<id>/")
    action.add_argument("--name", required=True)
    action.add_argument("--partner", required=True, help="the agency's id, e.g. mx-fge-son")
    action.add_argument("--login", dest="login_there", default="", help="login there (without: bearer token)")
    action.set_defaults(run=add)
    action = _person(actions.add_parser("poll", help="fetch what is new into the quarantine"))
    action.add_argument("feed", nargs="?", default="", help="id of the feed (feed_…); without: all that are active")
    action.set_defaults(run=poll)


def show(arguments: argparse.Namespace) -> None:
    """Print one line a feed, and its trouble."""
    from ironriver import exchange

    with _opened(arguments) as (platform, actor):
        for feed in exchange.all_feeds(actor, ledger=platform.ledger):
            print(_line(feed))
            if feed.trouble is not None:
                print(f"  {feed.trouble.in_language(arguments.language)}")


def add(arguments: argparse.Namespace) -> None:
    """Keep a feed and print its id."""
    from ironriver import exchange

    token = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    new = exchange.NewFeed(
        name=arguments.name, partner=arguments.partner, url=arguments.url, login=arguments.login_there, token=token
    )
    with _opened(arguments) as (platform, actor):
        print(_line(exchange.make_feed(actor, new, ledger=platform.ledger)))


def poll(arguments: argparse.Namespace) -> int:
    """Poll one feed or all; 1 if one of them was in trouble."""
    from ironriver import exchange

    wrong = 0
    with _opened(arguments) as (platform, actor):
        feeds = exchange.all_feeds(actor, ledger=platform.ledger)
        asked = [arguments.feed] if arguments.feed else [feed.id for feed in feeds if feed.state == "active"]
        for feed_id in asked:
            try:
                done = exchange.poll(actor, feed_id, ledger=platform.ledger)
                print(f"{feed_id}  {done.pages}  {done.objects}  {done.after}")
            except exchange.FeedTrouble as trouble:
                print(f"{feed_id}  {trouble.say.in_language(arguments.language)}", file=sys.stderr)
                wrong = 1
    return wrong


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[tuple[Platform, Actor]]:
    from ironriver.access import actor_for_command_line
    from ironriver.app import open_platform

    platform = open_platform(arguments.settings)
    try:
        yield platform, actor_for_command_line(platform.access, arguments.login)
    finally:
        platform.close()


def _person(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--as", dest="login", default="", metavar="LOGIN", help="in whose name (demo mode)")
    return parser


def _line(feed: Feed) -> str:
    return f"{feed.id}  {feed.state:<8}{feed.fetched:>9}  {feed.healthy or '-':<28}{feed.failures:>3}  {feed.name}"
