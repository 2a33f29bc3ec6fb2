"""Home: newest trace results, my cases, what is being imported. Only what is real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template

from ironriver import clock, search
from ironriver.access import Action, may
from ironriver.access.cases import my_cases
from ironriver.web import signed_in
from ironriver.web.formats import show_date, show_day
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages.jobs import job_rows
from ironriver.web.pages.things import about_of, cut_of, queries, word_or
from ironriver.web.views.imports import JOB_KIND

blueprint = Blueprint("home", __name__)

#: How many traces are listed.
LISTED = 12
#: Reaching back further than this is no window but all there is.
_ALL = timedelta(days=3660)


@blueprint.get("/")
@guarded(Action.USE_OWN_ACCOUNT)
def home() -> str:
    """Show what is new for this person."""
    actor, platform = signed_in.actor(), signed_in.platform()
    cases = my_cases(actor, ledger=platform.ledger)
    shown: dict[str, Any] = _traces() if may(actor, Action.OPEN_FIREARM) else {"traces": None, "summary": ""}
    return render_template(
        "home/home.html",
        day=show_day(clock.today(), language()),
        cases=cases[:8],
        jobs=job_rows(platform.jobs.list(actor.id, kinds=(JOB_KIND,))[:6]),
        **shown,
    )


def _traces() -> dict[str, Any]:
    actor, platform = signed_in.actor(), signed_in.platform()
    recent = search.recent_traces(actor, ledger=platform.ledger, until=clock.today(), limit=LISTED)
    rows = [
        {
            "id": row.firearm.id if row.firearm else "",
            "serial": row.firearm.label if row.firearm else "",
            "about": about_of(row.firearm) if row.firearm else "",
            "outcome": word_or("outcome", row.outcome) if row.outcome else t("home.open"),
            "number": row.trace.label,
            "asked": row.date,
        }
        for row in recent.rows
    ]
    funnel = recent.funnel
    # A window as wide as all records has no first day worth naming.
    is_all = clock.today() - date.fromisoformat(funnel.since) > _ALL
    summary = t(
        "home.funnel_all" if is_all else "home.funnel",
        since=show_date(funnel.since, language()),
        asked=funnel.asked,
        completed=funnel.completed,
        known=funnel.purchaser_identified,
    )
    return {"traces": rows, "traces_shown": queries(recent.shown), "cut": cut_of(recent.shown), "summary": summary}
