"""Rules of dates and of the possessor's age. Pure: a request as typed in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ironriver.errors import Say
from ironriver.model.values import DateFlag, DateOrder, DateRead, Precision
from ironriver.tracing.findings import Finding, Request, error, warning

#: No possessor is older; a date before that is a slip.
_OLDEST_YEARS = 110


def dates(request: Request) -> Iterator[Finding]:
    """Every date is a real one, in the order of the unit's country, and lies where it can."""
    for name in ("recovery_date", "possessor_dob", "associate_dob", "examined", "army_date"):
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
    for name in ("possessor_dob", "associate_dob"):
        yield from _birth(request, name)


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


def _birth(request: Request, name: str) -> Iterator[Finding]:
    born, recovered = request.date(name), request.date("recovery_date")
    if not born.iso or DateFlag.FUTURE in born.flags:
        return
    if recovered.iso and born.iso >= recovered.iso:
        yield error(
            name,
            "born_after_recovery",
            Say(
                en="it is not before the date of recovery; correct one of the two.",
                es="no es anterior a la fecha de recuperación; corrija una de las dos.",
            ),
        )
    elif _years(born, request.today) > _OLDEST_YEARS:
        yield warning(
            name,
            "too_old_person",
            Say(en="more than 110 years ago; check the year.", es="hace más de 110 años; revise el año."),
        )


def _years(read: DateRead, today: date) -> float:
    return (today - date.fromisoformat(read.iso)) / timedelta(days=365.25)
