"""Random checks: findings drawn by chance from each stratum, so that rates do not depend on who chose what."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: A stratum is a detector, a band, and whatever else parts its findings from others (their marking).
StratumKey = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One finding that chance chose, with the size of its stratum and of the sample."""

    finding_id: str
    detector: str
    band: str
    population: int
    chosen: int


def draw(strata: Mapping[StratumKey, Sequence[str]], *, each: int, seed: str) -> list[Drawn]:
    """Return at most `each` findings of every stratum, each finding equally likely. Pure.

    The same strata and seed give the same draw, in whatever order the ids come.
    """
    drawn: list[Drawn] = []
    for key, found in sorted(strata.items()):
        ids = sorted(set(found))
        chance = random.Random("\x00".join((seed, *key)))  # noqa: S311 - repeatable from the recorded seed
        chosen = sorted(chance.sample(ids, min(each, len(ids))))
        size = {"population": len(ids), "chosen": len(chosen)}
        drawn += [Drawn(finding_id=one, detector=key[0], band=key[1], **size) for one in chosen]
    return drawn
