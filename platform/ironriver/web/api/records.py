"""`/api/v1/firearms`."""

from __future__ import annotations

from flask_smorest import Blueprint

from ironriver import search
from ironriver.access import Action
from ironriver.search import FirearmPage
from ironriver.web import signed_in
from ironriver.web.api.schemas import FirearmOut
from ironriver.web.guard import guarded

blueprint = Blueprint("api_firearms", __name__, description="One gun from maker to recovery.")


@blueprint.route("/<firearm_id>", methods=["GET"])
@guarded(Action.OPEN_FIREARM)
@blueprint.response(200, FirearmOut)
def firearm(firearm_id: str) -> FirearmPage:
    """Return one gun with its chain, facts and candidates."""
    return search.firearm_page(signed_in.actor(), firearm_id, ledger=signed_in.platform().ledger)
