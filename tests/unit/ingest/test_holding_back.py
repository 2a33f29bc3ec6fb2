"""A laboratory reading against its trace: what contradicts holds the result back, and changes nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ironriver.ingest.claims import Claim, Draft
from ironriver.ingest.examining import hold_back, trace_ids, unknown_trace
from ironriver.ingest.minting import Minting, Rows
from ironriver.ingest.sources import Source
from ironriver.model.ids import mint
from ironriver.model.marking import Marking, Tlp

KEY = bytes(range(32))
LAB = Source(
    id="source_lab",
    name="LAB-2231",
    kind="examinations",
    sha256="ab" * 32,
    size=1,
    authority="warrant",
    brought_by="J. Quist",
    received="2026-01-09T00:00:00.000000Z",
    marking=Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt"),
)
GUN = {"maker_code": "RUGER", "model": "LCP", "calibre_code": "380"}
RESULT = {
    "id": "result_1",
    "holding": "us-tpd",
    "tlp": 1,
    "handling": "orcon",
    "outcome": "purchaser_identified",
    "completed": "2025-12-22",
    "source_id": "source_trace",
    "line": 22,
    "raw": '{"outcome": "PURCHASER"}',
}


@pytest.fixture
def minting() -> Minting:
    return Minting(source=LAB, mint=lambda kind, basis, holding: mint(KEY, kind, basis, holding))


def claim(key: str = "trace:25 118822", rule: str = "traced_firearm", **given: Any) -> Claim:
    firearm = Draft(name="firearm", kind="Firearm", properties={**GUN, **given}, key=key, rule=rule)
    return Claim(line=4, raw="{}", main="firearm", nodes={"firearm": firearm}, links=[])


def held(minting: Minting, said: Claim, known: dict[str, Any] | None = None, **result: Any) -> list[Any]:
    """Hold a claim against a trace whose gun and result are given; return the rows that it made."""
    rows = Rows()
    id_ = minting.entity_id("TraceRequest", "trace:25 118822")
    found = {"firearm": {**GUN, **(known or {})}, "result": {**RESULT, **result} if result.get("id", 1) else None}
    hold_back(said, {id_: found}, minting, rows)
    return [(change.statement, row) for change in rows.changes() for row in change.rows]


@pytest.mark.parametrize(
    ("examined", "known"),
    [
        ({"maker_code": "GLOCK"}, {}),
        ({"calibre_code": "9MM"}, {}),
        ({"model": "P365"}, {}),
        ({"maker_code": "", "maker": "Harrow & Pike"}, {}),
        ({}, {"maker_code": "GLOCK"}),
    ],
)
def test_what_contradicts_holds_the_result_back(
    minting: Minting, examined: dict[str, str], known: dict[str, str]
) -> None:
    said = claim(**examined)
    ((statement, row),) = held(minting, said, known)
    assert statement == "write.put_trace_result"
    assert row.p["held_back"] is True
    assert said.doubts == ["trace_contradicts_exhibit"]


@pytest.mark.parametrize(
    ("examined", "known"),
    [
        ({}, {}),
        ({"maker_code": "", "maker": ""}, {}),
        ({"model": ""}, {}),
        ({"calibre_code": ""}, {}),
        ({"model": "RUGER LCP II"}, {}),
        ({}, {"maker_code": "", "model": "", "calibre_code": ""}),
    ],
)
def test_what_is_unknown_or_only_written_otherwise_contradicts_nothing(
    minting: Minting, examined: dict[str, str], known: dict[str, str]
) -> None:
    said = claim(**examined)
    assert held(minting, said, known) == []
    assert said.doubts == []


def test_what_the_result_said_stays_with_its_own_receipt(minting: Minting) -> None:
    """It is held back, not rewritten: outcome, source, line and cells remain those of the trace."""
    ((_, row),) = held(minting, claim(maker_code="GLOCK"))
    for name in ("outcome", "completed", "source_id", "line", "raw"):
        assert row.p[name] == RESULT[name]
    (before,) = row.p["earlier"]
    assert "held_back" not in json.loads(before)
    assert row.p["changed_by"] == LAB.id


def test_a_held_result_keeps_the_stricter_marking_of_both_files(minting: Minting) -> None:
    ((_, row),) = held(minting, claim(maker_code="GLOCK"))
    assert (row.s["holding"], row.s["tlp"], row.s["handling"]) == ("us-tpd", 2, "orcon,tiahrt")


def test_a_result_is_held_back_once(minting: Minting) -> None:
    said = claim(maker_code="GLOCK")
    assert held(minting, said, held_back=True) == []
    assert said.doubts == []


def test_a_trace_without_a_result_has_nothing_to_hold_back(minting: Minting) -> None:
    rows = Rows()
    id_ = minting.entity_id("TraceRequest", "trace:25 118822")
    hold_back(claim(maker_code="GLOCK"), {id_: {"firearm": GUN, "result": None}}, minting, rows)
    assert rows.changes() == []


@pytest.mark.parametrize("rule", ["firearm", ""])
def test_a_gun_found_by_its_own_serial_holds_nothing_back(minting: Minting, rule: str) -> None:
    rows = Rows()
    hold_back(claim(rule=rule, maker_code="GLOCK"), {}, minting, rows)
    assert rows.changes() == []


def test_traces_are_asked_for_once_and_in_order(minting: Minting) -> None:
    claims = [
        claim("trace:2"),
        claim("trace:1"),
        claim("trace:2"),
        claim("", "traced_firearm"),
        claim("x", "firearm"),
    ]
    expected = sorted(minting.entity_id("TraceRequest", key) for key in ("trace:1", "trace:2"))
    assert trace_ids(claims, minting) == expected


def test_ids_depend_on_holding_and_key_of_the_deployment(minting: Minting) -> None:
    here = minting.entity_id("TraceRequest", "trace:1")
    assert here == minting.entity_id("TraceRequest", "trace:1", "us-tpd")
    assert here != minting.entity_id("TraceRequest", "trace:1", "mx-fge-son")
    assert here != minting.entity_id("Firearm", "trace:1").replace("gun_", "trace_")
    other = Minting(source=LAB, mint=lambda kind, basis, holding: mint(bytes(32), kind, basis, holding))
    assert here != other.entity_id("TraceRequest", "trace:1")


def test_rows_carry_the_sources_marking_and_receipts_its_line(minting: Minting) -> None:
    row = minting.row("firearm_1", {"model": "LCP"})
    assert row.s == {"id": "firearm_1", "holding": "us-tpd", "tlp": 2, "handling": "tiahrt"}
    assert minting.receipt(7) == {"source_id": "source_lab", "line": 7}
    key = minting.key_row("licence:7-86-01234", "dealer_1")
    assert key.p == {"kind": "licence", "value": "7-86-01234", "entity": "dealer_1"}
    assert "7-86-01234" not in json.dumps(key.s), "what may be shredded stands in the payload"


def test_links_between_the_same_ends_are_told_apart_by_their_basis(minting: Minting) -> None:
    ends = ("person_1", "phone_1")
    plain, again = minting.link("HAS_PHONE", ends, {}), minting.link("HAS_PHONE", ends, {"raw": "x"})
    assert plain.s == again.s
    assert plain.s["id"] != minting.link("HAS_PHONE", ends, {}, basis="2025-01").s["id"]
    assert plain.s["id"] != minting.link("HAS_PHONE", ends[::-1], {}).s["id"]


def test_an_unknown_trace_is_rejected_with_a_remedy() -> None:
    refused = unknown_trace(claim())
    assert (refused.line, refused.column, refused.reason) == (4, "trace_number", "unknown_trace")
    assert "Import the trace first" in refused.say.en
    assert "Importe primero el rastreo" in refused.say.es
