"""SIGKILL in the middle of acts, two processes at once: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

from ironriver.ledger import canonical_hash, replay_from_segments, verify_log
from tests.unit.ledger.rows import firearm, forget_everything, put
from tests.world import CHECKOUT, EngineAddress, World

ROUNDS = 3


def start(world: World, engine: EngineAddress, name: str, base: int) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.ledger.acting_child"],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": f"{CHECKOUT / 'platform'}:{CHECKOUT}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    given = {k: str(getattr(world.settings, k)) for k in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir")}
    given |= {"uri": engine.uri, "password": engine.password, "name": name, "base": str(base)}
    child.stdin.write(json.dumps(given) + "\n")
    child.stdin.flush()
    return child


def test_sigkill_loses_no_acknowledged_act(world: World, engine: EngineAddress):
    chance = random.Random(7)
    acknowledged: dict[str, int] = {}
    for turn in range(ROUNDS):
        children = [start(world, engine, f"t{turn}c{n}", (turn * 2 + n) * 10_000) for n in range(2)]
        firsts = [child.stdout.readline() for child in children]
        time.sleep(chance.uniform(0.2, 0.9))
        for child, first in zip(children, firsts, strict=True):
            child.send_signal(signal.SIGKILL)
            rest = child.communicate()[0]
            for line in (first + rest).splitlines(keepends=True):
                if line.endswith("\n"):
                    seq, act_id = line.split()
                    acknowledged[act_id] = int(seq)
        entries = {entry.act_id: entry.seq for entry in world.ledger.entries(limit=100_000)}
        assert acknowledged.items() <= entries.items()
        check_nothing_half_done(world)
        assert world.ledger.act(world.actor, put(firearm(900_000 + turn))).seq == len(entries)
    world.ledger.follower.follow_once()
    found = verify_log(world.ledger)
    assert found.segments == found.head.size
    assert len(acknowledged) > 10
    live = canonical_hash(world.database, world.catalogue)
    forget_everything(world.database)
    replay_from_segments(world.ledger, world.database)
    assert canonical_hash(world.database, world.catalogue) == live


def check_nothing_half_done(world: World) -> None:
    """Each sale is one gun, one purchase and two links, and an entry."""
    (found,) = world.database.read(
        "MATCH (p:Purchase) RETURN count(p) AS sales, "
        "sum(COUNT { (p)-[:OF]->(:Firearm) }) AS guns, sum(COUNT { (:Person)-[:BOUGHT]->(p) }) AS buyers",
        {},
    )
    acts = sum(entry.fields["act"] == "test.sale" for entry in world.ledger.entries(limit=100_000))
    assert found["sales"] == found["guns"] == found["buyers"] == acts
