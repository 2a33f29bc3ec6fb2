"""Exhibits of a case, an exhibit with its chain, receiving, offering, answering, the record on paper."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import BinaryIO, cast

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from ironriver import clock, custody
from ironriver.access import Action, cases, may
from ironriver.access.cases import CaseRole
from ironriver.custody import Answer, Described, Happened, Offer
from ironriver.errors import Conflict, Invalid, IronriverError, NotAllowed, Tampered, nothing_here
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, rows_shown, typed
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages.custody import chain_rows, exhibit_rows, package_rows, troubles_of

blueprint = Blueprint("custody", __name__)

#: Exhibits listed at first, and how many more at a time. The form of a package offers those that are listed.
SHOWN = 200
#: Refusals that come back beside the fields; everything else is a page of its own.
SAID_IN_FORM = (Invalid, Conflict, NotAllowed, Tampered)


@blueprint.get("/cases/<case_id>/exhibits")
@guarded(Action.VIEW_EXHIBITS)
def exhibits(case_id: str) -> str:
    """List a case's exhibits with who holds them, and what may be done."""
    return exhibits_page(case_id)


@blueprint.post("/cases/<case_id>/exhibits/file")
@guarded(Action.RECEIVE_EXHIBIT)
def receive_file(case_id: str) -> BaseResponse | tuple[str, int]:
    """Receive a file: its bytes go into the vault as they are."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return exhibits_page(case_id, _no_file()), HTTPStatus.UNPROCESSABLE_ENTITY
    ledger, actor, name = signed_in.platform().ledger, signed_in.actor(), given.filename
    stream = cast(BinaryIO, given.stream)
    return _received(
        case_id,
        "file",
        lambda: custody.receive_file(actor, case_id, stream, _described(), name=name, ledger=ledger),
    )


@blueprint.post("/cases/<case_id>/exhibits/firearm")
@guarded(Action.RECEIVE_EXHIBIT)
def receive_firearm(case_id: str) -> BaseResponse | tuple[str, int]:
    """Receive a gun in a sealed bag."""
    ledger, actor = signed_in.platform().ledger, signed_in.actor()
    return _received(case_id, "gun", lambda: custody.receive_firearm(actor, case_id, _described(), ledger=ledger))


@blueprint.get("/exhibits/<exhibit_id>")
@guarded(Action.VIEW_EXHIBITS)
def exhibit(exhibit_id: str) -> str:
    """Show an exhibit with its chain."""
    return _exhibit_page(exhibit_id)


@blueprint.post("/exhibits/<exhibit_id>/offer")
@guarded(Action.HANDLE_EXHIBIT)
def offer(exhibit_id: str) -> BaseResponse | tuple[str, int]:
    """Offer an exhibit to another member of the case."""
    said = Offer(to=typed("to"), reason=typed("reason"), seal=typed("seal"), location=typed("location"))
    ledger, actor = signed_in.platform().ledger, signed_in.actor()
    return _acted(exhibit_id, "offer", lambda: custody.offer(actor, exhibit_id, said, ledger=ledger))


@blueprint.post("/exhibits/<exhibit_id>/answer")
@guarded(Action.HANDLE_EXHIBIT)
def answer(exhibit_id: str) -> BaseResponse | tuple[str, int]:
    """Accept or refuse what was offered to me."""
    act = custody.accept if typed("answer") == "accept" else custody.refuse
    said, ledger, actor = _answer(), signed_in.platform().ledger, signed_in.actor()
    return _acted(exhibit_id, "answer", lambda: act(actor, exhibit_id, said, ledger=ledger))


@blueprint.post("/exhibits/<exhibit_id>/record")
@guarded(Action.HANDLE_EXHIBIT)
def record(exhibit_id: str) -> BaseResponse | tuple[str, int]:
    """Record a test, a broken seal, a new seal, or that I looked at it."""
    ledger, actor, kind = signed_in.platform().ledger, signed_in.actor(), typed("kind")
    if kind == Happened.VIEWED:
        return _acted(exhibit_id, "record", lambda: custody.view(actor, exhibit_id, ledger=ledger))
    what = Happened(kind) if kind in set(Happened) else Happened.VIEWED
    said = _answer()
    return _acted(exhibit_id, "record", lambda: custody.record(actor, exhibit_id, what, said, ledger=ledger))


@blueprint.post("/exhibits/<exhibit_id>/file")
@guarded(Action.OPEN_EXHIBIT_FILE)
def file(exhibit_id: str) -> Response:
    """Send the bytes, after they were measured and the download is on record. Never shown in the browser."""
    found, stream = custody.open_bytes(signed_in.actor(), exhibit_id, ledger=signed_in.platform().ledger)
    return send_file(
        stream, mimetype="application/octet-stream", as_attachment=True, download_name=found.file_name, max_age=0
    )


@blueprint.get("/exhibits/<exhibit_id>/record.<form>")
@guarded(Action.VIEW_EXHIBITS)
def paper(exhibit_id: str, form: str) -> Response:
    """Send the custody record to print as `pdf`, the one form there is, in the page's language or `?language=`."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    chain, _ = custody.find_chain(actor, exhibit_id, ledger=ledger)
    asked = request.args.get("language", language())
    spoken: custody.Language = "es" if asked == "es" else "en"
    if form == "pdf":
        response = make_response(custody.record_pdf(actor, chain, ledger=ledger, language=spoken))
        response.headers["Content-Type"] = "application/pdf"
        name = f"{chain.exhibit.number}-{spoken}.pdf"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response
    raise nothing_here()


@blueprint.get("/agencies/<agency>/did.json")
@guarded(Action.ENTER)
def did(agency: str) -> Response:
    """Publish the agency's keys, as did:web wants them. An agency without keys has no document."""
    document = custody.did_document(agency, ledger=signed_in.platform().ledger)
    if not document["verificationMethod"]:
        raise nothing_here()
    response = jsonify(document)
    response.headers["Content-Type"] = "application/did+json"
    return response


def exhibits_page(case_id: str, sent: Form | None = None) -> str:
    """Return the page of a case's exhibits, with a refused form if one was sent."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    shown = rows_shown(SHOWN)
    found = custody.chains_of_case(actor, case_id, ledger=ledger, first=shown)
    case = found.case
    works = case.is_open and case.role_of(actor.id) in (CaseRole.LEAD, CaseRole.MEMBER)
    return render_template(
        "custody/exhibits.html",
        case=case,
        rows=exhibit_rows(found.chains, clock.stamp()),
        total=found.total,
        shown=shown if shown > SHOWN else None,
        more=shown + SHOWN if found.total > shown else 0,
        packages=package_rows(custody.packages_of_case(actor, case.id, ledger=ledger)),
        form_of=picker(sent),
        receives=works and may(actor, Action.RECEIVE_EXHIBIT),
        prepares=may(actor, Action.PREPARE_PACKAGE) and bool(found.chains),
        cut=found.cut,
    )


def _exhibit_page(exhibit_id: str, sent: Form | None = None) -> str:
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    chain, cut = custody.find_chain(actor, exhibit_id, ledger=ledger)
    case = cases.find_case(actor, chain.exhibit.case_id, ledger=ledger)
    holds = chain.holder is not None and chain.holder.by == actor.id and may(actor, Action.HANDLE_EXHIBIT)
    waiting = chain.waiting
    others = [m for m in case.members if m.account != actor.id and m.role is not CaseRole.READER]
    return render_template(
        "custody/exhibit.html",
        exhibit=chain.exhibit,
        chain=chain,
        rows=chain_rows(chain),
        troubles=troubles_of(chain, clock.stamp()),
        waiting=waiting,
        answers=waiting is not None and waiting.to == actor.id and may(actor, Action.HANDLE_EXHIBIT),
        holds=holds and waiting is None and case.is_open,
        people=[("", t("cases.choose")), *((m.account, f"{m.name} · {m.agency}") for m in others)],
        form_of=picker(sent),
        cut=cut,
    )


def _received(case_id: str, form: str, act: Callable[[], custody.Exhibit]) -> BaseResponse | tuple[str, int]:
    try:
        made = act()
    except SAID_IN_FORM as error:
        return exhibits_page(case_id, refused(form, error)), error.status
    flash(t("custody.received_as", number=made.number), "ok")
    return redirect(f"/exhibits/{made.id}", HTTPStatus.SEE_OTHER)


def _acted(exhibit_id: str, form: str, act: Callable[[], object]) -> BaseResponse | tuple[str, int]:
    try:
        act()
    except SAID_IN_FORM as error:
        return _exhibit_page(exhibit_id, refused(form, error)), error.status
    flash(t("custody.recorded"), "ok")
    return redirect(f"/exhibits/{exhibit_id}", HTTPStatus.SEE_OTHER)


def _described() -> Described:
    texts = {name: typed(name) for name in Described.__slots__ if name != "trace_derived"}
    return Described(**texts, trace_derived=typed("trace_derived") == "yes")


def _answer() -> Answer:
    return Answer(seal=typed("seal"), location=typed("location"), reason=typed("reason"))


def _no_file() -> Form:
    error: IronriverError = Invalid(custody.NO_FILE, fields={"file": custody.NO_FILE})
    return refused("file", error)
