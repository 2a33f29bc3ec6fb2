"""Parts of the trace summary from rows, without a graph: what is masked, withheld, computed, left open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ironriver.errors import Say
from ironriver.tracing.summary_paper import end_of, show, show_day
from ironriver.tracing.summary_results import SummaryRow, SummarySection
from ironriver.tracing.summary_sections import Reader, Sources, Told, days_to_crime, legs, masked, sections

OPEN = Reader(open=True, abroad=False)
SHUT = Reader(open=False, abroad=False)
ABROAD = Reader(open=True, abroad=True)
SECRET = ("DOE JANE", "1990-01-01", "ROE RICHARD", "12 ELM ST", "555-0101", "SHE TOLD US")


def node(id_: str, label: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "_labels": [label], "source_id": "src", "line": 7, **more}


def told(**changed: Any) -> Told:
    maker, dealer = (
        node("o1", "Organisation", name="MAKER"),
        node("d1", "Dealer", name="SHOP", state="AZ", key="9-86-1"),
    )
    middle = node("o2", "Organisation", name="MIDDLE")
    made = Told(
        request=node("t1", "TraceRequest", number="25-1", date="2025-12-08", narrative="SHE TOLD US"),
        firearm=node("f1", "Firearm", serial="ABC123", maker="MAKER", obliterated=False),
        agency=None,
        recovery=node("r1", "Recovery", date="2025-12-02", date_precision="day"),
        place=None,
        vehicle=None,
        result=node("u1", "TraceResult", outcome="purchaser_identified", completed="2025-12-20"),
        purchase=node("p1", "Purchase", date="2025-08-14", date_precision="day"),
        dealer=dealer,
        purchasers=[node("x1", "Person", name="DOE JANE", dob="1990-01-01", id_number="D01234567")],
        possessors=[node("x2", "Person", name="ROE RICHARD")],
        contacts=[
            {"link": "HAS_PHONE", "c": {"number": "555-0101"}, "r": node("h1", "")},
            {"link": "HAS_PHONE", "c": {"number": "555-0101"}, "r": node("h2", "")},
            {"link": "HAS_ADDRESS", "c": {"street": "12 ELM ST", "city": "TUCSON"}, "r": node("h3", "")},
        ],
        shipments=[
            {"s": node("s1", "Shipment", date="2025-06-04"), "x": maker, "y": middle},
            {"s": node("s2", "Shipment", date="2025-07-08", invoice="LS-1"), "x": middle, "y": dealer},
        ],
        multiple_sales=[{"m": node("m1", "MultipleSale", number="MS-1"), "guns": 3}],
        thefts=[],
        same_buyer=[node("t2", "TraceRequest", number="26-9")],
        same_place=[node("t1", "TraceRequest", number="25-1"), node("t3", "TraceRequest", number="26-2")],
    )
    return replace(made, **changed)


def by_key(found: tuple[SummarySection, ...]) -> dict[str, SummarySection]:
    return {section.key: section for section in found}


def texts(rows: tuple[SummaryRow, ...]) -> list[str]:
    return [row.value if isinstance(row.value, str) else row.value.en for row in rows]


def everything(reader: Reader) -> str:
    book = Sources()
    return repr(sections(told(), reader, book)) + repr(legs(told(), reader, book))


def test_on_a_case_persons_stand_there_with_their_number_masked() -> None:
    text = everything(OPEN)
    for one in SECRET:
        assert one in text
    assert "D01234567" not in text
    assert "•••••4567" in text


@pytest.mark.parametrize("reader", [SHUT, ABROAD, Reader(open=False, abroad=True)])
def test_otherwise_nothing_of_persons_stands_anywhere(reader: Reader) -> None:
    text = everything(reader)
    for one in (*SECRET, "4567", "26-9"):
        assert one not in text


def test_abroad_the_dealer_is_a_state() -> None:
    text = everything(ABROAD)
    assert "SHOP" not in text
    assert "9-86-1" not in text
    assert "AZ" in text


@pytest.mark.parametrize(("number", "shown"), [("D01234567", "•••••4567"), ("123456", "••••••"), ("", "")])
def test_masks(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_a_contact_stands_there_once() -> None:
    rows = by_key(sections(told(), OPEN, Sources()))["purchaser"].rows
    assert texts(rows).count("555-0101") == 1


@pytest.mark.parametrize(
    ("status", "priority", "basis", "spanish"),
    [
        ("complete", "URGENT", "recovered", ["concluida", "urgente", "recuperada"]),
        ("in_process", "routine", "turned in", ["en proceso", "ordinaria", "entregada"]),
    ],
)
def test_codes_of_a_request_are_said_in_both_languages(
    status: str, priority: str, basis: str, spanish: list[str]
) -> None:
    request = node("t1", "TraceRequest", status=status, priority=priority, basis=basis)
    rows = by_key(sections(told(request=request), Reader(open=True, abroad=False), Sources()))["request"].rows
    assert [row.value.es for row in rows if isinstance(row.value, Say) and row.value.es in spanish] == spanish


def test_a_word_that_is_no_code_stays_as_it_was_written() -> None:
    request = node("t1", "TraceRequest", status="PENDING REVIEW", priority="VERY")
    found = texts(
        by_key(sections(told(request=request), Reader(open=True, abroad=False), Sources()))["request"].rows
    )
    assert {"PENDING REVIEW", "VERY"} <= set(found)


def test_the_request_itself_is_not_another_trace() -> None:
    also = by_key(sections(told(), OPEN, Sources()))["also"]
    assert texts(also.rows) == ["MS-1 (3)", "26-2", "26-9"]


def test_what_nobody_recorded_says_so_and_cites_nothing() -> None:
    rows = by_key(sections(told(result=None, recovery=None), OPEN, Sources()))["recovery"].rows
    assert set(texts(rows)[:6]) == {"not recorded"}
    assert all(row.source_no == 0 and row.line is None for row in rows[:6])


@pytest.mark.parametrize(
    ("sold", "recovered", "days"),
    [
        ({"date": "2025-08-14"}, {"date": "2025-12-02"}, 110),
        ({"date": "2025-08-14"}, {"date": "2025-08-14"}, 0),
        ({"date": "2025-12-02"}, {"date": "2025-08-14"}, None),
        ({"date": "2025-08"}, {"date": "2025-12-02"}, None),
        ({"date": "2025-08-01", "date_precision": "month"}, {"date": "2025-12-02"}, None),
        (None, {"date": "2025-12-02"}, None),
        ({"date": "2025-08-14"}, {}, None),
    ],
)
def test_time_to_crime_is_computed_or_left_open(sold: Any, recovered: Any, days: int | None) -> None:
    assert days_to_crime(sold, recovered) == days


def test_time_to_crime_carries_its_caution() -> None:
    recovery = by_key(sections(told(), OPEN, Sources()))["recovery"]
    assert "110 days" in texts(recovery.rows)
    assert recovery.limit is not None
    assert "over-represented" in recovery.limit.en


def test_the_last_leg_is_always_unknown() -> None:
    chain = legs(told(), OPEN, Sources())
    assert [leg.known for leg in chain] == [True, True, True, False]
    assert chain[-1].days == 110
    assert chain[1].invoice == "LS-1"


def test_a_gap_between_shipments_is_an_unknown_leg() -> None:
    first, second = told().shipments
    other = {**second, "x": node("o9", "Organisation", name="OTHER")}
    chain = legs(told(shipments=[first, other]), OPEN, Sources())
    assert [leg.known for leg in chain] == [True, False, True, True, False]
    assert (chain[1].start, chain[1].end) == ("MIDDLE", "OTHER")


def test_a_dealer_nobody_shipped_to_leaves_a_gap() -> None:
    first = told().shipments[0]
    chain = legs(told(shipments=[first]), OPEN, Sources())
    assert [leg.known for leg in chain] == [True, False, True, False]


def test_no_recovery_no_last_leg() -> None:
    assert all(leg.known for leg in legs(told(recovery=None), OPEN, Sources()))


def test_sources_are_numbered_as_cited() -> None:
    book = Sources()
    assert book.number({"source_id": "b"}) == 1
    assert book.number({"source_id": "a"}) == 2
    assert book.number({"source_id": "b"}) == 1
    assert book.number({}) == book.number(None) == 0


def test_paper_shows_values_in_its_language() -> None:
    label = Say(en="x", es="x")
    assert show(SummaryRow(label=label, value=Say(en="yes", es="sí")), "es") == "sí"
    assert show(SummaryRow(label=label, value="2025-12-02", how="date"), "es") == "2 dic 2025"
    assert show(SummaryRow(label=label, value="2025-12-02"), "en") == "2025-12-02"
    assert show_day("2025-12", "en") == "2025-12"
    assert show_day("", "en") == ""
    assert end_of("recovery", "es") == "recuperación"
    assert end_of("SHOP", "es") == "SHOP"


WRITTEN = {
    "dealer_address": "9 WRITTEN RD, TUCSON", "dealer_phone": "520-555-0177", "dealer_inspected": "2024-03-18",
    "importer_contact": "DESK ONE", "administrative_notes": "HE WAS ASKED TWICE", "associated_traces": ["26-77"],
}  # fmt: skip


def with_notes() -> Told:
    return told(result=node("u1", "TraceResult", outcome="purchaser_identified", **WRITTEN))


def test_what_one_line_said_of_request_and_result_is_said_once() -> None:
    result = node("u1", "TraceResult", outcome="purchaser_identified", narrative="SHE TOLD US")
    found = by_key(sections(told(result=result), Reader(open=True, abroad=False), Sources()))
    assert texts(found["narrative"].rows) == ["SHE TOLD US"]
    elsewhere = result | {"line": 77}
    found = by_key(sections(told(result=elsewhere), Reader(open=True, abroad=False), Sources()))
    assert texts(found["narrative"].rows) == ["SHE TOLD US"] * 2  # two lines, two claims
    other = result | {"narrative": "SHE DID NOT"}
    found = by_key(sections(told(result=other), Reader(open=True, abroad=False), Sources()))
    assert texts(found["narrative"].rows) == ["SHE TOLD US", "SHE DID NOT"]


def test_what_the_trace_wrote_stands_in_its_part() -> None:
    found = by_key(sections(with_notes(), Reader(open=True, abroad=False), Sources()))
    dealer = texts(found["dealer"].rows)
    for name in ("dealer_address", "dealer_phone", "dealer_inspected", "importer_contact"):
        assert WRITTEN[name] in dealer
    assert "26-77" in texts(found["also"].rows)
    assert "HE WAS ASKED TWICE" in texts(found["narrative"].rows)
    assert {row.how for row in found["narrative"].rows} == {"text"}  # word for word
    # Where it wrote nothing there is no row that says so.
    bare = by_key(sections(told(), Reader(open=True, abroad=False), Sources()))["dealer"]
    assert len(bare.rows) == len(found["dealer"].rows) - 4


@pytest.mark.parametrize("reader", [Reader(open=False, abroad=False), Reader(open=True, abroad=True)])
def test_notes_and_associated_traces_stay_back_like_persons(reader: Reader) -> None:
    found = sections(with_notes(), reader, Sources())
    said = " ".join(text for section in found for text in texts(section.rows))
    assert "ASKED TWICE" not in said
    assert "26-77" not in said
    assert ("9 WRITTEN RD" in said) is not reader.abroad
