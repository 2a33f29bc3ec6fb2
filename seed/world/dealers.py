"""The licensees: who they are, how much they sell, how often their guns are traced, and the monthly lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seed.world import names
from seed.world.geography import Atlas, City, Index, Shares, cumulate
from seed.world.sizes import Size

Texts = npt.NDArray[np.object_]

#: Licence region that the bureau does not use: no number of ours can be a real one.
REGION = "7"

#: Licences of 2015 without collectors (facts: `10-FFL-total.csv`): type, count.
TYPES: tuple[tuple[str, int], ...] = (
    ("01", 56_181), ("02", 8_152), ("06", 2_603), ("07", 10_498), ("08", 1_152), ("09", 66), ("10", 315),
    ("11", 221),
)  # fmt: skip
#: How much a licence of a type sells at retail, beside a dealer's.
RETAIL = {"01": 1.0, "02": 1.0, "07": 0.35, "08": 0.1}

#: One per cent of dealers are named in half of the traces (facts/domain.md §2, concentration benchmarks).
TOP, TOP_SHARE = 0.01, 0.52  # a little more than half: plots take traces from the many
#: Honest spread of traces around what sales let expect: gamma shape k (facts/methods.md §6).
HONEST_K = 2.0
MONTHS = "ABCDEFGHJKLM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A dealer that the story names."""

    sequence: str
    name: str
    licensee: str
    city: str
    state: str
    street: str
    zip: str
    type: str
    expiry: str
    phone: str


PRESETS: tuple[Preset, ...] = (
    Preset(sequence="01234", name="PALO FIERRO ARMS", licensee="PALO FIERRO ARMS LLC", city="Tucson", state="AZ",
           street="4410 N COBRE RD", zip="85705", type="01", expiry="8K", phone="5205550110"),
    Preset(sequence="02207", name="QUARTZ MESA PAWN", licensee="QUARTZ MESA PAWN INC", city="Sierra Vista",
           state="AZ", street="215 W FOUNDRY AVE", zip="85635", type="02", expiry="7C", phone="5205550177"),
    Preset(sequence="03390", name="CHOLLA BEND GUN & TACKLE", licensee="CHOLLA BEND TRADING LLC", city="Phoenix",
           state="AZ", street="1820 E TAMARIND ST", zip="85006", type="01", expiry="9D", phone="6025550163"),
    Preset(sequence="04471", name="OXBOW KILN SPORTING GOODS", licensee="OXBOW KILN INC", city="Toledo", state="OH",
           street="77 S MILLRACE LN", zip="43604", type="01", expiry="7H", phone="4195550128"),
)  # fmt: skip
PALO, QUARTZ, CHOLLA, OXBOW = range(4)
DISTRICTS_FROM = 10
STORY_DISTRICT = 86


@dataclass(slots=True)
class Dealers:
    """All dealers, as parallel arrays; index 0 to 3 are the story's."""

    city: Index
    type: Texts
    sequence: Texts
    district: Texts
    county: Texts
    expiry: Texts
    licensee: Texts
    business: Texts
    street: Texts
    zip: Texts
    phone: Texts
    #: Sales a year, the honest denominator.
    sales: Shares
    #: Traces per sale beside the usual; above 3 only for the planted.
    multiplier: Shares
    #: Share of all traced first sales.
    weight: Shares
    corrupt: npt.NDArray[np.bool_]
    state: Index

    def __len__(self) -> int:
        """Number of dealers."""
        return len(self.city)

    def key(self) -> Texts:
        """Region-district-sequence of each: the key that lasts."""
        return np.asarray(REGION + "-" + self.district + "-" + self.sequence)

    def number(self) -> Texts:
        """The full licence number of each."""
        head = REGION + "-" + self.district + "-" + self.county + "-" + self.type + "-" + self.expiry
        return np.asarray(head + "-" + self.sequence)

    def draw(self, rng: np.random.Generator, states: Index) -> Index:
        """A dealer in each of `states`, by weight."""
        starts, ends, running, order = cumulate(self.weight, self.state, int(self.state.max()) + 1)
        u = starts[states] + rng.random(len(states)) * (ends - starts)[states]
        return order[np.clip(np.searchsorted(running, u, side="right"), 0, len(order) - 1)]


def make_dealers(rng: np.random.Generator, atlas: Atlas, size: Size) -> Dealers:
    """The dealers of a world. Source-state shares follow the published table, concentration the benchmark."""
    count = size.dealers
    city = _place(rng, atlas, count)
    kinds = np.array([t for t, _ in TYPES], dtype=object)
    shares = np.array([n for _, n in TYPES], dtype=float)
    type_ = kinds[rng.choice(len(kinds), size=count, p=shares / shares.sum())]
    # one of each state sells, whatever the draw
    type_[len(PRESETS) : len(PRESETS) + len(atlas.states)] = "01"
    people = np.arange(count)
    dealers = Dealers(
        city=city, type=type_, sequence=np.array([], dtype=object), district=np.array([], dtype=object),
        county=np.array([atlas.cities[c].county_fips for c in city], dtype=object),
        expiry=_expiry(rng, count), licensee=np.array([], dtype=object), business=np.array([], dtype=object),
        street=_streets(rng, count), zip=_zips(rng, atlas, city), phone=_phones(rng, atlas, city),
        sales=np.zeros(count), multiplier=np.ones(count), weight=np.zeros(count),
        corrupt=np.zeros(count, dtype=bool), state=atlas.city_state[city],
    )  # fmt: skip
    dealers.district, dealers.sequence = _numbers(rng, atlas, dealers.state)
    dealers.business, dealers.licensee = _titles(rng, atlas, dealers, people)
    for index, preset in enumerate(PRESETS):
        _preset(dealers, atlas, index, preset)
    _volumes(rng, atlas, dealers, size)
    return dealers


def _place(rng: np.random.Generator, atlas: Atlas, count: int) -> Index:
    source = atlas.matrix.sum(axis=1) ** 0.8
    states = rng.choice(len(source), size=count, p=source / source.sum())
    states[len(PRESETS) : len(PRESETS) + len(source)] = np.arange(len(source))  # no state without a dealer
    return atlas.draw_cities(rng, states, 0.7)


def _expiry(rng: np.random.Generator, count: int) -> Texts:
    years, months = rng.integers(6, 10, count), rng.integers(0, 12, count)
    return np.array([f"{y}{MONTHS[m]}" for y, m in zip(years, months, strict=True)], dtype=object)


def _streets(rng: np.random.Generator, count: int) -> Texts:
    number = rng.integers(100, 9_900, count)
    side = names.COMPASS[rng.integers(0, 4, count)]
    street = names.upper(names.STREETS)[rng.integers(0, len(names.STREETS), count)]
    kind = names.KINDS_OF_STREET[rng.integers(0, len(names.KINDS_OF_STREET), count)]
    parts = zip(number, side, street, kind, strict=True)
    return np.array([f"{n} {s} {t} {k}" for n, s, t, k in parts], dtype=object)


def _zips(rng: np.random.Generator, atlas: Atlas, city: Index) -> Texts:
    tail = rng.integers(1, 99, len(city))
    plus = rng.integers(0, 10_000, len(city))
    long = rng.random(len(city)) < 0.3
    return np.array(
        [f"{atlas.cities[c].zip3}{t:02d}" + (f"{p:04d}" if z else "")
         for c, t, p, z in zip(city, tail, plus, long, strict=True)],
        dtype=object,
    )  # fmt: skip


def _phones(rng: np.random.Generator, atlas: Atlas, city: Index) -> Texts:
    line = rng.integers(0, 10_000, len(city))
    pairs = zip(city, line, strict=True)
    return np.array([f"{atlas.cities[c].area_code}555{n:04d}" for c, n in pairs], dtype=object)


def _numbers(rng: np.random.Generator, atlas: Atlas, state: Index) -> tuple[Texts, Texts]:
    codes = [d for d in range(DISTRICTS_FROM, 99) if d != STORY_DISTRICT]
    by_state = [STORY_DISTRICT if s == "AZ" else codes[i] for i, s in enumerate(atlas.states)]
    district = np.array([f"{by_state[s]:02d}" for s in state], dtype=object)
    # the story's four sequences lie below 5000: nobody else may draw them
    drawn = 5_000 + rng.permutation(95_000)[: len(state)]
    return district, np.array([f"{n:05d}" for n in drawn], dtype=object)


def _titles(rng: np.random.Generator, atlas: Atlas, dealers: Dealers, people: Index) -> tuple[Texts, Texts]:
    pawn, shop = rng.choice([1, 6], len(people)), rng.choice([0, 2, 3, 4, 5, 7, 8, 9, 10, 11], len(people))
    trade = np.where(dealers.type == "02", pawn, shop)
    business = np.array(
        [names.business_name(n, t, atlas.cities[c].name).upper()
         for n, t, c in zip(people, trade, dealers.city, strict=True)],
        dtype=object,
    )  # fmt: skip
    sole = rng.random(len(people)) < 0.45
    suffix = np.array(["LLC", "INC", "LLC", "CO"], dtype=object)[rng.integers(0, 4, len(people))]
    middle = rng.integers(0, 18, len(people))
    licensee = np.array(
        [names.licensee_name(n, m) if s else f"{b} {x}"
         for n, m, s, b, x in zip(people, middle, sole, business, suffix, strict=True)],
        dtype=object,
    )  # fmt: skip
    # the published list writes the word NULL where a company trades under its own name
    unnamed = ~sole & (rng.random(len(people)) < 0.6)
    return np.where(unnamed, "NULL", business), licensee


def _preset(dealers: Dealers, atlas: Atlas, index: int, preset: Preset) -> None:
    place = atlas.city(preset.city, state=preset.state)
    city: City = atlas.cities[place]
    dealers.city[index] = place
    dealers.state[index] = atlas.city_state[place]
    dealers.county[index] = city.county_fips
    for name, value in (("type", preset.type), ("sequence", preset.sequence), ("expiry", preset.expiry),
                        ("licensee", preset.licensee), ("business", preset.name), ("street", preset.street),
                        ("zip", preset.zip), ("phone", preset.phone)):  # fmt: skip
        getattr(dealers, name)[index] = value
    district = dealers.district[(dealers.state == dealers.state[index]) & (np.arange(len(dealers)) != index)]
    dealers.district[index] = district[0] if len(district) else f"{STORY_DISTRICT}"


def _volumes(rng: np.random.Generator, atlas: Atlas, dealers: Dealers, size: Size) -> None:
    retail = np.array([RETAIL.get(t, 0.0) for t in dealers.type])
    honest = rng.gamma(HONEST_K, 1 / HONEST_K, len(dealers))
    spread = rng.standard_normal(len(dealers))
    source = atlas.matrix.sum(axis=1)
    low, high = 0.5, 4.0
    for _ in range(30):
        sigma = (low + high) / 2
        weight = _to_states(np.exp(sigma * spread) * honest * retail, dealers.state, source)
        top = np.sort(weight)[::-1][: max(1, round(TOP * len(weight)))].sum()
        low, high = (sigma, high) if top < TOP_SHARE else (low, sigma)
    dealers.sales = np.maximum(1.0, np.round(np.exp(sigma * spread) * retail * 40))
    dealers.multiplier = honest
    middle = np.flatnonzero((retail == 1) & (dealers.sales > 60) & (dealers.sales < 1_200))
    chosen = rng.choice(middle[middle > len(PRESETS)], size=max(0, size.corrupt - 1), replace=False)
    dealers.corrupt[chosen] = True
    dealers.multiplier[chosen] *= rng.uniform(3, 8, len(chosen))
    weight[chosen] = _to_states(dealers.sales * dealers.multiplier, dealers.state, source)[chosen]
    dealers.corrupt[CHOLLA] = True
    dealers.weight = _story_weights(weight, dealers, source, size, atlas.state_index["TX"])


def _to_states(raw: Shares, state: Index, source: Shares) -> Shares:
    totals = np.bincount(state, weights=raw, minlength=len(source))
    return raw / np.maximum(totals, 1e-12)[state] * source[state]


def _story_weights(weight: Shares, dealers: Dealers, source: Shares, size: Size, texas: int) -> Shares:
    """Give the story's dealers their share of their state, and the large world its giant."""
    fixed = {PALO: size.hub_share, CHOLLA: size.hub_share / 5.5, QUARTZ: size.hub_share / 30, OXBOW: 0.01}
    if size.giant:
        texan = (dealers.state == texas) & (dealers.type == "01") & ~dealers.corrupt
        giant = int(np.flatnonzero(texan)[0])
        fixed[giant] = size.giant / (size.traces * 0.52 * source[dealers.state[giant]])
    told = np.array(list(fixed))
    free = np.ones(len(weight), dtype=bool)
    free[told] = False
    honest = dealers.sales * dealers.multiplier
    traces_per_sale = np.bincount(dealers.state[free], weight[free], len(source)) / np.maximum(
        np.bincount(dealers.state[free], honest[free], len(source)), 1.0
    )
    for index, share in fixed.items():
        state = dealers.state[index]
        weight[index] = source[state] * share
        dealers.multiplier[index] = 1.4 if index == PALO else 1.0
        usual = traces_per_sale[state] * dealers.multiplier[index]
        dealers.sales[index] = max(60.0, round(weight[index] / usual))
    rest = np.bincount(dealers.state[told], weight[told], len(source))
    had = np.bincount(dealers.state[free], weight[free], len(source))
    weight[free] *= ((source - rest) / had)[dealers.state[free]]
    return np.asarray(weight / weight.sum())
