"""TAXII 2.1: programs of partners fetch and send here. No session, no form tokens, no language, no pages."""

from __future__ import annotations

from flask import Flask

from ironriver.web.taxii import answers
from ironriver.web.taxii.views import blueprint


def install(app: Flask) -> None:
    """Add the routes under `/taxii2/`, each refusal in TAXII's own form."""
    answers.install(blueprint)
    app.register_blueprint(blueprint)


__all__ = ["install"]
