"""How clerks write: dates, spellings, errors in serials, second requests."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from seed.world import calendar, misreads
from seed.world.makers import MAKERS, write_serial
from tests.unit.seed.drawn import Drawn, Files


def test_us_dates_are_month_first(small: Files) -> None:
    for row in small.rows("traces.csv"):
        for column in ("requested", "recovery_date", "completed", "purchase_date", "purchaser_dob"):
            if row[column]:
                assert re.fullmatch(r"(0[1-9]|1[0-2])/\d\d/(\d\d|\d{4})", row[column])


def test_mexican_dates_are_day_first(small: Files) -> None:
    days = set()
    for row in small.rows("traces_mx.csv"):
        for column in ("requested", "recovery_date", "completed"):
            if row[column]:
                assert re.fullmatch(r"\d\d/(0[1-9]|1[0-2])/\d{4}|\d\d-(0[1-9]|1[0-2])-\d\d", row[column])
                days.add(int(row[column][:2]))
    assert max(days) > 12


def test_birthdays_are_written_with_four_figures(small: Files) -> None:
    for name in ("traces.csv", "traces_mx.csv"):
        for row in small.rows(name):
            assert row["purchaser_dob"] == "" or len(row["purchaser_dob"]) == 10


def test_mexican_places_are_spelled_in_several_ways(small: Files) -> None:
    spelled = Counter(r["recovery_city"] for r in small.rows("traces_mx.csv"))
    assert {"NOGALES", "HERMOSILLO"} <= set(spelled)
    assert len(spelled) > 12
    assert {r["recovery_state"] for r in small.rows("traces_mx.csv")} >= {"SON", "SONORA"}


def test_both_forms_of_licence_number(small: Files) -> None:
    forms = Counter(r["dealer_ffl"].count("-") for r in small.rows("traces.csv") if r["dealer_ffl"])
    assert set(forms) == {2, 5}
    assert forms[5] > forms[2]


@pytest.mark.parametrize("serial", ["TKF12045", "NV-90117", "SAA00005", "1111", "AAAA"])
def test_a_misread_serial_always_differs(serial: str) -> None:
    hand = random.Random(1)
    kinds = Counter()  # type: ignore[var-annotated]
    for _ in range(400):
        written, kind = misreads.misread(serial, hand)
        assert written != serial
        assert abs(len(written) - len(serial)) <= 1
        kinds[kind] += 1
    assert kinds["dropped"]
    assert kinds["added"]


def test_misread_kinds_follow_the_declared_model() -> None:
    hand = random.Random(5)
    kinds = Counter(misreads.misread("TKF12085", hand)[1] for _ in range(5_000))
    for kind, share in misreads.KINDS:
        assert abs(kinds[kind] / 5_000 - share) < 0.03


def test_confusions_are_known_pairs() -> None:
    hand = random.Random(2)
    for _ in range(500):
        written, kind = misreads.misread("B0Z51S8G", hand)
        if kind == "confusion":
            (change,) = [(a, b) for a, b in zip("B0Z51S8G", written, strict=True) if a != b]
            assert change[1] in misreads.CONFUSED[change[0]]


def test_hidden_positions() -> None:
    hand = random.Random(3)
    for _ in range(100):
        seen = misreads.hide("NV-90117", hand)
        assert len(seen) == 8
        assert seen.count("_") in (1, 2)
        assert seen[2] == "-"


def test_error_rates(medium: Drawn) -> None:
    errors = Counter(medium.block.us.errors)
    total = sum(errors.values())
    wrong = sum(errors[k] for k, _ in misreads.KINDS)
    assert 0.05 < wrong / total < 0.10  # the invalid ones, and one in a hundred of the rest
    assert errors["partial"] > errors["obliterated"]
    assert errors["pmf_unmarked"] > errors["pmf_marked"] > 0


def test_obliterated_rows_say_so(small: Files) -> None:
    truth = {r["trace_number"]: r["error"] for r in small.rows("truth/traces.csv")}
    for row in small.rows("traces.csv"):
        if truth.get(row["trace_number"]) in ("partial", "obliterated"):
            assert row["obliterated"] == "Y"
            assert row["serial"] == "" or "_" in row["serial"]


def test_duplicates_repeat_the_first_request(small: Files) -> None:
    truth = {r["trace_number"]: r for r in small.rows("truth/traces.csv")}
    rows = {r["trace_number"]: r for r in small.rows("traces.csv")}
    first = {r["gun"]: r["trace_number"] for r in truth.values() if r["file"] == "traces" and r["error"] == ""}
    repeats = [r for r in truth.values() if r["error"] == "duplicate"]
    assert 25 <= len(repeats) <= 60
    for again in repeats:
        row = rows[again["trace_number"]]
        assert (row["outcome"], row["reason"]) == ("not_traced", "duplicate")
        assert row["purchaser_name"] == row["dealer_ffl"] == ""
        if again["gun"] in first:
            assert row["recovery_place"] == rows[first[again["gun"]]]["recovery_place"]


def test_second_request_carries_the_serial_read_again(small: Files) -> None:
    rows = {r["trace_number"]: r for r in small.rows("traces.csv")}
    again = [r for r in small.rows("truth/traces.csv") if r["error"] == "asked_again"]
    assert again
    for told in again:
        assert rows[told["trace_number"]]["serial"] == told["true_serial"]
        assert "SECOND REQUEST" in rows[told["trace_number"]]["narrative"]


def test_false_traces_describe_another_gun(small: Files) -> None:
    rows = {r["trace_number"]: r for r in small.rows("traces.csv")}
    false = [r for r in small.rows("truth/traces.csv") if r["error"] == "false_trace"]
    assert false
    for told in false:
        row = rows[told["trace_number"]]
        assert row["serial"] != told["true_serial"]
        assert "MAKER'S RECORD" in row["narrative"]


def test_serial_writing() -> None:
    assert write_serial(0, 0) == "TKG00000"
    assert write_serial(0, 100_000) == "TKH00000"
    assert write_serial(1, 5) == "NV-100005"
    longest = write_serial(MAKERS.index(next(m for m in MAKERS if m.stride == 7)), 60_000_000)
    assert len(longest) <= 10


def test_importer_of_foreign_makers(small: Files) -> None:
    for row in small.rows("traces.csv"):
        if row["country"] == "USA" and row["reason"] != "pmf":
            assert row["importer"] == ""
        if row["reason"] == "importer_missing":
            assert row["importer"] == ""


def test_days_are_written_both_ways() -> None:
    import numpy as np

    days = np.array([calendar.day("2025-12-02"), calendar.day("1961-06-26")])
    assert calendar.write_days(days, calendar.MX_SHORT).tolist() == ["02-12-25", "26-06-61"]
    assert calendar.write_days(days, calendar.US_LONG, np.array([False, True])).tolist() == ["12/02/2025", ""]
    assert calendar.iso(int(days[0])) == "2025-12-02"
