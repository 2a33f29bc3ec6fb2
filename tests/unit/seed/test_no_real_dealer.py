"""No invented crime points at a real dealer: held against the published lists where they are at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seed.generate import make_world
from seed.world.dealers import PRESETS, REGION
from seed.world.sizes import SIZES
from tests.unit.seed.drawn import Files

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "ffl"


def real_rows() -> list[list[str]]:
    files = sorted(REAL.glob("*.txt"))
    if not files:
        pytest.skip(f"the published dealer lists are not at {REAL}: names cannot be compared")
    return [
        line.split("\t")
        for file in files
        for line in file.read_text(encoding="latin-1").splitlines()[2:]
        if line.count("\t") == 16
    ]


def plain(name: str) -> str:
    """A name as a reader would compare it: no signs, no legal form."""
    words = re.sub(r"[^A-Z0-9 ]", " ", name.upper().replace("&", " AND ")).split()
    return " ".join(w for w in words if w not in {"LLC", "INC", "CO", "CORP", "THE", "LTD"})


def test_region_seven_is_not_used_by_the_bureau() -> None:
    assert {row[0] for row in real_rows()}.isdisjoint({REGION})


def test_every_licence_number_lies_in_region_seven(small: Files) -> None:
    for name in ("traces.csv", "traces_mx.csv", "multiple_sales.csv", "thefts.csv", "dealer_volumes.csv"):
        for row in small.rows(name):
            assert row["dealer_ffl"] == "" or row["dealer_ffl"].startswith("7-")
    for month in ("09", "10"):
        lines = (small.folder / f"dealers_2026_{month}.txt").read_text(encoding="utf-8").splitlines()[2:]
        assert {line.split("\t")[0] for line in lines} == {"7"}


def test_marks_on_privately_made_guns_name_nobody_real(small: Files) -> None:
    marks = [r["serial"] for r in small.rows("traces.csv") if re.match(r"^\d{8}-", r["serial"])]
    assert marks
    assert all(m.startswith("7") for m in marks)


@pytest.mark.parametrize("size", ["small", "large"])
def test_no_name_is_a_real_dealers(size: str) -> None:
    real = {plain(name) for row in real_rows() for name in (row[6].strip('"'), row[7].strip('"'))} - {"", "NULL"}
    dealers = make_world(7, SIZES[size]).dealers
    ours = {plain(str(name)) for name in (*dealers.business, *dealers.licensee)} - {"NULL"}
    assert len(ours) > SIZES[size].dealers
    assert ours & real == set()


def test_story_dealers_are_invented_too() -> None:
    real = {plain(name) for row in real_rows() for name in (row[6].strip('"'), row[7].strip('"'))}
    for preset in PRESETS:
        assert plain(preset.name) not in real
        assert plain(preset.licensee) not in real


def test_phones_are_fictional(small: Files) -> None:
    for row in small.rows("traces.csv"):
        phone = row["purchaser_phone"]
        if phone:
            exchange = phone.split()[1]
            # 555 is kept for fiction; no exchange begins with 0 or 1
            assert exchange == "555" or exchange[0] in "01"
    for row in real_or_listed(small):
        assert row[16][3:6] == "555"


def real_or_listed(small: Files) -> list[list[str]]:
    lines = (small.folder / "dealers_2026_10.txt").read_text(encoding="utf-8").splitlines()[2:]
    return [line.split("\t") for line in lines]


def test_agencies_say_that_they_are_invented(small: Files) -> None:
    for row in small.rows("traces.csv"):
        assert "(DEMO)" in row["requesting_agency"] or row["requesting_agency"] == "TUCSON METRO CRIME GUN UNIT"
        assert "999" in row["ori"]
