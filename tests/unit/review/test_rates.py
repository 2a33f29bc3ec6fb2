"""Shares with exact intervals, against published values; estimates from random checks; draws that repeat."""

from __future__ import annotations

import pytest

from ironriver.review import Standing, Step, Stratum, draw, estimates, share_of, shares_by
from ironriver.review.decisions import EXPLANATIONS, LOOKED_AT, STANDINGS, STEPS, WAYS, Explanation


@pytest.mark.parametrize(
    ("confirmed", "decided", "low", "high"),
    # Clopper and Pearson's method, by hand for the ends (1 - (alpha/2)^(1/n)) and from R's binom.test otherwise.
    [
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (9, 31, 0.1422, 0.4804),
        (1, 100, 0.0003, 0.0545),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_the_exact_one(confirmed: int, decided: int, low: float, high: float) -> None:
    found = share_of(confirmed, decided)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.dismissed == decided - confirmed


@pytest.mark.parametrize(("confirmed", "decided"), [(-1, 3), (4, 3)])
def test_no_share_of_what_cannot_be(confirmed: int, decided: int) -> None:
    with pytest.raises(ValueError, match=f"{confirmed} of {decided}"):
        share_of(confirmed, decided)


def test_a_rate_is_quoted_from_thirty_decisions_on() -> None:
    assert not share_of(9, 29).is_quotable
    assert share_of(9, 30).is_quotable


def test_the_interval_covers_the_truth_at_least_as_often_as_it_says() -> None:
    """Summed over all outcomes with their binomial probabilities, not sampled."""
    from math import comb

    for truth in (0.05, 0.3, 0.5, 0.9):
        n = 25
        covered = 0.0
        for k in range(n + 1):
            found = share_of(k, n)
            if found.low <= truth <= found.high:
                covered += comb(n, k) * truth**k * (1 - truth) ** (n - k)
        assert covered >= 0.95


def test_counts_become_shares_by_detector_and_band() -> None:
    rows = [
        {"detector": "straw", "band": "review", "state": "confirmed", "findings": 3},
        {"detector": "straw", "band": "review", "state": "dismissed", "findings": 9},
        {"detector": "dealer", "band": "priority", "state": "dismissed", "findings": 2},
        {"detector": "dealer", "band": "priority", "state": "claimed", "findings": 7},
    ]
    found = shares_by(rows)
    assert (found["straw", "review"].confirmed, found["straw", "review"].decided) == (3, 12)
    assert (found["dealer", "priority"].confirmed, found["dealer", "priority"].decided) == (0, 2)
    assert list(found) == sorted(found)


def stratum(band: str, population: int, decided: int, confirmed: int) -> Stratum:
    return Stratum(
        detector="straw", band=band, population=population, drawn=decided, decided=decided, confirmed=confirmed
    )


def test_an_estimate_weighs_each_stratum_by_its_size() -> None:
    (found,) = estimates([stratum("priority", 100, 10, 9), stratum("watch", 900, 10, 1)])
    assert found.share == pytest.approx((100 * 0.9 + 900 * 0.1) / 1000)
    assert (found.population, found.decided) == (1000, 20)


def test_a_stratum_without_a_decision_is_not_guessed() -> None:
    (found,) = estimates([stratum("priority", 100, 10, 9), stratum("watch", 900, 0, 0)])
    assert found.share is None
    (found,) = estimates([stratum("priority", 100, 10, 9), stratum("watch", 0, 0, 0)])
    assert found.share == pytest.approx(0.9)


def test_estimates_are_unbiased_over_draws() -> None:
    """A world of which the truth is known: the mean over many draws comes close to it."""
    truth = {f"f{n}": n % 10 == 0 for n in range(200)} | {f"g{n}": n % 2 == 0 for n in range(50)}
    strata = {
        ("straw", "watch"): [i for i in truth if i[0] == "f"],
        ("straw", "priority"): [i for i in truth if i[0] == "g"],
    }
    means = []
    for seed in range(300):
        drawn = draw(strata, each=10, seed=str(seed))
        rows = []
        for band in ("watch", "priority"):
            mine = [one for one in drawn if one.band == band]
            rows.append(stratum(band, mine[0].population, len(mine), sum(truth[one.finding_id] for one in mine)))
        (estimate,) = estimates(rows)
        assert estimate.share is not None
        means.append(estimate.share)
    assert sum(means) / len(means) == pytest.approx(sum(truth.values()) / len(truth), abs=0.01)


def test_the_same_seed_draws_the_same_in_any_order() -> None:
    ids = [f"finding_{n}" for n in range(40)]
    first = draw({("ring", "review"): ids}, each=7, seed="s")
    assert first == draw({("ring", "review"): ids[::-1] + ids[:3]}, each=7, seed="s")
    assert first != draw({("ring", "review"): ids}, each=7, seed="t")
    assert {one.population for one in first} == {40}
    assert {one.chosen for one in first} == {7}


def test_a_small_stratum_is_drawn_whole() -> None:
    drawn = draw({("ring", "review"): ["a", "b"]}, each=7, seed="s")
    assert [one.finding_id for one in drawn] == ["a", "b"]
    assert {one.chosen for one in drawn} == {2}


def test_every_step_standing_and_explanation_has_words_in_both_languages() -> None:
    for table, members in ((STEPS, Step), (STANDINGS, Standing), (EXPLANATIONS, Explanation)):
        assert set(table) == set(members)
        assert all(say.en and say.es and say.en != say.es for say in table.values())
    assert set(WAYS) == set(Step)
    assert set(LOOKED_AT) < set(Explanation)


def test_nothing_begins_from_a_decision() -> None:
    """Decided means decided: only a change of the facts reopens."""
    for way in WAYS.values():
        assert not any(standing.is_decided for standing in way.begins)


def test_only_a_holder_judges() -> None:
    assert all(WAYS[step].holder for step in Step if step is not Step.CLAIM)
