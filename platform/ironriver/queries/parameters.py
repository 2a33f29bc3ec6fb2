"""Typed parameters of a question: how they are declared in a line of text, and how what was typed becomes a value.

A declaration reads `name kind = usual value`, as in `since date = 2024-01-01`, `state choice(AZ, TX)`,
`gun node(Firearm)`. Without a usual value something must be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from ironriver.errors import Invalid, Say
from ironriver.model.kinds import KINDS, kind_of_id

_LINE = re.compile(
    r"(?P<name>[a-z][a-z0-9_]{0,39})\s+(?P<kind>[a-z]+)(?:\((?P<of>[^()]*)\))?\s*(?:=\s*(?P<usual>.*))?"
)
USED = re.compile(r"\$([A-Za-z_]\w*)")
_MOST = 12
_LONGEST_VALUE = 500
_MOST_ITEMS = 200
#: Decimal places before or after the point: what a float holds.
_MOST_POWER = 300


class ParameterKind(StrEnum):
    """What may be typed."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    YES = "yes"
    CHOICE = "choice"
    LIST = "list"
    NODE = "node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter; `of` holds the choices, or the kind of the node."""

    name: str
    kind: ParameterKind
    of: tuple[str, ...] = ()
    usual: str = ""

    @property
    def line(self) -> str:
        """The declaration as it is written down."""
        inner = f"({', '.join(self.of)})" if self.of else ""
        return f"{self.name} {self.kind}{inner}" + (f" = {self.usual}" if self.usual else "")


def read_parameters(lines: Sequence[str]) -> tuple[Parameter, ...]:
    """Return the declared parameters; empty lines are skipped. Raises `Invalid` naming the line that is none."""
    found = [_read(line.strip()) for line in lines if line.strip()]
    names = [parameter.name for parameter in found]
    if len(found) > _MOST or len(set(names)) != len(names):
        raise _refused(
            Say(
                en=f"At most {_MOST} parameters, each name once.",
                es=f"A lo más {_MOST} parámetros, cada nombre una vez.",
            )
        )
    return tuple(found)


def check_used(text: str, parameters: Sequence[Parameter]) -> None:
    """Refuse a query whose `$names` are not exactly the declared ones: a typo would else be an empty answer."""
    used, declared = set(USED.findall(text)), {parameter.name for parameter in parameters}
    if missing := sorted(used - declared):
        named = ", ".join(f"${name}" for name in missing)
        raise _refused(
            Say(en=f"Declare these parameters too: {named}.", es=f"Declare también estos parámetros: {named}.")
        )


def bind(parameters: Sequence[Parameter], given: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that the engine is given. Raises `Invalid` with a sentence for each field."""
    values: dict[str, Any] = {}
    errors: dict[str, Say] = {}
    for parameter in parameters:
        typed = given.get(parameter.name, "").strip() or parameter.usual
        try:
            values[parameter.name] = _value(parameter, typed)
        except (ValueError, InvalidOperation):
            errors[parameter.name] = _SAID[parameter.kind]
    if errors:
        say = Say(en="A value cannot be used. See below.", es="Un valor no puede usarse. Vea abajo.")
        raise Invalid(say, fields=errors)
    return values


def _read(line: str) -> Parameter:
    found = _LINE.fullmatch(line)
    known = found is not None and found["kind"] in set(ParameterKind)
    if not known or found is None:
        raise _refused(
            Say(
                en=f"“{line[:60]}” declares no parameter. Write it as “since date = 2024-01-01”.",
                es=f"«{line[:60]}» no declara un parámetro. Escríbalo como «desde date = 2024-01-01».",
            )
        )
    kind = ParameterKind(found["kind"])
    of = tuple(part.strip() for part in (found["of"] or "").split(",") if part.strip())
    if (kind is ParameterKind.CHOICE and not of) or (kind is ParameterKind.NODE and not set(of) <= set(KINDS)):
        raise _refused(Say(en=f"Say of what: {line[:60]}(…).", es=f"Diga de qué: {line[:60]}(…)."))
    return Parameter(name=found["name"], kind=kind, of=of, usual=(found["usual"] or "").strip())


def _value(parameter: Parameter, typed: str) -> Any:  # noqa: ANN401 - text, number, list or truth
    if len(typed) > _LONGEST_VALUE:
        raise ValueError(parameter.name)
    if parameter.kind is ParameterKind.YES:
        return typed.lower() in ("yes", "sí", "si", "1", "on", "true")
    if parameter.kind is ParameterKind.LIST:
        return [part.strip() for part in typed.split(",") if part.strip()][:_MOST_ITEMS]
    if not typed:
        raise ValueError(parameter.name)
    reading = _READ.get(parameter.kind)
    if reading is not None:
        return reading(typed)
    kind = kind_of_id(typed) if parameter.kind is ParameterKind.NODE else None
    said = kind.name if kind else typed
    if parameter.kind is ParameterKind.NODE and kind is None:
        raise ValueError(parameter.name)
    if parameter.of and said not in parameter.of:
        raise ValueError(parameter.name)
    return typed


def _whole(typed: str) -> int:
    number = int(typed)
    if abs(number) >= 2**63:
        raise ValueError(typed)
    return number


def _decimal(typed: str) -> float:
    """A number that can be written again: neither endless nor none, which Python reads too."""
    number = Decimal(typed)
    if not number.is_finite() or not -_MOST_POWER < number.adjusted() < _MOST_POWER:
        raise ValueError(typed)
    return float(number)


#: Kinds whose text is read as something else.
_READ: Mapping[ParameterKind, Callable[[str], Any]] = {
    ParameterKind.NUMBER: _whole,
    ParameterKind.DECIMAL: _decimal,
    ParameterKind.DATE: lambda typed: date.fromisoformat(typed).isoformat(),
}


def _refused(say: Say) -> Invalid:
    return Invalid(say, fields={"parameters": say})


_SAID = {
    ParameterKind.TEXT: Say(en="Type a text.", es="Escriba un texto."),
    ParameterKind.NUMBER: Say(en="Type a whole number.", es="Escriba un número entero."),
    ParameterKind.DECIMAL: Say(en="Type a number.", es="Escriba un número."),
    ParameterKind.DATE: Say(en="Type a date as 2024-01-31.", es="Escriba una fecha como 2024-01-31."),
    ParameterKind.YES: Say(en="Yes or no.", es="Sí o no."),
    ParameterKind.CHOICE: Say(en="Choose from the list.", es="Elija de la lista."),
    ParameterKind.LIST: Say(en="Separate with commas.", es="Separe con comas."),
    ParameterKind.NODE: Say(
        en="Type the id of such a thing, from its page.", es="Escriba el id de un elemento así, de su página."
    ),
}
