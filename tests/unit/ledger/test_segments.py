"""Segments and follower: entries outside the database, and what happens when the copying breaks."""

from __future__ import annotations

import os

import pytest

from ironriver.errors import Invalid, Tampered, Unavailable
from ironriver.ledger import Follower, Ledger, segments
from ironriver.ledger.entries import Entry
from ironriver.ledger.segments import Segments
from tests.unit.ledger.rows import act_often, firearm, put
from tests.world import World


def entry(seq: int) -> Entry:
    return Entry(seq=seq, text=f'{{"seq":{seq},"words":"ñ\\u2028"}}', act_id=f"act{seq}", pack="ab" * 32)


@pytest.fixture
def store(tmp_path, monkeypatch) -> Segments:
    monkeypatch.setattr(segments, "SEGMENT_ENTRIES", 4)
    return Segments(tmp_path / "segments")


def test_what_is_appended_is_read(store: Segments):
    entries = [entry(n) for n in range(10)]
    store.append(entries[:3])
    store.append(entries[3:])
    assert store.size() == 10
    assert list(store.read()) == entries
    assert list(store.read(5)) == entries[5:]
    assert [path.name for path in store.paths()] == [f"entries-{n:012d}.jsonl" for n in (0, 4, 8)]


def test_a_gap_is_refused(store: Segments):
    store.append([entry(0)])
    with pytest.raises(Tampered, match="entry 1 is missing"):
        store.append([entry(2)])
    assert store.size() == 1


def test_a_torn_tail_at_every_byte(store: Segments):
    """Whatever part of the last line reached the disk: the lines before it count, the torn one never did."""
    store.append([entry(0), entry(1)])
    (path,) = store.paths()
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first, len(whole)):
        path.write_bytes(whole[:length])
        assert [e.seq for e in store.read()] == [0]
        with store.writing() as mine:
            assert mine
            assert store.recover() == 1
        store.append([entry(1)])
        assert path.read_bytes() == whole


def test_the_count_is_found_again(store: Segments):
    store.append([entry(n) for n in range(6)])
    (store.folder / "followed").unlink()
    assert store.size() == 6
    with store.writing():
        assert store.recover() == 6


def test_another_writer_who_died_before_he_counted(store: Segments):
    """A process that wrote before does not write the same entries once more behind those of the dead one."""
    store.append([entry(0)])
    assert store.is_as_left()
    noted = (store.folder / "followed").read_bytes()
    Segments(store.folder).append([entry(1), entry(2)])
    (store.folder / "followed").write_bytes(noted)
    assert not store.is_as_left()
    assert store.recover() == 3
    store.append([entry(3), entry(4)])
    assert store.is_as_left()
    assert [e.seq for e in store.read()] == [0, 1, 2, 3, 4]


def test_one_writer_at_a_time(store: Segments):
    with store.writing() as one, Segments(store.folder).writing() as two:
        assert one
        assert not two


def test_a_full_disk_leaves_no_half_line(store: Segments, monkeypatch):
    store.append([entry(0)])
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Unavailable):
        store.append([entry(1)])
    monkeypatch.undo()
    assert [e.seq for e in store.read()] == [0]
    store.append([entry(1)])
    assert store.size() == 2


def test_follow(world: World):
    act_often(world, 3)
    follower = world.ledger.follower
    assert follower.follow_once() == 4
    assert follower.follow_once() == 0
    act_often(world, 1, first=9)
    assert follower.follow_once() == 1
    assert list(world.ledger.segments.read()) == world.ledger.entries()


def test_follow_after_another_who_died_before_he_counted(world: World):
    ours = world.ledger.follower
    ours.follow_once()
    noted = (ours.segments.folder / "followed").read_bytes()
    act_often(world, 2)
    assert Follower(world.database, world.catalogue, Segments(ours.segments.folder)).follow_once() == 2
    (ours.segments.folder / "followed").write_bytes(noted)
    act_often(world, 1, first=9)
    assert ours.follow_once() == 1
    assert list(ours.segments.read()) == world.ledger.entries()


def test_a_bad_entry_is_not_copied(world: World):
    act_often(world, 2)
    with world.database.writing() as transaction:
        transaction.run("MATCH (e:Entry {seq: 1}) SET e.bytes = e.bytes + ' '", {})
    with pytest.raises(Tampered, match="entry 1"):
        world.ledger.follower.follow_once()


def test_writes_are_refused_beyond_the_lag(world: World, monkeypatch):
    monkeypatch.setattr("ironriver.ledger.acting.LAG_LIMIT", 4)
    monkeypatch.setattr(type(world.ledger.follower), "follow_once", lambda _: 0)
    act_often(world, 3)
    with pytest.raises(Unavailable, match="too far behind"):
        world.ledger.act(world.actor, put(firearm(50)))
    monkeypatch.undo()
    monkeypatch.setattr("ironriver.ledger.acting.LAG_LIMIT", 4)
    world.ledger.act(world.actor, put(firearm(50)))  # the writer helped the follower first


def test_a_process_without_a_worker_follows_by_itself(world: World, monkeypatch):
    monkeypatch.setattr("ironriver.ledger.acting.LAG_LIMIT", 4)
    act_often(world, 12)
    assert world.ledger.segments.size() >= 9


def test_waiting_for_the_copy(world: World, monkeypatch):
    receipt = act_often(world, 2)[-1]
    world.ledger.wait_until_copied(receipt)
    assert world.ledger.segments.size() == 3
    monkeypatch.setattr(type(world.ledger.follower), "follow_once", lambda _: 0)
    world.ledger.wait_until_copied(receipt)
    with pytest.raises(Unavailable):
        world.ledger.wait_until_copied(act_often(world, 1, first=9)[0], seconds=0.1)


def test_keys_of_another_deployment_are_refused(world: World, tmp_path):
    from dataclasses import replace

    from ironriver.errors import Invalid
    from ironriver.vault import Keys

    strange = Keys.load_or_create(replace(world.settings, keys_dir=tmp_path / "strange", data_dir=tmp_path))
    with pytest.raises(Invalid):
        Ledger.open(world.settings, world.database, world.catalogue, world.vault, strange)


def test_entries_without_the_fingerprint_of_their_keys_are_refused(world: World):
    world.ledger.follower.follow_once()
    noted = world.settings.data_dir / "keys.fingerprint"
    noted.unlink()
    with pytest.raises(Invalid) as refusal:
        Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
    assert "keys.fingerprint" in refusal.value.say.en
    assert "keys.fingerprint" in refusal.value.say.es
    for path in world.ledger.segments.paths():
        path.unlink()
    Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
