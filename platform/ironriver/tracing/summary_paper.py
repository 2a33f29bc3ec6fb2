"""The trace summary on paper: English, Spanish, or both side by side, as PDF/A with the record attached."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from ironriver import documents
from ironriver.errors import Say
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.tracing.summary_results import SummaryRow, TraceSummary, as_record
from ironriver.tracing.summary_texts import ENDS

_TITLE = Say(en="Trace summary", es="Resumen del rastreo")
_LOCALES = {"en": "en_US", "es": "es_MX"}


def print_summary(actor: Actor, summary: TraceSummary, options: documents.PrintOptions) -> bytes:
    """Return the report as PDF/A-3u with its record attached; the same report gives the same bytes.

    Raises `Unavailable` where this machine cannot draw PDF files.
    """
    language = options.language
    title = _TITLE.in_language(language)
    printed = documents.PrintedRecord(
        title=title,
        name=f"{title} {summary.number}".strip(),
        # Opaque: a number on a paper, in a QR code, tells nothing to who finds it.
        identifier=f"S-{summary.id[-12:]}",
        made=summary.cut[0],
        record=documents.record_of(as_record(summary)),
        occasion=options.occasion(
            tlp=Tlp(max(summary.tlp, int(Tlp.AMBER))).label,
            asked_by=f"{actor.name}, {actor.agency}",
            cut=summary.cut,
        ),
        language=language,
        both=options.both,
        paper=options.paper,
    )
    languages = (language, "en" if language == "es" else "es") if options.both else (language,)
    html = printed.to_html(
        "summary.html", summary=summary, languages=languages, show=show, end=end_of, day=show_day
    )
    return printed.to_pdf(html)


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
