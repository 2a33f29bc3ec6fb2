"""A release as it is kept in the register, and what a person decides when he prepares one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ironriver.exchange.stix_desk import Flavour
from ironriver.model.marking import Tlp

_LISTS = frozenset({"granted", "objects", "lost"})
_NUMBERS = frozenset({"profile_version", "bundle_size"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelease:
    """What is released, to whom, why. `subject` is the id of a firearm or finding, or `yyyy-mm-dd..yyyy-mm-dd`.

    `granted` opens by-request fields for this release alone. `collection_id` empty: handed over as a file.
    """

    profile_id: str
    subject_kind: str
    subject: str
    title: str
    purpose: str
    reason: str
    flavour: Flavour = Flavour.FULL
    granted: frozenset[str] = frozenset()
    collection_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One row of the register: who got what, why, when, under which agreement, with what receipt."""

    id: str
    number: str
    title: str
    partner: str
    profile_id: str
    profile_name: str
    profile_version: int
    agreement_id: str
    agreement_number: str
    purpose: str
    case_id: str
    subject_kind: str
    subject_id: str
    granted: tuple[str, ...]
    collection_id: str
    flavour: str
    reason: str
    state: str
    proposal: str
    prepared: str
    prepared_by: str
    decided: str
    decided_by: str
    bundle_sha256: str
    bundle_size: int
    dossier_sha256: str
    objects: tuple[str, ...]
    stamped: str
    level: Tlp
    lost: tuple[str, ...]
    released: str
    receipt: str
    recalled: str
    recalled_by: str
    recall_reason: str
    recall_sha256: str
    recalled_stamp: str
    acknowledged: str
    holding: str
    tlp: Tlp
    handling: str

    @property
    def version(self) -> str:
        """What an object without a version of its own is kept under: later than before, once it was recalled."""
        return self.recalled_stamp or self.stamped

    @property
    def is_out(self) -> bool:
        """Whether the partner has it and it was not recalled."""
        return self.state == "released"


def release_of(node: Mapping[str, Any]) -> Release:
    """Return the release that a node of the graph stands for."""
    said: dict[str, Any] = {}
    for one in fields(Release):
        value = node.get(one.name)
        if one.name in _LISTS:
            said[one.name] = tuple(value or ())
        elif one.name in _NUMBERS:
            said[one.name] = int(value or 0)
        elif one.name in ("level", "tlp"):
            said[one.name] = Tlp(value or 0)
        else:
            said[one.name] = str(value or "")
    return Release(**said)
