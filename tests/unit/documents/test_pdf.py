"""The PDF itself, looked at with other people's tools: qpdf for its structure, poppler for what a reader sees."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ironriver import documents
from ironriver.documents import Attachment, Occasion, Page
from ironriver.errors import Invalid, Unavailable

MADE = "2026-11-20T14:05:00+00:00"
OCCASION = Occasion(
    tlp="TLP:AMBER", case="IR-2026-0417", asked_by="J. Marchetti", cut="2026-11-20 14:05 UTC", demo=True
)


def has_pango() -> bool:
    try:
        documents.check_available()
    except Unavailable:
        return False
    return True


pytestmark = pytest.mark.skipif(
    not (has_pango() and shutil.which("qpdf") and shutil.which("pdftotext")), reason="needs Pango, qpdf and poppler"
)


def a_page(language: str = "en", *, body: str = "", paper: str = "letter", both: bool = False) -> Page:
    record = documents.record_of({"serial": "TKF0O1I187", "place": "Nogales, Sonora"})
    title = "Trace summary" if language == "en" else "Resumen del rastreo"
    frame = documents.make_frame(title, "TRQ-1", record, OCCASION, language=language, both=both)
    html = documents.render("paper.html", frame=frame).replace("</header>", f"</header>{body}", 1)
    attached = Attachment(
        name="record.json", content=record.content, media_type="application/json", description="The record"
    )
    return Page(
        html=html,
        title=title,
        language=language,
        identifier="TRQ-1",
        made=MADE,
        attachments=(attached,),
        paper=paper,
    )


def tool(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def text_of(path: Path) -> str:
    return tool("pdftotext", "-layout", str(path), "-")


def pages_of(path: Path) -> list[str]:
    return text_of(path).removesuffix("\f").split("\f")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "long.pdf"
    rows = "".join(f"<p>Número de serie <span class='mono'>TKF0O1I{n:03d}</span></p>" for n in range(80))
    path.write_bytes(documents.to_pdf(a_page("es", body=rows, both=True)))
    return path


def test_the_same_page_gives_the_same_bytes() -> None:
    page = a_page()
    assert documents.to_pdf(page) == documents.to_pdf(page)


@pytest.mark.parametrize("part", ["identifier", "made", "title"])
def test_another_page_gives_other_bytes(part: str) -> None:
    page = a_page()
    other = {"identifier": "TRQ-2", "made": "2026-11-21T00:00:00+00:00", "title": "Another"}[part]
    assert documents.to_pdf(page) != documents.to_pdf(replace(page, **{part: other}))


def test_its_structure_holds(printed: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(printed)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors" in done.stdout


def test_it_says_that_it_is_pdf_a_3u(printed: Path) -> None:
    told = tool("pdfinfo", "-meta", str(printed))
    assert re.search(r"part(>|=\")3", told)
    assert re.search(r"conformance(>|=\")U", told)


def test_it_is_tagged_and_speaks_its_language(printed: Path, tmp_path: Path) -> None:
    told = tool("pdfinfo", str(printed))
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+Resumen del rastreo", told)
    flat = tmp_path / "flat.pdf"
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(printed), str(flat)], check=True)
    assert b"/Lang (es)" in flat.read_bytes()


def test_its_dates_are_those_of_the_cut(printed: Path) -> None:
    told = tool("pdfinfo", "-isodates", str(printed))
    assert re.search(r"CreationDate:\s+2026-11-20T14:05:00Z", told)
    assert re.search(r"ModDate:\s+2026-11-20T14:05:00Z", told)


def test_every_page_carries_marking_notice_number_and_count(printed: Path) -> None:
    pages = pages_of(printed)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert page.count("PROCURACIÓN DE JUSTICIA | TLP:AMBER | CASO IR-2026-0417") == 2
        assert "de ningún modo indica" in page
        assert "in no way suggests" in page
        assert f"Página {number} de {len(pages)}" in page
        assert "TRQ-1" in page


def test_every_page_carries_the_digest_of_the_attached_record(printed: Path, tmp_path: Path) -> None:
    saved = tmp_path / "record.json"
    tool("pdfdetach", "-save", "1", "-o", str(saved), str(printed))
    digest = hashlib.sha256(saved.read_bytes()).hexdigest()
    for page in pages_of(printed):
        assert f"{digest[:4]} {digest[4:8]}" in page
    assert digest in re.sub(r"\s", "", text_of(printed))


def test_all_fonts_are_our_own_and_embedded(printed: Path) -> None:
    rows = tool("pdffonts", str(printed)).splitlines()[2:]
    assert rows
    for row in rows:
        assert "Paper-" in row
        assert " yes yes yes " in row


@pytest.mark.parametrize(("paper", "size"), [("letter", "612 x 792"), ("a4", "595.276 x 841.89")])
def test_both_papers(paper: str, size: str, tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(documents.to_pdf(a_page(paper=paper)))
    assert size in tool("pdfinfo", str(path))


@pytest.mark.parametrize(
    "asks",
    [
        "<img src='http://127.0.0.1:9/x.png'>",
        "<img src='https://example.org/x.png'>",
        "<img src='file:///etc/hostname'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='ftp://127.0.0.1/x'>",
        "<link rel='stylesheet' href='file:///etc/passwd'>",
        "<a rel='attachment' href='file:///etc/hostname'>x</a>",
        "<style>@import url('file:///etc/passwd');</style>",
        "<style>p { background: url('http://127.0.0.1:9/') }</style><p>x</p>",
        "<style>@font-face { font-family: X; src: url('file:///x.ttf') } p { font-family: X }</style>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<image href='file:///etc/hostname' width='9' height='9'/></svg>",
        "<img src='ironriver-font:../pdf.py'>",
    ],
)
def test_nothing_is_fetched(asks: str) -> None:
    with pytest.raises(Invalid, match="Nothing is fetched"):
        documents.to_pdf(a_page(body=asks))


def test_a_page_cannot_attach_a_file_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(documents.to_pdf(a_page(body="<link rel='attachment' href='file:///etc/hostname'>")))
    assert tool("pdfdetach", "-list", str(path)).startswith("1 embedded files")


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="full time"):
        documents.to_pdf(replace(a_page(), made="2026-11-20T14:05:00"))
    with pytest.raises(Invalid, match="full time"):
        documents.to_pdf(replace(a_page(), made="yesterday"))


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    page = a_page()
    assert documents.to_pdf(page) == documents.to_pdf(replace(page, made="2026-11-20T07:05:00-07:00"))
