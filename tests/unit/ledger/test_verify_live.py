"""`verify` while the product works: acts, reads, checkpoints and shreddings go on, and none is an alarm."""

from __future__ import annotations

import threading

import pytest

from ironriver import clock
from ironriver.ledger import Act, make_checkpoint, verify_log
from ironriver.ledger.head import read_head
from tests.unit.ledger.rows import act_often, firearm, heads_of, put, sale, signing_ledger
from tests.world import World


def test_no_false_alarm(world: World):
    signer = signing_ledger(world)
    stop, failures = threading.Event(), []

    def until_stopped(work) -> threading.Thread:
        def run() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                try:
                    work(number)
                except Exception as failure:
                    failures.append(failure)
                    return

        return threading.Thread(target=run)

    def act(number: int) -> None:
        world.ledger.act(world.actor, put(firearm(number)))

    def shred(number: int) -> None:
        world.ledger.act(
            world.actor, Act(name="test.sale", changes=sale(500_000 + number, person=f"person_{number}"))
        )
        world.ledger.shred(world.actor, [f"person_{number}"])

    threads = [
        until_stopped(act),
        until_stopped(lambda _: make_checkpoint(signer)),
        until_stopped(lambda _: signer.read_log.append([({"at": "x"}, b"{}")])),
        until_stopped(shred),
    ]
    for thread in threads:
        thread.start()
    try:
        sizes = [verify_log(world.ledger).head.size]
        until = clock.monotonic() + 120  # the first act waits for the engine's plans
        while len(sizes) < 6 or (sizes[-1] == sizes[0] and clock.monotonic() < until):
            sizes.append(verify_log(world.ledger).head.size)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures
    assert sizes[-1] > sizes[0]
    assert verify_log(world.ledger).shredded > 0


def test_a_checkpoint_beside_large_acts_of_another_process_is_no_alarm(world: World):
    # While the engine applies a commit, the head tells of an entry that its index does not find yet.
    signer, stop, failures, sizes = signing_ledger(world), threading.Event(), [], []
    make_checkpoint(signer)

    def sign() -> None:
        while not stop.is_set():
            try:
                sizes.append(make_checkpoint(signer).checkpoint.size)
            except Exception as failure:
                failures.append(failure)

    thread = threading.Thread(target=sign)
    thread.start()
    number = 0
    try:
        while number < 25 or (number < 200 and len(set(sizes)) <= 5):
            world.ledger.act(world.actor, put(*(firearm(number * 1_000 + n) for n in range(500))))
            number += 1
    finally:
        stop.set()
        thread.join()
    assert failures == []
    assert len(set(sizes)) > 5


def test_the_head_after_reading_lets_all_be_applied_even_where_the_head_is_known(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    # New nodes may stand before the head moves. That moment is too short for a test to meet it.
    known, waits, true_wait = world.ledger.head(), [], world.database.wait_until_applied

    def wait() -> None:
        waits.append("waited")
        true_wait()

    monkeypatch.setattr(world.database, "wait_until_applied", wait)
    assert (world.ledger.head(), waits) == (known, [])
    assert (world.ledger.head_after_reading(), waits) == (known, ["waited"])


def test_a_head_read_while_acts_are_written_is_one_that_was(world: World):
    # Readers do not wait for writers: of two properties they might find the size of before, the frontier of after.
    stop, seen = threading.Event(), set()

    def look() -> None:
        while not stop.is_set():
            seen.add(read_head(world.database, world.catalogue))

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        act_often(world, 300)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert len(seen) > 20
    assert seen <= heads_of(world.ledger.entries(limit=400))


def test_a_head_of_a_version_before_is_read_and_put_together_at_the_next_start(world: World):
    act_often(world, 2)
    head = world.ledger.head()
    apart = "MATCH (h:Head) SET h.size = $size, h.frontier = $frontier, h.at = $at REMOVE h.state"
    with world.database.writing() as transaction:
        transaction.run(apart, {"size": head.size, "frontier": list(head.frontier), "at": head.at})
    assert world.ledger.head() == head
    world.ledger.genesis(agency="us-tpd", administrator="admin")  # repeated, as at each start
    ((kept,),) = (row.values() for row in world.database.read("MATCH (h:Head) RETURN keys(h) AS kept"))
    assert set(kept) == {"id", "_lock", "state"}
    assert world.ledger.head() == head
    act_often(world, 1, first=3)
    assert verify_log(world.ledger).head.size == head.size + 1
