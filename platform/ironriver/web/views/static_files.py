"""The built front end and the mark; the only thing that browsers may keep."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from ironriver.access import Action
from ironriver.web.assets import STATIC
from ironriver.web.guard import guarded, limiter

blueprint = Blueprint("static_files", __name__)

#: Names of built files carry a digest of their content.
YEAR = 31_536_000


@blueprint.get("/static/<path:path>")
@limiter.exempt
@guarded(Action.ENTER)
def static_file(path: str) -> Response:
    """Send one built file."""
    response = send_from_directory(STATIC, path, max_age=YEAR if path.startswith("dist/assets/") else 0)
    # Read now, not while it is sent: a browser that has gone on would leave the file open.
    response.direct_passthrough = False
    response.make_sequence()
    response.close()
    if path.startswith("dist/assets/"):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
