"""What is planted, and that the decoys look as they should."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from seed.world.background import LAST_RECOVERY
from seed.world.blocks import PEOPLE_PER_TRACE
from seed.world.calendar import iso
from seed.world.guns import BOTH, DEALER_ONLY, MX, NOWHERE, PURCHASER, US
from seed.world.patterns import ROUTE_CHANGE
from seed.world.sizes import SIZES
from tests.unit.seed.drawn import Drawn, Files


def of_role(drawn: Drawn, *roles: str) -> np.ndarray:
    return np.flatnonzero(np.isin(drawn.block.guns.role, roles))


def test_every_pattern_is_there(medium: Drawn) -> None:
    found = Counter(medium.block.guns.role)
    straws = ("solo_straw", "ring_straw", "rotating_straw", "pipeline")
    for role in (*straws, "theft", "collector", "police", "sibling", "duplicate_person", "twin"):
        assert found[role] > 0, role


def test_straws_recover_fast_and_in_other_hands(medium: Drawn) -> None:
    guns = medium.block.guns
    mine = of_role(medium, "solo_straw", "ring_straw", "rotating_straw")
    found = mine[guns.recovery[mine] >= 0]
    ttc = (guns.recovery - guns.purchase)[found]
    assert ttc.min() >= 25
    assert ttc.max() < 420
    assert not (guns.possessor[found] == guns.buyer[found]).any()


def test_same_day_sales_are_planted_and_reported(medium: Drawn) -> None:
    guns = medium.block.guns
    sold: dict[int, list[int]] = defaultdict(list)
    for n in of_role(medium, "solo_straw").tolist():
        sold[int(guns.buyer[n])].append(int(guns.purchase[n]))
    same_day = sum(len(set(days)) == 1 for days in sold.values())
    assert 0.35 < same_day / len(sold) < 0.75
    for n in np.flatnonzero(guns.multiple >= 0).tolist():
        dealer, told = medium.block.plot.multiples[int(guns.multiple[n])]
        assert dealer == guns.dealer[n]
        assert 0 <= told - int(guns.purchase[n]) <= 5


def test_rings_share_a_phone_or_an_address(medium: Drawn) -> None:
    people, cast = medium.block.people, medium.block.plot.cast
    for ring in medium.block.plot.rings:
        if ring["kind"] not in ("ring", "rotating"):
            continue
        members = [n for n, part in enumerate(cast.parts) if part.ring == ring["ring"]]
        assert 3 <= len(members) <= 6
        phones, homes = Counter(people.phone[members]), Counter(people.street[members])
        assert (max(phones.values()) > 1) == bool(ring["shared_phone"]) or len(members) == 3
        assert max(phones.values()) > 1 or max(homes.values()) > 1 or len(members) == 3


def test_nobody_else_shares_a_phone(medium: Drawn) -> None:
    people = medium.block.people
    shared = {p for p, n in Counter(people.phone).items() if n > 1}
    planted = set(people.phone[: len(medium.block.plot.cast.parts)])
    assert shared
    assert shared <= planted


def test_blocks_number_their_people_apart(medium: Drawn) -> None:
    size = medium.world.size
    people = medium.block.people.person
    assert people.max() - people.min() < PEOPLE_PER_TRACE * size.block
    assert PEOPLE_PER_TRACE * SIZES["large"].block * SIZES["large"].blocks < 2_000_000, "telephone numbers"


def test_rotating_buyers_visit_several_dealers(medium: Drawn) -> None:
    guns = medium.block.guns
    by_ring: dict[int, set[int]] = defaultdict(set)
    for n in of_role(medium, "rotating_straw").tolist():
        by_ring[int(guns.ring[n])].add(int(guns.dealer[n]))
    assert all(len(dealers) >= 2 for dealers in by_ring.values())


def test_pipeline_moves_on_the_day_of_the_route_change(medium: Drawn) -> None:
    guns, atlas = medium.block.guns, medium.world.atlas
    mine = of_role(medium, "pipeline")
    west = {atlas.city(n, "MX") for n in ("San Luis Río Colorado", "Heroica Caborca")}
    before = {int(c) for c in guns.city[mine[guns.recovery[mine] < ROUTE_CHANGE]]}
    after = {int(c) for c in guns.city[mine[guns.recovery[mine] >= ROUTE_CHANGE]]}
    assert before <= west
    assert after.isdisjoint(west)
    assert iso(ROUTE_CHANGE) == "2024-06-15"
    assert {int(s) for s in medium.world.dealers.state[guns.dealer[mine]]} == {atlas.state_index["AZ"]}


def test_some_guns_are_known_to_both_agencies(medium: Drawn, small: Files) -> None:
    assert (medium.block.guns.files == BOTH).sum() > 10
    truth = small.rows("truth/traces.csv")
    here = {r["gun"] for r in truth if r["file"] == "traces"}
    there = {r["gun"] for r in truth if r["file"] == "traces_mx"}
    assert len(here & there) >= 10


def test_theft_bursts(medium: Drawn) -> None:
    guns = medium.block.guns
    mine = of_role(medium, "theft")
    sizes = Counter(guns.theft[mine].tolist())
    assert len(sizes) == 8
    assert min(sizes.values()) >= 6
    found = mine[guns.recovery[mine] >= 0]
    assert set(guns.outcome[found]) == {DEALER_ONLY}
    nights = np.array([medium.block.plot.thefts[t][1] for t in guns.theft[found]])
    assert (guns.recovery[found] > nights).all()


def test_collectors_buy_much_and_lose_little(medium: Drawn) -> None:
    guns = medium.block.guns
    mine = of_role(medium, "collector")
    bought = Counter(guns.buyer[mine].tolist())
    assert np.median(list(bought.values())) >= 6
    found = mine[guns.recovery[mine] >= 0]
    assert len(found) < 0.3 * len(mine)
    assert ((guns.recovery - guns.purchase)[found] >= 900).all()


def test_siblings_and_one_person_written_twice(medium: Drawn) -> None:
    people, parts = medium.block.people, medium.block.plot.cast.parts
    twice = [n for n, part in enumerate(parts) if part.same_as >= 0]
    assert twice
    for n in twice:
        assert people.person[n] == people.person[parts[n].same_as]
        assert people.number[n] == ""
    pairs = [(n, p.surname_of) for n, p in enumerate(parts) if p.role == "sibling" and p.surname_of >= 0]
    assert pairs
    for younger, elder in pairs:
        assert people.surname[younger] == people.surname[elder]
        assert people.street[younger] == people.street[elder]
        assert people.person[younger] != people.person[elder]


def test_twins_share_a_serial_and_nothing_else(medium: Drawn) -> None:
    guns = medium.block.guns
    by_group: dict[int, list[int]] = defaultdict(list)
    for n in of_role(medium, "twin").tolist():
        by_group[int(guns.ring[n])].append(n)
    for first, second in by_group.values():
        assert guns.serial[first] == guns.serial[second]
        assert guns.model[first] == guns.model[second]
        assert guns.buyer[first] != guns.buyer[second]


def test_other_serials_are_unique_per_maker(medium: Drawn) -> None:
    from seed.world.makers import MODELS

    guns = medium.block.guns
    rest = np.flatnonzero(guns.role != "twin")
    seen = Counter((MODELS[int(guns.model[n])].maker, guns.serial[n]) for n in rest.tolist())
    assert max(seen.values()) == 1


def test_serials_of_one_dealer_lie_in_runs(medium: Drawn) -> None:
    guns = medium.block.guns
    biggest = Counter(guns.dealer.tolist()).most_common(1)[0][0]
    harrow = sorted(int(n) for n, d, m in zip(guns.number, guns.dealer, guns.model, strict=True)
                    if d == biggest and m < 4)  # fmt: skip
    steps = [b - a for a, b in pairwise(harrow)]
    assert sum(s == 1 for s in steps) > 0.9 * len(steps)


def test_corrupt_dealers_are_told_only_in_the_truth(small: Files) -> None:
    corrupt = [r["dealer"] for r in small.rows("truth/dealers.csv") if r["corrupt"] == "1"]
    assert corrupt == ["7-86-03390"]
    known = Counter(r["dealer"] for r in small.rows("truth/traces.csv")
                    if r["file"] == "traces" and r["purchaser"])  # fmt: skip
    assert 45 <= known["7-86-03390"] <= 75


def test_corrupt_dealers_have_many_traces_for_their_sales(medium: Drawn) -> None:
    dealers = medium.world.dealers
    planted = dealers.corrupt.copy()
    planted[:4] = False
    assert planted.sum() == 59
    assert np.median(dealers.multiplier[planted]) > 2.5
    assert np.median(dealers.multiplier[~planted]) < 1.0


def test_volumes_are_given_for_all_but_the_smallest(small: Files) -> None:
    rows = small.rows("dealer_volumes.csv")
    assert {r["type_group"] for r in rows} == {"handgun", "long gun"}
    assert "7-86-01234" in {r["dealer_ffl"] for r in rows}
    sales = Counter()  # type: ignore[var-annotated]
    for row in rows:
        sales[row["dealer_ffl"]] += int(row["sales"])
    assert min(sales.values()) >= 20


def test_purchases_come_before_recoveries_and_now(medium: Drawn) -> None:
    guns = medium.block.guns
    found = guns.recovery >= 0
    assert (guns.purchase[found] <= guns.recovery[found]).all()
    assert guns.recovery.max() <= LAST_RECOVERY
    assert set(guns.files[~found]) == {NOWHERE}
    assert set(guns.files[found]) <= {US, MX, BOTH}


def test_buyers_are_named_where_a_purchaser_is(medium: Drawn) -> None:
    guns = medium.block.guns
    assert (guns.buyer[guns.outcome == PURCHASER] >= 0).all()
    assert guns.buyer.max() < len(medium.block.people)


def test_protected_traits_hang_on_nothing(medium: Drawn) -> None:
    people = medium.block.people
    straws = np.array([p.role == "straw" for p in medium.block.plot.cast.parts])
    race = people.race[: len(straws)]
    share = {r: float((race[straws] == r).mean()) for r in "WB"}
    usual = {r: float((people.race == r).mean()) for r in "WB"}
    for r in "WB":
        assert abs(share[r] - usual[r]) < 0.1


def test_rings_file_is_readable(small: Files) -> None:
    rings = json.loads((small.folder / "truth" / "rings.json").read_text())
    kinds = Counter(r["kind"] for r in rings)
    assert kinds == {"ring": 3, "rotating": 1, "pipeline": 1, "twins": 6}
