"""Taking a good statement apart, piece by piece: whatever is taken from its conditions must be missed."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache

import pytest

from ironriver.graph import Catalogue, Statement, shipped_folder
from ironriver.graph.dialect import check
from ironriver.graph.patterns import RuleError
from ironriver.graph.tokens import read_tokens
from ironriver.model.kinds import KINDS, Data

#: One conjunct of the canonical condition, as all statements write it.
CONJUNCT = re.compile(r"\b(\w+)\.(?:holding IN \$holdings|tlp <= \$max_tlp|tlp IN \$tlps|handling IN \$handlings)")


@cache
def case_reads() -> tuple[Statement, ...]:
    return tuple(s for s in Catalogue.load().values() if s.mode == "read" and s.data == "case")


def some(statements: tuple[Statement, ...], many: int) -> list[Statement]:
    """Every statement of the hand-written folders, and a sample of the generated ones."""
    written = [s for s in statements if not s.name.startswith("chart.")]
    drawn = [s for s in statements if s.name.startswith("chart.")]
    return written + random.Random(5).sample(drawn, min(many, len(drawn)))


SAMPLE = some(case_reads(), 12)
named = pytest.mark.parametrize("statement", SAMPLE, ids=[s.name for s in SAMPLE])


def is_refused(statement: Statement, text: str) -> bool:
    try:
        check(statement.name, statement.header, text)
    except RuleError:
        return True
    return False


@named
def test_no_conjunct_can_be_left_out(statement: Statement) -> None:
    """Each conjunct in turn becomes `true`; parameters that nobody uses any more are not what is refused."""
    if statement.header.exceptions:
        pytest.skip("reads what its header says is open to everybody")
    found = list(CONJUNCT.finditer(statement.text))
    assert found, statement.name
    for match in found:
        text = statement.text[: match.start()] + "true" + statement.text[match.end() :]
        used = {name for name in statement.params if f"${name}" in text}
        header = replace(statement.header, params=tuple(name for name in statement.params if name in used))
        with pytest.raises(RuleError):
            check(statement.name, header, text)


@named
def test_a_conjunct_about_another_parameter_does_not_count(statement: Statement) -> None:
    if statement.header.exceptions:
        pytest.skip("reads what its header says is open to everybody")
    for have, other in (("$holdings", "$handlings"), ("$max_tlp", "$limit"), ("$handlings", "$holdings")):
        if have in statement.text:
            assert is_refused(statement, statement.text.replace(have, other)), have


@named
def test_conditions_turned_into_alternatives_are_refused(statement: Statement) -> None:
    if statement.header.exceptions or "holding IN $holdings AND" not in statement.text:
        pytest.skip("no condition to turn")
    assert is_refused(statement, statement.text.replace("holding IN $holdings AND", "holding IN $holdings OR", 1))


@named
def test_a_read_takes_no_writing_word(statement: Statement) -> None:
    for clause in ("SET n.x = 1", "MERGE (zz:Firearm {id: 'x'})", "CREATE (zz:Firearm)", "DETACH DELETE n"):
        text = statement.text.replace("RETURN", f"{clause} RETURN", 1)
        assert is_refused(statement, text), clause


@named
def test_a_second_look_without_a_condition_is_refused(statement: Statement) -> None:
    added = "MATCH (zz:Firearm {id: 'x'}) "
    assert is_refused(statement, added + statement.text)
    counted = statement.text.replace("RETURN ", "RETURN COUNT { (zz:Firearm)<-[qq:OF]-(yy:Purchase) } AS x, ", 1)
    assert is_refused(statement, counted)


def test_every_case_read_declares_whose_eyes_it_uses() -> None:
    for statement in case_reads():
        if not statement.header.exceptions:
            assert {"holdings", "handlings"} <= set(statement.params), statement.name
            assert {"max_tlp", "tlps"} & set(statement.params), statement.name


def test_exceptions_are_few_and_argued() -> None:
    excepted = {s.name: s.header.exceptions for s in case_reads() if s.header.exceptions}
    assert len(excepted) <= 8, sorted(excepted)
    for name, exceptions in excepted.items():
        for reason in exceptions.values():
            assert len(reason.split()) >= 4, name


def test_lists_end_and_have_an_order() -> None:
    """A list without an order shows another page to another reader."""
    for statement in case_reads():
        if statement.header.limit_one or {"limit", "order"} & set(statement.header.exceptions):
            continue
        order = re.findall(r"ORDER BY (.*?)\s+LIMIT", statement.text, re.DOTALL)
        assert order, statement.name


# ---- writes ---------------------------------------------------------------------------------------------------


def writes() -> tuple[Statement, ...]:
    found = [s for s in Catalogue.load().values() if s.mode == "write" and s.data in ("case", "access")]
    odd = [s for s in found if s.name.partition(".")[0] != "write"]
    return tuple(odd + random.Random(7).sample(found, 15))


WRITES = writes()
each_write = pytest.mark.parametrize("statement", WRITES, ids=[s.name for s in WRITES])


@each_write
def test_a_write_depends_on_its_rows_alone(statement: Statement) -> None:
    """What replay could not repeat: clocks, chance, order of rows, files, other parameters."""
    first, _, rest = statement.text.partition("UNWIND $rows AS row")
    assert first.strip() == ""
    for added in (
        " WITH row LIMIT 1",
        " WITH row ORDER BY row.s.id",
        " WITH row SKIP 1",
        " WITH row, rand() AS chance",
        " WITH row, randomUUID() AS chance",
        " WITH row, datetime() AS at",
        " WITH row, timestamp() AS at",
        " WITH collect(row) AS all_rows UNWIND all_rows AS row",
        " LOAD CSV FROM 'file:///etc/passwd' AS line",
        " CALL (row) { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line }",
        " CALL db.labels() YIELD label",
        " CALL (row) { CALL db.labels() YIELD label RETURN label }",
        " WITH row, $other AS other",
        " WITH row, elementId(row) AS inner",
    ):
        assert is_refused(statement, f"UNWIND $rows AS row{added}{rest}"), added


@each_write
def test_a_write_begins_with_its_rows(statement: Statement) -> None:
    assert is_refused(
        statement, statement.text.replace("UNWIND $rows AS row", "UNWIND $rows AS one WITH one AS row")
    )
    assert is_refused(statement, "MATCH (zz:Firearm) " + statement.text)


# ---- reads without the visibility condition -------------------------------------------------------------------

#: Nodes of the ledger itself and of the schema's bookkeeping, which are no kinds of the ontology.
_OWN = {"Entry", "Head", "Shredding", "SchemaFile"}
#: The canonical hash reads everything, for the worker and the console only.
_EVERYTHING = {"ledger.fold_nodes", "ledger.fold_links"}


def unguarded(catalogue: Catalogue) -> set[str]:
    """Reads that name a kind of case data and do not ask whose eyes see it."""
    case_kinds = {kind.name for kind in KINDS.values() if kind.data is Data.CASE}
    return {
        name
        for name, statement in catalogue.items()
        if statement.mode == "read"
        and statement.data != "case"
        and {token.text for token in read_tokens(statement.text) if token.kind == "word"} & case_kinds
    }


#: Beside imports: the next number or the present state, asked under the head lock by the act that goes on from it,
#: and what the worker seals. Each returns no more than its room needs, and a new one is named here on purpose.
_UNDER_THE_LOCK = {
    "review.last_judgement", "review.referral_numbered", "review.referral_now",
    "custody.last_item", "custody.last_event", "custody.packages_waiting", "custody.package_to_seal",
    "tracing.form_numbered", "tracing.form_now", "exchange.profile_now", "exchange.collection_end",
    "exchange.versions_now", "exchange.draft_now", "search.chart_now", "queries.query_now",
    "reports.case_file_now",
}  # fmt: skip


def test_only_what_goes_on_from_it_looks_at_case_data_without_visibility(catalogue: Catalogue) -> None:
    """`data: ledger` in a header must not become a way around the rule: an import finds what it is about to change
    by id, inside its act, and shows nothing of it. No other room may name such a statement."""
    names = unguarded(catalogue) | {
        name
        for name, s in catalogue.items()
        if name.startswith("ingest.") and s.mode == "read" and s.data == "ledger"
    }
    assert {name for name in names if not name.startswith("ingest.")} == _UNDER_THE_LOCK
    assert {catalogue[name].data for name in names} == {"ledger"}
    for path in (shipped_folder().parent / "platform" / "ironriver").rglob("*.py"):
        text = path.read_text("utf-8")
        others = [name for name in names if name.partition(".")[0] != path.parent.name]
        assert [name for name in others if f'"{name}"' in text] == [], path.name


def test_reads_of_access_and_ledger_name_their_labels(catalogue: Catalogue) -> None:
    allowed = _OWN | {kind.name for kind in KINDS.values() if kind.data is Data.ACCESS}
    for name in set(catalogue) - unguarded(catalogue) - _EVERYTHING:
        statement = catalogue[name]
        if statement.mode != "read" or statement.data == "case" or name.startswith("ingest."):
            continue
        labels = set(re.findall(r"\(\w*:(\w+)", statement.text))
        assert labels <= allowed, (name, labels - allowed)
        # A node without a label would be any node.
        bare = set(re.findall(r"MATCH\s*\((\w*)\s*[{)]", statement.text))
        bound = set(re.findall(r"\((\w+):\w+", statement.text)) | set(re.findall(r"AS (\w+)", statement.text))
        assert bare <= bound, (name, bare)


def test_only_the_fold_reads_everything(catalogue: Catalogue) -> None:
    for name in _EVERYTHING:
        assert (catalogue[name].data, catalogue[name].mode) == ("ledger", "read")
