"""Pieces, rules and frames for tests of redaction and building; no engine is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ironriver.exchange.redaction_fields import USUAL, Day, Place
from ironriver.exchange.redaction_pieces import Kind, Piece, Rules
from ironriver.exchange.stix_desk import Flavour, Frame
from ironriver.exchange.stix_ids import Naming
from ironriver.model.marking import Handling, Marking, Tlp

NAMING = Naming(key=b"k" * 32, partner="mx-fge-son")
OURS = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
EVERYTHING = USUAL | {"serial", "sale_date", "recovery_date", "ttc_days"}
RULES = Rules(
    partner="mx-fge-son",
    fields=USUAL,
    max_tlp=Tlp.AMBER,
    handling=frozenset({Handling.TIAHRT}),
    holdings=frozenset({"us-tpd", "public"}),
)
OPEN = replace(RULES, fields=EVERYTHING | {"dealer_name", "purchaser"}, place=Place.CITY, day=Day.DAY)


def piece(kind: Kind, key: str = "", **more: Any) -> Piece:
    given: dict[str, Any] = {"marking": OURS, "refs": ()} | more
    return Piece(key=key or kind.value, kind=kind, **given)


def chain() -> list[Piece]:
    """A gun sold in Arizona and recovered in Sonora, with everything that is known of it."""
    gun = {"serial": "TKF12045", "make": "Harrow & Pike", "model": "HP-9", "calibre": "9 mm", "firearm_type": "PI"}
    tucson = {"country": "US", "state": "AZ", "county": "Pima", "city": "Tucson"}
    nogales = {"country": "MX", "state": "SON", "city": "Nogales"}
    return [
        piece(Kind.FIREARM, facts=gun),
        piece(Kind.DEALER, facts={"dealer_name": "Palo Fierro Arms"}),
        piece(Kind.PURCHASER, facts={"purchaser": "Dale Whitcombe"}),
        piece(
            Kind.SALE,
            facts={"sale_date": "2025-08-17", "sale_place": tucson},
            refs=("firearm", "dealer", "purchaser"),
        ),
        piece(Kind.RECOVERY, facts={"recovery_date": "2025-11-08", "recovery_place": nogales}, refs=("firearm",)),
    ]


def corridor(source: str = "AZ", target: str = "SON", firearms: int = 12, **more: Any) -> Piece:
    said = {
        "source": source,
        "target": target,
        "firearms": str(firearms),
        "since": "2021-01-01",
        "until": "2026-01-01",
    }
    key = f"corridor:{source}:{target}"
    return piece(Kind.CORRIDOR, key, facts={"corridor": said}, **more)


def frame(flavour: Flavour = Flavour.FULL, **more: Any) -> Frame:
    given: dict[str, Any] = {
        "naming": NAMING,
        "agency": "us-tpd",
        "agency_name": "Tucson Metro Crime Gun Unit",
        "title": "Pistol recovered in Sonora",
        "flavour": flavour,
        "created": "2026-11-01T00:00:00.000Z",
        "modified": "2026-11-21T09:00:00.000Z",
        "release_id": "release_1",
    }
    return Frame(**(given | more))
