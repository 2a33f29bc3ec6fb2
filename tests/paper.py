"""What a PDF says as a person reads it: its text, as a whole or sheet by sheet."""

from __future__ import annotations

import shutil
import subprocess

import pytest

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")


def paper_text(paper: bytes) -> str:
    """Return the text of a PDF; between two sheets stands a form feed."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    return done.stdout.decode()


def sheets_of(paper: bytes) -> list[str]:
    """Return the text of each sheet."""
    return paper_text(paper).removesuffix("\f").split("\f")
