"""Non-interference: two graphs that differ only in what the actor may not see give him the same bytes.

Over every read of case data in the catalogue, and over every public function of search. Changed, deleted and
added: nodes, relationships, other holdings, higher levels, handling codes; and written in another order.
"""

from __future__ import annotations

import json

from ironriver.graph import Catalogue
from tests.cypher.interference import Compared, case_reads


def test_no_statement_tells_of_hidden_things(compared: Compared) -> None:
    for old, new in zip(compared.before.narrow, compared.after.narrow, strict=True):
        assert old == new


def test_every_read_of_case_data_took_part(compared: Compared, catalogue: Catalogue) -> None:
    took_part = {json.loads(text)["statement"] for text in compared.before.narrow}
    assert took_part == {statement.name for statement in case_reads(catalogue)}


def test_no_function_of_search_tells_of_hidden_things(compared: Compared) -> None:
    for name, old in compared.before.functions.items():
        assert old == compared.after.functions[name], name


def test_there_was_something_to_see(compared: Compared, catalogue: Catalogue) -> None:
    """Most statements and functions gave an answer: nothing is proved by comparing empty lists."""
    texts = [json.loads(text) for text in compared.before.narrow]
    silent = {s.name for s in case_reads(catalogue)} - {text["statement"] for text in texts if text["rows"]}
    assert len(silent) < len(case_reads(catalogue)) * 0.3, sorted(silent)
    functions = compared.before.functions
    assert sum('"refused"' in text for text in functions.values()) < len(functions) * 0.5


def test_the_changes_are_seen_by_someone_who_may(compared: Compared, catalogue: Catalogue) -> None:
    """The same two graphs differ for an actor who is cleared for everything."""
    differing = {
        json.loads(old)["statement"]
        for old, new in zip(compared.before.cleared, compared.after.cleared, strict=True)
        if old != new
    }
    assert len(differing) > len(case_reads(catalogue)) * 0.4
