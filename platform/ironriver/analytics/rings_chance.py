"""Is a group of buyers more than chance? Guns recovered soon, for its members and for as many people at random.

The distribution is exact: what n people drawn at random would have among them, by convolution. Many groups are
tested at once, so p-values are adjusted (Benjamini, Hochberg 1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ironriver.analytics.rings_inputs import Sale

#: More guns than this of one buyer count as this many: one prolific buyer is no group.
MOST = 3
Shares = NDArray[np.float64]


def quick_guns(sales: Iterable[Sale], days: int) -> dict[str, int]:
    """Return buyer → guns recovered within `days` of their sale, at most `MOST`; who has none stands with 0."""
    found: Counter[str] = Counter()
    for sale in sales:
        apart = sale.days
        found[sale.person] += int(apart is not None and apart <= days)
    return {person: min(count, MOST) for person, count in sorted(found.items())}


def shares_of(quick: Mapping[str, int]) -> Shares:
    """Return which share of buyers has 0, 1, … `MOST` such guns."""
    counted = np.bincount(np.fromiter(quick.values(), dtype=np.int64), minlength=MOST + 1).astype(np.float64)
    return np.asarray(counted / max(counted.sum(), 1.0))


def chance_of(guns: int, buyers: int, shares: Shares) -> float:
    """Return the chance that `buyers` people drawn at random have `guns` or more among them."""
    if guns <= 0 or buyers <= 0:
        return 1.0
    total = np.ones(1)
    for _ in range(buyers):
        total = np.convolve(total, shares)
    return float(min(1.0, max(0.0, total[guns:].sum())))


def adjusted(chances: Sequence[float]) -> list[float]:
    """Return the p-values as adjusted for their number (Benjamini–Hochberg), in the same order."""
    count = len(chances)
    order = sorted(range(count), key=lambda n: chances[n])
    found, lowest = [1.0] * count, 1.0
    for rank in range(count, 0, -1):
        lowest = min(lowest, chances[order[rank - 1]] * count / rank)
        found[order[rank - 1]] = lowest
    return found
