"""The story of the design pictures is in every world, to the day."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from seed.world.columns import BALLISTICS, EXAMINATIONS, MULTIPLE_SALES, THEFTS, TRACES
from seed.world.dealers import PRESETS
from seed.world.story import TRUTH, mx_traces, side_rows, us_traces
from tests.unit.seed.drawn import Files, Row


def when(text: str) -> date:
    for pattern in ("%m/%d/%Y", "%m/%d/%y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise AssertionError(text)


def by_serial() -> dict[str, Row]:
    return {row["serial"]: row for row in us_traces()}


@pytest.mark.parametrize(
    ("serial", "sold", "recovered", "days", "city"),
    [
        ("TKF12045", "2025-08-14", "2025-12-02", 110, "NOGALES"),
        ("TKF12051", "2025-08-14", "2026-01-19", 158, "HERMOSILLO"),
        ("TKF11987", "2025-08-19", "2025-11-08", 81, "TUCSON"),
        ("NV-88213", "2025-09-02", "2026-02-27", 178, "HEROICA CABORCA"),
        ("NV-90117", "2025-09-09", "2026-03-11", 183, "NOGALES"),
    ],
)
def test_days_from_sale_to_recovery(serial: str, sold: str, recovered: str, days: int, city: str) -> None:
    row = by_serial()[serial]
    assert when(row["purchase_date"]).isoformat() == sold
    assert when(row["recovery_date"]).isoformat() == recovered
    assert (when(row["recovery_date"]) - when(row["purchase_date"])).days == days
    assert row["recovery_city"] == city


def test_chain_of_the_first_pistol() -> None:
    row = by_serial()["TKF12045"]
    assert row["maker"] == "HARROW&PIKE MFG"
    assert row["ship_date"] == "06/04/25"
    assert row["distributor"] == row["shipped_to_distributor"] == "LAKESHORE SUPPLY"
    assert when(row["invoice_date"]) == date(2025, 7, 2)
    assert row["dealer_name"] == "PALO FIERRO ARMS LLC"
    assert row["purchaser_name"] == "WHITCOMBE DALE R"
    assert row["possessor_name"] == "RUELAS C., IVÁN"
    assert row["trace_number"] == "25-118822"


def test_chains_run_forward_in_time() -> None:
    for row in us_traces():
        steps = [when(row[c]) for c in ("ship_date", "invoice_date", "dealer_ship_date", "purchase_date",
                                        "recovery_date", "requested", "completed")]  # fmt: skip
        assert steps == sorted(steps), row["trace_number"]


def test_sonora_writes_the_same_guns_its_own_way() -> None:
    sheets = {row["trace_number"]: row for row in mx_traces()}
    first = sheets["FGR-SON-1188"]
    assert (first["serial"], first["recovery_date"], first["recovery_place"]) == (
        "T_F12O45", "02-12-25", "NGLS SON CENTRO",
    )  # fmt: skip
    assert sheets["SON-2026-1188"]["serial"] == "NV-9O117"
    assert sheets["SON-2026-1188"]["importer"] == ""
    here = {row["trace_number"]: row["serial"] for row in us_traces()}
    for told in TRUTH:
        assert here[told["same_gun_as"]] == told["true_serial"]
        assert told["trace_number"] in sheets


def test_look_alikes_differ() -> None:
    rows = by_serial()
    assert rows["TWF12045"]["model"] == "HP-9L"
    assert when(rows["TWF12045"]["purchase_date"]).year == 2011
    assert rows["TKF12054"]["calibre"] == ".40 S&W"
    assert rows["TKF12054"]["recovery_state"] == "OH"
    assert when(rows["TKF12054"]["recovery_date"]).year == 2019


def test_shared_phone_and_shared_address() -> None:
    rows = by_serial()
    assert rows["TKF12045"]["purchaser_phone"] == rows["TKF11987"]["purchaser_phone"] == "520 555 0142"
    assert rows["TKF11987"]["purchaser_street"] == rows["NV-88213"]["purchaser_street"] == "1190 W SIERPE #4"
    assert rows["TKF11987"]["purchaser_zip"] == rows["NV-88213"]["purchaser_zip"]
    assert len({rows[s]["purchaser_id_number"] for s in ("TKF12045", "TKF11987", "NV-88213")}) == 3


def test_guns_without_a_trace_come_by_reports_of_sale() -> None:
    sold = [dict(zip(MULTIPLE_SALES, row, strict=True)) for row in side_rows().multiple_sales]
    serials = {r["serial"] for r in sold}
    assert {"TKF12388", "TKF12002", "NV-88240"} <= serials - set(by_serial())
    assert [r["serial"] for r in sold if r["report_number"] == "MS-2025-1107"] == [
        "TKF12045",
        "TKF12051",
        "TKF12388",
    ]


def test_casings_theft_and_laboratory() -> None:
    side = side_rows()
    events = {r["event_number"]: r for r in (dict(zip(BALLISTICS, x, strict=True)) for x in side.ballistics)}
    assert (events["NOG-0212"]["status"], events["NOG-0212"]["serial"]) == ("hit", "TKF12051")
    assert (events["TUC-3381"]["status"], events["TUC-3381"]["serial"]) == ("lead", "TKF11987")
    assert events["TUC-3381"]["confirmed"] == ""
    theft = dict(zip(THEFTS, side.thefts[0], strict=True))
    assert (theft["serial"], theft["report_date"]) == ("NV-90117", "10/03/2025")
    readings = [dict(zip(EXAMINATIONS, x, strict=True)) for x in side.examinations]
    assert [(r["component"], r["serial_read"]) for r in readings] == [
        ("frame", "T_F12O45"), ("slide", "TKF12045"), ("frame", "TKF12045"),
    ]  # fmt: skip
    assert [r["positions"] for r in readings] == ["kukkkdkk", "", "klkkkkkk"]
    assert readings[2]["method"].endswith("could be W")


def test_vehicle_of_the_last_recovery() -> None:
    assert by_serial()["NV-90117"]["vehicle_plate"] == "SYN-4417"


def test_rows_are_whole() -> None:
    for row in (*us_traces(), *mx_traces()):
        assert tuple(row) == TRACES


def test_story_dealers_stand_in_the_list(small: Files) -> None:
    lines = (small.folder / "dealers_2026_10.txt").read_text(encoding="utf-8").splitlines()[2:6]
    listed = ["-".join(line.split("\t")[i] for i in (0, 1, 5)) for line in lines]
    assert listed == ["7-86-01234", "7-86-02207", "7-86-03390", "7-46-04471"]
    full = {row["dealer_ffl"] for row in us_traces()}
    assert full == {"-".join(lines[n].split("\t")[:6]) for n in (0, 1, 3)}
    assert [p.name for p in PRESETS] == [line.split("\t")[7] for line in lines]


def test_hub_is_worth_expanding(small: Files) -> None:
    rows = [r for r in small.rows("traces.csv") if "01234" in r["dealer_ffl"]]
    assert 60 <= len(rows) <= 200


def test_no_other_gun_wears_a_serial_of_the_story(small: Files) -> None:
    told = [r["serial"] for name in ("traces.csv", "multiple_sales.csv") for r in small.rows(name)]
    assert sum(s.startswith(("TKF", "TWF")) for s in told) == 5 + 5
    assert sum(s.startswith(("NV-88", "NV-90")) for s in told) == 2 + 3
