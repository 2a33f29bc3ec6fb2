"""People first: an import rests after an act during which anybody asked something, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from ironriver import clock, ingest
from ironriver.ingest.giving_way import LONGEST_S, GivingWay
from ironriver.ledger.readlog import ReadLog
from tests.unit.ingest.files import dealer, write_dealers
from tests.world import World

RECORD = ({"at": "2026-11-21T00:00:00.000000Z", "name": "search"}, b"{}")


def test_rests_as_long_as_the_act_took_where_another_process_answered(tmp_path: Path):
    mine, of_the_web = ReadLog(tmp_path / "readlog", bytes(32)), ReadLog(tmp_path / "readlog", bytes(32))
    way = GivingWay(mine.written)
    assert way.rest_if_asked() == 0.0  # nobody has ever asked anything: there is no folder yet
    for _ in range(2):  # the file of that process is new, then it grows
        began = clock.monotonic()
        of_the_web.append([RECORD])
        clock.sleep(0.02)
        assert 0.02 <= way.rest_if_asked() <= clock.monotonic() - began
        assert way.rest_if_asked() == 0.0


def test_what_was_asked_during_the_rest_asks_for_no_other(tmp_path: Path, monkeypatch):
    log = ReadLog(tmp_path / "readlog", bytes(32))
    way = GivingWay(log.written)
    log.append([RECORD])
    monkeypatch.setattr(clock, "sleep", lambda _: log.append([RECORD]))
    assert way.rest_if_asked() > 0
    assert way.rest_if_asked() == 0.0


def test_a_rest_has_an_end(tmp_path: Path, monkeypatch):
    log = ReadLog(tmp_path / "readlog", bytes(32))
    way = GivingWay(log.written)
    log.append([RECORD])
    long_after = clock.monotonic() + 3_600
    monkeypatch.setattr(clock, "monotonic", lambda: long_after)
    rests: list[float] = []
    monkeypatch.setattr(clock, "sleep", rests.append)
    assert way.rest_if_asked() == LONGEST_S
    assert rests == [LONGEST_S]


@pytest.mark.parametrize("asks", [True, False])
def test_an_import_rests_between_its_acts(world: World, tmp_path: Path, monkeypatch, asks: bool):
    rests: list[float] = []
    rest = GivingWay.rest_if_asked

    def seen(way: GivingWay) -> float:
        if asks:
            world.ledger.ask(world.actor, "search.firearm_by_canonical", {"canonicals": ["A1"], "limit": 5})
        rests.append(rest(way))
        return rests[-1]

    monkeypatch.setattr(GivingWay, "rest_if_asked", seen)
    path = write_dealers(tmp_path / "dealers_2026-01.txt", [dealer(n) for n in range(600)])
    done = ingest.import_file(
        world.actor, path, ledger=world.ledger, kind="dealers", authority="a", brought_by="b"
    )
    assert done.added == 600
    assert len(rests) > 1
    assert [one > 0 for one in rests] == [asks] * len(rests)
