"""The full notice, the component sheet, health."""

from __future__ import annotations

from flask import Blueprint, render_template

from ironriver.access import Action
from ironriver.web import signed_in
from ironriver.web.drawing import glyphs
from ironriver.web.guard import guarded, limiter

blueprint = Blueprint("about", __name__)

SWATCHES = (
    ("ink", "#17212B", "16.3"),
    ("ink-2", "#44505C", "8.2"),
    ("ink-3", "#5E6A76", "5.5"),
    ("line-strong", "#7C8792", "3.7"),
    ("line", "#D9DEE4", ""),
    ("river", "#0B5A78", "7.6"),
    ("caution", "#7A4F00", "7.1"),
    ("danger", "#A3242B", "7.4"),
    ("ok", "#25633A", "7.2"),
)


@blueprint.get("/about/notice")
@guarded(Action.ENTER)
def notice() -> str:
    """Show the whole notice, to anybody."""
    signed_in.here()
    return render_template("about/notice.html")


@blueprint.get("/about/components")
@guarded(Action.ENTER)
def components() -> str:
    """Show every component of the look on one sheet; all content is invented."""
    signed_in.here()
    return render_template("about/components.html", kinds=list(glyphs()["kinds"]), swatches=SWATCHES)


@blueprint.get("/healthz")
@limiter.exempt
@guarded(Action.ENTER, polls=True)
def health() -> tuple[dict[str, str], int]:
    """Say that the process answers."""
    return {"status": "ok"}, 200


@blueprint.get("/readyz")
@limiter.exempt
@guarded(Action.ENTER, polls=True)
def ready() -> tuple[dict[str, str], int]:
    """Say whether the graph answers; raises `Unavailable` (503) if not."""
    signed_in.platform().ledger.head()
    return {"status": "ready"}, 200
