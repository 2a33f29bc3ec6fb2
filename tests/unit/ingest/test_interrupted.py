"""Imports that stop in the middle: cancelled, taken up again, undone. The graph must not show it.

Killed ones: `tests/unit/processes/test_killed_at_any_moment.py`.
"""

import pytest

from ironriver import ingest
from ironriver.errors import Conflict, NotFound
from ironriver.jobs import Cancelled
from ironriver.ledger import fold
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers

#: Enough for several acts.
ROWS = 2_000
_ASIDE = ("Batch/", "Source/")


@pytest.fixture
def state(world):
    """Return the canonical hash of everything but batches and sources, bucket by bucket."""

    def read():
        found = fold.canonical_hash(world.database, world.catalogue)
        return {name: digest for name, digest in found.buckets.items() if not name.startswith(_ASIDE)}

    return read


class StopAfter:
    """Cancels once so many rows are done, as a person would."""

    def __init__(self, rows):
        self.rows = rows
        self.done = 0

    def progress(self, done, total, say=None):
        self.done = done

    def check_cancelled(self):
        if self.done >= self.rows:
            raise Cancelled


def stop(world, path, kind, rows):
    """Begin an import and cancel it after `rows`; return its open batch."""
    with pytest.raises(Cancelled):
        ingest.import_file(
            world.actor, path, ledger=world.ledger, report=StopAfter(rows), kind=kind, authority="a", brought_by="b"
        )
    (batch,) = [one for one in ingest.list_batches(world.actor, ledger=world.ledger) if one.is_open]
    return batch


def test_undo_of_new_records_leaves_the_graph_as_it_was(world, state, tmp_path):
    ingest.import_file(
        world.actor,
        write_csv(tmp_path / "a.csv", [trace(1)]),
        ledger=world.ledger,
        kind="traces",
        authority="a",
        brought_by="b",
    )
    before = state()
    batch = stop(world, write_csv(tmp_path / "b.csv", [trace(number) for number in range(2, 80)]), "traces", 30)
    assert state() != before
    undone = ingest.undo(world.actor, batch.id, ledger=world.ledger)
    assert undone.state == "undone"
    assert state() == before
    assert ingest.undo(world.actor, batch.id, ledger=world.ledger) == undone


def test_undo_restores_what_the_import_changed(world, state, tmp_path):
    def bring(name, rows):
        return ingest.import_file(
            world.actor,
            write_csv(tmp_path / name, rows),
            ledger=world.ledger,
            kind="traces",
            authority="a",
            brought_by="b",
        )

    bring("a.csv", [trace(number, outcome="", completed="", purchaser_name="") for number in range(1, 90)])
    bring("b.csv", [trace(1, outcome="dealer_only", purchaser_name="")])
    before = state()
    batch = stop(world, write_csv(tmp_path / "c.csv", [trace(number) for number in range(1, 90)]), "traces", 15)
    assert state() != before
    ingest.undo(world.actor, batch.id, ledger=world.ledger)
    assert state() == before


def test_undo_keeps_what_other_imports_cite(world, tmp_path):
    batch = stop(world, write_csv(tmp_path / "a.csv", [trace(number) for number in range(1, 60)]), "traces", 20)
    ingest.import_file(
        world.actor,
        write_csv(tmp_path / "b.csv", [trace(900, serial="PCK4471")]),
        ledger=world.ledger,
        kind="traces",
        authority="a",
        brought_by="b",
    )
    ingest.undo(world.actor, batch.id, ledger=world.ledger)
    rows = world.database.read(
        "MATCH (t:TraceRequest)-[:ABOUT]->(f:Firearm)-[:MADE_BY]->(m) "
        "RETURN t.number AS t, f.canonical AS f, m.role AS m"
    )
    assert rows == [{"t": "T2026-0900", "f": "PCK4471", "m": "maker"}]


def test_undo_of_a_later_list_opens_what_it_closed(world, state, tmp_path):
    old = [dealer(number) for number in range(ROWS)]
    new = [
        dealer(number, name=f"NEW {number}")
        if number % 7 == 0
        else dealer(number, TUCSON="YUMA")
        if number % 11 == 0
        else dealer(number)
        for number in range(50, ROWS + 60)
    ]
    first = ingest.import_file(
        world.actor,
        write_dealers(tmp_path / "dealers_2026-01.txt", old),
        ledger=world.ledger,
        kind="dealers",
        authority="a",
        brought_by="b",
    )
    assert first.added == ROWS
    before = state()
    path = write_dealers(tmp_path / "dealers_2026-02.txt", new)
    batch = stop(world, path, "dealers", 900)
    ingest.undo(world.actor, batch.id, ledger=world.ledger)
    assert state() == before
    made = ingest.import_file(world.actor, path, ledger=world.ledger, kind="dealers", authority="a", brought_by="b")
    assert made.batch_id != batch.id
    assert (made.added, made.absent, made.already) == (60, 50, "")
    assert made.changed + made.unchanged == ROWS - 50


def test_a_closed_import_cannot_be_undone_and_an_undone_one_not_resumed(world, tmp_path):
    made = ingest.import_file(
        world.actor,
        write_csv(tmp_path / "a.csv", [trace(1)]),
        ledger=world.ledger,
        kind="traces",
        authority="a",
        brought_by="b",
    )
    with pytest.raises(Conflict):
        ingest.undo(world.actor, made.batch_id, ledger=world.ledger)
    with pytest.raises(Conflict):
        ingest.resume(world.actor, made.batch_id, ledger=world.ledger)


def test_two_open_dealer_lists_do_not_stand_side_by_side(world, tmp_path):
    rows = [dealer(number) for number in range(801)]
    stop(world, write_dealers(tmp_path / "dealers_2026-01.txt", rows), "dealers", 400)
    with pytest.raises(Conflict) as caught:
        ingest.import_file(
            world.actor,
            write_dealers(tmp_path / "dealers_2026-02.txt", rows[:-1]),
            ledger=world.ledger,
            kind="dealers",
            authority="a",
            brought_by="b",
        )
    assert "still open" in caught.value.say.en


def test_imports_of_another_agency_are_not_there(world, tmp_path):
    from dataclasses import replace

    made = ingest.import_file(
        world.actor,
        write_csv(tmp_path / "a.csv", [trace(1)]),
        ledger=world.ledger,
        kind="traces",
        authority="a",
        brought_by="b",
    )
    stranger = replace(world.actor, agency="mx-fge-son", holdings=frozenset({"public", "mx-fge-son"}))
    for ask in (ingest.find_batch, ingest.report_of):
        with pytest.raises(NotFound):
            ask(stranger, made.batch_id, ledger=world.ledger)
    assert ingest.list_batches(stranger, ledger=world.ledger) == []
