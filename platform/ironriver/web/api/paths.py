"""`/api/v1/paths`: ways from one thing to another, as the page shows them."""

from __future__ import annotations

from ironriver import search
from ironriver.access import Action
from ironriver.search import Limits, Paths
from ironriver.web import signed_in
from ironriver.web.api.schemas_paths import PathsIn, PathsOut
from ironriver.web.api.wire import Wire, read
from ironriver.web.guard import guarded

wire = Wire("paths", "Ways from one thing to another, hop by hop.")


@wire.call("", "POST", takes=PathsIn, gives=PathsOut)
@guarded(Action.OPEN_CHART)
def paths() -> Paths:
    """Return the shortest ways between two things within limits, every hop with its source line."""
    asked = read(PathsIn())
    limits = Limits(
        most=asked["most"],
        hops=asked["hops"],
        links=tuple(asked["links"]),
        in_time=asked["in_time"],
        without=tuple(asked["without"]),
    )
    ledger = signed_in.platform().ledger
    return search.find_paths(signed_in.actor(), asked["from"], asked["to"], limits, ledger=ledger)
