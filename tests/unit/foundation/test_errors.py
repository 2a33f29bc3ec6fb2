"""Refusals: a status, a code, and a safe sentence in both languages."""

from __future__ import annotations

import pytest

from ironriver.errors import (
    Conflict,
    Invalid,
    IronriverError,
    NotAllowed,
    NotFound,
    Say,
    Tampered,
    TooLarge,
    Unavailable,
    nothing_here,
)

SAY = Say(en="The date is missing.", es="Falta la fecha.")


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Invalid, 422),
        (NotAllowed, 403),
        (NotFound, 404),
        (Conflict, 409),
        (Tampered, 409),
        (TooLarge, 413),
        (Unavailable, 503),
    ],
)
def test_each_refusal_has_its_status_and_keeps_it(refusal: type[IronriverError], status: int) -> None:
    raised = refusal(SAY)
    assert raised.status == status
    assert issubclass(refusal, IronriverError)


def test_codes_tell_refusals_apart() -> None:
    kinds = (Invalid, NotAllowed, NotFound, Conflict, Tampered, TooLarge, Unavailable)
    assert len({kind.code for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(("language", "text"), [("es", SAY.es), ("es-MX", SAY.es), ("ES", SAY.es), ("en", SAY.en)])
def test_the_sentence_is_in_the_readers_language(language: str, text: str) -> None:
    assert SAY.in_language(language) == text


def test_an_unknown_language_reads_english() -> None:
    assert SAY.in_language("fr") == SAY.en


def test_details_are_for_logs_and_stand_apart_from_the_sentence() -> None:
    raised = Invalid(SAY, detail="row 7")
    assert str(raised) == "The date is missing. (row 7)"
    assert "row 7" not in raised.say.en


def test_fields_say_what_is_wrong_where() -> None:
    raised = Invalid(SAY, fields={"date": SAY})
    assert raised.fields["date"].es == "Falta la fecha."
    assert Invalid(SAY).fields == {}


def test_hidden_and_absent_things_get_the_same_answer() -> None:
    first, second = nothing_here(), nothing_here()
    assert (first.say, first.status, first.detail) == (second.say, second.status, second.detail)
