"""The glyphs of kinds and tools as inline SVG, from one file that the front end reads too."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

_FILE = Path(__file__).with_name("glyphs.json")


@cache
def glyphs() -> dict[str, dict[str, Any]]:
    """Return the four tables: icons (24 px box), shapes and glyphs (centred on 0, radius 14), kinds."""
    loaded: dict[str, dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))
    return loaded


def icon(name: str, label: str = "") -> Markup:
    """Return a 16 px icon; with a label it speaks, without one it is decoration."""
    inner = Markup(glyphs()["icons"][name])  # noqa: S704 - our own file
    said = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup('<svg class="icon" viewBox="0 0 24 24"{}>{}</svg>').format(said, inner)


def kind_mark(kind: str, label: str = "", extra: str = "") -> Markup:
    """Return the shape and glyph of a kind, 20 px; an unknown kind gets the document's."""
    said = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup('<svg class="{}" viewBox="-16 -16 32 32"{}>{}</svg>').format(
        kind_classes(kind, extra), said, kind_inside(kind)
    )


def kind_classes(kind: str, extra: str = "") -> str:
    """Return the class names that colour a kind's drawing."""
    known = kind if kind in glyphs()["kinds"] else "document"
    solid = " solid" if glyphs()["kinds"][known]["solid"] else ""
    return f"kind kind-{known}{solid}{' ' + extra if extra else ''}"


def kind_inside(kind: str) -> Markup:
    """Return the SVG elements of a kind, centred on 0 with radius 14."""
    known = glyphs()["kinds"].get(kind) or glyphs()["kinds"]["document"]
    shape = glyphs()["shapes"][known["shape"]]
    glyph = glyphs()["glyphs"][known["glyph"]]
    return Markup('{}<g class="glyph">{}</g>').format(Markup(shape), Markup(glyph))  # noqa: S704 - our own file


def initials(name: str) -> str:
    """Return up to two capitals for the round button: `J. Marchetti` gives JM."""
    parts = [part for part in name.replace(".", " ").split() if part[:1].isalpha()]
    return str(escape("".join(part[0].upper() for part in parts[:2]))) or "?"
