"""The filters of TAXII 2.1 §3.4 and §5.3–5.8: read from a query string strictly, or refused by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ironriver.errors import Invalid, Say
from ironriver.exchange.instants import shortest

#: The most objects of one answer, whatever `limit` asks for.
PAGE = 1_000
#: Values of one `match`; more is a list and belongs into several questions.
MOST_VALUES = 500
_NAMED = ("first", "last", "all")
OBJECTS = frozenset(
    {"added_after", "limit", "next", "match[id]", "match[type]", "match[version]", "match[spec_version]"}
)
ONE_OBJECT = frozenset({"added_after", "limit", "next", "match[version]", "match[spec_version]"})
VERSIONS = frozenset({"added_after", "limit", "next", "match[spec_version]"})
REMOVAL = frozenset({"match[version]", "match[spec_version]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What was asked for. Empty tuples ask for everything; `versions` for the newest, instants in shortest form."""

    added_after: str = ""
    limit: int = PAGE
    next: str = ""
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)
    spec_versions: tuple[str, ...] = ()

    def canonical(self) -> list[object]:
        """Return what a cursor is bound to: everything but `limit` and `next`."""
        sets = (self.ids, self.types, self.versions, self.spec_versions)
        return [self.added_after, *(sorted(values) for values in sets)]


def read_filters(query: Sequence[tuple[str, str]], allowed: frozenset[str], *, versions: str = "last") -> Filters:
    """Return the filters of a query string, as pairs. `Invalid` names what is repeated, unknown or malformed.

    `versions` is what `match[version]` means where it is not given. Parameters that are no filter are ignored.
    """
    given: dict[str, str] = {}
    for name, value in query:
        if name in given and (name in OBJECTS):
            raise _refused(name, "stands twice", "está repetido")
        given[name] = value
        if name in OBJECTS - allowed:
            raise _refused(name, "is no filter here", "no es un filtro aquí")
    return Filters(
        added_after=_time("added_after", given["added_after"]) if "added_after" in given else "",
        limit=_limit(given["limit"]) if "limit" in given else PAGE,
        next=_text("next", given["next"]) if "next" in given else "",
        ids=_values(given, "match[id]"),
        types=_values(given, "match[type]"),
        versions=_versions(_values(given, "match[version]") or (versions,)),
        spec_versions=_values(given, "match[spec_version]"),
    )


def only_object(filters: Filters, stix_id: str) -> Filters:
    """Return the same filters on one object, which the address names."""
    return replace(filters, ids=(stix_id,))


def _values(given: dict[str, str], name: str) -> tuple[str, ...]:
    if name not in given:
        return ()
    values = given[name].split(",")
    if not all(values) or len(set(values)) != len(values) or len(values) > MOST_VALUES:
        raise _refused(name, "must be a list without gaps or repeats", "debe ser una lista sin huecos ni repetidos")
    return tuple(values)


def _versions(values: tuple[str, ...]) -> tuple[str, ...]:
    if "all" in values and len(values) > 1:
        raise _refused("match[version]", "`all` stands alone", "`all` va solo")
    read = tuple(one if one in _NAMED else _instant("match[version]", one) for one in values)
    if len(set(read)) != len(read):
        raise _refused("match[version]", "names one instant twice", "nombra dos veces el mismo instante")
    return read


def _limit(text: str) -> int:
    found = re.fullmatch(r"0*([1-9][0-9]*)", text)
    if not found:
        raise _refused("limit", "must be a whole number above zero", "debe ser un número entero mayor que cero")
    return PAGE if len(found[1]) > len(str(PAGE)) else min(int(found[1]), PAGE)


def _text(name: str, text: str) -> str:
    if not text or len(text) > 500:
        raise _refused(name, "is not one of ours", "no es de los nuestros")
    return text


def _time(name: str, text: str) -> str:
    """Return an instant with microseconds, as the store writes it."""
    whole, _, part = _instant(name, text)[:-1].partition(".")
    return f"{whole}.{part[:6]:0<6}Z"


def _instant(name: str, text: str) -> str:
    try:
        return shortest(text)
    except ValueError as cause:
        raise _refused(
            name, "must be one instant like 2026-01-31T08:00:00.000000Z", "debe ser un instante"
        ) from cause


def _refused(name: str, en: str, es: str) -> Invalid:
    say = Say(en=f"`{name}` {en}.", es=f"`{name}` {es}.")
    return Invalid(say, fields={name: say})
