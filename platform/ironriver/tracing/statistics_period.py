"""What statistics are asked for: days or a year, place of recovery, kind of crime, agency. Typed by a person."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from ironriver.errors import Invalid, Say
from ironriver.model.values import read_country
from ironriver.tracing.statistics_results import Period

#: Names of what can be asked for, as they stand in an address.
LIMITS = ("in_year", "since", "until", "land", "area", "crime", "ori")
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ORI = 9
_DAY = Say(en="Write the day as 2026-01-31.", es="Escriba el día como 2026-01-31.")


def read_period(given: Mapping[str, str], *, today: date) -> Period:
    """Return what a person asks for; nothing typed means the last five years up to and including this one.

    A year takes the place of both days. Raises `Invalid` with every field that cannot be read.
    """
    typed = {name: given.get(name, "").strip() for name in LIMITS}
    wrong: dict[str, Say] = {}
    since, until = _days(typed, today, wrong)
    area = _area(typed["area"], wrong)
    land = _land(typed["land"], wrong)
    crime = _crime(typed["crime"], wrong)
    ori = _ori(typed["ori"], wrong)
    if wrong:
        message = Say(en="One of the limits cannot be read.", es="Uno de los límites no se puede leer.")
        raise Invalid(message, wrong)
    return Period(since=since.isoformat(), until=until.isoformat(), area=area, land=land, crime=crime, ori=ori)


@lru_cache
def crimes() -> Mapping[str, Say]:
    """Return the kinds of crime by the first two figures of the NCIC code, in the order of the codes."""
    rows = tomllib.loads(Path(__file__).with_name("tables").joinpath("crimes.toml").read_text("utf-8"))["crimes"]
    return {code: Say(*words) for code, words in sorted(rows.items())}


def narrowed(period: Period, language: str) -> str:
    """Return what a period is narrowed to, in words; empty where nothing but its days limit it."""
    crime = crimes()[period.crime].in_language(language) if period.crime else ""
    return " · ".join(part for part in (period.land, period.area, crime, period.ori) if part)


def _days(typed: Mapping[str, str], today: date, wrong: dict[str, Say]) -> tuple[date, date]:
    start, end = date(today.year - 5, 1, 1), date(today.year + 1, 1, 1)
    year = typed["in_year"]
    if year:
        if year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:6]) <= LAST_YEAR:
            return date(int(year), 1, 1), date(int(year) + 1, 1, 1)
        wrong["in_year"] = Say(
            en=f"Write the year as {today.year}, or leave it empty and give days.",
            es=f"Escriba el año como {today.year}, o déjelo vacío y ponga días.",
        )
        return start, end
    start, end = _day("since", typed, start, wrong), _day("until", typed, end, wrong)
    if end <= start and not wrong:
        wrong["until"] = Say(
            en="The end must lie after the start. Choose a later day.",
            es="El fin debe ser posterior al inicio. Elija un día posterior.",
        )
    return start, end


def _day(name: str, typed: Mapping[str, str], otherwise: date, wrong: dict[str, Say]) -> date:
    try:
        return date.fromisoformat(typed[name]) if typed[name] else otherwise
    except ValueError:
        wrong[name] = _DAY
        return otherwise


def _area(text: str, wrong: dict[str, Say]) -> str:
    if text and not (text.isascii() and text.isalpha() and 2 <= len(text) <= 3):
        wrong["area"] = Say(en="Write the state as AZ or SON.", es="Escriba el estado como AZ o SON.")
    return text.upper()


def _land(text: str, wrong: dict[str, Say]) -> str:
    code = read_country(text) if text else ""
    if text and not code:
        wrong["land"] = Say(en="Write the country as US, MX or GT.", es="Escriba el país como US, MX o GT.")
    return code


def _crime(text: str, wrong: dict[str, Say]) -> str:
    if text and text not in crimes():
        wrong["crime"] = Say(en="Choose a crime from the list.", es="Elija un delito de la lista.")
    return text


def _ori(text: str, wrong: dict[str, Say]) -> str:
    if text and not (text.isascii() and text.isalnum() and len(text) == _ORI):
        wrong["ori"] = Say(
            en="Write the agency's ORI: nine letters and figures, such as AZ0100300.",
            es="Escriba el ORI de la dependencia: nueve letras y cifras, por ejemplo MX0260100.",
        )
    return text.upper()
