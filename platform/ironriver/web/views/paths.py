"""Paths between two things, named by id in the address or looked up in the form.

What is looked up is posted: a name or a serial has no place in an address, which browsers and proxies keep.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ironriver import search
from ironriver.access import Action
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.pages.paths import LONGEST_ID, StopText, candidates, choices, is_id, limits_of, paths_sheet
from ironriver.web.pages.things import cut_of

blueprint = Blueprint("paths", __name__)


@blueprint.get("/paths")
@guarded(Action.OPEN_CHART)
def paths() -> str:
    """Show the form, and the paths where both ends are named."""
    given, form = _read(request.args)
    if not (given["from"] and given["to"]):
        return render_template("paths/paths.html", page=None, found={}, **form)
    ledger = signed_in.platform().ledger
    answer = search.find_paths(signed_in.actor(), given["from"], given["to"], form["limits"], ledger=ledger)
    sheet = paths_sheet(answer)
    cut = cut_of(answer.shown)
    return render_template("paths/paths.html", page=sheet, found={}, cut=cut, marking_level=sheet.tlp, **form)


@blueprint.post("/paths")
@guarded(Action.OPEN_CHART)
def choose() -> str | Response:
    """Look up ends that are given as text and list candidates; with two ids, go to their paths."""
    given, form = _read(request.form)
    for end in ("from", "to"):
        given[end] = request.form.get(f"{end}_id", "")[:LONGEST_ID] or given[end]
    found = {end: _candidates(given[end]) for end in ("from", "to") if given[end] and not is_id(given[end])}
    if found or not (given["from"] and given["to"]):
        return render_template("paths/paths.html", page=None, found=found, **form)
    address: dict[str, Any] = {name: text or None for name, text in given.items()}
    address |= {"links": form["limits"].links, "without": " ".join(form["limits"].without) or None}
    return redirect(url_for("paths.paths", **address), 303)


def _read(values: MultiDict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    given = {name: values.get(name, "").strip()[:LONGEST_ID] for name in ("from", "to", "most", "hops", "order")}
    limits = limits_of(given, values.getlist("links"), values.getlist("without"))
    return given, {"given": given, "limits": limits, "choices": choices(), "groups": search.LINK_GROUPS}


def _candidates(text: str) -> list[StopText]:
    return candidates(search.find(signed_in.actor(), text, ledger=signed_in.platform().ledger))
