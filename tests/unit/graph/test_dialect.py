"""What the catalogue refuses and accepts: a table of snippets, each with the rule it breaks."""

from __future__ import annotations

import pytest

from ironriver.graph.dialect import check
from ironriver.graph.header import Header, HeaderError, split_header
from ironriver.graph.patterns import RuleError


def v(*names: str) -> str:
    """The visibility condition of each name."""
    return " AND ".join(
        f"{n}.holding IN $holdings AND {n}.tlp <= $max_tlp AND {n}.handling IN $handlings" for n in names
    )


SEEN = ("holdings", "max_tlp", "handlings")
F = f"MATCH (f:Firearm {{id: $id}}) WHERE {v('f')} "


def header(**given: object) -> Header:
    values: dict[str, object] = {"description": "test", "mode": "read", "returns": ("f",), "limit_one": False}
    return Header(**{**values, **given})  # type: ignore[arg-type]


def refused(query: str, head: Header, name: str = "search.x") -> str:
    with pytest.raises(RuleError) as caught:
        check(name, head, query)
    return caught.value.rule


READ = {"params": ("id", *SEEN), "limit_one": True}

ACCEPTED = {
    "one node": (F + "RETURN f", READ),
    "index form of the level": (
        "MATCH (f:Firearm) WHERE f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings "
        "RETURN f ORDER BY f.id LIMIT 5",
        {"params": ("holdings", "tlps", "handlings")},
    ),
    "condition in brackets": (f"MATCH (f:Firearm {{id: $id}}) WHERE ({v('f')}) RETURN f", READ),
    "a checked name needs no second check": (
        F + f"MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN f ORDER BY f.id LIMIT 1",
        {"params": ("id", *SEEN)},
    ),
    "a checked name through WITH": (
        F + f"WITH f AS g MATCH (g)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN g AS f ORDER BY g.id LIMIT 1",
        {"params": ("id", *SEEN)},
    ),
    "optional match": (
        F + f"OPTIONAL MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN f",
        READ,
    ),
    "count with its own condition": (
        F + f"RETURN COUNT {{ MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} }} AS f",
        READ,
    ),
    "exists as a bare pattern with where": (
        F.rstrip() + f" AND EXISTS {{ (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} }} RETURN f",
        READ,
    ),
    "subquery with union": (
        F + f"CALL (f) {{ MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} RETURN p AS e UNION ALL "
        f"MATCH (f)<-[o:OF]-(r:Recovery) WHERE {v('o', 'r')} RETURN r AS e }} RETURN e AS f ORDER BY e.id LIMIT 3",
        {"params": ("id", *SEEN)},
    ),
    "full text, condition beside the yield": (
        f"CALL db.index.fulltext.queryNodes('person_name_fulltext', $query) YIELD node AS f WHERE {v('f')} "
        "RETURN f ORDER BY f.name, f.id LIMIT $limit",
        {"params": ("query", "limit", *SEEN)},
    ),
    "cap by constant projection without order": (
        F + f"CALL (f) {{ MATCH (f)<-[o:OF]-(p:Purchase) WHERE {v('o', 'p')} WITH 1 AS x LIMIT 501 "
        "RETURN count(x) AS many } RETURN many AS f",
        READ,
    ),
    "path with condition and visible cap inside the group": (
        f"MATCH p = SHORTEST 3 (f:Person {{id: $id}}) ((m:Person|Purchase)-[r:BOUGHT]-(n:Person|Purchase) WHERE "
        f"{v('m', 'r', 'n')} AND (COUNT {{ (n)--() }} <= 500 OR COUNT {{ MATCH (n)-[r2]-(k:Purchase) "
        f"WHERE {v('r2', 'k')} RETURN 1 AS x LIMIT 501 }} <= 500)){{1,6}} (b:Person {{id: $to}}) "
        f"WHERE {v('f', 'b')} RETURN p AS f ORDER BY length(p) LIMIT 3",
        {"params": ("id", "to", *SEEN)},
    ),
    "index hint": (
        f"MATCH (f:Purchase) USING INDEX f:Purchase(dealer_id, date, id) WHERE f.dealer_id = $id AND {v('f')} "
        "RETURN f ORDER BY f.date, f.id LIMIT 5",
        {"params": ("id", *SEEN)},
    ),
    "a date from a parameter": (F + "RETURN date($day) AS f", {**READ, "params": ("id", "day", *SEEN)}),
    "starts with": (
        f"MATCH (f:Firearm) WHERE f.canonical STARTS WITH $id AND {v('f')} RETURN f ORDER BY f.id LIMIT 5",
        {"params": ("id", *SEEN)},
    ),
    "case expression outside the condition": (
        F + "RETURN CASE WHEN f.pmf THEN 1 ELSE 0 END AS f",
        READ,
    ),
    "a named exception": (
        "MATCH (f:Source {id: $id}) RETURN f",
        {"params": ("id",), "limit_one": True, "exceptions": {"visible(f)": "sources are open to everybody here"}},
    ),
    "other data needs no visibility": (
        "MATCH (f:Account) RETURN f ORDER BY f.login LIMIT 3",
        {"data": "access", "params": ()},
    ),
    "write": (
        "UNWIND $rows AS row MERGE (f:Firearm {id: row.s.id}) SET f += row.p RETURN count(*) AS n",
        {"mode": "write", "params": ("rows",), "returns": ("n",)},
    ),
    "write that deletes": (
        "UNWIND $rows AS row MATCH (f:Firearm {id: row.s.id}) DETACH DELETE f",
        {"mode": "write", "params": ("rows",), "returns": ()},
    ),
    "ledger's own write": (
        "MERGE (h:Head {id: 'head'}) SET h.size = $size",
        {"mode": "write", "data": "ledger", "params": ("size",), "returns": ()},
    ),
    "protected traits written by a generated statement": (
        "UNWIND $rows AS row MERGE (t:ProtectedTraits {id: row.s.id}) SET t += row.p",
        {"mode": "write", "params": ("rows",), "returns": (), "name": "write.put_protected_traits"},
    ),
    "protected traits read by the named statement": (
        f"MATCH (f:ProtectedTraits {{id: $id}}) WHERE {v('f')} RETURN f",
        {**READ, "name": "tracing.protected_traits"},
    ),
}


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


HEADERS_REFUSED = {
    "none": "MATCH (n) RETURN n",
    "no mode": "// finds\n// params: id\nRETURN 1",
    "unknown mode": "// finds\n// mode: maybe      returns: x\nRETURN 1 AS x",
    "unknown data": "// finds\n// mode: read      data: secret      returns: x\nRETURN 1 AS x",
    "unknown key beside a known one": "// finds\n// mode: read      colour: red      returns: x\nRETURN 1 AS x",
    "a read that returns nothing": "// finds\n// mode: read\nRETURN 1 AS x",
    "exception without a reason": "// finds\n// mode: read      returns: x\n// exception: limit\nRETURN 1 AS x",
    "exception with a thin reason": "// f\n// mode: read      returns: x\n// exception: limit — ok\nRETURN 1 AS x",
    "a parameter twice": "// finds\n// mode: read      params: a, a      returns: x\nRETURN 1 AS x",
    "a key twice": "// finds\n// mode: read\n// mode: write\nRETURN 1 AS x",
    "no description": "// mode: read      returns: x\nRETURN 1 AS x",
    "another word for rows": "// f\n// mode: write      rows: free      params: rows\nRETURN 1 AS x",
}


@pytest.mark.parametrize("case", HEADERS_REFUSED, ids=list(HEADERS_REFUSED))
def test_headers_refused(case: str) -> None:
    with pytest.raises(HeaderError):
        split_header(HEADERS_REFUSED[case])


def test_header_is_read_in_full() -> None:
    head, query = split_header(
        "// finds a thing,\n// or two\n// mode: read      data: access      params: id,\n//   limit\n"
        "// returns: x   limit: one\n// exception: visible(x) — it is open to everybody\nRETURN $id AS x\n"
    )
    assert head.description == "finds a thing, or two"
    assert (head.mode, head.data, head.params, head.returns) == ("read", "access", ("id", "limit"), ("x",))
    assert head.limit_one
    assert head.exceptions == {"visible(x)": "it is open to everybody"}
    assert query == "RETURN $id AS x"
