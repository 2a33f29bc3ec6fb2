"""What is published about traces, held within ten per cent by what is generated."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from seed.world.background import OUTCOMES_MX, OUTCOMES_US, TTC_US
from seed.world.dealers import TYPES
from seed.world.guns import FOREIGN, MX, NOT_TRACED, PURCHASER, US
from tests.unit.seed.drawn import Drawn, Files


def within(found: float, wanted: float, share: float = 0.10) -> bool:
    return abs(found - wanted) <= share * wanted


def known_ttc(drawn: Drawn) -> np.ndarray:
    guns = drawn.block.guns
    told = ((guns.files & US) > 0) & (guns.outcome == PURCHASER)
    return (guns.recovery - guns.purchase)[told]


def test_time_to_crime(medium: Drawn) -> None:
    days = known_ttc(medium)
    assert within(float((days < 365).mean()), 0.25)  # NFCTA II, 2017-21
    assert within(float((days < 1_096).mean()), 0.46)
    assert within(float((days >= 1_096).mean()), 0.54)
    assert within(float(days.mean() / 365.25), 6.3)  # 6.24 in 2021, 6.34 in 2022


def test_time_to_crime_bands(medium: Drawn) -> None:
    days = known_ttc(medium)
    for low, high, wanted in ((0, 90, 0.09), (90, 212, 0.06), (212, 365, 0.09)):
        assert within(float(((days >= low) & (days < high)).mean()), wanted)


def test_declared_shares_add_up() -> None:
    assert sum(TTC_US) == pytest.approx(1)
    assert sum(p for *_, p in OUTCOMES_US) == pytest.approx(1)
    assert sum(p for *_, p in OUTCOMES_MX) == pytest.approx(1)


def test_outcomes(medium: Drawn) -> None:
    guns = medium.block.guns
    mine = (guns.files & US) > 0
    assert within(float((guns.outcome[mine] == PURCHASER).mean()), 0.52)  # NRC 2004 on 1999
    assert within(float((guns.reason[mine] == "too_old").mean()), 0.10)
    serial = np.isin(guns.reason[mine], ["serial_invalid", "obliterated"])
    assert within(float(serial.mean()), 0.11)


def test_mexican_outcomes(medium: Drawn) -> None:
    guns = medium.block.guns
    mine = (guns.files & MX) > 0
    assert within(float((guns.outcome[mine] == PURCHASER).mean()), 0.46)  # 2016
    assert within(float((guns.outcome[mine] == FOREIGN).mean()), 0.17)  # GAO-16-223
    assert within(float((guns.outcome[mine] == NOT_TRACED).mean()), 0.13)


def test_concentration(medium: Drawn) -> None:
    guns = medium.block.guns
    told = ((guns.files & US) > 0) & (guns.outcome == PURCHASER)
    counts = np.sort(np.bincount(guns.dealer[told], minlength=len(medium.world.dealers)))[::-1]
    one_per_cent = len(medium.world.dealers) // 100
    assert within(counts[:one_per_cent].sum() / counts.sum(), 0.50)


def test_in_state_share_and_corridors(medium: Drawn) -> None:
    atlas, guns = medium.world.atlas, medium.block.guns
    state = atlas.city_state[guns.city]
    told = ((guns.files & US) > 0) & (guns.outcome == PURCHASER) & (state >= 0)
    source = medium.world.dealers.state[guns.dealer]
    assert within(float((source == state)[told].mean()), 0.715)
    flows = Counter(
        (atlas.states[s], atlas.states[r]) for s, r in zip(source[told], state[told], strict=True) if s != r
    )
    top = [pair for pair, _ in flows.most_common(25)]
    for corridor in (("AZ", "CA"), ("IN", "IL"), ("NV", "CA")):
        assert corridor in top[:8]
    for corridor in (("VA", "MD"), ("SC", "NC"), ("GA", "FL"), ("AL", "GA")):
        assert corridor in top
    assert flows["AZ", "CA"] > 3 * flows["CA", "AZ"]


def test_mexican_sources(medium: Drawn) -> None:
    atlas, guns = medium.world.atlas, medium.block.guns
    mine = ((guns.files & MX) > 0) & (guns.role == "background")
    source = medium.world.dealers.state[guns.dealer[mine]]
    assert float((source == atlas.state_index["AZ"]).mean()) > 0.5


def test_licence_types(medium: Drawn) -> None:
    total = sum(n for _, n in TYPES)
    found = Counter(medium.world.dealers.type)
    for kind in ("01", "02", "07"):
        wanted = dict(TYPES)[kind] / total
        assert within(found[kind] / len(medium.world.dealers), wanted)


def test_pistols_lead(medium: Drawn) -> None:
    kinds = Counter(medium.block.us.columns["type"])
    share = {k: n / sum(kinds.values()) for k, n in kinds.items()}
    assert share["PISTOL"] > 0.6
    assert share["PISTOL"] + share["REVOLVER"] == pytest.approx(0.75, abs=0.075)  # New York: three in four


def test_small_world_keeps_the_marginals_too(small: Files) -> None:
    rows, truth = small.rows("traces.csv"), {r["trace_number"]: r for r in small.rows("truth/traces.csv")}
    known = [r for r in rows if r["outcome"] == PURCHASER and r["trace_number"] in truth]
    days = np.array([int(truth[r["trace_number"]]["ttc_days"]) for r in known])
    assert within(len(known) / len(rows), 0.52)
    assert within(float((days < 365).mean()), 0.25)
    assert within(float((days < 1_096).mean()), 0.46)
    home = [r for r in known if r["recovery_country"] == "USA"]
    assert within(sum(r["dealer_state"] == r["recovery_state"] for r in home) / len(home), 0.715)
    counts = Counter(truth[r["trace_number"]]["dealer"] for r in known)
    dealers = len(small.rows("truth/dealers.csv"))
    assert within(sum(n for _, n in counts.most_common(dealers // 100)) / len(known), 0.50)


def test_requests_grow_over_the_years(small: Files) -> None:
    years = Counter(r["trace_number"][:2] for r in small.rows("traces.csv"))
    assert years["24"] + years["25"] > 1.3 * (years["16"] + years["17"])


def test_a_request_still_open_has_no_outcome(small: Files) -> None:
    for row in small.rows("traces.csv"):
        assert bool(row["completed"]) == bool(row["outcome"])
        assert not (row["purchaser_name"] and row["outcome"] != PURCHASER)
        assert not (row["dealer_ffl"] and row["outcome"] not in (PURCHASER, "dealer_only"))
