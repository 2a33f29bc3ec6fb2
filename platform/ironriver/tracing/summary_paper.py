"""The trace summary on paper: English, Spanish, or both side by side, as PDF/A with the record attached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import format_date

from ironriver import documents
from ironriver.errors import Say
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.tracing.summary_results import SummaryRow, TraceSummary, as_record
from ironriver.tracing.summary_texts import ENDS

_TITLE = Say(en="Trace summary", es="Resumen del rastreo")
_LOCALES = {"en": "en_US", "es": "es_MX"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How it is printed: `language` of the frame, `both` for two columns, `paper` letter or A4."""

    language: Literal["en", "es"]
    both: bool = False
    paper: documents.Paper = "letter"
    case: str = ""
    demo: bool = False


def print_summary(actor: Actor, summary: TraceSummary, form: Form) -> bytes:
    """Return the report as PDF/A-3u with its record attached; the same report gives the same bytes.

    Raises `Unavailable` where this machine cannot draw PDF files.
    """
    at, cut_id = summary.cut
    record = documents.record_of(as_record(summary))
    occasion = documents.Occasion(
        tlp=Tlp(max(summary.tlp, int(Tlp.AMBER))).label,
        case=form.case,
        asked_by=f"{actor.name}, {actor.agency}",
        cut=f"{at[:16].replace('T', ' ')} UTC {cut_id[:12]}",
        demo=form.demo,
    )
    title = _TITLE.in_language(form.language)
    # Opaque: a number on a paper, in a QR code, tells nothing to who finds it.
    identifier = f"S-{summary.id[-12:]}"
    frame = documents.make_frame(title, identifier, record, occasion, language=form.language, both=form.both)
    languages = (form.language, "en" if form.language == "es" else "es") if form.both else (form.language,)
    html = documents.render(
        "summary.html", frame=frame, summary=summary, languages=languages, show=show, end=end_of, day=show_day
    )
    attached = documents.Attachment(
        name="record.json",
        content=record.content,
        media_type="application/json",
        description=title,
    )
    page = documents.Page(
        html=html,
        title=f"{title} {summary.number}".strip(),
        language=form.language,
        identifier=identifier,
        made=at,
        attachments=(attached,),
        paper=form.paper,
    )
    return documents.to_pdf(page)


def show(row: SummaryRow, language: str) -> str:
    """Return a fact's value as read in a language."""
    if isinstance(row.value, Say):
        return row.value.in_language(language)
    return show_day(row.value, language) if row.how == "date" else row.value


def show_day(text: str, language: str) -> str:
    """Return `2 Dec 2025` or `2 dic 2025` for an ISO day; coarser dates and anything else as they are."""
    try:
        return str(format_date(date.fromisoformat(text), "d MMM y", locale=_LOCALES[language]))
    except ValueError:
        return text


def end_of(name: str, language: str) -> str:
    """Return the end of a leg: a name as recorded, or the word for one that is not named."""
    return ENDS[name].in_language(language) if name in ENDS else name
