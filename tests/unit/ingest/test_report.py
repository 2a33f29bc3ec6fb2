"""Tally and report."""

import csv
import io
import json

from ironriver.errors import Say
from ironriver.ingest.report import BatchReport, Tally
from ironriver.ingest.table import reject

REJECT = reject(9, "city", "=cmd()", "bad", Say(en="No.", es="-No."))
REPORT = BatchReport(
    batch_id="batch_1",
    source_id="source_1",
    kind="traces",
    name="ñ.csv",
    state="closed",
    added=3,
    changed=1,
    unchanged=2,
    rejected=1,
    coverage=("AZ", "TX"),
    mismatches=({"line": 1, "where": "AZ", "stated": 2, "summed": 1},),
    rejects=(REJECT,),
)


def test_a_tally_survives_its_json():
    tally = Tally(done=4, added=2, late=[REJECT])
    tally.changes.update({"name": 2})
    again = tally.copy()
    assert again == tally
    again.changes["name"] += 1
    again.late.append(REJECT)
    assert (tally.changes["name"], len(tally.late)) == (2, 1)


def test_a_report_survives_its_json_and_is_stable():
    assert BatchReport.from_json(REPORT.to_json()) == REPORT
    assert BatchReport.from_json(REPORT.to_json()).to_json() == REPORT.to_json()
    assert json.loads(REPORT.to_json())["rejects"][0]["line"] == 9


def test_the_total_counts_rows_of_the_file():
    assert REPORT.total == 7


def test_coverage_in_words():
    assert REPORT.coverage_say() == Say(en="2 jurisdictions present", es="2 jurisdicciones presentes")


def test_rejects_as_csv_run_nothing():
    rows = list(csv.reader(io.StringIO(REPORT.rejects_csv("es"))))
    assert rows[1] == ["9", "city", "'=cmd()", "bad", "'-No."]
    assert REPORT.rejects_csv().endswith("\r\n")


def test_a_long_value_is_cut():
    assert len(reject(1, "c", "x" * 500, "r", Say(en="", es="")).value) == 200
