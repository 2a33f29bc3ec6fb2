"""Makes the Flask application of one process."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from ironriver.web import guard, headers, logs, look, problems, signed_in
from ironriver.web.views import BLUEPRINTS

if TYPE_CHECKING:
    from ironriver.app import Platform

#: Forms. Uploads have a limit of their own.
MOST_FORM_BYTES = 1_000_000
#: The largest file that the upload page takes; larger ones go in by `ironriver import`, which streams from disk.
MOST_UPLOAD_BYTES = 1_000_000_000


def create_app(platform: Platform) -> Flask:
    """Return the application over an opened platform. Refuses to start when a route declares no permission."""
    logs.configure()
    app = Flask("ironriver.web", static_folder=None, template_folder="templates", root_path=_here())
    tls = platform.settings.tls
    app.config.update(
        SECRET_KEY=hmac.digest(platform.keys.master_key, b"ironriver/web/cookie/1", "sha256"),
        SESSION_COOKIE_NAME="__Host-ironriver" if tls else "ironriver",
        SESSION_COOKIE_SECURE=tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=MOST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=200,
    )
    app.extensions["ironriver"] = platform
    if platform.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=platform.settings.proxies)  # type: ignore[method-assign]
    _allow_uploads(app)
    signed_in.install(app)
    guard.install(app)
    headers.install(app, tls=tls)
    look.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _add_api(app)
    problems.install(app)
    _name_requests(app)
    guard.check_routes(app)
    return app


def _here() -> str:
    return __file__.rpartition("/")[0]


def _allow_uploads(app: Flask) -> None:
    @app.before_request
    def room_for_a_file() -> None:
        if request.endpoint in ("imports.upload", "custody.receive_file"):
            request.max_content_length = MOST_UPLOAD_BYTES


def _add_api(app: Flask) -> None:
    from ironriver.web import taxii
    from ironriver.web.api import install

    install(app)
    taxii.install(app)


def _name_requests(app: Flask) -> None:
    @app.after_request
    def name(response: Response) -> Response:
        response.headers["X-Request-ID"] = signed_in.request_id()
        return response
