"""The connection breaks during COMMIT: the ledger finds out whether the act happened, and says the truth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ironriver.errors import Unavailable
from ironriver.graph import Database
from ironriver.ledger import Ledger, verify_log
from tests.unit.ledger.bolt_proxy import BoltProxy
from tests.unit.ledger.rows import firearm, put
from tests.world import EngineAddress, World


@pytest.fixture
def proxy(engine: EngineAddress) -> Iterator[BoltProxy]:
    proxy = BoltProxy(engine.uri)
    yield proxy
    proxy.close()


@pytest.fixture
def ledger(world: World, engine: EngineAddress, proxy: BoltProxy) -> Iterator[Ledger]:
    """The world's ledger, its driver going through the proxy."""
    database = Database.open(proxy.uri, engine.user, engine.password)
    yield Ledger.open(world.settings, database, world.catalogue, world.vault, world.ledger.keys)
    database.close()


def count(world: World) -> int:
    return world.database.read("MATCH (f:Firearm) RETURN count(f) AS n", {})[0]["n"]


def test_cut_after_the_commit_reached_the_engine(world: World, ledger: Ledger, proxy: BoltProxy):
    ledger.act(world.actor, put(firearm(1)))
    proxy.cut = "after"
    receipt = ledger.act(world.actor, put(firearm(2), act_id="mine"))
    assert (receipt.seq, receipt.act_id, receipt.rows) == (2, "mine", 1)
    assert count(world) == 2
    assert ledger.act(world.actor, put(firearm(2), act_id="mine")).repeated
    verify_log(world.ledger)


def test_cut_before_the_commit_reached_the_engine(world: World, ledger: Ledger, proxy: BoltProxy):
    ledger.act(world.actor, put(firearm(1)))
    proxy.cut = "before"
    with pytest.raises(Unavailable):
        ledger.act(world.actor, put(firearm(2), act_id="mine"))
    assert count(world) == 1
    receipt = ledger.act(world.actor, put(firearm(2), act_id="mine"))
    assert (receipt.seq, receipt.repeated) == (2, False)
    verify_log(world.ledger)
    salts = [path for path in ledger.salts.folder.rglob("*") if path.is_file()]
    assert len(salts) == 3  # the pack of the act that did not happen is gone


def test_an_engine_that_stays_away(world: World, ledger: Ledger, proxy: BoltProxy, monkeypatch):
    monkeypatch.setattr("ironriver.ledger.acting.TRIES", 1)
    ledger.act(world.actor, put(firearm(1)))
    proxy.cut, proxy.dead = "after", True
    with pytest.raises(Unavailable, match="may or may not have been saved"):
        ledger.act(world.actor, put(firearm(2), act_id="mine"))
    proxy.dead = False
    assert ledger.act(world.actor, put(firearm(2), act_id="mine")).seq == 2
    verify_log(world.ledger)  # and its pack was kept, since the act may have happened
