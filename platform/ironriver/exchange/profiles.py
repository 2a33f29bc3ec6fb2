"""Sharing profiles: for one partner under one agreement, what may leave, how exactly, and for which purposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ironriver import clock
from ironriver.access import PURPOSES, Access, Action, require
from ironriver.access.agreements import Agreement, all_agreements
from ironriver.errors import Conflict, Invalid, Say, nothing_here
from ironriver.exchange.redaction_fields import KEYS, Day, Place
from ironriver.exchange.redaction_pieces import Rules
from ironriver.exchange.stix_desk import Flavour
from ironriver.ledger import Act, Change, Ledger, Look, Row, whole
from ironriver.model.actor import Actor
from ironriver.model.marking import PUBLIC, Handling, Marking, Tlp

_MOST = 5_000
#: A corridor of fewer guns than this could point at one of them.
SMALLEST_FLOOR = 3
LARGEST_FLOOR = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfile:
    """What the partner manager decides. Level, codes and holdings are never wider than the agreement's."""

    name: str
    agreement_id: str
    purposes: frozenset[str]
    max_tlp: Tlp
    fields: frozenset[str]
    place: Place = Place.STATE
    day: Day = Day.MONTH
    floor: int = 5
    flavour: Flavour = Flavour.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One profile as of now. `version` counts its changes; a release names the version it was made under."""

    id: str
    name: str
    partner: str
    agreement_id: str
    agreement_number: str
    purposes: frozenset[str]
    max_tlp: Tlp
    codes: frozenset[Handling]
    holdings: frozenset[str]
    fields: frozenset[str]
    place: Place
    day: Day
    floor: int
    flavour: Flavour
    opened: str
    changed: str
    version: int
    holding: str
    tlp: Tlp
    handling: str = field(default="")

    def rules(self, granted: frozenset[str] = frozenset(), *, ceiling: Tlp = Tlp.RED) -> Rules:
        """Return what redaction needs; `granted` opens by-request fields, `ceiling` is the collection's level."""
        return Rules(
            partner=self.partner,
            fields=self.fields,
            max_tlp=min(self.max_tlp, ceiling),
            handling=self.codes,
            holdings=self.holdings,
            place=self.place,
            day=self.day,
            floor=self.floor,
            granted=granted,
        )


def make_profile(access: Access, actor: Actor, new: NewProfile) -> Profile:
    """Make a profile under a standing agreement of the actor's agency. `Invalid` names the fields."""
    require(actor, Action.EDIT_PROFILE)
    agreement = _agreement_for(access, actor, new)
    ledger = access.ledger
    id_ = ledger.id_for("SharingProfile", f"{agreement.id}:{new.name.strip().casefold()}", actor.agency)
    marking = Marking(holding=actor.agency, tlp=Tlp.AMBER).as_properties()
    now = clock.stamp()
    stored = _stored(new, agreement) | {"opened": now, "changed": now, "edited_by": actor.id, "version": 1}

    def changes(look: Look) -> list[Change]:
        if look.read("exchange.profile_now", {"id": id_}):
            raise Conflict(
                Say(
                    en="There is a profile of this name under this agreement. Change it or choose another name.",
                    es="Ya hay un perfil con este nombre en este convenio. Modifíquelo o elija otro nombre.",
                ),
                fields={"name": Say(en="Taken.", es="Ya existe.")},
            )
        return [Change(statement="write.put_sharing_profile", rows=[Row(s={"id": id_, **marking}, p=stored)])]

    ledger.act(actor, Act(name="exchange.make_profile", changes=changes))
    return find_profile(actor, id_, ledger=ledger)


def change_profile(access: Access, actor: Actor, profile_id: str, new: NewProfile) -> Profile:
    """Change a profile; its version goes up by one. What was released before stays as it was."""
    require(actor, Action.EDIT_PROFILE)
    profile = find_profile(actor, profile_id, ledger=access.ledger)
    agreement = _agreement_for(access, actor, new)
    if agreement.id != profile.agreement_id:
        raise _refused(agreement_id=Say(en="A profile keeps its agreement.", es="Un perfil conserva su convenio."))
    stored = _stored(new, agreement)

    def changes(look: Look) -> list[Change]:
        rows = look.read("exchange.profile_now", {"id": profile_id})
        version = int(rows[0]["version"]) + 1
        said = {**stored, "changed": clock.stamp(), "edited_by": actor.id, "version": version}
        return [Change(statement="write.amend_sharing_profile", rows=[Row(s={"id": profile_id}, p=said)])]

    access.ledger.act(actor, Act(name="exchange.change_profile", changes=changes))
    return find_profile(actor, profile_id, ledger=access.ledger)


def find_profile(actor: Actor, profile_id: str, *, ledger: Ledger) -> Profile:
    """Return a profile. `NotFound` if it is not open to the actor."""
    require(actor, Action.VIEW_EXCHANGE)
    rows = ledger.ask(actor, "exchange.profile", {"id": profile_id}).rows
    if not rows:
        raise nothing_here()
    return profile_of(rows[0]["p"])


def all_profiles(actor: Actor, *, ledger: Ledger) -> list[Profile]:
    """Return the profiles open to the actor, by partner and name."""
    require(actor, Action.VIEW_EXCHANGE)
    rows = ledger.ask(actor, "exchange.profiles", {"limit": _MOST + 1}).rows
    return [profile_of(row["p"]) for row in whole(rows, _MOST)]


def standing_agreements(access: Access, actor: Actor) -> list[Agreement]:
    """Return the agreements of the actor's agency that open something today."""
    today = clock.today()
    return [one for one in all_agreements(access, actor) if one.holds_on(today)]


def profile_of(node: Mapping[str, Any]) -> Profile:
    """Return the profile that a node of the graph stands for."""
    return Profile(
        **{name: str(node[name]) for name in ("id", "name", "partner", "agreement_id", "agreement_number")},
        purposes=frozenset(node.get("purposes") or ()),
        max_tlp=Tlp(node["max_level"]),
        codes=frozenset(Handling(code) for code in node.get("codes") or ()),
        holdings=frozenset(node.get("opened_holdings") or ()),
        fields=frozenset(node.get("fields") or ()),
        place=Place(node["place"]),
        day=Day(node["day"]),
        floor=int(node["floor"]),
        flavour=Flavour(node["flavour"]),
        opened=str(node["opened"]),
        changed=str(node["changed"]),
        version=int(node["version"]),
        holding=str(node["holding"]),
        tlp=Tlp(node["tlp"]),
        handling=str(node.get("handling") or ""),
    )


def _agreement_for(access: Access, actor: Actor, new: NewProfile) -> Agreement:
    """Return the agreement after everything that was typed was held against it."""
    found = {one.id: one for one in standing_agreements(access, actor)}.get(new.agreement_id)
    faults: dict[str, Say] = {}
    if not new.name.strip():
        faults["name"] = Say(en="A name is needed.", es="Se necesita un nombre.")
    if found is None:
        faults["agreement_id"] = Say(
            en="Choose an agreement that stands today.", es="Elija un convenio vigente el día de hoy."
        )
    elif new.max_tlp > min(found.max_tlp, Tlp.AMBER_STRICT):
        faults["tlp"] = Say(
            en=f"At most {min(found.max_tlp, Tlp.AMBER_STRICT).label}: the agreement reaches no further, and RED "
            "never leaves this way.",
            es=f"A lo más {min(found.max_tlp, Tlp.AMBER_STRICT).label}: el convenio no llega más lejos, y RED "
            "nunca sale por esta vía.",
        )
    if not new.purposes or not new.purposes <= set(PURPOSES):
        faults["purposes"] = Say(en="Choose at least one purpose.", es="Elija al menos una finalidad.")
    if not new.fields or not new.fields <= KEYS:
        faults["fields"] = Say(en="Choose at least one field.", es="Elija al menos un campo.")
    if not SMALLEST_FLOOR <= new.floor <= LARGEST_FLOOR:
        faults["floor"] = Say(
            en=f"A whole number from {SMALLEST_FLOOR} to {LARGEST_FLOOR}.",
            es=f"Un número entero de {SMALLEST_FLOOR} a {LARGEST_FLOOR}.",
        )
    if faults or found is None:
        raise _refused(**faults)
    return found


def _stored(new: NewProfile, agreement: Agreement) -> dict[str, Any]:
    own = {agreement.agency, PUBLIC}
    return {
        "name": new.name.strip(),
        "partner": agreement.partner,
        "agreement_id": agreement.id,
        "agreement_number": agreement.number,
        "purposes": sorted(new.purposes),
        "max_level": int(new.max_tlp),
        "codes": sorted(agreement.handling),
        "opened_holdings": sorted({*agreement.holdings, *own}),
        "fields": sorted(new.fields),
        "place": new.place.value,
        "day": new.day.value,
        "floor": new.floor,
        "flavour": new.flavour.value,
    }


def _refused(**fields: Say) -> Invalid:
    return Invalid(
        Say(en="The profile was not kept. See the fields.", es="No se guardó el perfil. Vea los campos."),
        fields=fields,
    )
