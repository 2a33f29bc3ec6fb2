"""The one translator from refusals to answers: a page, a part of a page, or JSON under `/api`; both languages."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import structlog
from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from ironriver.access import ConfirmationNeeded, ScreenLocked, SignInNeeded
from ironriver.errors import IronriverError, Say, Tampered, nothing_here
from ironriver.vault import disk_refused
from ironriver.web import signed_in
from ironriver.web.kept import of_request
from ironriver.web.language import words
from ironriver.web.look import language

#: Statuses on which the request id helps; on a 404 it would make two answers differ.
_WITH_ID = frozenset({500, 503})
#: What a disk says that takes nothing more; an upload meets it before any room does.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal as it is shown."""

    status: int
    code: str
    say: Say
    fields: dict[str, Say] = field(default_factory=dict)


def install(app: Flask) -> None:
    """Catch everything that a view can raise."""
    app.register_error_handler(IronriverError, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RateLimitExceeded, _too_fast)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(Exception, _bug)


def answer(problem: Problem) -> Response:
    """Return a problem in the form that the caller can read."""
    if request.path.startswith("/api/"):
        return _as_json(problem)
    known = _is_known(problem)  # asked first: the account says the language too
    if _is_htmx():
        page = _page("problem_part.html", problem)
    elif known and problem.status != HTTPStatus.NOT_FOUND:
        page = _page_in_frame(problem)
    else:
        page = _page("problem.html", problem)
    return make_response(page, problem.status)


def _page(template: str, problem: Problem) -> str:
    said = language()
    return render_template(
        template,
        heading=words()[_heading(problem.status)].in_language(said),
        sentence=problem.say.in_language(said),
        fields={name: say.in_language(said) for name, say in problem.fields.items()},
        tone="danger" if problem.status >= 500 else "caution",
        safe=words()["problem.nothing_changed"].in_language(said) if problem.status >= 500 else "",
        request_id=signed_in.request_id() if problem.status in _WITH_ID else "",
        choose=_where_to_choose(problem),
    )


def _page_in_frame(problem: Problem) -> str:
    """Return the refusal with menu and case around it; without where those cannot be drawn, which is logged.

    "Not found" never stands in it: its bytes are the same for what is hidden and for what is not there, and a menu
    carries tokens that are new each time.
    """
    try:
        return _page("problem_in_frame.html", problem)
    except Exception as error:  # the refusal itself must reach the person
        _log_bug(error)
        return _page("problem.html", problem)


def _is_known(problem: Problem) -> bool:
    """Return whether somebody is signed in. Not asked while there is trouble."""
    if problem.status >= 500 or problem.status == HTTPStatus.TOO_MANY_REQUESTS:
        return False
    try:
        return signed_in.here() is not None
    except Exception as error:  # as above
        _log_bug(error)
        return False


def _where_to_choose(problem: Problem) -> str:
    """Return where case and purpose are chosen, and that leads back here; empty where neither is missing."""
    missing = {"case", "purpose"} & problem.fields.keys()
    return url_for("cases.cases", back=_page_asked_from()) if missing and request.method == "GET" else ""


def _heading(status: int) -> str:
    return {
        403: "problem.not_allowed",
        404: "problem.not_found",
        503: "problem.unavailable",
        500: "problem.bug",
        429: "problem.slow_down",
    }.get(status, "problem.refused")


def _as_json(problem: Problem) -> Response:
    body = {
        "status": problem.status,
        "code": problem.code,
        "message": {"en": problem.say.en, "es": problem.say.es},
        "fields": {name: {"en": say.en, "es": say.es} for name, say in problem.fields.items()},
    }
    if problem.status in _WITH_ID:
        body["request_id"] = signed_in.request_id()
    response = jsonify(body)
    response.status_code = problem.status
    return response


def _refused(error: IronriverError) -> BaseResponse:
    if isinstance(error, SignInNeeded | ScreenLocked | ConfirmationNeeded) and not request.path.startswith("/api/"):
        return _to_the_door(error)
    if error.status >= 500 or isinstance(error, Tampered):  # what does not hold is the operator's to know too
        structlog.get_logger().error(
            "refused", code=error.code, detail=error.detail, request=signed_in.request_id()
        )
    return answer(Problem(status=error.status, code=error.code, say=error.say, fields=dict(error.fields)))


def _to_the_door(error: IronriverError) -> BaseResponse:
    if isinstance(error, ConfirmationNeeded) and request.method == "POST" and not _is_part():
        # The form is not lost: the page that asks for the password carries it.
        return _ask_and_keep(error)
    back = _page_asked_from()
    place = "/sign-in" if isinstance(error, SignInNeeded) else "/prove"
    address = f"{place}?{urlencode({'next': back, 'why': error.code})}"
    if _is_part():
        # A part of a page cannot be the door: send the whole page there, which also hides what it showed.
        response = make_response("", 401)
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page_asked_from() -> str:
    """Return where to go on behind the door: this page, or the one that this is a part of."""
    if request.method == "GET" and not _is_part():
        return request.full_path.rstrip("?")
    try:
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # an address that cannot be read
        return "/"
    if page.netloc != request.host:
        return "/"
    return urlunsplit(("", "", page.path, page.query, "")) or "/"


def _ask_and_keep(error: IronriverError) -> BaseResponse:
    from ironriver.web.views.entry import prove_form  # the views import this module's neighbours

    return make_response(prove_form("/", error.code, kept=of_request()), error.status)


def _is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def _is_part() -> bool:
    return _is_htmx() or request.headers.get("Accept") == "application/json"


def _forged(_error: CSRFError) -> Response:
    return answer(Problem(status=400, code="stale_form", say=words()["problem.stale_form"]))


def _too_fast(_error: RateLimitExceeded) -> Response:
    return answer(Problem(status=429, code="slow_down", say=words()["problem.too_fast"]))


def _http(error: HTTPException) -> BaseResponse:
    if error.code is None or error.code < 400:
        return error.get_response()  # a redirect of the router
    if isinstance(error, InternalServerError):  # what failed while a refusal was answered
        return _bug(error.original_exception or error)
    if error.code == 404:
        hidden = nothing_here()
        return answer(Problem(status=404, code=hidden.code, say=hidden.say))
    if error.code == 413:
        return answer(Problem(status=413, code="too_large", say=words()["problem.too_large"]))
    return answer(Problem(status=error.code, code="refused", say=words()["problem.cannot_read"]))


def _disk(error: OSError) -> BaseResponse:
    return _refused(disk_refused(Path(error.filename or "."), error)) if error.errno in _FULL else _bug(error)


def _log_bug(error: BaseException) -> None:
    structlog.get_logger().error("bug", request=signed_in.request_id(), path=request.path, exc_info=error)


def _bug(error: BaseException) -> Response:
    _log_bug(error)
    return answer(Problem(status=500, code="bug", say=words()["problem.bug_sentence"]))
