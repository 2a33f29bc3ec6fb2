"""`/api/v1/search`."""

from __future__ import annotations

from ironriver import search as room
from ironriver.access import Action
from ironriver.search import Found
from ironriver.web import signed_in
from ironriver.web.api.schemas import FoundOut, SearchIn
from ironriver.web.api.wire import Wire, read
from ironriver.web.guard import SEARCHES, guarded, limiter

wire = Wire("search", "Find a thing. Candidates only: nothing is joined.")


@wire.call("", "POST", takes=SearchIn, gives=FoundOut)
@limiter.limit(SEARCHES)
@guarded(Action.SEARCH_FIREARM)
def find() -> Found:
    """Search by serial, name, dealer or licence number; by POST, so that no address holds what was looked for."""
    return room.find(signed_in.actor(), read(SearchIn())["text"], ledger=signed_in.platform().ledger)
