"""Whatever is done, in whatever order: the replayed graph is the live graph, and the log holds."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ironriver.errors import NotFound
from ironriver.ledger import Act, Change, Row, canonical_hash, replay_from_segments, verify_log
from tests.unit.ledger.rows import MARK, firearm, forget_everything, graph
from tests.world import World

GUNS = [firearm(n).s["id"] for n in range(4)]
numbers = st.integers(0, 3)
words = st.text(alphabet='abñ"\\\n\u2028😀', max_size=4)
operations = st.one_of(
    st.tuples(st.just("put"), numbers, words),
    st.tuples(st.just("amend"), numbers, words),
    st.tuples(st.just("mark"), numbers, st.integers(0, 4)),
    st.tuples(st.just("drop"), numbers),
    st.tuples(st.just("own"), numbers, words),
    st.tuples(st.just("shred"), numbers),
    st.tuples(st.just("twice"), numbers, words),
)


def changes(world: World, operation: tuple[Any, ...]) -> list[Change] | None:
    """Return the changes of an operation; None where the graph has not what it needs."""
    kind, number, *rest = operation
    id_ = GUNS[number]
    there = bool(world.database.read("MATCH (f:Firearm {id: $id}) RETURN 1 AS one", {"id": id_}))
    if kind == "put":
        return [Change(statement="write.put_firearm", rows=[firearm(number, description=rest[0])])]
    if kind == "twice":
        rows = [firearm(number, description=rest[0]), firearm(number, description=rest[0] + "2")]
        return [Change(statement="write.put_firearm", rows=rows)]
    if kind == "drop":
        return [Change(statement="write.drop_firearm", rows=[Row({"id": id_})])]
    if not there:
        return None
    if kind == "amend":
        return [Change(statement="write.amend_firearm", rows=[Row({"id": id_}, {"model": rest[0]})])]
    if kind == "mark":
        return [Change(statement="write.put_firearm", rows=[Row({"id": id_, **MARK, "tlp": rest[0]})])]
    purchase = f"purchase_{number:032x}"
    return [
        Change(statement="write.put_purchase", rows=[Row({"id": purchase, **MARK}, {"raw": rest[0]})]),
        Change(
            statement="write.link_purchase_of_firearm",
            rows=[Row({"id": f"link_{number:032x}", "from": purchase, "to": id_, **MARK}, {"raw": rest[0]})],
        ),
    ]


def perform(world: World, operation: tuple[Any, ...]) -> None:
    if operation[0] == "shred":
        with contextlib.suppress(NotFound):
            world.ledger.shred(world.actor, [GUNS[operation[1]]])
        return
    found = changes(world, operation)
    if found is not None:
        world.ledger.act(world.actor, Act(name=f"test.{operation[0]}", changes=found))


# Each example takes about a second on the engine, so few of them, and no shrinking of what fails.
@given(story=st.lists(operations, min_size=4, max_size=12))
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_history(world: World, story: list[tuple[Any, ...]]):
    for operation in story:
        perform(world, operation)
    before, hashed, head = (
        graph(world.database),
        canonical_hash(world.database, world.catalogue),
        world.ledger.head(),
    )
    verify_log(world.ledger)
    world.ledger.follower.follow_once()
    forget_everything(world.database)
    replay_from_segments(world.ledger, world.database)
    assert graph(world.database) == before
    assert canonical_hash(world.database, world.catalogue) == hashed
    assert world.ledger.head() == head
