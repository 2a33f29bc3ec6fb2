"""Timelines of a case and of one firearm."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from ironriver import search
from ironriver.access import Action
from ironriver.errors import Invalid, Say
from ironriver.search import Lane
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.pages.timeline import Asked, timeline_sheet

blueprint = Blueprint("timeline", __name__)


@blueprint.get("/cases/<case_id>/timeline")
@guarded(Action.OPEN_CHART)
def of_case(case_id: str) -> str:
    """Show the events of the guns on a case's charts."""
    found = search.timeline_of_case(signed_in.actor(), case_id, ledger=signed_in.platform().ledger)
    return _page(found, case_id=case_id, title=found.case[0], about=found.case[1])


@blueprint.get("/firearms/<firearm_id>/timeline")
@guarded(Action.OPEN_FIREARM)
def of_firearm(firearm_id: str) -> str:
    """Show the events of one gun."""
    found = search.timeline_of_firearm(signed_in.actor(), firearm_id, ledger=signed_in.platform().ledger)
    title = next((serial for _, serial in found.guns), "")
    return _page(found, firearm_id=firearm_id, title=title, about="")


def _page(found: search.Timeline, **about: str) -> str:
    sheet = timeline_sheet(found, _asked())
    return render_template("timeline/timeline.html", page=sheet, cut=sheet.cut, marking_level=sheet.tlp, **about)


def _asked() -> Asked:
    lanes = tuple(one for one in request.args.getlist("lane") if one in set(Lane))
    days = {name: _day(name) for name in ("since", "until")}
    return Asked(lanes=lanes, gun=request.args.get("gun", "")[:80], **days)


def _day(name: str) -> str:
    text = request.args.get(name, "")[:20]
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        say = Say(en="Write the day as 2026-01-31.", es="Escriba el día como 2026-01-31.")
        raise Invalid(
            Say(en="One of the limits cannot be read.", es="Uno de los límites no se puede leer."), {name: say}
        ) from None
