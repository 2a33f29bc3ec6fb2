"""Who is here: the browser's session cookie through Flask-Login, or an API token, to the access room's answer."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from ironriver.access import Action, Present, Visit, actor_for_token, authorise, present, require
from ironriver.errors import IronriverError
from ironriver.model.actor import Actor

if TYPE_CHECKING:
    from ironriver.app import Platform


class Bearer(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """Whoever holds a session secret. Whether it is still good is asked of `access` at every request."""

    def __init__(self, secret: str) -> None:
        self.id = secret


def install(app: Flask) -> None:
    """Let Flask-Login carry the session secret in the signed cookie; the rows are `access`'s."""
    manager = LoginManager()
    # Binding to address or browser breaks on agency VPNs; the session table revokes instead.
    manager.session_protection = None
    manager.user_loader(Bearer)
    manager.init_app(app)


def platform() -> Platform:
    """Return what this process works with."""
    opened: Platform = current_app.extensions["ironriver"]
    return opened


def request_id() -> str:
    """Return this request's id, for logs and for the person who reports a failure."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    return str(g.request_id)


def visit(*, acted: bool = True) -> Visit:
    """Return where this request comes from. Polling passes `acted=False`, so it keeps no session awake."""
    return Visit(
        address=request.remote_addr or "",
        agent=request.headers.get("User-Agent", "")[:200],
        request_id=request_id(),
        acted=acted,
        door="api" if token() else "web",
    )


def secret() -> str:
    """Return the session secret that the browser came with, or nothing."""
    return str(current_user.get_id() or "") if current_user.is_authenticated else ""


def token() -> str:
    """Return the bearer token of an API call, or nothing. Pages take no tokens."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if kind.lower() == "bearer" and request.path.startswith("/api/") else ""


def known_token() -> str:
    """Return the id of the API token whose secret this call holds, or nothing while it is unknown."""
    found = platform().access.tokens.find(token()) if token() else None
    return found.id if found else ""


def admit(action: Action, *, acted: bool) -> None:
    """Put who is here into `g.actor` (and `g.here` for browsers), or raise the refusal."""
    access = platform().access
    if token():
        case = request.headers.get("X-Ironriver-Case", "")
        purpose = request.headers.get("X-Ironriver-Purpose", "")
        g.actor = actor_for_token(access, token(), visit(acted=acted), case=case, purpose=purpose)
        require(g.actor, action)
        return
    g.here = authorise(access, secret(), action, visit(acted=acted))
    g.actor = g.here.actor


def actor() -> Actor:
    """Return who acts in this request; only inside guarded views."""
    acting: Actor = g.actor
    return acting


def here() -> Present | None:
    """Return who is here in a browser, if somebody is; for the frame of open pages."""
    if "here" not in g:
        try:
            g.here = present(platform().access, secret(), visit(acted=False)) if secret() else None
        except IronriverError:
            g.here = None
    found: Present | None = g.here
    return found


def begin(session_secret: str) -> None:
    """Hand the browser its session secret."""
    login_user(Bearer(session_secret))


def end() -> None:
    """Take the session secret out of the cookie."""
    logout_user()
