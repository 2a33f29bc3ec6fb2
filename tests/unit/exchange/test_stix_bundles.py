"""Bundles before foreign judges: `stix2-validator`, `stix2`, `stix2-patterns`; markings, closure, flavours."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import stix2
from jsonschema import Draft202012Validator
from stix2patterns.validator import run_validator
from stix2validator import ValidationOptions, validate_string

from ironriver.errors import Invalid
from ironriver.exchange.redaction import redact
from ironriver.exchange.redaction_pieces import Kind
from ironriver.exchange.stix_build import Built, build, tlp_of
from ironriver.exchange.stix_check import check_objects, extension_faults, open_references
from ironriver.exchange.stix_desk import Flavour
from ironriver.exchange.stix_firearm import SCHEMAS, extension_objects, schema
from ironriver.exchange.stix_ids import DETAILS_EXTENSION, Naming, canonical
from ironriver.exchange.stix_markings import NOTICES, TLP_1_IDS, TLP_IDS, level_of, tlp_object
from ironriver.model.marking import Marking, Tlp
from tests.unit.exchange.pieces import NAMING, OPEN, OURS, RULES, chain, corridor, frame

BUNDLE = "bundle--3f5b8c1e-2a6d-4c59-9a1f-7c0f5be2d101"
GRANTED = replace(OPEN, granted=frozenset({"dealer_name", "purchaser"}))


def built(flavour: Flavour = Flavour.FULL, rules: Any = OPEN, pieces: Any = None) -> Built:
    return build(redact(pieces if pieces is not None else chain(), rules, NAMING), frame(flavour))


def types(made: Built) -> set[str]:
    return {one["type"] for one in made.objects}


@pytest.mark.parametrize("flavour", list(Flavour))
@pytest.mark.parametrize("rules", [RULES, OPEN, GRANTED], ids=["usual", "open", "granted"])
def test_the_foreign_validator_takes_every_bundle(flavour: Flavour, rules: Any):
    judged = validate_string(built(flavour, rules).bundle(BUNDLE).decode(), ValidationOptions(version="2.1"))
    assert judged.is_valid, [str(error) for result in judged.object_results for error in result.errors]


@pytest.mark.parametrize("flavour", list(Flavour))
def test_corridors_are_valid_and_carry_the_notice_on_statistics(flavour: Flavour):
    made = built(flavour, RULES, [corridor(), corridor("TX", "TAM", 40)])
    assert validate_string(made.bundle(BUNDLE).decode(), ValidationOptions(version="2.1")).is_valid
    ways = [one for one in made.objects if one["type"] == "relationship"]
    assert [one["relationship_type"] for one in ways] == ["firearms-recovered-in"] * 2
    assert "not a route" in ways[0]["description"]
    said = [one["definition"]["statement"] for one in made.objects if one.get("definition_type") == "statement"]
    assert NOTICES["statistics"] in said
    assert {one["administrative_area"] for one in made.objects if one["type"] == "location"} == {
        *("US-AZ", "MX-SON", "US-TX", "MX-TAM")
    }


def test_the_foreign_reader_takes_core_strictly_and_full_with_our_type_registered():
    assert len(stix2.parse(built(Flavour.CORE).bundle(BUNDLE).decode()).objects) > 5
    read = stix2.parse(built().bundle(BUNDLE).decode())
    assert [one.make for one in read.objects if one["type"] == "firearm"] == ["Harrow & Pike"]


def test_nobody_becomes_a_threat_actor():
    for flavour in Flavour:
        assert not types(built(flavour, GRANTED)) & {"threat-actor", "intrusion-set", "campaign", "indicator"}


def test_the_notice_is_part_of_the_marking_of_every_object():
    made = built()
    said = {one["id"]: one for one in made.objects if one.get("definition_type") == "statement"}
    innocence = next(i for i, one in said.items() if one["definition"]["statement"] == NOTICES["innocence"])
    around = ("marking-definition", "extension-definition")
    told = [one for one in made.objects if one["type"] not in around and one.get("name") != "Ironriver"]
    assert told
    assert all(innocence in one["object_marking_refs"] for one in told)


def test_core_has_no_extension_and_lists_what_it_lost():
    made = built(Flavour.CORE)
    tlp = set(TLP_IDS.values())
    assert [one["id"] for one in made.objects if "extensions" in one and one["id"] not in tlp] == []
    assert not types(made) & {"firearm", "observed-data", "extension-definition"}
    group = next(one for one in made.objects if one["type"] == "grouping")
    assert len(made.lost) == 3
    assert all(lost in group["description"] for lost in made.lost)
    assert any("TKF12045" in one.get("content", "") for one in made.objects)
    assert built().lost == ()


def test_references_are_closed_and_an_open_one_is_found():
    made = built()
    assert open_references(made.objects) == []
    short = [one for one in made.objects if one["type"] != "firearm"]
    assert any("firearm--" in fault for fault in open_references(short))
    with pytest.raises(Invalid, match="refers to firearm--"):
        check_objects(short)


def test_an_object_is_as_strict_as_what_it_names():
    strict = Marking(holding="us-tpd", tlp=Tlp.AMBER_STRICT, handling="tiahrt")
    pieces = [replace(one, marking=strict) if one.kind is Kind.FIREARM else one for one in chain()]
    made = built(Flavour.FULL, replace(OPEN, max_tlp=Tlp.AMBER_STRICT), pieces)
    levels = {one["id"]: tlp_of(one) for one in made.objects}
    for one in made.objects:
        for ref in one.get("object_refs", ()):
            assert levels[one["id"]] >= levels[ref]
    assert {levels[i] for i in levels if i.startswith(("firearm", "observed", "grouping"))} == {Tlp.AMBER_STRICT}


@pytest.mark.parametrize("level", list(Tlp))
def test_each_level_is_the_object_that_oasis_published(level: Tlp):
    said = tlp_object(level)
    assert set(said) == {"type", "spec_version", "id", "created", "name", "extensions"}
    assert said["name"] == level.label
    assert level_of(said["id"]) is level
    assert stix2.parse(json.dumps(said), allow_custom=False).id == TLP_IDS[level]


def test_older_levels_are_read_and_amber_of_old_is_amber():
    assert sorted(TLP_1_IDS.values()) == [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.RED]
    assert level_of("marking-definition--00000000-0000-4000-8000-000000000000") is None


def test_ids_are_stable_keyed_and_different_for_every_partner():
    assert NAMING.stix_id("firearm", "a") == NAMING.stix_id("firearm", "a")
    other = replace(NAMING, partner="mx-fgr"), replace(NAMING, key=b"x" * 32)
    assert len({one.stix_id("firearm", "a") for one in (NAMING, *other)}) == 3
    assert NAMING.stix_id("firearm", "ab", "c") != NAMING.stix_id("firearm", "a", "bc")


def test_the_same_input_gives_the_same_bytes_and_times_have_milliseconds():
    assert built().bundle(BUNDLE) == built().bundle(BUNDLE)
    assert canonical(json.loads(built().bundle(BUNDLE))) == built().bundle(BUNDLE)
    times = [one[name] for one in built().objects for name in ("created", "modified") if name in one]
    assert {len(time) for time in times} == {len("2026-11-21T09:00:00.000Z")}


def test_the_extensions_come_with_a_published_schema_whose_examples_hold():
    for name in SCHEMAS:
        Draft202012Validator.check_schema(schema(name))
    example = schema("firearm-1.0")["examples"][0]
    assert extension_faults(example) == []
    assert extension_faults({**example, "calibre": "9 mm"}) != []
    assert extension_faults({**example, "type": "identity"}) != []
    wrong = {"extension_type": "property-extension", "firearms": 0}
    assert extension_faults({"type": "relationship", "extensions": {DETAILS_EXTENSION: wrong}}) != []
    assert {one["type"] for one in extension_objects()} == {"identity", "extension-definition"}


def test_a_pattern_on_a_firearm_is_one_for_the_foreign_parser():
    assert run_validator("[firearm:serial_number = 'TKF12045']", stix_version="2.1") == []
    assert run_validator("[firearm:serial_number = TKF12045]", stix_version="2.1") != []


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(Invalid):
        canonical({"n": float("nan")})
    assert Naming(key=b"", partner="x").salt("a") != Naming(key=b"", partner="x").salt("b")
    assert OURS.tlp is Tlp.AMBER
