"""Rules of initiation, crime, agency, possessor and recovery. Pure: a request as typed in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ironriver.errors import Say
from ironriver.model.values import DateFlag, DateOrder, DateRead, Precision, read_phone, read_state
from ironriver.tracing.countries import country_code, nearest_country
from ironriver.tracing.findings import Finding, Request, error, note, warning
from ironriver.tracing.nearest import nearest
from ironriver.tracing.schema import MOST_CHARACTERS, current_schema

#: Two letters of state or country, seven letters or figures.
_ORI = re.compile(r"[A-Z]{2}[A-Z0-9]{7}")
_CRIME = re.compile(r"\d{4}")
#: No possessor is older; a date before that is a slip.
_OLDEST_YEARS = 110


def missing_fields(request: Request) -> Iterator[Finding]:
    """Required fields that are empty, with what to do."""
    for field in current_schema().fields.values():
        if field.required and not request.get(field.name):
            picks = field.kind == "choice"
            yield error(
                field.name,
                "missing",
                Say(
                    en="choose one of the answers." if picks else "this is needed; fill it in.",
                    es="elija una de las respuestas." if picks else "es obligatorio; escríbalo.",
                ),
            )


def limits(request: Request) -> Iterator[Finding]:
    """Texts that are too long, and choices that the form does not have."""
    for name, field in current_schema().fields.items():
        text = request.get(name)
        if len(text) > MOST_CHARACTERS:
            yield error(
                name,
                "too_long",
                Say(
                    en=f"at most {MOST_CHARACTERS} characters; shorten it.",
                    es=f"máximo {MOST_CHARACTERS} caracteres; acórtelo.",
                ),
            )
        if text and field.choices and text not in {code for code, _ in field.choices}:
            yield error(
                name,
                "no_such_choice",
                Say(en="choose one of the answers of the list.", es="elija una de las respuestas de la lista."),
            )


def urgency(request: Request) -> Iterator[Finding]:
    """An urgent request says why."""
    if request.get("priority") == "urgent" and len(request.get("urgent_reason")) < 10:
        yield error(
            "urgent_reason",
            "urgent_reason",
            Say(
                en="an urgent request needs its reason in at least ten characters; write it or choose Routine.",
                es="una solicitud urgente necesita su motivo, de diez caracteres; escríbalo o elija Ordinaria.",
            ),
        )


def crime(request: Request) -> Iterator[Finding]:
    """The NCIC code has four figures."""
    code = request.get("crime_code")
    if code and not _CRIME.fullmatch(code):
        yield error(
            "crime_code",
            "crime_code",
            Say(
                en=f"“{code}” is not an NCIC code. Type four figures, such as 5212 for possession of a weapon.",
                es=f"«{code}» no es una clave NCIC. Escriba cuatro cifras, por ejemplo 5212 para posesión de arma.",
            ),
        )


def agency(request: Request) -> Iterator[Finding]:
    """ORI and telephone."""
    ori = request.get("ori")
    if ori and not _ORI.fullmatch(ori.upper()):
        yield error(
            "ori",
            "ori",
            Say(
                en=f"“{ori}” has not the form of an ORI. Type two letters and seven letters or figures, without "
                "blanks or hyphens.",
                es=f"«{ori}» no tiene la forma de un ORI. Escriba dos letras y siete letras o cifras, sin espacios "
                "ni guiones.",
            ),
            suggestion=_tidy_ori(ori),
        )
    phone = request.get("phone")
    if phone and read_phone(phone, country=request.route.country).flags:
        yield warning(
            "phone",
            "phone",
            Say(en="check the figures; give the area code too.", es="revise las cifras; incluya la clave lada."),
        )


def _tidy_ori(ori: str) -> str:
    tidy = re.sub(r"[^A-Z0-9]", "", ori.upper())
    return tidy if _ORI.fullmatch(tidy) else ""


def dates(request: Request) -> Iterator[Finding]:
    """Every date is a real one, in the order of the unit's country, and lies where it can."""
    for name in ("recovery_date", "possessor_dob", "examined", "army_date"):
        if request.get(name):
            yield from _date(request, name)
    recovered = request.date("recovery_date")
    examined = request.date("examined")
    if recovered.iso and examined.iso and examined.iso < recovered.iso:
        yield error(
            "examined",
            "examined_before_recovery",
            Say(
                en="it lies before the date of recovery; correct one of the two.",
                es="es anterior a la fecha de recuperación; corrija una de las dos.",
            ),
        )
    yield from _birth(request)


def _date(request: Request, name: str) -> Iterator[Finding]:
    read = request.date(name)
    example = "31/12/2026" if request.route.order is DateOrder.DAY_FIRST else "12/31/2026"
    if DateFlag.OTHER_ORDER_FITS in read.flags:
        yield error(name, "date_order", _order_said(request), suggestion=_turned(request, name))
    elif not read.iso or read.flags & {DateFlag.IMPOSSIBLE, DateFlag.UNREADABLE, DateFlag.PLACEHOLDER}:
        yield error(
            name,
            "date",
            Say(
                en=f"“{request.get(name)}” is no date. Type it as {example}.",
                es=f"«{request.get(name)}» no es una fecha. Escríbala como {example}.",
            ),
        )
    elif DateFlag.FUTURE in read.flags and name != "army_date":
        yield error(
            name,
            "future",
            Say(en="it lies in the future; check day and year.", es="está en el futuro; revise día y año."),
        )
    elif DateFlag.TWO_DIGIT_YEAR in read.flags:
        yield warning(
            name,
            "two_digit_year",
            Say(
                en=f"read as {read.iso}; type the year in four figures to be sure.",
                es=f"se leyó {read.iso}; escriba el año con cuatro cifras para estar seguro.",
            ),
        )
    elif read.precision is not Precision.DAY:
        yield warning(
            name,
            "date_precision",
            Say(en="the day is missing; add it if it is known.", es="falta el día; agréguelo si se conoce."),
        )


def _order_said(request: Request) -> Say:
    if request.route.order is DateOrder.DAY_FIRST:
        return Say(
            en="in Mexico the day comes first (31/12/2026); this one has the month first.",
            es="escriba primero el día (31/12/2026); aquí está primero el mes.",
        )
    return Say(
        en="type the month first (12/31/2026); this one has the day first.",
        es="en Estados Unidos va primero el mes (12/31/2026); aquí está primero el día.",
    )


def _turned(request: Request, name: str) -> str:
    parts = re.split(r"(\D)", request.get(name))
    return "".join([parts[2], parts[1], parts[0], *parts[3:]]) if len(parts) >= 5 else ""


def _birth(request: Request) -> Iterator[Finding]:
    born, recovered = request.date("possessor_dob"), request.date("recovery_date")
    if not born.iso or DateFlag.FUTURE in born.flags:
        return
    if recovered.iso and born.iso >= recovered.iso:
        yield error(
            "possessor_dob",
            "born_after_recovery",
            Say(
                en="it is not before the date of recovery; correct one of the two.",
                es="no es anterior a la fecha de recuperación; corrija una de las dos.",
            ),
        )
    elif _years(born, request.today) > _OLDEST_YEARS:
        yield warning(
            "possessor_dob",
            "too_old_person",
            Say(en="more than 110 years ago; check the year.", es="hace más de 110 años; revise el año."),
        )


def _years(read: DateRead, today: date) -> float:
    return (today - date.fromisoformat(read.iso)) / timedelta(days=365.25)


def recovery(request: Request) -> Iterator[Finding]:
    """Country and state of recovery are known names; a Mexican state needs its municipality."""
    text, state_text = request.get("recovery_country"), request.get("recovery_state")
    country = country_code(text)
    if text and not country:
        yield error(
            "recovery_country",
            "country",
            Say(
                en=f"“{text}” is not a country of the list. Type its name or two-letter code, such as MX or US.",
                es=f"«{text}» no está en la lista de países. Escriba su nombre o clave, por ejemplo MX o US.",
            ),
            suggestion=nearest_country(text),
        )
    if state_text and country in ("US", "MX"):
        yield from _state(request, country)
    if country == "MX" and not request.get("recovery_county"):
        yield warning(
            "recovery_county",
            "municipality",
            Say(
                en="a place in Mexico is found by its municipality; add it.",
                es="en México el lugar se ubica por su municipio; agréguelo.",
            ),
        )


def _state(request: Request, country: str) -> Iterator[Finding]:
    text = request.get("recovery_state")
    state = read_state(text, country=country)
    if state.code:
        return
    elsewhere = read_state(text)
    names = _state_names(country)
    if elsewhere.code:
        yield error(
            "recovery_state",
            "state_of_other_country",
            Say(
                en=f"{elsewhere.name} does not lie in this country; correct state or country.",
                es=f"{elsewhere.name} no está en este país; corrija el estado o el país.",
            ),
        )
        return
    guess = nearest(text, names)
    meant = (f" Did you mean {guess}?", f" ¿Quiso decir {guess}?") if guess else ("", "")
    yield error(
        "recovery_state",
        "state",
        Say(
            en=f"“{text}” is not a state of this country.{meant[0]} Choose one of the list.",
            es=f"«{text}» no es un estado de este país.{meant[1]} Elija uno de la lista.",
        ),
        suggestion=guess,
    )


def _state_names(country: str) -> list[str]:
    from ironriver.model.values.gazetteer import states

    return sorted({one.name for found in states().values() for one in found if one.country == country})


def not_crime_guns(request: Request) -> Iterator[Finding]:
    """Bases that published statistics leave out."""
    if request.get("basis") in ("buyback", "turned_in"):
        yield note(
            "basis",
            "not_counted",
            Say(
                en="published statistics leave such guns out; the request itself is answered.",
                es="las estadísticas publicadas no cuentan estas armas; la solicitud sí se responde.",
            ),
        )


def before_the_army(request: Request) -> Iterator[Finding]:
    """What should be had before a gun leaves for the army's custody."""
    if not request.get("army_date"):
        return
    for name in ("photo_serial", "photo_barrel", "photo_importer", "test_fire"):
        if request.get(name) != "yes":
            yield warning(
                name,
                "before_the_army",
                Say(
                    en=f"still open. Do this before {request.get('army_date')}: afterwards there is no access.",
                    es=f"pendiente. Hágalo antes del {request.get('army_date')}: después no hay acceso.",
                ),
            )
