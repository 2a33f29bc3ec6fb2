"""Which rows are about an id, and what empties them in the graph."""

from __future__ import annotations

import pytest

from ironriver.errors import Invalid
from ironriver.graph import Catalogue
from ironriver.ledger import Act, Change, Row, canonical_hash, replay_from_segments, verify_log
from ironriver.ledger.shredding import _removes, empties_of, rows_about
from tests.unit.ledger.rows import MARK, act_often, firearm, forget_everything, put, sale
from tests.world import World

LISTING = {
    "id": "dealer_d1",
    "key_id": "key_k1",
    "observations": ["observation_a", "observation_b"],
    "links": ["link_a", "link_b"],
    **MARK,
}
CONTENT = {
    "dealer": {"name": "BOB'S GUNS", "street": "1 MAIN ST"},
    "key": {"kind": "licence", "value": "7-00-00001", "entity": "dealer_d1"},
    "observations": [{"attribute": "name", "value": "BOB'S GUNS"}, {"attribute": "street", "value": "1 MAIN ST"}],
    "link": {"source_id": "source_1"},
}


def test_every_write_statement_can_be_emptied_or_says_why_not(catalogue: Catalogue):
    """Whoever writes a statement that puts several things in one row must also say how they are emptied."""
    unknown = []
    for statement in catalogue.values():
        if statement.mode != "write" or statement.data != "case" or _removes(statement.name):
            continue
        structure = {**LISTING, "from": "x", "to": "y"}
        try:
            twins = empties_of(statement.name, structure)
        except Invalid:
            unknown.append(statement.name)
        else:
            unknown += [name for name, _ in twins if name not in catalogue]
    assert unknown == []


def test_a_row_that_wrote_many_things(world: World):
    world.ledger.act(
        world.actor,
        Act(name="test.list", changes=[Change(statement="ingest.put_listing", rows=[Row(LISTING, CONTENT)])]),
    )
    world.ledger.shred(world.actor, ["observation_b"])
    for label, id_ in (("Dealer", "dealer_d1"), ("Key", "key_k1"), ("Observation", "observation_a")):
        (row,) = world.database.read(f"MATCH (n:{label} {{id: $id}}) RETURN properties(n) AS p", {"id": id_})
        assert row["p"] == {"id": id_, **MARK, "shredded": True}
    live = canonical_hash(world.database, world.catalogue)
    verify_log(world.ledger)
    world.ledger.follower.follow_once()
    forget_everything(world.database)
    replay_from_segments(world.ledger, world.database)
    assert canonical_hash(world.database, world.catalogue) == live


def test_rows_about_an_id(world: World):
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(1)))
    act_often(world, 2, first=5)
    about_bob = list(rows_about(world.ledger, ["person_b0b"]))
    assert [name for row in about_bob for name, _ in row.empties] == [
        "write.shred_person",
        "write.shred_person_bought_purchase",
    ]
    gun = firearm(1).s["id"]
    assert len(list(rows_about(world.ledger, [gun]))) == 2
    assert len(list(rows_about(world.ledger, ["person_b0b", gun]))) == 4
    assert list(rows_about(world.ledger, ["us"])) == []


def test_a_holding_is_no_id_to_shred_by_accident(world: World):
    """Naming a holding would match every row of an agency: it is refused before anything is looked at."""
    act_often(world, 1)
    with pytest.raises(Invalid):
        world.ledger.shred(world.actor, ["us-tpd"])


def test_many_rows_take_several_acts(world: World, monkeypatch):
    monkeypatch.setattr("ironriver.ledger.shredding._ROWS_AN_ACT", 3)
    for number in range(4):
        world.ledger.act(world.actor, put(firearm(1, model=f"M{number}")))
    receipts = world.ledger.shred(world.actor, [firearm(1).s["id"]], act_id="mine")
    assert len({receipt.act_id for receipt in receipts}) == 2
    assert verify_log(world.ledger).shredded == 4


def test_cut_off_between_its_acts_it_goes_on_under_the_same_id(world: World, monkeypatch):
    """What is left is told by an act of its own: no salt is destroyed that no act names."""
    monkeypatch.setattr("ironriver.ledger.shredding._ROWS_AN_ACT", 3)
    for number in range(4):
        world.ledger.act(world.actor, put(firearm(1, model=f"M{number}")))
    with monkeypatch.context() as cut:
        cut.setattr("ironriver.ledger.shredding._portions", lambda found: [list(found)[:3]])
        world.ledger.shred(world.actor, [firearm(1).s["id"]], act_id="mine")
    (receipt,) = world.ledger.shred(world.actor, [firearm(1).s["id"]], act_id="mine")
    assert not receipt.repeated
    assert verify_log(world.ledger).shredded == 4
