"""Score the detectors over worlds of several seeds, and put the figures into one table with intervals."""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from seed.generate import generate
from seed.score.people_and_dealers import score_dealers, score_straws
from seed.score.rings import Score, score_rings
from seed.score.times import score_times
from seed.world.sizes import SIZES

#: Detector → what scores it on the folder of a world.
SCORERS: Mapping[str, Callable[[Path], Score]] = {
    "ring": score_rings,
    "straw": score_straws,
    "dealer": score_dealers,
    "time_to_crime": score_times,
}
#: Two-sided 95 % of Student's t by degrees of freedom; beyond, the normal's.
_T = (0.0, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
      2.120, 2.110, 2.101, 2.093, 2.086)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure over all seeds: mean, its 95 % interval over seeds, lowest and highest."""

    name: str
    seeds: int
    mean: float
    low: float
    high: float
    least: float
    most: float


def evaluate(size: str, seeds: Iterable[int], detectors: Iterable[str], say: Callable[[str], None]) -> list[Figure]:
    """Generate a world per seed in a folder that is deleted, score it, and return the figures."""
    found: dict[str, list[float]] = {}
    for seed in seeds:
        with tempfile.TemporaryDirectory(prefix="ironriver-evaluate-") as folder:
            world = Path(folder)
            generate(seed, SIZES[size], world, say=lambda _: None)
            for detector in detectors:
                for name, value in SCORERS[detector](world).figures.items():
                    found.setdefault(name, []).append(value)
        say(f"seed {seed}: " + ", ".join(f"{name} {values[-1]:.4g}" for name, values in found.items()))
    return [figure_of(name, values) for name, values in found.items()]


def figure_of(name: str, values: list[float]) -> Figure:
    """Return a figure over seeds; the interval is Student's t, and no interval for a single seed."""
    mean = statistics.fmean(values)
    freedom = len(values) - 1
    half = 0.0
    if freedom > 0:
        half = (_T[freedom] if freedom < len(_T) else 1.96) * statistics.stdev(values) / math.sqrt(len(values))
    return Figure(name=name, seeds=len(values), mean=mean, low=mean - half, high=mean + half,
                  least=min(values), most=max(values))  # fmt: skip


def table(figures: Iterable[Figure], size: str) -> str:
    """Return the figures as text, every line labelled simulated."""
    lines = [f"{'figure':<34} {'mean':>8}  {'95 % interval':<18} {'range':<18} {'seeds':>5}  label"]
    for one in figures:
        interval = f"{one.low:.3f} to {one.high:.3f}" if one.seeds > 1 else "one seed: none"
        lines.append(
            f"{one.name:<34} {one.mean:>8.3f}  {interval:<18} {f'{one.least:.3f} to {one.most:.3f}':<18} "
            f"{one.seeds:>5}  simulated ({size} world); field error unknown"
        )
    return "\n".join(lines)
