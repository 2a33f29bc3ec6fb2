"""TAXII 2.1: programs of partners fetch and send here. No session, no form tokens, no language, no pages."""

from __future__ import annotations

from flask import Flask

from ironriver.web.taxii import answers
from ironriver.web.taxii.views import blueprint

answers.install(blueprint)  # once: a blueprint that an application has taken is not changed any more


def install(app: Flask) -> None:
    """Add the routes under `/taxii2/`, each refusal in TAXII's own form."""
    app.register_blueprint(blueprint)


__all__ = ["install"]
