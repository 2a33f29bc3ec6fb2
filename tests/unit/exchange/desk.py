"""A deployment with traces brought in by the front door, and people who prepare, approve and judge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ironriver.access import Access
from ironriver.access.agreements import all_agreements
from ironriver.exchange import inbound
from ironriver.exchange.inbound import Draft
from ironriver.exchange.profiles import NewProfile, Profile, make_profile
from ironriver.exchange.quarantine import Arrived, Quarantined, keep_arrived
from ironriver.exchange.redaction_fields import USUAL
from ironriver.exchange.releases_records import NewRelease
from ironriver.ingest import import_file
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from tests.unit.custody.room import Room, opened_room
from tests.world import EngineAddress

PERIOD = "2020-01-01..2027-01-01"
_HEAD = (
    "trace_number,requested,serial,maker,model,calibre,type,recovery_date,recovery_city,recovery_state,"
    "recovery_country,outcome,dealer_name,dealer_ffl,dealer_city,dealer_state,purchase_date,purchaser_name\n"
)


def row(number: int, serial: str) -> str:
    return (
        f"26-{number:05d},2026-01-15,{serial},Harrow & Pike,HP-9 Compact,9 mm,PI,2025-11-08,Nogales,SON,MX,"
        "purchaser_identified,Palo Fierro Arms,9-86-019-01-6K-01234,Tucson,AZ,2025-08-17,Dale Whitcombe\n"
    )


@dataclass(frozen=True)
class Desk:
    """What tests of the exchange drive."""

    room: Room

    @property
    def ledger(self) -> Ledger:
        return self.room.ledger

    @property
    def access(self) -> Access:
        return self.room.access

    def actor(self, login: str) -> Actor:
        return self.room.actor(login)

    def gun(self, serial: str = "TKF12045") -> str:
        query = "MATCH (f:Firearm {canonical: $serial}) RETURN f.id AS id"
        return str(self.ledger.database.read(query, {"serial": serial})[0]["id"])

    def new_profile(self, name: str, **more: Any) -> NewProfile:
        agreement = all_agreements(self.access, self.actor("sandoval"))[0]
        given: dict[str, Any] = {
            "name": name,
            "agreement_id": agreement.id,
            "purposes": frozenset({"crim_933"}),
            "max_tlp": Tlp.AMBER,
            "fields": USUAL,
        }
        return NewProfile(**(given | more))

    def profile(self, name: str, **more: Any) -> Profile:
        return make_profile(self.access, self.actor("sandoval"), self.new_profile(name, **more))

    def new(self, profile: Profile, **more: Any) -> NewRelease:
        given: dict[str, Any] = {
            "profile_id": profile.id,
            "subject_kind": "firearm",
            "subject": self.gun(),
            "title": "Pistol recovered in Nogales",
            "purpose": "crim_933",
            "reason": "Joint inquiry on pistols recovered in Nogales",
        }
        return NewRelease(**(given | more))


@contextmanager
def opened_desk(folder: Path, engine: EngineAddress) -> Iterator[Desk]:
    """Open the demonstration and import seven traces."""
    with opened_room(folder, engine) as room:
        desk = Desk(room)
        file = folder / "traces.csv"
        file.write_text(_HEAD + row(1, "TKF12045") + "".join(row(n, f"TKG2000{n}") for n in range(2, 8)), "utf-8")
        said = {"authority": "Request of the unit", "brought_by": "P. Ohlsson"}
        import_file(desk.actor("ohlsson"), file, ledger=room.ledger, kind="traces", **said)
        yield desk


def caseless(actor: Actor) -> Actor:
    return replace(actor, case="", purpose="")


def firearm_of(objects: Any) -> dict[str, Any]:
    return next(dict(one) for one in objects if one["type"] == "firearm")


def arrived(desk: Desk, objects: list[dict[str, Any]], **more: Any) -> Quarantined:
    marking = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
    given: dict[str, Any] = {
        "origin": "collection",
        "origin_id": "inbox",
        "partner": "mx-fge-son",
        "sender": "program",
        "content": json.dumps({"objects": objects}).encode(),
        "objects": len(objects),
        "marking": marking,
    }
    return keep_arrived(desk.actor("whitfield"), Arrived(**(given | more)), ledger=desk.ledger)


def of_arrival(desk: Desk, arrival: Quarantined) -> dict[str, Draft]:
    found = inbound.drafts(desk.actor("ohlsson"), ledger=desk.ledger)
    return {one.stix_type: one for one in found if one.quarantined_id == arrival.id}
