"""Makes, calibres and types: the source's words stay; a name beside them only where one alone fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values import CodedFlag, firearm_type_title, read_calibre, read_firearm_type, read_make
from ironriver.model.values.cells import table
from ironriver.model.values.coded import _calibres, _makes, _types


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Smith & Wesson", "SMITH & WESSON"),
        ("S&W", "SMITH & WESSON"),
        ("S & W", "SMITH & WESSON"),
        ("SMITH AND WESSON", "SMITH & WESSON"),
        ("H&R", "HARRINGTON & RICHARDSON"),
        ("Glock, Inc.", "GLOCK"),
        ("GLOCK GMBH", "GLOCK"),
        ("Sturm, Ruger & Co.", "RUGER"),
        ("Česká zbrojovka", "CZ"),
        ("Romarm/Cugir", "ROMARM"),
        ("hi-point", "HI-POINT"),
        ("Kel Tec", "KEL-TEC"),
    ],
)
def test_makes(raw: str, code: str) -> None:
    read = read_make(raw)
    assert (read.raw, read.code, read.flags) == (raw, code, frozenset())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("9mm Luger", "9mm Luger"),
        ("9x19", "9mm Luger"),
        ("9 PARA", "9mm Luger"),
        ("9MM", "9mm Luger"),
        (".40 S&W", ".40 S&W"),
        ("40 cal", ".40 S&W"),
        ("5.56", "5.56x45mm NATO"),
        ("5.56x45mm", "5.56x45mm NATO"),
        (".223", ".223 Remington"),
        ("223 REM", ".223 Remington"),
        (".223/5.56", ".223/5.56 (not told apart)"),
        ("7.62x39", "7.62x39mm"),
        ("7.62 X 39 mm", "7.62x39mm"),
        ("7.62", "7.62 mm (cartridge not stated)"),
        (".308 Win", ".308 Winchester"),
        ("380 Auto", ".380 ACP"),
        ("12 GA", "12 gauge"),
        (".50 BMG", ".50 BMG"),
    ],
)
def test_calibres(raw: str, code: str) -> None:
    read = read_calibre(raw)
    assert (read.raw, read.code, read.flags) == (raw, code, frozenset())


def test_cartridges_that_differ_stay_apart() -> None:
    for one, other in ((".223", "5.56"), (".38 Special", ".357 Magnum"), (".308 Win", "7.62x51"), ("9mm", "9x18")):
        assert read_calibre(one).code != read_calibre(other).code


@pytest.mark.parametrize(
    ("raw", "candidates"),
    [
        ("45", {".45 ACP", ".45 Colt"}),
        (".38", {".38 Special", ".38 S&W", ".38 Super"}),
        ("22", {".22 Long Rifle", ".22 Magnum"}),
        ("50", {".50 BMG", ".50 Action Express"}),
    ],
)
def test_a_bare_number_that_fits_two_is_not_decided(raw: str, candidates: set[str]) -> None:
    read = read_calibre(raw)
    assert read.code == ""
    assert set(read.candidates) == candidates
    assert read.flags == {CodedFlag.AMBIGUOUS}
    assert read.text == raw


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Pistol", "PI"),
        ("PI", "PI"),
        ("Revolver", "PR"),
        ("revólver", "PR"),
        ("pistola", "PI"),
        ("Rifle", "R"),
        ("Escopeta", "S"),
        ("Machine Gun", "M"),
        ("Semi-automatic rifle", "RI"),
        ("Receiver/Frame", "Z"),
        ("P", "P"),
    ],
)
def test_types(raw: str, code: str) -> None:
    assert read_firearm_type(raw).code == code


def test_type_titles() -> None:
    titles = {code: firearm_type_title(code) for code in ("PI", "RX", "S", "??")}
    assert titles["PI"] is not None
    assert titles["PI"].es == "Pistola semiautomática"
    assert titles["RX"] is not None
    assert titles["RX"].en == "Rifle"
    assert titles["S"] is not None
    assert titles["??"] is None


@pytest.mark.parametrize("reader", [read_make, read_calibre, read_firearm_type])
def test_unknown_words_pass_through_flagged(reader) -> None:
    read = reader("  Acme   Blaster ")
    assert (read.raw, read.code, read.text) == ("  Acme   Blaster ", "", "Acme Blaster")
    assert read.flags == {CodedFlag.UNKNOWN}


@pytest.mark.parametrize("reader", [read_make, read_calibre, read_firearm_type])
@pytest.mark.parametrize("raw", [None, "", "NULL", "N/A"])
def test_absent(reader, raw: str | None) -> None:
    assert reader(raw).flags == {CodedFlag.ABSENT}


@pytest.mark.parametrize(
    ("reader", "names"),
    [(read_make, table("makes")["make"]), (read_calibre, table("calibres")["calibre"])],
)
def test_every_shipped_name_reads_as_itself(reader, names) -> None:
    assert [name for name in names if reader(name).code != name] == []


def test_no_spelling_of_a_make_or_type_is_claimed_twice() -> None:
    for known in (_makes(), _types()):
        assert [key for key, names in known.items() if len(names) > 1] == []


def test_ambiguous_calibres_are_the_bare_numbers_and_no_others() -> None:
    twice = {key for key, names in _calibres().items() if len(names) > 1}
    assert twice == {"22", "22CAL", "32", "32CAL", "357", "38", "38CAL", "44", "45", "45CAL", "50", "50CAL", "10"}


@given(st.text())
def test_any_text(text: str) -> None:
    for reader in (read_make, read_calibre, read_firearm_type):
        read = reader(text)
        assert read.raw == text
        assert bool(read.code) != bool(read.flags)
        if read.code:
            assert reader(read.code).code == read.code
