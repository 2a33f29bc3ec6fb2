"""Partners: what they get (STIX 2.1, marked and redacted), where they fetch it, and what comes in from them."""

from ironriver.exchange.collections import (
    Collection,
    NewCollection,
    all_collections,
    collections_of_partner,
    find_collection,
    make_collection,
)
from ironriver.exchange.object_store import StoredObject, put_objects, remove_objects
from ironriver.exchange.profiles import (
    NewProfile,
    Profile,
    all_profiles,
    change_profile,
    find_profile,
    make_profile,
    standing_agreements,
)
from ironriver.exchange.quarantine import (
    Quarantined,
    QuarantineState,
    find_quarantined,
    quarantine,
    settled,
)
from ironriver.exchange.redaction import Redacted
from ironriver.exchange.redaction_fields import BY_REQUEST, FIELDS, USUAL, Day, Field, Place, title_of
from ironriver.exchange.redaction_pieces import Kind, Piece
from ironriver.exchange.releases import (
    Register,
    approve_release,
    bundle_of,
    dossier_of,
    find_release,
    hand_over,
    propose_release,
    refuse_release,
    register,
)
from ironriver.exchange.releases_preview import SUBJECTS, View, preview
from ironriver.exchange.releases_recall import acknowledge, recall, recall_bundle
from ironriver.exchange.releases_records import NewRelease, Release
from ironriver.exchange.stix_desk import Flavour
from ironriver.exchange.stix_firearm import SCHEMAS, schema_bytes

__all__ = [
    "BY_REQUEST",
    "FIELDS",
    "SCHEMAS",
    "SUBJECTS",
    "USUAL",
    "Collection",
    "Day",
    "Field",
    "Flavour",
    "Kind",
    "NewCollection",
    "NewProfile",
    "NewRelease",
    "Piece",
    "Place",
    "Profile",
    "QuarantineState",
    "Quarantined",
    "Redacted",
    "Register",
    "Release",
    "StoredObject",
    "View",
    "acknowledge",
    "all_collections",
    "all_profiles",
    "approve_release",
    "bundle_of",
    "change_profile",
    "collections_of_partner",
    "dossier_of",
    "find_collection",
    "find_profile",
    "find_quarantined",
    "find_release",
    "hand_over",
    "make_collection",
    "make_profile",
    "preview",
    "propose_release",
    "put_objects",
    "quarantine",
    "recall",
    "recall_bundle",
    "refuse_release",
    "register",
    "remove_objects",
    "schema_bytes",
    "settled",
    "standing_agreements",
    "title_of",
]
