"""How often findings are confirmed: counts with exact intervals, and honest estimates from random checks only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scipy.special import betaincinv

#: Decided findings below which no rate is quoted (docs/methods.md): an interval is shown, a percentage is not.
LEAST_DECIDED = 30
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`confirmed` out of `decided`, with the exact 95 % interval of the share, both ends in [0, 1]."""

    confirmed: int
    decided: int
    low: float
    high: float

    @property
    def dismissed(self) -> int:
        """Those that were not confirmed."""
        return self.decided - self.confirmed

    @property
    def is_quotable(self) -> bool:
        """Whether enough was decided to quote a rate."""
        return self.decided >= LEAST_DECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Findings of one detector, band and marking at a draw: how many, how many drawn, and then."""

    detector: str
    band: str
    population: int
    drawn: int
    decided: int
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The share that would be confirmed if everything were reviewed, from random checks; None where one lacks."""

    detector: str
    population: int
    decided: int
    drawn: int
    share: float | None


def share_of(confirmed: int, decided: int) -> Share:
    """Return the share with its Clopper–Pearson interval: exact, so never too narrow. Nothing decided: 0 to 1.

    Raises ValueError where `confirmed` does not lie between 0 and `decided`.
    """
    if not 0 <= confirmed <= decided:
        raise ValueError(f"{confirmed} of {decided}")
    tail = (1 - CONFIDENCE) / 2
    low = float(betaincinv(confirmed, decided - confirmed + 1, tail)) if confirmed else 0.0
    high = float(betaincinv(confirmed + 1, decided - confirmed, 1 - tail)) if confirmed < decided else 1.0
    return Share(confirmed=confirmed, decided=decided, low=low, high=high)


def estimates(strata: Iterable[Stratum]) -> tuple[Estimate, ...]:
    """Return the weighted share by detector: sum of N_h times (confirmed_h / decided_h), over sum of N_h.

    A stratum of which nothing is decided yet makes the estimate of its detector None: it would be guessed.
    """
    by_detector: dict[str, list[Stratum]] = {}
    for one in strata:
        by_detector.setdefault(one.detector, []).append(one)
    return tuple(_estimate(detector, found) for detector, found in sorted(by_detector.items()))


def _estimate(detector: str, strata: list[Stratum]) -> Estimate:
    population = sum(one.population for one in strata)
    share = None
    if population and all(one.decided for one in strata if one.population):
        weighed = sum(one.population * one.confirmed / one.decided for one in strata if one.population)
        share = weighed / population
    return Estimate(
        detector=detector,
        population=population,
        decided=sum(one.decided for one in strata),
        drawn=sum(one.drawn for one in strata),
        share=share,
    )


def shares_by(rows: Iterable[Mapping[str, object]]) -> dict[tuple[str, str], Share]:
    """Return shares by detector and band, from rows of `detector, band, state, findings`."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        key = (str(row["detector"]), str(row["band"]))
        counts.setdefault(key, {})[str(row["state"])] = int(str(row["findings"]))
    found = {}
    for key, states in sorted(counts.items()):
        confirmed = states.get("confirmed", 0)
        found[key] = share_of(confirmed, confirmed + states.get("dismissed", 0))
    return found
