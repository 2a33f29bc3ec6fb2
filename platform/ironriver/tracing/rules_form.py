"""Rules of initiation, crime and agency. Pure: a request as typed in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import read_phone
from ironriver.tracing.findings import Finding, Request, error, note, warning
from ironriver.tracing.schema import MOST_CHARACTERS, current_schema

#: Two letters of state or country, seven letters or figures.
_ORI = re.compile(r"[A-Z]{2}[A-Z0-9]{7}")
_CRIME = re.compile(r"\d{4}")


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
