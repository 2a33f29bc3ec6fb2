"""Statistics that leave the screen: a file of rows for spreadsheets, and the same page as PDF/A."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

from ironriver import documents
from ironriver.errors import Say
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.tracing.statistics import METHOD, as_figures
from ironriver.tracing.statistics_chart import draw_bars
from ironriver.tracing.statistics_results import Figure, Statistics
from ironriver.tracing.statistics_texts import CAUTION
from ironriver.tracing.summary_paper import Form

_TITLE = Say(en="From recovery to first purchaser", es="De la recuperación al primer comprador")
_HEADS = {
    "en": ("table", "row", "count", "of", "of count", "share", "low 95 %", "high 95 %"),
    "es": ("tabla", "renglón", "cuenta", "de", "cuenta de", "parte", "95 % inferior", "95 % superior"),
}
_HIDDEN = Say(en="too small to show", es="demasiado pequeño")


def statistics_rows(found: Statistics, language: str) -> str:
    """Return the figures as CSV (UTF-8 text, comma, header row); each row carries its whole.

    The last rows are the number, the cut and the caution. Cells that a spreadsheet would run are quoted as text.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(_HEADS["es" if language == "es" else "en"])
    for step in found.steps:
        rows.writerow(_safe(["funnel", step.title.in_language(language), *_figure(step.figure, language)]))
    for cell in found.excluded:
        rows.writerow(_safe(["excluded", cell.label.in_language(language), *_figure(cell.figure, language)]))
    for table in found.tables:
        for cell in table.cells:
            label = cell.label.in_language(language)
            rows.writerow(_safe([table.title.in_language(language), label, *_figure(cell.figure, language)]))
    rows.writerow(_safe([found.id, found.cut[0], found.cut[1], METHOD]))
    rows.writerow(_safe([CAUTION.in_language(language)]))
    return text.getvalue()


def _figure(figure: Figure | None, language: str) -> list[str]:
    if figure is None:
        return [_HIDDEN.in_language(language)]
    low, high = figure.interval or (0.0, 0.0)
    share = "" if figure.share is None else f"{figure.share:.4f}"
    return [
        str(figure.count),
        figure.of.name.in_language(language),
        str(figure.of.count),
        share,
        f"{low:.4f}",
        f"{high:.4f}",
    ]


def _safe(cells: list[str]) -> list[str]:
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]


def statistics_record(found: Statistics) -> dict[str, Any]:
    """Return the page as plain values: number, method, limits of the question, cut, every figure with its whole."""
    return {
        "kind": METHOD,
        "id": found.id,
        "period": asdict(found.period),
        "cut": {"at": found.cut[0], "id": found.cut[1]},
        **as_figures(found.steps, found.tables),
        "excluded": [
            {"en": cell.label.en, "es": cell.label.es, "count": cell.figure.count if cell.figure else None}
            for cell in found.excluded
        ],
    }


def print_statistics(actor: Actor, found: Statistics, form: Form) -> bytes:
    """Return the page as PDF/A-3u with its record attached. Raises `Unavailable` where PDF cannot be drawn."""
    record = documents.record_of(statistics_record(found))
    at, cut_id = found.cut
    occasion = documents.Occasion(
        tlp=Tlp.AMBER.label,
        case="",
        asked_by=f"{actor.name}, {actor.agency}",
        cut=f"{at[:16].replace('T', ' ')} UTC {cut_id[:12]}",
        demo=form.demo,
    )
    title = _TITLE.in_language(form.language)
    frame = documents.make_frame(title, found.id, record, occasion, language=form.language)
    html = documents.render(
        "statistics.html",
        frame=frame,
        page=found,
        said=form.language,
        caution=CAUTION.in_language(form.language),
        draw=draw_bars,
        hidden=_HIDDEN.in_language(form.language),
    )
    attached = documents.Attachment(
        name="record.json", content=record.content, media_type="application/json", description=title
    )
    page = documents.Page(
        html=html,
        title=f"{title} {found.id}",
        language=form.language,
        identifier=found.id,
        made=at,
        attachments=(attached,),
        paper=form.paper,
    )
    return documents.to_pdf(page)
