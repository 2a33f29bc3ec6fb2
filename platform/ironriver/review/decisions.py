"""What a person can decide about a finding: the steps, the states they lead to, reasons. A table, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ironriver.errors import Say


class Standing(StrEnum):
    """Where a finding stands in the queue. `REOPENED`: it was decided, and its facts have changed since."""

    OPEN = "open"
    CLAIMED = "claimed"
    NEEDS_MORE = "needs_more"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    #: A later run no longer states it, and nobody holds it or has decided on these facts.
    GONE = "gone"

    @property
    def is_decided(self) -> bool:
        """Whether a person has said what it is."""
        return self in (Standing.CONFIRMED, Standing.DISMISSED)


class Step(StrEnum):
    """What is done to a finding."""

    CLAIM = "claim"
    RELEASE = "release"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    NEED_MORE = "need_more"


class Explanation(StrEnum):
    """A lawful explanation: looked at before judging, or the reason of a dismissal."""

    COLLECTOR = "collector"
    GIFT = "gift"
    ESTATE = "estate"
    THEFT = "theft"
    LICENSEE = "licensee"
    OFFER = "offer"
    CHANCE = "chance"
    MISREAD = "misread"
    OTHER_PERSON = "other_person"
    NOT_ENOUGH = "not_enough"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From which standings a step begins, and to which it leads; `holder` steps belong to whoever holds it."""

    begins: frozenset[Standing]
    to: Standing
    holder: bool


_UNDECIDED = frozenset({Standing.OPEN, Standing.CLAIMED, Standing.NEEDS_MORE, Standing.REOPENED})
_FREE = _UNDECIDED - {Standing.CLAIMED}
WAYS: Mapping[Step, Way] = MappingProxyType(
    {
        Step.CLAIM: Way(begins=_FREE, to=Standing.CLAIMED, holder=False),
        Step.RELEASE: Way(begins=frozenset({Standing.CLAIMED}), to=Standing.OPEN, holder=True),
        Step.CONFIRM: Way(begins=frozenset({Standing.CLAIMED}), to=Standing.CONFIRMED, holder=True),
        Step.DISMISS: Way(begins=frozenset({Standing.CLAIMED}), to=Standing.DISMISSED, holder=True),
        Step.NEED_MORE: Way(begins=frozenset({Standing.CLAIMED}), to=Standing.NEEDS_MORE, holder=True),
    }
)
STANDINGS: Mapping[Standing, Say] = MappingProxyType(
    {
        Standing.OPEN: Say("Open", "Abierto"),
        Standing.CLAIMED: Say("Claimed", "Tomado"),
        Standing.NEEDS_MORE: Say("Needs more", "Falta información"),
        Standing.REOPENED: Say("Reopened: facts changed", "Reabierto: cambiaron los hechos"),
        Standing.CONFIRMED: Say("Confirmed", "Confirmado"),
        Standing.DISMISSED: Say("Dismissed", "Descartado"),
        Standing.GONE: Say("No longer stated", "Ya no se plantea"),
    }
)
STEPS: Mapping[Step, Say] = MappingProxyType(
    {
        Step.CLAIM: Say("Claimed", "Tomado"),
        Step.RELEASE: Say("Released", "Soltado"),
        Step.CONFIRM: Say("Confirmed: worth a referral", "Confirmado: amerita remisión"),
        Step.DISMISS: Say("Dismissed", "Descartado"),
        Step.NEED_MORE: Say("More is needed", "Falta información"),
    }
)
EXPLANATIONS: Mapping[Explanation, Say] = MappingProxyType(
    {
        Explanation.COLLECTOR: Say("Collector", "Coleccionista"),
        Explanation.GIFT: Say("Gift", "Regalo"),
        Explanation.ESTATE: Say("Estate", "Herencia"),
        Explanation.THEFT: Say("Theft before recovery", "Robo anterior a la recuperación"),
        Explanation.LICENSEE: Say("Resale to or by a licensee", "Reventa a o por un comerciante con licencia"),
        Explanation.OFFER: Say("Advertised offer or seasonal sale", "Oferta anunciada o venta de temporada"),
        Explanation.CHANCE: Say("Chance, given the volume", "Azar, dado el volumen"),
        Explanation.MISREAD: Say("A serial was misread", "Se leyó mal un número de serie"),
        Explanation.OTHER_PERSON: Say("Two persons taken for one", "Dos personas tomadas por una"),
        Explanation.NOT_ENOUGH: Say("Not enough to go on", "No alcanza para seguir"),
        Explanation.OTHER: Say("Other: said below", "Otro: se dice abajo"),
    }
)
#: Ticked on the page before judging.
LOOKED_AT = (
    Explanation.COLLECTOR,
    Explanation.GIFT,
    Explanation.ESTATE,
    Explanation.THEFT,
    Explanation.LICENSEE,
)
