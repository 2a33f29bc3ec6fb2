"""Recall: a revoked version of everything that was released, without its content, and a notice that says why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Invalid, Say
from ironriver.exchange.releases import amend, find_release, objects_of
from ironriver.exchange.releases_preview import naming_for
from ironriver.exchange.releases_records import Release
from ironriver.exchange.stix_build import tlp_of
from ironriver.exchange.stix_check import check_objects
from ironriver.exchange.stix_ids import Naming, Object, canonical, milliseconds
from ironriver.exchange.stix_markings import TLP_IDS
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
_ALWAYS = ("type", "spec_version", "id", "created", "created_by_ref", "object_marking_refs")


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
    naming = naming_for(ledger, release.partner)
    made = recalled_objects(objects_of(release, ledger=ledger), naming, release, _moment(release), reason.strip())
    bundle = {"type": "bundle", "id": naming.stix_id("bundle", release.id, "recall"), "objects": list(made)}
    said = {
        "state": "recalled",
        "recalled": clock.stamp(),
        "recalled_by": actor.id,
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


def recalled_objects(
    objects: Sequence[Object], naming: Naming, release: Release, at: str, reason: str
) -> tuple[Object, ...]:
    """Return revoked versions of all that has versions, and a notice; valid and closed. Pure."""
    kept = [one for one in objects if one["type"] in _KEPT or one["type"] == "firearm" or _is_common(one)]
    revoked = [_revoked(one, at) for one in objects if one not in kept]
    creator = next(one for one in objects if one["id"] == _creator(objects))
    revoked = [{**creator, "modified": at} if one["id"] == creator["id"] else one for one in revoked]
    level = max((tlp_of(one) for one in objects), default=None)
    notice: Object = {
        "type": "note",
        "spec_version": "2.1",
        "id": naming.stix_id("note", release.id, "recall"),
        "created": at,
        "modified": at,
        "created_by_ref": creator["id"],
        "abstract": f"Recall of {release.number}",
        "content": f"Recalled by the sender: {reason} Delete what you hold of it and confirm. / Retirado por el "
        "remitente: elimine lo que conserve de esta entrega y confirme.",
        "object_refs": [one["id"] for one in revoked],
        "object_marking_refs": [TLP_IDS[level]] if level is not None else [],
    }
    empty = [
        {name: one[name] for name in one if name in _ALWAYS or name == "extensions"}
        for one in kept
        if one["type"] == "firearm"
    ]
    made = [*(one for one in kept if one["type"] != "firearm"), *empty, *revoked, notice]
    check_objects(made)
    return tuple(made)


def _revoked(one: Object, at: str) -> Object:
    """The same object, revoked, with nothing in it but what the standard asks for."""
    type_ = one["type"]
    said = {name: one[name] for name in _ALWAYS if name in one}
    said |= {name: one[name] for name in _REFERS.get(type_, ()) if name in one}
    said |= _NEEDED.get(type_, {})
    if type_ == "observed-data":
        said |= {"first_observed": one["created"], "last_observed": one["created"]}
    return {**said, "modified": at, "revoked": True}


def _creator(objects: Sequence[Object]) -> str:
    return str(next(one["created_by_ref"] for one in objects if one["type"] == "grouping"))


def _is_common(one: Object) -> bool:
    """The maker of the extensions is nobody's to revoke."""
    return one["type"] == "identity" and "created_by_ref" not in one


def _moment(release: Release) -> str:
    """Later than what is recalled, even within the same millisecond: a version must be newer to count."""
    floor = datetime.fromisoformat(release.prepared) + timedelta(milliseconds=2)
    return milliseconds(max(clock.now(), floor.astimezone(UTC)))
