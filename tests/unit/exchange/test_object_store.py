"""Collections and what lies in them: through the ledger, in order, never above its level, replayed the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from ironriver.access import open_access
from ironriver.access.opened import Access
from ironriver.errors import Conflict, Invalid, NotFound
from ironriver.exchange.collections import Collection, all_collections, find_collection
from ironriver.exchange.object_store import put_objects, remove_objects
from ironriver.exchange.quarantine import Arrived, QuarantineState, keep_arrived, quarantine, settled
from ironriver.ledger import Act, canonical_hash, replay_from_segments
from ironriver.model.marking import Tlp
from tests.unit.exchange.sharing import MANAGER, agreed, collection, objects, stored
from tests.world import World, cleared_actor, empty

OLD, NEW = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"
ONE = "identity--6d8f1c4e-6f0e-4a5e-9d15-5f5d2a4b7c31"


@pytest.fixture
def access(world: World) -> Iterator[Access]:
    opened = open_access(world.settings, world.ledger, world.ledger.keys)
    yield opened
    opened.close()


@pytest.fixture
def out(access: Access) -> Collection:
    return collection(access, agreed(access))


def lying(world: World, of: Collection) -> list[dict[str, object]]:
    query = (
        "MATCH (o:SharedObject {collection_id: $id}) WHERE o.shelf <> 'gone' RETURN o.stix_id AS id, "
        "o.added AS added, o.version AS version, o.shelf AS shelf, o.first AS first ORDER BY o.added"
    )
    return world.database.read(query, {"id": of.node_id})


def test_objects_are_dated_in_order_each_later_than_the_one_before(world: World, out: Collection) -> None:
    put_objects(MANAGER, out.id, objects(600), ledger=world.ledger)
    put_objects(MANAGER, out.id, objects(5, start=600), ledger=world.ledger)
    found = lying(world, out)
    assert [row["id"] for row in found] == [one.id for one in objects(605)]
    times = [str(row["added"]) for row in found]
    assert len(set(times)) == 605
    assert times == sorted(times)
    assert find_collection(MANAGER, out.id, ledger=world.ledger).last_added == times[-1]


def test_versions_know_which_is_first_and_newest_whatever_the_order_they_come_in(world: World, out: Collection):
    put_objects(MANAGER, out.id, [stored(ONE, NEW)], ledger=world.ledger)
    put_objects(MANAGER, out.id, [stored(ONE, OLD)], ledger=world.ledger)
    shelves = {row["version"]: (row["shelf"], row["first"]) for row in lying(world, out)}
    assert shelves == {OLD: ("older", True), NEW: ("newest", False)}


def test_the_same_version_again_changes_nothing_and_other_bytes_are_refused(world: World, out: Collection) -> None:
    put_objects(MANAGER, out.id, [stored(ONE, OLD)], ledger=world.ledger)
    before = lying(world, out)
    put_objects(MANAGER, out.id, [stored(ONE, OLD)], ledger=world.ledger)
    assert lying(world, out) == before
    with pytest.raises(Conflict):
        put_objects(MANAGER, out.id, [stored(ONE, OLD, name="Somebody else")], ledger=world.ledger)


def test_what_is_taken_out_is_gone_and_may_come_back(world: World, out: Collection) -> None:
    put_objects(MANAGER, out.id, [stored(ONE, OLD), stored(ONE, NEW)], ledger=world.ledger)
    remove_objects(MANAGER, out.id, [ONE], ledger=world.ledger, versions=[NEW])
    assert [(row["version"], row["shelf"], row["first"]) for row in lying(world, out)] == [(OLD, "newest", True)]
    remove_objects(MANAGER, out.id, [ONE, "identity--nobody"], ledger=world.ledger)
    assert lying(world, out) == []
    put_objects(MANAGER, out.id, [stored(ONE, OLD)], ledger=world.ledger)
    assert [(row["version"], row["shelf"]) for row in lying(world, out)] == [(OLD, "newest")]


def test_nothing_above_the_collections_level_or_codes_is_put(world: World, out: Collection) -> None:
    with pytest.raises(Invalid):
        put_objects(MANAGER, out.id, [stored(ONE, OLD, tlp=Tlp.AMBER_STRICT)], ledger=world.ledger)
    assert lying(world, out) == []


def test_who_may_not_see_its_level_does_not_see_the_collection(world: World, out: Collection) -> None:
    low = cleared_actor(roles=MANAGER.roles, max_tlp=Tlp.GREEN)
    assert all_collections(low, ledger=world.ledger) == []
    with pytest.raises(NotFound):
        find_collection(low, out.id, ledger=world.ledger)
    assert [one.id for one in all_collections(MANAGER, ledger=world.ledger)] == [out.id]


def test_a_collection_never_reaches_further_than_its_agreement(access: Access) -> None:
    agreement = agreed(access, tlp=Tlp.GREEN)
    with pytest.raises(Invalid) as refused:
        collection(access, agreement, alias="No!", title=" ")
    assert set(refused.value.fields) == {"alias", "title", "tlp"}
    collection(access, agreement, max_tlp=Tlp.GREEN)
    with pytest.raises(Conflict):
        collection(access, agreement, max_tlp=Tlp.GREEN)


def test_many_writers_at_once_keep_the_order(world: World, out: Collection) -> None:
    def write(n: int) -> None:
        for start in range(3):
            put_objects(MANAGER, out.id, objects(7, start=100 * n + 7 * start), ledger=world.ledger)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = lying(world, out)
    assert len(found) == 84
    assert len({row["added"] for row in found}) == 84


def test_arrivals_wait_in_quarantine_until_somebody_read_them(world: World, out: Collection) -> None:
    arrived = Arrived(
        origin="feed", origin_id="feed_1", partner="mx-fge-son", sender="", content=b'{"objects":[]}', objects=0,
        marking=out.marking,
    )  # fmt: skip
    kept = keep_arrived(MANAGER, arrived, ledger=world.ledger)
    assert keep_arrived(MANAGER, arrived, ledger=world.ledger).id == kept.id
    assert [one.id for one in quarantine(MANAGER, ledger=world.ledger)] == [kept.id]
    assert world.vault.read(kept.sha256) == b'{"objects":[]}'
    change = settled(kept.id, QuarantineState.READ)
    world.ledger.act(MANAGER, Act(name="exchange.read", changes=[change]))
    assert quarantine(MANAGER, ledger=world.ledger) == []


def test_replay_makes_the_same_collection(world: World, out: Collection) -> None:
    put_objects(MANAGER, out.id, [*objects(20), stored(ONE, OLD), stored(ONE, NEW)], ledger=world.ledger)
    remove_objects(MANAGER, out.id, [ONE], ledger=world.ledger, versions=[NEW])
    before, size = lying(world, out), canonical_hash(world.database, world.catalogue)
    world.ledger.follower.follow_once()
    empty(world.database, world.catalogue)
    replay_from_segments(world.ledger, world.database)
    assert lying(world, out) == before
    assert canonical_hash(world.database, world.catalogue) == size
