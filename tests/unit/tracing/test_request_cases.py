"""Request cases: what each rule says, in both languages. Written from the descriptions of the rules, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ironriver.tracing.checking import Checked, check
from ironriver.tracing.findings import Request
from ironriver.tracing.schema import current_schema, routes

TODAY = date(2026, 11, 21)
US = {
    "priority": "routine", "crime_code": "5212", "basis": "arrest", "ori": "AZ0100300", "officer": "R. Reyes",
    "agency_case": "26-0417", "item": "firearm", "serial": "TKF12045", "obliterated": "no",
    "maker": "Tessmer Werke", "model": "T9", "type": "pistol",
    "calibre": "9mm", "country": "Germany", "importer": "Lakeshore Imports",
    "recovery_date": "03/25/2026", "recovery_city": "Tucson", "recovery_state": "AZ", "recovery_country": "US",
}  # fmt: skip
MX = US | {
    "ori": "MX0260100", "officer": "L. Tamayo", "agency_case": "SON-2026-1188", "serial": "NV-90117",
    "maker": "Norvik Arms", "model": "N5 carabina", "type": "rifle semiautomático", "calibre": "5.56x45",
    "country": "Italia", "importer": "Norvik USA", "recovery_date": "25/03/2026", "recovery_city": "Hermosillo",
    "recovery_county": "Hermosillo", "recovery_state": "Sonora", "recovery_country": "México",
}  # fmt: skip
PMF = {"item": "pmf", "maker": "", "country": "", "importer": "", "model": "", "serial": ""}
GONE = {"serial": "", "obliterated": "all", "method": "chemical", "examiner": "K. Idowu", "restored": "TK?12?45"}

#: Changed fields; the rule that must speak and on which field, as `grade field rule`. Nothing else may be an error.
CASES: list[tuple[dict[str, str], str]] = [
    # whole and right
    ({}, ""),
    ({"priority": "urgent", "urgent_reason": "Homicide, suspect in custody"}, ""),
    ({"country": "US", "importer": "", "maker": "Glock", "serial": "BKD417"}, ""),
    ({"ori": "az0100300"}, ""),
    ({"calibre": ".380 auto", "type": "PI"}, ""),
    ({"recovery_date": "2026-03-25"}, ""),
    ({"possessor_name": "X", "possessor_dob": "1990-05-01"}, ""),
    (GONE, ""),
    (GONE | {"obliterated": "part", "serial": "TK?12045", "restored": "TK?12?45"}, ""),
    (PMF, ""),
    ({"item": "conversion", "serial": "", "model": "", "calibre": "", "type": "Z"}, ""),
    ({"item": "frame", "serial": "", "model": "", "calibre": ""}, ""),
    ({"item": "machine_gun", "type": "M"}, ""),
    ({"maker": "Unheard Of Works", "markings": "UOW over a star"}, "warning maker maker_by_marks"),
    # something missing
    ({"priority": ""}, "error priority missing"),
    ({"crime_code": ""}, "error crime_code missing"),
    ({"basis": ""}, "error basis missing"),
    ({"ori": ""}, "error ori missing"),
    ({"officer": "  "}, "error officer missing"),
    ({"agency_case": ""}, "error agency_case missing"),
    ({"item": ""}, "error item missing"),
    ({"obliterated": ""}, "error obliterated missing"),
    ({"type": ""}, "error type missing"),
    ({"serial": ""}, "error serial missing"),
    ({"maker": ""}, "error maker missing"),
    ({"model": ""}, "error model missing"),
    ({"calibre": ""}, "error calibre missing"),
    ({"country": "", "importer": ""}, "error country missing"),
    ({"importer": ""}, "error importer importer_missing"),
    ({"recovery_date": ""}, "error recovery_date missing"),
    ({"recovery_city": ""}, "error recovery_city missing"),
    ({"recovery_state": ""}, "error recovery_state missing"),
    ({"recovery_country": ""}, "error recovery_country missing"),
    ({"priority": "urgent"}, "error urgent_reason urgent_reason"),
    ({"priority": "urgent", "urgent_reason": "hurry"}, "error urgent_reason urgent_reason"),
    (PMF | {"calibre": ""}, "error calibre missing"),
    # codes
    ({"crime_code": "521"}, "error crime_code crime_code"),
    ({"crime_code": "52123"}, "error crime_code crime_code"),
    ({"crime_code": "homicide"}, "error crime_code crime_code"),
    ({"ori": "AZ01003"}, "error ori ori"),
    ({"ori": "AZ-010-0300"}, "error ori ori"),
    ({"ori": "120100300"}, "error ori ori"),
    ({"priority": "very"}, "error priority no_such_choice"),
    ({"basis": "because"}, "error basis no_such_choice"),
    ({"item": "cannonball"}, "error item no_such_choice"),
    ({"phone": "12"}, "warning phone phone"),
    ({"instructions": "x" * 2001}, "error instructions too_long"),
    # words of the tables
    ({"maker": "Tesmer Werke"}, "error maker maker"),
    ({"maker": "Qqqq"}, "error maker maker"),
    ({"calibre": "9 milimeter Lugerr"}, "error calibre calibre"),
    ({"calibre": "qq"}, "error calibre calibre"),
    ({"calibre": "38"}, "warning calibre calibre_ambiguous"),
    ({"type": "pistoll"}, "error type type"),
    ({"type": "thing"}, "error type type"),
    ({"country": "Germny"}, "error country country"),
    ({"country": "US"}, "warning importer importer_of_us_gun"),
    # serials
    ({"serial": "NONE"}, "error serial serial_junk"),
    ({"serial": "UNK"}, "error serial serial_junk"),
    ({"serial": "000"}, "error serial serial_junk"),
    ({"serial": "N/A"}, "error serial serial_junk"),
    ({"serial": "123456"}, "error serial serial_junk"),
    ({"serial": "borrado"}, "error serial serial_junk"),
    ({"serial": "T9"}, "warning serial model_as_serial"),
    ({"serial": "9mm"}, "warning serial calibre_as_serial"),
    ({"serial": "T12"}, "warning serial short"),
    ({"serial": "T1204512045120451204512045"}, "warning serial long"),
    ({"serial": "PATENTED"}, "warning serial no_digit"),
    ({"serial": "TK?12045"}, "error serial serial_partial"),
    ({"maker": "Walther", "model": "P38", "serial": "4521A"}, "warning serial duplicate_by_design"),
    ({"maker": "Glock", "serial": "12"}, "warning serial serial_format"),
    ({"maker": "Taurus", "serial": "4817", "model": "G2"}, "warning serial serial_format"),
    ({"serial": "12345678-A77"}, "note serial licensee"),
    # a removed number
    (GONE | {"method": ""}, "error method method"),
    (GONE | {"examiner": ""}, "error examiner examiner"),
    (GONE | {"method": "wizardry"}, "error method no_such_choice"),
    (GONE | {"method": "not_examined", "examiner": "", "restored": ""}, ""),
    (GONE | {"restored": ""}, "warning restored restored_missing"),
    (GONE | {"serial": "ZZ999999", "obliterated": "part"}, "error restored restored_differs"),
    ({"restored": "TKF12045"}, "warning restored part_nine_unasked"),
    ({"examiner": "K. Idowu"}, "warning examiner part_nine_unasked"),
    (GONE | {"examined": "03/01/2026"}, "error examined examined_before_recovery"),
    # sorts of things
    (PMF | {"maker": "Polymer80"}, "warning maker pmf_maker"),
    ({"item": "machine_gun"}, "warning type machine_gun_type"),
    ({"year_made": "abcd"}, "error year_made year_made"),
    ({"year_made": "2099"}, "error year_made year_made"),
    ({"year_made": "1955"}, ""),
    # dates
    ({"recovery_date": "25/03/2026"}, "error recovery_date date_order"),
    ({"recovery_date": "02/30/2026"}, "error recovery_date date"),
    ({"recovery_date": "yesterday"}, "error recovery_date date"),
    ({"recovery_date": "12/25/2027"}, "error recovery_date future"),
    ({"recovery_date": "03/25/26"}, "warning recovery_date two_digit_year"),
    ({"recovery_date": "03/2026"}, "warning recovery_date date_precision"),
    ({"possessor_dob": "05/01/2027"}, "error possessor_dob future"),
    ({"associate_name": "X", "associate_dob": "1990-05-01"}, ""),
    ({"associate_dob": "05/01/2027"}, "error associate_dob future"),
    ({"associate_dob": "04/01/2026"}, "error associate_dob born_after_recovery"),
    ({"associate_dob": "05/01/1890"}, "warning associate_dob too_old_person"),
    ({"possessor_dob": "04/01/2026"}, "error possessor_dob born_after_recovery"),
    ({"possessor_dob": "05/01/1890"}, "warning possessor_dob too_old_person"),
    ({"army_date": "12/24/2026"}, "warning photo_serial before_the_army"),
    ({"army_date": "12/24/2026", "photo_serial": "yes"}, "warning photo_barrel before_the_army"),
    # places
    ({"recovery_state": "Arizonna"}, "error recovery_state state"),
    ({"recovery_state": "Sonora"}, "error recovery_state state_of_other_country"),
    ({"recovery_country": "Atlantis"}, "error recovery_country country"),
    ({"recovery_country": "MX", "recovery_state": "Sonora"}, "warning recovery_county municipality"),
    ({"basis": "buyback"}, "note basis not_counted"),
    ({"basis": "turned_in"}, "note basis not_counted"),
]  # fmt: skip
MEXICAN: list[tuple[dict[str, str], str]] = [
    ({}, ""),
    ({"recovery_date": "03/25/2026"}, "error recovery_date date_order"),
    ({"recovery_date": "31/02/2026"}, "error recovery_date date"),
    ({"recovery_date": "25/12/2027"}, "error recovery_date future"),
    ({"possessor_dob": "26/03/2026"}, "error possessor_dob born_after_recovery"),
    ({"maker": "Norvick"}, "error maker maker"),
    ({"importer": ""}, "error importer importer_missing"),
    ({"serial": "NV-9O117"}, "warning serial letter_o"),
    ({"serial": "NV-9X117"}, "warning serial serial_format"),
    ({"serial": "SIN NUMERO"}, "error serial serial_junk"),
    ({"recovery_state": "Sonorra"}, "error recovery_state state"),
    ({"recovery_state": "Arizona"}, "error recovery_state state_of_other_country"),
    ({"recovery_county": ""}, "warning recovery_county municipality"),
    ({"type": "pistola", "calibre": "9 milimetros"}, ""),
    ({"type": "escopetta"}, "error type type"),
    ({"country": "Estados Unidos", "importer": ""}, ""),
    ({"country": "Alemannia"}, "error country country"),
    ({"priority": "urgent"}, "error urgent_reason urgent_reason"),
    ({"army_date": "24/12/2026"}, "warning photo_importer before_the_army"),
    ({"army_date": "24/12/2026", "photo_importer": "no"}, "warning photo_importer before_the_army"),
    ({"importer": "NINGUNO"}, ""),
    (GONE | {"examined": "01/03/2026"}, "error examined examined_before_recovery"),
]  # fmt: skip
ALL = [(US, "US", *case) for case in CASES] + [(MX, "MX", *case) for case in MEXICAN]


def checked(base: dict[str, str], country: str, changes: dict[str, str]) -> Checked:
    return check(Request(values=base | changes, route=routes()[country], today=TODAY))


def test_there_are_enough_cases() -> None:
    assert len(ALL) >= 120


@pytest.mark.parametrize(("base", "country", "changes", "expected"), ALL)
def test_case(base: dict[str, str], country: str, changes: dict[str, str], expected: str) -> None:
    found = checked(base, country, changes)
    said = {f"{one.grade} {one.field} {one.rule}" for one in found.findings}
    if expected:
        assert expected in said
    errors = {one for one in said if one.startswith("error")}
    assert errors == ({expected} if expected.startswith("error") else set())
    for one in found.findings:
        label = current_schema().fields[one.field].label
        assert one.say.en.startswith(f"{label.en}: ")
        assert one.say.es.startswith(f"{label.es}: ")
        assert one.say.en != one.say.es
        assert len(one.say.en) > len(label.en) + 10, "names the field but gives no remedy"


SUGGESTED = [
    (US, "US", {"maker": "Tesmer Werke"}, "maker", "Tessmer Werke"),
    (MX, "MX", {"maker": "Norvick"}, "maker", "Norvik Arms"),
    (MX, "MX", {"serial": "NV-9O117"}, "serial", "NV90117"),
    (MX, "MX", {"recovery_date": "03/25/2026"}, "recovery_date", "25/03/2026"),
    (US, "US", {"recovery_date": "25/03/2026"}, "recovery_date", "03/25/2026"),
    (US, "US", {"ori": "az-010-0300"}, "ori", "AZ0100300"),
    (US, "US", {"recovery_state": "Arizonna"}, "recovery_state", "Arizona"),
    (US, "US", {"type": "pistoll"}, "type", "PISTOL"),
    (MX, "MX", {"country": "Alemannia"}, "country", "Alemania"),
]


@pytest.mark.parametrize(("base", "country", "changes", "field", "value"), SUGGESTED)
def test_what_was_meant_is_offered_and_then_accepted(base, country, changes, field, value) -> None:
    found = [one for one in checked(base, country, changes).of(field) if one.suggestion]
    assert [one.suggestion for one in found] == [value]
    again = checked(base, country, changes | {field: value})
    assert [one for one in again.of(field) if one.grade != "note"] == []


FORECASTS = [
    (US, {}, set()),
    (US, {"year_made": "1955"}, {"too_old"}),
    (US, {"importer": ""}, {"importer_missing"}),
    (MX, {"importer": "NINGUNO"}, {"importer_missing"}),
    (US, GONE | {"restored": ""}, {"obliterated"}),
    (US, {"obliterated": "part", "serial": "TK?12045", "method": "visual", "examiner": "X"}, {"partial"}),
    (US, PMF, {"pmf"}),
    (US, {"markings": "Property of Springfield Police"}, {"official"}),
]


@pytest.mark.parametrize(("base", "changes", "reasons"), FORECASTS)
def test_forecast(base: dict[str, str], changes: dict[str, str], reasons: set[str]) -> None:
    found = checked(base, "US" if base is US else "MX", changes)
    assert {one.reason for one in found.forecast} == reasons
    assert all(one.say.en and one.say.es for one in found.forecast)


def test_the_meter_counts_what_this_request_needs() -> None:
    whole = checked(US, "US", {}).completeness
    assert whole.done == whole.needed
    empty = check(Request(values={}, route=routes()["US"], today=TODAY)).completeness
    assert empty.done == 0
    assert empty.needed >= 15
    assert checked(US, "US", {"maker": "Tesmer Werke"}).completeness.done == whole.done - 1
    assert checked(US, "US", PMF).completeness.needed < whole.needed


def test_rules_never_raise_on_odd_text() -> None:
    for text in ("\x00", "🔫", "?" * 50, "*", "-" * 30, "١٢٣", "12345678-", "<b>", "{x}"):
        for field in current_schema().fields:
            check(Request(values=US | {field: text}, route=routes()["US"], today=TODAY))


def test_every_field_has_both_languages_and_a_name_of_its_own() -> None:
    fields = [field for section in current_schema().sections for field in section.fields]
    assert len({field.name for field in fields}) == len(fields)
    assert all(field.label.en and field.label.es for field in fields)
    assert current_schema().section_of("serial").name == "firearm"
    with pytest.raises(KeyError):
        current_schema().section_of("nothing")
