"""All rules together: what is wrong with a request, how complete it is, and what may come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ironriver.errors import Say
from ironriver.model.values import fold
from ironriver.tracing import (
    rules_dates,
    rules_firearm,
    rules_form,
    rules_places,
    rules_removed,
    rules_serial,
    rules_words,
)
from ironriver.tracing.countries import country_code
from ironriver.tracing.findings import Finding, Grade, Request
from ironriver.tracing.schema import current_schema

Rule = Callable[[Request], Iterable[Finding]]
RULES: tuple[Rule, ...] = (
    rules_form.missing_fields,
    rules_form.limits,
    rules_form.urgency,
    rules_form.crime,
    rules_form.agency,
    rules_firearm.needed,
    rules_words.words,
    rules_firearm.origin,
    rules_serial.serial,
    rules_firearm.special,
    rules_removed.removed_number,
    rules_dates.dates,
    rules_places.recovery,
    rules_form.not_crime_guns,
    rules_form.before_the_army,
)
#: Before this year dealers had to keep no records that a trace could follow (Gun Control Act of 1968).
_FIRST_YEAR = 1968
_NONE = frozenset({"NONE", "NINGUNO", "NO TIENE", "SIN IMPORTADOR"})


class Chance(StrEnum):
    """What may come of a request."""

    GOOD = "good"
    LIMITED = "limited"
    POOR = "poor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One reason why a trace may end early. It warns and never blocks."""

    reason: str
    chance: Chance
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How many of the needed fields are filled and free of errors."""

    done: int
    needed: int

    @property
    def percent(self) -> int:
        """Whole per cent."""
        return 100 * self.done // self.needed if self.needed else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the rules say, the meter and the forecast."""

    findings: tuple[Finding, ...]
    completeness: Completeness
    forecast: tuple[Prospect, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps it from being submitted."""
        return tuple(one for one in self.findings if one.grade is Grade.ERROR)

    def of(self, field: str) -> tuple[Finding, ...]:
        """What is said about one field."""
        return tuple(one for one in self.findings if one.field == field)


def check(request: Request) -> Checked:
    """Return what all rules say about a request, in the order of the form. Never raises."""
    order = {name: place for place, name in enumerate(current_schema().fields)}
    found = [finding for rule in RULES for finding in rule(request)]
    found.sort(key=lambda one: order[one.field])
    return Checked(
        findings=tuple(found),
        completeness=_completeness(request, found),
        forecast=tuple(_forecast(request)),
    )


def needed_fields(request: Request) -> tuple[str, ...]:
    """Return the fields that this request needs, given what it is about."""
    names = [field.name for field in current_schema().fields.values() if field.required]
    blank = Request(
        values={k: v for k, v in request.values.items() if k in _DECIDING}, route=request.route, today=request.today
    )
    names += [
        one.field
        for rule in (rules_firearm.needed, rules_firearm.origin, rules_form.urgency)
        for one in rule(blank)
    ]
    if request.get("obliterated") in ("part", "all"):
        names.append("method")
    if not request.is_pmf:
        names.append("country")
    return tuple(dict.fromkeys(names))


_DECIDING = frozenset({"item", "obliterated", "priority", "country"})


def _completeness(request: Request, found: list[Finding]) -> Completeness:
    needed = needed_fields(request)
    wrong = {one.field for one in found if one.grade is Grade.ERROR}
    done = sum(1 for name in needed if request.get(name) and name not in wrong)
    return Completeness(done=done, needed=len(needed))


def _forecast(request: Request) -> Iterator[Prospect]:
    year = request.get("year_made")
    if len(year) == 4 and year.isdecimal() and 1800 <= int(year) < _FIRST_YEAR:
        yield Prospect(
            reason="too_old",
            chance=Chance.POOR,
            say=Say(
                en=f"Made in {year}, before records had to be kept (1968): mostly no sale can be found.",
                es=f"Hecha en {year}, antes de que se llevaran registros (1968): casi nunca se halla una venta.",
            ),
        )
    if request.country and request.country != "US" and fold(request.get("importer")) in _NONE | {""}:
        yield Prospect(
            reason="importer_missing",
            chance=Chance.POOR,
            say=Say(
                en="Foreign gun without importer: without that mark it cannot be shown to have been sold in the "
                "United States.",
                es="Arma extranjera sin importador: sin esa marca no se puede mostrar que se vendió en EE. UU.",
            ),
        )
    if request.get("obliterated") == "all" and not request.get("restored"):
        yield Prospect(
            reason="obliterated",
            chance=Chance.POOR,
            say=Say(
                en="No part of the number can be read. Ask for restoration first.",
                es="No se lee nada del número. Pida primero su restauración.",
            ),
        )
    elif request.get("obliterated") == "part":
        yield Prospect(
            reason="partial",
            chance=Chance.LIMITED,
            say=Say(
                en="Part of the number is unread: several guns may fit.",
                es="Parte del número no se lee: pueden coincidir varias armas.",
            ),
        )
    yield from _special_forecast(request)


def _special_forecast(request: Request) -> Iterator[Prospect]:
    if request.is_pmf:
        yield Prospect(
            reason="pmf",
            chance=Chance.POOR,
            say=Say(
                en="Privately made: there is no first sale of the gun, at most of its kit or frame.",
                es="De fabricación particular: no hay primera venta del arma, a lo más del kit o armazón.",
            ),
        )
    marks = fold(request.get("markings"))
    if any(word in marks for word in ("POLICE", "POLICIA", "PROPERTY OF", "SEDENA", "EJERCITO", "U S ARMY")):
        yield Prospect(
            reason="official",
            chance=Chance.LIMITED,
            say=Say(
                en="Marked as police or army property: the trace may end at the agency it was delivered to.",
                es="Con marca de policía o ejército: el rastreo puede terminar en la dependencia que la recibió.",
            ),
        )
    recovered = country_code(request.get("recovery_country"))
    if recovered == "MX" and request.country not in ("", "US") and not request.get("importer"):
        yield Prospect(
            reason="foreign",
            chance=Chance.LIMITED,
            say=Say(
                en="It may have reached Mexico from its country of origin without passing the United States.",
                es="Pudo llegar a México desde su país de origen sin pasar por Estados Unidos.",
            ),
        )
