"""From a gun's page to sentences: each kind of leg in both languages, with citations, and what nobody recorded."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ironriver.errors import Say
from ironriver.reports.telling import tell
from ironriver.search import Chain, Leg, Stop, Thing

NONE = Say("", "")


def thing(label: str, kind: str = "Dealer") -> Thing:
    return Thing(id=f"x_{label}", kind=kind, label=label, second="", holding="us-tpd", tlp=2, handling="")


def page(legs: tuple[Leg, ...], stops: tuple[Stop, ...], **more: Any) -> Any:
    given = {"readings": (), "time_to_crime": None, "firearm": thing("TKF12045", "Firearm")} | more
    return SimpleNamespace(chain=Chain(stops=stops, legs=legs, sources=()), **given)


def stop(role: str, name: str = "") -> Stop:
    return Stop(role=role, title=Say(role, role), thing=thing(name) if name else None)


def leg(kind: str, **more: Any) -> Leg:
    return Leg(kind=kind, title=NONE, **({"recorded": True, "source_no": 3} | more))


def told(one: Leg, start: Stop, end: Stop) -> Any:
    (sentence,) = tell(page((one,), (start, end)), lambda no: no + 40).sentences
    return sentence


def test_a_recorded_sale_names_both_ends_the_day_and_its_source() -> None:
    sentence = told(leg("sold", date="2025-08-14"), stop("dealer", "Palo Fierro"), stop("purchaser", "Whitcombe"))
    sold = "It was sold by the dealer Palo Fierro to the purchaser of record Whitcombe"
    assert sentence.en == f"{sold} on 14 Aug 2025."
    assert sentence.es.startswith(
        "Fue vendida por el comerciante Palo Fierro al comprador registrado Whitcombe el 14 ago"
    )
    assert ([cite.no for cite in sentence.cites], sentence.known) == ([43], True)


@pytest.mark.parametrize("kind", ["shipped", "imported", "sold", "possessed"])
def test_spanish_joins_its_article(kind: str) -> None:
    sentence = told(leg(kind), stop("maker", "A"), stop("distributor", "B"))
    assert " a el " not in sentence.es
    assert " de el " not in sentence.es
    assert sentence.es[0].isupper()


@pytest.mark.parametrize(("days", "en", "es"), [(1, "(1 day)", "(1 día)"), (1_500, "(1,500 days)", "(1,500 días)")])
def test_an_unknown_leg_is_told_with_its_days_and_cites_nothing(days: int, en: str, es: str) -> None:
    sentence = told(leg("unknown", recorded=False, days=days), stop("purchaser", "W"), stop("recovery", "Nogales"))
    assert (
        sentence.en
        == f"No source says how it came from the purchaser of record W to the place of recovery Nogales {en}."
    )
    assert (
        sentence.es
        == f"Ninguna fuente dice cómo llegó del comprador registrado W al lugar de recuperación Nogales {es}."
    )
    assert (sentence.cites, sentence.known) == ((), False)


def test_a_recovery_without_a_place_goes_by_its_day_as_people_write_it() -> None:
    sentence = told(leg("unknown", recorded=False), stop("purchaser", "W"), stop("recovery", "2025-11-08"))
    assert sentence.en == "No source says how it came from the purchaser of record W to the recovery of 8 Nov 2025."
    assert sentence.es.endswith("llegó del comprador registrado W a la recuperación del 8 nov 2025.")


def test_who_is_not_named_is_told_as_not_named() -> None:
    sentence = told(leg("sold"), stop("dealer", "Palo Fierro"), stop("purchaser"))
    assert "the purchaser of record (not named)" in sentence.en
    assert "al comprador registrado (sin nombre)" in sentence.es


@pytest.mark.parametrize(("guns", "en"), [(0, ""), (1, ""), (5, "one of 5 in a multiple sale report")])
def test_a_multiple_sale_is_told_where_one_is_reported(guns: int, en: str) -> None:
    sentence = told(leg("sold", guns=guns), stop("dealer", "P"), stop("purchaser", "W"))
    assert en in sentence.en
    assert ("multiple" in sentence.en) == bool(en)


def test_legs_are_counted_with_their_denominator() -> None:
    legs = (leg("shipped"), leg("unknown", recorded=False))
    stops = (stop("maker", "A"), stop("dealer", "B"), stop("recovery", "C"))
    chapter = tell(page(legs, stops), lambda no: no)
    assert (chapter.recorded, chapter.legs, len(chapter.sentences)) == (1, 2, 2)


def test_a_kind_of_leg_without_words_is_never_told_as_known() -> None:
    assert told(leg("teleported"), stop("maker", "A"), stop("dealer", "B")).known is False


def test_a_reading_cites_its_line_and_names_the_examiner_if_one_is_recorded() -> None:
    reading = SimpleNamespace(component="frame", value="T?F12O45", examiner="LAB 7", source_no=1, line=8)
    (sentence,) = tell(page((), (), readings=(reading,)), lambda no: no).sentences
    assert sentence.en == "The serial number on the frame is recorded as T?F12O45, read by LAB 7."
    assert sentence.es == "El número de serie en el armazón consta como T?F12O45, leído por LAB 7."
    assert [(cite.no, cite.line) for cite in sentence.cites] == [(1, 8)]
