"""What is committed is what the ontology gives."""

from __future__ import annotations

import pytest

from ironriver.graph import Catalogue
from ironriver.model import generate
from ironriver.model.generate import CHECKOUT, generated
from ironriver.model.kinds import KINDS, LINKS


@pytest.mark.parametrize("name", sorted(generated()))
def test_committed_file_equals_generated(name: str) -> None:
    committed = (CHECKOUT / name).read_text(encoding="utf-8")
    assert committed == generated()[name], "run: PYTHONPATH=platform python -m ironriver.model.generate"


def test_no_generated_statement_is_left_over() -> None:
    verbs = generate._VERBS
    there = {f"cypher/write/{path.name}" for path in (CHECKOUT / "cypher" / "write").glob("*.cypher")}
    assert {name for name in there if name.split("/")[-1].startswith(verbs)} <= set(generated())


def test_write_makes_what_differs_and_removes_what_is_gone(tmp_path) -> None:
    stale = tmp_path / "cypher" / "write" / "put_nothing.cypher"
    by_hand = stale.with_name("fold_by_hand.cypher")
    stale.parent.mkdir(parents=True)
    stale.write_text("// gone\n")
    by_hand.write_text("// kept\n")
    changed = generate.write(tmp_path)
    # Where no schema file is yet, there are no additions: the first two hold everything.
    made = {name for name in generated() if not name.endswith("_additions.cypher")}
    assert set(changed) == {*made, "cypher/write/put_nothing.cypher"}
    assert by_hand.exists()
    assert generate.write(tmp_path) == []


def test_schema_files_that_databases_have_run_stay_and_additions_get_a_file(tmp_path) -> None:
    generate.write(tmp_path)
    indexes = tmp_path / "cypher" / "schema" / "002_indexes.cypher"
    commands = indexes.read_text(encoding="utf-8").split("\n;\n")
    without = "\n;\n".join(commands[:-2]) + "\n;\n"
    indexes.write_text(without, encoding="utf-8")
    assert generate.write(tmp_path) == ["cypher/schema/003_additions.cypher"]
    added = indexes.with_name("003_additions.cypher").read_text(encoding="utf-8")
    assert commands[-2] in added
    assert added.count("IF NOT EXISTS") == 1
    assert indexes.read_text(encoding="utf-8") == without
    assert generate.write(tmp_path) == []
    Catalogue.load(tmp_path / "cypher")


def test_the_catalogue_accepts_every_generated_statement(tmp_path) -> None:
    generate.write(tmp_path)
    catalogue = Catalogue.load(tmp_path / "cypher")
    for kind in KINDS.values():
        statement = catalogue[f"write.put_{kind.stem}"]
        assert (statement.mode, statement.data, statement.params) == ("write", kind.data, ("rows",))
    for link in LINKS:
        assert catalogue[f"write.link_{link.stem}"].data == link.data


def test_every_kind_is_unique_by_id_in_the_schema() -> None:
    schema = "".join(path.read_text("utf-8") for path in (CHECKOUT / "cypher" / "schema").glob("*.cypher"))
    for kind in KINDS.values():
        assert f"FOR (n:{kind.name}) REQUIRE n.id IS UNIQUE" in schema
    assert "FOR (n:Key) REQUIRE (n.kind, n.holding, n.value) IS UNIQUE" in schema


def test_page_names_every_kind_link_and_property() -> None:
    page = generated()["docs/model.md"]
    for kind in KINDS.values():
        assert f"### {kind.name}\n" in page
        assert kind.title.es in page
        assert all(f"|`{name}`|" in page for name in kind.properties)
    for link in LINKS:
        assert f"`({link.from_kind})-[:{link.type}]->({link.to_kind})`" in page
