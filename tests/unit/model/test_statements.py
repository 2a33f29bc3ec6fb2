"""Generated texts: one parameter, deterministic words, structure apart from payload, both ends by id."""

from __future__ import annotations

import re

import pytest

from ironriver.model.kinds import KINDS, LINKS, Data, Index
from ironriver.model.statements import (
    amend,
    drop,
    index_name,
    join,
    put,
    schema_files,
    shred,
    shred_join,
    unjoin,
    write_statements,
)

STATEMENTS = write_statements()
NEVER = (
    "datetime(",
    "date(",
    "timestamp(",
    "rand(",
    "randomUUID(",
    "elementId(",
    "id(",
    "CALL ",
    "FOREACH",
    "LIMIT",
)


def body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("//"))


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_header_and_frame(name: str) -> None:
    text = STATEMENTS[name]
    first, second, *_ = text.splitlines()
    assert re.fullmatch(r"// [a-z][^:]+", first), "a colon would read as a key"
    assert re.fullmatch(
        r"// mode: write      data: (case|access)      params: rows      returns: written      rows: independent",
        second,
    )
    assert body(text).startswith("UNWIND $rows AS row\n")
    assert body(text).endswith("RETURN count(*) AS written")
    assert text.endswith("\n")
    assert set(re.findall(r"\$(\w+)", text)) == {"rows"}
    assert not [word for word in NEVER if word in body(text)]


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_rows_give_structure_and_payload_only(name: str) -> None:
    assert set(re.findall(r"row\.(\w+)", STATEMENTS[name])) <= {"s", "p"}
    structure = set(re.findall(r"row\.s\.(\w+)", STATEMENTS[name]))
    assert structure <= {"id", "from", "to", "holding", "tlp", "handling"}
    assert "id" in structure


def test_names_of_files_follow_kinds_and_links() -> None:
    assert {"put_trace_request", "amend_batch", "drop_firearm", "shred_person", "close_observation"} <= set(
        STATEMENTS
    )
    assert {
        "link_purchase_sold_by_dealer",
        "unlink_person_bought_purchase",
        "shred_person_same_as_person",
        "link_trace_request_asked_by_agency",
    } <= set(STATEMENTS)


def test_every_write_of_case_data_can_be_shredded_and_no_access_data_can() -> None:
    for kind in KINDS.values():
        assert (f"shred_{kind.stem}" in STATEMENTS) == (kind.data is Data.CASE)
    for link in LINKS:
        assert (f"shred_{link.stem}" in STATEMENTS) == (link.data is Data.CASE)


def test_put_of_a_marked_and_of_an_unmarked_kind() -> None:
    assert body(put(KINDS["Firearm"])).splitlines()[1:4] == [
        "MERGE (n:Firearm {id: row.s.id})",
        "SET n.holding = row.s.holding, n.tlp = row.s.tlp, n.handling = row.s.handling",
        "SET n += row.p",
    ]
    assert "holding" not in put(KINDS["Account"])
    assert "holding" in put(KINDS["Case"])


def test_only_put_and_link_make_anything() -> None:
    for name, text in STATEMENTS.items():
        assert ("MERGE" in text) == name.startswith(("put_", "link_")), name
        assert "CREATE" not in text
        assert ("DELETE" in text) == name.startswith(("drop_", "unlink_")), name


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.stem)
def test_links_find_both_ends_by_label_and_id(link) -> None:
    for text in (join(link), unjoin(link), shred_join(link)):
        assert f"(a:{link.from_kind} {{id: row.s.from}})" in text
        assert f"(b:{link.to_kind} {{id: row.s.to}})" in text
        assert f"[r:{link.type} {{id: row.s.id}}]" in text


def test_amend_and_drop_touch_no_marking() -> None:
    for kind in KINDS.values():
        assert "holding" not in body(amend(kind))
        assert "holding" not in body(drop(kind))


def test_a_tombstone_keeps_structure_only() -> None:
    line = next(one for one in shred(KINDS["Person"]).splitlines() if one.startswith("SET"))
    assert line == ("SET n = {id: n.id, holding: n.holding, tlp: n.tlp, handling: n.handling, shredded: true}")


def test_schema_commands_are_repeatable_and_named_once() -> None:
    commands = [one for text in schema_files().values() for one in body(text).split("\n;\n") if one.strip()]
    assert all(" IF NOT EXISTS FOR " in one for one in commands)
    names = [
        re.split(r"\s+", one)[2 if "CONSTRAINT" in one else 3 if "INDEX" in one.split()[2] else 2]
        for one in commands
    ]
    assert len(set(names)) == len(commands)


def test_no_schema_needs_the_enterprise_edition() -> None:
    for text in schema_files().values():
        assert "IS NOT NULL" not in text
        assert "NODE KEY" not in text
        assert "IS ::" not in text


def test_index_names() -> None:
    index = Index(kind="fulltext", properties=("name", "business_name"), analyzer="standard-folding")
    assert index_name(KINDS["Dealer"], index) == "dealer_name_business_name_fulltext"
