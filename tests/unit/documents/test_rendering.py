"""Templates, frame, record and QR, without drawing anything."""

from __future__ import annotations

import hashlib
import json

import jinja2
import pytest

from ironriver import documents
from ironriver.documents import Occasion
from ironriver.documents.fetching import FONTS, SCHEME, own_font

OCCASION = Occasion(tlp="TLP:RED", case="", asked_by="R. Ohlsson", cut="2026-11-20 14:05 UTC", demo=False)


def a_frame(title: str = "Record", language: str = "en", **changed: object) -> documents.Frame:
    return documents.make_frame(title, "X-1", documents.record_of({"a": 1}), OCCASION, language=language, **changed)


def test_text_is_escaped() -> None:
    html = documents.render("paper.html", frame=a_frame("<script>alert(1)</script> & 'x'"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_forgotten_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        documents.render("paper.html")


@pytest.mark.parametrize("name", ["../pdf.py", "/etc/passwd", "nothing.html"])
def test_only_templates_of_the_folder(name: str) -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        documents.render(name)


def test_equal_records_have_equal_bytes_whatever_their_order() -> None:
    one = documents.record_of({"b": [1, "ñ"], "a": None})
    two = documents.record_of({"a": None, "b": [1, "ñ"]})
    assert one == two
    assert one.digest == hashlib.sha256(one.content).hexdigest()
    assert json.loads(one.content) == {"a": None, "b": [1, "ñ"]}


def test_a_changed_record_has_another_digest() -> None:
    assert documents.record_of({"a": 1}).digest != documents.record_of({"a": 2}).digest


def test_the_marking_names_the_case_only_where_there_is_one() -> None:
    assert a_frame().marking == "LAW ENFORCEMENT SENSITIVE | TLP:RED"
    assert a_frame(language="es").marking == "USO EXCLUSIVO DE PROCURACIÓN DE JUSTICIA | TLP:RED"


def test_both_languages_bring_both_notices() -> None:
    assert a_frame().second_notice == ""
    both = a_frame(language="es", both=True)
    assert both.notice.startswith("La aparición")
    assert both.second_notice.startswith("The appearance")


def test_the_digest_is_grouped_to_be_read_aloud() -> None:
    frame = a_frame()
    assert frame.grouped_digest.replace(" ", "") == frame.digest
    assert frame.short_digest.replace(" ", "") == frame.digest[:8]


def test_the_qr_is_drawn_without_addresses_and_differs_with_its_content() -> None:
    one, two = documents.draw_qr("X-1", "0" * 64), documents.draw_qr("X-2", "0" * 64)
    assert one != two
    assert one.startswith("<svg")
    assert "href" not in one


def test_every_font_is_there_and_nothing_else_answers() -> None:
    for name in FONTS:
        found = own_font(SCHEME + name)
        assert found is not None
        assert found[:4] == b"\0\1\0\0"
    for url in (SCHEME, SCHEME + "OFL.txt", SCHEME + "../pdf.py", "file:///etc/passwd", "http://x/", ""):
        assert own_font(url) is None
