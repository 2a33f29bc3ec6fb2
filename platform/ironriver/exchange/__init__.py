"""Partners: what they get (STIX 2.1, marked and redacted), where they fetch it, and what comes in from them."""

from ironriver.exchange.profiles import (
    NewProfile,
    Profile,
    all_profiles,
    change_profile,
    find_profile,
    make_profile,
    standing_agreements,
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
    "Day",
    "Field",
    "Flavour",
    "Kind",
    "NewProfile",
    "NewRelease",
    "Piece",
    "Place",
    "Profile",
    "Redacted",
    "Register",
    "Release",
    "View",
    "acknowledge",
    "all_profiles",
    "approve_release",
    "bundle_of",
    "change_profile",
    "dossier_of",
    "find_profile",
    "find_release",
    "hand_over",
    "make_profile",
    "preview",
    "propose_release",
    "recall",
    "recall_bundle",
    "refuse_release",
    "register",
    "schema_bytes",
    "standing_agreements",
    "title_of",
]
