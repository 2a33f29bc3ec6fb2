"""Figures that cannot be misread: a number carries the number it is a part of, or it cannot be made."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ironriver.errors import Say
from ironriver.ledger import Answer

#: Cells below this are not shown, nor found by subtraction. Our choice; docs/statistics.md says why.
FLOOR = 10
#: Two-sided 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What figures are a part of: its words and its count."""

    name: Say
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count out of a whole. There is no figure without a whole, so no page can print one."""

    count: int
    of: Whole

    def __post_init__(self) -> None:
        """Refuse a part that is larger than its whole: such a figure is a mistake and must not be shown."""
        if not 0 <= self.count <= self.of.count:
            raise ValueError(f"{self.count} is no part of {self.of.count} ({self.of.name.en})")

    @property
    def share(self) -> float | None:
        """The part from 0 to 1; None of an empty whole."""
        return self.count / self.of.count if self.of.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the share, from 0 to 1; None of an empty whole."""
        n = self.of.count
        if not n:
            return None
        p = self.count / n
        middle = (p + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        reach = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of a table: a label and its figure; `figure` is None where the cell is too small to show.

    `short` is what stands beside its bar, where the label is a sentence that has no room there.
    """

    label: Say
    figure: Figure | None
    short: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that are parts of one whole. `folded` rows are not listed by name, or their figures are held back."""

    key: str
    title: Say
    of: Whole
    cells: tuple[Cell, ...]
    folded: int = 0
    note: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the funnel: its figure as a part of the step above, and what fell away, by reason."""

    key: str
    title: Say
    figure: Figure
    fell: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What is counted: traces requested from `since` up to and not including `until` (ISO days), of one `area`."""

    since: str
    until: str
    #: State of recovery (two or three letters), empty for all.
    area: str = ""
    #: Country of recovery (ISO, two letters), empty for all.
    land: str = ""
    #: First two figures of the crime code, empty for all.
    crime: str = ""
    #: ORI of the agency that asked, empty for all.
    ori: str = ""

    @property
    def year(self) -> str:
        """The year that the days make up, empty where they are no one whole year."""
        year = self.since[:4]
        return year if (self.since, self.until) == (f"{year}-01-01", f"{int(year) + 1:04d}-01-01") else ""

    @property
    def of_recoveries(self) -> bool:
        """Whether recoveries can be counted under these limits: they have neither a crime code nor an agency."""
        return not (self.crime or self.ori)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The page. `id` names filters and figures, so that the same question to the same data has the same number."""

    id: str
    period: Period
    steps: tuple[Step, ...]
    tables: tuple[Table, ...]
    excluded: tuple[Cell, ...]
    median: Say
    answers: tuple[Answer, ...]

    @property
    def cut(self) -> tuple[str, str]:
        """The data cut of the first question: its time (ISO) and its opaque id. Later ones have seen all of it."""
        first = self.answers[0].cut
        return first.at, first.id


def fold_small(cells: list[tuple[Say, int]], of: Whole) -> tuple[tuple[Cell, ...], int]:
    """Return the cells that may be shown, and how many were folded into one row.

    Cells under `FLOOR` are folded together; while the folded sum itself is small, or only one cell is folded, the
    next smallest joins, so that subtraction from the whole finds nobody.
    """
    rest = sorted(cells, key=lambda cell: (-cell[1], cell[0].en))
    folded: list[tuple[Say, int]] = []
    while rest and (
        rest[-1][1] < FLOOR or (folded and (len(folded) == 1 or sum(count for _, count in folded) < FLOOR))
    ):
        folded.append(rest.pop())
    kept = [Cell(label=label, figure=Figure(count=count, of=of)) for label, count in rest]
    if folded:
        total = sum(count for _, count in folded)
        figure = Figure(count=total, of=of) if total >= FLOOR else None
        short = Say(en=f"{len(folded)} others", es=f"otros {len(folded)}")
        kept.append(Cell(label=_others(len(folded)), figure=figure, short=short))
    return tuple(kept), len(folded)


def _others(count: int) -> Say:
    return Say(
        en=f"{count} others, folded so that small ones cannot be found",
        es=f"otros {count}, juntos para que no se hallen los pequeños",
    )


def hide_small(cells: list[tuple[Say, int]], of: Whole) -> tuple[tuple[Cell, ...], int]:
    """Return all cells in their order, small ones without a figure, and how many those are.

    Where hiding the small ones alone would let subtraction find them, the smallest of the others goes too.
    """
    small = {at for at, (_, count) in enumerate(cells) if 0 < count < FLOOR}
    others = sorted((count, at) for at, (_, count) in enumerate(cells) if count >= FLOOR)
    hidden_sum = sum(cells[at][1] for at in small)
    while small and others and (len(small) == 1 or hidden_sum < FLOOR):
        count, at = others.pop(0)
        small.add(at)
        hidden_sum += count
    if small and (len(small) == 1 or hidden_sum < FLOOR):
        # Beside nothing but zeros the hidden one would be the whole: then no cell is shown.
        small = set(range(len(cells)))
    shown = tuple(
        Cell(label=label, figure=None if at in small else Figure(count=count, of=of))
        for at, (label, count) in enumerate(cells)
    )
    return shown, len(small)
