"""Particulars of the generated summaries: never issued, one per person, and only where somebody is told."""

from __future__ import annotations

import re

import numpy as np

from seed.world.particulars import associate, build, contact, write_licence, write_ssn
from tests.unit.seed.drawn import Files

WHO = ("possessor", "purchaser")
WHAT = ("height", "weight", "birth_place", "ssn", "driving_licence")


def test_numbers_are_of_a_range_never_issued_and_a_persons_own() -> None:
    numbers = [write_ssn(person) for person in range(0, 60_000, 7)]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        found = re.fullmatch(r"(9\d\d)-(\d\d)-(\d{4})", number)
        assert found is not None
        # Taxpayers' numbers, which begin with 9 too, have groups from 50 on.
        assert 1 <= int(found[2]) <= 49


def test_licences_differ_and_builds_are_human() -> None:
    assert len({write_licence("AZ", person) for person in range(9_000)}) == 9_000
    for person in range(300):
        height, weight = build(person, woman=person % 2 == 0)
        assert re.fullmatch(r"[56]'\d\d\"", height)
        assert 100 < int(weight.removesuffix(" LBS")) < 300


def test_contacts_are_numbers_that_no_telephone_has() -> None:
    assert contact("") == ""
    assert re.fullmatch(r"TRACE DESK, 000 555 \d{4}", contact("LAKESHORE SUPPLY"))


def test_traces_of_one_gun_name_each_other() -> None:
    rows = np.array([4, 9, 4, 4])
    assert associate(["a", "b", "c", "d"], rows).tolist() == ["c;d", "", "a;d", "a;c"]


def test_the_files_hold_particulars_only_of_those_they_name(small: Files) -> None:
    rows = [*small.rows("traces.csv"), *small.rows("traces_mx.csv")]
    for who in WHO:
        for row in rows:
            assert row[f"{who}_name"] or not any(row[f"{who}_{what}"] for what in WHAT)
        for what in WHAT:
            assert any(row[f"{who}_{what}"] for row in rows), (who, what)
    assert all(row["dealer_ffl"] or not (row["dealer_phone"] or row["dealer_inspected"]) for row in rows)
    assert all(re.fullmatch(r"(9\d\d-\d\d-\d{4})?", row[f"{who}_ssn"]) for row in rows for who in WHO)


def test_a_mexican_sheet_knows_no_number_of_a_possessor(small: Files) -> None:
    for row in small.rows("traces_mx.csv"):
        assert row["possessor_ssn"] == row["possessor_driving_licence"] == ""


def test_associated_traces_are_in_the_file(small: Files) -> None:
    rows = small.rows("traces.csv")
    known = {row["trace_number"] for row in rows}
    named = [number for row in rows for number in row["associated_traces"].split(";") if number]
    assert named
    assert set(named) <= known
