"""Sources: where a fact comes from, and what a line of a file says."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from ironriver import search
from ironriver.access import Action
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.pages.things import cut_of, mark_for, page_address, queries

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources/<source_id>")
@guarded(Action.VIEW_IMPORTS)
def source(source_id: str) -> str:
    """Show a source, and one of its lines when asked."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    page = search.source_page(actor, source_id, ledger=ledger)
    line = request.args.get("line", type=int)
    shown = list(page.shown)
    fields: list[tuple[str, str]] = []
    things: list[dict[str, str]] = []
    withheld, level = False, max(int(Tlp.AMBER), page.source.tlp)
    if line is not None:
        found = search.source_line(actor, source_id, line, ledger=ledger)
        shown += found.shown
        withheld, level = found.withheld, max([level, *(thing.tlp for thing in found.things)])
        fields = [(name, value) for name, value in found.cells.items() if value]
        things = [
            {"kind": mark_for(thing), "label": thing.label, "href": page_address(thing.kind, thing.id)}
            for thing in found.things
        ]
    return render_template(
        "sources/source.html",
        source=page.source,
        about=page.source.properties,
        line=line,
        fields=fields,
        things=things,
        withheld=withheld,
        shown=queries(shown),
        cut=cut_of(shown),
        marking_level=level,
    )
