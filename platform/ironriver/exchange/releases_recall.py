"""Recall: a revoked version of everything that was released, without its content, and a notice that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Invalid, Say
from ironriver.exchange.releases import amend, find_release, objects_of
from ironriver.exchange.releases_delivery import put_release, take_out_release
from ironriver.exchange.releases_preview import naming_for
from ironriver.exchange.releases_records import Release
from ironriver.exchange.stix_build import tlp_of
from ironriver.exchange.stix_check import check_objects
from ironriver.exchange.stix_ids import Naming, Object, canonical, milliseconds
from ironriver.exchange.stix_markings import TLP_IDS, level_of
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor

#: What stays beside revoked objects: markings and extensions say how to read them.
_KEPT = frozenset({"marking-definition", "extension-definition"})
#: What each type must still say to be valid STIX. Everything else is taken out of the last version.
_NEEDED: dict[str, dict[str, Any]] = {
    "identity": {"name": "recalled"},
    "note": {"content": "recalled"},
    "grouping": {"context": "unspecified"},
    "location": {"region": "northern-america"},
    "relationship": {},
    "observed-data": {"number_observed": 1},
}
_REFERS = {
    "note": ("object_refs",),
    "grouping": ("object_refs",),
    "relationship": ("relationship_type", "source_ref", "target_ref"),
    "observed-data": ("object_refs",),
}
#: Releases of one profile that are asked for at once; a recall looks at all of them.
_AT_ONCE = 500
_ALWAYS = ("type", "spec_version", "id", "created", "created_by_ref", "object_marking_refs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a recall says: of which release, when, why; `held` is what the partner keeps under other releases."""

    release: Release
    at: str
    reason: str
    held: frozenset[str] = frozenset()


def recall(actor: Actor, release_id: str, *, reason: str, ledger: Ledger) -> Release:
    """Take a release back: the partner gets revoked versions and the reason. `Conflict` unless it is out.

    What he has seen he has seen; the register keeps what it was, and asks him to confirm.
    """
    release = find_release(actor, release_id, ledger=ledger)
    require(actor, Action.APPROVE, release)
    if not release.is_out:
        raise Conflict(
            Say(en="Only what was released can be recalled.", es="Solo se puede retirar lo que ya se entregó.")
        )
    if len(reason.strip()) < 10:
        raise Invalid(
            Say(
                en="A recall needs a reason that the partner reads.",
                es="El retiro exige un motivo que leerá la dependencia asociada.",
            ),
            fields={"reason": Say(en="At least 10 characters.", es="Al menos 10 caracteres.")},
        )
    naming, at = naming_for(ledger, release.profile_id), _moment(release)
    objects, held = objects_of(release, ledger=ledger), _held_elsewhere(actor, release, ledger)
    notice = Notice(release=release, at=at, reason=reason.strip(), held=held)
    made = recalled_objects(objects, naming, notice)
    bundle = {"type": "bundle", "id": naming.stix_id("bundle", release.id, "recall"), "objects": list(made)}
    gone = [one["id"] for one in objects if not _stays(one, held)]
    take_out_release(actor, release, gone, ledger=ledger)
    put_release(actor, replace(release, recalled_stamp=at), made, naming, ledger=ledger)
    said = {
        "state": "recalled",
        "recalled": clock.stamp(),
        "recalled_by": actor.id,
        "recalled_stamp": at,
        "recall_reason": reason.strip(),
        "recall_sha256": ledger.vault.put(canonical(bundle)).sha256,
    }
    amend(actor, "exchange.recall_release", release.id, said, ledger)
    return find_release(actor, release.id, ledger=ledger)


def acknowledge(actor: Actor, release_id: str, *, ledger: Ledger) -> Release:
    """Record that the partner has confirmed a recall."""
    release = find_release(actor, release_id, ledger=ledger)
    require(actor, Action.PREPARE_RELEASE, release)
    if release.state != "recalled" or release.acknowledged:
        raise Conflict(
            Say(
                en="There is no open recall to confirm here.",
                es="Aquí no hay un retiro pendiente de confirmar.",
            )
        )
    amend(actor, "exchange.acknowledge_recall", release.id, {"acknowledged": clock.stamp()}, ledger)
    return find_release(actor, release.id, ledger=ledger)


def recall_bundle(actor: Actor, release_id: str, *, ledger: Ledger) -> bytes:
    """Return what was sent to recall a release. `Conflict` where it was not recalled."""
    release = find_release(actor, release_id, ledger=ledger)
    if not release.recall_sha256:
        raise Conflict(Say(en="This release was not recalled.", es="Esta entrega no se ha retirado."))
    return ledger.vault.read(release.recall_sha256)


def recalled_objects(objects: Sequence[Object], naming: Naming, said: Notice) -> tuple[Object, ...]:
    """Return revoked versions of all that has versions, and a notice; valid and closed. Pure."""
    creator = next(str(one["created_by_ref"]) for one in objects if one["type"] == "grouping")
    made = [one if _stays(one, said.held) or one["id"] == creator else _taken_back(one, said.at) for one in objects]
    level = max(tlp_of(one) for one in objects)
    codes = sorted({ref for one in objects for ref in one.get("object_marking_refs", ()) if level_of(ref) is None})
    notice: Object = {
        "type": "note",
        "spec_version": "2.1",
        "id": naming.stix_id("note", said.release.id, "recall"),
        "created": said.at,
        "modified": said.at,
        "created_by_ref": creator,
        "abstract": f"Recall of {said.release.number}",
        "content": f"Recalled by the sender: {said.reason} Delete what you hold of it and confirm. / Retirado por "
        "el remitente: elimine lo que conserve de esta entrega y confirme.",
        "object_refs": [one["id"] for one in made if one.get("revoked")] or [creator],
        "object_marking_refs": [TLP_IDS[level], *codes],
    }
    made.append(notice)
    check_objects(made)
    return tuple(made)


def _taken_back(one: Object, at: str) -> Object:
    if one["type"] == "firearm":  # an observable cannot be revoked: it is left with nothing but its id
        return {name: one[name] for name in ("type", "spec_version", "id", "object_marking_refs", "extensions")}
    return _revoked(one, at)


def _stays(one: Object, held: frozenset[str]) -> bool:
    """Markings, extensions and their maker are nobody's to revoke; nor is what a standing release still holds."""
    is_common = one["type"] == "identity" and "created_by_ref" not in one
    return one["type"] in _KEPT or is_common or one["id"] in held


def _held_elsewhere(actor: Actor, release: Release, ledger: Ledger) -> frozenset[str]:
    held, after = set[str](), ""
    while True:
        asked = {"profile_id": release.profile_id, "after_id": after, "limit": _AT_ONCE}
        rows = ledger.ask(actor, "exchange.releases_of_profile", asked).rows
        held |= {id_ for row in rows if row["id"] != release.id for id_ in row["objects"] or ()}
        if len(rows) < _AT_ONCE:
            return frozenset(held)
        after = rows[-1]["id"]


def _revoked(one: Object, at: str) -> Object:
    """The same object, revoked, with nothing in it but what the standard asks for."""
    type_ = one["type"]
    said = {name: one[name] for name in _ALWAYS if name in one}
    said |= {name: one[name] for name in _REFERS.get(type_, ()) if name in one}
    said |= _NEEDED.get(type_, {})
    if type_ == "observed-data":
        said |= {"first_observed": one["created"], "last_observed": one["created"]}
    return {**said, "modified": at, "revoked": True}


def _moment(release: Release) -> str:
    """Later than what is recalled, even within the same millisecond: a version must be newer to count."""
    floor = datetime.fromisoformat(release.prepared) + timedelta(milliseconds=2)
    return milliseconds(max(clock.now(), floor.astimezone(UTC)))
