"""Court packages: preview and propose, approve by a second person, take the file."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from ironriver import custody
from ironriver.access import Action, approvals, may
from ironriver.custody import NewPackage
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import t
from ironriver.web.views.custody import SAID_IN_FORM, exhibits_page

blueprint = Blueprint("packages", __name__)


@blueprint.post("/cases/<case_id>/packages")
@guarded(Action.PREPARE_PACKAGE)
def prepare(case_id: str) -> BaseResponse | tuple[str, int] | str:
    """Preview a package, or propose the one that was previewed."""
    actor, ledger, new = signed_in.actor(), signed_in.platform().ledger, _new()
    try:
        if typed("step") != "propose":
            shown = custody.preview(actor, case_id, new, ledger=ledger)
            return render_template("custody/preview.html", preview=shown, new=new)
        made = custody.propose_package(actor, case_id, new, ledger=ledger)
    except SAID_IN_FORM as error:
        return exhibits_page(case_id, refused("package", error)), error.status
    flash(t("custody.package_proposed"), "ok")
    return redirect(f"/packages/{made.id}", HTTPStatus.SEE_OTHER)


@blueprint.get("/packages/<package_id>")
@guarded(Action.VIEW_EXHIBITS)
def package(package_id: str) -> str:
    """Show a package: what it is fixed by, who decided, whether it is stamped."""
    return _page(package_id)


@blueprint.post("/packages/<package_id>/decision")
@guarded(Action.APPROVE)
def decide(package_id: str) -> BaseResponse | tuple[str, int]:
    """Approve or refuse a package that another person prepared."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    act = custody.approve_package if typed("decision") == "approve" else custody.refuse_package
    try:
        act(actor, package_id, reason=typed("reason"), ledger=ledger)
    except SAID_IN_FORM as error:
        return _page(package_id, refused("decision", error)), error.status
    flash(t("custody.package_decided"), "ok")
    return redirect(f"/packages/{package_id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/packages/<package_id>/file")
@guarded(Action.OPEN_EXHIBIT_FILE)
def file(package_id: str) -> Response:
    """Send the package, after it was measured and the download is on record."""
    found, stream = custody.open_package(signed_in.actor(), package_id, ledger=signed_in.platform().ledger)
    return send_file(
        stream, mimetype="application/zip", as_attachment=True, download_name=f"{found.number}.zip", max_age=0
    )


def _page(package_id: str, sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    found = custody.find_package(actor, package_id, ledger=ledger)
    waiting = {one.id for one in approvals.waiting(actor, ledger=ledger)} if may(actor, Action.APPROVE) else set()
    return render_template(
        "custody/package.html",
        package=found,
        stamps=[line.split(" ") for line in found.stamps if not line.startswith("chain")],
        decides=found.proposal in waiting and found.state == "proposed",
        takes=bool(found.zip_sha256) and may(actor, Action.OPEN_EXHIBIT_FILE),
        form_of=picker(sent),
    )


def _new() -> NewPackage:
    return NewPackage(
        exhibits=tuple(request.form.getlist("exhibits")),
        matter=typed("matter"),
        court=typed("court"),
        reason=typed("reason"),
        language="es" if typed("language") == "es" else "en",
    )
