"""Search: one box, by POST so that nothing looked for stands in an address."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, render_template, request

from ironriver import search as room
from ironriver.access import Action
from ironriver.errors import IronriverError
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import SEARCHES, guarded, limiter
from ironriver.web.look import language
from ironriver.web.pages.hits import results as result_rows
from ironriver.web.pages.things import cut_of

blueprint = Blueprint("search", __name__)

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a search did not run, as the results show it."""

    sentence: str
    fields: dict[str, str] = field(default_factory=dict)
    needs_case: bool = False


@blueprint.get("/search")
@guarded(Action.SEARCH_FIREARM)
def search() -> str:
    """Show the box."""
    return render_template("search/search.html", text="", found=None, problem=None)


@blueprint.post("/search")
@limiter.limit(SEARCHES)
@guarded(Action.SEARCH_FIREARM)
def results() -> tuple[str, int]:
    """Search and show candidates; as a part of the page when htmx asks for one."""
    part = request.headers.get("HX-Request") == "true"
    return _answer("search/results.html" if part else "search/search.html")


@blueprint.post("/search/pane")
@limiter.limit(SEARCHES)
@guarded(Action.OPEN_CHART)
def pane() -> tuple[str, int]:
    """Search within the workbench: candidates open on the chart."""
    return _answer("workbench/hits.html")


def _answer(template: str) -> tuple[str, int]:
    text = request.form.get("text", "").strip()[:LONGEST_TEXT]
    if not text:
        return render_template(template, text="", found=None, problem=None), 200
    try:
        found = room.find(signed_in.actor(), text, ledger=signed_in.platform().ledger)
    except IronriverError as error:
        if error.status not in (413, 422):
            raise
        return render_template(template, text=text, found=None, problem=_refusal(error)), error.status
    level = max([int(Tlp.AMBER), *(hit.thing.tlp for group in found.groups for hit in group.hits)])
    rows, cut = result_rows(found), cut_of(found.shown)
    return render_template(template, text=text, found=rows, problem=None, cut=cut, marking_level=level), 200


def _refusal(error: IronriverError) -> Refusal:
    said = language()
    fields = {name: say.in_language(said) for name, say in error.fields.items()}
    return Refusal(sentence=error.say.in_language(said), fields=fields, needs_case="case" in error.fields)
