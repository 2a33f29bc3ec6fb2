"""A run on a real graph: one cut, same bytes, findings under their ids, visibility, cancel, withdrawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ironriver import analytics
from ironriver.analytics import Band, Detector, FindingDraft, FindingFilter, RunAsk
from ironriver.analytics.finding_store import put_findings
from ironriver.analytics.registry import Outcome
from ironriver.analytics.withdrawing import Stating, withdraw_unstated
from ironriver.cli.detect import DETECTORS
from ironriver.errors import Invalid, NotAllowed, NotFound, Say
from ironriver.graph import Catalogue, Database
from ironriver.jobs import Cancelled, Jobs, SilentReport
from ironriver.ledger import Act, Change, Row
from ironriver.model import ids
from ironriver.model.actor import Role
from ironriver.model.marking import Marking, Tlp
from tests import world as worlds
from tests.world import EngineAddress, World

MARKING = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
ASK = RunAsk(detectors=(Detector.STRAW, Detector.TIME_TO_CRIME, Detector.DEALER), seed=7)
PERSON, DEALER, OTHER_DEALER = "person_" + "1" * 32, "dealer_" + "2" * 32, "dealer_" + "4" * 32


class Writer:
    """Collects rows of one act."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}

    def node(self, kind: str, id_: str, **payload: Any) -> str:
        self.rows.setdefault(f"write.put_{kind}", []).append(
            Row(s={"id": id_, **MARKING.as_properties()}, p=payload)
        )
        return id_

    def link(self, statement: str, type_: str, start: str, end: str) -> None:
        marked = {"id": ids.relationship_id(type_, start, end), "from": start, "to": end, **MARKING.as_properties()}
        self.rows.setdefault(f"write.link_{statement}", []).append(Row(s=marked))

    def changes(self) -> list[Change]:
        return [Change(statement=name, rows=rows) for name, rows in self.rows.items()]


def story(writer: Writer, number: int, person: str, bought: str, recovered: str) -> None:
    """One gun: bought, recovered in a city of its own in the hands of somebody else."""
    tail = f"{number:032d}"
    gun = writer.node("firearm", f"firearm_{tail}", maker_code="HP", model="TK9", calibre_code="9", type_code="PI")
    sale = writer.node("purchase", f"purchase_{tail}", date=bought, date_precision="day", dealer_id=DEALER)
    where = {"city": f"City {number}", "state": "AZ", "country": "US"}
    found = writer.node("recovery", f"recovery_{tail}", date=recovered, date_precision="day", **where)
    other = writer.node("person", f"person_9{number:031d}", name=f"Holder {number}")
    writer.link("purchase_of_firearm", "OF", sale, gun)
    writer.link("recovery_of_firearm", "OF", found, gun)
    writer.link("purchase_sold_by_dealer", "SOLD_BY", sale, DEALER)
    writer.link("person_bought_purchase", "BOUGHT", person, sale)
    writer.link("person_possessed_recovery", "POSSESSED", other, found)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[World]:
    database, catalogue = Database.open(engine.uri, engine.user, engine.password), Catalogue.load()
    try:
        worlds.empty(database, catalogue)
        made = worlds.make_world(tmp_path_factory.mktemp("runs") / "world", engine, database, catalogue)
        writer = Writer()
        writer.node("person", PERSON, name="Dale R. Whitcombe", dob="1990-01-01")
        writer.node("dealer", DEALER, key="7-86-01234", type="01", state="AZ")
        for number, recovered in enumerate(("2024-04-01", "2024-05-01", "2025-05-01")):
            story(writer, number, PERSON, "2024-03-01", recovered)
        made.ledger.act(made.actor, Act(name="test.put", changes=writer.changes()))
        yield made
    finally:
        database.close()


def go(world: World, ask: RunAsk = ASK, **changes: Any) -> dict[str, Any]:
    return analytics.run_now(replace(world.actor, **changes), ask, SilentReport(), ledger=world.ledger)


def test_two_runs_on_one_cut_give_the_same_bytes_and_update_one_finding(world: World) -> None:
    first, again = go(world), go(world)
    assert first["run_id"] != again["run_id"]
    assert first["results"] == again["results"]
    found, _ = analytics.findings(world.actor, FindingFilter(detectors=(Detector.STRAW,)), ledger=world.ledger)
    assert [(one.subject_ids, one.band, one.run_id) for one in found] == [((PERSON,), "priority", again["run_id"])]
    assert (found[0].tlp, found[0].handling) == (Tlp.AMBER, "tiahrt")
    assert {one.code for one in found[0].points} >= {
        "three_events",
        "short",
        "other_possessor",
        "spread",
        "same_day",
    }


def test_a_run_says_its_cut_method_parameters_seed_and_clearance(world: World) -> None:
    made = go(world)
    found, answer = analytics.run(world.actor, made["run_id"], ledger=world.ledger)
    assert (found.state, found.seed, found.detectors) == ("done", 7, ASK.detectors)
    assert "straw 2" in found.method
    assert len(found.cut_root) == 64
    assert found.cut_size > 1
    assert found.clearance["holdings"] == ["public", "us-tpd"]
    assert found.marking == MARKING
    assert answer.statement.name == "analytics.run"
    listed, _ = analytics.runs(world.actor, ledger=world.ledger)
    assert made["run_id"] == listed[0].id
    figures = analytics.run_results(world.actor, made["run_id"], ledger=world.ledger)
    assert figures["straw"] == {"buyers": 1, "flagged": 1}
    assert figures["dealer"]["standing"] == {"flagged": 0, "within": 0, "volume_unknown": 1, "no_peers": 0}
    assert figures["time_to_crime"]["all"]["guns"] == 3


def test_who_may_not_see_the_inputs_sees_neither_run_nor_finding(world: World) -> None:
    made = go(world)
    for far in (
        replace(world.actor, agency="mx-fge-son", holdings=frozenset({"public", "mx-fge-son"})),
        replace(world.actor, max_tlp=Tlp.GREEN),
        replace(world.actor, handling=frozenset()),
    ):
        with pytest.raises(NotFound):
            analytics.run(far, made["run_id"], ledger=world.ledger)
        assert analytics.findings(far, FindingFilter(), ledger=world.ledger)[0] == ()
        assert analytics.runs(far, ledger=world.ledger)[0] == ()


def test_a_run_reads_no_more_than_its_actor_may_see(world: World) -> None:
    made = go(world, handling=frozenset())
    assert analytics.run_results(world.actor, made["run_id"], ledger=world.ledger)["straw"]["buyers"] == 0


def test_changing_what_describes_a_person_changes_no_byte(world: World) -> None:
    before = go(world)
    stated = _stated(world)
    changed = {"name": "María Núñez", "given": "María", "paternal": "Núñez", "dob": "1961-07-04", "folded": "maria"}
    traits = {"race": "X", "sex": "F", "ethnicity": "Y", "birth_place": "Z", "height": "1", "weight": "2"}
    writer = Writer()
    writer.node("person", PERSON, **changed)
    writer.node("protected_traits", "traits_" + "3" * 32, **traits)
    writer.link("protected_traits_of_person", "OF", "traits_" + "3" * 32, PERSON)
    world.ledger.act(world.actor, Act(name="test.put", changes=writer.changes()))
    assert go(world)["results"] == before["results"]
    assert _stated(world) == stated


def _stated(world: World) -> list[Any]:
    query = (
        "MATCH (f:Finding) RETURN f.id AS id, f.title AS t, f.body AS b, f.strength AS s, f.facts AS f ORDER BY id"
    )
    return list(world.database.read(query))


def test_cancel_ends_a_run_and_states_nothing(world: World) -> None:
    class Impatient(SilentReport):
        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        analytics.run_now(world.actor, ASK, Impatient(), ledger=world.ledger)
    newest = analytics.runs(world.actor, ledger=world.ledger)[0][0]
    assert (newest.state, newest.findings, newest.results) == ("cancelled", 0, "")
    assert analytics.run_results(world.actor, newest.id, ledger=world.ledger) == {}


def test_a_run_whose_findings_cannot_be_stored_is_failed_not_running(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ironriver.analytics.running.put_findings", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        analytics.run_now(world.actor, replace(ASK, seed=99), SilentReport(), ledger=world.ledger)
    states = world.ledger.database.read("MATCH (r:Run {seed: 99}) RETURN r.state AS state", {})
    assert [row["state"] for row in states] == ["failed"]


def test_who_may_not_and_what_is_not_there_is_refused(world: World, tmp_path: Any) -> None:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    with pytest.raises(NotAllowed):
        analytics.start_run(replace(world.actor, roles=frozenset({Role.TRACER})), ASK, jobs=jobs)
    with pytest.raises(Invalid):
        analytics.start_run(world.actor, RunAsk(detectors=()), jobs=jobs)
    job = analytics.start_run(world.actor, ASK, jobs=jobs)
    made = analytics.execute_run(world.actor, job, SilentReport(), ledger=world.ledger)
    assert analytics.execute_run(world.actor, job, SilentReport(), ledger=world.ledger) == made, "taken up again"


def test_the_command_line_offers_every_method() -> None:
    assert set(DETECTORS) == set(analytics.METHODS)
    assert all(callable(one.load()) for one in analytics.METHODS.values())


def test_stated_volumes_reach_the_dealer_test_and_only_whom_may_see_them(world: World) -> None:
    ask = RunAsk(detectors=(Detector.DEALER,), parameters={"dealer": {"fewest_peers": 1}})
    writer = Writer()
    writer.node("dealer", OTHER_DEALER, key="7-86-04321", type="01", state="AZ")
    for number, (dealer, sales) in enumerate(((DEALER, 90), (OTHER_DEALER, 200))):
        told = {"year": 2025, "type_group": "all", "sales": sales, "stated": "2026-02-01"}
        volume = writer.node("dealer_volume", f"volume_{number:032d}", **told)
        writer.link("dealer_volume_volume_of_dealer", "VOLUME_OF", volume, dealer)
    world.ledger.act(world.actor, Act(name="test.put", changes=writer.changes()))
    figures = analytics.run_results(world.actor, go(world, ask)["run_id"], ledger=world.ledger)["dealer"]
    assert figures["standing"]["volume_unknown"] == 0
    assert {row["id"]: row["volume"] for row in figures["dealers"]} == {DEALER: 90, OTHER_DEALER: 200}
    hidden = go(world, ask, max_tlp=Tlp.GREEN)
    figures = analytics.run_results(world.actor, hidden["run_id"], ledger=world.ledger)["dealer"]
    assert figures["dealers"] == [], "what is stated above the clearance is no volume"


def _the_straw(world: World, **changes: Any) -> analytics.Finding:
    chosen = FindingFilter(detectors=(Detector.STRAW,))
    (found,), _ = analytics.findings(replace(world.actor, **changes), chosen, ledger=world.ledger)
    return found


def _links(*, again: bool) -> list[Change]:
    writer = Writer()
    for number in range(3):
        writer.link("person_bought_purchase", "BOUGHT", PERSON, f"purchase_{number:032d}")
    if again:
        return writer.changes()
    (rows,) = writer.rows.values()
    ends = [Row(s={name: one.s[name] for name in ("id", "from", "to")}) for one in rows]
    return [Change(statement="write.unlink_person_bought_purchase", rows=ends)]


def test_what_a_run_no_longer_states_is_marked_kept_and_comes_back(world: World) -> None:
    ask = RunAsk(detectors=(Detector.STRAW,))
    assert go(world, ask)["withdrawn"] == 0
    world.ledger.act(world.actor, Act(name="test.unlink", changes=_links(again=False)))
    other = RunAsk(detectors=(Detector.STRAW,), parameters={"straw": {"review": 99}})
    assert go(world, other)["withdrawn"] == 0, "other parameters answer another question"
    assert go(world, ask, max_tlp=Tlp.GREEN)["withdrawn"] == 0, "it could not see what the finding rests on"
    assert go(world, RunAsk(detectors=(Detector.DEALER,)))["withdrawn"] == 0
    assert not _the_straw(world).is_gone
    made = go(world, ask)
    gone = _the_straw(world)
    assert (made["withdrawn"], gone.gone_run, gone.is_gone) == (1, made["run_id"], True)
    assert go(world, ask)["withdrawn"] == 0, "once is enough"
    assert _the_straw(world).gone_run == made["run_id"]
    told, _ = analytics.run(world.actor, made["run_id"], ledger=world.ledger)
    assert told.withdrawn == 1
    world.ledger.act(world.actor, Act(name="test.link", changes=_links(again=True)))
    go(world, ask)
    back = _the_straw(world)
    assert (back.id, back.is_gone) == (gone.id, False)


def test_a_withdrawal_tells_nobody_of_what_is_hidden_from_him(world: World) -> None:
    made = go(world, RunAsk(detectors=(Detector.STRAW,)))
    hidden = Marking(holding="us-tpd", tlp=Tlp.RED, handling="tiahrt")
    outcome = Outcome(marking=MARKING, grounds={PERSON: hidden})
    stating = Stating(run_id=made["run_id"], begun="9999", outcomes={Detector.STRAW: outcome})
    assert withdraw_unstated(world.actor, stating, ledger=world.ledger) == 1
    assert _the_straw(world).is_gone
    narrow = _the_straw(world, max_tlp=Tlp.AMBER)
    assert (narrow.is_gone, narrow.gone_at) == (False, "")


def test_a_phone_shared_with_a_flagged_purchaser_is_read_from_the_graph_and_hidden_lines_are_not(
    world: World,
) -> None:
    ask, near, writer = RunAsk(detectors=(Detector.STRAW,)), "person_" + "5" * 32, Writer()
    writer.node("person", near, name="Another")
    story(writer, 11, near, "2024-03-01", "2024-04-01")
    story(writer, 12, near, "2024-06-01", "2026-04-01")
    for number, digits in enumerate(("5205550142", "5205550143")):
        phone = writer.node("phone", f"phone_{number:032d}", digits=digits)
        for person in (PERSON, near) if number == 0 else (near, OTHER_DEALER.replace("dealer", "person")):
            writer.node("person", person)
            writer.link("person_has_phone_phone", "HAS_PHONE", person, phone)
    world.ledger.act(world.actor, Act(name="test.put", changes=writer.changes()))
    go(world, ask)
    chosen = FindingFilter(detectors=(Detector.STRAW,))
    found, _ = analytics.findings(world.actor, chosen, ledger=world.ledger)
    of_near = next(one for one in found if one.subject_ids == (near,))
    point = next(one for one in of_near.points if one.code == "shared_contact")
    assert set(point.fact_ids) == {"phone_" + "0" * 32, PERSON}
    own = Writer()
    own.node("dealer", DEALER, phone="520-555-0142")
    world.ledger.act(world.actor, Act(name="test.put", changes=own.changes()))
    go(world, ask)
    again, _ = analytics.finding(world.actor, of_near.id, ledger=world.ledger)
    assert "dealer_contact" in {one.code for one in again.against}
    assert "shared_contact" not in {one.code for one in again.points}


def test_changing_what_describes_people_changes_no_byte_with_contacts_and_volumes_either(world: World) -> None:
    everything = RunAsk(detectors=tuple(analytics.METHODS), parameters={"dealer": {"fewest_peers": 1}})
    before, stated = go(world, everything), _stated(world)
    writer = Writer()
    for number, person in enumerate((PERSON, "person_" + "5" * 32, *(f"person_9{n:031d}" for n in (0, 1, 11, 12)))):
        told = {"name": f"Núñez {number}", "folded": f"nunez {number}", "dob": f"19{60 + number}-07-04"}
        writer.node("person", person, **told)
        traits = {"race": "B", "sex": "F", "ethnicity": "H", "birth_place": f"Place {number}"}
        kept = writer.node("protected_traits", f"traits_8{number:031d}", **traits)
        writer.link("protected_traits_of_person", "OF", kept, person)
    world.ledger.act(world.actor, Act(name="test.put", changes=writer.changes()))
    assert go(world, everything)["results"] == before["results"]
    assert _stated(world) == stated
    chosen = FindingFilter(detectors=(Detector.STRAW,))
    told, _ = analytics.findings(world.actor, chosen, ledger=world.ledger)
    codes = {point.code for one in told for point in (*one.points, *one.against)}
    assert "dealer_contact" in codes, "the new inputs were read in both runs"
    figures = analytics.run_results(world.actor, before["run_id"], ledger=world.ledger)
    assert [row["volume"] for row in figures["dealer"]["dealers"]] == [90, 200]


def test_a_ring_of_more_people_than_an_act_holds_is_stored_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ironriver.analytics.finding_store.PORTION_ROWS", 2)
    rows = world.ledger.database.read("MATCH (p:Person) RETURN p.id AS id ORDER BY id LIMIT 5", {})
    people, before = tuple(row["id"] for row in rows), world.ledger.head().size
    stated = FindingDraft(
        detector=Detector.RING, subject_ids=people, band=Band.WATCH, strength=1.0,
        title=Say(en="Large", es="Grande"), points=(), marking=MARKING,
    )  # fmt: skip
    (id_,) = put_findings(world.actor, "run_1", [stated], cut_at="2026-11-21", ledger=world.ledger)
    assert world.ledger.head().size == before + 3  # six rows, two an act
    query = "MATCH (:Finding {id: $id})-[:CONCERNS]->(p) RETURN p.id AS id ORDER BY id"
    assert tuple(row["id"] for row in world.ledger.database.read(query, {"id": id_})) == people


def test_a_run_that_sees_less_leaves_the_stricter_finding_as_it_is(world: World) -> None:
    """Or a run of somebody with less clearance would open what colleagues judged of stricter facts."""
    stated, open_ = FindingDraft(
        detector=Detector.BROKER, subject_ids=(PERSON,), band=Band.WATCH, strength=1.0,
        title=Say(en="Strict", es="Estricto"), points=(), marking=MARKING,
    ), replace(MARKING, handling="")  # fmt: skip
    strict = put_findings(world.actor, "run_1", [stated], cut_at="2026-11-21", ledger=world.ledger)
    lesser = replace(stated, marking=open_, title=Say(en="Open", es="Abierto"))
    assert put_findings(world.actor, "run_2", [lesser], cut_at="2026-11-21", ledger=world.ledger) != strict
    kept, _ = analytics.finding(world.actor, strict[0], ledger=world.ledger)
    assert (kept.title.en, kept.handling) == ("Strict", "tiahrt")
    assert put_findings(world.actor, "run_3", [stated], cut_at="2026-11-21", ledger=world.ledger) == strict
