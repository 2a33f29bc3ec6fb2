"""The page of statements is the one the headers give."""

from __future__ import annotations

from ironriver.graph import Catalogue, shipped_folder
from ironriver.graph.index import page


def test_the_page_is_up_to_date(catalogue: Catalogue) -> None:
    written = (shipped_folder().parent / "docs" / "cypher.md").read_text("utf-8")
    assert written == page(catalogue), "run: python -m ironriver.graph.index"


def test_every_statement_is_on_the_page_once(catalogue: Catalogue) -> None:
    text = page(catalogue)
    for name in catalogue:
        assert text.count(f"| `{name}` |") == 1
