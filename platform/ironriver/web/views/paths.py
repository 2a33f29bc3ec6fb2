"""Paths between two things, named by id in the address or looked up in the form.

What is looked up is posted: a name or a serial has no place in an address, which browsers and proxies keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
        return render_template("paths/paths.html", page=None, found={}, ends=_ends(given), **form)
    ledger = signed_in.platform().ledger
    answer = search.find_paths(signed_in.actor(), given["from"], given["to"], form["limits"], ledger=ledger)
    sheet = paths_sheet(answer)
    cut = cut_of(answer.shown)
    ends = {end: _End(text=stop.title, id=stop.id) for end, stop in (("from", sheet.start), ("to", sheet.end))}
    return render_template(
        "paths/paths.html", page=sheet, found={}, ends=ends, cut=cut, marking_level=sheet.tlp, **form
    )


@blueprint.post("/paths")
@guarded(Action.OPEN_CHART)
def choose() -> str | Response:
    """Look up ends that are given as text and list candidates; with two ids, go to their paths."""
    given, form = _read(request.form)
    ends = _ends(given)
    for end in ends:
        given[end] = _chosen(end) or given[end]
        ends[end] = replace(ends[end], id=given[end] if is_id(given[end]) else "")
    found = {end: _candidates(given[end]) for end in ends if given[end] and not is_id(given[end])}
    if found or not (given["from"] and given["to"]):
        return render_template("paths/paths.html", page=None, found=found, ends=ends, **form)
    address: dict[str, Any] = {name: text or None for name, text in given.items()}
    address |= {"links": form["limits"].links, "without": " ".join(form["limits"].without) or None}
    return redirect(url_for("paths.paths", **address), 303)


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """What the field of an end says, and the id that is meant while it says that."""

    text: str
    id: str = ""


def _ends(given: Mapping[str, str]) -> dict[str, _End]:
    return {end: _End(text=given[end]) for end in ("from", "to")}


def _chosen(end: str) -> str:
    """Return the id that was chosen for this end: just now, or before while the words of then still stand there."""
    now = request.form.get(f"{end}_id", "")
    stands = request.form.get(end, "").strip() == request.form.get(f"{end}_said", "").strip()
    return (now or (request.form.get(f"{end}_was", "") if stands else ""))[:LONGEST_ID]


def _read(values: MultiDict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    given = {name: values.get(name, "").strip()[:LONGEST_ID] for name in ("from", "to", "most", "hops", "order")}
    limits = limits_of(given, values.getlist("links"), values.getlist("without"))
    return given, {"given": given, "limits": limits, "choices": choices(), "groups": search.LINK_GROUPS}


def _candidates(text: str) -> list[StopText]:
    return candidates(search.find(signed_in.actor(), text, ledger=signed_in.platform().ledger))
