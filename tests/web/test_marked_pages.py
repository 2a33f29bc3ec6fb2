"""Every page and paper of custody, the desk and the figures: marked, in its language, kept by no browser."""

from __future__ import annotations

import re

import pytest

from tests.paper import needs_poppler, sheets_of
from tests.web.new_rooms import Things, made_things
from tests.web.site import Browser, Site

#: Address; who opens it.
PAGES = [
    ("/cases/{case}/exhibits", "quill"),
    ("/exhibits/{gun}", "quill"),
    ("/exhibits/{file}", "quill"),
    ("/packages/{package}", "abara"),
    ("/trace-requests", "reyes"),
    ("/trace-requests/new", "reyes"),
    ("/trace-requests/{request}", "reyes"),
    ("/trace-requests/{request}/print", "reyes"),
    ("/statistics", "ohlsson"),
]
PAPERS = [
    ("/exhibits/{gun}/record.pdf", "quill"),
    ("/statistics.pdf", "ohlsson"),
    ("/trace-requests/{request}/request.pdf", "reyes"),
]
SENSITIVE = {"en": "LAW ENFORCEMENT SENSITIVE", "es": "USO EXCLUSIVO DE PROCURACIÓN DE JUSTICIA"}
#: Words that a reader of the other language would not understand; names and typed text aside.
OTHER = {
    "en": re.compile(r">\s*(Indicio|Guardar|Enviar|Caso|Sello|Estado|Rastreo|Buscar)\s*<"),
    "es": re.compile(r">\s*(Exhibit|Save|Submit|Case|Seal|State|Trace|Search)\s*<"),
}


@pytest.fixture(scope="module")
def things(bare_site: Site) -> Things:
    return made_things(bare_site)


def in_language(site: Site, login: str, language: str) -> Browser:
    browser = site.browser(login)
    browser.post("/look", {"language": language, "back": "/"})
    return browser


def address(path: str, things: Things) -> str:
    return path.format(**{name: getattr(things, name) for name in Things.__dataclass_fields__})


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("path", "login"), PAGES)
def test_page(path: str, login: str, language: str, bare_site: Site, things: Things) -> None:
    answer = in_language(bare_site, login, language).get(address(path, things))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'lang="{language}"' in page
    assert re.search(r"TLP:\w+", page)
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]{5,}</title>", page)
    assert not OTHER[language].search(page)
    assert not re.search(r">\s*(custody|desk|summary)\.[a-z_]+\s*<", page), "a key instead of words"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "script-src" in answer.headers["Content-Security-Policy"]
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "two elements of one name"
    for target in re.findall(r'(?:aria-labelledby|aria-describedby)="([^"]+)"', page):
        assert set(target.split()) <= set(ids), target


@pytest.mark.parametrize(("path", "login"), PAGES)
def test_the_two_languages_have_the_same_skeleton(path: str, login: str, bare_site: Site, things: Things) -> None:
    shapes = []
    for language in ("en", "es"):
        page = in_language(bare_site, login, language).get(address(path, things)).get_data(as_text=True)
        shapes.append(re.findall(r'<(?:form|h2|input|select|textarea|table|th)\b|name="(\w+)"', page))
    assert shapes[0] == shapes[1]


@needs_poppler
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("path", "login"), PAPERS)
def test_every_sheet_is_marked(path: str, login: str, language: str, bare_site: Site, things: Things) -> None:
    answer = in_language(bare_site, login, language).get(address(path, things))
    assert answer.mimetype == "application/pdf"
    sheets = sheets_of(answer.get_data())
    for number, sheet in enumerate(sheets, 1):
        assert sheet.count(SENSITIVE[language]) >= 2, "top and bottom"
        assert "TLP:" in sheet
        word = {"en": ("Page", "of"), "es": ("Página", "de")}[language]
        assert re.search(rf"{word[0]} {number} {word[1]} {len(sheets)}", sheet)
    assert SENSITIVE["es" if language == "en" else "en"] not in "".join(sheets)


def test_no_name_of_a_file_tells_a_serial_or_a_trace(bare_site: Site, things: Things) -> None:
    """What is downloaded travels further than what is in it."""
    for path, login in [*PAPERS, ("/trace-requests/{request}/file.csv", "reyes"), ("/statistics.csv", "ohlsson")]:
        answer = bare_site.browser(login).get(address(path, things))
        told = answer.headers["Content-Disposition"]
        assert "filename=" in told
        assert not re.search(r"TKF|NV-|T20\d\d|Reyes", told)
