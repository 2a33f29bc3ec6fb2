"""`/api/v1/firearms`."""

from __future__ import annotations

from ironriver import search
from ironriver.access import Action
from ironriver.search import FirearmPage
from ironriver.web import signed_in
from ironriver.web.api.schemas import FirearmOut
from ironriver.web.api.wire import Wire
from ironriver.web.guard import guarded

wire = Wire("firearms", "One gun from maker to recovery.")


@wire.call("/<firearm_id>", "GET", gives=FirearmOut)
@guarded(Action.OPEN_FIREARM)
def firearm(firearm_id: str) -> FirearmPage:
    """Return one gun with its chain, facts and candidates."""
    return search.firearm_page(signed_in.actor(), firearm_id, ledger=signed_in.platform().ledger)
