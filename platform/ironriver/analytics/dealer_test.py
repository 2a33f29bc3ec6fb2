"""Which dealers have more traces than their volume, type and place let expect: trimmed NB2, mid-p, BH, shrinkage.

NB2: variance = E + E²/k, so honest dealers may differ. k and the rates are fitted without those flagged, again and
again, because deviants would hide themselves. Without a volume nothing is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import chi2, gamma, nbinom

Numbers = NDArray[np.float64]
#: Spread of honest dealers before it is fitted; the second round uses the fitted one.
FIRST_SPREAD = 2.0
#: Rounds of the score equation; the rate stands after about ten.
RATE_ROUNDS = 30


class Standing(StrEnum):
    """What can be said of a dealer."""

    FLAGGED = "flagged"
    WITHIN = "within"
    UNKNOWN = "volume_unknown"
    #: Too few honest dealers of his state: those of the whole country are no peers, and nothing is claimed.
    NO_PEERS = "no_peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerCount:
    """Traces of one dealer by year and a year's sales (None: not known). `groups`: from narrow to wide.

    A purchaser counts once, in the year of the first recovery, however many of his guns were recovered: guns of one
    buyer do not turn up independently, and a shop where one ring bought is no shop that sells to many.
    """

    id: str
    traces: tuple[tuple[int, int], ...]
    volume: float | None
    groups: tuple[str, ...] = ("",)

    @property
    def total(self) -> int:
        """Traces in all years."""
        return sum(count for _, count in self.traces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """All dealers as arrays of one length, and the spread that is believed at the moment."""

    traces: Numbers
    volumes: Numbers
    groups: Sequence[Sequence[str]]
    k: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerParameters:
    """`rate`: share of false ones among the flagged that is accepted. `fewest_peers`: least dealers of a group."""

    rate: float = 0.10
    fewest_traces: int = 5
    fewest_sales: float = 50.0
    fewest_peers: int = 20
    fewest_years_above: int = 2
    rounds: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerRow:
    """One dealer. `low`, `high`: exact 95 % of the ratio. `mean`, `over_two`: shrunken rate, P(rate > 2)."""

    id: str
    standing: Standing
    traces: int
    volume: float | None = None
    expected: float = 0.0
    ratio: float = 0.0
    low: float = 0.0
    high: float = 0.0
    p: float = 1.0
    mean: float = 1.0
    over_two: float = 0.0
    peers: int = 0
    group: str = ""
    years_above: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerTest:
    """All dealers in order of id, spread `k` of honest dealers, and how concentrated traces are."""

    rows: tuple[DealerRow, ...]
    k: float
    top_share: float = 0.0


def run_dealer_test(dealers: Sequence[DealerCount], parameters: DealerParameters) -> DealerTest:
    """Return what can be said of each dealer. A function of its input alone."""
    ordered = sorted(dealers, key=lambda one: one.id)
    known = [one for one in ordered if one.volume is not None and one.volume > 0]
    unknown = [
        DealerRow(id=one.id, standing=Standing.UNKNOWN, traces=one.total)
        for one in ordered
        if one.volume is None or one.volume <= 0
    ]
    rows, k = _tested(known, parameters) if len(known) > 1 else ([], 0.0)
    if len(known) == 1:
        unknown += [DealerRow(id=known[0].id, standing=Standing.UNKNOWN, traces=known[0].total)]
    found = tuple(sorted([*rows, *unknown], key=lambda row: row.id))
    return DealerTest(rows=found, k=_six(k), top_share=_top_share([row.traces for row in found]))


def funnel_limits(k: float, expected: Sequence[float]) -> list[tuple[float, float, float, float, float]]:
    """Return (expected, 2.5 %, 97.5 %, 0.1 %, 99.9 %) of traces over expected for honest dealers."""
    rows = []
    for one in expected:
        ends = nbinom.ppf([0.025, 0.975, 0.001, 0.999], k, k / (k + one)) / one
        rows.append((_six(one), *(_six(end) for end in ends)))
    return rows  # type: ignore[return-value]


def false_discoveries(p: Numbers, rate: float) -> NDArray[np.bool_]:
    """Return which of the p-values stand at this false discovery rate (Benjamini and Hochberg 1995)."""
    order = np.argsort(p, kind="stable")
    below = np.nonzero(p[order] <= rate * (np.arange(len(p)) + 1) / len(p))[0]
    chosen = np.zeros(len(p), dtype=bool)
    if len(below):
        chosen[order[: below[-1] + 1]] = True
    return chosen


def mid_p(traces: Numbers, expected: Numbers, k: float) -> Numbers:
    """Return P(more) + P(as many)/2 for an honest dealer."""
    chance = k / (k + expected)
    found: Numbers = nbinom.sf(traces, k, chance) + 0.5 * nbinom.pmf(traces, k, chance)
    return found


def fitted_spread(traces: Numbers, expected: Numbers) -> float:
    """Return the k that makes the traces most likely."""

    def loss(a: float) -> float:
        return float(-nbinom.logpmf(traces, np.exp(-a), 1 / (1 + np.exp(a) * expected)).sum())

    return float(np.exp(-minimize_scalar(loss, bounds=(-4, 3), method="bounded").x))


def fitted_rate(traces: Numbers, volumes: Numbers, k: float) -> float:
    """Return traces a sale of honest dealers of spread `k`, by the score equation of NB2.

    The plain quotient of sums would be the rate of the largest dealer, who may have few traces by chance: everybody
    beside him would then stand above expectation. Here a dealer counts by what he tells, at most about k traces.
    """
    rate = float(traces.sum() / max(volumes.sum(), 1e-9))
    for _ in range(RATE_ROUNDS):
        weight = 1 / (1 + rate * volumes / k)
        rate = float((weight * traces).sum() / max(float((weight * volumes).sum()), 1e-9))
    return rate


def expected_traces(
    counted: Counted, keep: NDArray[np.bool_], fewest: int
) -> tuple[Numbers, list[tuple[str, int]]]:
    """Return what volume and peers let expect, and who the peers are: the narrowest group that is large enough."""
    traces, volumes, groups, k = counted.traces, counted.volumes, counted.groups, counted.k
    depth = max((len(one) for one in groups), default=1)
    expected = volumes * fitted_rate(traces[keep], volumes[keep], k)
    peers = [("", int(keep.sum()))] * len(traces)
    for level in range(depth - 1, -1, -1):
        names = np.array([one[level] if level < len(one) else "" for one in groups])
        for name in np.unique(names):
            of = names == name
            honest = of & keep
            if honest.sum() < fewest or not traces[honest].sum():
                continue
            expected[of] = volumes[of] * fitted_rate(traces[honest], volumes[honest], k)
            for n in np.nonzero(of)[0]:
                peers[n] = (str(name), int(honest.sum()))
    return expected, peers


def _tested(known: Sequence[DealerCount], parameters: DealerParameters) -> tuple[list[DealerRow], float]:
    traces = np.array([one.total for one in known], dtype=float)
    volumes = np.array([one.volume for one in known], dtype=float)
    groups = [one.groups for one in known]
    compared = has_peers(groups, parameters.fewest_peers)
    keep = compared.copy()
    if not keep.any():
        return [_untested(one) for one in known], 0.0
    k, found = FIRST_SPREAD, np.zeros(len(known), dtype=bool)
    for _ in range(parameters.rounds):
        counted = Counted(traces=traces, volumes=volumes, groups=groups, k=k)
        expected, peers = expected_traces(counted, keep, parameters.fewest_peers)
        expected = np.maximum(expected, 1e-9)
        k = fitted_spread(traces[keep], expected[keep])
        p = mid_p(traces, expected, k)
        found = np.zeros(len(known), dtype=bool)
        found[compared] = false_discoveries(p[compared], parameters.rate)
        if (found == (compared & ~keep)).all():
            break
        keep = compared & ~found
    low = np.where(traces > 0, chi2.ppf(0.025, 2 * traces), 0) / (2 * expected)
    high = chi2.ppf(0.975, 2 * traces + 2) / (2 * expected)
    over_two = gamma.sf(2, k + traces, scale=1 / (k + expected))
    rows, shares = [], _year_shares(known)
    for n, one in enumerate(known):
        if not compared[n]:
            rows.append(_untested(one))
            continue
        above = _years_above(one, float(expected[n]), shares)
        flagged = (
            bool(found[n])
            and traces[n] >= parameters.fewest_traces
            and volumes[n] >= parameters.fewest_sales
            and above >= parameters.fewest_years_above
        )
        rows.append(
            DealerRow(
                id=one.id,
                standing=Standing.FLAGGED if flagged else Standing.WITHIN,
                traces=one.total,
                volume=one.volume,
                expected=_six(expected[n]),
                ratio=_six(traces[n] / expected[n]),
                low=_six(low[n]),
                high=_six(high[n]),
                p=float(f"{p[n]:.6e}"),
                mean=_six((k + traces[n]) / (k + expected[n])),
                over_two=_six(over_two[n]),
                peers=peers[n][1],
                group=peers[n][0],
                years_above=above,
            )
        )
    return rows, k


def has_peers(groups: Sequence[Sequence[str]], fewest: int) -> NDArray[np.bool_]:
    """Return who has enough dealers in one of his groups; where no groups are told, all are peers of each other."""
    many = Counter(name for one in groups for name in {part for part in one if part})
    return np.array(
        [not any(one) or any(part and many[part] >= fewest for part in one) for one in groups], dtype=bool
    )


def _untested(one: DealerCount) -> DealerRow:
    return DealerRow(id=one.id, standing=Standing.NO_PEERS, traces=one.total, volume=one.volume)


def _year_shares(known: Sequence[DealerCount]) -> dict[int, float]:
    """Return which share of all traces fell on each year, in order."""
    by_year: dict[int, int] = {}
    for one in known:
        for year, count in one.traces:
            by_year[year] = by_year.get(year, 0) + count
    total = max(sum(by_year.values()), 1)
    return {year: count / total for year, count in sorted(by_year.items())}


def _years_above(one: DealerCount, expected: float, shares: dict[int, float]) -> int:
    """Return the most consecutive years in which a dealer had more traces than expected then."""
    own, longest, now = dict(one.traces), 0, 0
    for year, share in shares.items():
        now = now + 1 if own.get(year, 0) > expected * share else 0
        longest = max(longest, now)
    return longest


def _top_share(traces: Sequence[int]) -> float:
    """Return the share of all traces that lead to the busiest hundredth of dealers."""
    ordered = sorted(traces, reverse=True)
    top = max(1, round(len(ordered) / 100))
    return _six(sum(ordered[:top]) / max(sum(ordered), 1))


def _six(value: float) -> float:
    return round(float(value), 6)
