"""How many items an act takes: what the items before made decides; never over the limit, none twice, none lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ironriver import clock, ingest
from ironriver.errors import Conflict, Say
from ironriver.graph import Busy, WriteTransaction
from ironriver.ingest.batches import Batch, batches_of, open_batch
from ironriver.ingest.loading import Runner
from ironriver.ingest.report import Tally
from ironriver.ingest.sources import receive
from ironriver.jobs import SilentReport
from ironriver.ledger import MAX_ROWS, Act, Change, Ledger, Look, Row
from ironriver.ledger.acting import Acting
from ironriver.ledger.packs import Group
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


@pytest.mark.parametrize(
    ("size", "guns_each", "lots"),
    [
        pytest.param(20, [30] * 100, [20, 30, 30, 20], id="filled to 900 rows"),
        pytest.param(10, [1] * 100, [10, 30, 30, 30], id="three times as many at most"),
        pytest.param(10, [0] * 30 + [5] * 30, [10, 30, 20], id="nothing made"),
        pytest.param(40, [2] * 40 + [60] * 40, [40, 40, 20, 10, 15, 15], id="halved, then filled anew"),
    ],
)
def test_acts_are_filled_by_what_the_items_before_made(
    world: World, tmp_path: Path, size: int, guns_each: list[int], lots: list[int]
):
    loader = Guns(size, guns_each)
    tally = run(world, batch_of(world, tmp_path), loader)
    assert [len(one) for one in loader.asked] == lots
    assert (tally.done, tally.rows, guns(world)) == (len(guns_each), sum(guns_each), sum(guns_each))


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


class Between(SilentReport):
    """Does something before the third act, as another process might."""

    def __init__(self, then: Callable[[], object]) -> None:
        self.then = then
        self.asked = 0

    def check_cancelled(self) -> None:
        self.asked += 1
        if self.asked == 3:
            self.then()


def test_a_run_that_another_overtakes_takes_up_what_is_recorded(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # The engine is busy after this run has decided; before it tries again, another run does that very act.
    batch, loader, true_write = batch_of(world, tmp_path), Guns(10, [30] * 60), Acting._write
    other = Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
    done: list[int] = []

    def ahead(look: Look, tally: Tally) -> list[Change]:
        made = loader.changes(look, range(tally.done, tally.done + 20), tally)
        tally.done += 20
        return made

    def overtaken(self: Acting, transaction: WriteTransaction, groups: Sequence[Group]) -> None:
        done.append(len(groups))
        if len(done) == 2:
            raise Busy(Say(en="The engine is busy.", es="El motor está ocupado."))
        true_write(self, transaction, groups)

    def other_first(_: float) -> None:
        monkeypatch.undo()
        theirs = Runner(world.actor, batches_of(batch.source, ledger=other)[0], other, SilentReport())
        theirs.act(f"rows:{theirs.tally.done}", ahead)

    monkeypatch.setattr(Acting, "_write", overtaken)
    monkeypatch.setattr(clock, "sleep", other_first)
    tally = run(world, batch, loader)
    assert loader.asked[:3] == [list(range(10)), list(range(10, 40)), list(range(10, 30))]
    assert (tally.done, tally.added, tally.rows, guns(world)) == (60, 60, 1_800, 1_800)


@pytest.mark.parametrize("state", ["undone", "closed"])
def test_a_run_beside_which_the_batch_ended_writes_nothing_more(world: World, tmp_path: Path, state: str):
    batch = batch_of(world, tmp_path)

    def end() -> None:
        row = Row({"id": batch.id}, {"state": state, "tally": None})
        change = Change(statement="write.amend_batch", rows=[row])
        world.ledger.act(world.actor, Act(name="test.end", changes=[change]))

    runner = Runner(world.actor, batch, world.ledger, Between(end))
    with pytest.raises(Conflict) as refused:
        runner.run(Guns(10, [30] * 100), 0)
    assert state in refused.value.say.en
    assert guns(world) == 40 * 30


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
