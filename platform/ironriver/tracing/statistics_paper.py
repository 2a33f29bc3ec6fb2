"""Statistics that leave the screen: a file of rows for spreadsheets, and the same page as PDF/A."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ironriver import documents
from ironriver.errors import Say
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.tracing.statistics import METHOD, as_figures
from ironriver.tracing.statistics_chart import draw_bars
from ironriver.tracing.statistics_period import narrowed
from ironriver.tracing.statistics_results import Figure, Statistics
from ironriver.tracing.statistics_texts import CAUTION

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
    rows: list[list[str]] = [list(_HEADS["es" if language == "es" else "en"])]
    rows.extend(["funnel", s.title.in_language(language), *_figure(s.figure, language)] for s in found.steps)
    rows.extend(["excluded", c.label.in_language(language), *_figure(c.figure, language)] for c in found.excluded)
    for table in found.tables:
        title = table.title.in_language(language)
        rows.extend([title, c.label.in_language(language), *_figure(c.figure, language)] for c in table.cells)
    rows.append([found.id, found.cut[0], found.cut[1], METHOD])
    rows.append([CAUTION.in_language(language)])
    return documents.to_csv(rows)


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


def print_statistics(actor: Actor, found: Statistics, options: documents.PrintOptions) -> bytes:
    """Return the page as PDF/A-3u with its record attached. Raises `Unavailable` where PDF cannot be drawn."""
    title = _TITLE.in_language(options.language)
    printed = documents.PrintedRecord(
        title=title,
        name=f"{title} {found.id}",
        identifier=found.id,
        made=found.cut[0],
        record=documents.record_of(statistics_record(found)),
        occasion=options.occasion(tlp=Tlp.AMBER.label, asked_by=f"{actor.name}, {actor.agency}", cut=found.cut),
        language=options.language,
        paper=options.paper,
    )
    html = printed.to_html(
        "statistics.html",
        page=found,
        said=options.language,
        caution=CAUTION.in_language(options.language),
        draw=draw_bars,
        narrowed=narrowed(found.period, options.language),
        hidden=_HIDDEN.in_language(options.language),
    )
    return printed.to_pdf(html)
