"""Time to crime: the corrected estimate finds the truth where the naive one does not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ironriver.analytics.time_to_crime import (
    YEAR,
    TimedTrace,
    TimeParameters,
    cohorts,
    estimate,
    reverse_time,
    share_by,
    wilson,
)

LAST = date(2026, 1, 1)
FEW = TimeParameters(draws=40)


def simulated(many: int, seed: int, scale: float = 6.0) -> tuple[list[TimedTrace], np.ndarray]:
    """Return recovered guns of sales over 12 years, and the times of all guns, recovered or not."""
    rng = np.random.default_rng(seed)
    ago = rng.uniform(1, 12 * YEAR, many).astype(int)
    times = (rng.weibull(1.2, many) * scale * YEAR).astype(int)
    seen = times <= ago
    traces = [
        TimedTrace(
            sale=LAST - timedelta(days=int(w)), recovered=LAST - timedelta(days=int(w - t)), buyer=f"p{n // 2}"
        )
        for n, (w, t) in enumerate(zip(ago[seen], times[seen], strict=True))
    ]
    return traces, times


def test_bias_is_below_five_percent_where_the_naive_median_is_far_off() -> None:
    off, naive_off = [], []
    for seed in range(4):
        traces, times = simulated(30_000, seed)
        found = estimate(traces, FEW, seed=1, until=LAST)
        true = float(np.median(times[times <= 10 * YEAR])) / YEAR
        assert found.median is not None
        assert found.naive_median is not None
        off.append(found.median[0] / true - 1)
        naive_off.append(found.naive_median / true - 1)
    assert abs(np.mean(off)) <= 0.05
    assert np.mean(naive_off) < -0.15


def test_the_interval_holds_the_truth() -> None:
    traces, times = simulated(8_000, 11)
    found = estimate(traces, FEW, seed=1, until=LAST)
    inside = times[times <= 10 * YEAR]
    for one in found.shares[:-1]:
        true = float(np.mean(inside <= one.years * YEAR))
        assert one.low - 0.02 <= true <= one.high + 0.02
        assert one.low <= one.share <= one.high
    assert found.shares[-1].share == 1.0


def test_same_input_and_seed_same_figures_in_any_order() -> None:
    traces, _ = simulated(2_000, 3)
    once = estimate(traces, FEW, seed=5, until=LAST)
    assert once == estimate(traces[::-1], FEW, seed=5, until=LAST)
    assert once != estimate(traces, FEW, seed=6, until=LAST)


def test_with_few_guns_nothing_is_estimated() -> None:
    traces, _ = simulated(40, 3)
    found = estimate(traces, FEW, seed=5, until=LAST)
    assert (found.median, found.shares, found.bias) == (None, (), None)
    assert estimate([], FEW, seed=1).guns == 0


def test_without_truncation_it_is_the_plain_distribution() -> None:
    times = np.array([10, 20, 20, 40], dtype=np.int64)
    points, share = reverse_time(times, np.full(4, 1_000), np.ones(4))
    assert share_by(points, share, np.array([5, 10, 20, 39, 40])).tolist() == pytest.approx(
        [0, 0.25, 0.75, 0.75, 1]
    )


def test_late_sales_that_show_short_times_alone_do_not_count_against_long_ones() -> None:
    # Two old sales show 10 and 100; two of yesterday could show 10 alone.
    times, windows = np.array([10, 100, 10, 10], dtype=np.int64), np.array([500, 500, 20, 20], dtype=np.int64)
    points, share = reverse_time(times, windows, np.ones(4))
    assert share_by(points, share, np.array([10])).tolist() == pytest.approx([0.5])


def test_impossible_orders_are_left_out() -> None:
    wrong = TimedTrace(sale=date(2024, 1, 2), recovered=date(2024, 1, 1))
    assert estimate([wrong], FEW, seed=1, until=LAST).guns == 0


def test_cohorts_share_one_window_and_say_which_are_open() -> None:
    traces = [
        TimedTrace(sale=date(2020, 5, 1), recovered=date(2020, 5, 1) + timedelta(days=n)) for n in (10, 700, 2000)
    ]
    traces.append(TimedTrace(sale=date(2025, 5, 1), recovered=date(2025, 6, 1)))
    closed, late = cohorts(traces, LAST)
    assert (closed["year"], closed["guns"], closed["first_year"], closed["open"]) == (2020, 2, 1, False)
    assert (late["year"], late["open"]) == (2025, True)


def test_wilson() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-3)
