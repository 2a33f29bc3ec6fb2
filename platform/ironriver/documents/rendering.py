"""Templates of printed pages. Autoescape is on for every template; an unknown name in one is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).with_name("templates")


def render(template: str, /, **values: object) -> str:
    """Return a template of `templates/` filled with values, as a whole HTML document.

    Text is escaped. Only `Markup` passes as it is: drawings of `draw_qr` and SVG that a room drew itself.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
