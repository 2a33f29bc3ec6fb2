"""The real published files beside the checkout: ATF's monthly lists of 2013 and eleven yearly tables.

Nothing of their rows is copied here; only counts are.
"""

import pytest

from ironriver import ingest
from ironriver.errors import Conflict
from tests.world import CHECKOUT

DATA = CHECKOUT.parent / "shared" / "data"
LISTS = DATA / "ffl"
TABLES = DATA / "atf-source-recovery"

needs_lists = pytest.mark.skipif(not LISTS.is_dir(), reason=f"no dealer lists in {LISTS}: figures NOT checked")
needs_tables = pytest.mark.skipif(
    not TABLES.is_dir(), reason=f"no published tables in {TABLES}: totals NOT checked"
)

#: facts/domain.md §3.1: traced to a source state, by year.
TOTALS = {
    2010: 145_604, 2011: 149_276, 2012: 156_344, 2013: 166_426, 2014: 170_344, 2015: 190_538,
    2016: 211_384, 2017: 239_175, 2018: 254_700, 2019: 269_250, 2020: 306_686,
}  # fmt: skip
IN_STATE = {2010: 0.705, 2012: 0.709, 2014: 0.714, 2017: 0.708, 2020: 0.733}
CORRIDORS_2020 = {
    ("IN", "IL"): 1_954,
    ("AZ", "CA"): 3_352,
    ("NV", "CA"): 2_083,
    ("VA", "MD"): 1_070,
    ("GA", "NY"): 632,
}


@needs_lists
@pytest.mark.heavy
def test_may_then_june_gives_the_published_differences(bring, query, tmp_path):
    may = bring(LISTS / "0513-ffl-list.txt", "dealers")
    assert (may.added, may.rejected, may.data_date, len(may.coverage)) == (20_087, 1, "2013-05-01", 20)
    assert [(one.line, one.reason) for one in may.rejects] == [(20_090, "cut")]
    june = bring(LISTS / "0613-ffl-list.txt", "dealers")
    assert june.coverage_say().en == "17 jurisdictions present"
    assert (june.added, june.absent, june.rejected) == (252, 279, 1)
    assert june.changed + june.unchanged == 13_758
    assert june.changes == {
        "business_name": 12, "county": 8, "expiry": 257, "mail": 52, "name": 13, "phone": 64, "premises": 50,
    }  # fmt: skip
    assert [one.line for one in june.rejects] == [14_013]
    dated = query("MATCH (o:Observation {valid_to: '2013-06-01'}) RETURN o.attribute AS a, count(*) ORDER BY a")
    # Four of the twelve business names are new: nothing stood there that could be closed.
    assert dict(dated) == {**june.changes, "business_name": 8, "listed": 279}
    _nothing_new(bring, query, tmp_path)


def _nothing_new(bring, query, tmp_path):
    """June again, by pipe, changes no fact; an older list is refused by name."""
    text = (LISTS / "0613-ffl-list.txt").read_text("ascii").replace("|", " ").replace("\t", "|")
    path = tmp_path / "0613-ffl-list.txt"
    path.write_text(text, "ascii")
    again = bring(path, "dealers")
    assert (again.added, again.changed, again.unchanged, again.absent) == (0, 0, 14_010, 0)
    with pytest.raises(Conflict) as caught:
        bring(LISTS / "0413-ffl-list.txt", "dealers")
    assert "2013-05" in caught.value.say.en or "2013-06" in caught.value.say.en


@needs_tables
def test_eleven_tables_give_the_published_totals(bring, world):
    reports = {year: bring(TABLES / f"trace_{year}.xlsx", "source-recovery") for year in TOTALS}
    rows = world.ledger.ask(world.actor, "ingest.flow_totals", {}).rows
    assert {row["year"]: row["domestic"] for row in rows} == TOTALS
    assert {row["year"]: row["total"] - row["domestic"] for row in rows if row["total"] != row["domestic"]} == {
        2012: 2
    }
    shares = {row["year"]: row["in_state"] / row["domestic"] for row in rows}
    # The published shares of 2012 and 2017 are cut, not rounded, at the third digit.
    assert {year: shares[year] for year in IN_STATE} == pytest.approx(IN_STATE, abs=0.001)
    flows = world.ledger.ask(world.actor, "ingest.flows_of_year", {"year": 2020, "limit": 3000}).rows
    found = {(row["source_state"], row["recovery_state"]): row["count"] for row in flows}
    assert {pair: found[pair] for pair in CORRIDORS_2020} == CORRIDORS_2020
    assert {year for year, report in reports.items() if report.mismatches} == {2012}
    where = {one["where"]: (one["stated"], one["summed"]) for one in reports[2012].mismatches}
    assert where["US TOTAL"] == (156_346, 156_344)
    assert len(where) == 7
    assert [one.reason for one in reports[2013].rejects] == ["formula"]
    assert all(report.coverage_say().en == "54 jurisdictions present" for report in reports.values())
    assert ingest.list_batches(world.actor, ledger=world.ledger)[0].state == "closed"
