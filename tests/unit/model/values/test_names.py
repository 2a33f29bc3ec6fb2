"""Names: two surnames stay apart, particles stay with their surname, and an open question stays open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.model.values import NameFlag, NameOrder, Reading, expand_given, fold, read_name


@pytest.mark.parametrize(
    ("raw", "given_", "paternal", "maternal"),
    [
        ("García López, Juan", "Juan", "García", "López"),
        ("GARCIA, JUAN CARLOS", "JUAN CARLOS", "GARCIA", ""),
        ("Smith, John A.", "John A.", "Smith", ""),
        ("de la Cruz Peña, María del Carmen", "María del Carmen", "de la Cruz", "Peña"),
        ("Ortega y Gasset, José", "José", "Ortega", "Gasset"),
        ("van Dyke, Richard", "Richard", "van Dyke", ""),
        ("O'Brien, Pat", "Pat", "O'Brien", ""),
        ("John Smith", "John", "Smith", ""),
        ("Ana del Río", "Ana", "del Río", ""),
        ("John Q. Smith", "John Q.", "Smith", ""),
        ("José Ortega y Gasset", "José", "Ortega", "Gasset"),
        ("Ma. Guadalupe de la Cruz y Pérez", "Ma. Guadalupe", "de la Cruz", "Pérez"),
        ("Smith , John", "John", "Smith", ""),
    ],
)
def test_readings_that_the_text_itself_decides(raw: str, given_: str, paternal: str, maternal: str) -> None:
    read = read_name(raw)
    assert (read.given, read.paternal, read.maternal) == (given_, paternal, maternal)
    assert NameFlag.AMBIGUOUS not in read.flags
    assert read.readings == ()


@pytest.mark.parametrize(
    ("raw", "order", "surnames", "expected"),
    [
        ("Juan García López", NameOrder.GIVEN_FIRST, 2, ("Juan", "García", "López")),
        ("Juan Carlos García López", NameOrder.GIVEN_FIRST, 2, ("Juan Carlos", "García", "López")),
        ("Juan García", NameOrder.GIVEN_FIRST, 2, ("Juan", "García", "")),
        ("John Michael Smith", NameOrder.GIVEN_FIRST, 1, ("John Michael", "Smith", "")),
        ("GARCIA LOPEZ JUAN", NameOrder.SURNAME_FIRST, 2, ("JUAN", "GARCIA", "LOPEZ")),
        ("GARCIA LOPEZ JUAN CARLOS", NameOrder.SURNAME_FIRST, 2, ("JUAN CARLOS", "GARCIA", "LOPEZ")),
        ("DE LA CRUZ PEREZ MARIA", NameOrder.SURNAME_FIRST, 2, ("MARIA", "DE LA CRUZ", "PEREZ")),
        ("SMITH JOHN MICHAEL", NameOrder.SURNAME_FIRST, 1, ("JOHN MICHAEL", "SMITH", "")),
        ("SMITH JOHN", NameOrder.SURNAME_FIRST, None, ("JOHN", "SMITH", "")),
        ("DE LA CRUZ", NameOrder.SURNAME_FIRST, None, ("", "DE LA CRUZ", "")),
        ("ORTEGA Y GASSET JOSE", NameOrder.SURNAME_FIRST, None, ("JOSE", "ORTEGA", "GASSET")),
    ],
)
def test_what_the_source_states_decides_the_rest(
    raw: str, order: NameOrder, surnames: int | None, expected: tuple[str, str, str]
) -> None:
    read = read_name(raw, order=order, surnames=surnames)
    assert (read.given, read.paternal, read.maternal) == expected


def test_three_words_are_not_guessed() -> None:
    read = read_name("Juan García López")
    assert (read.given, read.paternal, read.maternal) == ("", "", "")
    assert NameFlag.AMBIGUOUS in read.flags
    assert read.readings == (
        Reading(given="Juan García", paternal="López"),
        Reading(given="Juan", paternal="García", maternal="López"),
    )


def test_swapped_surnames_stay_different() -> None:
    one, other = (read_name(raw, surnames=2) for raw in ("Juan García López", "Juan López García"))
    assert (one.paternal, one.maternal) == (other.maternal, other.paternal)
    assert one != other


def test_more_than_two_surnames_before_the_comma_stay_open() -> None:
    read = read_name("García López Pérez, Juan")
    assert NameFlag.AMBIGUOUS in read.flags
    assert len(read.readings) == 2
    assert all(one.given == "Juan" for one in read.readings)


@pytest.mark.parametrize(
    ("raw", "suffix", "paternal"),
    [
        ("Smith, John, Jr.", "Jr.", "Smith"),
        ("Smith Jr, John", "Jr", "Smith"),
        ("John Smith III", "III", "Smith"),
        ("Smith, John Sr", "Sr", "Smith"),
    ],
)
def test_suffixes(raw: str, suffix: str, paternal: str) -> None:
    read = read_name(raw)
    assert (read.suffix, read.paternal, read.given) == (suffix, paternal, "John")


def test_diacritics_stay_and_the_folded_form_stands_beside() -> None:
    read = read_name("Núñez Ibáñez, Íñigo")
    assert read.paternal == "Núñez"
    assert read.folded == "NUNEZ IBANEZ INIGO"
    assert read.raw == read.full == "Núñez Ibáñez, Íñigo"


def test_particles_are_listed() -> None:
    assert read_name("de la Cruz Peña, Ana").particles == ("de", "la")


@pytest.mark.parametrize(
    ("given_", "expanded"),
    [
        ("Ma. Guadalupe", "María Guadalupe"),
        ("J. Jesús", "José Jesús"),
        ("MA DEL CARMEN", "María DEL CARMEN"),
        ("John J.", "John J."),
        ("J.", "J."),
        ("Ana", "Ana"),
        ("", ""),
    ],
)
def test_short_given_names(given_: str, expanded: str) -> None:
    assert expand_given(given_) == expanded


def test_short_forms_are_flagged_and_kept_as_written() -> None:
    read = read_name("Hdez. Mtz., Ma. Elena")
    assert (read.given, read.paternal) == ("Ma. Elena", "Hdez.")
    assert read.expanded == "María Elena"
    assert {NameFlag.SHORT_GIVEN, NameFlag.SHORT_SURNAME} <= read.flags


def test_a_married_name_is_told() -> None:
    assert NameFlag.MAYBE_MARRIED in read_name("López de García, María").flags


@pytest.mark.parametrize("raw", [None, "", "NULL", "null", " N/A ", "(null)", "-"])
def test_absent(raw: str | None) -> None:
    read = read_name(raw)
    assert read.flags == {NameFlag.ABSENT}
    assert read.full == ""


def test_the_surname_null_is_a_surname() -> None:
    read = read_name("Null, Christopher")
    assert (read.given, read.paternal) == ("Christopher", "Null")


@pytest.mark.parametrize("raw", ["UNKNOWN", "John Doe", "DOE, JANE", "desconocido", "???"])
def test_placeholders_are_nobody(raw: str) -> None:
    read = read_name(raw)
    assert read.flags == {NameFlag.PLACEHOLDER}
    assert (read.given, read.paternal) == ("", "")
    assert read.full == raw


@pytest.mark.parametrize("raw", ["Desert Guns LLC", "Armas del Norte S.A. de C.V.", "TUCSON POLICE DEPARTMENT"])
def test_companies_are_not_people(raw: str) -> None:
    assert read_name(raw).flags == {NameFlag.COMPANY}


def test_one_word() -> None:
    read = read_name("Madonna")
    assert read.flags == {NameFlag.SINGLE_WORD}
    assert read.full == "Madonna"


def test_titles_are_left_out_of_the_parts_only() -> None:
    read = read_name("Dr. John Smith")
    assert (read.given, read.paternal, read.full) == ("John", "Smith", "Dr. John Smith")


WORDS = st.sampled_from(
    ["Juan", "de", "la", "Cruz", "y", "García", ",", "Jr", "Ma.", "J", "ñ", "-", "'", "NULL", "Dr."]
)


@given(
    st.text() | st.lists(WORDS, max_size=8).map(" ".join),
    st.sampled_from(NameOrder),
    st.sampled_from([None, 1, 2]),
)
def test_any_text(text: str, order: NameOrder, surnames: int | None) -> None:
    read = read_name(text, order=order, surnames=surnames)
    assert read.raw == text
    assert bool(read.full) != (NameFlag.ABSENT in read.flags)
    assert bool(read.readings) == (NameFlag.AMBIGUOUS in read.flags)
    # Nothing is added: every part is made of words of the text.
    for part in (read.given, read.paternal, read.maternal, read.suffix):
        assert set(part.split()) <= set(read.full.replace(",", " ").split())


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True))
def test_comma_form_read_again_is_the_same(surname: str, given_: str) -> None:
    read = read_name(f"{surname}, {given_}")
    if read.paternal:
        again = read_name(f"{read.paternal}, {read.given}")
        assert (again.paternal, again.given) == (read.paternal, read.given)
