"""What the ring detector reads: ties streamed from a projection of the engine, and the sales behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ironriver.graph.algorithms import Algorithms
from ironriver.jobs import Cancelled, Report
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id
from ironriver.model.marking import PUBLIC

LINKS, SALES = "analytics.tie_links", "analytics.tie_sales"
#: Most people that may share a thing and still be tied by it: beyond it lie shops, offices and parcel stores.
CAPS = {"contact_cap": 12, "dealer_cap": 60, "firearm_cap": 6}
SECONDS = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A person and a thing shared with others. `kind` is Phone, Place, Dealer or Firearm."""

    person: str
    kind: str
    thing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One sale to a known person. Dates are ISO or empty; `recovered` is the gun's first recovery."""

    person: str
    id: str
    dealer: str
    date: str
    model: str = ""
    recovered: str = ""
    source_id: str = ""
    line: int | None = None
    holding: str = PUBLIC
    tlp: int = 0
    handling: str = ""

    @property
    def days(self) -> int | None:
        """Days from sale to first recovery; None where either is unknown or the order impossible."""
        try:
            apart = (date.fromisoformat(self.recovered) - date.fromisoformat(self.date)).days
        except ValueError:
            return None
        return apart if apart >= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RingInputs:
    """Everything that the detector may know. No trait of a person is among it. `holding`: whose finding it is."""

    ties: tuple[Tie, ...]
    sales: tuple[Sale, ...]
    holding: str = PUBLIC
    cut_at: str = ""


def read_ring_inputs(actor: Actor, job: str, *, ledger: Ledger, report: Report) -> RingInputs:
    """Read ties (through a projection named by `job`) and sales under the actor's clearance; both are logged."""

    statement = ledger.catalogue.statement(LINKS)
    door = Algorithms(ledger.database, gone=watched(report))
    try:
        with door.projection(f"ties_{job}", statement, CAPS | visible_params(actor)) as found:
            links = found.links()
    finally:
        door.close()
    ledger.note_read(actor, LINKS, CAPS, count=len(links))
    ties = sorted((_tie(*pair) for pair in links), key=lambda tie: (tie.person, tie.thing))
    answer = ledger.ask(actor, SALES, {}, timeout=SECONDS)
    sales = tuple(Sale(**{k: v for k, v in row.items() if v is not None}) for row in answer.rows)
    return RingInputs(ties=tuple(ties), sales=sales, holding=actor.agency, cut_at=answer.cut.at)


def watched(report: Report) -> Callable[[], bool]:
    """Return a question that says yes once somebody asked the job to stop."""

    def gone() -> bool:
        try:
            report.check_cancelled()
        except Cancelled:
            return True
        return False

    return gone


def visible_params(actor: Actor) -> dict[str, object]:
    """Return the clearance as the parameters of the projecting statement."""
    return {k: v for k, v in actor.visibility().items() if k in ("holdings", "max_tlp", "handlings")}


def _tie(one: str, other: str) -> Tie:
    kinds = {id_: kind for id_ in (one, other) if (kind := kind_of_id(id_)) is not None}
    person, thing = (one, other) if kinds[one].name == "Person" else (other, one)
    return Tie(person=person, kind=kinds[thing].name, thing=thing)
