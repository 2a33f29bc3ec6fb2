"""What partners sent: arrivals that wait to be read, and drafts that a person accepts or refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from ironriver import exchange
from ironriver.access import Action
from ironriver.exchange import Draft
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, rows_shown, typed
from ironriver.web.guard import guarded
from ironriver.web.look import t
from ironriver.web.pages.exchange import draft_groups, said_reasons, shown_queries
from ironriver.web.views.exchange import SAID_IN_FORM

blueprint = Blueprint("inbound", __name__)

#: Characters of one object that a page shows; the vault keeps all of it.
MOST_SHOWN = 20_000
#: Drafts of each group listed at first, and at most: undecided ones come first, so deciding brings up the rest.
DRAFTS, MOST_DRAFTS = 200, 5_000


@blueprint.get("/exchange/inbound")
@guarded(Action.REVIEW_INBOUND)
def inbound() -> str:
    """List arrivals that wait and drafts by what accepting them would do."""
    return _page()


@blueprint.post("/exchange/inbound/<arrival_id>/read")
@guarded(Action.REVIEW_INBOUND)
def read(arrival_id: str) -> Response | tuple[str, int]:
    """Put an arrival through all stages and make drafts."""
    try:
        found = exchange.read_arrival(signed_in.actor(), arrival_id, ledger=signed_in.platform().ledger)
    except SAID_IN_FORM as error:
        return _page(refused("arrival", error)), error.status
    flash(t("inbound.no_envelope" if found.reasons else "inbound.was_read"), "caution" if found.reasons else "ok")
    return redirect("/exchange/inbound", HTTPStatus.SEE_OTHER)


@blueprint.get("/exchange/drafts/<draft_id>")
@guarded(Action.REVIEW_INBOUND)
def draft(draft_id: str) -> str:
    """Show one object as it was sent, with what the stages said of it."""
    return _draft(draft_id)


@blueprint.post("/exchange/drafts/<draft_id>/decision")
@guarded(Action.REVIEW_INBOUND)
def decide(draft_id: str) -> Response | tuple[str, int]:
    """Accept or refuse one object, or take one's own decision back, with a reason."""
    ways: dict[str, Callable[..., Draft]] = {"accept": exchange.accept, "undo": exchange.undo_decision}
    act = ways.get(typed("decision"), exchange.refuse)
    try:
        act(signed_in.actor(), draft_id, reason=typed("reason"), ledger=signed_in.platform().ledger)
    except SAID_IN_FORM as error:
        return _draft(draft_id, refused("decision", error)), error.status
    flash(t("exchange.done_decision"), "ok")
    return redirect("/exchange/inbound", HTTPStatus.SEE_OTHER)


def _page(sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    shown = rows_shown(DRAFTS, MOST_DRAFTS)
    return render_template(
        "exchange/inbound.html",
        waiting=exchange.quarantine(actor, ledger=ledger),
        most_waiting=exchange.MOST_WAITING,
        groups=draft_groups(actor, shown, ledger=ledger),
        more=min(4 * shown, MOST_DRAFTS) if shown < MOST_DRAFTS else 0,
        form_of=picker(sent),
        queries=shown_queries(
            ("exchange.drafts_counted", {"limit": 100}), ("exchange.drafts", {"tab": "conflict", "limit": shown})
        ),
    )


def _draft(draft_id: str, sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    found = exchange.find_draft(actor, draft_id, ledger=ledger)
    content = exchange.content_of(actor, draft_id, ledger=ledger)
    beside = exchange.guns_beside(actor, draft_id, ledger=ledger)
    # Half of a character, which JSON can smuggle in, is shown as what was written: no page could hold it.
    written = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    text = written.encode("utf-8", "backslashreplace").decode()
    return render_template(
        "exchange/draft.html",
        draft=found,
        reasons=said_reasons(found.reasons),
        undoes=exchange.may_undo(actor, found),
        beside=beside,
        content=text[:MOST_SHOWN],
        total=len(text),
        form_of=picker(sent),
        marking_level=max([found.tlp, *(one.tlp for one in beside)]),
        queries=shown_queries(("exchange.draft", {"id": found.id}), exchange.guns_asked(content)),
    )
