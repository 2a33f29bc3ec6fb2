"""What a printed page may load: our own fonts by name, and nothing else. No network, files, data addresses."""

from __future__ import annotations

from pathlib import Path

#: Addresses of this form name a file of `fonts/`; there is no other kind.
SCHEME = "ironriver-font:"
FOLDER = Path(__file__).with_name("fonts")
FONTS = frozenset(
    {
        "public-sans-400.ttf",
        "public-sans-650.ttf",
        "public-sans-ext-400.ttf",
        "public-sans-ext-650.ttf",
        "roboto-mono-400.ttf",
    }
)


def own_font(url: str) -> bytes | None:
    """Return the font that an address names, or None for every other address whatsoever."""
    name = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or name not in FONTS:
        return None
    return (FOLDER / name).read_bytes()
