"""The door for programs: token, media types, sizes, in this order; then the view."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType
from werkzeug.http import parse_options_header

from ironriver.access import Action, SignInNeeded, Visit, actor_for_program, require
from ironriver.errors import Say, nothing_here
from ironriver.exchange import MOST_BYTES
from ironriver.model.actor import Actor
from ironriver.web import signed_in

View = Callable[..., Any]
_TYPE = "application/taxii+json"


def for_programs(action: Action) -> Callable[[View], View]:
    """Declare what a route needs of a partner's program. A root in the address is the program's own agency."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(*args: object, **kwargs: object) -> object:
            request.max_content_length = MOST_BYTES
            actor = _admitted(action)
            if kwargs.pop("root", actor.agency) != actor.agency:
                raise nothing_here()
            _check_types()
            return view(actor, *args, **kwargs)

        checked.declared_action = action  # type: ignore[attr-defined]
        return checked

    return declare


def _admitted(action: Action) -> Actor:
    login, token = _proof()
    visit = Visit(
        address=request.remote_addr or "",
        agent=request.headers.get("User-Agent", "")[:200],
        request_id=signed_in.request_id(),
        door="taxii",
    )
    if not token:
        # Nothing was tried, so nothing counts as a failed attempt.
        raise SignInNeeded(
            Say(en="Come with a token (Basic or Bearer).", es="Preséntese con una ficha (Basic o Bearer).")
        )
    actor = actor_for_program(signed_in.platform().access, token, visit, login=login)
    require(actor, action)
    g.actor = actor
    return actor


def _proof() -> tuple[str, str]:
    """Return login (Basic only) and token; nothing where neither was sent."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return "", text.strip()
    if kind.lower() != "basic":
        return "", ""
    try:
        login, _, token = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (login, token) if login else ("", "")


def _check_types() -> None:
    """Refuse what the program cannot read (406) or sent in another form (415); TAXII 2.1 §1.6.8."""
    if not any(_fits(one) for one in request.headers.get("Accept", "*/*").split(",")):
        raise NotAcceptable
    if request.method == "POST" and not _is_taxii(request.headers.get("Content-Type", "")):
        raise UnsupportedMediaType


def _fits(text: str) -> bool:
    _, options = parse_options_header(text.strip())
    if re.fullmatch(r"0(\.0*)?", options.get("q", "1")):
        return False  # named in order to refuse it (RFC 9110 §12.4.2)
    return text.partition(";")[0].strip() in ("*/*", "application/*") or _is_taxii(text)


def _is_taxii(text: str) -> bool:
    kind, options = parse_options_header(text.strip())
    return kind.lower() == _TYPE and options.get("version", "2.1") == "2.1"
