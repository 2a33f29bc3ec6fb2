"""Cases: mine, one, opening and staffing them, and which one I work on for what purpose."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ironriver import access
from ironriver.access import PURPOSES, Action, may
from ironriver.access import cases as casework
from ironriver.access.cases import Case, CaseRole, NewCase, Openness, agency_cases, find_case, my_cases
from ironriver.errors import Conflict, Invalid, NotAllowed
from ironriver.model.actor import Role
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, rows_shown, typed, typed_level
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.views.entry import safe_next
from ironriver.web.views.saved_charts import charts_panel

blueprint = Blueprint("cases", __name__)

#: Refusals that come back beside the fields; everything else is a page of its own.
_SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@blueprint.get("/cases")
@guarded(Action.VIEW_CASES)
def cases() -> str:
    """List my cases and let me choose the one to work on."""
    return _page()


@blueprint.get("/cases/<case_id>")
@guarded(Action.VIEW_CASES)
def case(case_id: str) -> str:
    """Show one case with its members; one that is not open to me answers as if it were not there."""
    return _case_page(case_id)


@blueprint.post("/cases")
@guarded(Action.MANAGE_CASES)
def open_case() -> Response | tuple[str, int]:
    """Open a case; whoever opens it leads it."""
    new = NewCase(
        number=typed("number"),
        name=typed("name"),
        purpose=typed("purpose"),
        openness=Openness(typed("openness")) if typed("openness") in set(Openness) else Openness.SEALED,
        tlp=typed_level(),
    )
    try:
        case_id = casework.open_case(signed_in.actor(), new, ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _page(sent=refused("open", error)), error.status
    flash(t("casework.opened"), "ok")
    return redirect(f"/cases/{case_id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/cases/<case_id>/members")
@guarded(Action.MANAGE_CASES)
def add_member(case_id: str) -> Response | tuple[str, int]:
    """Bring somebody into a case, or give a member another role."""
    actor, ledger, login = signed_in.actor(), signed_in.platform().ledger, typed("login")
    role = CaseRole(typed("role")) if typed("role") in set(CaseRole) else CaseRole.READER
    try:
        casework.add_member(actor, case_id, login, role, ledger=ledger)
    except _SAID_IN_FORM as error:
        return _case_page(case_id, refused("member", error)), error.status
    flash(t("casework.added", login=login), "ok")
    return redirect(f"/cases/{case_id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/cases/<case_id>/members/remove")
@guarded(Action.MANAGE_CASES)
def remove_member(case_id: str) -> Response | tuple[str, int]:
    """Take somebody out of a case. Who takes himself out may not see it any more, so the list comes next."""
    actor, ledger, login = signed_in.actor(), signed_in.platform().ledger, typed("login")
    try:
        casework.remove_member(actor, case_id, login, ledger=ledger)
    except _SAID_IN_FORM as error:
        return _case_page(case_id, refused("remove", error)), error.status
    flash(t("casework.removed", login=login), "ok")
    here = signed_in.here()
    oneself = here is not None and here.account.login == login
    return redirect("/cases" if oneself else f"/cases/{case_id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/cases/<case_id>/state")
@guarded(Action.MANAGE_CASES)
def set_state(case_id: str) -> Response | tuple[str, int]:
    """Close a case, or open a closed one again."""
    closing = typed("state") != "open"
    change = casework.close_case if closing else casework.reopen_case
    try:
        change(signed_in.actor(), case_id, ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _case_page(case_id, refused("state", error)), error.status
    flash(t("casework.closed" if closing else "casework.reopened"), "ok")
    return redirect(f"/cases/{case_id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/work-on")
@guarded(Action.VIEW_CASES)
def work_on() -> Response | tuple[str, int]:
    """Set case and purpose for this session."""
    form = request.form
    try:
        access.work_on(
            signed_in.platform().access,
            signed_in.secret(),
            case=form.get("case", ""),
            purpose=form.get("purpose", ""),
            visit=signed_in.visit(),
        )
    except Invalid as error:
        said = language()
        errors = {name: say.in_language(said) for name, say in error.fields.items()}
        return _page(errors=errors, chosen=form.get("case", ""), purpose=form.get("purpose", "")), 422
    flash(t("cases.now_on" if form.get("case") else "cases.now_off"), "ok")
    return redirect(safe_next(form.get("back")), HTTPStatus.SEE_OTHER)


def _page(
    *, errors: dict[str, str] | None = None, chosen: str = "", purpose: str = "", sent: Form | None = None
) -> str:
    here = signed_in.here()
    mine = my_cases(signed_in.actor(), ledger=signed_in.platform().ledger)
    others, more = _others({one.id for one in mine})
    return render_template(
        "cases/cases.html",
        cases=mine,
        others=others,
        more=more,
        levels=_levels(),
        form_of=picker(sent),
        purposes=_purposes(),
        errors=errors or {},
        chosen=chosen or (here.actor.case if here else ""),
        purpose=purpose or (here.actor.purpose if here else ""),
        next=safe_next(request.values.get("back", "/search")),
    )


def _purposes() -> list[tuple[str, str]]:
    return [(code, say.in_language(language())) for code, say in PURPOSES.items()]


def _case_page(case_id: str, sent: Form | None = None) -> str:
    found = find_case(signed_in.actor(), case_id, ledger=signed_in.platform().ledger)
    return render_template(
        "cases/case.html",
        case=found,
        purposes=_purposes(),
        errors={},
        purpose=found.purpose,
        manages=_manages(found),
        form_of=picker(sent),
        charts=charts_panel(found.id) if may(signed_in.actor(), Action.OPEN_CHART) else "",
    )


def _manages(case: Case) -> bool:
    """Whether the forms are shown; `access.cases` decides when they are sent."""
    actor = signed_in.actor()
    leads = case.role_of(actor.id) is CaseRole.LEAD or Role.SUPERVISOR in actor.roles
    return leads and may(actor, Action.MANAGE_CASES)


def _others(mine: set[str]) -> tuple[list[Case], int]:
    """Return cases of the agency that a supervisor may see without being a member, and how many to show next.

    That number is 0 where these are all.
    """
    actor = signed_in.actor()
    if Role.SUPERVISOR not in actor.roles:
        return [], 0
    shown = rows_shown(casework.LISTED)
    found, more = agency_cases(actor, ledger=signed_in.platform().ledger, limit=shown)
    return [one for one in found if one.id not in mine], 4 * shown if more else 0


def _levels() -> list[tuple[int, str]]:
    return [(int(level), level.label) for level in Tlp if level <= signed_in.actor().max_tlp]
