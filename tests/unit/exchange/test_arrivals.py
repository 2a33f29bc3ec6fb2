"""Readings of what came in that a crash cut short, or under whose ids much came before."""

from __future__ import annotations

from typing import Any

import pytest

from ironriver.exchange import inbound
from ironriver.exchange.redaction import redact
from ironriver.exchange.stix_build import build
from ironriver.exchange.stix_markings import TLP_IDS
from ironriver.model.marking import Tlp
from tests.unit.exchange.desk import Desk, arrived, of_arrival
from tests.unit.exchange.pieces import NAMING, RULES, corridor, frame


def places(tail: str, count: int) -> list[dict[str, Any]]:
    made = build(redact([corridor()], RULES, NAMING), frame()).objects
    place = dict(next(one for one in made if one["type"] == "location"))
    place["object_marking_refs"] = [TLP_IDS[Tlp.AMBER]]
    del place["created_by_ref"]
    return [{**place, "id": f"{place['id'][:-4]}{tail}{n}"} for n in range(count)]


def test_a_reading_done_again_after_a_crash_calls_nothing_known_and_loses_no_decision(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    ohlsson = desk.actor("ohlsson")
    cut = arrived(desk, places("70b", 2))
    with monkeypatch.context() as crash:
        crash.setattr(inbound, "settled", lambda *_: 1 / 0)
        crash.setattr(inbound, "_AT_ONCE", 1)
        with pytest.raises(ZeroDivisionError):
            inbound.read_arrival(ohlsson, cut.id, ledger=desk.ledger)
    inbound.refuse(ohlsson, of_arrival(desk, cut)["location"].id, reason="Not needed here", ledger=desk.ledger)
    inbound.read_arrival(ohlsson, cut.id, ledger=desk.ledger)
    told = [one for one in inbound.drafts(ohlsson, ledger=desk.ledger) if one.quarantined_id == cut.id]
    assert sorted((one.state, one.tab) for one in told) == [("draft", "create"), ("refused", "create")]


def test_what_came_before_is_known_however_much_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    ohlsson = desk.actor("ohlsson")
    first, second = arrived(desk, places("70c", 3)), arrived(desk, places("70c", 3))
    inbound.read_arrival(ohlsson, first.id, ledger=desk.ledger)
    with monkeypatch.context() as few:
        few.setattr(inbound, "_MOST", 2)  # a full answer is asked anew in halves
        inbound.read_arrival(ohlsson, second.id, ledger=desk.ledger)
    told = [one for one in inbound.drafts(ohlsson, ledger=desk.ledger) if one.quarantined_id == second.id]
    assert [one.tab for one in told] == ["known"] * 3
