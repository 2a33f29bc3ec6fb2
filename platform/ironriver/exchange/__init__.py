"""Partners: what they get (STIX 2.1, marked and redacted), where they fetch it, and what comes in from them."""

from ironriver.exchange.client_trouble import FeedTrouble
from ironriver.exchange.collections import (
    Collection,
    NewCollection,
    all_collections,
    collections_of_partner,
    find_collection,
    make_collection,
)
from ironriver.exchange.confirmed import Confirmed, ConfirmedFinding, Party
from ironriver.exchange.feeds import Feed, NewFeed, all_feeds, find_feed, make_feed
from ironriver.exchange.feeds_polling import Polled, poll
from ironriver.exchange.inbound import (
    Draft,
    accept,
    content_of,
    draft_counts,
    drafts,
    find_draft,
    read_arrival,
    refuse,
)
from ironriver.exchange.inbound_beside import (
    Agrees,
    Beside,
    Compared,
    drafts_asked,
    drafts_beside,
    guns_asked,
    guns_beside,
)
from ironriver.exchange.inbound_undo import may_undo, undo_decision
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
    MOST_WAITING,
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
from ironriver.exchange.releases_delivery import collections_for
from ironriver.exchange.releases_preview import SUBJECTS, View, preview
from ironriver.exchange.releases_recall import acknowledge, recall, recall_bundle
from ironriver.exchange.releases_records import NewRelease, Release
from ironriver.exchange.stix_desk import Flavour
from ironriver.exchange.stix_firearm import SCHEMAS, schema_bytes
from ironriver.exchange.taxii_arrivals import (
    MOST_BYTES,
    find_status,
    receive_envelope,
    remove_for_partner,
    version_of,
)
from ironriver.exchange.taxii_filters import (
    OBJECTS,
    ONE_OBJECT,
    REMOVAL,
    VERSIONS,
    Filters,
    only_object,
    read_filters,
)
from ironriver.exchange.taxii_pages import Page, find_for_partner, read_page

__all__ = [
    "BY_REQUEST",
    "FIELDS",
    "MOST_BYTES",
    "MOST_WAITING",
    "OBJECTS",
    "ONE_OBJECT",
    "REMOVAL",
    "SCHEMAS",
    "SUBJECTS",
    "USUAL",
    "VERSIONS",
    "Agrees",
    "Beside",
    "Collection",
    "Compared",
    "Confirmed",
    "ConfirmedFinding",
    "Day",
    "Draft",
    "Feed",
    "FeedTrouble",
    "Field",
    "Filters",
    "Flavour",
    "Kind",
    "NewCollection",
    "NewFeed",
    "NewProfile",
    "NewRelease",
    "Page",
    "Party",
    "Piece",
    "Place",
    "Polled",
    "Profile",
    "QuarantineState",
    "Quarantined",
    "Redacted",
    "Register",
    "Release",
    "StoredObject",
    "View",
    "accept",
    "acknowledge",
    "all_collections",
    "all_feeds",
    "all_profiles",
    "approve_release",
    "bundle_of",
    "change_profile",
    "collections_for",
    "collections_of_partner",
    "content_of",
    "dossier_of",
    "draft_counts",
    "drafts",
    "drafts_asked",
    "drafts_beside",
    "find_collection",
    "find_draft",
    "find_feed",
    "find_for_partner",
    "find_profile",
    "find_quarantined",
    "find_release",
    "find_status",
    "guns_asked",
    "guns_beside",
    "hand_over",
    "make_collection",
    "make_feed",
    "make_profile",
    "may_undo",
    "only_object",
    "poll",
    "preview",
    "propose_release",
    "put_objects",
    "quarantine",
    "read_arrival",
    "read_filters",
    "read_page",
    "recall",
    "recall_bundle",
    "receive_envelope",
    "refuse",
    "refuse_release",
    "register",
    "remove_for_partner",
    "remove_objects",
    "schema_bytes",
    "settled",
    "standing_agreements",
    "title_of",
    "undo_decision",
    "version_of",
]
