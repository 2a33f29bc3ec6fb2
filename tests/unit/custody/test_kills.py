"""SIGKILL at random moments of receive, transfer and package: nothing acknowledged is lost, nothing half served."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from ironriver import clock, custody
from ironriver.errors import Conflict
from ironriver.ledger import verify_log
from tests.unit.custody.room import Room

#: The longest that a round works before it is killed, in seconds after it is ready.
LONGEST = 0.9
ROUNDS = (
    "receive",
    "transfer",
    "package",
    "receive",
    "transfer",
    "package",
    "receive",
    "transfer",
    "package",
    "package",
)


class Rounds:
    """The process that works, and what it acknowledged before each death."""

    def __init__(self, room: Room) -> None:
        settings = {name: str(v) if hasattr(v, "parts") else v for name, v in asdict(room.ledger.settings).items()}
        given = json.dumps({"settings": settings, "case": room.case_id})
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.custody.killed", given],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def kill_within(self, kind: str, seconds: float) -> list[list[str]]:
        """Let it work for some time, kill it outright, and return what it had said."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{kind}\n")
        self.process.stdin.flush()
        said: list[list[str]] = []
        while not any(words[0] == "pid" for words in said) or ["ready"] not in said:
            said.append(self.process.stdout.readline().split())
            assert said[-1], "the process ended by itself"
        pid = next(int(words[1]) for words in said if words[0] == "pid")
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        while (line := self.process.stdout.readline().split()) != ["ended"]:
            assert line
            said.append(line)
        return said

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def acknowledged(room: Room) -> Iterator[list[list[str]]]:
    (room.ledger.settings.data_dir / "to-receive").write_bytes(os.urandom(3_000_000))
    rng = random.Random(20261121)
    rounds = Rounds(room)
    said = [words for kind in ROUNDS for words in rounds.kill_within(kind, rng.uniform(0.02, LONGEST))]
    yield said
    rounds.close()


def test_every_acknowledged_receipt_is_there_whole(room: Room, acknowledged: list[list[str]]) -> None:
    received = [words[1] for words in acknowledged if words[0] == "received"]
    assert len(received) >= len(ROUNDS) - 2
    for id_ in received:
        chain, _ = custody.find_chain(room.actor("quill"), id_, ledger=room.ledger)
        assert chain.events[0].n == 1
        if chain.exhibit.sha256:
            assert room.ledger.vault.check(chain.exhibit.sha256).size == chain.exhibit.size == 3_000_000


def test_every_chain_is_whole_acknowledged_or_not(room: Room, acknowledged: list[list[str]]) -> None:
    chains = custody.chains_of_case(room.actor("quill"), room.case_id, ledger=room.ledger).chains
    assert len(chains) >= len({words[1] for words in acknowledged if words[0] == "received"})
    for chain in chains:
        assert [t.code for t in chain.troubles(clock.stamp())] == []
        assert (chain.waiting is None) == (chain.exhibit.offered_to == "")
    assert sorted(c.exhibit.item for c in chains) == list(range(1, len(chains) + 1))


def test_every_acknowledged_transfer_stands(room: Room, acknowledged: list[list[str]]) -> None:
    accepted: dict[str, list[str]] = {}
    for words in acknowledged:
        if words[0] == "accepted":
            accepted.setdefault(words[1], []).append(words[2])
    for id_, holders in accepted.items():
        chain, _ = custody.find_chain(room.actor("quill"), id_, ledger=room.ledger)
        taken = [e.by for e in chain.events if e.kind is custody.Happened.ACCEPTED]
        assert taken[: len(holders)] == holders
        assert len(taken) - len(holders) in (0, 1)  # the last one may have been done and not yet told


def test_no_package_is_served_half(room: Room, acknowledged: list[list[str]]) -> None:
    custody.seal_waiting(room.ledger)  # what a restarted worker does
    known = {p.id: p for p in custody.packages_of_case(room.actor("abara"), room.case_id, ledger=room.ledger)}
    for words in acknowledged:
        if words[0] in ("proposed", "approved", "sealed"):
            package = known[words[1]]
            assert package.state in (("sealed",) if words[0] != "proposed" else ("proposed", "approved", "sealed"))
    for package in known.values():
        if package.zip_sha256:
            assert room.ledger.vault.check(package.zip_sha256).size == package.zip_size
            continue
        with pytest.raises(Conflict):
            custody.open_package(room.actor("abara"), package.id, ledger=room.ledger)


def test_the_ledger_verifies_after_all_that(room: Room, acknowledged: list[list[str]]) -> None:
    assert acknowledged
    room.ledger.follower.follow_once()
    assert verify_log(room.ledger).head.size > 20
