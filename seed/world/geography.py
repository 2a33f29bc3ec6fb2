"""Real cities, the published source-to-recovery table, and how recoveries abroad are spelled."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).resolve().parent.parent / "data"

Index = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A real city; `state` is the postal or Mexican abbreviation, `county` the county or municipality."""

    name: str
    state: str
    county: str
    county_fips: str = "000"
    zip3: str = ""
    area_code: str = ""
    country: str = "US"
    weight: float = 1.0
    #: How clerks write it; the first is the usual one.
    written: tuple[str, ...] = ()
    #: How they write the state.
    state_written: tuple[str, ...] = ()


def _abroad(line: str) -> City:
    country, state, state_written, name, county, weight, written = (p.strip() for p in line.split("|"))
    return City(
        name=name, state=state, county=county, country=country, weight=float(weight),
        written=tuple(w.strip() for w in written.split(";")),
        state_written=tuple(w.strip() for w in state_written.split(";")),
    )  # fmt: skip


_SONORA = "SON;SONORA;SON."
_ABROAD = f"""
MX|SON|{_SONORA}|Nogales|Nogales|9|NOGALES;HEROICA NOGALES;H. NOGALES;NGLS SON CENTRO
MX|SON|{_SONORA}|Hermosillo|Hermosillo|8|HERMOSILLO;HMO;HERMOSILLO CENTRO
MX|SON|{_SONORA}|Heroica Caborca|Caborca|5|CABORCA;HEROICA CABORCA;H. CABORCA
MX|SON|{_SONORA}|San Luis Río Colorado|San Luis Río Colorado|3|SAN LUIS RIO COLORADO;SLRC;S.L.R.C.
MX|SON|{_SONORA}|Agua Prieta|Agua Prieta|3|AGUA PRIETA;A. PRIETA
MX|SON|{_SONORA}|Ciudad Obregón|Cajeme|5|CIUDAD OBREGÓN;CD. OBREGON;CD OBREGON
MX|SON|{_SONORA}|Heroica Guaymas|Guaymas|3|GUAYMAS;HEROICA GUAYMAS
MX|BCN|BC;BAJA CALIFORNIA;B.C.|Tijuana|Tijuana|6|TIJUANA;TIJ
MX|SIN|SIN;SINALOA|Culiacán|Culiacán|6|CULIACÁN;CULIACAN ROSALES;CLN
MX|CHH|CHIH;CHIHUAHUA|Ciudad Juárez|Juárez|8|CIUDAD JUÁREZ;CD. JUAREZ;CD JUAREZ
MX|NLE|NL;NUEVO LEÓN;N.L.|Monterrey|Monterrey|5|MONTERREY;MTY
MX|TAM|TAMPS;TAMAULIPAS|Reynosa|Reynosa|8|REYNOSA;REYNOSA TAMPS
MX|TAM|TAMPS;TAMAULIPAS|Heroica Matamoros|Matamoros|6|MATAMOROS;HEROICA MATAMOROS
MX|GUA|GTO;GUANAJUATO|León|León|5|LEÓN;LEON DE LOS ALDAMA
MX|JAL|JAL;JALISCO|Guadalajara|Guadalajara|4|GUADALAJARA;GDL
MX|MIC|MICH;MICHOACÁN|Morelia|Morelia|3|MORELIA
GT|GU|GUATEMALA|Guatemala City|Guatemala|2|GUATEMALA;GUATEMALA CITY
CA|ON|ON;ONTARIO|Toronto|Toronto|3|TORONTO
JM|KN|KINGSTON|Kingston|Kingston|2|KINGSTON
BS|NP|NEW PROVIDENCE|Nassau|New Providence|1|NASSAU
"""

#: Where guns recovered abroad were first sold, by group of recovery states (FOIA set 2015-22 and the border logic).
SOURCES_ABROAD: dict[str, dict[str, float]] = {
    "SON": {"AZ": 0.62, "TX": 0.12, "CA": 0.08, "NV": 0.04, "NM": 0.04, "GA": 0.02, "FL": 0.02, "CO": 0.06},
    "BCN": {"CA": 0.45, "AZ": 0.22, "NV": 0.13, "TX": 0.10, "WA": 0.05, "OR": 0.05},
    "SIN": {"AZ": 0.50, "TX": 0.22, "CA": 0.18, "NV": 0.10},
    "CHH": {"TX": 0.62, "NM": 0.14, "AZ": 0.10, "CO": 0.09, "OK": 0.05},
    "": {"TX": 0.58, "AZ": 0.10, "CA": 0.08, "FL": 0.08, "GA": 0.06, "OK": 0.04, "IL": 0.03, "NC": 0.03},
}


def _read_cities() -> tuple[City, ...]:
    with (DATA / "cities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        City(
            name=r["city"], state=r["state"], county=r["county"], county_fips=r["county_fips"], zip3=r["zip3"],
            area_code=r["area_code"], weight=float(r["population"]),
        )
        for r in rows
    )  # fmt: skip


class Atlas:
    """The cities of the world, home ones first, and shares to draw from."""

    def __init__(self) -> None:
        """Read `seed/data`."""
        home = _read_cities()
        self.cities: tuple[City, ...] = home + tuple(_abroad(x) for x in _ABROAD.strip().splitlines())
        self.home = len(home)
        self.states: tuple[str, ...] = tuple(sorted({c.state for c in home}))
        self.state_index = {s: i for i, s in enumerate(self.states)}
        self.city_state: Index = np.array([self.state_index.get(c.state, -1) if c.country == "US" else -1
                                           for c in self.cities])  # fmt: skip
        self.matrix = self._read_matrix()

    def _read_matrix(self) -> Shares:
        matrix = np.zeros((len(self.states), len(self.states)))
        with (DATA / "source_recovery.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                count = sum(int(v) for k, v in row.items() if k.startswith("y"))
                matrix[self.state_index[row["source"]], self.state_index[row["recovery"]]] = count
        return np.asarray(matrix / matrix.sum())

    def city(self, name: str, country: str = "US", state: str = "") -> int:
        """Index of a city by its name."""
        return next(
            i for i, c in enumerate(self.cities)
            if c.name == name and c.country == country and state in ("", c.state)
        )  # fmt: skip

    def abroad(self, country: str = "", states: tuple[str, ...] = ()) -> Index:
        """Indexes of foreign cities."""
        return np.array(
            [i for i, c in enumerate(self.cities)
             if c.country != "US" and country in ("", c.country) and (not states or c.state in states)]
        )  # fmt: skip

    def draw_cities(self, rng: np.random.Generator, states: Index, power: float) -> Index:
        """A home city in each of `states`, likelier where more people live (population to the `power`)."""
        starts, ends, running, order = self._by_state(power)
        u = starts[states] + rng.random(len(states)) * (ends - starts)[states]
        return order[np.clip(np.searchsorted(running, u, side="right"), 0, len(order) - 1)]

    @cache  # noqa: B019 one atlas lives as long as the world
    def _by_state(self, power: float) -> tuple[Shares, Shares, Shares, Index]:
        return cumulate(
            np.array([c.weight for c in self.cities[: self.home]]) ** power,
            self.city_state[: self.home],
            len(self.states),
        )


def cumulate(weights: Shares, groups: Index, count: int) -> tuple[Shares, Shares, Shares, Index]:
    """Tables for drawing an item within a group: group starts and ends on the running sum, the sum, the order."""
    order = np.argsort(groups, kind="stable")
    running = np.cumsum(weights[order])
    ends_at = np.searchsorted(groups[order], np.arange(count), side="right")
    ends = np.where(ends_at > 0, running[np.maximum(ends_at, 1) - 1], 0.0)
    starts = np.concatenate([[0.0], ends[:-1]])
    return starts, ends, running, order
