"""A release and the partner's collection: which one it may lie in, how its objects lie there, taking them out."""

from __future__ import annotations

from collections.abc import Sequence

from ironriver.errors import Invalid, Say
from ironriver.exchange.collections import Collection, all_collections, find_collection
from ironriver.exchange.object_store import StoredObject, put_objects, remove_objects
from ironriver.exchange.profiles import Profile
from ironriver.exchange.releases_records import Release
from ironriver.exchange.stix_build import codes_of, tlp_of
from ironriver.exchange.stix_ids import Naming, Object, canonical
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor


def collections_for(actor: Actor, profile: Profile, *, ledger: Ledger) -> list[Collection]:
    """Return the collections that the profile's partner reads."""
    found = all_collections(actor, ledger=ledger)
    return [one for one in found if one.partner == profile.partner and one.may_read]


def collection_for(actor: Actor, profile: Profile, collection_id: str, *, ledger: Ledger) -> Collection | None:
    """Return the chosen collection, `None` for a release handed over as a file. `Invalid` if it is another's."""
    if not collection_id:
        return None
    for one in collections_for(actor, profile, ledger=ledger):
        if one.id == collection_id:
            return one
    raise Invalid(
        Say(en="The release was not prepared. See the fields.", es="No se preparó la entrega. Vea los campos."),
        fields={
            "collection_id": Say(
                en="Choose a collection that this partner reads.",
                es="Elija una colección que esta dependencia lea.",
            )
        },
    )


def put_release(
    actor: Actor, release: Release, objects: Sequence[Object], naming: Naming, *, ledger: Ledger
) -> str:
    """Put objects into the release's collection; return a receipt for the register. Twice puts nothing twice."""
    if not release.collection_id:
        return f"sha256:{release.bundle_sha256}"
    stored = [_stored(one, release, naming) for one in objects]
    receipts = put_objects(actor, release.collection_id, stored, ledger=ledger)
    return f"collection:{release.collection_id} entry:{max((one.seq for one in receipts), default=0)}"


def take_out_release(actor: Actor, release: Release, stix_ids: Sequence[str], *, ledger: Ledger) -> None:
    """Take all versions of these objects out of the release's collection."""
    if release.collection_id:
        find_collection(actor, release.collection_id, ledger=ledger)
        remove_objects(actor, release.collection_id, stix_ids, ledger=ledger)


def _stored(one: Object, release: Release, naming: Naming) -> StoredObject:
    # An observable has no version of its own: that of the grouping beside it says when it was released.
    version = str(one.get("modified") or one.get("created") or release.version)
    return StoredObject(
        id=str(one["id"]),
        version=version,
        canonical=canonical(dict(one)),
        tlp=tlp_of(one),
        handling=codes_of(one, naming),
        release_id=release.id,
    )
