"""The statements of this room: each is used, and those that write bear repetition, reordering and shredded rows."""

import itertools

import pytest

from ironriver.ingest.mapping import KINDS_OF_FILE, mapping
from ironriver.ingest.standing import by_kind
from ironriver.ledger import fold
from ironriver.model import ids
from ironriver.model.kinds import snake
from tests.world import CHECKOUT

SOURCES = "\n".join(path.read_text() for path in (CHECKOUT / "platform/ironriver/ingest").glob("*.py"))
MARK = {"holding": "public", "tlp": 0, "handling": ""}
#: Asked by pages and tests, not by imports themselves.
ASKED_ELSEWHERE = {"ingest.flow_totals", "ingest.flows_of_year"}


def listing(number, value="A"):
    ids = [f"observation_{number}{part}" for part in "ab"]
    return {
        "s": {
            "id": f"dealer_{number}", "key_id": f"key_{number}", "observations": ids,
            "links": [f"link_{number}{part}" for part in "ab"], **MARK,
        },
        "p": {
            "dealer": {"key": f"7-86-{number:05d}", "name": value},
            "key": {"kind": "licence", "value": f"7-86-{number:05d}", "entity": f"dealer_{number}"},
            "observations": [{"attribute": part, "value": value} for part in ("name", "type")],
            "link": {"source_id": "source_1", "line": number},
        },
    }  # fmt: skip


@pytest.fixture
def write(database, catalogue):
    def run(name, rows):
        with database.writing() as transaction:
            return transaction.run(catalogue.statement(name), {"rows": rows})[0]["written"]

    return run


@pytest.fixture
def total(database, catalogue):
    return lambda: fold.canonical_hash(database, catalogue).total


def test_every_statement_of_the_room_is_used(catalogue):
    mine = {name for name in catalogue if name.startswith("ingest.")} - ASKED_ELSEWHERE
    assert {name for name in mine if f'"{name}"' not in SOURCES} == set()


def test_a_known_thing_of_every_kind_that_imports_make_is_found_by_its_minted_id(write, database, catalogue):
    # Each part of the statement takes the ids of its kind by their prefix: a wrong one would make a thing anew.
    kinds = {node.kind for kind in KINDS_OF_FILE for node in mapping(kind).nodes} | {"Place", "TraceFlow"}
    kinds -= {"ProtectedTraits"}  # never read back
    made = {kind: ids.mint(b"k" * 32, kind, "source:1", "public") for kind in sorted(kinds)}
    for kind, id_ in made.items():
        assert write(f"write.put_{snake(kind)}", [{"s": {"id": id_, **MARK}, "p": {"raw": kind}}]) == 1
    found = database.read(catalogue.statement("ingest.known_nodes"), {"ids": by_kind(made.values())})
    assert {row["node"]["raw"]: row["id"] for row in found} == made


def test_listings_may_come_in_any_order_and_twice(write, total):
    rows = [listing(number) for number in range(3)]
    seen = set()
    for order in itertools.permutations(rows):
        assert write("ingest.drop_listing", rows) in (0, 3)
        assert write("ingest.put_listing", list(order)) == 3
        assert write("ingest.put_listing", list(order)) == 3
        seen.add(total())
    assert len(seen) == 1


def test_observations_may_come_in_any_order_and_twice(write, total):
    write("ingest.put_listing", [listing(number) for number in range(3)])
    rows = [listing(number, "B") for number in range(3)]
    seen = set()
    for order in itertools.permutations(rows):
        assert write("ingest.put_observations", list(order)) == 3
        seen.add(total())
    assert len(seen) == 1


def test_a_shredded_listing_keeps_its_structure(write, database):
    row = listing(1)
    assert write("ingest.put_listing", [{"s": row["s"], "p": {}}]) == 1
    found = database.read(
        "MATCH (k:Key), (d:Dealer)<-[r:OBSERVED_OF]-(o:Observation) "
        "RETURN d.name AS name, count(o) AS n, collect(DISTINCT o.value) AS v, collect(DISTINCT r.holding) AS h, "
        "k.entity AS e"
    )
    assert found == [{"name": None, "n": 2, "v": [], "h": ["public"], "e": None}]


def test_observations_need_their_dealer(write):
    assert write("ingest.put_observations", [listing(9)]) == 0


def test_dropping_a_listing_drops_everything_of_it_and_nothing_else(write, database):
    write("ingest.put_listing", [listing(1), listing(2)])
    write("ingest.drop_listing", [listing(1)])
    assert database.read("MATCH (n) WHERE NOT n:SchemaFile RETURN labels(n)[0] AS l, count(*) AS n ORDER BY l") == [
        {"l": "Dealer", "n": 1},
        {"l": "Key", "n": 1},
        {"l": "Observation", "n": 2},
    ]
