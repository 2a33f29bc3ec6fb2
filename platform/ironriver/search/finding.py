"""The one box: what was typed, how it was read, and what is near it, by kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ironriver.access import Action, may, require
from ironriver.errors import Invalid, Say
from ironriver.model.actor import Actor
from ironriver.model.values import read_ffl_number, read_phone, read_plate
from ironriver.search.asking import Asker, Questions, Rows
from ironriver.search.lucene import name_query, name_rank, near_name_query
from ironriver.search.results import Found, Hit, HitGroup
from ironriver.search.serials import Candidates, candidate_asks, find_candidates, judged
from ironriver.search.things import thing

#: More characters than this are no search.
MAX_TEXT = 200
#: Proposals by name; ranked here, so that more are taken than listed.
NAMES_TAKEN = 400
NAMES_LISTED = 25

_PREFIXED = re.compile(r"^\s*([a-zñ]+|teléfono)\s*:\s*(.*)$", re.DOTALL | re.IGNORECASE)
#: What people write before the colon, in both languages → what is searched.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("serial", "gun", "serie", "arma"), "serial"),
        **dict.fromkeys(("dealer", "ffl", "comerciante", "licencia"), "dealer"),
        **dict.fromkeys(("person", "persona"), "person"),
        **dict.fromkeys(("maker", "distributor", "importer", "fabricante", "distribuidor"), "organisation"),
        **dict.fromkeys(("trace", "rastreo"), "trace"),
        **dict.fromkeys(("phone", "telefono", "teléfono"), "phone"),
        **dict.fromkeys(("plate", "placa"), "plate"),
        **dict.fromkeys(("sale", "venta"), "sale"),
    }
)
#: Searches that start from a person's identifiers: the same rule as for a person's name.
_PERSONAL = frozenset({"person", "phone", "plate"})

_TITLES = MappingProxyType(
    {
        "Firearm": Say(en="Firearms", es="Armas de fuego"),
        "Dealer": Say(en="Dealers", es="Comerciantes"),
        "Person": Say(en="Persons, in a role", es="Personas, en una función"),
        "Organisation": Say(en="Makers, distributors, importers", es="Fabricantes, distribuidores, importadores"),
        "TraceRequest": Say(en="Traces", es="Rastreos"),
        "Phone": Say(en="Phones", es="Teléfonos"),
        "Vehicle": Say(en="Vehicles", es="Vehículos"),
        "MultipleSale": Say(en="Multiple sale reports", es="Reportes de venta múltiple"),
    }
)
_CUT = Say(
    en="More fit than can be compared by eye. Add characters or a maker.",
    es="Coinciden más de los que se pueden comparar a simple vista. Agregue caracteres o un fabricante.",
)
_NO_PERSONS = Say(
    en="Persons were not searched: that needs a case and a purpose. Choose both above, then write person: and the "
    "name.",
    es="No se buscaron personas: eso exige un caso y una finalidad. Elija ambos arriba y escriba persona: y el "
    "nombre.",
)

_TRACE = "search.trace_by_number"


@dataclass(slots=True)
class _Search:
    """One search while it is under way."""

    questions: Questions
    term: str
    groups: list[HitGroup] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)

    def add(self, kind: str, hits: list[Hit], *, cut: bool) -> None:
        if hits:
            self.groups.append(HitGroup(kind=kind, title=_TITLES[kind], hits=tuple(hits), cut=cut))
        if cut:
            self.notes.append(_CUT)


def find(actor: Actor, text: str, *, ledger: Asker) -> Found:
    """Search by what was typed: `type:term`, or a bare term read by its shape.

    Serials come with tier and reasons; names are ranked by the words that agree. Raises `Invalid` for an empty or
    overlong text, an unknown prefix, and for persons without a case and a purpose; `NotAllowed` by policy.
    """
    prefix, term = read_text(text)
    search = _Search(questions=Questions(actor, ledger), term=term)
    if prefix:
        _allow(actor, prefix)
        read_as = _run(search, prefix)
    else:
        read_as = _run_bare(search, actor)
    return Found(
        text=text,
        prefix=prefix,
        term=term,
        read_as=read_as,
        groups=tuple(search.groups),
        notes=tuple(dict.fromkeys(search.notes)),
        shown=search.questions.all_shown(),
    )


def read_text(text: str) -> tuple[str, str]:
    """Return (what is searched, the term); the first is empty for a bare term. Raises `Invalid`."""
    tidy = text.strip()
    if not tidy or len(tidy) > MAX_TEXT:
        raise Invalid(
            Say(
                en=f"Write what you look for, at most {MAX_TEXT} characters: a serial, a dealer, a licence number.",
                es=f"Escriba lo que busca, {MAX_TEXT} caracteres como máximo: una serie, un comerciante, una "
                "licencia.",
            )
        )
    found = _PREFIXED.match(tidy)
    if not found:
        return "", tidy
    wanted = PREFIXES.get(found[1].casefold())
    if wanted is None or not found[2].strip():
        known = "serial: gun: dealer: ffl: person: maker: trace: phone: plate: sale:"
        raise Invalid(
            Say(
                en=f"“{found[1]}:” is not a kind of search, or nothing follows it. Known: {known}",
                es=f"«{found[1]}:» no es un tipo de búsqueda, o no le sigue nada. Conocidos: {known}",
            )
        )
    return wanted, found[2].strip()


def _allow(actor: Actor, wanted: str) -> None:
    if wanted in _PERSONAL:
        require(actor, Action.SEARCH_PERSON)
    elif wanted == "dealer":
        require(actor, Action.SEARCH_DEALER)
    else:
        require(actor, Action.SEARCH_FIREARM)


def _run(search: _Search, wanted: str) -> Say:
    searches: Mapping[str, Callable[[_Search], Say]] = {
        "serial": _serial,
        "dealer": _dealer,
        "person": _person,
        "organisation": _organisation,
        "trace": _trace,
        "phone": _phone,
        "plate": _plate,
        "sale": _sale,
    }
    return searches[wanted](search)


def _run_bare(search: _Search, actor: Actor) -> Say:
    """A bare term: licence number, else anything with a figure or open position as serial or trace, else names."""
    if not may(actor, Action.SEARCH_FIREARM):
        require(actor, Action.SEARCH_DEALER)
    words = search.term.split()
    if read_ffl_number(search.term).key and len(re.sub(r"\W", "", search.term)) in (8, 15):
        said = _dealer(search)
        if not search.groups:
            _serial(search)
        return said
    if len(words) <= 2 and any(char.isdigit() or char in "?*" for char in search.term):
        return _serial_or_trace(search)
    _dealer_by_name(search)
    _organisation(search)
    if is_word := len(words) == 1:
        _serial(search)
    if actor.case and actor.purpose and may(actor, Action.SEARCH_PERSON):
        require(actor, Action.SEARCH_PERSON)
        _person(search)
    else:
        search.notes.append(_NO_PERSONS)
    if is_word:
        return Say(en="Read as a name, or part of a serial.", es="Leído como nombre, o parte de una serie.")
    return Say(en="Read as a name.", es="Leído como nombre.")


def _serial(search: _Search) -> Say:
    return _told(search, find_candidates(search.questions, search.term))


def _serial_or_trace(search: _Search) -> Say:
    """Both are typed bare. Asked as one group: each group reads the head and is logged, which takes its time."""
    asks = candidate_asks(search.term)
    answers = search.questions.ask_all({**asks, **_trace_ask(search.term)})
    said = _told(search, judged(search.term, {name: answers[name] for name in asks}))
    _add_traces(search, answers[_TRACE])
    return said


def _told(search: _Search, found: Candidates) -> Say:
    search.add("Firearm", list(found.hits), cut=found.cut)
    if not found.canonical:
        return Say(
            en="No serial was looked for: this names none, or fewer than two of its characters are known.",
            es="No se buscó ninguna serie: esto no nombra una, o se conocen menos de dos de sus caracteres.",
        )
    return Say(en=f"Read as serial {found.canonical}.", es=f"Leído como serie {found.canonical}.")


def _dealer(search: _Search) -> Say:
    number = read_ffl_number(search.term)
    if not number.key:
        return _dealer_by_name(search)
    rows = search.questions.ask("search.dealer_by_key", {"key": number.key, "limit": NAMES_LISTED})
    reason = Say(en=f"Licence key {number.key}.", es=f"Clave de licencia {number.key}.")
    search.add("Dealer", [Hit(thing=thing(row["d"]), reasons=(reason,)) for row in rows], cut=False)
    return Say(
        en=f"Read as licence {number.key} (region, district, sequence; the rest changes at renewal).",
        es=f"Leído como licencia {number.key} (región, distrito, secuencia; lo demás cambia al renovar).",
    )


def _dealer_by_name(search: _Search) -> Say:
    _by_name(search, ("search.dealer_by_name", "d", "Dealer"), ("business_name", "name"))
    return Say(en="Read as a dealer's name.", es="Leído como nombre de comerciante.")


def _organisation(search: _Search) -> Say:
    _by_name(search, ("search.organisation_by_name", "o", "Organisation"), ("name",))
    return Say(en="Read as a company's name.", es="Leído como nombre de empresa.")


def _person(search: _Search) -> Say:
    _by_name(search, ("search.person_by_name", "x", "Person"), ("name",))
    return Say(en="Read as a person's name.", es="Leído como nombre de persona.")


def _by_name(search: _Search, where: tuple[str, str, str], names: tuple[str, ...]) -> None:
    statement, column, kind = where
    query, reason = name_query(search.term), _ALL_WORDS
    if not query:
        return
    rows = search.questions.ask(statement, {"query": query, "limit": NAMES_TAKEN})
    if not rows:
        query, reason = near_name_query(search.term), _NEAR
        rows = search.questions.ask(statement, {"query": query, "limit": NAMES_TAKEN})
    ranked = sorted(
        (row[column] for row in rows),
        key=lambda node: (*min(name_rank(search.term, str(node.get(name) or "")) for name in names), node["id"]),
    )
    hits = [Hit(thing=thing(node), reasons=(reason,)) for node in ranked[:NAMES_LISTED]]
    search.add(kind, hits, cut=len(ranked) > NAMES_LISTED)


_ALL_WORDS = Say(en="All words agree.", es="Coinciden todas las palabras.")
_NEAR = Say(en="Each word agrees but for one letter at most.", es="Cada palabra coincide salvo una letra a lo más.")


def _trace_ask(term: str) -> dict[str, dict[str, Any]]:
    return {_TRACE: {"number": term, "limit": NAMES_LISTED}}


def _add_traces(search: _Search, rows: Rows) -> None:
    search.add("TraceRequest", [Hit(thing=thing(row["t"]), reasons=(_about(row["f"]),)) for row in rows], cut=False)


def _trace(search: _Search) -> Say:
    _add_traces(search, search.questions.ask_all(_trace_ask(search.term))[_TRACE])
    return Say(en=f"Read as trace number {search.term}.", es=f"Leído como número de rastreo {search.term}.")


def _about(node: Mapping[str, object]) -> Say:
    label = thing(node).label
    return Say(en=f"About firearm {label}.", es=f"Sobre el arma {label}.")


def _phone(search: _Search) -> Say:
    digits = re.sub(r"\D", "", search.term)
    read = read_phone(search.term)
    forms = sorted({digits, digits[-10:], read.digits} - {""})
    rows = search.questions.ask("search.phone_by_digits", {"digits": forms, "limit": NAMES_LISTED})
    search.add("Phone", [Hit(thing=thing(row["h"])) for row in rows], cut=False)
    return Say(en=f"Read as phone {digits}.", es=f"Leído como teléfono {digits}.")


def _plate(search: _Search) -> Say:
    plate = read_plate(search.term).canonical
    rows = search.questions.ask("search.vehicle_by_plate", {"plate": plate, "limit": NAMES_LISTED})
    search.add("Vehicle", [Hit(thing=thing(row["v"])) for row in rows], cut=False)
    return Say(en=f"Read as plate {plate}.", es=f"Leído como placa {plate}.")


def _sale(search: _Search) -> Say:
    rows = search.questions.ask("search.multiple_sale_by_number", {"number": search.term, "limit": NAMES_LISTED})
    search.add("MultipleSale", [Hit(thing=thing(row["m"])) for row in rows], cut=False)
    return Say(en=f"Read as report number {search.term}.", es=f"Leído como número de reporte {search.term}.")
