"""What helps while a question is written or asked: the guard's view of a text, and what can be asked of a thing."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, url_for

from ironriver import queries
from ironriver.access import Action
from ironriver.web import signed_in
from ironriver.web.forms import typed
from ironriver.web.guard import SEARCHES, guarded, limiter
from ironriver.web.look import language
from ironriver.web.pages.query_editor import nothing_found

blueprint = Blueprint("query_help", __name__)


@blueprint.post("/queries/lint")
@guarded(Action.RUN_CYPHER)
@limiter.limit(SEARCHES)
def lint() -> Response:
    """Say what stands against running a text, each reason with its place; `good` is said where nothing does."""
    ledger, declared = signed_in.platform().ledger, typed("parameters").splitlines()
    # As typed: a blank line at the top counts, or the places would be wrong.
    found = queries.marks(signed_in.actor(), request.form.get("text", ""), declared, ledger=ledger)
    said = language()
    rows = [(one.line, one.column, one.length, one.say.in_language(said)) for one in found.marks]
    names = ("line", "column", "length", "said")
    good = nothing_found(by_engine=found.by_engine)
    return jsonify({"found": [dict(zip(names, row, strict=True)) for row in rows], "good": good})


@blueprint.get("/queries/of/<thing_id>")
@guarded(Action.ASK_QUESTION)
def of_thing(thing_id: str) -> Response:
    """List the questions that take this thing, each with the address of its form, filled in."""
    found = queries.offers(signed_in.actor(), thing_id, ledger=signed_in.platform().ledger)
    return jsonify([{"title": one.title.in_language(language()), "href": _form(one, thing_id)} for one in found])


def _form(offer: queries.Offer, thing_id: str) -> str:
    if offer.name:
        return url_for("queries.question", name=offer.name) + "?" + urlencode({offer.parameter: thing_id})
    given = {"from": offer.query_id, f"value_{offer.parameter}": thing_id}
    return url_for("queries.write") + "?" + urlencode(given)
