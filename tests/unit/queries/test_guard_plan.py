"""The allow list of plan operators, without an engine."""

from __future__ import annotations

import pytest

from ironriver.graph import Operator
from ironriver.queries.guard_plan import check_plan
from ironriver.queries.guard_text import allowed


def operator(name: str, details: str = "") -> Operator:
    return Operator(name=name, details=details, rows=1.0)


def codes(*plan: Operator) -> list[str]:
    return [refusal.code for refusal in check_plan(plan)]


def test_a_plan_of_known_steps_is_run() -> None:
    assert (
        codes(operator("ProduceResults"), operator("Expand(All)", "(a)-[r]->(b)"), operator("NodeByLabelScan"))
        == []
    )


def test_no_plan_at_all_is_refused() -> None:
    assert codes() == ["operator"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Create",
            "Merge",
            "SetProperty",
            "SetLabels",
            "DeleteNode",
            "DetachDeleteNode",
            "RemoveLabels",
            "Foreach",
        ),
        *("ProcedureCall", "LoadCSV", "ShowProcedures", "ShowSettings", "ShowIndexes", "TransactionForeach"),
        *(
            "TransactionApply",
            "TerminateTransactions",
            "CreateUser",
            "DropUser",
            "CreateIndex",
            "AssertingMultiNodeIndexSeek",
        ),
        *("SomethingOfALaterVersion", "produceresults", "", "Expand2", "SubqueryForeach", "DynamicLabelNodeLookup"),
    ],
)
def test_a_step_that_is_not_listed_is_refused_wherever_it_stands(name: str) -> None:
    assert codes(operator("ProduceResults"), operator(name), operator("NodeByLabelScan")) == ["operator"]


def test_a_refusal_says_which_step() -> None:
    (refusal,) = check_plan([operator("ProcedureCall", "dbms.listConfig() :: secret")])
    assert "ProcedureCall" in refusal.say.en
    assert "ProcedureCall" in refusal.say.es
    assert "secret" not in refusal.say.en


@pytest.mark.parametrize(
    ("details", "runs"),
    [
        ("(a)-[r:OF*..6]->(b)", True),
        ("(a)-[r:OF*3]->(b)", True),
        ("(a)-[r:OF*2..4]->(b)", True),
        ("(a)-[r:OF*..7]->(b)", False),
        ("(a)-[r:OF*7]->(b)", False),
        ("(a)-[r*]->(b)", False),
        ("(a)-[r:OF*2..]->(b)", False),
    ],
)
def test_walks_have_an_upper_bound(details: str, runs: bool) -> None:
    for name in (
        "VarLengthExpand(All)",
        "VarLengthExpand(Into)",
        "BFSPruningVarLengthExpand(From)",
        "ShortestPath",
    ):
        assert (codes(operator(name, details)) == []) is runs


@pytest.mark.parametrize(
    ("details", "runs"),
    [
        ("SHORTEST 2 (a) ((`x`)-[`y`]-(`z`)){1, 4} (b)", True),
        ("(a) (...){1, 6} (b)", True),
        ("(a) (...){1, 7} (b)", False),
        ("SHORTEST 2 (a) ((`x`)-[`y`]-(`z`)){1, } (b)", False),
        ("a shape that nobody has seen", False),
    ],
)
def test_repeats_have_an_upper_bound_and_unknown_shapes_are_refused(details: str, runs: bool) -> None:
    for name in ("Repeat(Trail)", "StatefulShortestPath(All)", "BidirectionalRepeat(Trail)"):
        assert (codes(operator(name, details)) == []) is runs


def test_a_query_that_returns_nothing_is_told_so() -> None:
    assert codes(operator("ProduceResults"), operator("EmptyResult")) == ["no_answer"]


def test_the_list_of_steps_holds_none_that_writes() -> None:
    words = (
        "create",
        "merge",
        "delete",
        "set",
        "remove",
        "load",
        "procedure",
        "show",
        "terminate",
        "transaction",
        "foreach",
    )
    written = [name for name in allowed()["operators"] if any(word in name.lower() for word in words)]
    assert sorted(written) == []


def test_the_list_of_functions_holds_none_that_loops_or_leaves() -> None:
    names = allowed()["functions"]
    assert not names & {
        "reduce",
        "rand",
        "randomuuid",
        "timestamp",
        "id",
        "elementid",
        "file",
        "linenumber",
        "replace",
    }
    assert not [
        name for name in names if name.split(".")[0] in ("gds", "apoc", "db", "dbms", "genai", "graph", "vector")
    ]
