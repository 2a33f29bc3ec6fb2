"""What a partner can be given, field by field, and how exactly: one vocabulary for profiles and previews."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ironriver.errors import Say


class Place(StrEnum):
    """How exactly a place is told."""

    COUNTRY = "country"
    STATE = "state"
    COUNTY = "county"
    CITY = "city"


class Day(StrEnum):
    """How exactly a date is told."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `by_request`: a profile alone never opens it, each release asks for it anew."""

    key: str
    title: Say
    by_request: bool = False


FIELDS: tuple[Field, ...] = (
    Field(key="serial", title=Say(en="Serial number", es="Número de serie")),
    Field(key="make", title=Say(en="Make", es="Marca")),
    Field(key="model", title=Say(en="Model", es="Modelo")),
    Field(key="calibre", title=Say(en="Calibre", es="Calibre")),
    Field(key="firearm_type", title=Say(en="Type of firearm", es="Tipo de arma")),
    Field(key="sale_date", title=Say(en="Date of first retail sale", es="Fecha de la primera venta al público")),
    Field(key="sale_place", title=Say(en="Place of first retail sale", es="Lugar de la primera venta al público")),
    Field(key="recovery_date", title=Say(en="Date of recovery", es="Fecha de recuperación")),
    Field(key="recovery_place", title=Say(en="Place of recovery", es="Lugar de recuperación")),
    Field(key="ttc_days", title=Say(en="Days from sale to recovery", es="Días de la venta a la recuperación")),
    Field(
        key="ttc_band",
        title=Say(en="Time band from sale to recovery", es="Intervalo de la venta a la recuperación"),
    ),
    Field(key="legs", title=Say(en="Recorded and unknown legs", es="Tramos registrados y desconocidos")),
    Field(key="corridor", title=Say(en="Corridor between two states", es="Corredor entre dos estados")),
    Field(
        key="finding",
        title=Say(
            en="Confirmed finding, both sides and limits", es="Hallazgo confirmado, con sus dos lados y límites"
        ),
    ),
    Field(key="dealer_name", title=Say(en="Name of the dealer", es="Nombre del comerciante"), by_request=True),
    Field(key="purchaser", title=Say(en="Purchaser of record", es="Comprador registrado"), by_request=True),
)
KEYS: frozenset[str] = frozenset(field.key for field in FIELDS)
BY_REQUEST: frozenset[str] = frozenset(field.key for field in FIELDS if field.by_request)
#: A partner abroad, where nothing else was agreed: the gun, source state, time band, region of the dealer.
USUAL: frozenset[str] = frozenset(
    {"make", "model", "calibre", "firearm_type", "sale_place", "recovery_place", "ttc_band", "legs", "corridor"}
)


def title_of(key: str) -> Say:
    """Return the name of a field."""
    return next(field.title for field in FIELDS if field.key == key)


def coarse_date(text: str, day: Day) -> str:
    """Return an ISO date cut to the precision: `2025-11-08` by month is `2025-11`. Shorter text stays."""
    return text[: {Day.YEAR: 4, Day.MONTH: 7, Day.DAY: 10}[day]]


def coarse_place(parts: dict[str, str], place: Place) -> dict[str, str]:
    """Return the parts of a place (country, state, county, city) down to the precision."""
    order = [Place.COUNTRY, Place.STATE, Place.COUNTY, Place.CITY]
    kept = order[: order.index(place) + 1]
    return {part.value: parts[part.value] for part in kept if parts.get(part.value)}
