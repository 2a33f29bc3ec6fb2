"""How many items an act takes: what the items before made decides; never over the limit, none twice, none lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ironriver import ingest
from ironriver.ingest.batches import Batch, batches_of, open_batch
from ironriver.ingest.loading import Runner
from ironriver.ingest.report import Tally
from ironriver.ingest.sources import receive
from ironriver.jobs import SilentReport
from ironriver.ledger import MAX_ROWS, Change, Ledger, Look, Row
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers
from tests.world import World


class Guns:
    """A loader whose items make as many guns each as it is told."""

    def __init__(self, size: int, guns: Sequence[int]) -> None:
        self.size = size
        self.guns = guns
        self.asked: list[list[int]] = []

    def items(self, ledger: Ledger) -> Iterator[int]:
        yield from range(len(self.guns))

    def changes(self, look: Look, items: Sequence[int], tally: Tally) -> list[Change]:
        self.asked.append(list(items))
        rows = [
            Row({"id": f"firearm_{item}_{n}", "holding": "us-tpd", "tlp": 1, "handling": ""}, {"canonical": "A"})
            for item in items
            for n in range(self.guns[item])
        ]
        tally.added += len(items)
        return [Change(statement="write.put_firearm", rows=rows)]

    def finish(self, runner: Runner) -> None:
        """Nothing is left to do."""


def batch_of(world: World, folder: Path) -> Batch:
    path = write_csv(folder / "traces.csv", [trace(1)])
    source = receive(world.actor, path, ledger=world.ledger, kind="traces", authority="a", brought_by="b")
    return open_batch(world.actor, source, 0, coverage=(), ledger=world.ledger)


def run(world: World, batch: Batch, loader: Any) -> Tally:
    runner = Runner(world.actor, batch, world.ledger, SilentReport())
    runner.run(loader, 0)
    return runner.tally


def acts(world: World) -> list[int]:
    """Rows of each act that loaded something; one of them tells how far the batch is."""
    entries = world.ledger.entries(limit=1_000)
    return [entry.rows - 1 for entry in entries if entry.fields["act"] == "ingest.load_rows"]


def guns(world: World) -> int:
    return int(world.database.read("MATCH (f:Firearm) RETURN count(f) AS n")[0]["n"])


def test_acts_are_filled_by_what_the_items_before_made(world: World, tmp_path: Path):
    loader = Guns(10, [30] * 100)
    tally = run(world, batch_of(world, tmp_path), loader)
    assert [len(one) for one in loader.asked] == [10, 30, 30, 30]
    assert (tally.done, tally.rows, guns(world)) == (100, 3_000, 3_000)


def test_items_that_make_more_than_those_before_are_halved_and_none_is_lost(world: World, tmp_path: Path):
    loader = Guns(50, [1] * 50 + [400] * 9 + [1] * 20)
    tally = run(world, batch_of(world, tmp_path), loader)
    assert (tally.done, tally.rows) == (79, guns(world))
    assert guns(world) == 50 + 3_600 + 20
    assert max(acts(world)) < MAX_ROWS
    assert len(loader.asked) > len(acts(world))  # some were tried in one act and did not fit


def test_an_act_that_an_earlier_run_did_with_more_items_is_not_done_in_part_again(world: World, tmp_path: Path):
    batch = batch_of(world, tmp_path)
    first = run(world, batch, Guns(8, [5] * 8))
    assert first.done == 8
    # As a process that was told nothing: the same batch from its beginning, with other sizes.
    loader = Guns(3, [5] * 20)
    tally = run(world, batch, loader)
    assert [item for asked in loader.asked for item in asked] == list(range(8, 20))
    assert (tally.done, tally.added, tally.rows, guns(world)) == (20, 20, 100, 100)
    (standing,) = batches_of(batch.source, ledger=world.ledger)
    assert standing.tally.done == 20


def test_real_files_fill_their_acts(world: World, tmp_path: Path):
    rows = write_csv(tmp_path / "a.csv", [trace(number) for number in range(120)])
    given = {"authority": "a", "brought_by": "b"}
    made = ingest.import_file(world.actor, rows, ledger=world.ledger, kind="traces", **given)
    of_traces = acts(world)
    assert (made.added, sum(of_traces)) == (120, made.written)
    assert min(of_traces[1:-1]) > 600
    listed = write_dealers(tmp_path / "dealers_2026-01.txt", [dealer(number) for number in range(1_500)])
    made = ingest.import_file(world.actor, listed, ledger=world.ledger, kind="dealers", **given)
    of_dealers = acts(world)[len(of_traces) :]
    assert (made.added, sum(of_dealers)) == (1_500, made.written)
    assert min(of_dealers[1:-1]) > 600
    assert max(of_traces + of_dealers) < MAX_ROWS
