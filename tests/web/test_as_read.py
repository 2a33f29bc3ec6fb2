"""Words of records as pages show them: calm, and never another fact."""

from __future__ import annotations

import pytest

from ironriver.web import as_read
from ironriver.web.pages.things import code_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("PALO FIERRO ARMS LLC", "Palo Fierro Arms LLC"),
        ("WHITCOMBE DALE R", "Whitcombe Dale R"),
        ("RUELAS C., IVÁN", "Ruelas C., Iván"),
        ("DE LA CRUZ, MARÍA DEL CARMEN", "De la Cruz, María del Carmen"),
        ("O'BRIEN & MCDONALD", "O'Brien & McDonald"),
        ("QUARTZ-MESA PAWN", "Quartz-Mesa Pawn"),
        ("HP-9 COMPACT", "HP-9 Compact"),
        ("TKF12045", "TKF12045"),
        ("Palo Fierro arms", "Palo Fierro arms"),
        ("", ""),
        ("1190 W SIERPE #4", "1190 W Sierpe #4"),
    ],
)
def test_capitals_are_read_calmly(written: str, read: str):
    assert as_read.calm(written) == read


def test_no_letter_is_lost_or_added():
    for written in ("ÁNGEL NÚÑEZ-O'NEIL", "MCKAY  &  SONS, INC.", "  LEADING", "A"):
        assert as_read.calm(written).upper() == written


def test_codes_between_commas_stay_only_where_codes_are_expected():
    assert as_read.calm("NOGALES, SON, MX", codes=True) == "Nogales, SON, MX"
    assert as_read.calm("TUCSON, AZ", codes=True) == "Tucson, AZ"
    assert as_read.calm("LEE, KIM") == "Lee, Kim"


def test_a_gun_is_named_by_the_tables_and_else_by_its_own_words():
    gun = {"maker": "HARROW&PIKE MFG", "model": "HP-9 COMPACT", "calibre": "9MM LUGER"}
    assert as_read.firearm(gun) == "Harrow & Pike Mfg. HP-9 Compact, 9mm Luger"
    assert as_read.firearm({"maker": "NOBODY KNOWS CO"}) == "Nobody Knows Co"
    assert as_read.firearm({"calibre": "5.56X45MM"}) == "5.56x45mm NATO"
    assert as_read.firearm({}) == ""


def test_values_of_facts_by_their_key():
    assert as_read.value("type", "PISTOL", "es") == "Pistola semiautomática"
    assert as_read.value("type", "NO SUCH TYPE", "en") == "No Such Type"
    assert as_read.value("serial", "TKF", "en") == "TKF"
    assert as_read.value("place", "HERMOSILLO, SON, MX", "en") == "Hermosillo, SON, MX"


def test_signs_are_never_touched_in_labels():
    assert as_read.label("Firearm", "NVA") == "NVA"
    assert as_read.label("Vehicle", "SYNTHPLATE") == "SYNTHPLATE"
    assert as_read.label("Person", "WHITCOMBE DALE R") == "Whitcombe Dale R"


def test_a_serial_shows_a_question_mark_for_each_sign_that_is_gone():
    assert as_read.value("serial_reading", "T_F12O45", "en") == "T?F12O45"
    assert as_read.label("Firearm", "T_F12045") == "T?F12045"


def test_a_state_with_its_zip_stays_a_code():
    assert as_read.calm("PO BOX 1000, TUCSON, AZ 85705", codes=True) == "PO Box 1000, Tucson, AZ 85705"


def test_words_quoted_from_an_unknown_column():
    assert as_read.quoted("HARROW&PIKE MFG") == "Harrow & Pike Mfg."
    assert as_read.quoted("9MM LUGER") == "9mm Luger"
    assert as_read.quoted("PISTOL") == "Pistol"
    assert as_read.quoted("TKF12045") == "TKF12045"


def test_codes_are_said_in_the_readers_words(site):
    """What a source wrote as a code of ours is no word of the page's language; other words stay as written."""
    said = {
        "en": ["complete", "Year written", "yes", "shooting", None, None],
        "es": ["concluida", "año escrito", "sí", "disparos en un hecho", None, None],
    }
    asked = [
        *(("status", "complete"), ("date_flags", "two_digit_year, partial"), ("obliterated", "True")),
        *(("kind", "shooting"), ("status", "Awaiting Smith"), ("maker", "True")),
    ]
    for language, wanted in said.items():
        with site.app.test_request_context(headers={"Cookie": f"ironriver-language={language}"}):
            for (name, value), text in zip(asked, wanted, strict=True):
                found = code_text(name, value)
                assert found is None if text is None else (found or "").lower().startswith(text.lower()), name
