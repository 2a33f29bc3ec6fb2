"""The planted patterns of a block: what a detector should find, and what it should leave alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from seed.world.calendar import day
from seed.world.cast import Cast, Part
from seed.world.dealers import CHOLLA, Dealers
from seed.world.geography import Atlas, Index
from seed.world.guns import BOTH, DEALER_ONLY, MX, NOWHERE, US, Gun
from seed.world.makers import MAKERS, MODELS, TWIN_MODELS, model_of
from seed.world.sizes import Size

#: The Arizona to Sonora pipeline crossed in the west before this day, at Nogales since.
ROUTE_CHANGE = day("2024-06-15")
START, END = day("2015-06-01"), day("2026-06-30")

PISTOLS = tuple(i for i, m in enumerate(MODELS) if m.type == "PISTOL" and m.share > 0)
LONG_GUNS = tuple(
    i for i, m in enumerate(MODELS) if m.type == "RIFLE" and m.calibre[0] in ("5.56X45MM", "7.62X39MM")
)


@dataclass(slots=True)
class Plot:
    """Everything planted in a block."""

    cast: Cast = field(default_factory=Cast)
    guns: list[Gun] = field(default_factory=list)
    #: Report number in the block → (dealer, day of the report).
    multiples: list[tuple[int, int]] = field(default_factory=list)
    #: Theft number in the block → (dealer, day of theft, day of report, kind).
    thefts: list[tuple[int, int, int, str]] = field(default_factory=list)
    #: Truth about groups: ring number → what it is.
    rings: list[dict[str, object]] = field(default_factory=list)

    def ring(self, first: int, **told: object) -> int:
        """Open a group and return its number, unique in the world."""
        number = first + len(self.rings)
        self.rings.append({"ring": number, **told})
        return number


@dataclass(slots=True, kw_only=True)
class Stage:
    """What the writers of plots need."""

    rng: random.Random
    atlas: Atlas
    dealers: Dealers
    size: Size
    block: int
    plot: Plot = field(default_factory=Plot)

    def dealer(self, state: str = "") -> int:
        """A dealer that sells, in a state if asked; never the story's."""
        pool = self._pool(state)
        return int(pool[self.rng.randrange(len(pool))])

    def _pool(self, state: str) -> Index:
        d = self.dealers
        fine = (d.sales >= 40) & (d.sales <= 4_000) & ~d.corrupt & np.isin(d.type, ["01", "02"])
        fine[:4] = False
        if state:
            fine &= d.state == self.atlas.state_index[state]
        pool = np.flatnonzero(fine)
        return pool if len(pool) else np.flatnonzero(~d.corrupt & (np.arange(len(d)) > 3))

    def nearby(self, dealer: int) -> int:
        """A city where guns of this dealer's state turn up, drawn from the published table."""
        row = self.atlas.matrix[int(self.dealers.state[dealer])]
        state = self.rng.choices(range(len(row)), row)[0]
        cities = np.flatnonzero(self.atlas.city_state == state)
        return int(cities[self.rng.randrange(len(cities))])

    def home(self, dealer: int) -> int:
        """The city of a dealer."""
        return int(self.dealers.city[dealer])

    def multiple(self, dealer: int, sold: int) -> int:
        """Open a report of multiple sale and return its number."""
        self.plot.multiples.append((dealer, sold + self.rng.choice((0, 0, 1))))
        return len(self.plot.multiples) - 1


def plant(rng: random.Random, atlas: Atlas, dealers: Dealers, size: Size, block: int) -> Plot:
    """The plot of one block; the blocks of a world together hold the counts of its size."""
    stage = Stage(rng=rng, atlas=atlas, dealers=dealers, size=size, block=block)
    writers = (
        ("solo", _solo), ("rings", _ring), ("rotating", _rotating), ("pipelines", _pipeline), ("thefts", _theft),
        ("collectors", _collector), ("police", _police), ("siblings", _siblings), ("twins", _twins),
    )  # fmt: skip
    for name, write in writers:
        for _ in range(size.share(getattr(size, name), block)):
            write(stage)
    if size.name == "small":
        _corrupt_small(stage)
    return stage.plot


def _first_ring(stage: Stage) -> int:
    return stage.block * 10_000


def _spree(stage: Stage, buyer: int, dealer: int, *, ring: int, role: str) -> Iterator[Gun]:
    """What one straw buyer does: two to four like guns within weeks, most recovered soon, held by others."""
    rng = stage.rng
    model = rng.choice(PISTOLS)
    sold = rng.randrange(START, END - 420)
    same_day = rng.random() < 0.55
    report = stage.multiple(dealer, sold) if same_day else -1
    for n in range(rng.choice((2, 2, 3, 3, 4))):
        day_sold = sold if same_day else sold + n * rng.randrange(2, 24)
        recovered = day_sold + rng.randrange(25, 400) if n < 2 or rng.random() < 0.5 else -1
        yield Gun(
            dealer=dealer, model=model, role=role, buyer=buyer, purchase=day_sold, recovery=recovered, ring=ring,
            city=stage.nearby(dealer), possessor=-1 if rng.random() < 0.3 else -2, multiple=report,
            files=US if recovered >= 0 else NOWHERE,
        )  # fmt: skip


def _solo(stage: Stage) -> None:
    dealer = stage.dealer()
    buyer = stage.plot.cast.add(Part(home=stage.home(dealer), role="straw"))
    stage.plot.guns += _spree(stage, buyer, dealer, ring=-1, role="solo_straw")


def _ring(stage: Stage) -> None:
    _group(stage, dealers=[stage.dealer()], kind="ring")


def _rotating(stage: Stage) -> None:
    state = stage.rng.choice(("GA", "VA", "IN", "TX", "AZ", "OH"))
    _group(stage, dealers=[stage.dealer(state) for _ in range(4)], kind="rotating")


def _group(stage: Stage, *, dealers: list[int], kind: str) -> None:
    rng, plot = stage.rng, stage.plot
    by_phone, by_address = rng.choice(((True, False), (False, True), (True, True)))
    number = plot.ring(_first_ring(stage), kind=kind, shared_phone=by_phone, shared_address=by_address)
    boss = -1
    for member in range(rng.randrange(3, 7)):
        dealer = dealers[member % len(dealers)]
        # not each member gives the shared number: some hide it
        share = member == 0 or rng.random() < 0.8
        buyer = plot.cast.add(
            Part(home=stage.home(dealers[0]), role="straw", ring=number,
                 phone_of=boss if by_phone and share else -1, address_of=boss if by_address and share else -1)
        )  # fmt: skip
        boss = buyer if boss < 0 else boss
        plot.guns += _spree(stage, buyer, dealer, ring=number, role=f"{kind}_straw")


def _pipeline(stage: Stage) -> None:
    """Long guns and pistols from Arizona to Sonora; the crossing moves on the day of the route change."""
    rng, plot, atlas = stage.rng, stage.plot, stage.atlas
    number = plot.ring(_first_ring(stage), kind="pipeline", route_change=ROUTE_CHANGE)
    west = [atlas.city(n, "MX") for n in ("San Luis Río Colorado", "Heroica Caborca")]
    centre = [atlas.city(n, "MX") for n in ("Nogales", "Hermosillo", "Nogales")]
    shops = [stage.dealer("AZ") for _ in range(3)]
    buyers = [
        plot.cast.add(Part(home=stage.home(shops[n % 3]), role="straw", ring=number, phone_of=-1))
        for n in range(8)
    ]  # fmt: skip
    for n in range(44):
        recovered = day("2023-01-10") + n * 28 + rng.randrange(20)
        moved = recovered >= ROUTE_CHANGE
        plot.guns.append(
            Gun(
                dealer=shops[n % 3], model=rng.choice(LONG_GUNS if n % 3 else PISTOLS), role="pipeline",
                ring=number, buyer=buyers[n % 8], purchase=recovered - rng.randrange(30, 500), recovery=recovered,
                city=rng.choice(centre if moved else west), files=rng.choice((MX, BOTH, BOTH, US)),
            )
        )  # fmt: skip


def _theft(stage: Stage) -> None:
    """A burglary: one dealer reports many guns at once; half turn up within months with no purchaser."""
    rng, plot = stage.rng, stage.plot
    dealer = stage.dealer()
    night = rng.randrange(START, END - 300)
    plot.thefts.append((dealer, night, night + rng.choice((1, 1, 2)), "burglary"))
    for _ in range(rng.randrange(6, 22)):
        found = rng.random() < 0.5
        plot.guns.append(
            Gun(
                dealer=dealer, model=rng.choice(PISTOLS), role="theft", theft=len(plot.thefts) - 1, purchase=night,
                recovery=night + rng.randrange(5, 260) if found else -1, city=stage.nearby(dealer),
                files=US if found else NOWHERE, outcome=DEALER_ONLY, reason="ffl_record_unavailable",
            )
        )  # fmt: skip


def _collector(stage: Stage) -> None:
    """Decoy: many purchases over years, several on one day, one or two stolen from him and traced late."""
    rng, plot = stage.rng, stage.plot
    dealer = stage.dealer()
    buyer = plot.cast.add(Part(home=stage.home(dealer), role="collector"))
    model, sold = rng.choice(PISTOLS), rng.randrange(START - 1_500, END - 2_200)
    for _ in range(rng.randrange(3, 6)):
        sold += rng.randrange(60, 240)
        report = stage.multiple(dealer, sold)
        for _ in range(rng.randrange(2, 5)):
            lost = sold + rng.randrange(900, 2_600) if rng.random() < 0.15 else -1
            lost = lost if START < lost < END else -1
            plot.guns.append(
                Gun(dealer=dealer, model=model if rng.random() < 0.4 else rng.choice(PISTOLS), role="collector",
                    buyer=buyer, purchase=sold, recovery=lost, city=stage.nearby(dealer), multiple=report,
                    files=US if lost >= 0 else NOWHERE)
            )  # fmt: skip


def _police(stage: Stage) -> None:
    """Decoy: an officer who buys and trades in service pistols; old ones are recovered years later."""
    rng, plot = stage.rng, stage.plot
    dealer = stage.dealer()
    buyer = plot.cast.add(Part(home=stage.home(dealer), role="police", occupation="peace officer"))
    for n in range(rng.randrange(3, 6)):
        sold = day("2009-01-01") + n * 420 + rng.randrange(100)
        found = max(START, sold + rng.randrange(1_200, 3_500))
        plot.guns.append(
            Gun(dealer=dealer, model=model_of("FIELD 9"), role="police", buyer=buyer, purchase=sold,
                recovery=min(found, END), city=stage.nearby(dealer))
        )  # fmt: skip


def _siblings(stage: Stage) -> None:
    """Decoys: two people of one surname, address and birthday; and one man written in two ways."""
    rng, plot = stage.rng, stage.plot
    dealer = stage.dealer()
    elder = plot.cast.add(Part(home=stage.home(dealer), role="sibling"))
    younger = plot.cast.add(
        Part(home=stage.home(dealer), role="sibling", surname_of=elder, address_of=elder,
             birthday_of=elder if rng.random() < 0.5 else -1)
    )  # fmt: skip
    twice = plot.cast.add(Part(home=stage.home(dealer), role="duplicate_person", same_as=elder, address_of=elder))
    for buyer, role in ((elder, "sibling"), (younger, "sibling"), (twice, "duplicate_person")):
        sold = rng.randrange(START - 900, END - 1_800)
        plot.guns.append(
            Gun(dealer=dealer, model=rng.choice(PISTOLS), role=role, buyer=buyer, purchase=sold,
                recovery=max(START, sold + rng.randrange(400, 1_700)), city=stage.nearby(dealer))
        )  # fmt: skip


def _twins(stage: Stage) -> None:
    """Two guns with one serial by design: war-time pistols numbered anew each month. Never to be joined."""
    rng, plot = stage.rng, stage.plot
    model, number = rng.choice(TWIN_MODELS), rng.randrange(80_000)
    line = MODELS[model]
    group = plot.ring(_first_ring(stage), kind="twins", maker=MAKERS[line.maker].name, model=line.name)
    for _ in range(2):
        dealer = stage.dealer()
        buyer = plot.cast.add(Part(home=stage.home(dealer), role="first_purchaser"))
        sold = rng.randrange(day("1975-01-01"), day("2004-01-01"))
        plot.guns.append(
            Gun(dealer=dealer, model=model, role="twin", ring=group, buyer=buyer, purchase=sold, number=number,
                recovery=rng.randrange(START, END), city=stage.nearby(dealer))
        )  # fmt: skip


def _corrupt_small(stage: Stage) -> None:
    """The one corrupt dealer of the demo: 60 traced where 22 are expected, to many different buyers."""
    rng, plot = stage.rng, stage.plot
    for _ in range(38):
        buyer = plot.cast.add(Part(home=stage.home(CHOLLA), role="first_purchaser"))
        sold = rng.randrange(day("2023-01-01"), day("2025-12-01"))
        plot.guns.append(
            Gun(dealer=CHOLLA, model=rng.choice(PISTOLS), role="corrupt_dealer", buyer=buyer, purchase=sold,
                recovery=sold + rng.randrange(20, 330), city=stage.nearby(CHOLLA))
        )  # fmt: skip
