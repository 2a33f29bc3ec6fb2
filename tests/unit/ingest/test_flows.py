"""Published tables: cells, totals that do not add up, notes."""

import pytest

from ironriver.errors import Invalid
from ironriver.ingest.flows import Flow, Mismatch, read_flows
from ironriver.ingest.states import US_CODES, jurisdiction_code
from ironriver.ingest.workbook import Cell


def sheet(*body, notes=()):
    rows = [["Recovery State"], ["Source State", None, "ARIZONA", "TEXAS", "TOTALS"], *body]
    rows += [[None, f"- {note}"] for note in notes]
    return [(number, [Cell(value) for value in row]) for number, row in enumerate(rows, start=1)]


GOOD = (["", "ARIZONA", 5, 1, 6], ["", "TEXAS", 0, 7, 7], ["", "TOTALS", 5, 8, 13])


def test_cells_become_flows_and_zeros_do_not():
    table = read_flows(sheet(*GOOD), name="trace_2011.xlsx")
    assert table.year == 2011
    assert table.flows == [Flow(3, "AZ", "AZ", "AZ", 5), Flow(3, "TX", "AZ", "TX", 1), Flow(4, "TX", "TX", "TX", 7)]
    assert (table.rejects, table.mismatches, table.jurisdictions) == ([], [], ["AZ", "TX"])


def test_totals_that_do_not_add_up_are_told_and_not_repaired():
    wrong = (["", "ARIZONA", 5, 1, 7], ["", "TEXAS", 0, 7, 7], ["", "TOTALS", 5, 9, 13])
    table = read_flows(sheet(*wrong), name="2011")
    assert table.mismatches == [Mismatch(3, "AZ", 7, 6), Mismatch(5, "TX", 9, 8)]
    assert sum(flow.count for flow in table.flows) == 13


def test_a_foreign_row_is_kept_apart_and_told():
    rows = (*GOOD[:2], ["", "CANADA", 0, 2, 2], ["", "TOTALS", 5, 10, 15])
    table = read_flows(sheet(*rows), name="2012")
    assert table.flows[-1] == Flow(5, "TX", "CAN", "TX", 2)
    assert table.mismatches == [Mismatch(6, "US TOTAL", 15, 13)]


def test_notes_give_year_system_and_day_of_extraction():
    notes = (
        "Includes Firearms Recovered and Traced between 1/1/2015 - 12/31/2015, or …",
        "Statistics are based on a query of the Firearms Tracing System (FTS) on April 11, 2016.",
    )
    table = read_flows(sheet(*GOOD, notes=notes), name="x.xlsx", year=1999)
    assert (table.year, table.extraction_source, table.extracted) == (
        2015,
        "Firearms Tracing System (FTS)",
        "2016-04-11",
    )


@pytest.mark.parametrize("day", ["April 31, 2016", "Abril 11, 2016", "May 99, 2016"])
def test_a_day_that_does_not_exist_is_no_day_of_extraction(day):
    note = f"Statistics are based on a query of the Firearms Tracing System (FTS) on {day}."
    table = read_flows(sheet(*GOOD, notes=(note,)), name="x.xlsx", year=1999)
    assert (table.extraction_source, table.extracted) == ("Firearms Tracing System (FTS)", "")


def test_formulas_texts_and_unknown_states_are_rejected_where_they_stand():
    rows = sheet(["", "ARIZONA", "many", 1, 1], ["", "ATLANTIS", 1, 1, 2], *GOOD[1:2])
    rows[4][1][2] = Cell("=1+1", is_formula=True)
    table = read_flows(rows, name="2011")
    assert [(one.line, one.column, one.reason) for one in table.rejects] == [
        (3, "AZ", "not_a_count"),
        (4, "source_state", "unknown_state"),
        (5, "AZ", "formula"),
    ]


def test_a_negative_count_is_no_count():
    assert read_flows(sheet(["", "ARIZONA", -5, 1, 1]), name="2011").rejects[0].reason == "not_a_count"


@pytest.mark.parametrize(
    "rows", [[], [(1, [Cell("Hello")])], sheet()[:1], [(1, [Cell("Source State"), Cell(None), Cell("ATLANTIS")])]]
)
def test_another_sheet_is_refused(rows):
    with pytest.raises(Invalid):
        read_flows(rows, name="2011")


def test_a_table_without_a_year_is_refused():
    with pytest.raises(Invalid) as caught:
        read_flows(sheet(*GOOD), name="table.xlsx")
    assert "as_of" in caught.value.fields


def test_names_and_codes_of_jurisdictions():
    assert len(US_CODES) == 54
    assert jurisdiction_code("US VIRGIN ISLANDS") == "VI"
    assert jurisdiction_code("CANADA") not in US_CODES
    assert jurisdiction_code("Arizona") == ""
