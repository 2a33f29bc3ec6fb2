"""Traces without a plot: drawn so that the whole file holds the published marginals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seed.world.calendar import TODAY, day
from seed.world.cast import Cast
from seed.world.dealers import Dealers
from seed.world.geography import SOURCES_ABROAD, Atlas, Index
from seed.world.guns import (
    DEALER_ONLY,
    DISTRIBUTOR_ONLY,
    FOREIGN,
    MAKER_ONLY,
    MX,
    NOT_TRACED,
    PURCHASER,
    US,
    Guns,
    Texts,
)
from seed.world.makers import draw_models
from seed.world.sizes import Size

Flags = npt.NDArray[np.bool_]

#: Recoveries lie in these years; their number grows by this much a year (430 k requests in 2017, 654 k in 2023).
FIRST_RECOVERY, LAST_RECOVERY, GROWTH = day("2015-01-01"), day("2026-11-02"), 0.07
NOW = day(TODAY.isoformat())

#: Outcome and reason of a request in the United States. 52 % purchaser, 10 % too old, 11 % serial problem:
#: NRC 2004 p. 39 on 1999; how the rest divides is ours.
OUTCOMES_US: tuple[tuple[str, str, float], ...] = (
    (PURCHASER, "", 0.52), (NOT_TRACED, "too_old", 0.10), (NOT_TRACED, "serial_invalid", 0.075),
    (NOT_TRACED, "obliterated", 0.035), (NOT_TRACED, "form_error", 0.05), (NOT_TRACED, "importer_missing", 0.02),
    (NOT_TRACED, "pmf", 0.02), (DEALER_ONLY, "ffl_record_unavailable", 0.08),
    (DEALER_ONLY, "out_of_business_pending", 0.03), (DISTRIBUTOR_ONLY, "ffl_record_unavailable", 0.03),
    (MAKER_ONLY, "ffl_record_unavailable", 0.03), (FOREIGN, "", 0.01),
)  # fmt: skip
#: Mexico: 46 % to a retail sale (2016); 70 % US, 17 % other countries, 13 % undetermined (GAO-16-223).
OUTCOMES_MX: tuple[tuple[str, str, float], ...] = (
    (PURCHASER, "", 0.46), (FOREIGN, "", 0.17), (NOT_TRACED, "serial_invalid", 0.07),
    (NOT_TRACED, "obliterated", 0.04), (NOT_TRACED, "too_old", 0.02), (DEALER_ONLY, "ffl_record_unavailable", 0.08),
    (DISTRIBUTOR_ONLY, "ffl_record_unavailable", 0.06), (MAKER_ONLY, "ffl_record_unavailable", 0.10),
)  # fmt: skip

#: Time-to-crime bands in days and their shares: 25 % within a year, 46 % within three (NFCTA II, 2017-21).
BANDS: tuple[tuple[int, int], ...] = ((1, 90), (90, 212), (212, 365), (365, 730), (730, 1_095), (1_095, 16_000))
TTC_US = (0.094, 0.062, 0.094, 0.125, 0.085, 0.540)
TTC_MX = (0.035, 0.030, 0.045, 0.075, 0.065, 0.750)

#: Share of the US file's recoveries that lie abroad, and how many second guns one buyer brings.
ABROAD = 0.05
SECOND_GUN = 0.09


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a block is drawn from."""

    atlas: Atlas
    dealers: Dealers
    size: Size


def draw_background(rng: np.random.Generator, ground: Ground, planted: Guns, count: int, *, mexican: bool) -> Guns:
    """Guns that bring the block to `count` traces in one file, with the outcomes and times that are still owed."""
    atlas, dealers = ground.atlas, ground.dealers
    mine = (planted.files & (MX if mexican else US)) > 0
    room = max(0, count - int(mine.sum()))
    outcome, reason = _outcomes(rng, planted, mine, count, room, mexican=mexican)
    source, city = _abroad_only(rng, atlas, room) if mexican else _flows(rng, atlas, ground.size, room)
    recovery = _recoveries(rng, room)
    ttc = _times(rng, planted, mine, outcome == PURCHASER, count, mexican=mexican)
    dealer = dealers.draw(rng, source)
    guns = Guns(
        dealer=dealer, model=draw_models(rng, room), role=np.full(room, "background", dtype=object),
        buyer=np.full(room, -1), purchase=recovery - ttc, recovery=recovery, city=city, ring=np.full(room, -1),
        possessor=np.full(room, -2), multiple=np.full(room, -1), theft=np.full(room, -1),
        files=np.full(room, MX if mexican else US), outcome=outcome, reason=reason, number=np.full(room, -1),
    )  # fmt: skip
    if not mexican:
        _second_guns(rng, guns)
    return guns


def _owed(target: list[float], had: list[int], count: int, room: int) -> Index:
    """Whole numbers of each class that bring `had` to `target` of `count`, adding up to `room`."""
    wish = np.maximum(0.0, np.array(target) * count - np.array(had))
    wish = wish * room / max(wish.sum(), 1e-9)
    whole = np.floor(wish).astype(np.int64)
    whole[np.argsort(whole - wish)[: room - int(whole.sum())]] += 1
    return np.asarray(whole)


def _outcomes(rng: np.random.Generator, planted: Guns, mine: Flags, count: int, room: int, *, mexican: bool
              ) -> tuple[Texts, Texts]:  # fmt: skip
    table = OUTCOMES_MX if mexican else OUTCOMES_US
    had = [int(((planted.outcome == o) & (planted.reason == r) & mine).sum()) for o, r, _ in table]
    owed = _owed([p for *_, p in table], had, count, room)
    drawn = rng.permutation(np.repeat(np.arange(len(table)), owed))
    outcomes = np.array([o for o, _, _ in table], dtype=object)
    reasons = np.array([r for _, r, _ in table], dtype=object)
    return outcomes[drawn], reasons[drawn]


def _times(rng: np.random.Generator, planted: Guns, mine: Flags, known: Flags, count: int, *, mexican: bool
           ) -> Index:  # fmt: skip
    """Days from sale to recovery; among identified purchasers the bands come out as published."""
    shares = TTC_MX if mexican else TTC_US
    told = mine & (planted.outcome == PURCHASER)
    days = (planted.recovery - planted.purchase)[told]
    had = [int(((days >= low) & (days < high)).sum()) for low, high in BANDS]
    number = int(known.sum())
    band = np.empty(len(known), dtype=np.int64)
    owed = _owed(list(shares), had, number + len(days), number)
    band[known] = rng.permutation(np.repeat(np.arange(len(BANDS)), owed))
    band[~known] = rng.choice(len(BANDS), size=int((~known).sum()), p=shares)
    low, high = np.array(BANDS).T
    ttc = rng.integers(low[band], high[band])
    old = band == len(BANDS) - 1
    # three years, then a long tail: mean near 11 years, so that the whole mean lies near 6.5
    ttc[old] = np.minimum(1_095 + rng.gamma(1.3, 2_150, int(old.sum())).astype(np.int64), 16_000)
    return np.asarray(ttc)


def _flows(rng: np.random.Generator, atlas: Atlas, size: Size, room: int) -> tuple[Index, Index]:
    """Source states and recovery cities from the published table, some of them abroad."""
    cells = atlas.matrix.ravel()
    cell = rng.choice(len(cells), size=room, p=cells / cells.sum())
    source, state = np.divmod(cell, len(atlas.states))
    home = rng.random(room) < size.home_tilt
    arizona = atlas.state_index["AZ"]
    column = atlas.matrix[:, arizona] / atlas.matrix[:, arizona].sum()
    source[home] = rng.choice(len(column), size=int(home.sum()), p=column)
    state[home] = arizona
    city = atlas.draw_cities(rng, state, 1.1)
    away = rng.random(room) < ABROAD
    source[away], city[away] = _sources_of(rng, atlas, _cities_abroad(rng, atlas, atlas.abroad(), int(away.sum())))
    return source, city


def _abroad_only(rng: np.random.Generator, atlas: Atlas, room: int) -> tuple[Index, Index]:
    return _sources_of(rng, atlas, _cities_abroad(rng, atlas, atlas.abroad("MX", ("SON",)), room))


def _cities_abroad(rng: np.random.Generator, atlas: Atlas, among: Index, count: int) -> Index:
    weight = np.array([atlas.cities[c].weight for c in among])
    return rng.choice(among, size=count, p=weight / weight.sum())


def _sources_of(rng: np.random.Generator, atlas: Atlas, city: Index) -> tuple[Index, Index]:
    source = np.empty(len(city), dtype=np.int64)
    states = np.array([atlas.cities[c].state for c in city], dtype=object)
    for state in sorted(set(states.tolist())):
        mine = states == state
        shares = SOURCES_ABROAD.get(state, SOURCES_ABROAD[""])
        names = np.array([atlas.state_index[s] for s in shares])
        p = np.array(list(shares.values()))
        source[mine] = rng.choice(names, size=int(mine.sum()), p=p / p.sum())
    return source, city


def _recoveries(rng: np.random.Generator, room: int) -> Index:
    """Days of recovery, more of them in later years, more at week-ends."""
    days = np.arange(FIRST_RECOVERY, LAST_RECOVERY)
    weight = (1 + GROWTH) ** ((days - FIRST_RECOVERY) / 365.25) * np.where((days + 4) % 7 >= 5, 1.2, 1.0)
    return rng.choice(days, size=room, p=weight / weight.sum())


def _second_guns(rng: np.random.Generator, guns: Guns) -> None:
    """Let some purchases be another gun of an earlier buyer: same dealer, one in three on the same day."""
    known = np.flatnonzero(guns.outcome == PURCHASER)
    later = rng.permutation(known)[: round(SECOND_GUN * len(known))]
    first = rng.choice(np.setdiff1d(known, later), size=len(later))
    guns.buyer[known] = np.arange(len(known))
    guns.buyer[later] = guns.buyer[first]
    guns.dealer[later] = guns.dealer[first]
    guns.city[later] = guns.city[first]
    ttc = guns.recovery[later] - guns.purchase[later]
    gap = np.where(rng.random(len(later)) < 0.34, 0, rng.integers(1, 900, len(later)))
    purchase = guns.purchase[first] + gap
    fits = (purchase + ttc < LAST_RECOVERY) & (purchase + ttc >= FIRST_RECOVERY)
    guns.purchase[later] = np.where(fits, purchase, guns.purchase[later])
    guns.recovery[later] = np.where(fits, purchase + ttc, guns.recovery[later])


def assign_buyers(rng: np.random.Generator, atlas: Atlas, dealers: Dealers, guns: Guns, cast: Cast) -> Index:
    """Number the buyers of a block after its cast and return the home of everyone, the cast's first."""
    drawn = (guns.role == "background") & (guns.outcome == PURCHASER)
    base = len(cast.parts)
    loose = np.flatnonzero(drawn & (guns.buyer < 0))
    tied = np.flatnonzero(drawn & (guns.buyer >= 0))
    _, compact = np.unique(guns.buyer[tied], return_inverse=True)
    guns.buyer[tied] = base + compact
    start = base + (int(compact.max()) + 1 if len(tied) else 0)
    guns.buyer[loose] = start + np.arange(len(loose))
    homes = np.zeros(start + len(loose), dtype=np.int64)
    homes[:base] = [p.home for p in cast.parts]
    mine = np.concatenate([tied, loose])
    city = dealers.city[guns.dealer[mine]]
    other = atlas.draw_cities(rng, dealers.state[guns.dealer[mine]], 1.0)
    homes[guns.buyer[mine]] = np.where(rng.random(len(mine)) < 0.75, city, other)
    return homes
