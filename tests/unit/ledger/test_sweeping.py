"""Packs of acts that never happened are forgotten; those of acts never are."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest

from ironriver import clock
from ironriver.ledger import verify_log
from ironriver.ledger.packs import Group, seal
from ironriver.sealing import Sealer
from tests.unit.ledger.rows import act_often, firearm
from tests.world import World


def leave_orphan(world: World) -> str:
    """Do what a process does that dies between sealing and commit."""
    group = Group(name="write.put_firearm", sha256="ab" * 32, rows=[firearm(1)])
    sealed = seal([group], act_id="never", context={}, box=Sealer(world.ledger.keys.master_key).seal)
    pack = world.vault.digest(sealed.pack)
    world.ledger.salts.write(pack, sealed.salts)
    world.vault.put(sealed.pack)
    return pack


def test_orphans_go_acts_stay(world: World):
    act_often(world, 3)
    pack = leave_orphan(world)
    assert world.ledger.sweep() == 0  # it might still be committed
    with clock.moved_by(timedelta(hours=2)):
        assert world.ledger.sweep() == 1
        assert world.ledger.sweep() == 0
    assert not world.vault.has(pack)
    assert pack not in dict(world.ledger.salts.listed())
    assert verify_log(world.ledger).rows == 3 + 3  # three guns, and the three rows of genesis


def test_a_fresh_file_among_old_ones_stays(world: World):
    old, fresh = leave_orphan(world), leave_orphan(world)
    path = world.ledger.salts.folder / old[:2] / old[2:]
    past = time.time() - 7200
    os.utime(path, (past, past))
    assert world.ledger.sweep() == 1
    assert world.vault.has(fresh)
    assert not world.vault.has(old)


def test_nothing_old_reads_nothing(world: World):
    assert world.ledger.sweep() == 0
    assert len(dict(world.ledger.salts.listed())) == 1


@pytest.mark.parametrize("lost", ["MATCH (e:Entry) WHERE e.seq > 1 DETACH DELETE e", "MATCH (n) DETACH DELETE n"])
def test_a_graph_that_lost_its_entries_costs_no_pack(world: World, lost: str):
    """A restore: segments and packs are back, the graph is empty or half replayed, and the worker is up already."""
    act_often(world, 3)
    while world.ledger.follower.follow_once():
        pass
    packs = set(dict(world.ledger.salts.listed()))
    with world.database.writing() as transaction:
        transaction.run(lost, {})
    with clock.moved_by(timedelta(hours=2)):
        assert world.ledger.sweep() == 0
    assert set(dict(world.ledger.salts.listed())) == packs
    assert all(world.vault.has(pack) for pack in packs)


def test_what_a_killed_upload_left_goes_after_a_day(world: World):
    spool, arriving = world.settings.data_dir / "spool", world.vault.folder / "arriving"
    (spool / "upload").mkdir(parents=True)
    arriving.mkdir(exist_ok=True)
    left = [spool / "upload" / "rows.csv", arriving / "half", spool / "alone"]
    for path in left:
        path.write_bytes(b"in the clear")
    slow = spool / "slow"
    slow.mkdir()
    (slow / "growing").write_bytes(b"still coming")
    later = time.time() + 86_400
    os.utime(slow / "growing", (later, later))
    assert world.ledger.sweep() == 0
    assert all(path.exists() for path in left)
    with clock.moved_by(timedelta(hours=25)):
        assert world.ledger.sweep() == 0
    assert not any(path.exists() for path in left)
    assert sorted(spool.iterdir()) == [slow]
    assert list(arriving.iterdir()) == []
