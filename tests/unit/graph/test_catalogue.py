"""The catalogue as shipped, and what it does with a folder that breaks a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from ironriver.errors import Invalid
from ironriver.graph import Catalogue, read_statement, shipped_folder

GOOD = "// one account\n// mode: read      data: access      params: id      limit: one\n// returns: a\n"
QUERY = "MATCH (a:Account {id: $id}) RETURN a"


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_shipped_statement_keeps_the_rules(catalogue: Catalogue) -> None:
    assert len(catalogue) > 300
    assert shipped_folder().name == "cypher"


def test_schema_files_come_in_order(catalogue: Catalogue) -> None:
    names = [statement.name for statement in catalogue.schema()]
    assert names == sorted(names)
    assert all(statement.commands for statement in catalogue.schema())


def test_a_statement_knows_its_text_and_digest() -> None:
    statement = read_statement("access.one", GOOD + QUERY + "\n")
    assert statement.text == QUERY
    assert statement.description == "one account"
    # The header may be reworded without a new statement; the query may not.
    reworded = read_statement("access.one", GOOD.replace("one account", "an account") + QUERY)
    assert reworded.sha256 == statement.sha256
    assert read_statement("access.one", GOOD + QUERY + " // x").sha256 != statement.sha256


def test_a_folder_is_refused_as_a_whole_and_names_file_and_rule(tmp_path: Path) -> None:
    put(tmp_path, "access/good.cypher", GOOD + QUERY)
    put(tmp_path, "access/bad.cypher", GOOD + QUERY.replace("$id", "$ids"))
    put(tmp_path, "access/deep/er.cypher", GOOD + QUERY)
    put(tmp_path, "access/bare.cypher", QUERY)
    with pytest.raises(Invalid) as caught:
        Catalogue.load(tmp_path)
    detail = caught.value.detail
    assert "access/bad.cypher: params:" in detail
    assert "access/deep/er.cypher: place:" in detail
    assert "access/bare.cypher: no header" in detail
    assert "good" not in detail


def test_a_good_folder_loads_by_name(tmp_path: Path) -> None:
    put(tmp_path, "access/good.cypher", GOOD + QUERY)
    catalogue = Catalogue.load(tmp_path)
    assert list(catalogue) == ["access.good"]
    assert catalogue.statement("access.good").returns == ("a",)
    assert catalogue.get("access.none") is None
    with pytest.raises(KeyError):
        catalogue.statement("access.none")


def test_names_are_unique_and_writes_take_rows_alone(catalogue: Catalogue) -> None:
    for statement in catalogue.values():
        if statement.mode == "write" and statement.data in ("case", "access"):
            assert statement.params == ("rows",), statement.name
