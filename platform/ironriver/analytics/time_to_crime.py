"""Time from first retail sale to recovery, corrected for what is not recovered yet (right truncation).

Only guns that were recovered are seen, so late sales show short times alone. In reversed time that is left
truncation, and the product-limit estimate of it is unbiased (Lagakos, Barraj and De Gruttola 1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Shares = NDArray[np.float64]
YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedTrace:
    """One gun with both dates to the day; `buyer` groups guns that one person bought, for the intervals."""

    sale: date
    recovered: date
    buyer: str = ""

    @property
    def days(self) -> int:
        """Days from sale to recovery."""
        return (self.recovered - self.sale).days


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeParameters:
    """`horizon_years`: shares are of guns recovered within it. `fewest`: below it nothing is estimated."""

    horizon_years: float = 10.0
    draws: int = 200
    fewest: int = 50
    marks_years: tuple[float, ...] = (0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Share of guns recovered within `years`, of those recovered within the horizon; 95 % interval."""

    years: float
    share: float
    low: float
    high: float
    naive: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToCrime:
    """Times in years. `median` None: too few guns. `naive_median` is for showing its bias only."""

    guns: int
    until: str
    horizon: float
    shares: tuple[Share, ...] = ()
    median: tuple[float, float, float] | None = None
    naive_median: float | None = None
    cohorts: tuple[dict[str, Any], ...] = ()

    @property
    def bias(self) -> float | None:
        """Naive less corrected median, as a share of the corrected one."""
        if self.median is None or self.naive_median is None or not self.median[0]:
            return None
        return self.naive_median / self.median[0] - 1


def estimate(
    traces: Sequence[TimedTrace], parameters: TimeParameters, *, seed: int, until: date | None = None
) -> TimeToCrime:
    """Return the corrected distribution at the day `until` (default: last recovery). Same input, same figures."""
    last = until or max((one.recovered for one in traces), default=date(1970, 1, 1))
    kept = sorted(
        (one for one in traces if one.days >= 0 and one.recovered <= last),
        key=lambda one: (one.buyer, one.sale, one.days),
    )
    times = np.array([one.days for one in kept], dtype=np.int64)
    windows = np.array([(last - one.sale).days for one in kept], dtype=np.int64)
    horizon = min(parameters.horizon_years * YEAR, float(windows.max(initial=0)))
    inside = times <= horizon
    if inside.sum() < parameters.fewest:
        return TimeToCrime(guns=len(kept), until=last.isoformat(), horizon=round(horizon / YEAR, 2))
    times, windows = times[inside], windows[inside]
    groups = _groups([one.buyer for one, keep in zip(kept, inside, strict=True) if keep])
    marks = [year for year in parameters.marks_years if year * YEAR <= horizon + 1]
    at = np.array([round(year * YEAR) for year in marks], dtype=np.int64)
    whole = reverse_time(times, windows, np.ones(len(times)))
    drawn = _draws(times, windows, groups, parameters.draws, seed)
    shares = np.array([share_by(*one, at) for one in drawn])
    low, high = np.percentile(shares, [2.5, 97.5], axis=0)
    naive = np.array([np.mean(times <= day) for day in at])
    exact = share_by(*whole, at)
    middle = [median_of(*one) / YEAR for one in drawn]
    return TimeToCrime(
        guns=len(times),
        until=last.isoformat(),
        horizon=round(horizon / YEAR, 2),
        shares=tuple(
            Share(years=year, share=_four(exact[n]), low=_four(low[n]), high=_four(high[n]), naive=_four(naive[n]))
            for n, year in enumerate(marks)
        ),
        median=(
            _four(median_of(*whole) / YEAR),
            _four(float(np.percentile(middle, 2.5))),
            _four(float(np.percentile(middle, 97.5))),
        ),
        naive_median=_four(float(np.median(times)) / YEAR),
        cohorts=tuple(cohorts(kept, last)),
    )


def reverse_time(times: Days, windows: Days, weights: Shares) -> tuple[Days, Shares]:
    """Return the distinct times and P(T <= time | T <= longest), by the product-limit in reversed time.

    A gun is at risk at time s where its time is not longer and its sale long enough ago to have shown s.
    """
    points, place = np.unique(times, return_inverse=True)
    events = np.bincount(place, weights=weights, minlength=len(points))
    shown = np.cumsum(events)
    order = np.argsort(windows, kind="stable")
    gone = np.concatenate([[0.0], np.cumsum(weights[order])])
    risk = shown - gone[np.searchsorted(windows[order], points, side="left")]
    left = np.where(risk > 0, 1 - events / np.where(risk > 0, risk, 1), 1.0)
    left = np.where(events > 0, left, 1.0)
    # P(T <= t) is the product over all later times of the share that is not an event there.
    later = np.concatenate([np.cumprod(left[:0:-1])[::-1], [1.0]])
    return points, later


def share_by(points: Days, cumulative: Shares, at: Days) -> Shares:
    """Return the share at each of the days `at`."""
    place = np.searchsorted(points, at, side="right") - 1
    return np.where(place >= 0, cumulative[np.maximum(place, 0)], 0.0)


def median_of(points: Days, cumulative: Shares) -> float:
    """Return the first time by which half are recovered, in days."""
    return float(points[min(int(np.searchsorted(cumulative, 0.5)), len(points) - 1)])


def cohorts(traces: Sequence[TimedTrace], last: date, window_years: int = 3) -> list[dict[str, Any]]:
    """Return by year of sale, within one window for all: guns recovered in it, and how many in the first year.

    A year whose sales have not all had the whole window yet is `open` and is compared with nothing.
    """
    found: dict[int, list[int]] = {}
    for one in traces:
        if one.days <= window_years * YEAR:
            found.setdefault(one.sale.year, []).append(one.days)
    rows = []
    for year, days in sorted(found.items()):
        first = sum(1 for one in days if one <= YEAR)
        low, high = wilson(first, len(days))
        is_open = (last - date(year, 12, 31)).days < window_years * YEAR
        row = {"year": year, "guns": len(days), "first_year": first, "low": low, "high": high, "open": is_open}
        rows.append(row)
    return rows


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z = 1.959964
    middle, wide = hits + z * z / 2, z * float(np.sqrt(hits * (of - hits) / of + z * z / 4))
    return _four(max(0.0, (middle - wide) / (of + z * z))), _four(min(1.0, (middle + wide) / (of + z * z)))


def _groups(buyers: Sequence[str]) -> Days:
    """Return a number per gun, equal for guns of one buyer; a gun without a known buyer stands alone."""
    names: dict[str, int] = {}
    return np.array([names.setdefault(one or f"\0{n}", len(names)) for n, one in enumerate(buyers)], dtype=np.int64)


def _draws(times: Days, windows: Days, groups: Days, draws: int, seed: int) -> list[tuple[Days, Shares]]:
    """Draw buyers with replacement: guns of one buyer are not independent."""
    rng = np.random.default_rng(seed)
    many = int(groups.max()) + 1
    return [
        reverse_time(times, windows, rng.multinomial(many, np.full(many, 1 / many)).astype(float)[groups])
        for _ in range(draws)
    ]


def _four(value: float) -> float:
    return round(float(value), 4)
