"""Statements that the dialect accepts, and the pieces that both tables are made of."""

from __future__ import annotations

from ironriver.graph.header import Header


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
        "MERGE (h:Head {id: 'head'}) SET h.state = $state",
        {"mode": "write", "data": "ledger", "params": ("state",), "returns": ()},
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
