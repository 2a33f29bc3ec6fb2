"""One row of the dealer list, as ATF and its spreadsheets write it. All licences are invented (region 7)."""

import pytest

from ironriver.errors import Invalid
from ironriver.ingest.dealers import (
    Attribute,
    attribute_properties,
    format_zip,
    licence_number,
    list_date_of,
    read_listing,
)
from ironriver.ingest.table import Record, Reject

ROW = {
    "lic_regn": "7",
    "lic_dist": "86",
    "lic_cnty": "019",
    "lic_type": "01",
    "lic_xprdte": "6E",
    "lic_seqn": "00042",
    "license_name": "VEGA, ANA",
    "business_name": "NULL",
    "premise_street": "1 INVENTED RD",
    "premise_city": "TUCSON",
    "premise_state": "AZ",
    "premise_zip_code": "857011234",
    "mail_street": "PO BOX 9",
    "mail_city": "TUCSON",
    "mail_state": "AZ",
    "mail_zip_code": "85702",
    "voice_phone": "5205550142",
}


def listing(**cells):
    return read_listing(Record(7, {**ROW, **cells}))


def test_a_row_becomes_a_key_and_its_attributes():
    read = listing()
    assert (read.key, read.state, read.line) == ("7-86-00042", "AZ", 7)
    assert {name: one.value for name, one in read.attributes.items()} == {
        "county": "019",
        "type": "01",
        "expiry": "6E",
        "name": "VEGA, ANA",
        "premises": "1 INVENTED RD, TUCSON, AZ 85701-1234",
        "mail": "PO BOX 9, TUCSON, AZ 85702",
        "phone": "520-555-0142",
    }


def test_the_literal_null_is_no_business_name():
    assert "business_name" not in listing().attributes
    assert listing(business_name="NULL GUNS").attributes["business_name"].value == "NULL GUNS"


def test_zeros_that_a_spreadsheet_took_come_back():
    read = listing(lic_dist="6", lic_cnty="5", lic_type="1", lic_seqn="42")
    assert read.key == "7-06-00042"
    assert read.attributes["county"].value == "005"
    assert read.attributes["county"].cells == {"lic_cnty": "5"}


@pytest.mark.parametrize(
    ("column", "value"),
    [("lic_regn", "AB"), ("lic_seqn", "123456"), ("lic_xprdte", "6I"), ("lic_xprdte", "XX"), ("lic_cnty", "--")],
)
def test_a_licence_that_cannot_be_read_is_rejected_by_its_column(column, value):
    read = listing(**{column: value})
    assert isinstance(read, Reject)
    assert (read.line, read.column, read.value, read.reason) == (7, column, value, "licence")


@pytest.mark.parametrize("value", ["", "NULL", "ARIZONA", "A1"])
def test_a_row_without_a_jurisdiction_is_rejected(value):
    assert listing(premise_state=value).reason == "state"


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("85701", "AZ", "85701"),
        ("857011234", "AZ", "85701-1234"),
        ("857010000", "AZ", "85701"),
        ("2138", "MA", "02138"),
        ("21381234", "MA", "02138-1234"),
        ("801", "VI", "00801"),
        ("28560000", "NC", "28560000"),
        ("251770", "WV", "251770"),
        ("", "AZ", ""),
        ("K1A0B1", "NY", "K1A0B1"),
    ],
)
def test_postal_codes_are_formatted_and_doubtful_ones_left(text, state, expected):
    assert format_zip(text, state) == expected


@pytest.mark.parametrize(
    ("attribute", "cells", "expected"),
    [
        ("expiry", {"lic_xprdte": "6E"}, {"expiry": "2016-05"}),
        ("expiry", {"lic_xprdte": "2K"}, {"expiry": "2012-10"}),
        ("county", {"lic_cnty": "5"}, {"county": "005"}),
        ("phone", {"voice_phone": "5205550142"}, {"phone": "520-555-0142"}),
        ("name", {"license_name": "VEGA,  ANA"}, {"name": "VEGA, ANA"}),
        (
            "premises",
            {"premise_street": "NULL", "premise_city": "YUMA", "premise_state": "az", "premise_zip_code": ""},
            {"street": None, "city": "YUMA", "state": "AZ", "zip": None},
        ),
    ],
)
def test_current_properties_follow_from_the_cells_as_written(attribute, cells, expected):
    assert attribute_properties(attribute, cells, "2013-05-01") == expected


def test_the_full_number_is_put_together():
    assert licence_number("7-86-00042", "019", "01", "6E") == "7-86-019-01-6E-00042"


def test_a_receipt_holds_the_cells():
    assert Attribute("x", {"b": "2", "a": "ñ"}).raw() == '{"a": "ñ", "b": "2"}'


@pytest.mark.parametrize(
    ("name", "as_of", "expected"),
    [
        ("0513-ffl-list.txt", "", "2013-05-01"),
        ("dealers_2026_09.txt", "", "2026-09-01"),
        ("ffl-201306.csv", "", "2013-06-01"),
        ("FFL May 2013.txt", "", "2013-05-01"),
        ("list.txt", "2013-05", "2013-05-01"),
        ("0513-ffl-list.txt", "2014-07-31", "2014-07-01"),
    ],
)
def test_the_month_comes_from_the_name_or_is_given(name, as_of, expected):
    assert list_date_of(name, as_of) == expected


@pytest.mark.parametrize(("name", "as_of"), [("list.txt", ""), ("list.txt", "May"), ("list-2013-13.txt", "")])
def test_a_month_that_nobody_tells_is_asked_for(name, as_of):
    with pytest.raises(Invalid) as caught:
        list_date_of(name, as_of)
    assert "as_of" in caught.value.fields
