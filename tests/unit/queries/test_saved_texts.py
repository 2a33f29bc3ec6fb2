"""Versions side by side, and the library's table beside its statements."""

from __future__ import annotations

import re

from ironriver.graph import Catalogue
from ironriver.queries.guard_plan import _is_bounded
from ironriver.queries.library import _table
from ironriver.queries.parameters import read_parameters
from ironriver.queries.saved import QueryVersion, differences


def version(n: int, text: str, *parameters: str) -> QueryVersion:
    return QueryVersion(
        n=n, title="t", text=text, parameters=read_parameters(parameters), saved="", saved_by_name="A. Person"
    )


#: Tables of the library's file that are no questions.
ASIDE = {"labels", "columns", "named_by"}


def test_a_difference_shows_lines_that_went_and_came() -> None:
    old = version(1, "MATCH (n:Firearm)\nRETURN n\nLIMIT 5", "since date")
    new = version(2, "MATCH (n:Firearm)\nRETURN n.id\nLIMIT 5", "since date", "least number = 2")
    told = differences(old, new)
    assert [line for line in told if line[0] in "+-"] == ["+least number = 2", "-RETURN n", "+RETURN n.id"]


def test_a_line_that_begins_with_a_relationship_is_a_line() -> None:
    """`--(b)` that went reads `---(b)`: no name of a file."""
    old, new = version(1, "MATCH (a)\n--(b)\nRETURN a"), version(2, "MATCH (a)\n++(b)\nRETURN a")
    assert [line for line in differences(old, new) if line[0] in "+-"] == ["---(b)", "+++(b)"]


def test_what_is_the_same_has_no_difference() -> None:
    assert differences(version(1, "RETURN 1"), version(2, "RETURN 1")) == ()


def test_every_question_of_the_library_is_told_in_both_languages(catalogue: Catalogue) -> None:
    table = _table()
    names = [
        statement.name.partition(".")[2] for statement in catalogue.values() if statement.name[:8] == "library."
    ]
    assert sorted(names) == sorted(set(table) - ASIDE)
    assert len(names) >= 10
    for name in names:
        pairs = catalogue.statement(f"library.{name}").header.pairs
        assert pairs["title_en"] != pairs["title_es"]
        assert pairs["why"].endswith(".")
        assert table[name]["why_es"].endswith(".")


def test_every_parameter_of_the_library_is_declared_labelled_and_used(catalogue: Catalogue) -> None:
    table = _table()
    for name, told in table.items():
        if name in ASIDE:
            continue
        statement = catalogue.statement(f"library.{name}")
        declared = {parameter.name for parameter in read_parameters(told["parameters"])}
        assert declared == set(statement.params) - {"holdings", "max_tlp", "handlings", "limit"}
        assert declared <= set(table["labels"])


def test_every_column_of_the_library_has_a_head_and_every_id_a_column_that_names_it(catalogue: Catalogue) -> None:
    table = _table()
    returned = [one.returns for one in catalogue.values() if one.name.startswith("library.")]
    assert {column for columns in returned for column in columns} == set(table["columns"])
    for columns in returned:
        names = [table["named_by"][column] for column in columns if column.endswith("_id")]
        assert set(names) <= set(columns), columns
        assert len(set(names)) == len(names), f"two things named by one column: {columns}"


def test_every_variable_of_the_library_is_checked(catalogue: Catalogue) -> None:
    """The dialect proves it at the start; this counts, in case the dialect is ever loosened."""
    for statement in catalogue.values():
        if not statement.name.startswith("library."):
            continue
        named = set(re.findall(r"[(\[](\w+):\w", statement.text))
        seen = set(re.findall(r"(\w+)\.holding IN \$holdings", statement.text))
        assert named <= seen, statement.name


def test_bounds_are_read_from_what_the_engine_writes() -> None:
    assert _is_bounded("VarLengthExpand", "(a)-[anon_0:OF*..6]->(b)")
    assert not _is_bounded("VarLengthExpand", "(a)-[anon_0*]->(b)")
