"""Cases: mine, one, and which one I work on for what purpose."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ironriver import access
from ironriver.access import PURPOSES, Action
from ironriver.access.cases import find_case, my_cases
from ironriver.errors import Invalid
from ironriver.web import signed_in
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.views.entry import safe_next

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases")
@guarded(Action.VIEW_CASES)
def cases() -> str:
    """List my cases and let me choose the one to work on."""
    return _page()


@blueprint.get("/cases/<case_id>")
@guarded(Action.VIEW_CASES)
def case(case_id: str) -> str:
    """Show one case with its members; one that is not open to me answers as if it were not there."""
    found = find_case(signed_in.actor(), case_id, ledger=signed_in.platform().ledger)
    return render_template("cases/case.html", case=found, purposes=_purposes(), errors={}, purpose=found.purpose)


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


def _page(*, errors: dict[str, str] | None = None, chosen: str = "", purpose: str = "") -> str:
    here = signed_in.here()
    return render_template(
        "cases/cases.html",
        cases=my_cases(signed_in.actor(), ledger=signed_in.platform().ledger),
        purposes=_purposes(),
        errors=errors or {},
        chosen=chosen or (here.actor.case if here else ""),
        purpose=purpose or (here.actor.purpose if here else ""),
        next=safe_next(request.values.get("back", "/search")),
    )


def _purposes() -> list[tuple[str, str]]:
    return [(code, say.in_language(language())) for code, say in PURPOSES.items()]
