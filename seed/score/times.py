"""How far the corrected time to crime is off: estimated at a cut in the past, held against what came later.

Of guns sold since recoveries are recorded and until a cut in the middle, those recovered by the cut are given to
the estimator; the truth is the time of all that were recovered within the same horizon, late ones included.
"""

from __future__ import annotations

import csv
import statistics
from datetime import date
from pathlib import Path

from ironriver.analytics.time_to_crime import YEAR, TimedTrace, TimeParameters, estimate
from seed.score.inputs import Row, rows_of
from seed.score.rings import Score

FEWEST = 50


def score_times(world: Path) -> Score:
    """Score the estimator of time to crime; without enough guns at the cut no figure is given."""
    with (world / "truth" / "traces.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {row["trace_number"]: row for row in csv.DictReader(file)}
    rows: dict[str, Row] = {}
    for row in rows_of(world):
        if row.number in truth:  # the demonstration's story is not; a gun that two agencies traced is one gun
            rows.setdefault(truth[row.number]["gun"], row)
    days = {gun: _days(truth[row.number]) for gun, row in rows.items()}
    days = {gun: pair for gun, pair in days.items() if pair[0] <= pair[1]}
    if not days:
        return Score(figures={})
    first, last = min(pair[1] for pair in days.values()), max(pair[1] for pair in days.values())
    cut = first + (last - first) / 2
    horizon = min((last - cut).days, (cut - first).days)
    sold = {gun: pair for gun, pair in days.items() if first <= pair[0] <= cut}
    times = [apart for pair in sold.values() if (apart := (pair[1] - pair[0]).days) <= horizon]
    seen = [one for gun in sold if (one := _timed(rows[gun])) and first <= one.sale and one.recovered <= cut]
    found = estimate(seen, TimeParameters(horizon_years=horizon / YEAR, fewest=FEWEST), seed=1, until=cut)
    if found.median is None or found.naive_median is None or not times:
        return Score(figures={})
    true = statistics.median(times) / YEAR
    middle, low, high = found.median
    return Score(
        figures={
            "TTC median bias": middle / true - 1,
            "TTC median bias, uncorrected": found.naive_median / true - 1,
            "TTC interval covers the truth": float(low <= true <= high),
            "TTC guns at the cut": float(found.guns),
        }
    )


def _days(row: dict[str, str]) -> tuple[date, date]:
    return date.fromisoformat(row["purchased"]), date.fromisoformat(row["recovered"])


def _timed(row: Row) -> TimedTrace | None:
    """Return the dates as the file tells them; None where one is missing or they cannot be."""
    if not row.sold or not row.recovered:
        return None
    sale, recovered = date.fromisoformat(row.sold), date.fromisoformat(row.recovered)
    return TimedTrace(sale=sale, recovered=recovered, buyer=row.person) if sale <= recovered else None
