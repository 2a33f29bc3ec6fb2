"""What the editor of queries is given: names to complete, sentences, where to ask. No data of cases is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_wtf.csrf import generate_csrf

from ironriver import queries
from ironriver.web.headers import nonce
from ironriver.web.language import words
from ironriver.web.look import language, t

_WORDS = ("lint_line", "lint_failed", "declared", "from_saved", "kind", "link", "property", "function")
#: What the editor itself says to screen readers, by its own English.
_PHRASES = ("Completions", "Diagnostics", "No diagnostics", "current match", "Selection deleted", "close")


def nothing_found(*, by_engine: bool) -> str:
    """Return what the check says of a good text; without an engine it knows no names or grammar."""
    return t("query_editor.lint_good" if by_engine else "query_editor.lint_blind")


def editor_setup(saved: Sequence[queries.SavedForm]) -> dict[str, Any]:
    """Return the editor's setup for the person who opens the page; `saved` gives parameter names he used before."""
    said = language()
    lines = {one.name: one.line for form in reversed(saved) for one in form.parameters}
    return {
        "lint": url_for("query_help.lint"),
        "csrf": generate_csrf(),
        "nonce": nonce(),
        "names": {name: list(inner) for name, inner in queries.ontology().items()},
        "functions": sorted(queries.allowed()["functions"]),
        "saved": lines,
        "words": {name: words()[f"query_editor.{name}"].in_language(said) for name in _WORDS},
        "phrases": {name: t(f"query_editor.phrase_{_key(name)}") for name in _PHRASES},
    }


def _key(phrase: str) -> str:
    return phrase.lower().replace(" ", "_")
