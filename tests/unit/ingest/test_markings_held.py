"""What an import must not do: lower a marking, publish, open what is hidden, touch what is another agency's."""

import json
from dataclasses import replace

import pytest

from ironriver import ingest
from ironriver.errors import Invalid, NotAllowed, NotFound
from ironriver.ingest.batches import find_batch, open_batch
from ironriver.model.marking import Handling, Marking, Tlp
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers


def red():
    return Marking(holding="us-tpd", tlp=Tlp.RED, handling="informant")


def test_a_later_file_of_a_lower_level_does_not_open_what_stands(bring, world, query, tmp_path):
    told = trace(1, outcome="", narrative="told by a source")
    bring(write_csv(tmp_path / "secret.csv", [told]), "traces", marking=red())
    low = Marking(holding="us-tpd", tlp=Tlp.CLEAR)
    bring(write_csv(tmp_path / "open.csv", [trace(1)]), "traces", marking=low)
    found = query("MATCH (n:TraceRequest) RETURN n.tlp, n.handling, n.earlier IS NOT NULL")
    assert found == [(4, "informant", True)]
    bring(write_csv(tmp_path / "code.csv", [trace(1, outcome="closed")]), "traces")
    assert query("MATCH (n:TraceRequest) RETURN n.tlp, n.handling") == [(4, "informant,tiahrt")]


ABOVE = (
    "MATCH (n) WHERE n.tlp = 4 OPTIONAL MATCH (n)-[r]-(m) "
    "RETURN n.id, properties(n), r.id, m.id ORDER BY n.id, r.id, m.id"
)


def test_who_brings_what_stands_above_him_learns_nothing_and_changes_nothing(bring, world, query, tmp_path):
    """The counts are those of a number that nobody has; his own thing stands beside, and is his to change."""
    colleague = replace(world.actor, max_tlp=Tlp.AMBER, handling=frozenset({Handling.TIAHRT}))
    mine = {"actor": colleague, "marking": Marking(holding="us-tpd", tlp=Tlp.AMBER)}
    bring(write_csv(tmp_path / "secret.csv", [trace(1), trace(2)]), "traces", marking=red())
    before = query(ABOVE)
    reports = [
        bring(write_csv(tmp_path / f"{n}.csv", [trace(n, purchaser_name=f"Other Person {n}")]), "traces", **mine)
        for n in (1, 7)
    ]
    told = [(one.added, one.changed, one.unchanged, one.rejected, one.candidates) for one in reports]
    assert told == [(1, 0, 0, 0, 0)] * 2
    again = bring(write_csv(tmp_path / "again.csv", [trace(1, outcome="closed")]), "traces", **mine)
    assert (again.added, again.changed) == (0, 1)
    assert [one for one in query(ABOVE) if one not in before] == []
    assert query(ABOVE) == before
    assert query("MATCH (n:TraceRequest) RETURN n.tlp ORDER BY n.tlp") == [(2,), (2,), (4,), (4,)]
    rows = [
        {"trace_number": f"T2026-{n:04d}", "report_number": f"L-{n}", "serial_read": "PCK 1", "maker": "COLT"}
        for n in (2, 9)
    ]
    lab = bring(write_csv(tmp_path / "lab.csv", rows), "examinations", **mine)
    assert (lab.added, lab.changed, lab.rejected) == (0, 0, 2)
    assert query(ABOVE) == before
    both = bring(write_csv(tmp_path / "seen.csv", [trace(2, outcome="closed")]), "traces")
    assert (both.added, both.changed) == (0, 1)  # who sees it, revises it


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"serial": "7" * 9_000}, "serial"), ({"trace_number": "T" * 9_000}, "trace_number")],
)
def test_a_cell_that_no_index_holds_turns_away_its_row_only(bring, tmp_path, cells, column):
    made = bring(write_csv(tmp_path / "long.csv", [trace(1), trace(2, **cells), trace(3)]), "traces")
    assert (made.added, made.rejected) == (2, 1)
    assert [(one.line, one.column, one.reason) for one in made.rejects] == [(3, column, "too_long")]


def test_prose_may_be_long(bring, tmp_path):
    made = bring(write_csv(tmp_path / "prose.csv", [trace(1, narrative="x" * 9_000)]), "traces")
    assert (made.added, made.rejected) == (1, 0)


def test_records_are_not_published_by_an_import(bring, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [trace(1)])
    with pytest.raises(NotAllowed, match="public"):
        bring(path, "traces", marking=Marking(holding="public", tlp=Tlp.CLEAR))


@pytest.mark.parametrize(("tlp", "handling"), [(Tlp.GREEN, ""), (Tlp.CLEAR, "tiahrt")])
def test_what_is_published_is_above_nobody(bring, tmp_path, tlp, handling):
    path = write_dealers(tmp_path / "0513-list.txt", [dealer(1)])
    with pytest.raises(Invalid, match="TLP:CLEAR") as refused:
        bring(path, "dealers", marking=Marking(holding="public", tlp=tlp, handling=handling))
    assert set(refused.value.fields) == {"tlp"}


def test_nobody_marks_above_his_own_clearance(bring, world, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [trace(1)])
    with pytest.raises(NotAllowed, match="TLP:RED"):
        bring(path, "traces", actor=replace(world.actor, max_tlp=Tlp.AMBER), marking=red())
    with pytest.raises(NotAllowed, match="informant"):
        bring(path, "traces", actor=replace(world.actor, handling=frozenset({Handling.TIAHRT})), marking=red())


def test_report_undo_and_list_are_for_those_who_may_see_the_file(bring, world, tmp_path):
    made = bring(write_csv(tmp_path / "traces.csv", [trace(1), trace(2, serial="")]), "traces", marking=red())
    colleague = replace(world.actor, max_tlp=Tlp.AMBER)
    uncoded = replace(world.actor, handling=frozenset({Handling.TIAHRT}))
    for actor in (colleague, uncoded):
        assert ingest.list_batches(actor, ledger=world.ledger) == []
        for call in (ingest.report_of, ingest.undo, ingest.resume):
            with pytest.raises(NotFound):
                call(actor, made.batch_id, ledger=world.ledger)
    assert [one.id for one in ingest.list_batches(world.actor, ledger=world.ledger)] == [made.batch_id]


def test_bytes_that_are_held_above_ones_clearance_come_in_as_if_nobody_had_them(bring, world, tmp_path):
    secret = write_csv(tmp_path / "secret.csv", [trace(1), trace(2)])
    made = bring(secret, "traces", marking=red(), name="told by an informant.csv")
    own = tmp_path / "own.csv"
    own.write_bytes(secret.read_bytes())
    colleague = replace(world.actor, max_tlp=Tlp.AMBER)
    low = Marking(holding="us-tpd", tlp=Tlp.AMBER)
    brought = bring(own, "traces", actor=colleague, marking=low)
    assert (brought.name, brought.already, brought.rejected) == ("own.csv", "", 0)
    assert brought.source_id != made.source_id
    again = bring(own, "traces", actor=colleague, marking=low)
    assert (again.source_id, again.already) == (brought.source_id, brought.batch_id)
    assert bring(own, "traces", marking=low).source_id == made.source_id  # seen: the one there is


def test_a_list_kept_by_one_agency_joins_no_dealer_of_another(bring, world, query, tmp_path):
    other = replace(world.actor, agency="mx-fge-son", holdings=frozenset({"public", "mx-fge-son"}))
    bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces", actor=other)
    own = Marking(holding="us-tpd", tlp=Tlp.CLEAR)
    bring(write_dealers(tmp_path / "dealers_2026_01.txt", [dealer(42)]), "dealers", marking=own, as_of="2026-01")
    assert query("MATCH (:Dealer)-[r:SAME_AS]-(:Dealer) RETURN r.holding") == []


def test_protected_traits_stand_on_their_own_node_only(bring, query, tmp_path):
    row = trace(1, purchaser_race="W", purchaser_sex="F", possessor_sex="M", possessor_race="H")
    bring(write_csv(tmp_path / "traces.csv", [row]), "traces")
    for kind, raw in query("MATCH (n) WHERE n.raw IS NOT NULL RETURN labels(n)[0], n.raw"):
        traits = {name for name in json.loads(raw) if name.endswith(("_race", "_sex"))}
        assert kind == "ProtectedTraits" or not traits
    assert query("MATCH (n:ProtectedTraits) RETURN count(n)") == [(2,)]


def test_an_open_import_in_public_is_undone_by_the_agency_that_began_it(world, tmp_path):
    path = write_dealers(tmp_path / "dealers_2026_01.txt", [dealer(42)])
    told = {"kind": "dealers", "authority": "published", "brought_by": "test"}
    source = ingest.receive(world.actor, path, ledger=world.ledger, **told)
    assert source.marking.holding == "public"
    batch = open_batch(world.actor, source, 1, coverage=(), ledger=world.ledger)
    other = replace(world.actor, id="actor:other", agency="mx-fge-son", holdings=frozenset({"public"}))
    with pytest.raises(NotAllowed) as refusal:
        ingest.undo(other, batch.id, ledger=world.ledger)
    assert "agency" in refusal.value.say.en
    assert "dependencia" in refusal.value.say.es
    assert find_batch(other, batch.id, ledger=world.ledger).is_open
    colleague = replace(world.actor, id="actor:colleague")
    assert ingest.undo(colleague, batch.id, ledger=world.ledger).state == "undone"


@pytest.mark.parametrize("as_of", ["May", "2026", "2026-13", "2026-02-30", "2026-1", "2026-01-01T00:00", "x" * 90])
@pytest.mark.parametrize("kind", ["traces", "dealers", "thefts"])
def test_what_data_speak_of_is_a_month_or_a_day(world, tmp_path, kind, as_of):
    path = write_csv(tmp_path / "traces.csv", [trace(1)])
    with pytest.raises(Invalid) as refusal:
        ingest.receive(
            world.actor, path, ledger=world.ledger, kind=kind, authority="a", brought_by="b", as_of=as_of
        )
    assert "as_of" in refusal.value.fields


@pytest.mark.parametrize("as_of", ["2026-01", "2026-02-28", ""])
def test_a_month_or_a_day_is_taken(world, tmp_path, as_of):
    path = write_csv(tmp_path / "traces.csv", [trace(1)])
    told = {"kind": "traces", "authority": "a", "brought_by": "b", "as_of": as_of}
    assert ingest.receive(world.actor, path, ledger=world.ledger, **told).data_date == as_of
