"""Two persons for one act: what waits for me, what I proposed or decided, and deciding.

Looking needs the right to propose. Deciding needs the right that the proposal names, which is asked for here again:
a privileged one asks for the password.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from ironriver import clock
from ironriver.access import Action, approvals, find_account, may
from ironriver.access.approvals import Proposal
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, rows_shown, typed
from ironriver.web.guard import guarded
from ironriver.web.language import words
from ironriver.web.look import t
from ironriver.web.pages.things import act_words

blueprint = Blueprint("approvals", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A proposal in words. `elsewhere` says where it is decided if not here."""

    proposal: Proposal
    what: str
    state: str
    proposer: str
    decider: str
    elsewhere: str
    may_decide: bool
    may_withdraw: bool


@blueprint.get("/approvals")
@guarded(Action.PROPOSE)
def waiting() -> str:
    """List what waits for my decision, and what I proposed or decided."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    shown = rows_shown(approvals.OWN)
    own = approvals.own(actor, ledger=ledger, limit=shown + 1)
    return render_template(
        "approvals/approvals.html",
        waiting=[_shown(one) for one in approvals.waiting(actor, ledger=ledger)],
        own=[_shown(one) for one in own[:shown]],
        more=4 * shown if len(own) > shown else 0,
    )


@blueprint.get("/approvals/<proposal_id>")
@guarded(Action.PROPOSE)
def one(proposal_id: str) -> str:
    """Show one proposal to whoever made it and to those who may decide on it."""
    return _page(proposal_id)


@blueprint.post("/approvals/<proposal_id>/decision")
@guarded(Action.PROPOSE)
def decide(proposal_id: str) -> Response | tuple[str, int]:
    """Approve or refuse another person's proposal, with a reason."""
    ledger = signed_in.platform().ledger
    proposal = _find(proposal_id)
    signed_in.admit(proposal.permission, acted=True)
    chosen = {"approve": approvals.approve, "refuse": approvals.refuse}.get(typed("do"))
    try:
        if chosen is None or _elsewhere(proposal):
            raise Invalid(words()["approvals.not_decided"])
        chosen(signed_in.actor(), proposal_id, reason=typed("reason"), ledger=ledger)
    except _SAID_IN_FORM as error:
        return _page(proposal_id, refused("decision", error)), error.status
    flash(t("approvals.approved" if typed("do") == "approve" else "approvals.refused"), "ok")
    return redirect("/approvals", HTTPStatus.SEE_OTHER)


@blueprint.post("/approvals/<proposal_id>/withdraw")
@guarded(Action.PROPOSE)
def withdraw(proposal_id: str) -> Response | tuple[str, int]:
    """Take my own proposal back."""
    try:
        approvals.withdraw(signed_in.actor(), proposal_id, ledger=signed_in.platform().ledger)
    except NotFound:
        raise
    except _SAID_IN_FORM as error:
        return _page(proposal_id, refused("withdraw", error)), error.status
    flash(t("approvals.withdrawn"), "ok")
    return redirect("/approvals", HTTPStatus.SEE_OTHER)


def _find(proposal_id: str) -> Proposal:
    return approvals.find_proposal(signed_in.actor(), proposal_id, ledger=signed_in.platform().ledger)


def _page(proposal_id: str, sent: Form | None = None) -> str:
    return render_template("approvals/proposal.html", shown=_shown(_find(proposal_id)), form_of=picker(sent))


def _shown(proposal: Proposal) -> Shown:
    actor, now, own = signed_in.actor(), clock.now(), proposal.proposed_by == signed_in.actor().id
    elsewhere = _elsewhere(proposal)
    is_late = proposal.state in ("open", "approved") and not proposal.may_withdraw(now)
    return Shown(
        proposal=proposal,
        what=act_words("approvals.act_", proposal.act) or t("approvals.act_other", act=proposal.act),
        state="expired" if is_late else proposal.state,
        proposer=_name(proposal.proposed_by),
        decider=_name(proposal.decided_by),
        elsewhere=elsewhere,
        may_decide=not own and not elsewhere and proposal.is_open(now) and may(actor, proposal.permission),
        may_withdraw=own and proposal.may_withdraw(now),
    )


def _elsewhere(proposal: Proposal) -> str:
    """Return where a proposal is decided whose room shows what it would do better than this page can."""
    return act_words("approvals.elsewhere_", proposal.act)


def _name(account: str) -> str:
    found = find_account(signed_in.platform().ledger, id=account) if account else None
    return found.name if found else ""
