"""The dealer test: honest dealers are not flagged, deviants are, and without a volume nothing is claimed."""

from __future__ import annotations

import numpy as np
import pytest

from ironriver.analytics.dealer_test import (
    Counted,
    DealerCount,
    DealerParameters,
    Standing,
    expected_traces,
    false_discoveries,
    fitted_rate,
    fitted_spread,
    funnel_limits,
    mid_p,
    run_dealer_test,
)

YEARS = (2022, 2023, 2024, 2025)


def made(many: int, seed: int, bad: dict[int, float] | None = None) -> list[DealerCount]:
    rng = np.random.default_rng(seed)
    volumes = np.round(rng.lognormal(5.2, 1.1, many)) + 1
    rates = rng.gamma(2.0, 0.5, many) * 0.01
    for n, times in (bad or {}).items():
        rates[n] *= times
        volumes[n] = max(volumes[n], 300)
    counts = rng.poisson(volumes * rates)
    split = [rng.multinomial(count, [1 / len(YEARS)] * len(YEARS)) for count in counts]
    return [
        DealerCount(
            id=f"dealer_{n:05d}",
            traces=tuple((year, int(one)) for year, one in zip(YEARS, split[n], strict=True)),
            volume=float(volumes[n]),
            groups=(f"01 {'AZ' if n % 3 else 'TX'}", "01"),
        )
        for n in range(many)
    ]


def flagged(dealers: list[DealerCount]) -> list[str]:
    found = run_dealer_test(dealers, DealerParameters())
    return [row.id for row in found.rows if row.standing is Standing.FLAGGED]


def test_of_3000_honest_dealers_none_is_flagged() -> None:
    assert [flagged(made(3_000, seed)) for seed in (1, 2, 3)] == [[], [], []]


def test_deviants_are_found_and_do_not_hide_each_other() -> None:
    found = flagged(made(3_000, 4, bad=dict.fromkeys(range(40), 12.0)))
    planted = {f"dealer_{n:05d}" for n in range(40)}
    assert len(planted & set(found)) >= 8
    assert len(set(found) - planted) <= 0.12 * len(found)


def test_without_a_volume_nothing_is_claimed() -> None:
    one = DealerCount(id="dealer_a", traces=((2024, 900), (2025, 900)), volume=None)
    found = run_dealer_test([one, *made(50, 5)], DealerParameters()).rows
    row = next(row for row in found if row.id == "dealer_a")
    assert (row.standing, row.traces, row.expected) == (Standing.UNKNOWN, 1800, 0.0)


@pytest.mark.parametrize("change", [{"fewest_traces": 10_000}, {"fewest_sales": 1e9}, {"fewest_years_above": 9}])
def test_each_condition_of_a_flag_can_prevent_it(change: dict[str, float]) -> None:
    dealers = made(400, 6, bad={0: 15.0, 1: 15.0})
    assert flagged(dealers)
    found = run_dealer_test(dealers, DealerParameters(**change))  # type: ignore[arg-type]
    assert all(row.standing is not Standing.FLAGGED for row in found.rows)


def test_order_of_input_changes_nothing() -> None:
    dealers = made(200, 7, bad={3: 12.0})
    assert run_dealer_test(dealers, DealerParameters()) == run_dealer_test(dealers[::-1], DealerParameters())


def test_expected_is_that_of_the_narrowest_group_that_is_large_enough() -> None:
    traces, volumes = np.array([4.0, 6.0, 30.0]), np.array([100.0, 100.0, 100.0])
    groups = [("AZ 01", "01"), ("AZ 01", "01"), ("TX 01", "01")]
    keep = np.ones(3, dtype=bool)
    # with so wide a k every sale counts alike, and the rate is the plain quotient
    counted = Counted(traces=traces, volumes=volumes, groups=groups, k=1e9)
    expected, peers = expected_traces(counted, keep, 2)
    assert expected.tolist() == pytest.approx([5.0, 5.0, 40 / 3])
    assert peers == [("AZ 01", 2), ("AZ 01", 2), ("01", 3)]


def test_benjamini_hochberg_takes_all_up_to_the_last_that_stands() -> None:
    p = np.array([0.001, 0.5, 0.03, 0.039])
    assert false_discoveries(p, 0.05).tolist() == [True, False, False, False]
    assert false_discoveries(np.array([0.01, 0.02, 0.03]), 0.05).all()
    assert not false_discoveries(np.array([0.9]), 0.05).any()


def test_mid_p_and_the_spread_are_those_of_the_textbook() -> None:
    half = mid_p(np.array([0.0]), np.array([1.0]), 1.0)[0]  # geometric: P(0) = 1/2
    assert half == pytest.approx(0.75)
    rng = np.random.default_rng(8)
    expected = np.full(20_000, 5.0)
    assert fitted_spread(
        rng.poisson(expected * rng.gamma(2, 0.5, 20_000)).astype(float), expected
    ) == pytest.approx(2, rel=0.08)


def test_limits_of_the_funnel_close_in_with_volume() -> None:
    small, large = funnel_limits(2.0, [2.0, 200.0])
    assert small[2] >= large[2] > 1 > large[1] >= small[1]
    assert large[4] > large[2]


def test_concentration_is_that_of_the_busiest_hundredth() -> None:
    dealers = [DealerCount(id=f"d{n:03d}", traces=((2025, 100 if n == 0 else 1),), volume=None) for n in range(100)]
    assert run_dealer_test(dealers, DealerParameters()).top_share == pytest.approx(100 / 199)


def test_one_large_dealer_with_few_traces_does_not_make_all_others_stand_out() -> None:
    """The plain quotient would be his rate, 0.0025: every honest dealer of a rate of 0.02 eightfold above it."""
    volumes = np.array([100_000.0, *[500.0] * 40])
    traces = np.array([100.0, *[10.0] * 40])
    assert fitted_rate(traces, volumes, 2.0) == pytest.approx(0.0185, abs=0.0015)
    dealers = [
        DealerCount(
            id=f"d{n:02}", traces=tuple((year, int(count / 4)) for year in YEARS), volume=volume, groups=("AZ",)
        )
        for n, (count, volume) in enumerate(zip(traces, volumes, strict=True))
    ]
    assert {row.standing for row in run_dealer_test(dealers, DealerParameters()).rows} == {Standing.WITHIN}


def test_where_too_few_dealers_are_in_the_state_nothing_is_claimed() -> None:
    """Dealers of another country-wide habit of tracing are no peers."""
    many = [
        DealerCount(id=f"a{n:02}", traces=tuple((year, 1) for year in YEARS), volume=400.0, groups=("AZ",))
        for n in range(30)
    ]
    few = [
        DealerCount(id=f"g{n}", traces=tuple((y, 20) for y in YEARS), volume=400.0, groups=("GU",))
        for n in range(3)
    ]
    found = {row.id: row.standing for row in run_dealer_test([*many, *few], DealerParameters()).rows}
    assert {found[f"g{n}"] for n in range(3)} == {Standing.NO_PEERS}
    assert set(found.values()) <= {Standing.NO_PEERS, Standing.WITHIN}
