"""Ties, rings and the overview through the real engine: the clearance decides what is in the projection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ironriver.analytics import networks
from ironriver.analytics.findings import Detector
from ironriver.analytics.networks import overview
from ironriver.analytics.registry import Work
from ironriver.analytics.rings_inputs import CAPS, read_ring_inputs
from ironriver.analytics.rings_run import network, ring
from ironriver.analytics.running import RunAsk, start_run
from ironriver.errors import Invalid
from ironriver.graph import Catalogue, Database
from ironriver.graph.algorithms import Algorithms, Stopped
from ironriver.jobs import Cancelled, Jobs, SilentReport
from tests import world as worlds
from tests.world import EngineAddress, World, cleared_actor

#: 120 buyers of 40 dealers; a ring of four on one phone at one dealer; a crowd of twenty on one address.
_MADE = """
UNWIND range(0, 119) AS n
MERGE (d:Dealer {id: 'dealer_' + toString(n % 40)}) SET d += $mark
CREATE (a:Person {id: 'person_b' + toString(1000 + n)}) SET a += $mark
CREATE (h:Phone {id: 'phone_b' + toString(n)}) SET h += $mark
CREATE (p:Purchase {id: 'purchase_b' + toString(n), date: '2024-01-05', source_id: 'source_1', line: n})
SET p += $mark
CREATE (f:Firearm {id: 'firearm_b' + toString(n), model: 'X'}) SET f += $mark
CREATE (r:Recovery {id: 'recovery_b' + toString(n), date: CASE n % 5 WHEN 0 THEN '2024-06-01'
  ELSE '2027-06-01' END})
SET r += $mark
CREATE (a)-[x1:HAS_PHONE]->(h) SET x1 += $mark
CREATE (a)-[x2:BOUGHT]->(p) SET x2 += $mark
CREATE (p)-[x3:SOLD_BY]->(d) SET x3 += $mark
CREATE (p)-[x4:OF]->(f) SET x4 += $mark
CREATE (r)-[x5:OF]->(f) SET x5 += $mark
"""
_RING = """
MATCH (d:Dealer {id: 'dealer_1'})
CREATE (h:Phone {id: 'phone_ring'}) SET h += $mark
WITH d, h UNWIND range(1, 4) AS n
CREATE (a:Person {id: 'person_r' + toString(n)}) SET a += $mark
CREATE (a)-[x1:HAS_PHONE]->(h) SET x1 += $mark
WITH a, d, n UNWIND [1, 2, 3] AS m
CREATE (p:Purchase {id: 'purchase_r' + toString(n * 10 + m), date: '2024-02-0' + toString(m), source_id: 'source_2',
                    line: n * 10 + m}) SET p += $mark
CREATE (f:Firearm {id: 'firearm_r' + toString(n * 10 + m), model: 'HP'}) SET f += $mark
CREATE (r:Recovery {id: 'recovery_r' + toString(n * 10 + m), date: '2024-05-01'}) SET r += $mark
CREATE (a)-[x2:BOUGHT]->(p) SET x2 += $mark
CREATE (p)-[x3:SOLD_BY]->(d) SET x3 += $mark
CREATE (p)-[x4:OF]->(f) SET x4 += $mark
CREATE (r)-[x5:OF]->(f) SET x5 += $mark
"""
_CROWD = """
CREATE (h:Place {id: 'place_tower'}) SET h += $mark
WITH h MATCH (a:Person) WHERE a.id < 'person_b1020' AND a.id >= 'person_b1000'
CREATE (a)-[x1:HAS_ADDRESS]->(h) SET x1 += $mark
"""
MINE = {"holding": worlds.AGENCY, "tlp": 2, "handling": ""}
THEIRS = {"holding": "mx-fge-son", "tlp": 2, "handling": ""}


class StoppedReport(SilentReport):
    """Somebody has asked for a stop."""

    def check_cancelled(self) -> None:
        raise Cancelled


@pytest.fixture(scope="module")
def people(
    tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress, open_database: Database, catalogue: Catalogue
) -> Iterator[World]:
    worlds.empty(open_database, catalogue)
    folder: Path = tmp_path_factory.mktemp("people")
    made = worlds.make_world(folder, engine, open_database, catalogue)
    with open_database.writing() as transaction:
        for text, mark in ((_MADE, MINE), (_RING, MINE), (_CROWD, MINE)):
            transaction.run(text, {"mark": mark})
        transaction.run("MATCH (h:Phone {id: 'phone_b0'}), (a:Person {id: 'person_b1001'}) "
                        "CREATE (a)-[x:HAS_PHONE]->(h) SET x += $mark", {"mark": THEIRS})  # fmt: skip
    yield made
    worlds.empty(open_database, catalogue)


def work(people: World, **changes: object) -> Work:
    given = {"actor": people.actor, "job": "job_test01", "ledger": people.ledger, "report": SilentReport()}
    return Work(**(given | changes))  # type: ignore[arg-type]


def test_ties_come_from_the_projection_and_crowds_are_left_out(people: World) -> None:
    inputs = read_ring_inputs(people.actor, "job_a", ledger=people.ledger, report=SilentReport())
    assert {tie.kind for tie in inputs.ties} == {"Phone", "Dealer"}  # twenty at one address: beyond the cap
    assert sum(tie.thing == "phone_ring" for tie in inputs.ties) == 4
    assert len(inputs.sales) == 120 + 12
    assert inputs.holding == worlds.AGENCY
    assert inputs.sales[0].source_id


def test_a_tie_of_another_holding_is_not_in_it(people: World) -> None:
    narrow = read_ring_inputs(people.actor, "job_b", ledger=people.ledger, report=SilentReport())
    wide = cleared_actor(holdings=people.actor.holdings | {"mx-fge-son"})
    wider = read_ring_inputs(wide, "job_c", ledger=people.ledger, report=SilentReport())
    assert {(t.person, t.thing) for t in wider.ties} - {(t.person, t.thing) for t in narrow.ties} == {
        ("person_b1001", "phone_b0")
    }


def test_the_ring_is_found_with_its_sources(people: World) -> None:
    outcome = ring(work(people, parameters={"seeds": 5, "rewired": 2}))
    (draft,) = outcome.drafts
    assert draft.subject_ids == tuple(f"person_r{n}" for n in range(1, 5))
    assert {"shared_phone", "same_dealer", "early_recoveries"} <= {point.code for point in draft.points}
    assert {source.source_id for point in draft.points for source in point.sources} == {"source_2"}
    assert outcome.results["rings"] == 1
    assert outcome.results["caps"] == CAPS
    assert outcome.marking.holding == worlds.AGENCY


_TIES = (
    "(n:Phone {id: 'phone_ring'})",
    "(:Person {id: 'person_r1'})-[n:HAS_PHONE]->()",
    "(n:Recovery {id: 'recovery_r11'})",
    "(:Person {id: 'person_r4'})-[n:BOUGHT]->()",
)


@pytest.mark.parametrize("what", _TIES)
def test_a_ring_is_as_strict_as_what_ties_it(people: World, what: str) -> None:
    """A phone that is known from an informant alone made a finding that everybody could read."""

    def mark(tlp: int, handling: str) -> None:
        with people.database.writing() as transaction:
            given = {"tlp": tlp, "handling": handling}
            transaction.run(f"MATCH {what} SET n.tlp = $tlp, n.handling = $handling", given)

    mark(3, "informant")
    try:
        outcome = ring(work(people, parameters={"seeds": 2, "rewired": 0}))
    finally:
        mark(2, "")
    (draft,) = outcome.drafts
    assert (draft.marking.tlp, draft.marking.handling) == (3, "informant")
    assert (outcome.marking.tlp, outcome.marking.handling) == (3, "informant")


def test_two_runs_on_one_cut_give_the_same_bytes(people: World) -> None:
    chosen = {"seeds": 5, "rewired": 2}
    first, second = (ring(work(people, job=f"job_run{n}", parameters=chosen)) for n in (1, 2))
    assert repr(first) == repr(second)
    one, two = (network(work(people, job=f"job_net{n}")) for n in (1, 2))
    assert json.dumps(one.results, sort_keys=True) == json.dumps(two.results, sort_keys=True)


def test_the_overview_counts_what_may_be_seen(people: World) -> None:
    found = overview(people.actor, ledger=people.ledger, report=SilentReport(), job="job_over")
    assert found.people == 124
    assert found.components == 40  # one for each dealer; the ring hangs on dealer_1
    assert found.largest[0].people == 7
    assert found.brokers[0].kind == "Dealer"
    assert found.brokers[0].cuts
    assert found.caps == CAPS
    assert found.cut.id.startswith("cut_")
    assert found.communities == ()  # no piece divides: to list each a second time says nothing


def test_betweenness_that_is_estimated_is_of_the_size_of_what_is_counted(
    people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sum over the drawn ones stood there as if it were the sum over all: a tenth, and called nothing else."""
    counted = overview(people.actor, ledger=people.ledger, report=SilentReport(), job="job_counted")
    assert counted.sampled == 0
    monkeypatch.setattr(networks, "EXACT", 10)
    monkeypatch.setattr(networks, "SAMPLED", 100)
    drawn = overview(people.actor, ledger=people.ledger, report=SilentReport(), job="job_drawn")
    assert drawn.sampled == 100
    ratio = sum(one.betweenness for one in drawn.brokers) / sum(one.betweenness for one in counted.brokers)
    assert 0.7 < ratio < 1.6  # unscaled: a third


def test_the_hub_of_a_star_lies_on_every_pair(people: World) -> None:
    with people.database.writing() as transaction:
        transaction.run("CREATE (h:Phone {id: 'phone_star'}) SET h += $mark WITH h UNWIND range(1, 9) AS n "
                        "CREATE (a:Person {id: 'person_star' + toString(n)}) SET a += $mark "
                        "CREATE (a)-[x:HAS_PHONE]->(h) SET x += $mark", {"mark": MINE})  # fmt: skip
    try:
        found = overview(people.actor, ledger=people.ledger, report=SilentReport(), job="job_star")
    finally:
        with people.database.writing() as transaction:
            transaction.run("MATCH (n) WHERE n.id =~ '(phone|person)_star.*' DETACH DELETE n")
    (hub,) = [one for one in found.brokers if one.id == "phone_star"]
    assert hub.betweenness == 9 * 8 / 2


#: Two crowds of eleven, each on the same three phones, and one person who has a phone of both.
_TWO_CROWDS = """
UNWIND ['left', 'right'] AS side
UNWIND range(1, 11) AS n
CREATE (a:Person {id: 'person_' + side + toString(n)}) SET a += $mark
WITH a, side UNWIND range(1, 3) AS m
MERGE (h:Phone {id: 'phone_' + side + toString(m)}) SET h += $mark
CREATE (a)-[x:HAS_PHONE]->(h) SET x += $mark
WITH count(*) AS made
MATCH (h:Phone {id: 'phone_left1'}), (a:Person {id: 'person_right1'}) CREATE (a)-[x:HAS_PHONE]->(h) SET x += $mark
"""


def test_a_piece_that_divides_lists_its_communities(people: World) -> None:
    with people.database.writing() as transaction:
        transaction.run(_TWO_CROWDS, {"mark": MINE})
    try:
        found = overview(people.actor, ledger=people.ledger, report=SilentReport(), job="job_crowds")
    finally:
        with people.database.writing() as transaction:
            transaction.run("MATCH (n) WHERE n.id =~ '(phone|person)_(left|right).*' DETACH DELETE n")
    assert [(group.people, group.things) for group in found.largest[:1]] == [(22, 6)]
    assert [(group.people, group.things) for group in found.communities] == [(11, 3), (11, 3)]


def test_who_sees_nothing_gets_an_empty_overview(people: World) -> None:
    nobody = cleared_actor(agency="us-none", holdings=frozenset({"us-none"}))
    found = overview(nobody, ledger=people.ledger, report=SilentReport(), job="job_none")
    assert (found.people, found.components, found.brokers) == (0, 0, ())


def test_a_cancelled_job_leaves_nothing_behind(people: World) -> None:
    with pytest.raises(Stopped):
        overview(people.actor, ledger=people.ledger, report=StoppedReport(), job="job_stop")
    with pytest.raises(Cancelled):
        ring(work(people, report=StoppedReport()))
    door = Algorithms(people.database)
    assert door.names() == []
    door.close()


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_that_nothing_can_take_is_refused_and_each_detector_runs_once(seed: int, tmp_path: Path) -> None:
    jobs, analyst = Jobs(tmp_path / "jobs.sqlite"), cleared_actor()
    with pytest.raises(Invalid, match="63 bits"):
        start_run(analyst, RunAsk(detectors=(Detector.RING,), seed=seed), jobs=jobs)
    made = start_run(analyst, RunAsk(detectors=(Detector.RING,) * 1_000), jobs=jobs)
    assert made.payload["detectors"] == ["ring"]
