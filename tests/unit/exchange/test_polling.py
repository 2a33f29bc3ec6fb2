"""Polling: honest servers lose nothing, hostile ones are survived, and each trouble is said on the feed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from ironriver.errors import Invalid, IronriverError, NotAllowed
from ironriver.exchange import quarantine
from ironriver.exchange.client_address import pin
from ironriver.exchange.client_connection import Limits
from ironriver.exchange.client_trouble import FeedTrouble
from ironriver.exchange.feeds import Feed, NewFeed, all_feeds, find_feed, make_feed
from ironriver.exchange.feeds_polling import Polled, poll
from ironriver.exchange.inbound_stages import MOST_BYTES
from ironriver.model.actor import Role
from tests.unit.exchange.hostile import Answering, Hostile, serving
from tests.unit.exchange.sharing import MANAGER
from tests.world import World, cleared_actor, empty, make_world

QUICK = Limits(
    connect_seconds=2.0, silent_seconds=0.5, whole_seconds=0.6, most_bytes=200_000, tries=2, longest_pause=0.05,
    most_pages=12, stale_pages=3,
)  # fmt: skip
ASKED = dict[str, str]
STAMP = "2026-01-01T00:00:0{}.000000Z"


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, engine: Any, open_database: Any, catalogue: Any) -> World:
    empty(open_database, catalogue)
    made = make_world(tmp_path_factory.mktemp("feeds"), engine, open_database, catalogue)
    made.ledger.settings = replace(made.settings, feed_hosts="127.0.0.1")
    return made


@pytest.fixture
def feed(room: World, server: Hostile, request: pytest.FixtureRequest) -> Feed:
    """A feed of its own for each test: the name of the test stands in its address."""
    number = abs(hash(request.node.name))
    new = NewFeed(
        name=request.node.name, partner="mx-fge-son", login="us", token="secret-token",
        url=server.url.replace("/one/", f"/c{number}/"),
    )  # fmt: skip
    server.asked.clear()
    return make_feed(MANAGER, new, ledger=room.ledger)


def polled(room: World, feed: Feed) -> Polled:
    return poll(MANAGER, feed.id, ledger=room.ledger, limits=QUICK)


def brought(room: World, feed: Feed) -> list[str]:
    """Names of the objects that lie in quarantine from this feed."""
    pages = [one for one in quarantine(MANAGER, ledger=room.ledger) if one.origin_id == feed.id]
    bodies = [json.loads(room.vault.read(one.sha256)) for one in pages]
    return sorted(one["name"] for body in bodies for one in body["objects"])


def names(count: int) -> list[str]:
    return sorted(f"No. {n}" for n in range(count))


def honest(answering: Answering, asked: ASKED) -> None:
    """Three pages of two."""
    at = int(asked.get("next", "0"))
    more = {"more": True, "next": str(at + 1)} if at < 2 else {}
    answering.page(2 * at, last=STAMP.format(at), **more)


def test_an_honest_server_is_fetched_whole_and_only_once(room: World, server: Hostile, feed: Feed) -> None:
    server.behave = honest
    assert polled(room, feed) == Polled(pages=3, objects=6, after=STAMP.format(2))
    assert brought(room, feed) == names(6)
    now = find_feed(MANAGER, feed.id, ledger=room.ledger)
    assert (now.after, now.cursor, now.failures, now.fetched, now.trouble) == (STAMP.format(2), "", 0, 6, None)
    assert polled(room, feed).objects == 0
    assert "added_after=2025-12-31T23%3A59%3A57.000000Z" in server.asked[-1]
    assert brought(room, feed) == names(6)


def test_a_poll_that_broke_off_goes_on_where_it_was(room: World, server: Hostile, feed: Feed) -> None:
    def breaks(answering: Answering, asked: ASKED) -> None:
        if asked.get("next") == "2":
            answering.say({"title": "down"}, 500)
        else:
            honest(answering, asked)

    server.behave = breaks
    with pytest.raises(FeedTrouble):
        polled(room, feed)
    assert brought(room, feed) == names(4)
    server.behave, begun = honest, len(server.asked)
    assert polled(room, feed).objects == 2
    assert "next=2" in server.asked[begun + 1]
    assert brought(room, feed) == names(6)


def test_a_cursor_that_the_server_forgot_is_no_end(room: World, server: Hostile, feed: Feed) -> None:
    def breaks(answering: Answering, asked: ASKED) -> None:
        honest(answering, asked) if "next" not in asked else answering.say({}, 400)

    server.behave = breaks
    with pytest.raises(FeedTrouble):
        polled(room, feed)
    with pytest.raises(FeedTrouble):
        polled(room, feed)
    server.behave = lambda answering, asked: (
        answering.page(0, 6, last=STAMP.format(2)) if "next" not in asked else answering.say({}, 400)
    )
    polled(room, feed)
    assert set(brought(room, feed)) == set(names(6))


def test_a_server_without_cursors_is_followed_by_time(room: World, server: Hostile, feed: Feed) -> None:
    def by_time(answering: Answering, asked: ASKED) -> None:
        at = int(asked.get("added_after", STAMP.format(0))[18]) if "added_after" in asked else 0
        answering.page(2 * at, last=STAMP.format(at + 1), **({"more": True} if at < 2 else {}))

    server.behave = by_time
    assert polled(room, feed).objects == 6


def test_many_objects_in_the_time_that_is_asked_for_twice(room: World, server: Hostile, feed: Feed) -> None:
    """Page after page brings nothing new then; neither is that a circle, nor does a poll cut off begin anew."""
    far = {"pages": 6}

    def busy(answering: Answering, asked: ASKED) -> None:
        at = int(asked.get("next", "0"))
        more = {"more": True, "next": str(at + 1)} if at + 1 < far["pages"] else {}
        answering.page(2 * at, last=f"2026-01-01T00:00:00.{at:06}Z", **more)

    server.behave = busy
    assert polled(room, feed).objects == 12
    far["pages"] = 8
    assert polled(room, feed).objects == 4
    far["pages"], cut = 9, replace(QUICK, most_pages=3)
    for _ in range(2):
        with pytest.raises(FeedTrouble, match="Stopped after 3 pages"):
            poll(MANAGER, feed.id, ledger=room.ledger, limits=cut)
    assert poll(MANAGER, feed.id, ledger=room.ledger, limits=cut).objects == 2
    assert brought(room, feed) == names(18)


def test_busy_servers_are_asked_again(room: World, server: Hostile, feed: Feed) -> None:
    times: list[int] = []

    def busy(answering: Answering, asked: ASKED) -> None:
        times.append(1)
        answering.page(0) if len(times) > 1 else answering.say({}, 429, Retry_After="3600")

    server.behave = busy
    assert polled(room, feed).objects == 2


def endless(answering: Answering, asked: ASKED) -> None:
    at = int(asked.get("next", "0"))
    answering.page(2 * at, more=True, next=str(at + 1))


def same_again(answering: Answering, asked: ASKED) -> None:
    answering.page(0, more=True, next=str(int(asked.get("next", "0")) + 1))


def circle(answering: Answering, _asked: ASKED) -> None:
    answering.page(0, more=True, next="x")


def drip(answering: Answering, _asked: ASKED) -> None:
    answering.send_response(200)
    answering.send_header("Content-Type", "application/taxii+json;version=2.1")
    answering.end_headers()
    for _ in range(40):
        answering.wfile.write(b" ")
        answering.wfile.flush()
        time.sleep(0.05)


def silent(answering: Answering, _asked: ASKED) -> None:
    time.sleep(1.2)


HOSTILE: tuple[tuple[str, Callable[[Answering, ASKED], Any], str], ...] = (
    ("endless more", endless, "Stopped after 12 pages"),
    ("the same page for ever", same_again, "same objects again"),
    ("the cursor comes back", circle, "cursor comes back"),
    ("more and not where", lambda a, _: a.page(0, more=True), "more and not where"),
    (
        "redirect to loopback",
        lambda a, _: a.say({}, 302, Location="http://127.0.0.1:1/"),
        "Redirects are not followed",
    ),
    ("redirect to metadata", lambda a, _: a.say({}, 307, Location="http://169.254.169.254/"), "Redirects are not"),
    ("giant JSON", lambda a, _: a.say(b'{"objects":["' + b"x" * 300_000 + b'"]}'), "more than 0 MB"),
    ("giant, said to be small", lambda a, _: a.say(b"{" * 300_000, Content_Length="20"), "no JSON"),
    ("deep JSON", lambda a, _: a.say(b'{"objects":' + b"[" * 9_000 + b"]" * 9_000 + b"}"), "nested absurdly deep"),
    ("promises too much", lambda a, _: a.say(b"{}", Content_Length="99999999999"), "more than 0 MB"),
    ("promises a little too much", lambda a, _: a.say(b"{}", Content_Length="200"), "breaks off"),
    ("a length in other signs", lambda a, _: a.say(b"nope", Content_Length="\u00b2"), "no JSON"),
    ("a pause in other signs", lambda a, _: a.say({}, 503, Retry_After="\u00b2"), "answers 503"),
    ("drip", drip, "drips"),
    ("silence", silent, "breaks off"),
    ("HTML", lambda a, _: a.say(b"<html>", Content_Type="text/html"), "something else than TAXII"),
    ("compressed", lambda a, _: a.say(b"{}", Content_Encoding="gzip"), "something else than TAXII"),
    ("no JSON", lambda a, _: a.say(b"nope"), "no JSON"),
    ("a list", lambda a, _: a.say([]), "no TAXII resource"),
    ("too many objects", lambda a, _: a.say({"objects": [7] * 5_001}), "more than 5,000 objects"),
    ("objects no list", lambda a, _: a.say({"objects": {"a": 1}}), "no envelope"),
    ("not let in", lambda a, _: a.say({}, 401), "does not let us in"),
    ("broken", lambda a, _: a.say({}, 500), "answers 500"),
)


@pytest.mark.parametrize("row", HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_servers_are_survived_and_explained(
    room: World, server: Hostile, feed: Feed, row: tuple[str, Callable[[Answering, ASKED], Any], str]
) -> None:
    _, server.behave, said = row
    begun = time.monotonic()
    with pytest.raises(FeedTrouble) as wrong:
        polled(room, feed)
    assert time.monotonic() - begun < 30
    assert said in wrong.value.say.en
    now = find_feed(MANAGER, feed.id, ledger=room.ledger)
    assert (now.trouble, now.failures, now.healthy) == (wrong.value.say, 1, "")
    assert wrong.value.say.es != wrong.value.say.en
    kept = quarantine(MANAGER, ledger=room.ledger)
    assert all(one.size <= QUICK.most_bytes and one.objects <= 5_000 for one in kept)


def test_a_page_that_is_too_large_is_asked_for_in_smaller_ones(room: World, server: Hostile, feed: Feed) -> None:
    """Nothing of the large answers stays; from then on the poll keeps to the size that came through."""

    def generous(answering: Answering, asked: ASKED) -> None:
        at, many = int(asked.get("next", "0")), int(asked["limit"])
        if many > 10:
            answering.say(b'{"objects":["' + b"x" * 300_000 + b'"]}')
        else:
            answering.page(at, 10, last=STAMP.format(at // 10), **({"more": True, "next": "10"} if at == 0 else {}))

    server.behave = generous
    assert polled(room, feed).objects == 20
    assert len(brought(room, feed)) == 20
    assert [path.partition("limit=")[2][:4] for path in server.asked if "/objects/" in path] == [
        "1000", "100", "10", "10&n",
    ]  # fmt: skip


def test_what_is_fetched_can_be_read() -> None:
    assert Limits().most_bytes <= MOST_BYTES


def test_trouble_goes_when_the_server_is_well_again(room: World, server: Hostile, feed: Feed) -> None:
    server.behave = circle
    with pytest.raises(FeedTrouble):
        polled(room, feed)
    server.behave = honest
    polled(room, feed)
    healed = find_feed(MANAGER, feed.id, ledger=room.ledger)
    assert (healed.trouble, healed.failures, bool(healed.healthy)) == (None, 0, True)


def test_junk_among_the_objects_is_kept_for_a_person_to_refuse(room: World, server: Hostile, feed: Feed) -> None:
    server.behave = lambda answering, _: answering.say({"objects": [7, None, "x", {"id": []}, "\ud800"]})
    assert polled(room, feed).objects == 5


def test_times_from_the_future_do_not_blind_us(room: World, server: Hostile, feed: Feed) -> None:
    server.behave = lambda answering, _: answering.page(0, last="9999-01-01T00:00:00.000000Z")
    assert polled(room, feed).after == ""


def test_a_collection_that_may_not_be_read_is_said(room: World, server: Hostile, feed: Feed) -> None:
    for said in ({"id": "x", "title": "t", "can_read": False, "can_write": True}, {"title": 7}):
        server.collection = said
        with pytest.raises(FeedTrouble):
            polled(room, feed)
    del server.collection


PLACES = (
    ("https://taxii.example/c/", ["93.184.216.34"], True),
    ("http://taxii.example/c/", ["93.184.216.34"], False),
    ("ftp://taxii.example/c/", ["93.184.216.34"], False),
    ("https://taxii.example/c/", ["127.0.0.1"], False),
    ("https://taxii.example/c/", ["93.184.216.34", "10.0.0.1"], False),
    ("https://taxii.example/c/", ["169.254.169.254"], False),
    ("https://taxii.example/c/", ["::1"], False),
    ("https://taxii.example/c/", ["::ffff:10.0.0.1"], False),
    ("https://taxii.example/c/", ["2002:7f00:1::"], False),
    ("https://taxii.example/c/", ["64:ff9b::7f00:1"], False),
    ("https://taxii.example/c/", ["64:ff9b:1::a00:1"], False),
    ("https://taxii.example/c/", ["fec0::1"], False),
    ("https://taxii.example/c/", ["::7f00:1"], False),
    ("https://taxii.example/c/", ["2606:4700::6810:1"], True),
    ("https://taxii.example/c/", ["fe80::1%eth0"], False),
    ("https://taxii.example/c/", [], False),
    ("https://user:word@taxii.example/c/", ["93.184.216.34"], False),
    ("https://taxii.example:99999/c/", ["93.184.216.34"], False),
    ("https:///c/", ["93.184.216.34"], False),
    ("http://inside.example/c/", ["10.0.0.1"], True),
)


@pytest.mark.parametrize(("url", "addresses", "good"), PLACES)
def test_where_a_feed_may_lie(url: str, addresses: list[str], good: bool) -> None:
    named = frozenset({"inside.example"})
    if good:
        assert pin(url, named=named, resolver=lambda *_: addresses).address == addresses[0]
        return
    with pytest.raises(FeedTrouble):
        pin(url, named=named, resolver=lambda *_: addresses)


@pytest.mark.parametrize("host", ["a..b", ".example.com", f"{'a' * 64}.com", "ex\u200dample..com"])
def test_a_host_that_no_network_can_name_is_refused(host: str) -> None:
    with pytest.raises(FeedTrouble, match="cannot be found"):
        pin(f"https://{host}/", named=frozenset())


def test_a_name_is_asked_once_and_spoken_to_at_that_address() -> None:
    asked = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    place = pin("https://taxii.example/c/", named=frozenset(), resolver=rebinding)
    assert (place.netloc, place.host, asked) == ("93.184.216.34:443", "taxii.example", ["taxii.example"])


def test_a_feed_is_kept_with_its_token_beside_the_keys(room: World, feed: Feed) -> None:
    secret = room.settings.keys_dir / "feeds" / feed.id
    assert (secret.read_text(), secret.stat().st_mode & 0o777) == ("secret-token", 0o600)
    assert feed.id in [one.id for one in all_feeds(MANAGER, ledger=room.ledger)]
    rows = room.database.read("MATCH (f:Feed) RETURN properties(f) AS p")
    assert "secret-token" not in str(rows)


def test_a_feed_needs_a_name_and_an_address_that_may_be_asked(room: World) -> None:
    with pytest.raises(Invalid) as wrong:
        make_feed(
            MANAGER, NewFeed(name=" ", partner="x", url="https://10.0.0.1/", login="", token=""), ledger=room.ledger
        )
    assert set(wrong.value.fields) == {"name", "url"}


def test_only_those_who_judge_arrivals_poll(room: World, feed: Feed) -> None:
    with pytest.raises(NotAllowed):
        poll(cleared_actor(roles=frozenset({Role.COURT_LIAISON})), feed.id, ledger=room.ledger)
    with pytest.raises(IronriverError):
        poll(cleared_actor(holdings=frozenset({"public"})), feed.id, ledger=room.ledger)
