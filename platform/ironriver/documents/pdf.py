"""HTML → PDF/A-3u: tagged, text extractable, attachments embedded, byte-identical on repetition.

The only module that imports WeasyPrint. A page that asks for anything outside the package is refused, not printed
without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ironriver.documents.fetching import own_font
from ironriver.errors import Invalid, Say, Unavailable

if TYPE_CHECKING:
    from types import ModuleType

Paper = Literal["a4", "letter"]
VARIANT = "pdf/a-3u"
#: The Debian packages without which WeasyPrint cannot draw (Pango, its FreeType part, HarfBuzz's subsetter).
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
INSTALL_LINE = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(PANGO_PACKAGES)
_STYLE = Path(__file__).with_name("templates") / "paper.css"
_SIZES = {"a4": "A4", "letter": "letter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the PDF. `name` is what a reader sees when he saves it; `media_type` as in RFC 6838."""

    name: str
    content: bytes
    media_type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document to print.

    `html` is a whole document (see `render`); `identifier` is the number on the paper; `made` is an ISO instant
    with offset, taken from the data cut and never from the clock, so that the same record gives the same bytes.
    """

    html: str
    title: str
    language: Literal["en", "es"]
    identifier: str
    made: str
    attachments: tuple[Attachment, ...] = ()
    paper: Paper = "letter"


def to_pdf(page: Page) -> bytes:
    """Return the page as PDF/A-3u bytes.

    Raises `Unavailable` with the line to type where Pango is missing, `Invalid` where the page asks for anything
    from outside or `made` is no instant.
    """
    made = _instant(page.made)
    weasyprint = _weasyprint()
    with _quiet(), _only_own() as fetcher:
        fonts = weasyprint.text.fonts.FontConfiguration()
        sheets = [
            weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)
            for text in (_STYLE.read_text("utf-8"), f"@page {{ size: {_SIZES[page.paper]} }}")
        ]
        document = weasyprint.HTML(string=page.html, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=sheets, pdf_variant=VARIANT, pdf_tags=True, presentational_hints=False
        )
        _describe(document.metadata, page, made)
        document.metadata.attachments = [_attach(weasyprint, one, made, fetcher) for one in page.attachments]
        return bytes(document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, pdf_identifier=_identifier(page)))


def check_available() -> None:
    """Raise `Unavailable`, with the line to type, where this machine cannot make PDF files."""
    _weasyprint()


class _Metadata(Protocol):
    """What a reader shows under "properties"."""

    title: str
    lang: str
    authors: list[str]
    created: str
    modified: str


def _describe(metadata: _Metadata, page: Page, made: datetime) -> None:
    metadata.title = page.title
    metadata.lang = page.language
    metadata.authors = ["Ironriver"]
    metadata.created = metadata.modified = made.strftime("%Y-%m-%dT%H:%M:%SZ")


def _attach(weasyprint: ModuleType, one: Attachment, made: datetime, fetcher: object) -> object:
    made_here: object = weasyprint.Attachment(
        string=one.content,
        name=one.name,
        description=one.description,
        created=made,
        modified=made,
        relationship="Data",
        url_fetcher=fetcher,
    )
    return made_here


def _identifier(page: Page) -> bytes:
    """The identifier that PDF readers compare: from what is printed, so equal content has an equal one."""
    total = hashlib.sha256(page.identifier.encode() + b"\0" + page.html.encode())
    for one in page.attachments:
        total.update(hashlib.sha256(one.content).digest())
    return total.hexdigest()[:32].encode()


def _instant(made: str) -> datetime:
    try:
        found = datetime.fromisoformat(made)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(
            Say(
                en="The time of the data cut is not a full time with its zone.",
                es="La hora del corte de datos no es una hora completa con su zona.",
            ),
            detail=made,
        )
    return found.astimezone(tz=UTC)


@cache
def _weasyprint() -> ModuleType:
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as cause:
        raise Unavailable(
            Say(
                en=f"This machine lacks Pango, which draws PDF files. Type as root: {INSTALL_LINE}",
                es=f"A este equipo le falta Pango, que dibuja los PDF. Escriba como root: {INSTALL_LINE}",
            ),
            detail=str(cause).splitlines()[0],
        ) from cause
    module: ModuleType = weasyprint
    return module


@contextlib.contextmanager
def _only_own() -> Iterator[object]:
    """Give the fetcher that knows our fonts; any other address stops the printing with `Invalid`.

    Refusals are also noted, because WeasyPrint swallows every error inside an SVG drawing.
    """
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    refused: list[str] = []

    class OwnFonts(URLFetcher):  # type: ignore[misc]
        """Knows no protocol at all: what is not one of our fonts is refused before anything is opened."""

        def fetch(self, url: str, headers: object = None) -> object:
            font = own_font(url)
            if font is None:
                refused.append(url[:200])
                raise FatalURLFetchingError(url[:200])
            return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})

    with contextlib.suppress(FatalURLFetchingError):
        yield OwnFonts(allowed_protocols=(), allow_redirects=False)
    if refused:
        raise Invalid(
            Say(
                en="The page asks for something from outside. Nothing is fetched for print, so it was not made.",
                es="La página pide algo de fuera. Para imprimir no se trae nada, así que no se hizo.",
            ),
            detail=refused[0],
        )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep WeasyPrint's own log (it repeats page content) out of ours."""
    log = logging.getLogger("weasyprint")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before
