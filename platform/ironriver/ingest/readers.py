"""Readers that mappings name: cells → properties of one node, by the value types of `model.values`.

Absent cells give no property at all; a doubt is a flag beside the value, never a repair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ironriver.ingest.gazetteer import find_city, find_country, find_state
from ironriver.model.values import (
    DateOrder,
    DateRead,
    DateRule,
    fold,
    is_absent,
    read_calibre,
    read_date,
    read_ffl_number,
    read_firearm_type,
    read_make,
    read_name,
    read_phone,
    read_plate,
    read_serial,
    tidy,
)

#: Words for yes in a flag column.
_YES = frozenset({"Y", "YES", "TRUE", "1", "X", "S", "SI", "VERDADERO"})
#: Readings kept of one file, some 20 MB: empty cells, makes, dates, cities and dealers come again and again.
_READ_KEPT = 20_000
#: Characters beyond which cells are read anew each time.
_LONG = 200

Values = tuple[str, ...]
Properties = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContext:
    """What the whole file states: order of dates, the day it speaks of, its country when a row names none."""

    date_order: DateOrder = DateOrder.MONTH_FIRST
    today: date | None = None
    country: str = "US"
    #: Day (ISO) that the whole file speaks of, where a row does not name its own.
    stated: str = ""
    rule: DateRule = field(init=False)
    _kept: Callable[[str, str, Values], Properties] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the date rule once; rows are many, and most of their cells are like cells before."""
        object.__setattr__(self, "rule", DateRule(order=self.date_order, today=self.today))
        object.__setattr__(self, "_kept", lru_cache(maxsize=_READ_KEPT)(self._read))

    def is_filled(self, cell: str) -> bool:
        """Whether a cell says anything."""
        return bool(cell) and not is_absent(cell)

    def read(self, reader: str, target: str, values: Values) -> Mapping[str, Any]:
        """Return what a reader makes of these cells. Nobody may change it: it is given again for the same cells."""
        # A cell may hold megabytes, and long ones are rarely alike.
        read = self._kept if sum(map(len, values)) <= _LONG else self._read
        return read(reader, target, values)

    def _read(self, reader: str, target: str, values: Values) -> Properties:
        return READERS[reader](target, values, self)


Reader = Callable[[str, Values, ReadContext], Properties]


def _filled(**properties: object) -> Properties:
    return {name: value for name, value in properties.items() if value not in ("", None, [], False)}


def _flags(flags: Iterable[str], *, but: Iterable[str] = ()) -> list[str]:
    return sorted({str(flag) for flag in flags} - {str(one) for one in but})


def _text(target: str, values: Values, _: ReadContext) -> Properties:
    return {} if is_absent(values[0]) else {target: tidy(values[0])}


def _flag(target: str, values: Values, _: ReadContext) -> Properties:
    return {target: True} if fold(values[0]) in _YES else {}


def whole_number(cell: str) -> int | None:
    """Return a whole number of at most nine digits, written plain or with separators by three; None for others."""
    text = cell.strip()
    if not re.fullmatch(r"\d{1,9}|\d{1,3}(?:([, \u00a0])\d{3})(?:\1\d{3})?", text, re.ASCII):
        return None
    return int(re.sub(r"\D", "", text))


def _whole(target: str, values: Values, _: ReadContext) -> Properties:
    number = whole_number(values[0])
    return {} if number is None else {target: number}


def _group(target: str, values: Values, _: ReadContext) -> Properties:
    """A group of firearms, folded so that one group is one; a file without groups speaks of all of them."""
    return {target: "all" if is_absent(values[0]) else fold(values[0]).lower()}


def _stated(target: str, values: Values, context: ReadContext) -> Properties:
    return {target: _date_read(values[0], context).iso or context.stated}


def _list(target: str, values: Values, _: ReadContext) -> Properties:
    items = [tidy(part) for part in values[0].replace(";", ",").split(",") if part.strip()]
    return {target: items} if items else {}


def _date_read(text: str, context: ReadContext) -> DateRead:
    return read_date(text, context.rule)


def _date(_: str, values: Values, context: ReadContext) -> Properties:
    read = _date_read(values[0], context)
    precision = "" if not read.iso else str(read.precision)
    return _filled(date=read.iso, date_precision=precision, date_flags=_flags(read.flags, but=["absent"]))


def _date_only(target: str, values: Values, context: ReadContext) -> Properties:
    return _filled(**{target: _date_read(values[0], context).iso})


def _birth(_: str, values: Values, context: ReadContext) -> Properties:
    read = _date_read(values[0], context)
    return _filled(dob=read.iso, dob_precision="" if not read.iso else str(read.precision))


def _name(_: str, values: Values, context: ReadContext) -> Properties:
    surnames = 2 if context.country == "MX" else None
    read = read_name(values[0], surnames=surnames)
    return _filled(
        name=read.full or tidy(values[0]),
        folded=read.folded,
        given=read.given,
        paternal=read.paternal,
        maternal=read.maternal,
        suffix=read.suffix,
        name_flags=_flags(read.flags, but=["absent"]),
    )


def _serial(_: str, values: Values, context: ReadContext) -> Properties:
    text, maker, model, calibre = values
    read = read_serial(text, maker=maker, model=model, calibre=calibre)
    return _filled(
        serial=tidy(text) if context.is_filled(text) else "",
        canonical=read.canonical,
        skeleton=read.skeleton,
        serial_flags=_flags(read.flags),
        serial_usable=read.usable,
        licensee=read.licensee,
        obliterated="obliterated" in {str(flag) for flag in read.flags},
    )


def _reading(_: str, values: Values, __: ReadContext) -> Properties:
    text, maker, model, calibre = values
    read = read_serial(text, maker=maker, model=model, calibre=calibre)
    positions = read.positions if read.is_partial else ""
    return _filled(value=tidy(text), canonical=read.canonical, skeleton=read.skeleton, positions=positions)


def _make(_: str, values: Values, __: ReadContext) -> Properties:
    read = read_make(values[0])
    return {} if is_absent(values[0]) else _filled(maker=tidy(values[0]), maker_code=read.code)


def _calibre(_: str, values: Values, __: ReadContext) -> Properties:
    read = read_calibre(values[0])
    return {} if is_absent(values[0]) else _filled(calibre=tidy(values[0]), calibre_code=read.code)


def _type(_: str, values: Values, __: ReadContext) -> Properties:
    read = read_firearm_type(values[0])
    return {} if is_absent(values[0]) else _filled(type=tidy(values[0]), type_code=read.code)


def _organisation(_: str, values: Values, __: ReadContext) -> Properties:
    return _filled(name=tidy(values[0]), code=read_make(values[0]).code)


def _licence(_: str, values: Values, __: ReadContext) -> Properties:
    read = read_ffl_number(values[0])
    return _filled(
        key=read.key,
        number=read.number,
        region=read.region,
        district=read.district,
        sequence=read.sequence,
        county=read.county,
        type=read.type,
    )


def _phone(_: str, values: Values, context: ReadContext) -> Properties:
    read = read_phone(values[0], country=context.country)
    return _filled(number=tidy(values[0]), digits=read.digits, country=read.country)


def _plate(_: str, values: Values, context: ReadContext) -> Properties:
    if not context.is_filled(values[0]):
        return {}
    read = read_plate(values[0])
    return _filled(plate=tidy(values[0]), canonical="" if read.flags else read.canonical)


def _country(target: str, values: Values, _: ReadContext) -> Properties:
    return _filled(**{target: find_country(values[0])})


def _state(target: str, values: Values, context: ReadContext) -> Properties:
    country = find_country(values[1]) if len(values) > 1 else ""
    return _filled(**{target: find_state(values[0], country or context.country)})


def _city(_: str, values: Values, context: ReadContext) -> Properties:
    city, county, state, country = values
    found = find_city(city, county, state, country or context.country)
    return {**found, "kind": "city", "name": found.get("city", tidy(city))}


def _address(_: str, values: Values, context: ReadContext) -> Properties:
    street, *rest = values
    city, county, state, country = rest
    found = find_city(city, county, state, country or context.country)
    # A street is not located; the city's point would claim more than is known.
    kept = {name: value for name, value in found.items() if name in {"city", "county", "state", "country"}}
    return {**kept, "kind": "address", "name": tidy(street), "street": tidy(street), "precision": "none"}


def _us_address(_: str, values: Values, context: ReadContext) -> Properties:
    street, city, state, zip_code = values
    made = _address("", (street, city, "", state, "US"), context)
    return {**made, **_filled(zip=tidy(zip_code))}


def _us_city(_: str, values: Values, context: ReadContext) -> Properties:
    city, state = values
    return _city("", (city, "", state, "US"), context)


def _written_address(target: str, values: Values, context: ReadContext) -> Properties:
    """An address as the file writes it, told only where it has a street: a city alone is told elsewhere."""
    parts = [tidy(value) for value in values if context.is_filled(value)]
    return {target: ", ".join(parts)} if context.is_filled(values[0]) else {}


def _state_place(_: str, values: Values, context: ReadContext) -> Properties:
    state, country = values
    code = find_country(country) or context.country
    found = find_state(state, code)
    return _filled(kind="state", name=found, state=found, country=code, precision="state")


READERS: dict[str, Reader] = {
    "text": _text,
    "flag": _flag,
    "list": _list,
    "whole": _whole,
    "group": _group,
    "stated": _stated,
    "date": _date,
    "date_only": _date_only,
    "birth": _birth,
    "name": _name,
    "serial": _serial,
    "reading": _reading,
    "make": _make,
    "calibre": _calibre,
    "type": _type,
    "organisation": _organisation,
    "licence": _licence,
    "phone": _phone,
    "plate": _plate,
    "country": _country,
    "state": _state,
    "city": _city,
    "address": _address,
    "us_address": _us_address,
    "written_address": _written_address,
    "us_city": _us_city,
    "state_place": _state_place,
}
