"""The statistics page as its template draws it. Figures come in with their wholes and leave as words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from markupsafe import Markup

from ironriver.tracing import Cell, Figure, Published, Statistics, Table, draw_bars, narrowed
from ironriver.web.formats import show_number, show_tenths
from ironriver.web.look import t
from ironriver.web.pages.things import Cut, Query, queries_of

#: Published rows shown; the figures of domain and court are among the first.
TOP = 15
#: Tables with a drawing beside them.
DRAWN = frozenset({"ttc", "source", "dealers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureText:
    """A figure in words: there is no field for a count alone."""

    count: str
    of: str
    share: str
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowText:
    """One row of a table; `figure` is None where the cell is too small."""

    label: str
    figure: FigureText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepText:
    """One step of the funnel with its bar in thousandths of the first."""

    title: str
    figure: FigureText
    wide: int
    above: int
    fell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """One table with its drawing, empty where it has none."""

    key: str
    title: str
    of: str
    rows: tuple[RowText, ...]
    note: str
    drawing: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class YearText:
    """One published file."""

    year: int
    figure: FigureText
    differs: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsSheet:
    """What the template draws."""

    id: str
    cut: Cut
    since: str
    until: str
    #: What the period is narrowed to, in words; and everything asked for, as it stands in an address.
    narrowed: str
    asked: Mapping[str, str]
    no_recoveries: bool
    steps: tuple[StepText, ...]
    excluded: tuple[RowText, ...]
    median: str
    tables: tuple[TableText, ...]
    years: tuple[YearText, ...]
    year: int
    corridors: tuple[RowText, ...]
    states: tuple[tuple[str, str, FigureText], ...]
    shown: tuple[Query, ...]


def statistics_sheet(found: Statistics, published: Published, said: str) -> StatisticsSheet:
    """Return the page in a language."""
    most = max(found.steps[0].figure.of.count, 1)
    listed = [*published.states[:TOP], *published.states[TOP:][-TOP:]]
    return StatisticsSheet(
        id=found.id,
        cut=Cut(at=found.cut[0], id=found.cut[1][:12]),
        since=found.period.since,
        until=found.period.until,
        narrowed=narrowed(found.period, said),
        asked={name: value for name, value in asdict(found.period).items() if value},
        no_recoveries=not found.period.of_recoveries,
        steps=tuple(
            StepText(
                title=step.title.in_language(said),
                figure=_figure(step.figure, said),
                wide=step.figure.count * 1000 // most,
                above=step.figure.of.count * 1000 // most,
                fell=", ".join(_fell(cell, said) for cell in step.fell),
            )
            for step in found.steps
        ),
        excluded=tuple(_row(cell, said) for cell in found.excluded),
        median=found.median.in_language(said),
        tables=tuple(_table(table, said) for table in found.tables),
        years=tuple(
            YearText(
                year=one.year,
                figure=_figure(one.in_state, said),
                differs=t("statistics.differs", stated=show_number(one.stated or 0, said), by=one.differs_by)
                if one.differs_by
                else "",
                is_open=one.year == published.year,
            )
            for one in published.years
        ),
        year=published.year,
        corridors=tuple(
            RowText(label=f"{one.source} → {one.recovery}", figure=_figure(one.figure, said))
            for one in published.corridors[:TOP]
        ),
        states=tuple((one.state, f"{one.net:+,}", _figure(one.out_of_state, said)) for one in listed),
        shown=queries_of((*found.answers, *published.answers)),
    )


def _figure(figure: Figure, said: str) -> FigureText:
    share = "" if figure.share is None else f"{show_tenths(figure.share * 100, said)} %"
    reach = ""
    if figure.interval is not None:
        low, high = (show_tenths(end * 100, said) for end in figure.interval)
        reach = f"{low}–{high}"
    return FigureText(
        count=show_number(figure.count, said),
        of=f"{show_number(figure.of.count, said)} {figure.of.name.in_language(said)}",
        share=share,
        reach=reach,
    )


def _row(cell: Cell, said: str) -> RowText:
    return RowText(label=cell.label.in_language(said), figure=_figure(cell.figure, said) if cell.figure else None)


def _fell(cell: Cell, said: str) -> str:
    counted = show_number(cell.figure.count, said) if cell.figure else t("statistics.small")
    return f"{cell.label.in_language(said)} {counted}"


def _has_figures(table: Table) -> bool:
    """Whether there is anything to draw: where figures are held back, an empty axis would read as none at all."""
    return any(cell.figure and cell.figure.count for cell in table.cells)


def _table(table: Table, said: str) -> TableText:
    return TableText(
        key=table.key,
        title=table.title.in_language(said),
        of=f"{show_number(table.of.count, said)} ({table.of.name.in_language(said)})",
        rows=tuple(_row(cell, said) for cell in table.cells),
        note=table.note.in_language(said) if table.note else "",
        drawing=draw_bars(table, said) if table.key in DRAWN and _has_figures(table) else Markup(""),
    )
