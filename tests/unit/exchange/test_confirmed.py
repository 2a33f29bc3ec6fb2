"""A confirmed finding on its way to a partner: both sides in one text, redaction and markings as for everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from stix2validator import ValidationOptions, validate_string

from ironriver.errors import Conflict, Say
from ironriver.exchange.confirmed import (
    WHAT_IT_IS,
    ConfirmedFinding,
    Party,
    check_unchanged,
    finding_subject,
    read_confirmed,
)
from ironriver.exchange.redaction import Redacted, redact
from ironriver.exchange.redaction_pieces import Kind, Rules
from ironriver.exchange.stix_build import Built, build, tlp_of
from ironriver.exchange.stix_desk import Flavour
from ironriver.exchange.stix_markings import NOTICES
from ironriver.model.marking import PUBLISHED, Handling, Marking, Tlp
from tests.unit.exchange.pieces import NAMING, OPEN, OURS, frame
from tests.world import cleared_actor

FINDING = ConfirmedFinding(
    id="finding_1",
    title=Say("Three pistols in one window", "Tres pistolas en una ventana"),
    speaks_for=(Say("Two recovered within a year", "Dos recuperadas en un año"),),
    against=(Say("Theft was not ruled out", "No se descartó un robo"),),
    would_change=(Say("Without the second recovery", "Sin la segunda recuperación"),),
    limits=(Say("A first purchaser is not a suspect.", "Un primer comprador no es sospechoso."),),
    base=(Say("Of 40 decided, 22 were confirmed", "De 40 dictaminados, 22 confirmados"),),
    parties=(
        Party(id="person_1", kind=Kind.PURCHASER, name="Corwin Vale Tessmer", marking=OURS),
        Party(id="dealer_1", kind=Kind.DEALER, name="Cutbank Outfitters", marking=PUBLISHED),
    ),
    marking=OURS,
    confirmed="2026-11-20T10:00:00.000000Z",
)
OPENED = replace(OPEN, fields=OPEN.fields | {"finding"})
NAMED = replace(OPENED, granted=frozenset({"purchaser", "dealer_name"}), max_tlp=Tlp.AMBER_STRICT)
SENTENCES = [
    one
    for group in (FINDING.speaks_for, FINDING.against, FINDING.would_change, FINDING.limits, FINDING.base)
    for one in (*group, FINDING.title, WHAT_IT_IS)
]


def redacted(rules: Rules = OPENED, **changes: Any) -> Redacted:
    return redact(finding_subject(replace(FINDING, **changes)).pieces, rules, NAMING)


def built(rules: Rules = OPENED, flavour: Flavour = Flavour.FULL, **changes: Any) -> Built:
    return build(redacted(rules, **changes), frame(flavour))


def of_type(made: Built, type_: str) -> list[Any]:
    return [one for one in made.objects if one["type"] == type_]


@pytest.mark.parametrize("flavour", list(Flavour))
@pytest.mark.parametrize("rules", [OPENED, NAMED], ids=["nobody named", "named"])
def test_one_note_says_both_sides_in_both_languages_and_the_notice_goes_along(flavour: Flavour, rules: Rules):
    made = built(rules, flavour)
    text = made.bundle("bundle--3f5b8c1e-2a6d-4c59-9a1f-7c0f5be2d101").decode()
    judged = validate_string(text, ValidationOptions(version="2.1"))
    assert judged.is_valid, [str(error) for result in judged.object_results for error in result.errors]
    (note,) = of_type(made, "note")
    assert [one for say in SENTENCES for one in (say.en, say.es) if one not in note["content"]] == []
    said = [one["definition"]["statement"] for one in of_type(made, "marking-definition") if "definition" in one]
    assert {NOTICES["innocence"], NOTICES["alone"]} <= set(said)
    (grouping,) = of_type(made, "grouping")
    assert grouping["context"] == "suspicious-activity"
    assert grouping["description"].startswith(WHAT_IT_IS.en)
    assert note["id"] in grouping["object_refs"]
    assert made.lost == ()


def test_nobody_is_named_but_by_request_and_then_everything_that_names_him_is_stricter():
    plain, named = built(), built(NAMED)
    assert "Tessmer" not in str(plain.objects)
    assert "Cutbank" not in str(plain.objects)
    assert {tlp_of(one) for one in of_type(plain, "note")} == {Tlp.AMBER}
    (note,) = of_type(named, "note")
    assert tlp_of(note) is Tlp.AMBER_STRICT
    names = {one["name"] for one in of_type(named, "identity") if one["id"] in note["object_refs"]}
    assert names == {"Corwin Vale Tessmer", "Cutbank Outfitters"}


def test_a_profile_that_does_not_open_findings_gives_nothing_of_one():
    assert redacted(OPEN).pieces == ()
    assert redacted(NAMED, parties=()).warnings == ("finding",)
    assert redacted(replace(NAMED, fields=NAMED.fields - {"finding"})).warnings == ("person",)


@pytest.mark.parametrize(
    ("marking", "why"),
    [
        (Marking(holding="us-tpd", tlp=Tlp.RED, handling="tiahrt"), "tlp"),
        (Marking(holding="us-tpd", tlp=Tlp.AMBER_STRICT, handling="tiahrt"), "tlp"),
        (Marking(holding="us-tpd", tlp=Tlp.AMBER, handling=Handling.GRAND_JURY.value), "handling"),
        (Marking(holding="mx-fgr", tlp=Tlp.AMBER, handling=""), "holding"),
    ],
)
def test_what_may_not_leave_takes_its_parties_with_it(marking: Marking, why: str):
    found = redacted(replace(NAMED, max_tlp=Tlp.AMBER), marking=marking)
    assert found.withheld["finding_1"] == why
    assert "person_1" not in {one.key for one in found.pieces}


def test_nothing_against_it_is_said_as_such_and_not_left_out():
    (note,) = of_type(built(against=(), would_change=()), "note")
    assert note["content"].count("What speaks against it:\n- Nothing is on record") == 1
    assert "En contra:\n- No consta nada" in note["content"]


def test_judged_anew_since_it_was_prepared_is_a_conflict_and_so_is_a_place_without_findings():
    check_unchanged(FINDING, FINDING.confirmed)
    with pytest.raises(Conflict):
        check_unchanged(FINDING, "2026-11-20T09:59:59.999999Z")
    with pytest.raises(Conflict):
        read_confirmed(None, cleared_actor(), "finding_1", None)  # type: ignore[arg-type]
