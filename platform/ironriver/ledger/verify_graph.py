"""Does the graph say what the ledger says? Replay beside it, hash both, and name what differs."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.errors import Say, Tampered, Unavailable
from ironriver.graph import Database
from ironriver.ledger.book import Ledger
from ironriver.ledger.fold import CanonicalHash, canonical_hash, where_they_differ
from ironriver.ledger.head import all_entries, read_head
from ironriver.ledger.history import History, Texts
from ironriver.ledger.replay import Progress, Replay, must_be_empty

#: Acts may go on while we look; so often the replay catches up before we ask for quiet.
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Both graphs at the same size, with the same hash."""

    size: int
    hash: CanonicalHash


def replayer(ledger: Ledger, target: Database) -> Replay:
    """Return a replay of this ledger's packs into `target`."""
    history = History(ledger.vault, ledger.salts, ledger.keys)
    return Replay(target, ledger.catalogue, history, Texts(ledger.vault, ledger.catalogue))


def replay_from_segments(ledger: Ledger, target: Database, *, progress: Progress | None = None) -> int:
    """Replay the segment files into an empty graph (a restore) and return its size.

    A target that holds the beginning of this very log goes on from there; any other is refused.
    """
    done = read_head(target, ledger.catalogue)
    if done.size == 0:
        must_be_empty(target)
    head = replayer(ledger, target).run(ledger.segments.read(done.size), progress=progress)
    return head.size


def verify_graph(ledger: Ledger, beside: Database, *, progress: Progress | None = None) -> Agreed:
    """Replay the ledger into the empty graph `beside` and compare. Raises `Tampered` naming what differs.

    It finds every write that went around the ledger, whoever made it.
    """
    must_be_empty(beside)
    replay = replayer(ledger, beside)
    done = 0
    for _ in range(ROUNDS):
        size = ledger.head().size
        entries = all_entries(ledger.database, ledger.catalogue, start=done, end=size)
        done = replay.run(entries, progress=progress).size
        live = canonical_hash(ledger.database, ledger.catalogue)
        if ledger.head_after_reading().size == done:
            break
    else:
        raise Unavailable(
            Say(
                en="The graph is changing faster than it can be compared. Stop imports and try again.",
                es="El grafo cambia más rápido de lo que se puede comparar. Detenga las importaciones y reintente.",
            )
        )
    replayed = canonical_hash(beside, ledger.catalogue)
    buckets = live.differences(replayed)
    if buckets:
        told = where_they_differ(ledger.database, beside, ledger.catalogue, buckets)
        raise Tampered(
            Say(
                en="The graph is not what the ledger says: something was written around it. Keep this machine as "
                "it "
                "is; the list in the details says what differs.",
                es="El grafo no es lo que dice el registro: algo se escribió por fuera. Conserve esta máquina como "
                "está; la lista en los detalles dice qué difiere.",
            ),
            detail="; ".join(told) or ", ".join(buckets[:10]),
        )
    return Agreed(size=done, hash=live)
