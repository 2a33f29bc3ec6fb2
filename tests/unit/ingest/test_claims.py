"""Rows → claims, without a graph."""

import json

import pytest

from ironriver.ingest.claims import Claim, read_claim, read_claims
from ironriver.ingest.keys import conflicts
from ironriver.ingest.mapping import KINDS_OF_FILE, mapping
from ironriver.ingest.readers import ReadContext
from ironriver.ingest.table import Record, Reject
from ironriver.model.values import DateOrder
from tests.unit.ingest.files import trace

US = ReadContext()


def claim(kind="traces", context=US, **cells):
    row = trace(**cells) if kind == "traces" else cells
    full = dict.fromkeys(mapping(kind).columns.names, "") | row
    return read_claim(Record(2, full), mapping(kind), context)


def properties(made, name):
    return made.nodes[name].properties


@pytest.mark.parametrize("kind", KINDS_OF_FILE)
def test_every_mapping_is_whole(kind):
    assert mapping(kind).kind == kind
    assert mapping(kind).title.es


def test_a_trace_makes_the_whole_chain():
    made = claim()
    assert set(made.nodes) == {
        *(
            "request",
            "agency",
            "firearm",
            "serial",
            "maker",
            "importer",
            "recovery",
            "recovery_site",
            "recovery_city",
        ),
        *("recovery_state", "possessor", "possessor_traits", "vehicle", "result", "shipper", "first_distributor"),
        *(
            "distributor",
            "first_shipment",
            "second_shipment",
            "dealer",
            "purchase",
            "purchaser",
            "purchaser_traits",
        ),
        *("phone", "home", "home_city"),
    }
    links = {(link.type, link.start, link.end) for link in made.links}
    assert ("OF", "purchase", "firearm") in links
    assert ("BOUGHT", "purchaser", "purchase") in links
    assert ("SHIPPED_TO", "second_shipment", "dealer") in links
    assert ("AT", "recovery", "recovery_site") in links
    assert ("AT", "recovery", "recovery_city") not in links


def test_time_to_crime_and_source_state_follow():
    made = claim()
    assert properties(made, "request")["ttc_days"] == properties(made, "recovery")["ttc_days"] == 473
    assert properties(made, "request")["source_state"] == "AZ"
    assert properties(made, "request")["status"] == "complete"
    assert made.doubts == []


def test_a_recovery_before_the_sale_is_flagged_and_not_repaired():
    made = claim(recovery_date="01/01/2024")
    assert "ttc_days" not in properties(made, "recovery")
    assert properties(made, "recovery")["date"] == "2024-01-01"
    assert properties(made, "recovery")["date_flags"] == ["recovery_before_sale"]
    assert made.doubts == ["recovery_before_sale"]


def test_a_sale_before_the_shipment_is_flagged():
    assert "sale_before_shipment" in claim(dealer_ship_date="03/01/2025").doubts


def test_a_month_alone_gives_no_days():
    made = claim(purchase_date="02/2025")
    assert properties(made, "purchase")["date_precision"] == "month"
    assert "ttc_days" not in properties(made, "request")


def test_without_a_purchase_there_is_no_source_state():
    made = claim(purchase_date="", purchaser_name="")
    assert "purchase" not in made.nodes
    assert "source_state" not in properties(made, "request")


def test_a_request_without_an_answer_is_open():
    assert properties(claim(completed="", outcome=""), "request")["status"] == "submitted"


def test_day_first_files_are_read_day_first():
    context = ReadContext(date_order=DateOrder.DAY_FIRST, country="MX")
    made = claim(
        context=context,
        recovery_date="03/04/2026",
        recovery_city="Hermosillo",
        recovery_state="Sonora",
        recovery_country="",
    )
    assert properties(made, "recovery")["date"] == "2026-04-03"
    assert properties(made, "recovery")["state"] == "SON"
    assert properties(made, "recovery_city")["country"] == "MX"


def test_protected_traits_stand_apart():
    made = claim()
    assert properties(made, "possessor_traits") == {"sex": "M"}
    assert "sex" not in properties(made, "possessor")
    assert "race" not in properties(made, "purchaser")


def test_a_usable_serial_with_maker_and_type_is_a_strong_key():
    assert claim().nodes["firearm"].key.startswith("firearm:PCK4471|")
    for weaker in (
        {"type": ""},
        {"maker": ""},
        {"serial": "NONE"},
        {"serial": "PCK4?71"},
        {"serial": "OBLITERATED"},
    ):
        assert claim(**weaker).nodes["firearm"].key == ""


def test_a_name_is_never_a_key():
    made = claim()
    assert made.nodes["purchaser"].key == ""
    assert claim(purchaser_id_number="D 123-4567").nodes["purchaser"].key == "id_number:D1234567"


def test_a_dealer_without_a_licence_has_no_key():
    assert claim(dealer_ffl="").nodes["dealer"].key == ""
    assert claim(dealer_ffl="7-86-019-01-6E-00042").nodes["dealer"].key == "licence:7-86-00042"


def test_raw_cells_stay_as_written():
    made = claim(purchaser_name="  LUNA,   maria ")
    assert json.loads(made.raw)["purchaser_name"] == "  LUNA,   maria "
    assert json.loads(made.nodes["recovery"].raw)["recovery_date"] == "05/20/2026"


@pytest.mark.parametrize("number", ["", "N/A", "-"])
def test_a_row_without_its_number_is_rejected(number):
    made = claim(trace_number=number)
    assert isinstance(made, Reject)
    assert (made.line, made.column, made.reason) == (2, "trace_number", "missing")


def test_the_same_number_twice_is_taken_once():
    rows = [
        Record(2, trace(1)),
        Record(3, trace(1)),
        Record(4, trace(1, outcome="dealer_only")),
        Record(5, trace(2)),
    ]
    full = [Record(row.line, dict.fromkeys(mapping("traces").columns.names, "") | row.cells) for row in rows]
    made = list(read_claims(full, mapping("traces"), US))
    assert [type(one) for one in made] == [Claim, Claim, Reject, Claim]
    assert (made[2].reason, made[2].line) == ("repeated", 4)
    assert "2" in made[2].say.es


def test_a_lead_a_hit_and_an_exclusion_are_three_links():
    for status, link in (("lead", "LEAD"), ("Hit", "HIT"), ("excluded", "EXCLUDED")):
        made = claim(
            "ballistics", lead_number="L1", status=status, event_number="E1", serial="PCK1234", maker="Glock"
        )
        assert link in {one.type for one in made.links}
        assert len({"LEAD", "HIT", "EXCLUDED"} & {one.type for one in made.links}) == 1


def test_rifles_are_reported_on_another_form():
    sale = {"report_number": "M1", "dealer_ffl": "7-86-00042", "serial": "PCK1234", "maker": "Glock"}
    assert properties(claim("multiple-sales", **sale, type="rifle"), "report")["form"] == "3310.12"
    assert properties(claim("multiple-sales", **sale, type="pistol"), "report")["form"] == "3310.4"


@pytest.mark.parametrize(
    ("known", "claimed", "expected"),
    [
        ({"calibre_code": "9mm Luger"}, {"calibre_code": "9mm Luger"}, False),
        ({"calibre_code": "9mm Luger"}, {"calibre_code": ".40 S&W"}, True),
        ({"calibre_code": "9mm Luger"}, {}, False),
        ({"model": "19"}, {"model": "Glock 19"}, False),
        ({"model": "19"}, {"model": "26"}, True),
        ({"model": ""}, {"model": "26"}, False),
        ({"model": "P-38"}, {"model": "p38"}, False),
    ],
)
def test_descriptions_conflict_only_where_both_say_something(known, claimed, expected):
    assert conflicts(known, claimed) is expected
