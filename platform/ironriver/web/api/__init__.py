"""`/api/v1`: the same functions as the pages, for programs. Errors are JSON here and nowhere else."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api

from ironriver import __version__
from ironriver.access import Action
from ironriver.web.api import chart, charts, paths, records, search
from ironriver.web.guard import guarded


class QuietApi(Api):  # type: ignore[misc] # flask-smorest has no types
    """Leaves errors to `web/problems.py`: smorest would turn every page's 404 into JSON."""

    def _register_error_handlers(self) -> None:
        pass


def install(app: Flask) -> None:
    """Add the API and its description to the application."""
    app.config.update(
        API_TITLE="Ironriver",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Traced firearms as a graph. Every answer is limited to what the caller may see, "
                "and every read of case data is logged before it leaves.",
                "version": __version__,
            },
            "components": {
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer"},
                    "session": {"type": "apiKey", "in": "cookie", "name": "ironriver"},
                }
            },
            "security": [{"token": []}, {"session": []}],
        },
    )
    api = QuietApi(app)
    for wire in (search.wire, records.wire, chart.wire, charts.wire, paths.wire):
        api.register_blueprint(wire.blueprint, url_prefix=wire.prefix)

    @app.get("/api/v1/openapi.json", endpoint="openapi")
    @guarded(Action.ENTER)
    def openapi() -> dict[str, Any]:
        """Describe the interface."""
        described: dict[str, Any] = api.spec.to_dict()
        return described
