"""Which built files a page needs, read from the front end's manifest. Without a build, pages are served plain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import structlog

STATIC = Path(__file__).with_name("static")
DIST = STATIC / "dist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one entry point of the front end needs: paths below `/static/`."""

    script: str = ""
    styles: tuple[str, ...] = ()


def entry(name: str) -> Entry:
    """Return the built files of an entry point (`page`, `workbench`); empty when nothing was built."""
    manifest = _manifest()
    chunk = manifest.get(f"src/{name}.ts")
    if chunk is None:
        return Entry()
    styles: list[str] = []
    _collect(manifest, f"src/{name}.ts", styles, set())
    return Entry(script="dist/" + chunk["file"], styles=tuple("dist/" + style for style in styles))


def _collect(manifest: dict[str, Any], key: str, styles: list[str], seen: set[str]) -> None:
    if key in seen:
        return
    seen.add(key)
    chunk = manifest[key]
    for imported in chunk.get("imports", ()):
        _collect(manifest, imported, styles, seen)
    styles.extend(style for style in chunk.get("css", ()) if style not in styles)


@cache
def _manifest() -> dict[str, Any]:
    path = DIST / "manifest.json"
    if not path.is_file():
        structlog.get_logger().warning("front end not built: pages have no style and no islands", path=str(path))
        return {}
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded
