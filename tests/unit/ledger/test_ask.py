"""Asking: visibility goes in, the read log is durable before the answer comes out."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import replace

import pytest

from ironriver.errors import Invalid, Say, Unavailable
from ironriver.graph import Catalogue
from ironriver.graph.catalogue import read_statement
from ironriver.ledger import Act, Ask, Change, Ledger, Row, wholeness
from ironriver.ledger.head import read_head
from ironriver.ledger.readfiles import check_read_file, read_files, read_records
from ironriver.ledger.touching import touched_between
from ironriver.model.actor import Actor
from tests.world import World, cleared_actor

FIND = """// guns by serial
// mode: read      data: case      params: serial, holdings, max_tlp, handlings      returns: gun
MATCH (f:Firearm)
WHERE f.serial = $serial AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f AS gun ORDER BY f.id
LIMIT 100
"""


@pytest.fixture
def ledger(world: World) -> Ledger:
    """The world's ledger with one case-data read of the test's own."""
    statements = dict(world.catalogue) | {"test.find": read_statement("test.find", FIND)}
    ledger = Ledger.open(world.settings, world.database, Catalogue(statements), world.vault, world.ledger.keys)
    rows = [
        Row({"id": f"gun_{n}", "holding": holding, "tlp": tlp, "handling": ""}, {"serial": "A1"})
        for n, (holding, tlp) in enumerate([("us-tpd", 2), ("us-tpd", 4), ("mx-fge-son", 1)])
    ]
    ledger.act(world.actor, Act(name="test.put", changes=[Change(statement="write.put_firearm", rows=rows)]))
    return ledger


def records(ledger: Ledger) -> list[dict]:
    return [
        record
        for path in read_files(ledger.read_log.folder)
        for record in read_records(path, ledger.keys.master_key)
    ]


def test_the_actor_sees_what_he_may(ledger: Ledger):
    low = cleared_actor(max_tlp=2)
    answer = ledger.ask(low, "test.find", {"serial": "A1"})
    assert [row["gun"]["id"] for row in answer.rows] == ["gun_0"]
    assert answer.params == {"serial": "A1"}
    assert answer.statement.name == "test.find"
    assert len(ledger.ask(cleared_actor(), "test.find", {"serial": "A1"}).rows) == 2


def test_params_cannot_widen_what_is_visible(ledger: Ledger):
    wide = {"serial": "A1", "holdings": ["mx-fge-son", "us-tpd"], "max_tlp": 4}
    answer = ledger.ask(cleared_actor(max_tlp=2), "test.find", wide)
    assert [row["gun"]["id"] for row in answer.rows] == ["gun_0"]


def test_what_is_logged(ledger: Ledger):
    actor = cleared_actor().on(case="case_9", purpose="a purpose in words")
    ledger.ask(actor, "test.find", {"serial": "A1"})
    (record,) = records(ledger)
    assert record["actor"] == actor.id
    assert record["case"] == "case_9"
    assert record["purpose"] == "a purpose in words"
    assert record["statement"] == "test.find"
    assert len(record["sha256"]) == 64
    assert record["params"] == {"serial": "A1"}
    assert record["ids"] == ["gun_0", "gun_1"]
    raw = read_files(ledger.read_log.folder)[0].read_text()
    assert "A1" not in raw
    assert "a purpose" not in raw


def test_shown_decides_the_ids(ledger: Ledger):
    ledger.ask(cleared_actor(), "test.find", {"serial": "A1"}, shown=lambda rows: [rows[0]["gun"]["id"]])
    assert records(ledger)[0]["ids"] == ["gun_0"]


def test_many_ids_are_counted(ledger: Ledger):
    ledger.ask(cleared_actor(), "test.find", {"serial": "A1"}, shown=lambda _: [f"x{n}" for n in range(1001)])
    assert records(ledger)[0]["count"] == 1001
    assert "ids" not in records(ledger)[0]


def test_a_group_has_one_cut(ledger: Ledger):
    answers = ledger.ask_many(
        cleared_actor(), [Ask(statement="test.find", params={"serial": s}) for s in ("A1", "B2")]
    )
    assert answers[0].cut == answers[1].cut
    assert len(records(ledger)) == 2
    assert ledger.ask_many(cleared_actor(), []) == []


def test_cuts_say_nothing(ledger: Ledger):
    first, second = (ledger.ask(cleared_actor(), "test.find", {"serial": "A1"}).cut for _ in range(2))
    assert first.id != second.id  # no act lies between them
    assert records(ledger)[0]["cut"] == first.id
    assert records(ledger)[0]["size"] == 2


@pytest.mark.parametrize("name", ["write.put_firearm", "ledger.read_head", "schema.001_constraints"])
def test_what_may_not_be_asked(ledger: Ledger, name: str):
    with pytest.raises(Invalid):
        ledger.ask(cleared_actor(), name, {})


@pytest.mark.parametrize("name", ["write.put_firearm", "test.find", "ledger.append_entry"])
def test_what_may_not_be_looked_at(ledger: Ledger, name: str):
    with pytest.raises(Invalid):
        ledger.look(name, {})


def test_look_is_not_logged(ledger: Ledger):
    assert ledger.look("ledger.read_head", {})[0]["state"][0] == "2"
    assert not read_files(ledger.read_log.folder)


def test_no_log_no_answer(ledger: Ledger):
    """The folder of the log is a file: nothing can be written there, so nothing is told."""
    ledger.read_log.folder.parent.mkdir(exist_ok=True)
    ledger.read_log.folder.write_bytes(b"")
    with pytest.raises(Unavailable):
        ledger.ask(cleared_actor(), "test.find", {"serial": "A1"})
    ledger.read_log.folder.unlink()
    assert ledger.ask(cleared_actor(), "test.find", {"serial": "A1"}).rows


def test_a_full_disk_refuses_the_read(ledger: Ledger):
    """/dev/full takes a write and answers ENOSPC."""
    ledger.ask(cleared_actor(), "test.find", {"serial": "A1"})
    os.close(ledger.read_log._file)
    ledger.read_log._file = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(Unavailable):
        ledger.ask(cleared_actor(), "test.find", {"serial": "A1"})
    assert ledger.ask(cleared_actor(), "test.find", {"serial": "A1"}).rows
    first, second = read_files(ledger.read_log.folder)
    assert len(check_read_file(first).lines) == 2
    assert len(check_read_file(second).lines) == 2
    opened = json.loads(second.read_text().splitlines()[0])
    assert opened["after"] == check_read_file(first).head


def test_threads_share_the_log(ledger: Ledger):
    def run():
        for _ in range(10):
            ledger.ask(cleared_actor(), "test.find", {"serial": "A1"})

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (path,) = read_files(ledger.read_log.folder)
    assert len(check_read_file(path).lines) == 61
    assert len(records(ledger)) == 60


def test_a_fork_opens_its_own_file(ledger: Ledger):
    ledger.read_log.append([({"at": "now"}, b"{}")])
    child = os.fork()
    if child == 0:
        ledger.read_log.append([({"at": "now"}, b"{}")])
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert len(read_files(ledger.read_log.folder)) == 2
    for path in read_files(ledger.read_log.folder):
        assert len(check_read_file(path).lines) == 2


def test_a_large_log_goes_on_in_a_new_file(ledger: Ledger, monkeypatch):
    monkeypatch.setattr("ironriver.ledger.readlog.FILE_BYTES", 2000)
    for _ in range(8):
        ledger.ask(cleared_actor(), "test.find", {"serial": "A1"})
    paths = read_files(ledger.read_log.folder)
    assert len(paths) > 1
    assert len(records(ledger)) == 8
    heads = [check_read_file(path).head for path in paths]
    assert [json.loads(path.read_text().splitlines()[0])["after"] for path in paths[1:]] == heads[:-1]


def test_a_kept_answer_is_logged_each_time_and_ends_with_the_next_act(ledger: Ledger, world: World):
    question = Ask(statement="test.find", params={"serial": "A1"}, keep=True)
    before = len(records(ledger))
    first, again = (ledger.ask_many(world.actor, [question])[0] for _ in range(2))
    assert first.rows == again.rows
    assert len(records(ledger)) == before + 2
    new = Row({"id": "gun_9", "holding": "us-tpd", "tlp": 2, "handling": ""}, {"serial": "A1"})
    ledger.act(world.actor, Act(name="test.put", changes=[Change(statement="write.put_firearm", rows=[new])]))
    assert len(ledger.ask_many(world.actor, [question])[0].rows) == len(first.rows) + 1


def test_a_kept_answer_is_not_given_to_one_who_sees_less(ledger: Ledger, world: World):
    question = Ask(statement="test.find", params={"serial": "A1"}, keep=True)
    assert len(ledger.ask_many(world.actor, [question])[0].rows) == 2
    assert len(ledger.ask_many(cleared_actor(max_tlp=2), [question])[0].rows) == 1


def behind_the_ledger(world: World, number: int) -> None:
    """Put a gun that no act knows of: only a question that is really asked again finds it."""
    row = {"id": f"gun_behind_{number}", "holding": "us-tpd", "tlp": 2, "handling": "", "serial": "A1"}
    with world.database.writing() as transaction:
        transaction.run("CREATE (f:Firearm) SET f = $row", {"row": row})


def put(ledger: Ledger, world: World, kind: str) -> None:
    row = Row({"id": f"{kind}_new", "holding": "us-tpd", "tlp": 2, "handling": ""}, {})
    ledger.act(world.actor, Act(name="test.put", changes=[Change(statement=f"write.put_{kind}", rows=[row])]))


def test_acts_that_cannot_change_a_kept_answer_leave_it(ledger: Ledger, world: World):
    question = Ask(statement="test.find", params={"serial": "A1"}, keep=True)
    known = len(ledger.ask_many(world.actor, [question])[0].rows)
    behind_the_ledger(world, 1)
    for kind in ("trace_form", "person", "vehicle"):
        put(ledger, world, kind)
        assert len(ledger.ask_many(world.actor, [question])[0].rows) == known, kind
    put(ledger, world, "firearm")
    assert len(ledger.ask_many(world.actor, [question])[0].rows) == known + 1


def test_an_act_of_which_nobody_knows_what_it_touches_ends_every_kept_answer(ledger: Ledger, world: World):
    question = Ask(statement="test.find", params={"serial": "A1"}, keep=True)
    known = len(ledger.ask_many(world.actor, [question])[0].rows)
    behind_the_ledger(world, 2)
    head = ledger._asking._remembered.head
    assert head is not None
    put(ledger, world, "person")
    now = read_head(world.database, world.catalogue)
    found = (world.database, ledger._asking.catalogue)
    assert touched_between(head, now, *found) == {"Person"}
    assert touched_between(replace(head, frontier=("00" * 32,)), now, *found) is None
    assert touched_between(replace(head, size=0), now, *found) is None
    others = Catalogue({name: one for name, one in world.catalogue.items() if name != "write.put_person"})
    assert touched_between(head, now, world.database, others) is None
    ledger._asking.catalogue = others
    ledger._asking._follow(now)
    ledger._asking.catalogue = found[1]
    assert len(ledger.ask_many(world.actor, [question])[0].rows) == known + 1


def test_an_answer_has_seen_all_of_every_act_that_its_cut_holds(world: World, monkeypatch: pytest.MonkeyPatch):
    # While the engine applies a commit, the head tells of it before the indexes do. Each act has one marked gun.
    bringer = Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
    first, number, done, found = world.ledger.head().size, 0, threading.Event(), []

    def look() -> None:
        marked = [
            Ask(statement="search.firearm_by_canonical", params={"canonicals": ["MARKED"], "limit": 100}),
            Ask(statement="search.firearm_by_fragment", params={"fragment": "MARKED", "limit": 100}),
        ]
        while not done.is_set():
            found.append([len(answer.rows) for answer in world.ledger.ask_many(world.actor, marked)])

    noted, append = set(), world.ledger.read_log.append

    def note(group) -> None:
        noted.add(group[0][0]["size"])  # the file is read once nobody writes it
        append(group)

    monkeypatch.setattr(world.ledger.read_log, "append", note)
    reader = threading.Thread(target=look)
    reader.start()
    try:
        while number < 30 or (number < 90 and len(noted) <= 10):
            names = ["MARKED", *(f"G{number}N{n}" for n in range(500))]
            rows = [gun(f"{number}_{n}", name) for n, name in enumerate(names)]
            change = Change(statement="write.put_firearm", rows=rows)
            bringer.act(world.actor, Act(name="test.put", changes=[change]))
            number += 1
    finally:
        done.set()
        reader.join()
    claimed = [record["size"] - first for record in records(world.ledger)[::2]]
    assert len(found) == len(claimed)
    assert len(set(claimed)) > 10
    assert [(size, rows) for size, rows in zip(claimed, found, strict=True) if min(rows) < size] == []


def put_marked(ledger: Ledger, actor: Actor, number: str) -> None:
    """One act of one gun with a serial number that all of these share."""
    ledger.act(
        actor, Act(name="test.put", changes=[Change(statement="write.put_firearm", rows=[gun(number, "MARKED")])])
    )


MARKED = Ask(statement="search.firearm_by_canonical", params={"canonicals": ["MARKED"], "limit": 100})


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine may plan an act for longer than a cut may lie behind."""
    monkeypatch.setattr(wholeness, "BEHIND_SECONDS", 600.0)


@pytest.mark.usefixtures("unhurried")
def test_nobody_waits_for_another_process_act_and_the_cut_claims_less_than_was_seen(world: World):
    other = Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
    world.ledger.ask_many(world.actor, [MARKED])
    first = records(world.ledger)[-1]["size"]
    put_marked(other, world.actor, "a")
    (seen,) = world.ledger.ask_many(world.actor, [MARKED])
    assert (len(seen.rows), records(world.ledger)[-1]["size"]) == (1, first)
    for _ in range(600):  # what was not waited for is found out beside
        world.ledger.ask_many(world.actor, [MARKED])
        if records(world.ledger)[-1]["size"] == first + 1:
            break
        time.sleep(0.05)
    assert records(world.ledger)[-1]["size"] == first + 1


def test_a_kept_answer_and_one_after_a_pause_wait_for_the_end_of_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    other = Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
    world.ledger.ask_many(world.actor, [MARKED])
    first = records(world.ledger)[-1]["size"]
    put_marked(other, world.actor, "a")
    (kept,) = world.ledger.ask_many(world.actor, [replace(MARKED, keep=True)])
    assert (len(kept.rows), records(world.ledger)[-1]["size"]) == (1, first + 1)
    put_marked(other, world.actor, "b")
    monkeypatch.setattr(wholeness, "BEHIND_SECONDS", 0.0)
    (late,) = world.ledger.ask_many(world.actor, [MARKED])
    assert (len(late.rows), records(world.ledger)[-1]["size"]) == (2, first + 2)


@pytest.mark.usefixtures("unhurried")
def test_a_failed_wait_beside_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch):
    other = Ledger.open(world.settings, world.database, world.catalogue, world.vault, world.ledger.keys)
    world.ledger.ask_many(world.actor, [MARKED])
    first, failed = records(world.ledger)[-1]["size"], threading.Event()
    true_wait = world.database.wait_until_applied

    def fail() -> None:
        failed.set()
        raise Unavailable(Say(en="The engine is away.", es="El motor no está."))

    monkeypatch.setattr(world.database, "wait_until_applied", fail)
    put_marked(other, world.actor, "a")
    world.ledger.ask_many(world.actor, [MARKED])
    assert failed.wait(20)
    monkeypatch.setattr(world.database, "wait_until_applied", true_wait)
    sizes = set()
    for _ in range(600):
        world.ledger.ask_many(world.actor, [MARKED])
        sizes.add(records(world.ledger)[-1]["size"])
        if first + 1 in sizes:
            break
        time.sleep(0.05)
    assert first + 1 in sizes


def gun(number: str, serial: str) -> Row:
    marks = {"holding": "us-tpd", "tlp": 2, "handling": ""}
    return Row({"id": f"firearm_{number}", **marks}, {"serial": serial, "canonical": serial})
