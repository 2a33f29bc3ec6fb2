"""Columns of a trace summary beside the chain: what is a protected trait, and what the trace wrote of others."""

from __future__ import annotations

import json

from ironriver.ingest.claims import Claim, read_claim
from ironriver.ingest.mapping import mapping
from ironriver.ingest.readers import ReadContext
from ironriver.ingest.table import Record
from ironriver.search.withholding import cells_without_persons, without_persons
from tests.unit.ingest.files import trace

SECRETS = {"height": "5'11\"", "weight": "178 LBS", "birth_place": "LEADVILLE", "ssn": "900-12-0417",
           "driving_licence": "AZ-L000120417"}  # fmt: skip
OTHERS = {
    "importer_contact": "DESK ONE", "shipper_contact": "DESK TWO", "distributor_contact": "DESK THREE",
    "dealer_street": "4417 E Invented Rd", "dealer_zip": "85714", "dealer_phone": "520-555-0123",
    "dealer_inspected": "03/18/2024", "administrative_notes": "asked twice",
    "associated_traces": "T2026-0007; T2026-0009",
}  # fmt: skip


def claim(**cells: str) -> Claim:
    """Return what one trace row with these cells claims."""
    made = read_claim(Record(2, trace(1, **cells)), mapping("traces"), ReadContext())
    assert isinstance(made, Claim)
    return made


def of_person(whose: str) -> dict[str, str]:
    return {f"{whose}_{name}": cell for name, cell in SECRETS.items()}


def test_identity_numbers_and_build_stand_on_protected_traits_alone() -> None:
    for whose in ("possessor", "purchaser"):
        made = claim(**of_person(whose))
        traits = made.nodes[f"{whose}_traits"]
        assert traits.kind == "ProtectedTraits"
        assert SECRETS.items() <= traits.properties.items()
        rest = json.dumps([made.raw, *([n.properties, n.raw, n.key, n.part] for n in made.nodes.values()
                                       if n is not traits)], default=str)  # fmt: skip
        for secret in SECRETS.values():
            assert secret not in rest
            assert json.dumps(secret)[1:-1] not in rest


def test_one_of_them_alone_makes_traits_and_nobody_without_a_name_has_any() -> None:
    for name, cell in SECRETS.items():
        alone = claim(possessor_sex="", possessor_race="", **{f"possessor_{name}": cell})
        assert alone.nodes["possessor_traits"].properties == {name: cell}
    nameless = claim(possessor_name="", **of_person("possessor"))
    assert "possessor_traits" not in nameless.nodes


def test_what_the_trace_wrote_of_dealer_and_houses_is_kept_as_written() -> None:
    nodes = claim(**OTHERS).nodes
    result = nodes["result"].properties
    assert result["dealer_address"] == "4417 E Invented Rd, Tucson, AZ, 85714"
    assert result["dealer_phone"] == "520-555-0123"
    assert result["dealer_inspected"] == "2024-03-18"
    assert result["importer_contact"] == "DESK ONE"
    assert result["administrative_notes"] == "asked twice"
    assert result["associated_traces"] == ["T2026-0007", "T2026-0009"]
    assert nodes["first_shipment"].properties["sender_contact"] == "DESK TWO"
    assert nodes["second_shipment"].properties["sender_contact"] == "DESK THREE"
    # The dealer himself is the public list's: a trace does not write over him.
    assert "phone" not in nodes["dealer"].properties


def test_a_city_alone_is_no_address_of_the_dealer() -> None:
    assert "dealer_address" not in claim(dealer_street="").nodes["result"].properties


def test_names_that_offices_use_are_understood() -> None:
    names = mapping("traces").columns.names
    assert "possessor_pob" in names["possessor_birth_place"]
    assert "last_inspection_date" in names["dealer_inspected"]


def test_notes_and_associated_traces_stay_back_without_a_case() -> None:
    node = {"_labels": ["TraceResult"], "outcome": "dealer_only", **OTHERS}
    left = without_persons(node)
    assert not {"administrative_notes", "associated_traces"} & set(left)
    assert left["dealer_phone"] == OTHERS["dealer_phone"]
    assert not {"administrative_notes", "associated_traces", "purchaser_ssn"} & set(
        cells_without_persons({**OTHERS, **of_person("purchaser")})
    )
