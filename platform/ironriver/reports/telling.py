"""From the page of a firearm to sentences: facts in the words of the record, and what nobody recorded.

No sentence draws a conclusion: who is named stands in a document in a role (purchaser of record, possessor), and
the last chapter of a file says what a trace does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from babel.dates import format_date

from ironriver.reports.records import Chapter, Citation, Sentence
from ironriver.search import Chain, FirearmPage, Leg, Stop

#: Number on the firearm's own page → number in the register of the file.
Register = Callable[[int], int]

_ROLES = {
    "maker": ("the maker", "el fabricante"),
    "importer": ("the importer", "el importador"),
    "distributor": ("the distributor", "el distribuidor"),
    "dealer": ("the dealer", "el comerciante"),
    "purchaser": ("the purchaser of record", "el comprador registrado"),
    "recovery": ("the place of recovery", "el lugar de recuperación"),
    "possessor": ("the possessor at recovery", "el poseedor al recuperarse"),
}
_VERBS = {
    "shipped": ("was shipped from", "to", "fue enviada por", "a"),
    "imported": ("was imported from", "by", "fue importada de", "por"),
    "sold": ("was sold by", "to", "fue vendida por", "a"),
    "possessed": (
        "was recorded at recovery from",
        "in the possession of",
        "consta al recuperarse en",
        "en poder de",
    ),
}


def tell(page: FirearmPage, register: Register) -> Chapter:
    """Return the chapter of one firearm: its serial as read, its way leg by leg, its recovery."""
    chain = page.chain
    sentences = [*_readings(page, register), *_way(chain, register), *_days(page)]
    return Chapter(
        firearm_id=page.firearm.id,
        title=" · ".join(word for word in (page.firearm.label, page.firearm.second) if word),
        sentences=tuple(sentences),
        legs=chain.total,
        recorded=chain.recorded,
    )


def _readings(page: FirearmPage, register: Register) -> Iterator[Sentence]:
    for one in page.readings:
        by = (f", read by {one.examiner}", f", leído por {one.examiner}") if one.examiner else ("", "")
        yield Sentence(
            en=f"The serial number on the {one.component} is recorded as {one.value}{by[0]}.",
            es=f"El número de serie en {_part(one.component)} consta como {one.value}{by[1]}.",
            cites=_cited(register, one.source_no, one.line),
        )


def _way(chain: Chain, register: Register) -> Iterator[Sentence]:
    for leg, start, end in zip(chain.legs, chain.stops, chain.stops[1:], strict=False):
        yield _leg(leg, start, end, register)


def _leg(leg: Leg, start: Stop, end: Stop, register: Register) -> Sentence:
    names = (_name(start, 0), _name(end, 0)), (_name(start, 1), _name(end, 1))
    if not leg.recorded or leg.kind not in _VERBS:
        days = (
            (f" ({_days_of(leg.days, 'en')})", f" ({_days_of(leg.days, 'es')})")
            if leg.days is not None
            else ("", "")
        )
        return Sentence(
            en=f"No source says how it came from {names[0][0]} to {names[0][1]}{days[0]}.",
            es=_joined(f"Ninguna fuente dice cómo llegó de {names[1][0]} a {names[1][1]}{days[1]}."),
            known=False,
        )
    went, to, fue, a = _VERBS[leg.kind]
    on = (f" on {_day(leg.date, 'en')}", f" el {_day(leg.date, 'es')}") if leg.date else ("", "")
    more = (
        (f", one of {leg.guns} in a multiple sale report", f", una de {leg.guns} en un reporte de venta múltiple")
        if leg.guns > 1
        else ("", "")
    )
    return Sentence(
        en=f"It {went} {names[0][0]} {to} {names[0][1]}{on[0]}{more[0]}.",
        es=_joined(f"{fue.capitalize()} {names[1][0]} {a} {names[1][1]}{on[1]}{more[1]}."),
        cites=_cited(register, leg.source_no, None),
    )


def _days(page: FirearmPage) -> Iterator[Sentence]:
    found = page.time_to_crime
    if found is None or found.days is None:
        return
    yield Sentence(
        en=f"There are {_days_of(found.days, 'en')} between the first retail sale ({_day(found.sold, 'en')}) and "
        f"the recovery ({_day(found.recovered, 'en')}), counted between these two dates.",
        es=f"Entre la primera venta al menudeo ({_day(found.sold, 'es')}) y la recuperación "
        f"({_day(found.recovered, 'es')}) hay {_days_of(found.days, 'es')}, contados entre esas dos fechas.",
    )


def _days_of(days: int, language: str) -> str:
    one, many = ("día", "días") if language == "es" else ("day", "days")
    return f"{days:,} {one if days == 1 else many}"


def _joined(text: str) -> str:
    """Return a Spanish sentence with `a el` and `de el` as they are written."""
    return text.replace(" a el ", " al ").replace(" de el ", " del ")


def _name(stop: Stop, which: int) -> str:
    role = _ROLES.get(stop.role, (stop.title.en, stop.title.es))[which]
    if stop.thing is None:
        return f"{role} {('(not named)', '(sin nombre)')[which]}"
    if stop.role == "recovery" and (day := _day(stop.thing.label, ("en", "es")[which])) != stop.thing.label:
        # a recovery without a named place goes by its day
        return (f"the recovery of {day}", f"la recuperación del {day}")[which]
    return f"{role} {stop.thing.label}"


def _cited(register: Register, no: int, line: int | None) -> tuple[Citation, ...]:
    return (Citation(no=register(no), line=line),) if no else ()


def _part(component: str) -> str:
    return {"frame": "el armazón", "slide": "la corredera", "barrel": "el cañón"}.get(component, component)


def _day(text: str, language: str) -> str:
    try:
        return str(
            format_date(date.fromisoformat(text[:10]), "d MMM y", locale="es_MX" if language == "es" else "en_US")
        )
    except ValueError:
        return text
