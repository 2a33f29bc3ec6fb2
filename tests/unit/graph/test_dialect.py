"""What the catalogue refuses and accepts: a table of snippets, each with the rule it breaks."""

from __future__ import annotations

import pytest

from ironriver.graph.dialect import check
from ironriver.graph.header import Header
from ironriver.graph.patterns import RuleError
from tests.unit.graph.snippets import ACCEPTED, READ, SEEN, F, header, v


def refused(query: str, head: Header, name: str = "search.x") -> str:
    with pytest.raises(RuleError) as caught:
        check(name, head, query)
    return caught.value.rule


@pytest.mark.parametrize("case", ACCEPTED, ids=list(ACCEPTED))
def test_accepted(case: str) -> None:
    query, given = ACCEPTED[case]
    options = dict(given)
    name = str(options.pop("name", "search.x"))
    check(name, header(**options), query)


W = {"mode": "write", "params": ("rows",), "returns": ()}

REFUSED = {
    # visibility
    "no condition at all": ("visible", "MATCH (f:Firearm {id: $id}) RETURN f", {"params": ("id",)}),
    "one conjunct missing": (
        "visible",
        "MATCH (f:Firearm {id: $id}) WHERE f.holding IN $holdings AND f.tlp <= $max_tlp RETURN f",
        {"params": ("id", "holdings", "max_tlp")},
    ),
    "relationship unchecked": (
        "visible",
        F + f"MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('p')} RETURN f",
        READ,
    ),
    "second node unchecked": ("visible", F + f"MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o')} RETURN f", READ),
    "condition beside OR": ("visible", f"MATCH (f:Firearm {{id: $id}}) WHERE {v('f')} OR f.pmf RETURN f", READ),
    "condition under NOT": ("visible", f"MATCH (f:Firearm {{id: $id}}) WHERE NOT ({v('f')}) RETURN f", READ),
    "condition inside CASE": (
        "visible",
        f"MATCH (f:Firearm {{id: $id}}) WHERE CASE WHEN true THEN true ELSE false AND {v('f')} END RETURN f",
        READ,
    ),
    "condition in a later WITH": (
        "visible",
        f"MATCH (f:Firearm {{id: $id}}) WITH f WHERE {v('f')} RETURN f",
        READ,
    ),
    "condition of another name": (
        "visible",
        f"MATCH (f:Firearm {{id: $id}}), (g:Firearm) WHERE {v('g')} RETURN f",
        READ,
    ),
    "greater instead of at most": (
        "visible",
        F.replace("<= $max_tlp", ">= $max_tlp") + "RETURN f",
        READ,
    ),
    "level compared with another parameter": (
        "visible",
        F.replace("$max_tlp", "$level") + "RETURN f",
        {**READ, "params": ("id", "holdings", "level", "handlings")},
    ),
    "name lost through WITH, bound anew": (
        "visible",
        F + f"WITH f.serial AS f MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN f",
        READ,
    ),
    "name not taken into the subquery": (
        "visible",
        F + f"CALL () {{ MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN p }} RETURN p AS f",
        READ,
    ),
    "unwound collection used as a node": (
        "visible",
        F
        + f"WITH collect(f) AS fs UNWIND fs AS g MATCH (g)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN p AS f",
        READ,
    ),
    "union branch unchecked": (
        "visible",
        F + f"CALL (f) {{ MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN p AS e UNION ALL "
        "MATCH (f)<-[o:OF]-(p:Recovery) RETURN p AS e } RETURN e AS f",
        READ,
    ),
    "count without condition": (
        "visible",
        F + "RETURN COUNT { (f)<-[o:OF]-(p:Purchase) } AS f",
        READ,
    ),
    "exists without condition": (
        "visible",
        F.rstrip() + " AND EXISTS { MATCH (f)<-[o:OF]-(p:Purchase) } RETURN f",
        READ,
    ),
    "collect subquery without condition": (
        "visible",
        F + "RETURN COLLECT { MATCH (f)<-[o:OF]-(p:Purchase) RETURN p.id } AS f",
        READ,
    ),
    "count hidden in a list": (
        "visible",
        F + "RETURN [COUNT { (f)<-[o:OF]-(p:Purchase) }] AS f",
        READ,
    ),
    "count in ORDER BY": (
        "visible",
        F + "RETURN f ORDER BY COUNT { (f)<-[o:OF]-(p:Purchase) } LIMIT 1",
        {"params": ("id", *SEEN)},
    ),
    "subquery inside a property map": (
        "visible",
        f"MATCH (f:Firearm {{line: COUNT {{ (g:Firearm)<-[o:OF]-(p:Purchase) }}}}) WHERE {v('f')} RETURN f",
        {**READ, "params": SEEN},
    ),
    # names and labels
    "nameless node": ("name", F + f"MATCH (f)<-[o:OF]-(:Purchase) WHERE {v('o')} RETURN f", READ),
    "empty node": ("name", F + f"MATCH (f)<-[o:OF]-() WHERE {v('o')} RETURN f", READ),
    "nameless link": ("name", F + f"MATCH (f)<-[:OF]-(p:Purchase) WHERE {v('p')} RETURN f", READ),
    "bare link": ("name", F + f"MATCH (f)--(p:Purchase) WHERE {v('p')} RETURN f", READ),
    "node without label": ("label", F + f"MATCH (f)<-[o:OF]-(p) WHERE {v('o', 'p')} RETURN f", READ),
    # paths
    "old variable length": ("syntax", F + f"MATCH (f)-[o*1..3]-(p:Purchase) WHERE {v('o', 'p')} RETURN f", READ),
    "quantified link": ("syntax", F + f"MATCH (f)-[o:OF]-{{1,3}}(p:Purchase) WHERE {v('o', 'p')} RETURN f", READ),
    "unbounded group": (
        "path",
        f"MATCH (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person) WHERE {v('m', 'r', 'n')})+ (b:Person) "
        f"WHERE {v('f', 'b')} RETURN f",
        READ,
    ),
    "group with an open bound": (
        "path",
        f"MATCH (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person) WHERE {v('m', 'r', 'n')}){{1,}} (b:Person) "
        f"WHERE {v('f', 'b')} RETURN f",
        READ,
    ),
    "condition outside the group": (
        "visible",
        f"MATCH (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person)){{1,3}} (b:Person) "
        f"WHERE {v('f', 'b', 'm', 'r', 'n')} RETURN f",
        READ,
    ),
    "no hub cap in the group": (
        "hub",
        f"MATCH (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person) WHERE {v('m', 'r', 'n')}){{1,3}} (b:Person) "
        f"WHERE {v('f', 'b')} RETURN f",
        READ,
    ),
    "raw hub cap": (
        "name",
        f"MATCH (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person) WHERE {v('m', 'r', 'n')} "
        f"AND COUNT {{ (n)--() }} <= 500){{1,3}} (b:Person) WHERE {v('f', 'b')} RETURN f",
        READ,
    ),
    "raw shortcut with another cap behind it": (
        "name",
        f"MATCH (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person) WHERE {v('m', 'r', 'n')} "
        f"AND (COUNT {{ (n)--() }} <= 500 OR COUNT {{ MATCH (n)-[q]-(k:Person) WHERE {v('q', 'k')} "
        f"RETURN 1 AS x LIMIT 501 }} <= 400)){{1,3}} (b:Person) WHERE {v('f', 'b')} RETURN f",
        READ,
    ),
    "filter after SHORTEST": (
        "path",
        f"MATCH p = SHORTEST 1 (f:Person {{id: $id}}) ((m:Person)-[r:OF]-(n:Person) WHERE {v('m', 'r', 'n')} AND "
        f"COUNT {{ MATCH (n)-[q]-(k:Person) WHERE {v('q', 'k')} }} <= 5){{1,3}} (b:Person) "
        f"WHERE {v('f', 'b')} AND all(x IN nodes(p) WHERE x.ok) RETURN f",
        READ,
    ),
    "shortestPath": ("function", F + "RETURN shortestPath(f) AS f", READ),
    "pattern in an expression": ("syntax", F + "RETURN size([(f)<-[o:OF]-(p:Purchase) | p]) AS f", READ),
    "pattern as a predicate": ("syntax", F.rstrip() + " AND (f)<-[:OF]-() RETURN f", READ),
    "inline condition in a node": (
        "syntax",
        f"MATCH (f:Firearm WHERE f.pmf) WHERE {v('f')} RETURN f",
        {**READ, "params": SEEN},
    ),
    "label expression with negation": (
        "syntax",
        f"MATCH (f:!Firearm) WHERE {v('f')} RETURN f",
        {**READ, "params": SEEN},
    ),
    "label from a parameter": ("syntax", f"MATCH (f:$(label)) WHERE {v('f')} RETURN f", {**READ, "params": SEEN}),
    # words
    "create in a read": ("words", F + "CREATE (g:Firearm) RETURN f", READ),
    "set in a read": ("words", F + "SET f.x = 1 RETURN f", READ),
    "merge in a subquery of a read": ("words", F + "CALL (f) { MERGE (g:Firearm) RETURN g } RETURN f", READ),
    "delete in a read": ("words", F + "DETACH DELETE f RETURN f", READ),
    "load csv": ("words", "LOAD CSV FROM $id AS f RETURN f", {**READ, "params": ("id",)}),
    "use another database": ("never", "USE system " + F + "RETURN f", READ),
    "a planner prefix": ("never", "CYPHER runtime = slotted " + F + "RETURN f", READ),
    "explain": ("never", "EXPLAIN " + F + "RETURN f", READ),
    "show": ("never", "SHOW USERS", {**READ, "params": ()}),
    "in transactions": ("never", F + "CALL (f) { RETURN 1 AS x } IN TRANSACTIONS RETURN f", READ),
    "quoted name": ("syntax", F + "RETURN f.`holding` AS f", READ),
    "procedure of GDS": (
        "function",
        "CALL gds.graph.list($id) YIELD name AS f RETURN f",
        {**READ, "params": ("id",)},
    ),
    "another procedure": ("function", "CALL db.labels() YIELD label AS f RETURN f", {**READ, "params": ()}),
    # functions
    "element id": ("function", F + "RETURN elementId(f) AS f", READ),
    "internal id": ("function", F + "RETURN id(f) AS f", READ),
    "start of a link": ("function", F + "RETURN startNode(f) AS f", READ),
    "random": ("function", F + "RETURN rand() AS f", READ),
    "clock in a read": ("determinism", F + "RETURN datetime() AS f", READ),
    # full text
    "limit inside the index": (
        "fulltext",
        f"CALL db.index.fulltext.queryNodes('x', $id, {{limit: 5}}) YIELD node AS f WHERE {v('f')} "
        "RETURN f ORDER BY f.id LIMIT 5",
        {"params": ("id", *SEEN)},
    ),
    "score taken": (
        "fulltext",
        f"CALL db.index.fulltext.queryNodes('x', $id) YIELD node AS f, score WHERE {v('f')} "
        "RETURN f ORDER BY score LIMIT 5",
        {"params": ("id", *SEEN)},
    ),
    "index without condition": (
        "visible",
        "CALL db.index.fulltext.queryNodes('x', $id) YIELD node AS f RETURN f ORDER BY f.id LIMIT 5",
        {"params": ("id",)},
    ),
    # lists and order
    "list without limit": ("limit", f"MATCH (f:Firearm) WHERE {v('f')} RETURN f ORDER BY f.id", {"params": SEEN}),
    "limit without order": ("order", f"MATCH (f:Firearm) WHERE {v('f')} RETURN f LIMIT 5", {"params": SEEN}),
    "limit without order, inside": (
        "order",
        F + f"MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} WITH p LIMIT 5 RETURN p AS f",
        READ,
    ),
    "skip": ("order", f"MATCH (f:Firearm) WHERE {v('f')} RETURN f ORDER BY f.id SKIP 5 LIMIT 5", {"params": SEEN}),
    "union branch without limit": (
        "limit",
        F + "RETURN f UNION ALL " + F + "RETURN f ORDER BY f.id LIMIT 1",
        {"params": ("id", *SEEN)},
    ),
    # parameters and returns
    "undeclared parameter": ("params", F + "RETURN f", {**READ, "params": SEEN}),
    "unused parameter": ("params", F + "RETURN f", {**READ, "params": ("id", "extra", *SEEN)}),
    "another column": ("returns", F + "RETURN f AS g", READ),
    "no return": ("syntax", F, READ),
    # writes
    "write with another parameter": ("rows", "MERGE (f:Firearm {id: $id})", {**W, "params": ("id",)}),
    "write that does not unwind": ("rows", "MERGE (f:Firearm) SET f += $rows", W),
    "random in a write": ("function", "UNWIND $rows AS row CREATE (f:Firearm {id: randomUUID()})", W),
    "clock in a write": ("determinism", "UNWIND $rows AS row MERGE (f:F {id: row.s.id}) SET f.at = datetime()", W),
    "time stamp in a write": ("function", "UNWIND $rows AS row MERGE (f:F {id: timestamp()})", W),
    "limit in a write": ("words", "UNWIND $rows AS row WITH row LIMIT 1 MERGE (f:F {id: row.s.id})", W),
    "collect in a write": (
        "determinism",
        "UNWIND $rows AS row WITH collect(row) AS r MERGE (f:F {id: r[0].s.id})",
        W,
    ),
    "procedure in a write": ("words", "UNWIND $rows AS row CALL db.index.fulltext.queryNodes('x', row.s.q)", W),
    "file read inside a subquery of a write": (
        "words",
        "UNWIND $rows AS row CALL (row) { LOAD CSV FROM row.s.x AS l MERGE (f:F {id: l}) }",
        W,
    ),
    "limit inside a subquery of a write": (
        "words",
        "UNWIND $rows AS row CALL (row) { MATCH (f:F) WITH f ORDER BY f.id LIMIT 1 SET f.x = 1 }",
        W,
    ),
    "limit two subqueries deep in a write": (
        "words",
        "UNWIND $rows AS row CALL (row) { CALL (row) { WITH row LIMIT 1 MERGE (f:F {id: row.s.id}) } }",
        W,
    ),
    # protected traits
    "protected traits in a read": (
        "protected",
        f"MATCH (f:ProtectedTraits {{id: $id}}) WHERE {v('f')} RETURN f",
        READ,
    ),
    "protected traits by string": ("protected", F + "RETURN 'ProtectedTraits' IN labels(f) AS f", READ),
    "protected traits among labels": (
        "protected",
        f"MATCH (f:Person|ProtectedTraits {{id: $id}}) WHERE {v('f')} RETURN f",
        READ,
    ),
    # text that cannot be read
    "unclosed bracket": ("syntax", "MATCH (f:Firearm RETURN f", {**READ, "params": ()}),
    "unknown sign": ("syntax", F + "RETURN f # note", READ),
    "query that starts with nothing": ("syntax", "f RETURN f", {**READ, "params": ()}),
}


@pytest.mark.parametrize("case", REFUSED, ids=list(REFUSED))
def test_refused(case: str) -> None:
    rule, query, given = REFUSED[case]
    options = {"limit_one": rule not in ("limit", "order", "fulltext"), **given}
    assert refused(query, header(**options)) == rule


def test_the_table_is_long_enough() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("rule", ["protected", "syntax", "words", "params", "rows", "never"])
def test_some_rules_have_no_exception(rule: str) -> None:
    head = header(**READ, exceptions={rule: "because we would like to"})
    assert refused(F + "RETURN f", head) == "exception"


def test_comments_are_not_code() -> None:
    check("search.x", header(**READ), "// CREATE everything\n" + F + "/* SET x */ RETURN f")


def test_words_that_are_names_are_no_clauses() -> None:
    query = F + "RETURN f.set AS set, f.limit AS limit"
    check("search.x", header(**{**READ, "returns": ("set", "limit")}), query)


SCHEMA_OK = "CREATE INDEX a IF NOT EXISTS FOR (n:A) ON (n.b)\n;\n// note\nDROP CONSTRAINT c IF EXISTS\n;\n"


def test_schema_files_hold_commands_that_can_run_twice() -> None:
    head = header(mode="schema", data="none", returns=())
    check("schema.003_more", head, SCHEMA_OK)
    assert refused("CREATE INDEX a FOR (n:A) ON (n.b)", head, "schema.003_more") == "schema"
    assert refused("MATCH (n) DETACH DELETE n", head, "schema.003_more") == "schema"
    assert refused(SCHEMA_OK, head, "schema.more") == "schema"
