"""Rows and acts that the ledger's tests share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ironriver.graph import Database
from ironriver.ledger import Act, Change, Entry, Head, Ledger, Receipt, Row, merkle
from ironriver.model.ids import relationship_id
from ironriver.vault import Keys
from tests.world import World

MARK = {"holding": "us-tpd", "tlp": 2, "handling": ""}


def firearm(number: int, **more: object) -> Row:
    """Return a gun whose id ends in its number."""
    return Row({"id": f"gun_{number:032x}", **MARK}, {"serial": f"S{number}", "maker": "RUGER", **more})


def put(*rows: Row, **more: object) -> Act:
    """Return an act that puts guns."""
    return Act(name="test.put", changes=[Change(statement="write.put_firearm", rows=list(rows))], **more)


def sale(number: int, person: str = "person_b0b") -> list[Change]:
    """Return a gun, its buyer and its purchase, linked."""
    gun, purchase = f"gun_{number:032x}", f"purchase_{number:032x}"
    return [
        Change(statement="write.put_firearm", rows=[firearm(number)]),
        Change(statement="write.put_person", rows=[Row({"id": person, **MARK}, {"name": "Bob Example"})]),
        Change(
            statement="write.put_purchase",
            rows=[Row({"id": purchase, **MARK}, {"date": "2024-03-01", "raw": '{"buyer":"Bob Example"}'})],
        ),
        Change(statement="write.link_purchase_of_firearm", rows=[_link("OF", purchase, gun)]),
        Change(statement="write.link_person_bought_purchase", rows=[_link("BOUGHT", person, purchase)]),
    ]


def _link(type_: str, start: str, end: str) -> Row:
    return Row(
        {"id": relationship_id(type_, start, end), "from": start, "to": end, **MARK}, {"raw": '{"who":"Bob"}'}
    )


def act_often(world: World, times: int, *, first: int = 1) -> list[Receipt]:
    """Put one gun an act."""
    return [world.ledger.act(world.actor, put(firearm(first + n))) for n in range(times)]


def heads_of(entries: Iterable[Entry]) -> set[Head]:
    """Return every head that a log of these entries had, from the first entry on."""
    frontier: list[merkle.Hash] = []
    heads = set()
    for size, entry in enumerate(entries, start=1):
        frontier = merkle.grow(frontier, size - 1, entry.leaf)
        heads.add(Head(size=size, frontier=tuple(one.hex() for one in frontier), at=str(entry.fields["at"])))
    return heads


def signing_ledger(world: World) -> Ledger:
    """Return the ledger as the worker has it, with the signing key."""
    keys = Keys.load_or_create(world.settings, signing=True)
    return Ledger.open(world.settings, world.database, world.catalogue, world.vault, keys)


def graph(database: Database) -> tuple[list, list]:
    """Return all of the fold, to compare."""
    nodes = database.read(
        "MATCH (n) WHERE NOT n:SchemaFile AND NOT n:Entry AND NOT n:Head AND NOT n:Shredding "
        "RETURN labels(n) AS labels, properties(n) AS p ORDER BY n.id",
        {},
    )
    links = database.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS p ORDER BY r.id", {}
    )
    return nodes, links


def forget_everything(database: Database) -> None:
    """Empty the graph as a lost disk would."""
    with database.writing() as transaction:
        transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n", {})


@contextmanager
def around_the_ledger(world: World) -> Iterator[object]:
    """Write as somebody who has the database password."""
    with world.database.writing() as transaction:
        yield transaction
