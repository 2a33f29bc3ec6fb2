"""The square on the paper: identifier and digest, so that a scan finds the record. Never case data."""

from __future__ import annotations

import segno
from markupsafe import Markup


def draw_qr(identifier: str, digest: str) -> Markup:
    """Return an inline SVG (error level M, quiet zone 4) that says `ironriver:<identifier>:<sha256>`."""
    code = segno.make(f"ironriver:{identifier}:{digest}", error="m", micro=False)
    drawn = code.svg_inline(
        scale=1, border=4, dark="#000", light=None, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn from modules by segno, no text inside
