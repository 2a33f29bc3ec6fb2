"""Answers and refusals as TAXII 2.1 writes them: one media type on everything, errors as §3.6.1 says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Blueprint, Response, request
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from ironriver.access import SignInNeeded
from ironriver.errors import Invalid, IronriverError, nothing_here
from ironriver.web import signed_in

MEDIA_TYPE = "application/taxii+json;version=2.1"
#: What a refused program is told to come with (RFC 7617, RFC 6750).
CHALLENGE = 'Basic realm="TAXII", charset="UTF-8", Bearer realm="TAXII"'
#: Seconds to wait that a program is told when it was too fast.
PAUSE = 60


def answer(said: Mapping[str, Any], status: int = 200) -> Response:
    """Return a resource. Empty lists are left out, as §4 and §5 demand."""
    kept = {name: value for name, value in said.items() if value not in ([], "", None)}
    return sent([json.dumps(kept, ensure_ascii=False, separators=(",", ":"))], status)


def sent(parts: Iterable[str], status: int = 200) -> Response:
    """Return text that is JSON already."""
    return Response("".join(parts), status=status, headers={"Content-Type": MEDIA_TYPE})


def install(blueprint: Blueprint) -> None:
    """Translate whatever a view of the blueprint raises."""
    blueprint.register_error_handler(IronriverError, _refused)
    blueprint.register_error_handler(RateLimitExceeded, _too_fast)
    blueprint.register_error_handler(HTTPException, _http)
    blueprint.register_error_handler(Exception, _bug)


def _refused(error: IronriverError) -> Response:
    status = error.status
    if isinstance(error, Invalid) and request.method != "POST":
        status = HTTPStatus.BAD_REQUEST
    if status >= 500:
        structlog.get_logger().error("refused", code=error.code, detail=error.detail)
    response = _problem(status, error.say.en)
    if isinstance(error, SignInNeeded):
        response.headers["WWW-Authenticate"] = CHALLENGE
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(PAUSE)
    return response


def _too_fast(_error: RateLimitExceeded) -> Response:
    response = _problem(429, "Too many requests. Wait a minute.")
    response.headers["Retry-After"] = str(PAUSE)
    return response


def _http(error: HTTPException) -> Response:
    if error.code == 404 or error.code is None:
        return _problem(404, nothing_here().say.en)
    return _problem(error.code, error.description or error.name)


def _bug(error: Exception) -> Response:
    structlog.get_logger().error("bug", request=signed_in.request_id(), path=request.path, exc_info=error)
    return _problem(500, "Something went wrong here.", error_id=signed_in.request_id())


def _problem(status: int, description: str, *, error_id: str = "") -> Response:
    title = HTTPStatus(status).phrase
    return answer(
        {"title": title, "description": description, "error_id": error_id, "http_status": str(int(status))}, status
    )
