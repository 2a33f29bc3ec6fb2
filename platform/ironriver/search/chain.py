"""From maker to recovery: stops and legs, each with its source, and every gap kept as an unknown leg."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ironriver.errors import Say
from ironriver.search.asking import Rows, SourceBook
from ironriver.search.page_results import Chain, Leg, Stop
from ironriver.search.things import maybe
from ironriver.search.time_to_crime import days_between

Node = Mapping[str, Any]

_TITLES = {
    "maker": Say(en="Maker", es="Fabricante"),
    "importer": Say(en="Importer", es="Importador"),
    "distributor": Say(en="Distributor", es="Distribuidor"),
    "dealer": Say(en="Dealer", es="Comerciante"),
    "purchaser": Say(en="Purchaser of record", es="Comprador registrado"),
    "recovery": Say(en="Recovered", es="Recuperada"),
    "possessor": Say(en="Possessor at recovery", es="Poseedor al recuperarse"),
}
_LEGS = {
    "shipped": Say(en="Shipped", es="Enviada"),
    "imported": Say(en="Imported", es="Importada"),
    "sold": Say(en="Sold", es="Vendida"),
    "possessed": Say(en="Held at recovery by", es="La tenía al recuperarse"),
    "unknown": Say(en="No source says who held it", es="Ninguna fuente dice quién la tuvo"),
}


@dataclass(slots=True)
class Story:
    """What is recorded of one gun: rows of the page's questions, oldest first."""

    makers: Rows
    shipments: Rows
    purchases: Rows
    recoveries: Rows
    #: Purchase id → guns in its multiple sale report.
    guns: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Builder:
    book: SourceBook
    stops: list[Stop] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    #: The event at the last stop, for the days across an unknown leg.
    event: Node | None = None

    def stand_at(self, role: str, node: Node | None, event: Node | None) -> None:
        """Go to a stop that must be there before the next leg; a gap before it is an unknown leg."""
        last = self.stops[-1] if self.stops else None
        if last and last.thing and node and last.thing.id == node["id"]:
            return
        if last is not None:
            self.legs.append(self._unknown(event))
        self._stop(role, node, event)

    def go(self, kind: str, role: str, node: Node | None, event: Node) -> None:
        """Take a recorded leg to the next stop."""
        self.legs.append(
            Leg(
                kind=kind,
                recorded=True,
                title=_LEGS[kind],
                date=str(event.get("date") or ""),
                source_no=self.book.number(event),
            )
        )
        self._stop(role, node, event)
        self.event = event

    def _stop(self, role: str, node: Node | None, event: Node | None) -> None:
        cited = self.book.number(event) or self.book.number(node)
        date = str((event or {}).get("date") or "")
        self.stops.append(Stop(role=role, title=_TITLES[role], thing=maybe(node), source_no=cited, date=date))

    def _unknown(self, event: Node | None) -> Leg:
        return Leg(kind="unknown", recorded=False, title=_LEGS["unknown"], days=days_between(self.event, event))


def build_chain(story: Story, book: SourceBook) -> Chain:
    """Lay the recorded events end to end; what does not join stays open. No leg is ever inferred."""
    builder = _Builder(book)
    _add_makers(builder, story)
    for row in _once(story.shipments, "s"):
        builder.stand_at(_role_of(row["x"], "maker" if not builder.stops else "distributor"), row["x"], row["s"])
        builder.go("shipped", _role_of(row["y"], "distributor"), row["y"], row["s"])
    for row in _once(story.purchases, "p"):
        builder.stand_at("dealer", row["d"], row["p"])
        builder.go("sold", "purchaser", row["x"], row["p"])
    _count_guns(builder, story)
    for row in _once(story.recoveries, "r"):
        builder.stand_at("recovery", row["r"], row["r"])
        if row["x"]:
            builder.go("possessed", "possessor", row["x"], row["r"])
        builder.event = row["r"]
    legs = tuple(builder.legs)
    cited = sorted({leg.source_no for leg in legs if leg.recorded and leg.source_no})
    return Chain(stops=tuple(builder.stops), legs=legs, sources=tuple(cited))


def _add_makers(builder: _Builder, story: Story) -> None:
    maker = next((row for row in story.makers if row["link"] == "MADE_BY"), None)
    importer = next((row for row in story.makers if row["link"] == "IMPORTED_BY"), None)
    if maker:
        builder.stand_at("maker", maker["o"], maker["r"])
    if importer and builder.stops:
        builder.go("imported", "importer", importer["o"], importer["r"])
    elif importer:
        builder.stand_at("importer", importer["o"], importer["r"])


def _role_of(node: Node | None, otherwise: str) -> str:
    if node and "Dealer" in node.get("_labels", ()):
        return "dealer"
    role = str((node or {}).get("role") or otherwise)
    return role if role in _TITLES else otherwise


def _once(rows: Rows, column: str) -> Iterable[dict[str, Any]]:
    """Each event once: the first row stands for it where several ends are recorded."""
    seen: set[str] = set()
    for row in rows:
        if row[column]["id"] not in seen:
            seen.add(row[column]["id"])
            yield row


def _count_guns(builder: _Builder, story: Story) -> None:
    sold = [at for at, leg in enumerate(builder.legs) if leg.kind == "sold"]
    for at, row in zip(sold, _once(story.purchases, "p"), strict=True):
        guns = story.guns.get(row["p"]["id"], 0)
        old = builder.legs[at]
        builder.legs[at] = Leg(
            kind=old.kind, recorded=True, title=old.title, date=old.date, guns=guns, source_no=old.source_no
        )
