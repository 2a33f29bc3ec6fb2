"""The inbox: everything that waits for this person, on one page."""

from __future__ import annotations

from flask import Blueprint, render_template

from ironriver.access import Action
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.pages.inbox import Desk
from ironriver.web.pages.things import queries_of

blueprint = Blueprint("inbox", __name__)

#: Lines that stand on Home; the inbox has them all.
ON_HOME = 8


@blueprint.get("/inbox")
@guarded(Action.USE_OWN_ACCOUNT)
def inbox() -> str:
    """List what waits, by sort; a part that is empty is left out."""
    desk = _desk()
    parts = desk.parts()
    count = sum(len(part.lines) for part in parts)
    return render_template("inbox/inbox.html", parts=parts, count=count, shown=queries_of(desk.answers))


@blueprint.get("/inbox/part")
@guarded(Action.USE_OWN_ACCOUNT)
def part() -> str:
    """List the first lines of what waits, for Home: it asks once it stands, for every room is asked."""
    parts = _desk().parts()
    lines = [(one.name, line) for one in parts for line in one.lines]
    return render_template("inbox/part.html", lines=lines[:ON_HOME], count=len(lines))


def _desk() -> Desk:
    return Desk(actor=signed_in.actor(), platform=signed_in.platform(), answers=[])
