"""What the ledger and the imports take for a database: the statements that they use, answered from a shelf.

Only catalogue statements are answered, by name; one that is not known here raises, so that nothing is answered
wrongly. The texts of the generated statements (put, amend, link) are read for labels and link types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ironriver.graph import Statement
from seed.bulk.shelf import Properties, Shelf

Rows = list[dict[str, Any]]
Params = Mapping[str, Any]

_PUT = re.compile(r"MERGE \(n:(\w+) \{id: row\.s\.id\}\)")
_AMEND = re.compile(r"MATCH \(n:(\w+) \{id: row\.s\.id\}\)\s+SET n \+= row\.p\s+RETURN")
_LINK = re.compile(
    r"MATCH \(a:(\w+) \{id: row\.s\.from\}\)\s+MATCH \(b:(\w+) \{id: row\.s\.to\}\)\s+"
    r"MERGE \(a\)-\[r:(\w+) \{id: row\.s\.id\}\]->\(b\)"
)


class StandIn:
    """Answers like `graph.Database`, one writer at a time."""

    def __init__(self, shelf: Shelf) -> None:
        """Answer from `shelf`."""
        self.shelf = shelf

    @contextmanager
    def writing(self, *, timeout: float = 0.0) -> Iterator[StandIn]:
        """Like a transaction, but nothing is rolled back: a failed bulk load is thrown away."""
        yield self

    def run(self, statement: Statement, params: Params | None = None) -> Rows:
        """Answer one statement."""
        given = dict(params or {})
        answer = _ANSWERS.get(statement.name)
        if answer is not None:
            return answer(self.shelf, given)
        return _generated(self.shelf, statement, given.get("rows", []))

    def run_each(self, calls: Iterable[tuple[Statement, Params]]) -> list[Rows]:
        """Answer several statements in order."""
        return [self.run(statement, params) for statement, params in calls]

    def read(self, statement: Statement, params: Params | None = None, *, timeout: float = 0.0) -> Rows:
        """Answer one reading statement."""
        return self.run(statement, params)

    def stream(self, statement: Statement, params: Params | None = None) -> Iterator[dict[str, Any]]:
        """Answer one reading statement row by row."""
        yield from self.run(statement, params)

    def close(self) -> None:
        """Nothing is open but the shelf."""


def _generated(shelf: Shelf, statement: Statement, rows: Rows) -> Rows:
    if statement.mode != "write":
        raise NotImplementedError(f"the bulk route does not answer {statement.name}")
    if found := _PUT.search(statement.text):
        marked = "row.s.holding" in statement.text
        for row in rows:
            shelf.put(found[1], row["s"]["id"], {**(_marking(row["s"]) if marked else {}), **row["p"]})
        return [{"written": len(rows)}]
    if found := _AMEND.search(statement.text):
        mine = [row for row in rows if shelf.label(row["s"]["id"]) == found[1]]
        for row in mine:
            shelf.put(found[1], row["s"]["id"], row["p"])
        return [{"written": len(mine)}]
    if found := _LINK.search(statement.text):
        return [{"written": sum(_link(shelf, found[1], found[2], found[3], row) for row in rows)}]
    raise NotImplementedError(f"the bulk route does not know {statement.name}")


def _link(shelf: Shelf, start: str, end: str, type_: str, row: Mapping[str, Any]) -> int:
    s = row["s"]
    if shelf.label(s["from"]) != start or shelf.label(s["to"]) != end:
        return 0
    shelf.link(type_, s["id"], (s["from"], start, s["to"], end), {**_marking(s), **row["p"]})
    return 1


def _marking(s: Mapping[str, Any]) -> Properties:
    return {name: s.get(name) for name in ("holding", "tlp", "handling")}


def _lock_head(shelf: Shelf, given: Properties) -> Rows:
    act_id = given["rows"][0]["s"]["act_id"]
    if not shelf.head:
        shelf.head = {"id": "head", "state": ["0", ""]}
    shelf.head["_lock"] = act_id
    entry = shelf.entry(act_id) or {"seq": None, "bytes": None, "pack": None}
    return [{"state": shelf.head["state"], "seq": entry["seq"], "bytes": entry["bytes"], "pack": entry["pack"]}]


def _append_entry(shelf: Shelf, given: Properties) -> Rows:
    for row in given["rows"]:
        s, p = row["s"], row["p"]
        shelf.append((s["seq"], s["act_id"], p["leaf"], p["bytes"], p["pack"]))
        shelf.head["state"] = p["state"]
    return [{"written": len(given["rows"])}]


def _read_head(shelf: Shelf, _: Properties) -> Rows:
    return [{"state": shelf.head["state"]}] if shelf.head else []


def _known_keys(shelf: Shelf, given: Properties) -> Rows:
    found = ((id_, shelf.node(id_)) for id_ in given["ids"])
    return [{"id": id_, "entity": node[1]["entity"]} for id_, node in found if node is not None]


def _nodes(shelf: Shelf, ids: list[str]) -> Iterator[tuple[str, Properties]]:
    for id_ in ids:
        node = shelf.node(id_)
        if node is not None:
            yield id_, {**node[1], "_labels": [node[0]]}


def _known_nodes(shelf: Shelf, given: Properties) -> Rows:
    ids = [id_ for of_kind in given["ids"].values() for id_ in of_kind]
    return [{"id": id_, "node": node} for id_, node in _nodes(shelf, ids)]


def _dealers_by_id(shelf: Shelf, given: Properties) -> Rows:
    return [{"node": node} for _, node in _nodes(shelf, given["ids"])]


def _at(shelf: Shelf, id_: str, type_: str) -> Iterator[tuple[str, str, str, Properties]]:
    for link, kind, start, end, props in shelf.links_at(id_):
        if kind == type_:
            yield link, start, end, props


def _open_observations(shelf: Shelf, given: Properties) -> Rows:
    rows: Rows = []
    for dealer in given["ids"]:
        for _, start, _, _ in _at(shelf, dealer, "OBSERVED_OF"):
            ((_, node),) = list(_nodes(shelf, [start]))
            if node.get("valid_to") is None:
                told = {name: node.get(name) for name in ("id", "attribute", "value", "valid_from", "raw")}
                rows.append({"dealer": dealer, **told})
    return rows


def _open_premises(shelf: Shelf, given: Properties) -> Rows:
    return [
        {"dealer": dealer, "id": link, "place": end}
        for dealer in given["ids"]
        for link, _, end, props in _at(shelf, dealer, "PREMISES_AT")
        if props.get("valid_to") is None
    ]


def _listed_dealers(shelf: Shelf, given: Properties) -> Rows:
    found = [
        {"id": node["id"], "key": node["key"]}
        for node in shelf.find("Dealer", "state", given["state"])
        if node["holding"] == given["holding"] and node["id"] > given["after"]
        and node.get("listed_from") is not None and node.get("absent_since") is None
    ]  # fmt: skip
    return sorted(found, key=lambda row: str(row["id"]))[:20_000]


def _dealers_of_agencies(shelf: Shelf, given: Properties) -> Rows:
    return [
        {name: node[name] for name in ("id", "key", "holding", "tlp", "handling")}
        for key in given["keys"]
        for node in shelf.find("Dealer", "key", key)
        if node["holding"] != "public"
    ]


def _dealer_lists(shelf: Shelf, given: Properties) -> Rows:
    rows: Rows = []
    for batch in shelf.find("Batch", "", ""):
        if batch["kind"] == "dealers" and batch["holding"] == given["holding"]:
            ((_, source),) = list(_nodes(shelf, [batch["source_id"]]))
            told = {"id": batch["id"], "state": batch["state"], "coverage": batch.get("coverage")}
            rows.append({**told, "data_date": source.get("data_date")})
    return rows


def _source(shelf: Shelf, given: Properties) -> Rows:
    return [{"node": node} for _, node in _nodes(shelf, [given["id"]])]


def _batch(shelf: Shelf, given: Properties) -> Rows:
    return [{"node": node, "source": None} for _, node in _nodes(shelf, [given["id"]])]


def _batches(shelf: Shelf, given: Properties) -> Rows:
    return [{"node": node} for node in shelf.find("Batch", "", "") if node["state"] in given["states"]]


def _batches_of_source(shelf: Shelf, given: Properties) -> Rows:
    return [{"node": node} for node in shelf.find("Batch", "source_id", given["source_id"])]


def _traced(shelf: Shelf, given: Properties) -> Rows:
    rows: Rows = []
    for id_, request in _nodes(shelf, given["ids"]):
        guns = [end for _, start, end, _ in _at(shelf, id_, "ABOUT") if start == id_]
        results = [start for _, start, end, _ in _at(shelf, id_, "ANSWERS") if end == id_]
        firearm = next((node for _, node in _nodes(shelf, guns)), None)
        result = next((node for _, node in _nodes(shelf, results)), None)
        rows.append({"id": id_, "request": request, "firearm": firearm, "result": result})
    return rows


def _firearms_by_serial(shelf: Shelf, given: Properties) -> Rows:
    return [
        {"node": {**node, "_labels": ["Firearm"]}}
        for serial in given["serials"]
        for node in shelf.find("Firearm", "canonical", serial)
        if node["holding"] == given["holding"]
    ]


def _links_at(shelf: Shelf, given: Properties) -> Rows:
    return [{"id": id_} for id_ in {link[0] for node in given["ids"] for link in shelf.links_at(node)}]


def _traits_at(shelf: Shelf, given: Properties) -> Rows:
    return [
        {"id": start}
        for person in given["ids"]
        if shelf.label(person) == "Person"
        for _, start, end, _ in _at(shelf, person, "OF")
        if end == person
    ]


def _put_listing(shelf: Shelf, given: Properties) -> Rows:
    for row in given["rows"]:
        s, p = row["s"], row["p"]
        shelf.put("Dealer", s["id"], {**_marking(s), **(p.get("dealer") or {})})
        shelf.put("Key", s["key_id"], {**_marking(s), **(p.get("key") or {})})
    return _put_observations(shelf, given)


def _put_observations(shelf: Shelf, given: Properties) -> Rows:
    for row in given["rows"]:
        s, p = row["s"], row["p"]
        for id_, link, properties in zip(s["observations"], s["links"], p["observations"], strict=True):
            shelf.put("Observation", id_, {**_marking(s), **properties})
            ends = (id_, "Observation", s["id"], "Dealer")
            shelf.link("OBSERVED_OF", link, ends, {**_marking(s), **(p.get("link") or {})})
    return [{"written": len(given["rows"])}]


_ANSWERS: dict[str, Callable[[Shelf, Properties], Rows]] = {
    "ledger.lock_head": _lock_head,
    "ledger.append_entry": _append_entry,
    "ledger.read_head": _read_head,
    "ledger.read_entries": lambda shelf, given: shelf.entries(given["start"], given["limit"]),
    "ledger.read_leaves": lambda shelf, given: shelf.entries(0, given["size"]),
    "ledger.read_shreddings": lambda _shelf, _given: [],
    "ledger.find_act": lambda shelf, given: [e] if (e := shelf.entry(given["act_id"])) else [],
    "ingest.known_keys": _known_keys,
    "ingest.known_nodes": _known_nodes,
    "ingest.dealers_by_id": _dealers_by_id,
    "ingest.open_observations": _open_observations,
    "ingest.open_premises": _open_premises,
    "ingest.listed_dealers": _listed_dealers,
    "ingest.dealers_of_agencies": _dealers_of_agencies,
    "ingest.dealer_lists": _dealer_lists,
    "ingest.source": _source,
    "ingest.batch": _batch,
    "ingest.batches": _batches,
    "ingest.batches_of_source": _batches_of_source,
    "ingest.traced": _traced,
    "ingest.firearms_by_serial": _firearms_by_serial,
    "ingest.links_at": _links_at,
    "ingest.traits_at": _traits_at,
    "ingest.put_listing": _put_listing,
    "ingest.put_observations": _put_observations,
}
