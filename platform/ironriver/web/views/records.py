"""Pages of one thing: firearm, dealer, person."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from ironriver import exchange, search
from ironriver.access import Action
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.pages.exchange import shown_queries
from ironriver.web.pages.firearm import firearm_sheet
from ironriver.web.pages.thing import dealer_sheet, person_sheet
from ironriver.web.pages.things import cut_of

blueprint = Blueprint("records", __name__)


@blueprint.get("/firearms/<firearm_id>")
@guarded(Action.OPEN_FIREARM)
def firearm(firearm_id: str) -> str:
    """Show one gun from maker to recovery."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    page = search.firearm_page(actor, firearm_id, ledger=ledger)
    guns = [{**one.properties, "id": one.id, "tlp": one.tlp} for one in (page.firearm, *page.members)]
    beside = exchange.drafts_beside(actor, guns, ledger=ledger)
    return render_template(
        "records/firearm.html",
        page=firearm_sheet(page),
        beside=beside,
        beside_queries=shown_queries(exchange.drafts_asked(guns)),
        cut=cut_of(page.shown),
        marking_level=_marking(max([page.tlp, *(one.tlp for one in beside)])),
    )


@blueprint.get("/dealers/<dealer_id>")
@guarded(Action.OPEN_DEALER)
def dealer(dealer_id: str) -> str:
    """Show one licence with its dated facts and recorded sales, those before `?after=` on later pages."""
    after = request.args.get("after", "")
    page = search.dealer_page(signed_in.actor(), dealer_id, ledger=signed_in.platform().ledger, after=after)
    sheet = dealer_sheet(page, is_later=bool(after))
    return render_template(
        "records/thing.html", page=sheet, cut=cut_of(page.shown), marking_level=_marking(page.tlp)
    )


@blueprint.get("/persons/<person_id>")
@guarded(Action.OPEN_PERSON)
def person(person_id: str) -> str:
    """Show one person by roles; needs a case and a purpose."""
    page = search.person_page(signed_in.actor(), person_id, ledger=signed_in.platform().ledger)
    return render_template(
        "records/thing.html", page=person_sheet(page), cut=cut_of(page.shown), marking_level=_marking(page.tlp)
    )


def _marking(tlp: int) -> int:
    """A page is marked by the strictest thing on it, and never below AMBER: it tells what an agency looked at."""
    return max(tlp, int(Tlp.AMBER))
