"""A deployment with a person, a dealer and findings about them, and the people who decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ironriver import analytics, clock
from ironriver.analytics import Band, Counterfactual, Detector, FindingDraft, Point, PointSource
from ironriver.errors import Say
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import Handling, Marking, Tlp
from tests import world as worlds
from tests.world import EngineAddress, World, cleared_actor

MARKING = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
PERSON, DEALER = "person_" + "1" * 32, "dealer_" + "2" * 32


def draft(**changes: Any) -> FindingDraft:
    given: dict[str, Any] = {
        "detector": Detector.STRAW,
        "subject_ids": (PERSON,),
        "band": Band.REVIEW,
        "strength": 7,
        "title": Say("Three pistols in one window, two recovered", "Tres pistolas en una ventana, dos recuperadas"),
        "points": (
            Point(
                code="window",
                weight=2,
                sentence=Say("Three pistols of one model within 5 days", "Tres pistolas iguales en 5 días"),
                fact_ids=("purchase_1",),
                sources=(PointSource(source_id="source_" + "3" * 32, line=4),),
            ),
            Point(code="short", weight=5, sentence=Say("Two recovered within a year", "Dos recuperadas en un año")),
        ),
        "against": (Point(code="theft", weight=0, sentence=Say("Theft not ruled out", "Robo no descartado")),),
        "counterfactuals": (Counterfactual(sentence=Say("Without the second", "Sin la segunda"), strength=4),),
        "caveats": (Say("Says nothing of guilt", "Nada dice de culpabilidad"),),
        "marking": MARKING,
    }
    return FindingDraft(**(given | changes))


@dataclass
class Room:
    """What tests of the room drive."""

    world: World
    analyst: Actor
    second: Actor
    other: Actor
    ids: list[str] = field(default_factory=list)

    @property
    def ledger(self) -> Any:
        return self.world.ledger

    def state(self, *drafts: FindingDraft, run: str = "run_1") -> list[str]:
        return analytics.put_findings(self.analyst, run, drafts, cut_at=clock.stamp(), ledger=self.ledger)

    def fresh(self, **changes: Any) -> str:
        """Return a finding that no test has touched."""
        self.ids.append(f"person_{len(self.ids) + 100:032d}")
        self.put("person", self.ids[-1], {"name": f"Person {len(self.ids)}"})
        return self.state(draft(**({"subject_ids": (self.ids[-1],)} | changes)))[0]

    def put(self, kind: str, id_: str, payload: dict[str, Any]) -> None:
        row = Row(s={"id": id_, **MARKING.as_properties()}, p=payload)
        change = Change(statement=f"write.put_{kind}", rows=[row])
        self.ledger.act(self.analyst, Act(name="test.put", changes=[change]))

    def acts(self) -> list[str]:
        """Names of all acts so far."""
        return [str(entry.fields["act"]) for entry in self.ledger.entries(limit=10_000)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Room]:
    database, catalogue = Database.open(engine.uri, engine.user, engine.password), Catalogue.load()
    try:
        worlds.empty(database, catalogue)
        world = worlds.make_world(tmp_path_factory.mktemp("review") / "world", engine, database, catalogue)
        on_case = {"case": "case_1", "purpose": "crim_933", "roles": frozenset({Role.ANALYST})}
        analyst = cleared_actor(id="account_analyst", name="P. Ohlsson", **on_case)
        second = cleared_actor(id="account_second", name="K. Whitfield", **(on_case | {"roles": {Role.SUPERVISOR}}))
        other = cleared_actor(id="account_other", name="J. Marchetti", **on_case)
        made = Room(
            world=world, analyst=analyst, second=replace(second, roles=frozenset(second.roles)), other=other
        )
        for person in (analyst, second, other):
            account = {"login": person.id, "name": person.name, "agency": person.agency, "state": "active"}
            row = Row(s={"id": person.id}, p=account)
            changes = [Change(statement="write.put_account", rows=[row])]
            world.ledger.act(analyst, Act(name="test.account", changes=changes))
        made.put("person", PERSON, {"name": "Dale R. Whitcombe"})
        made.put("dealer", DEALER, {"name": "Palo Fierro Arms", "key": "7-86-01234"})
        yield made
    finally:
        database.close()


@pytest.fixture
def narrow(room: Room) -> Actor:
    """Somebody of another agency, who may judge and sees nothing of this one."""
    return replace(
        room.analyst, id="account_far", agency="mx-fge-son", holdings=frozenset({"public", "mx-fge-son"})
    )


__all__ = ["DEALER", "MARKING", "PERSON", "Handling", "Room", "draft"]
