"""What a partner could send to harm or mislead us: each stops at its stage, with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ironriver.exchange.inbound_stages import (
    MOST_BYTES,
    MOST_DEPTH,
    MOST_OBJECTS,
    Examined,
    Feed,
    Known,
    NoEnvelope,
    Stage,
    Tab,
    examine,
    objects_in,
)
from ironriver.exchange.redaction import redact
from ironriver.exchange.stix_build import build
from ironriver.exchange.stix_ids import DETAILS_EXTENSION, FIREARM_EXTENSION
from ironriver.exchange.stix_markings import TLP_1_IDS, TLP_EXTENSION, TLP_IDS
from ironriver.model.marking import Tlp
from tests.unit.exchange.pieces import NAMING, OPEN, chain, frame

UNKNOWN = "marking-definition--00000000-0000-4000-8000-000000000000"
Objects = list[dict[str, Any]]
_MADE = build(redact(chain(), OPEN, NAMING), frame()).objects


def sent() -> Objects:
    return json.loads(json.dumps([dict(one) for one in _MADE]))  # type: ignore[no-any-return]


def one_of(objects: Objects, type_: str) -> dict[str, Any]:
    return next(one for one in objects if one["type"] == type_)


def found(objects: Objects, id_: str, feed: Feed | None = None) -> Examined:
    return next(one for one in examine(objects, feed or Feed(name="sonora")) if one.stix_id == id_)


def after(change: Callable[[dict[str, Any]], object], type_: str) -> Examined:
    objects = sent()
    target = one_of(objects, type_)
    change(target)
    return found(objects, target["id"])


def test_what_we_send_passes_every_stage_of_ours():
    examined = examine(sent(), Feed(name="sonora"))
    assert {one.stage for one in examined} == {Stage.NONE}
    assert [one.stix_id for one in examined] == [one["id"] for one in _MADE]
    assert {one.tab for one in examined if one.stix_type == "extension-definition"} == {Tab.KNOWN}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "not_json"),
        (b"[]", "no_objects"),
        (b'{"objects": 7}', "no_objects"),
        (b'{"objects": [7]}', "no_objects"),
        (b" " * (MOST_BYTES + 1), "too_large"),
        (json.dumps({"objects": [{}] * (MOST_OBJECTS + 1)}).encode(), "too_many"),
        (b'{"objects": [{"a": ' + b"[" * MOST_DEPTH + b"]" * MOST_DEPTH + b"}]}", "too_deep"),
        (b"[" * 200_000, "not_json"),
    ],
)
def test_what_is_no_envelope_is_refused_as_a_whole(content: bytes, code: str):
    with pytest.raises(NoEnvelope, match=code):
        objects_in(content)


def test_an_empty_envelope_is_one():
    assert objects_in(b"{}") == []
    assert examine([], Feed(name="sonora")) == []


SCHEMA: list[tuple[str, str, Callable[[dict[str, Any]], object], Stage]] = [
    ("no content", "note", lambda one: one.pop("content"), Stage.SCHEMA),
    ("wrong time", "note", lambda one: one.update(modified="yesterday"), Stage.SCHEMA),
    ("wrong id", "location", lambda one: one.update(id="location--1"), Stage.SCHEMA),
    ("version before creation", "note", lambda one: one.update(modified="2001-01-01T00:00:00.000Z"), Stage.SCHEMA),
    ("unknown property of a gun", "firearm", lambda one: one.update(calibre="9 mm"), Stage.EXTENSION),
    ("number for a serial", "firearm", lambda one: one.update(serial_number=12045), Stage.EXTENSION),
    ("gun without its extension", "firearm", lambda one: one.update(extensions={}), Stage.EXTENSION),
    ("our extension elsewhere", "note", lambda one: one.update(
        extensions={FIREARM_EXTENSION: {"extension_type": "new-sco"}}), Stage.EXTENSION),
    ("negative count", "note", lambda one: one.update(extensions={
        DETAILS_EXTENSION: {"extension_type": "property-extension", "firearms": -1}}), Stage.EXTENSION),
    ("dangling reference", "note", lambda one: one.update(
        object_refs=["location--00000000-0000-4000-8000-000000000000"]), Stage.REFERENCES),
]  # fmt: skip


@pytest.mark.parametrize(("name", "type_", "change", "stage"), SCHEMA, ids=[row[0] for row in SCHEMA])
def test_a_broken_object_is_held_at_its_stage(
    name: str, type_: str, change: Callable[[dict[str, Any]], object], stage: Stage
):
    held = after(change, type_)
    assert held.stage is stage, name
    assert held.reasons


def test_unmarked_is_amber_or_the_feeds_own_and_unknown_is_red():
    assert after(lambda one: one.pop("object_marking_refs"), "location").tlp is Tlp.AMBER
    objects = sent()
    target = one_of(objects, "location")
    del target["object_marking_refs"]
    assert found(objects, target["id"], Feed(name="x", usual=Tlp.CLEAR)).tlp is Tlp.AMBER
    assert found(objects, target["id"], Feed(name="x", usual=Tlp.AMBER_STRICT)).tlp is Tlp.AMBER_STRICT
    assert after(lambda one: one.update(object_marking_refs=[UNKNOWN]), "location").tlp is Tlp.RED


def test_the_strictest_of_several_markings_counts_parts_included():
    both = [TLP_IDS[Tlp.GREEN], TLP_IDS[Tlp.AMBER_STRICT]]
    assert after(lambda one: one.update(object_marking_refs=both), "location").tlp is Tlp.AMBER_STRICT
    part = [{"marking_ref": TLP_IDS[Tlp.RED], "selectors": ["name"]}]
    assert after(lambda one: one.update(granular_markings=part), "location").tlp is Tlp.RED
    old = next(id_ for id_, level in TLP_1_IDS.items() if level is Tlp.AMBER)
    assert after(lambda one: one.update(object_marking_refs=[old]), "location").tlp is Tlp.AMBER


def test_a_level_under_a_foreign_id_is_not_believed():
    objects = sent()
    fake = {**one_of(objects, "marking-definition"), "id": UNKNOWN}
    fake["extensions"] = {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": "clear"}}
    target = one_of(objects, "location")
    target["object_marking_refs"] = [UNKNOWN]
    assert found([*objects, fake], target["id"]).tlp is Tlp.RED


def test_a_known_level_that_says_another_is_a_forgery():
    objects = sent()
    amber = next(one for one in objects if one["id"] == TLP_IDS[Tlp.AMBER])
    amber["extensions"] = {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": "clear"}}
    held = found(objects, amber["id"])
    assert (held.stage, held.tab, held.reasons) == (Stage.POLICY, Tab.CONFLICT, ("forged",))
    assert found(objects, one_of(objects, "location")["id"]).tlp is Tlp.AMBER


def test_our_extension_definition_rewritten_is_a_forgery():
    assert after(lambda one: one.update(schema="http://elsewhere"), "extension-definition").reasons == ("forged",)


def known(one: dict[str, Any], **more: Any) -> Feed:
    given: dict[str, Any] = {
        "version": one["modified"], "sha256": "0" * 64, "creator": one["created_by_ref"], "feed": "sonora",
    }  # fmt: skip
    return Feed(name="sonora", known={one["id"]: [Known(**(given | more))]})


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"creator": "identity--00000000-0000-4000-8000-000000000000"}, "foreign_version"),
        ({"feed": "another"}, "foreign_version"),
        ({}, "same_version_differs"),
        ({"version": "2026-11-01T00:00:00.000Z", "revoked": True}, "after_revocation"),
        ({"version": "2027-11-01T00:00:00.000Z"}, "older_version"),
        ({"version": "2026-11-21T09:00:00Z"}, "same_version_differs"),
        ({"version": "2026-11-21T09:00:00.0005Z"}, "older_version"),
    ],
)
def test_versions_come_from_their_creator_only_and_forwards_only(more: dict[str, Any], reason: str):
    objects = sent()
    note = one_of(objects, "note")
    held = found(objects, note["id"], known(note, **more))
    assert (held.stage, held.tab, held.reasons) == (Stage.POLICY, Tab.CONFLICT, (reason,))


def test_a_newer_version_of_the_same_creator_is_an_update_and_the_same_bytes_are_known():
    objects = sent()
    note = one_of(objects, "note")
    assert found(objects, note["id"], known(note, version="2026-11-01T00:00:00.000Z")).tab is Tab.UPDATE
    same = found(objects, note["id"]).sha256
    assert found(objects, note["id"], known(note, sha256=same)).tab is Tab.KNOWN


def test_one_version_with_two_contents_in_one_envelope_is_a_conflict():
    objects = sent()
    twin = {**one_of(objects, "note"), "content": "Something else."}
    examined = [one for one in examine([*objects, twin], Feed(name="x")) if one.stix_id == twin["id"]]
    assert [one.reasons for one in examined] == [(), ("same_version_differs",)]
    doubled = examine([*sent(), *sent()], Feed(name="x"))
    assert len(doubled) == len(_MADE)


def test_what_cannot_be_written_canonically_is_held_and_not_dropped():
    for change in ({"x_count": 2**60}, {"name": "half \ud800"}, {"x_rate": float("inf")}):
        target = {**one_of(sent(), "location"), **change}
        (held,) = examine([target], Feed(name="sonora"))
        assert (held.stage, held.reasons) == (Stage.ENVELOPE, ("no_canonical_form",)), change
        assert json.loads(held.canonical)["id"] == held.stix_id
        held.title.encode()
