"""`verify` while the product works: acts, reads, checkpoints and shreddings go on, and none is an alarm."""

from __future__ import annotations

import threading

from ironriver.ledger import Act, make_checkpoint, verify_log
from tests.unit.ledger.rows import firearm, put, sale, signing_ledger
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
        sizes = [verify_log(world.ledger).head.size for _ in range(6)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures
    assert sizes[-1] > sizes[0]
    assert verify_log(world.ledger).shredded > 0
