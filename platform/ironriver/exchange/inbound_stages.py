"""What partners send, stage by stage: envelope, schema, extension, references, marking, policy. Pure.

Each object either passes or is held with the stage and the reasons. Nothing here writes, and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ironriver.errors import Invalid
from ironriver.exchange.instants import in_order
from ironriver.exchange.stix_check import extension_faults, faults_of, references_of
from ironriver.exchange.stix_firearm import extension_objects
from ironriver.exchange.stix_ids import Object, canonical
from ironriver.exchange.stix_markings import TLP_EXTENSION, TLP_IDS, level_of, tlp_object
from ironriver.model.marking import Tlp
from ironriver.model.values import read_serial

MOST_BYTES = 10_000_000
MOST_OBJECTS = 5_000
MOST_DEPTH = 30
_META = frozenset({"marking-definition", "extension-definition"})


class Stage(StrEnum):
    """Where an object stopped; `NONE` if it passed all."""

    NONE = "none"
    ENVELOPE = "envelope"
    SCHEMA = "schema"
    EXTENSION = "extension"
    REFERENCES = "references"
    POLICY = "policy"


class Tab(StrEnum):
    """What accepting would do. `KNOWN`: these very bytes came before."""

    CREATE = "create"
    UPDATE = "update"
    KNOWN = "known"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A version that came before: from which feed, under which creator."""

    version: str
    sha256: str
    creator: str
    feed: str
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One object after all stages. `tlp` is what it is treated as: unmarked is at least AMBER, unknown is RED."""

    stix_id: str
    stix_type: str
    version: str
    creator: str
    title: str
    canonical: bytes
    tlp: Tlp
    stage: Stage = Stage.NONE
    reasons: tuple[str, ...] = ()
    tab: Tab = Tab.CREATE

    @property
    def sha256(self) -> str:
        """Digest of the canonical bytes."""
        return hashlib.sha256(self.canonical).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where the bytes come from: its name, the level of what is unmarked, and what came before by STIX id."""

    name: str
    usual: Tlp = Tlp.AMBER
    known: Mapping[str, Sequence[Known]] = field(default_factory=dict)


class NoEnvelope(ValueError):
    """The bytes are no envelope; the text is a code of the reason."""


def objects_in(content: bytes) -> list[dict[str, Any]]:
    """Return the objects of a TAXII envelope or a STIX bundle. `NoEnvelope` with a code for anything else."""
    if len(content) > MOST_BYTES:
        raise NoEnvelope("too_large")
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as cause:
        raise NoEnvelope("not_json") from cause
    objects = read.get("objects", []) if isinstance(read, dict) else None
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise NoEnvelope("no_objects")
    if len(objects) > MOST_OBJECTS:
        raise NoEnvelope("too_many")
    if _depth(read) > MOST_DEPTH:
        raise NoEnvelope("too_deep")
    return objects


def examine(objects: Sequence[Object], feed: Feed) -> list[Examined]:
    """Return every object of an envelope, examined, in their order; the same bytes twice are one."""
    here = {str(one.get("id")) for one in objects} | set(feed.known) | _common()
    levels = {str(one.get("id")): _tlp_of_definition(one) for one in objects if one.get("type") in _META}
    seen: dict[tuple[str, str], Examined] = {}
    for one in objects:
        made = _examine(one, here, levels, feed)
        version = in_order(made.version)
        earlier = seen.get((made.stix_id, version))
        if earlier is not None and earlier.canonical != made.canonical:
            made = _held(made, Stage.POLICY, "same_version_differs", Tab.CONFLICT)
            seen[made.stix_id, version + "!"] = made
        else:
            seen[made.stix_id, version] = made
    return list(seen.values())


def plain(said: object, most: int = 200) -> str:
    """Return text that can be stored: cut, and without the halves of characters that JSON may smuggle in."""
    return str(said)[:most].encode("utf-8", "replace").decode()


def serial_of(one: Mapping[str, Any]) -> str:
    """Return the canonical serial of a firearm object; empty for other objects and half-read serials."""
    said = [one.get(name) for name in ("serial_number", "make", "model", "caliber")]
    serial, maker, model, calibre = (text if isinstance(text, str) else "" for text in said)
    read = read_serial(serial, maker=maker, model=model, calibre=calibre)
    return plain(read.canonical) if one.get("type") == "firearm" and not read.is_partial else ""


def _examine(one: Object, here: set[str], levels: Mapping[str, Tlp | None], feed: Feed) -> Examined:
    made = Examined(
        stix_id=plain(one.get("id", "")),
        stix_type=plain(one.get("type", ""), 100),
        version=plain(one.get("modified") or one.get("created") or "", 40),
        creator=plain(one.get("created_by_ref", "")),
        title=plain(_title(one)),
        canonical=b"",
        tlp=_level(one, levels, feed),
    )
    try:
        made = replace(made, canonical=canonical(dict(one)))
    except Invalid:
        # Kept as it was read, so that whoever refuses it can see what it was.
        made = replace(made, canonical=json.dumps(one, sort_keys=True).encode())
        return _held(made, Stage.ENVELOPE, "no_canonical_form")
    if faults := extension_faults(one):
        return _held(made, Stage.EXTENSION, *faults)
    if one.get("type") != "firearm" and (faults := faults_of(one)):
        return _held(made, Stage.SCHEMA, *faults)
    if missing := sorted(set(references_of(dict(one))) - here):
        return _held(made, Stage.REFERENCES, *(f"missing {ref}" for ref in missing))
    return _by_policy(made, one, feed)


def _by_policy(made: Examined, one: Object, feed: Feed) -> Examined:
    """Only its creator versions or revokes an object; after a revocation comes nothing; bytes do not change."""
    if made.stix_id in _common():
        return _tabbed(made, Tab.KNOWN) if _is_common(one) else _held(made, Stage.POLICY, "forged", Tab.CONFLICT)
    before = feed.known.get(made.stix_id, ())
    if not before:
        return made
    if any(known.sha256 == made.sha256 for known in before):
        return _tabbed(made, Tab.KNOWN)
    if any(known.creator != made.creator or known.feed != feed.name for known in before):
        return _held(made, Stage.POLICY, "foreign_version", Tab.CONFLICT)
    if any(in_order(known.version) == in_order(made.version) for known in before):
        return _held(made, Stage.POLICY, "same_version_differs", Tab.CONFLICT)
    if any(known.revoked for known in before):
        return _held(made, Stage.POLICY, "after_revocation", Tab.CONFLICT)
    if in_order(made.version) < max(in_order(known.version) for known in before):
        return _held(made, Stage.POLICY, "older_version", Tab.CONFLICT)
    return _tabbed(made, Tab.UPDATE)


def _level(one: Object, levels: Mapping[str, Tlp | None], feed: Feed) -> Tlp:
    """Strictest of what it is marked with, whole or in part; a marking that nobody can read is RED."""
    refs = [ref for ref in one.get("object_marking_refs") or () if isinstance(ref, str)]
    parts = [part for part in one.get("granular_markings") or () if isinstance(part, dict)]
    refs += [str(part["marking_ref"]) for part in parts if "marking_ref" in part]
    found = []
    for ref in refs:
        own = level_of(ref)
        if own is not None:
            found.append(own)
        elif ref not in levels:
            return Tlp.RED
        elif (defined := levels[ref]) is not None:
            found.append(defined)
    return max(found) if found else max(feed.usual, Tlp.AMBER)


def _tlp_of_definition(one: Object) -> Tlp | None:
    """A definition under a foreign id that claims to be a TLP is not believed: RED. A statement has no level."""
    id_ = str(one.get("id"))
    if level_of(id_) is not None:
        return level_of(id_)
    claims = one.get("definition_type") == "tlp" or TLP_EXTENSION in (one.get("extensions") or {})
    is_statement = one.get("definition_type") == "statement"
    return None if is_statement and not claims else Tlp.RED


def _is_common(one: Object) -> bool:
    """Whether an object under a common id says what that id means: TLP by its level, ours by every byte."""
    level = level_of(str(one.get("id")))
    if level is not None:
        return bool(one.get("extensions") == tlp_object(level)["extensions"])
    return any(canonical(dict(own)) == canonical(dict(one)) for own in extension_objects())


def _common() -> set[str]:
    return {*TLP_IDS.values(), *(str(one["id"]) for one in extension_objects())}


def _held(made: Examined, stage: Stage, *reasons: str | Tab) -> Examined:
    tabs = [one for one in reasons if isinstance(one, Tab)]
    said = tuple(str(one)[:300] for one in reasons if not isinstance(one, Tab))[:10]
    return _copy(made, stage, said, tabs[0] if tabs else made.tab)


def _tabbed(made: Examined, tab: Tab) -> Examined:
    return _copy(made, made.stage, made.reasons, tab)


def _copy(made: Examined, stage: Stage, reasons: tuple[str, ...], tab: Tab) -> Examined:
    return replace(made, stage=stage, reasons=reasons, tab=tab)


def _title(one: Object) -> str:
    for name in ("name", "abstract", "content", "relationship_type", "make", "description"):
        if isinstance(one.get(name), str):
            return str(one[name])[:120]
    return str(one.get("type", ""))[:120]


def _depth(value: object) -> int:
    """How deep lists and objects lie in each other; counted without recursion, so depth itself cannot harm."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        inner, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(inner, dict):
            waiting += [(one, level + 1) for one in inner.values()]
        elif isinstance(inner, list):
            waiting += [(one, level + 1) for one in inner]
    return deepest
