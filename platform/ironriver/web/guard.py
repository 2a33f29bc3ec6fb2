"""One door for every route: CSRF, session or token, policy, limits. Declaring nothing stops the start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

from ironriver.access import Action, check_declared
from ironriver.web import signed_in
from ironriver.web.limits import SCHEME

View = TypeVar("View", bound=Callable[..., Any])

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

#: Our choice: far above what a person does by hand, far below what empties a database (ASVS 2.4.1). Counted over
#: all web processes together, as are the limits on sign-in, which are `access`'s own.
EVERYTHING = "1200 per minute"
SEARCHES = "120 per minute"
SIGN_INS = "60 per minute"

csrf = CSRFProtect()


def _who() -> str:
    """Return whom a request counts for: a session, a token that is known, else the address.

    A text that is no token of ours would otherwise be a fresh allowance with each guess.
    """
    return signed_in.secret() or signed_in.known_token() or get_remote_address()


limiter = Limiter(key_func=_who, default_limits=[EVERYTHING], headers_enabled=False)


def guarded(action: Action, *, polls: bool = False) -> Callable[[View], View]:
    """Declare what a route needs, and check it before the view runs.

    `Action.ENTER` needs no session. `polls` marks background requests, which do not count as use.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def checked(*args: object, **kwargs: object) -> object:
            # A token is never sent by a browser on its own, so a call with one cannot be forged across sites.
            if request.method not in SAFE and not signed_in.token():
                csrf.protect()
            if action is not Action.ENTER:
                signed_in.admit(action, acted=not polls)
            return view(*args, **kwargs)

        checked.declared_action = action  # type: ignore[attr-defined]
        return cast(View, checked)

    return declare


def install(app: Flask) -> None:
    """Prepare CSRF and limits. CSRF is checked by `guarded`, so that API tokens can do without."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # it lives as long as the session
    csrf.init_app(app)
    app.config["RATELIMIT_STORAGE_URI"] = f"{SCHEME}://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"counters": app.extensions["ironriver"].access.counters}
    limiter.init_app(app)


def check_routes(app: Flask) -> None:
    """Refuse to start when any route of the application declares no permission."""
    check_declared(
        {
            f"{rule.rule} ({rule.endpoint})": getattr(app.view_functions[rule.endpoint], "declared_action", None)
            for rule in app.url_map.iter_rules()
        }
    )
