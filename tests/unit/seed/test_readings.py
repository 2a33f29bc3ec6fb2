"""Laboratory readings of ground-off frames agree with the truth, position by position."""

from __future__ import annotations

from tests.unit.seed.drawn import Files


def test_readings_restore_what_was_ground_off(small: Files) -> None:
    truth = {r["trace_number"]: r["true_serial"] for r in small.rows("truth/traces.csv")}
    submitted = {r["trace_number"]: r["serial"] for r in small.rows("traces.csv")}
    read = [r for r in small.rows("examinations.csv") if r["report_number"].startswith("LAB-0")]
    assert read
    for row in read:
        true, seen = truth[row["trace_number"]], submitted[row["trace_number"]]
        assert len(row["positions"]) == len(row["serial_read"]) == len(true)
        for sign, char, real, was in zip(row["positions"], row["serial_read"], true, seen, strict=True):
            assert sign in "kru"
            assert (char == "_") == (sign == "u")
            assert char in ("_", real)
            assert (was == "_") == (sign in "ru")
