"""A stock `taxii2-client` and a second Ironriver each fetch 20,000 objects while they are written."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from taxii2client.v21 import Collection as StockCollection
from taxii2client.v21 import Server, as_pages
from werkzeug.serving import make_server

from ironriver.exchange import FeedTrouble, NewFeed, find_feed, make_feed, poll, put_objects, quarantine
from ironriver.exchange.client_connection import Limits
from ironriver.graph import Catalogue, Database, apply_schema
from tests.unit.exchange.sharing import MANAGER, agreed, collection, objects, program
from tests.web.site import Site
from tests.world import EngineAddress, World, make_world, running_engine

COUNT, AT_START, STEP = 20_000, 4_000, 998
SECONDS = 240
#: Between two rounds of one reader, in seconds; a round that is due now begins at once.
PAUSE = 0.5


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The application on a loopback port, with threads, as the address of its root."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A second deployment: its own directories, keys and graph."""
    folder = tmp_path_factory.mktemp("other")
    with running_engine(folder / "engine", heap_mb=384, pagecache_mb=64, gds=False) as engine:
        address = EngineAddress(uri=engine.uri, user="neo4j", password=engine.password)
        database = Database.open(address.uri, address.user, address.password)
        catalogue = Catalogue.load()
        apply_schema(database, catalogue)
        made = make_world(folder / "world", address, database, catalogue)
        made.ledger.settings = replace(made.settings, feed_hosts="127.0.0.1")
        yield made
        database.close()


def stock_sync(url: str, proof: tuple[str, str], done: threading.Event) -> list[str]:
    """Fetch as the library's own manual does: pages until there are no more, then again from the last date."""
    with closing(StockCollection(url, user=proof[0], password=proof[1])) as foreign:
        return fetched_all(foreign, done)


def fetched_all(foreign: StockCollection, done: threading.Event) -> list[str]:
    """Ids of all that came, in order, until a round after the last act brought nothing more."""
    found: list[str] = []
    since: dict[str, Any] = {}
    while True:
        last_round = done.is_set()
        before = len(found)
        for page in as_pages(foreign.get_objects, per_request=1_000, **since):
            found += [one["id"] for one in page.get("objects", [])]
        if len(found) > before:
            (entry,) = foreign.get_manifest(id=found[-1])["objects"]
            since = {"added_after": entry["date_added"]}
        if last_round:
            return found
        done.wait(PAUSE)


def ironriver_sync(other: World, feed_id: str, done: threading.Event) -> None:
    """Poll again and again; each poll is cut off after three pages, as by a restart, and the next goes on."""
    cut = Limits(most_pages=3)
    while True:
        last_round = done.is_set()
        try:
            poll(MANAGER, feed_id, ledger=other.ledger, limits=cut)
        except FeedTrouble as stopped:
            if "Stopped after" not in stopped.say.en:
                raise
            continue
        if last_round:
            return
        done.wait(PAUSE)


def test_both_get_everything_once_while_it_is_written(bare_site: Site, other: World) -> None:
    access, ledger = bare_site.platform.access, bare_site.platform.ledger
    agreement = agreed(access)
    partner, out = program(access, agreement), collection(access, agreement)
    everything = objects(COUNT)
    put_objects(MANAGER, out.id, everything[:AT_START], ledger=ledger)
    done, found, wrong = threading.Event(), list[str](), list[BaseException]()

    def guarded(work: Any) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as cause:
                wrong.append(cause)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    with served(bare_site) as address:
        url = f"{address}/taxii2/mx-fge-son/collections/{out.id}/"
        with closing(Server(f"{address}/taxii2/", user=partner.login, password=partner.token)) as stock:
            assert [one.id for one in stock.default.collections] == [out.id]
        new = NewFeed(name="Tucson", partner="us-tpd", url=url, login="", token=partner.token)
        feed = make_feed(MANAGER, new, ledger=other.ledger)
        readers = [
            guarded(lambda: found.extend(stock_sync(url, (partner.login, partner.token), done))),
            guarded(lambda: ironriver_sync(other, feed.id, done)),
        ]
        for start in range(AT_START, COUNT, STEP):
            put_objects(MANAGER, out.id, everything[start : start + STEP], ledger=ledger)
        done.set()
        for reader in readers:
            reader.join(SECONDS)
    assert wrong == []
    stored = [one.id for one in everything]
    assert found == stored
    rows = quarantine(MANAGER, ledger=other.ledger)
    assert find_feed(MANAGER, feed.id, ledger=other.ledger).fetched == COUNT
    assert brought(other, [row.sha256 for row in rows]) == {one.canonical for one in everything}


def brought(other: World, digests: list[str]) -> set[bytes]:
    """The objects of the quarantined pages, as the bytes that were stored at the other end."""
    bodies = [json.loads(other.vault.read(digest)) for digest in digests]
    return {json.dumps(one).encode() for body in bodies for one in body["objects"]}
