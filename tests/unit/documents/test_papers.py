"""A record on paper: heads, digest, attachment."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ironriver import documents
from ironriver.documents import PrintedRecord, PrintOptions
from ironriver.errors import Unavailable

CUT = ("2026-11-21T08:05:00Z", "0123456789abcdef")


def printed() -> PrintedRecord:
    options = PrintOptions(language="es", case="IR-2026-0417")
    return PrintedRecord(
        title="Resumen del rastreo",
        identifier="S-1",
        made=CUT[0],
        record=documents.record_of({"serial": "T4412"}),
        occasion=options.occasion(tlp="TLP:AMBER", asked_by="Ohlsson, us-tpd", cut=CUT),
        language="es",
    )


def test_the_cut_is_told_to_the_minute_with_the_beginning_of_its_id() -> None:
    assert printed().occasion.cut == "2026-11-21 08:05 UTC 0123456789ab"


def test_marking_and_case_stand_on_the_page_and_the_notice_in_one_language() -> None:
    html = printed().to_html("paper.html")
    assert "TLP:AMBER | CASO IR-2026-0417" in html
    assert "de ningún modo indica" in html
    assert "in no way suggests" not in html


def test_both_languages_carry_both_notices() -> None:
    frame = replace(printed(), both=True).frame()
    assert "de ningún modo" in frame.notice
    assert "in no way suggests" in frame.second_notice


def test_the_attached_record_has_the_digest_that_is_printed(tmp_path: Path) -> None:
    try:
        documents.check_available()
    except Unavailable:
        pytest.skip("needs Pango")
    if not shutil.which("pdfdetach"):
        pytest.skip("needs poppler")
    one = printed()
    path = tmp_path / "a.pdf"
    path.write_bytes(one.to_pdf(one.to_html("paper.html")))
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(path)], check=True, capture_output=True)
    digest = hashlib.sha256((tmp_path / "record.json").read_bytes()).hexdigest()
    assert digest == one.frame().digest
    assert path.read_bytes() == one.to_pdf(one.to_html("paper.html"))
