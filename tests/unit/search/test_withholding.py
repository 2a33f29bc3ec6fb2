"""What describes a person stays back without a case and a purpose, whatever statement returned it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ironriver.access import Action, may_now
from ironriver.ingest.mapping import mapping
from ironriver.model.actor import Actor, Role
from ironriver.model.kinds import describes_person
from ironriver.search.things import thing
from ironriver.search.withholding import cells_without_persons, persons_open, without_persons

WHO = Actor(id="actor:x", name="X", agency="us-tpd", roles=frozenset({Role.INVESTIGATOR}))
ON_CASE = WHO.on(case="case_1", purpose="crim_933")
PERSON = {
    "_labels": ["Person"],
    "id": "per_1",
    "name": "WHITCOMBE, DALE",
    "dob": "1991-02-03",
    "given": "DALE",
    "id_number": "D0123",
    "raw": '{"purchaser_dob": "02/03/1991"}',
    "holding": "us-tpd",
    "tlp": 2,
    "handling": "",
}


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (WHO, False),
        (ON_CASE, True),
        (WHO.on(case="case_1", purpose=""), False),
        (WHO.on(case="", purpose="crim_933"), False),
        (WHO.on(case="case_1", purpose="curiosity"), False),
        (replace(ON_CASE, roles=frozenset({Role.CUSTODIAN})), False),
        (replace(ON_CASE, only=frozenset({Action.OPEN_FIREARM})), False),
    ],
)
def test_persons_are_open_by_role_case_and_purpose_together(actor: Actor, expected: bool) -> None:
    assert persons_open(actor) is expected


def test_an_action_without_need_of_a_case_needs_none() -> None:
    assert may_now(WHO, Action.OPEN_FIREARM)


def test_of_a_person_the_name_is_left_and_nothing_that_describes() -> None:
    left = without_persons({"x": PERSON, "n": 3, "many": [PERSON]})
    told = thing(left["x"])
    assert (told.label, told.second) == ("WHITCOMBE, DALE", "")
    assert "1991" not in str(left)
    assert "D0123" not in str(left)
    assert left["n"] == 3


def test_the_narrative_of_a_trace_goes_and_the_rest_of_it_stays() -> None:
    trace = {"_labels": ["TraceRequest"], "id": "trq_1", "number": "25-1", "narrative": "sold to his brother"}
    assert without_persons({"t": trace})["t"] == {"_labels": ["TraceRequest"], "id": "trq_1", "number": "25-1"}


@pytest.mark.parametrize("kind", ["traces", "multiple-sales"])
def test_every_column_that_makes_a_person_or_what_hangs_on_one_is_withheld(kind: str) -> None:
    known = mapping(kind)
    persons = {node.name for node in known.nodes if node.kind in ("Person", "ProtectedTraits", "Vehicle", "Phone")}
    persons |= {link.end for link in known.links if link.type in ("HAS_ADDRESS", "HAS_PHONE")}
    columns = {
        column
        for node in known.nodes
        if node.name in persons
        for column in (*node.any, *(one for reading in node.read for one in reading.columns))
    }
    assert columns
    assert [column for column in sorted(columns) if not describes_person(column)] == []


def test_cells_of_the_gun_and_the_dealer_stay() -> None:
    cells = {"serial": "TKF1", "dealer_name": "PALO", "purchaser_name": "W", "narrative": "n", "vehicle_plate": "P"}
    assert cells_without_persons(cells) == {"serial": "TKF1", "dealer_name": "PALO"}


def test_a_line_kept_without_columns_is_withheld_whole() -> None:
    assert cells_without_persons({"": "everything on one line, names too"}) == {}
