"""What a dealer sold in a year, from figures that were stated on different days: the newest of each group stands.

Nothing is overwritten by a later file: every statement stays with its day and source, and the reading decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.analytics.findings import PointSource

#: Groups that speak of all firearms; where one is stated it stands alone, so that nothing is counted twice.
WHOLE = frozenset({"all", "total", "todas", "todos"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Firearms sold in `year`; `stated`: the newest day among the figures behind it; `levels`: their markings."""

    year: int
    sales: int
    stated: str
    fact_ids: tuple[str, ...]
    sources: tuple[PointSource, ...] = ()
    levels: tuple[tuple[int, str], ...] = ()


def volume_of(rows: Iterable[Sequence[Any]]) -> Volume | None:
    """Return the volume of the latest year that the rows of `analytics.dealers_page` state; None without rows.

    A row is (id, year, group, sales, day stated, source, line, tlp, handling). Of figures for one group the one
    stated last stands; of equally new ones the one whose id is larger, so that the order of rows does not matter.
    """
    told = sorted(rows, key=lambda row: (row[1], str(row[4] or ""), str(row[0])))
    if not told:
        return None
    year = told[-1][1]
    newest = {row[2]: row for row in told if row[1] == year}
    whole = [row for group, row in newest.items() if group in WHOLE]
    kept = whole[-1:] or [newest[group] for group in sorted(newest)]
    return Volume(
        year=int(year),
        sales=sum(int(row[3]) for row in kept),
        stated=max(str(row[4] or "") for row in kept),
        fact_ids=tuple(str(row[0]) for row in kept),
        sources=tuple(PointSource(source_id=row[5], line=row[6]) for row in kept if row[5]),
        levels=tuple((int(row[7]), str(row[8] or "")) for row in kept),
    )


def volumes_of(listed: Iterable[Mapping[str, Any]]) -> dict[str, Volume]:
    """Return dealer → volume of those of whom one is stated."""
    found = {row["id"]: volume_of(row["volumes"]) for row in listed}
    return {id_: one for id_, one in found.items() if one is not None}
