"""Case files: made of a saved chart of the case one works on, read, approved by a second person, handed out."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ironriver import documents, reports, search
from ironriver.access import Action, may
from ironriver.errors import Conflict, Invalid, NotAllowed, TooLarge
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import language, t

blueprint = Blueprint("case_files", __name__)

_SAID_IN_FORM = (Invalid, Conflict, NotAllowed, TooLarge)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/case-files")
@guarded(Action.OPEN_CASE_FILE)
def case_files() -> str:
    """List the case files of the case one works on, with a form for another one."""
    return _page()


@blueprint.post("/case-files")
@guarded(Action.MAKE_CASE_FILE)
def make() -> AnyResponse | tuple[str, int]:
    """Make a draft out of a saved chart."""
    draft = reports.CaseFileDraft(chart_id=typed("chart"), title=typed("title"))
    try:
        made = reports.make_case_file(signed_in.actor(), draft, ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _page(refused("make", error)), error.status
    return _to(made, t("case_files.made_now"))


@blueprint.get("/case-files/<file_id>")
@guarded(Action.OPEN_CASE_FILE)
def case_file(file_id: str) -> str:
    """Read a case file, sentence by sentence."""
    return _file_page(file_id)


@blueprint.post("/case-files/<file_id>/propose")
@guarded(Action.MAKE_CASE_FILE)
def propose(file_id: str) -> AnyResponse | tuple[str, int]:
    """Ask a second person to approve the draft."""
    try:
        reports.propose_case_file(signed_in.actor(), file_id, typed("reason"), ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _file_page(file_id, refused("propose", error)), error.status
    return _to(file_id, t("case_files.proposed_now"))


@blueprint.post("/case-files/<file_id>/approve")
@guarded(Action.APPROVE)
def approve(file_id: str) -> AnyResponse | tuple[str, int]:
    """Approve what another person made, after which its bytes never change, or send it back."""
    sends_back = typed("do") == "refuse"
    decide = reports.refuse_case_file if sends_back else reports.approve_case_file
    try:
        decide(signed_in.actor(), file_id, typed("reason"), ledger=signed_in.platform().ledger)
    except _SAID_IN_FORM as error:
        return _file_page(file_id, refused("approve", error)), error.status
    return _to(file_id, t("case_files.refused_now" if sends_back else "case_files.approved_now"))


@blueprint.get("/case-files/<file_id>/case-file.pdf")
@guarded(Action.OPEN_CASE_FILE)
def pdf(file_id: str) -> Response:
    """Return the file as PDF/A; `paper` is `letter` or `a4`."""
    file, story, approval = _opened(file_id)
    options = documents.PrintOptions(
        language="es" if language() == "es" else "en",
        paper="a4" if request.args.get("paper") == "a4" else "letter",
        case=story.case,
        demo=signed_in.platform().settings.demo,
    )
    return _sent(reports.print_case_file(file, story, approval, options), "application/pdf", "case-file.pdf")


@blueprint.get("/case-files/<file_id>/case-file.docx")
@guarded(Action.OPEN_CASE_FILE)
def docx(file_id: str) -> Response:
    """Return the file as DOCX."""
    file, story, approval = _opened(file_id)
    made = reports.write_case_file(file, story, approval, "es" if language() == "es" else "en")
    return _sent(made, _DOCX, "case-file.docx")


def _page(sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    charts = search.charts_of_case(actor, actor.case, ledger=ledger)
    return render_template(
        "case_files/case_files.html",
        files=reports.case_files(actor, actor.case, ledger=ledger),
        charts=[(chart.id, chart.title) for chart in charts],
        form_of=picker(sent),
        may_make=may(actor, Action.MAKE_CASE_FILE),
    )


def _file_page(file_id: str, sent: Form | None = None) -> str:
    actor = signed_in.actor()
    file, story, approval = _opened(file_id)
    return render_template(
        "case_files/case_file.html",
        file=file,
        story=story,
        approval=approval,
        has_lapsed=reports.has_lapsed(file, ledger=signed_in.platform().ledger),
        limits=reports.LIMITS,
        form_of=picker(sent),
        may_make=may(actor, Action.MAKE_CASE_FILE),
        may_approve=may(actor, Action.APPROVE) and file.made_by != actor.id,
        marking_level=max(file.tlp, int(Tlp.AMBER)),
    )


def _opened(file_id: str) -> tuple[reports.CaseFile, reports.Story, reports.Approval | None]:
    ledger = signed_in.platform().ledger
    file, story = reports.case_file(signed_in.actor(), file_id, ledger=ledger)
    return file, story, reports.approval_of(file, ledger=ledger)


def _to(file_id: str, said: str) -> AnyResponse:
    flash(said, "ok")
    return redirect(f"/case-files/{file_id}", HTTPStatus.SEE_OTHER)


def _sent(content: bytes, media_type: str, name: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
